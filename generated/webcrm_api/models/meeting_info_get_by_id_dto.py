# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape, read_each, read_model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attendee_info import AttendeeInfo
    from ..models.meeting_activity import MeetingActivity
    from ..models.meeting_info_get_by_id_meeting_source import MeetingInfoGetByIdMeetingSource
    from ..models.meeting_opportunity import MeetingOpportunity
    from ..models.organisation_info_dto import OrganisationInfoDto


@define(kw_only=True, repr=False)
class MeetingInfoGetByIdDto(Model):
    """A meeting, as `get` returns it.

    The meaning of the Plus fields differs from system to system; `crm.fields_metadata` describes it. Their
    values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be spelled
    exactly as in the list, including case.

    Attributes:
        meeting_updated_by: The user's name; `api2` and the token's name for a call of the API.
        meeting_created_by: The user's name; `api2` and the token's name for a call of the API.
    """

    meeting_attendees: list[AttendeeInfo] | None
    meeting_created: datetime.datetime | None
    meeting_description: None | str
    meeting_end: datetime.datetime | None
    meeting_id: str
    meeting_is_cancelled: bool | None
    meeting_is_recurring: bool | None
    meeting_organisations: list[OrganisationInfoDto] | None
    meeting_source: MeetingInfoGetByIdMeetingSource | None
    meeting_start: datetime.datetime | None
    meeting_subject: None | str
    meeting_updated: datetime.datetime | None
    meeting_updated_by: None | str
    meeting_user_id: str
    meeting_activities: list[MeetingActivity] | None | Unset = UNSET
    meeting_created_by: None | str | Unset = UNSET
    meeting_is_all_day_meeting: bool | None | Unset = UNSET
    meeting_is_private: bool | None | Unset = UNSET
    meeting_location: None | str | Unset = UNSET
    meeting_opportunities: list[MeetingOpportunity] | None | Unset = UNSET
    meeting_plus_1: None | str | Unset = UNSET
    meeting_plus_2: None | str | Unset = UNSET
    meeting_plus_3: None | str | Unset = UNSET
    meeting_plus_4: None | str | Unset = UNSET
    meeting_plus_5: None | str | Unset = UNSET
    meeting_plus_6: None | str | Unset = UNSET
    meeting_plus_7: None | str | Unset = UNSET
    meeting_plus_8: None | str | Unset = UNSET
    meeting_plus_9: None | str | Unset = UNSET
    meeting_plus_10: None | str | Unset = UNSET
    meeting_plus_11: None | str | Unset = UNSET
    meeting_plus_12: None | str | Unset = UNSET
    meeting_plus_13: None | str | Unset = UNSET
    meeting_plus_14: None | str | Unset = UNSET
    meeting_plus_15: None | str | Unset = UNSET
    meeting_plus_16: None | str | Unset = UNSET
    meeting_plus_17: None | str | Unset = UNSET
    meeting_plus_18: None | str | Unset = UNSET
    meeting_plus_19: None | str | Unset = UNSET
    meeting_plus_20: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "meeting_attendees": "MeetingAttendees",
            "meeting_created": "MeetingCreated",
            "meeting_description": "MeetingDescription",
            "meeting_end": "MeetingEnd",
            "meeting_id": "MeetingId",
            "meeting_is_cancelled": "MeetingIsCancelled",
            "meeting_is_recurring": "MeetingIsRecurring",
            "meeting_organisations": "MeetingOrganisations",
            "meeting_source": "MeetingSource",
            "meeting_start": "MeetingStart",
            "meeting_subject": "MeetingSubject",
            "meeting_updated": "MeetingUpdated",
            "meeting_updated_by": "MeetingUpdatedBy",
            "meeting_user_id": "MeetingUserId",
            "meeting_activities": "MeetingActivities",
            "meeting_created_by": "MeetingCreatedBy",
            "meeting_is_all_day_meeting": "MeetingIsAllDayMeeting",
            "meeting_is_private": "MeetingIsPrivate",
            "meeting_location": "MeetingLocation",
            "meeting_opportunities": "MeetingOpportunities",
            "meeting_plus_1": "MeetingPlus1",
            "meeting_plus_2": "MeetingPlus2",
            "meeting_plus_3": "MeetingPlus3",
            "meeting_plus_4": "MeetingPlus4",
            "meeting_plus_5": "MeetingPlus5",
            "meeting_plus_6": "MeetingPlus6",
            "meeting_plus_7": "MeetingPlus7",
            "meeting_plus_8": "MeetingPlus8",
            "meeting_plus_9": "MeetingPlus9",
            "meeting_plus_10": "MeetingPlus10",
            "meeting_plus_11": "MeetingPlus11",
            "meeting_plus_12": "MeetingPlus12",
            "meeting_plus_13": "MeetingPlus13",
            "meeting_plus_14": "MeetingPlus14",
            "meeting_plus_15": "MeetingPlus15",
            "meeting_plus_16": "MeetingPlus16",
            "meeting_plus_17": "MeetingPlus17",
            "meeting_plus_18": "MeetingPlus18",
            "meeting_plus_19": "MeetingPlus19",
            "meeting_plus_20": "MeetingPlus20",
        },
        converters={
            "meeting_attendees": read_each(read_model("AttendeeInfo")),
            "meeting_organisations": read_each(read_model("OrganisationInfoDto")),
            "meeting_activities": read_each(read_model("MeetingActivity")),
            "meeting_opportunities": read_each(read_model("MeetingOpportunity")),
        },
        dates=(
            "meeting_created",
            "meeting_end",
            "meeting_start",
            "meeting_updated",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.meeting_attendees,
            self._meeting_created,
            self.meeting_description,
            self._meeting_end,
            self.meeting_id,
            self.meeting_is_cancelled,
            self.meeting_is_recurring,
            self.meeting_organisations,
            self.meeting_source,
            self._meeting_start,
            self.meeting_subject,
            self._meeting_updated,
            self.meeting_updated_by,
            self.meeting_user_id,
            self.meeting_activities,
            self.meeting_created_by,
            self.meeting_is_all_day_meeting,
            self.meeting_is_private,
            self.meeting_location,
            self.meeting_opportunities,
            self.meeting_plus_1,
            self.meeting_plus_2,
            self.meeting_plus_3,
            self.meeting_plus_4,
            self.meeting_plus_5,
            self.meeting_plus_6,
            self.meeting_plus_7,
            self.meeting_plus_8,
            self.meeting_plus_9,
            self.meeting_plus_10,
            self.meeting_plus_11,
            self.meeting_plus_12,
            self.meeting_plus_13,
            self.meeting_plus_14,
            self.meeting_plus_15,
            self.meeting_plus_16,
            self.meeting_plus_17,
            self.meeting_plus_18,
            self.meeting_plus_19,
            self.meeting_plus_20,
        ) = values
