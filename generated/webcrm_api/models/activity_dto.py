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
    from ..models.activity_auto_complete_mode import ActivityAutoCompleteMode
    from ..models.activity_status import ActivityStatus
    from ..models.security_info_dto import SecurityInfoDto


@define(kw_only=True, repr=False)
class ActivityDto(Model):
    """An activity, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        activity_assigned_to: The id of a user; 0 for no user.
        activity_created_by: The user's name; `api2` and the token's name for a call of the API.
        activity_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    activity_id: int
    activity_action: None | str | Unset = UNSET
    activity_assigned_to: int | None | Unset = UNSET
    activity_auto_complete_mode: ActivityAutoCompleteMode | None | Unset = UNSET
    activity_campaign_date: datetime.datetime | None | Unset = UNSET
    activity_campaign_id: int | None | Unset = UNSET
    activity_campaign_result: None | str | Unset = UNSET
    activity_client_name: None | str | Unset = UNSET
    activity_client_telephone: None | str | Unset = UNSET
    activity_comment: None | str | Unset = UNSET
    activity_created_at: datetime.datetime | None | Unset = UNSET
    activity_created_by: None | str | Unset = UNSET
    activity_custom_1: None | str | Unset = UNSET
    activity_custom_2: None | str | Unset = UNSET
    activity_custom_3: None | str | Unset = UNSET
    activity_custom_4: None | str | Unset = UNSET
    activity_custom_5: None | str | Unset = UNSET
    activity_custom_6: None | str | Unset = UNSET
    activity_custom_7: None | str | Unset = UNSET
    activity_custom_8: None | str | Unset = UNSET
    activity_custom_9: None | str | Unset = UNSET
    activity_custom_10: None | str | Unset = UNSET
    activity_custom_11: None | str | Unset = UNSET
    activity_custom_12: None | str | Unset = UNSET
    activity_custom_13: None | str | Unset = UNSET
    activity_custom_14: None | str | Unset = UNSET
    activity_custom_15: None | str | Unset = UNSET
    activity_date_time: datetime.datetime | None | Unset = UNSET
    activity_description: None | str | Unset = UNSET
    activity_event_id: int | None | Unset = UNSET
    activity_memo: None | str | Unset = UNSET
    activity_note: None | str | Unset = UNSET
    activity_opportunity_id: int | None | Unset = UNSET
    activity_organisation_id: int | None | Unset = UNSET
    activity_outlook_sync: int | None | Unset = UNSET
    activity_person_id: int | None | Unset = UNSET
    activity_plus_1: None | str | Unset = UNSET
    activity_plus_2: None | str | Unset = UNSET
    activity_plus_3: None | str | Unset = UNSET
    activity_plus_4: None | str | Unset = UNSET
    activity_plus_5: None | str | Unset = UNSET
    activity_plus_6: None | str | Unset = UNSET
    activity_plus_7: None | str | Unset = UNSET
    activity_plus_8: None | str | Unset = UNSET
    activity_plus_9: None | str | Unset = UNSET
    activity_plus_10: None | str | Unset = UNSET
    activity_plus_11: None | str | Unset = UNSET
    activity_plus_12: None | str | Unset = UNSET
    activity_plus_13: None | str | Unset = UNSET
    activity_plus_14: None | str | Unset = UNSET
    activity_plus_15: None | str | Unset = UNSET
    activity_plus_16: None | str | Unset = UNSET
    activity_plus_17: None | str | Unset = UNSET
    activity_plus_18: None | str | Unset = UNSET
    activity_plus_19: None | str | Unset = UNSET
    activity_plus_20: None | str | Unset = UNSET
    activity_product: None | str | Unset = UNSET
    activity_security_info: None | SecurityInfoDto | Unset = UNSET
    activity_status: ActivityStatus | None | Unset = UNSET
    activity_type: None | str | Unset = UNSET
    activity_updated_at: datetime.datetime | None | Unset = UNSET
    activity_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "activity_id": "ActivityId",
            "activity_action": "ActivityAction",
            "activity_assigned_to": "ActivityAssignedTo",
            "activity_auto_complete_mode": "ActivityAutoCompleteMode",
            "activity_campaign_date": "ActivityCampaignDate",
            "activity_campaign_id": "ActivityCampaignId",
            "activity_campaign_result": "ActivityCampaignResult",
            "activity_client_name": "ActivityClientName",
            "activity_client_telephone": "ActivityClientTelephone",
            "activity_comment": "ActivityComment",
            "activity_created_at": "ActivityCreatedAt",
            "activity_created_by": "ActivityCreatedBy",
            "activity_custom_1": "ActivityCustom1",
            "activity_custom_2": "ActivityCustom2",
            "activity_custom_3": "ActivityCustom3",
            "activity_custom_4": "ActivityCustom4",
            "activity_custom_5": "ActivityCustom5",
            "activity_custom_6": "ActivityCustom6",
            "activity_custom_7": "ActivityCustom7",
            "activity_custom_8": "ActivityCustom8",
            "activity_custom_9": "ActivityCustom9",
            "activity_custom_10": "ActivityCustom10",
            "activity_custom_11": "ActivityCustom11",
            "activity_custom_12": "ActivityCustom12",
            "activity_custom_13": "ActivityCustom13",
            "activity_custom_14": "ActivityCustom14",
            "activity_custom_15": "ActivityCustom15",
            "activity_date_time": "ActivityDateTime",
            "activity_description": "ActivityDescription",
            "activity_event_id": "ActivityEventId",
            "activity_memo": "ActivityMemo",
            "activity_note": "ActivityNote",
            "activity_opportunity_id": "ActivityOpportunityId",
            "activity_organisation_id": "ActivityOrganisationId",
            "activity_outlook_sync": "ActivityOutlookSync",
            "activity_person_id": "ActivityPersonId",
            "activity_plus_1": "ActivityPlus1",
            "activity_plus_2": "ActivityPlus2",
            "activity_plus_3": "ActivityPlus3",
            "activity_plus_4": "ActivityPlus4",
            "activity_plus_5": "ActivityPlus5",
            "activity_plus_6": "ActivityPlus6",
            "activity_plus_7": "ActivityPlus7",
            "activity_plus_8": "ActivityPlus8",
            "activity_plus_9": "ActivityPlus9",
            "activity_plus_10": "ActivityPlus10",
            "activity_plus_11": "ActivityPlus11",
            "activity_plus_12": "ActivityPlus12",
            "activity_plus_13": "ActivityPlus13",
            "activity_plus_14": "ActivityPlus14",
            "activity_plus_15": "ActivityPlus15",
            "activity_plus_16": "ActivityPlus16",
            "activity_plus_17": "ActivityPlus17",
            "activity_plus_18": "ActivityPlus18",
            "activity_plus_19": "ActivityPlus19",
            "activity_plus_20": "ActivityPlus20",
            "activity_product": "ActivityProduct",
            "activity_security_info": "ActivitySecurityInfo",
            "activity_status": "ActivityStatus",
            "activity_type": "ActivityType",
            "activity_updated_at": "ActivityUpdatedAt",
            "activity_updated_by": "ActivityUpdatedBy",
        },
        converters={
            "activity_security_info": read_model("SecurityInfoDto"),
        },
        dates=(
            "activity_campaign_date",
            "activity_created_at",
            "activity_date_time",
            "activity_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.activity_id,
            self.activity_action,
            self.activity_assigned_to,
            self.activity_auto_complete_mode,
            self._activity_campaign_date,
            self.activity_campaign_id,
            self.activity_campaign_result,
            self.activity_client_name,
            self.activity_client_telephone,
            self.activity_comment,
            self._activity_created_at,
            self.activity_created_by,
            self.activity_custom_1,
            self.activity_custom_2,
            self.activity_custom_3,
            self.activity_custom_4,
            self.activity_custom_5,
            self.activity_custom_6,
            self.activity_custom_7,
            self.activity_custom_8,
            self.activity_custom_9,
            self.activity_custom_10,
            self.activity_custom_11,
            self.activity_custom_12,
            self.activity_custom_13,
            self.activity_custom_14,
            self.activity_custom_15,
            self._activity_date_time,
            self.activity_description,
            self.activity_event_id,
            self.activity_memo,
            self.activity_note,
            self.activity_opportunity_id,
            self.activity_organisation_id,
            self.activity_outlook_sync,
            self.activity_person_id,
            self.activity_plus_1,
            self.activity_plus_2,
            self.activity_plus_3,
            self.activity_plus_4,
            self.activity_plus_5,
            self.activity_plus_6,
            self.activity_plus_7,
            self.activity_plus_8,
            self.activity_plus_9,
            self.activity_plus_10,
            self.activity_plus_11,
            self.activity_plus_12,
            self.activity_plus_13,
            self.activity_plus_14,
            self.activity_plus_15,
            self.activity_plus_16,
            self.activity_plus_17,
            self.activity_plus_18,
            self.activity_plus_19,
            self.activity_plus_20,
            self.activity_product,
            self.activity_security_info,
            self.activity_status,
            self.activity_type,
            self._activity_updated_at,
            self.activity_updated_by,
        ) = values
