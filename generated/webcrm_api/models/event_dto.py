# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape, read_model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.event_location import EventLocation
    from ..models.event_status import EventStatus
    from ..models.event_type import EventType
    from ..models.security_info_dto import SecurityInfoDto


@define(kw_only=True, repr=False)
class EventDto(Model):
    """An event, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        event_assigned_to: The id of a user; 0 for no user.
        event_created_by: The user's name; `api2` and the token's name for a call of the API.
        event_history: Rows of HTML, written by the service.
        event_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    event_id: int
    event_assigned_to: int | None | Unset = UNSET
    event_comment: None | str | Unset = UNSET
    event_created_at: datetime.datetime | None | Unset = UNSET
    event_created_by: None | str | Unset = UNSET
    event_custom_1: None | str | Unset = UNSET
    event_custom_2: None | str | Unset = UNSET
    event_custom_3: None | str | Unset = UNSET
    event_custom_4: None | str | Unset = UNSET
    event_custom_5: None | str | Unset = UNSET
    event_custom_6: None | str | Unset = UNSET
    event_custom_7: None | str | Unset = UNSET
    event_custom_8: None | str | Unset = UNSET
    event_custom_9: None | str | Unset = UNSET
    event_custom_10: None | str | Unset = UNSET
    event_custom_11: None | str | Unset = UNSET
    event_custom_12: None | str | Unset = UNSET
    event_custom_13: None | str | Unset = UNSET
    event_custom_14: None | str | Unset = UNSET
    event_custom_15: None | str | Unset = UNSET
    event_date_time: datetime.datetime | None | Unset = UNSET
    event_description: None | str | Unset = UNSET
    event_duration: None | str | Unset = UNSET
    event_group_id: int | None | Unset = UNSET
    event_history: None | str | Unset = UNSET
    event_location: EventLocation | None | Unset = UNSET
    event_memo: None | str | Unset = UNSET
    event_organisation_id: int | None | Unset = UNSET
    event_other_participates: None | str | Unset = UNSET
    event_outlook_sync: int | None | Unset = UNSET
    event_participant_ids: list[int] | None | Unset = UNSET
    event_person_id: int | None | Unset = UNSET
    event_plus_1: None | str | Unset = UNSET
    event_plus_2: None | str | Unset = UNSET
    event_plus_3: None | str | Unset = UNSET
    event_plus_4: None | str | Unset = UNSET
    event_plus_5: None | str | Unset = UNSET
    event_plus_6: None | str | Unset = UNSET
    event_plus_7: None | str | Unset = UNSET
    event_plus_8: None | str | Unset = UNSET
    event_plus_9: None | str | Unset = UNSET
    event_plus_10: None | str | Unset = UNSET
    event_plus_11: None | str | Unset = UNSET
    event_plus_12: None | str | Unset = UNSET
    event_plus_13: None | str | Unset = UNSET
    event_plus_14: None | str | Unset = UNSET
    event_plus_15: None | str | Unset = UNSET
    event_plus_16: None | str | Unset = UNSET
    event_plus_17: None | str | Unset = UNSET
    event_plus_18: None | str | Unset = UNSET
    event_plus_19: None | str | Unset = UNSET
    event_plus_20: None | str | Unset = UNSET
    event_security_info: None | SecurityInfoDto | Unset = UNSET
    event_site: None | str | Unset = UNSET
    event_status: EventStatus | None | Unset = UNSET
    event_type: EventType | None | Unset = UNSET
    event_updated_at: datetime.datetime | None | Unset = UNSET
    event_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "event_id": "EventId",
            "event_assigned_to": "EventAssignedTo",
            "event_comment": "EventComment",
            "event_created_at": "EventCreatedAt",
            "event_created_by": "EventCreatedBy",
            "event_custom_1": "EventCustom1",
            "event_custom_2": "EventCustom2",
            "event_custom_3": "EventCustom3",
            "event_custom_4": "EventCustom4",
            "event_custom_5": "EventCustom5",
            "event_custom_6": "EventCustom6",
            "event_custom_7": "EventCustom7",
            "event_custom_8": "EventCustom8",
            "event_custom_9": "EventCustom9",
            "event_custom_10": "EventCustom10",
            "event_custom_11": "EventCustom11",
            "event_custom_12": "EventCustom12",
            "event_custom_13": "EventCustom13",
            "event_custom_14": "EventCustom14",
            "event_custom_15": "EventCustom15",
            "event_date_time": "EventDateTime",
            "event_description": "EventDescription",
            "event_duration": "EventDuration",
            "event_group_id": "EventGroupId",
            "event_history": "EventHistory",
            "event_location": "EventLocation",
            "event_memo": "EventMemo",
            "event_organisation_id": "EventOrganisationId",
            "event_other_participates": "EventOtherParticipates",
            "event_outlook_sync": "EventOutlookSync",
            "event_participant_ids": "EventParticipantIds",
            "event_person_id": "EventPersonId",
            "event_plus_1": "EventPlus1",
            "event_plus_2": "EventPlus2",
            "event_plus_3": "EventPlus3",
            "event_plus_4": "EventPlus4",
            "event_plus_5": "EventPlus5",
            "event_plus_6": "EventPlus6",
            "event_plus_7": "EventPlus7",
            "event_plus_8": "EventPlus8",
            "event_plus_9": "EventPlus9",
            "event_plus_10": "EventPlus10",
            "event_plus_11": "EventPlus11",
            "event_plus_12": "EventPlus12",
            "event_plus_13": "EventPlus13",
            "event_plus_14": "EventPlus14",
            "event_plus_15": "EventPlus15",
            "event_plus_16": "EventPlus16",
            "event_plus_17": "EventPlus17",
            "event_plus_18": "EventPlus18",
            "event_plus_19": "EventPlus19",
            "event_plus_20": "EventPlus20",
            "event_security_info": "EventSecurityInfo",
            "event_site": "EventSite",
            "event_status": "EventStatus",
            "event_type": "EventType",
            "event_updated_at": "EventUpdatedAt",
            "event_updated_by": "EventUpdatedBy",
        },
        converters={
            "event_security_info": read_model("SecurityInfoDto"),
        },
        dates=(
            "event_created_at",
            "event_date_time",
            "event_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.event_id,
            self.event_assigned_to,
            self.event_comment,
            self._event_created_at,
            self.event_created_by,
            self.event_custom_1,
            self.event_custom_2,
            self.event_custom_3,
            self.event_custom_4,
            self.event_custom_5,
            self.event_custom_6,
            self.event_custom_7,
            self.event_custom_8,
            self.event_custom_9,
            self.event_custom_10,
            self.event_custom_11,
            self.event_custom_12,
            self.event_custom_13,
            self.event_custom_14,
            self.event_custom_15,
            self._event_date_time,
            self.event_description,
            self.event_duration,
            self.event_group_id,
            self.event_history,
            self.event_location,
            self.event_memo,
            self.event_organisation_id,
            self.event_other_participates,
            self.event_outlook_sync,
            self.event_participant_ids,
            self.event_person_id,
            self.event_plus_1,
            self.event_plus_2,
            self.event_plus_3,
            self.event_plus_4,
            self.event_plus_5,
            self.event_plus_6,
            self.event_plus_7,
            self.event_plus_8,
            self.event_plus_9,
            self.event_plus_10,
            self.event_plus_11,
            self.event_plus_12,
            self.event_plus_13,
            self.event_plus_14,
            self.event_plus_15,
            self.event_plus_16,
            self.event_plus_17,
            self.event_plus_18,
            self.event_plus_19,
            self.event_plus_20,
            self.event_security_info,
            self.event_site,
            self.event_status,
            self.event_type,
            self._event_updated_at,
            self.event_updated_by,
        ) = values
