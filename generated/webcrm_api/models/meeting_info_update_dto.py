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
    from ..models.meeting_info_update_meeting_send_updates import MeetingInfoUpdateMeetingSendUpdates
    from ..models.meeting_organisation_dto import MeetingOrganisationDto
    from ..models.meeting_person import MeetingPerson
    from ..models.meeting_user import MeetingUser


@define(kw_only=True, repr=False)
class MeetingInfoUpdateDto(Model):
    """New values of a meeting.

    The meaning of the Plus fields differs from system to system; `crm.fields_metadata` describes it. Their
    values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be spelled
    exactly as in the list, including case.

    Attributes:
        meeting_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    meeting_end: datetime.datetime | None
    meeting_start: datetime.datetime | None
    meeting_subject: None | str
    meeting_attendee_emails: list[str] | None | Unset = UNSET
    meeting_description: None | str | Unset = UNSET
    meeting_is_all_day_meeting: bool | None | Unset = UNSET
    meeting_is_private: bool | None | Unset = UNSET
    meeting_location: None | str | Unset = UNSET
    meeting_organisations: list[MeetingOrganisationDto] | None | Unset = UNSET
    meeting_persons: list[MeetingPerson] | None | Unset = UNSET
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
    meeting_send_updates: MeetingInfoUpdateMeetingSendUpdates | None | Unset = UNSET
    meeting_start_time: datetime.datetime | None | Unset = UNSET
    meeting_time_zone: None | str | Unset = UNSET
    meeting_updated_by: None | str | Unset = UNSET
    meeting_user_id: None | str | Unset = UNSET
    meeting_users: list[MeetingUser] | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "meeting_end": "MeetingEnd",
            "meeting_start": "MeetingStart",
            "meeting_subject": "MeetingSubject",
            "meeting_attendee_emails": "MeetingAttendeeEmails",
            "meeting_description": "MeetingDescription",
            "meeting_is_all_day_meeting": "MeetingIsAllDayMeeting",
            "meeting_is_private": "MeetingIsPrivate",
            "meeting_location": "MeetingLocation",
            "meeting_organisations": "MeetingOrganisations",
            "meeting_persons": "MeetingPersons",
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
            "meeting_send_updates": "MeetingSendUpdates",
            "meeting_start_time": "MeetingStartTime",
            "meeting_time_zone": "MeetingTimeZone",
            "meeting_updated_by": "MeetingUpdatedBy",
            "meeting_user_id": "MeetingUserId",
            "meeting_users": "MeetingUsers",
        },
        converters={
            "meeting_organisations": read_each(read_model("MeetingOrganisationDto")),
            "meeting_persons": read_each(read_model("MeetingPerson")),
            "meeting_users": read_each(read_model("MeetingUser")),
        },
        dates=(
            "meeting_end",
            "meeting_start",
            "meeting_start_time",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self._meeting_end,
            self._meeting_start,
            self.meeting_subject,
            self.meeting_attendee_emails,
            self.meeting_description,
            self.meeting_is_all_day_meeting,
            self.meeting_is_private,
            self.meeting_location,
            self.meeting_organisations,
            self.meeting_persons,
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
            self.meeting_send_updates,
            self._meeting_start_time,
            self.meeting_time_zone,
            self.meeting_updated_by,
            self.meeting_user_id,
            self.meeting_users,
        ) = values
