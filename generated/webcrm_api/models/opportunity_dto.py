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
    from ..models.country_dto import CountryDto
    from ..models.opportunity_erp_status import OpportunityErpStatus
    from ..models.security_info_dto import SecurityInfoDto


@define(kw_only=True, repr=False)
class OpportunityDto(Model):
    """An opportunity, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        opportunity_assigned_to: The id of a user; 0 for no user.
        opportunity_assigned_to_2: The id of a user; 0 for no user.
        opportunity_created_by: The user's name; `api2` and the token's name for a call of the API.
        opportunity_history: Rows of HTML, written by the service.
        opportunity_spent_time: A span of time, "00:00:00".
        opportunity_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    opportunity_id: int
    opportunity_address: None | str | Unset = UNSET
    opportunity_assigned_to: int | None | Unset = UNSET
    opportunity_assigned_to_2: int | None | Unset = UNSET
    opportunity_city: None | str | Unset = UNSET
    opportunity_comment: None | str | Unset = UNSET
    opportunity_country: CountryDto | None | Unset = UNSET
    opportunity_country_value: None | str | Unset = UNSET
    opportunity_created_at: datetime.datetime | None | Unset = UNSET
    opportunity_created_by: None | str | Unset = UNSET
    opportunity_currency_name: None | str | Unset = UNSET
    opportunity_currency_symbol: None | str | Unset = UNSET
    opportunity_custom_1: None | str | Unset = UNSET
    opportunity_custom_2: None | str | Unset = UNSET
    opportunity_custom_3: None | str | Unset = UNSET
    opportunity_custom_4: None | str | Unset = UNSET
    opportunity_custom_5: None | str | Unset = UNSET
    opportunity_custom_6: None | str | Unset = UNSET
    opportunity_custom_7: None | str | Unset = UNSET
    opportunity_custom_8: None | str | Unset = UNSET
    opportunity_custom_9: None | str | Unset = UNSET
    opportunity_custom_10: None | str | Unset = UNSET
    opportunity_custom_11: None | str | Unset = UNSET
    opportunity_custom_12: None | str | Unset = UNSET
    opportunity_custom_13: None | str | Unset = UNSET
    opportunity_custom_14: None | str | Unset = UNSET
    opportunity_custom_15: None | str | Unset = UNSET
    opportunity_description: None | str | Unset = UNSET
    opportunity_discount: float | None | Unset = UNSET
    opportunity_erp_id: None | str | Unset = UNSET
    opportunity_erp_read_only: None | str | Unset = UNSET
    opportunity_erp_status: None | OpportunityErpStatus | Unset = UNSET
    opportunity_erp_sync_date_time: datetime.datetime | None | Unset = UNSET
    opportunity_gm_revenue_1: float | None | Unset = UNSET
    opportunity_gm_revenue_2: float | None | Unset = UNSET
    opportunity_gm_revenue_3: float | None | Unset = UNSET
    opportunity_gm_revenue_4: float | None | Unset = UNSET
    opportunity_gm_revenue_5: float | None | Unset = UNSET
    opportunity_gm_revenue_6: float | None | Unset = UNSET
    opportunity_gm_revenue_7: float | None | Unset = UNSET
    opportunity_gm_revenue_8: float | None | Unset = UNSET
    opportunity_gm_revenue_9: float | None | Unset = UNSET
    opportunity_gm_revenue_10: float | None | Unset = UNSET
    opportunity_gm_revenue_11: float | None | Unset = UNSET
    opportunity_gm_revenue_12: float | None | Unset = UNSET
    opportunity_gps: None | str | Unset = UNSET
    opportunity_history: None | str | Unset = UNSET
    opportunity_level: int | None | Unset = UNSET
    opportunity_level_text: None | str | Unset = UNSET
    opportunity_lost_1: None | str | Unset = UNSET
    opportunity_lost_2: None | str | Unset = UNSET
    opportunity_lost_3: None | str | Unset = UNSET
    opportunity_lost_date: datetime.datetime | None | Unset = UNSET
    opportunity_memo: None | str | Unset = UNSET
    opportunity_next_follow_up: datetime.datetime | None | Unset = UNSET
    opportunity_note: None | str | Unset = UNSET
    opportunity_number: None | str | Unset = UNSET
    opportunity_order_date: datetime.datetime | None | Unset = UNSET
    opportunity_order_gm_value: float | None | Unset = UNSET
    opportunity_order_value: float | None | Unset = UNSET
    opportunity_organisation_id: int | None | Unset = UNSET
    opportunity_percent: int | None | Unset = UNSET
    opportunity_person_id: int | None | Unset = UNSET
    opportunity_person_id_2: int | None | Unset = UNSET
    opportunity_pipeline_type: int | None | Unset = UNSET
    opportunity_plus_1: None | str | Unset = UNSET
    opportunity_plus_2: None | str | Unset = UNSET
    opportunity_plus_3: None | str | Unset = UNSET
    opportunity_plus_4: None | str | Unset = UNSET
    opportunity_plus_5: None | str | Unset = UNSET
    opportunity_plus_6: None | str | Unset = UNSET
    opportunity_plus_7: None | str | Unset = UNSET
    opportunity_plus_8: None | str | Unset = UNSET
    opportunity_plus_9: None | str | Unset = UNSET
    opportunity_plus_10: None | str | Unset = UNSET
    opportunity_plus_11: None | str | Unset = UNSET
    opportunity_plus_12: None | str | Unset = UNSET
    opportunity_plus_13: None | str | Unset = UNSET
    opportunity_plus_14: None | str | Unset = UNSET
    opportunity_plus_15: None | str | Unset = UNSET
    opportunity_plus_16: None | str | Unset = UNSET
    opportunity_plus_17: None | str | Unset = UNSET
    opportunity_plus_18: None | str | Unset = UNSET
    opportunity_plus_19: None | str | Unset = UNSET
    opportunity_plus_20: None | str | Unset = UNSET
    opportunity_post_code: None | str | Unset = UNSET
    opportunity_product: None | str | Unset = UNSET
    opportunity_product_id: int | None | Unset = UNSET
    opportunity_quotation_language_id: int | None | Unset = UNSET
    opportunity_revenue_1: float | None | Unset = UNSET
    opportunity_revenue_2: float | None | Unset = UNSET
    opportunity_revenue_3: float | None | Unset = UNSET
    opportunity_revenue_4: float | None | Unset = UNSET
    opportunity_revenue_5: float | None | Unset = UNSET
    opportunity_revenue_6: float | None | Unset = UNSET
    opportunity_revenue_7: float | None | Unset = UNSET
    opportunity_revenue_8: float | None | Unset = UNSET
    opportunity_revenue_9: float | None | Unset = UNSET
    opportunity_revenue_10: float | None | Unset = UNSET
    opportunity_revenue_11: float | None | Unset = UNSET
    opportunity_revenue_12: float | None | Unset = UNSET
    opportunity_search_1: None | str | Unset = UNSET
    opportunity_search_2: None | str | Unset = UNSET
    opportunity_security_info: None | SecurityInfoDto | Unset = UNSET
    opportunity_spent_time: None | str | Unset = UNSET
    opportunity_state: None | str | Unset = UNSET
    opportunity_updated_at: datetime.datetime | None | Unset = UNSET
    opportunity_updated_by: None | str | Unset = UNSET
    opportunity_user_group_id: int | None | Unset = UNSET
    opportunity_win_percent: int | None | Unset = UNSET
    opportunity_win_percent_2: int | None | Unset = UNSET
    opportunity_win_yes_no: bool | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "opportunity_id": "OpportunityId",
            "opportunity_address": "OpportunityAddress",
            "opportunity_assigned_to": "OpportunityAssignedTo",
            "opportunity_assigned_to_2": "OpportunityAssignedTo2",
            "opportunity_city": "OpportunityCity",
            "opportunity_comment": "OpportunityComment",
            "opportunity_country": "OpportunityCountry",
            "opportunity_country_value": "OpportunityCountryValue",
            "opportunity_created_at": "OpportunityCreatedAt",
            "opportunity_created_by": "OpportunityCreatedBy",
            "opportunity_currency_name": "OpportunityCurrencyName",
            "opportunity_currency_symbol": "OpportunityCurrencySymbol",
            "opportunity_custom_1": "OpportunityCustom1",
            "opportunity_custom_2": "OpportunityCustom2",
            "opportunity_custom_3": "OpportunityCustom3",
            "opportunity_custom_4": "OpportunityCustom4",
            "opportunity_custom_5": "OpportunityCustom5",
            "opportunity_custom_6": "OpportunityCustom6",
            "opportunity_custom_7": "OpportunityCustom7",
            "opportunity_custom_8": "OpportunityCustom8",
            "opportunity_custom_9": "OpportunityCustom9",
            "opportunity_custom_10": "OpportunityCustom10",
            "opportunity_custom_11": "OpportunityCustom11",
            "opportunity_custom_12": "OpportunityCustom12",
            "opportunity_custom_13": "OpportunityCustom13",
            "opportunity_custom_14": "OpportunityCustom14",
            "opportunity_custom_15": "OpportunityCustom15",
            "opportunity_description": "OpportunityDescription",
            "opportunity_discount": "OpportunityDiscount",
            "opportunity_erp_id": "OpportunityErpId",
            "opportunity_erp_read_only": "OpportunityErpReadOnly",
            "opportunity_erp_status": "OpportunityErpStatus",
            "opportunity_erp_sync_date_time": "OpportunityErpSyncDateTime",
            "opportunity_gm_revenue_1": "OpportunityGmRevenue1",
            "opportunity_gm_revenue_2": "OpportunityGmRevenue2",
            "opportunity_gm_revenue_3": "OpportunityGmRevenue3",
            "opportunity_gm_revenue_4": "OpportunityGmRevenue4",
            "opportunity_gm_revenue_5": "OpportunityGmRevenue5",
            "opportunity_gm_revenue_6": "OpportunityGmRevenue6",
            "opportunity_gm_revenue_7": "OpportunityGmRevenue7",
            "opportunity_gm_revenue_8": "OpportunityGmRevenue8",
            "opportunity_gm_revenue_9": "OpportunityGmRevenue9",
            "opportunity_gm_revenue_10": "OpportunityGmRevenue10",
            "opportunity_gm_revenue_11": "OpportunityGmRevenue11",
            "opportunity_gm_revenue_12": "OpportunityGmRevenue12",
            "opportunity_gps": "OpportunityGps",
            "opportunity_history": "OpportunityHistory",
            "opportunity_level": "OpportunityLevel",
            "opportunity_level_text": "OpportunityLevelText",
            "opportunity_lost_1": "OpportunityLost1",
            "opportunity_lost_2": "OpportunityLost2",
            "opportunity_lost_3": "OpportunityLost3",
            "opportunity_lost_date": "OpportunityLostDate",
            "opportunity_memo": "OpportunityMemo",
            "opportunity_next_follow_up": "OpportunityNextFollowUp",
            "opportunity_note": "OpportunityNote",
            "opportunity_number": "OpportunityNumber",
            "opportunity_order_date": "OpportunityOrderDate",
            "opportunity_order_gm_value": "OpportunityOrderGmValue",
            "opportunity_order_value": "OpportunityOrderValue",
            "opportunity_organisation_id": "OpportunityOrganisationId",
            "opportunity_percent": "OpportunityPercent",
            "opportunity_person_id": "OpportunityPersonId",
            "opportunity_person_id_2": "OpportunityPersonId2",
            "opportunity_pipeline_type": "OpportunityPipelineType",
            "opportunity_plus_1": "OpportunityPlus1",
            "opportunity_plus_2": "OpportunityPlus2",
            "opportunity_plus_3": "OpportunityPlus3",
            "opportunity_plus_4": "OpportunityPlus4",
            "opportunity_plus_5": "OpportunityPlus5",
            "opportunity_plus_6": "OpportunityPlus6",
            "opportunity_plus_7": "OpportunityPlus7",
            "opportunity_plus_8": "OpportunityPlus8",
            "opportunity_plus_9": "OpportunityPlus9",
            "opportunity_plus_10": "OpportunityPlus10",
            "opportunity_plus_11": "OpportunityPlus11",
            "opportunity_plus_12": "OpportunityPlus12",
            "opportunity_plus_13": "OpportunityPlus13",
            "opportunity_plus_14": "OpportunityPlus14",
            "opportunity_plus_15": "OpportunityPlus15",
            "opportunity_plus_16": "OpportunityPlus16",
            "opportunity_plus_17": "OpportunityPlus17",
            "opportunity_plus_18": "OpportunityPlus18",
            "opportunity_plus_19": "OpportunityPlus19",
            "opportunity_plus_20": "OpportunityPlus20",
            "opportunity_post_code": "OpportunityPostCode",
            "opportunity_product": "OpportunityProduct",
            "opportunity_product_id": "OpportunityProductId",
            "opportunity_quotation_language_id": "OpportunityQuotationLanguageId",
            "opportunity_revenue_1": "OpportunityRevenue1",
            "opportunity_revenue_2": "OpportunityRevenue2",
            "opportunity_revenue_3": "OpportunityRevenue3",
            "opportunity_revenue_4": "OpportunityRevenue4",
            "opportunity_revenue_5": "OpportunityRevenue5",
            "opportunity_revenue_6": "OpportunityRevenue6",
            "opportunity_revenue_7": "OpportunityRevenue7",
            "opportunity_revenue_8": "OpportunityRevenue8",
            "opportunity_revenue_9": "OpportunityRevenue9",
            "opportunity_revenue_10": "OpportunityRevenue10",
            "opportunity_revenue_11": "OpportunityRevenue11",
            "opportunity_revenue_12": "OpportunityRevenue12",
            "opportunity_search_1": "OpportunitySearch1",
            "opportunity_search_2": "OpportunitySearch2",
            "opportunity_security_info": "OpportunitySecurityInfo",
            "opportunity_spent_time": "OpportunitySpentTime",
            "opportunity_state": "OpportunityState",
            "opportunity_updated_at": "OpportunityUpdatedAt",
            "opportunity_updated_by": "OpportunityUpdatedBy",
            "opportunity_user_group_id": "OpportunityUserGroupId",
            "opportunity_win_percent": "OpportunityWinPercent",
            "opportunity_win_percent_2": "OpportunityWinPercent2",
            "opportunity_win_yes_no": "OpportunityWinYesNo",
        },
        converters={
            "opportunity_country": read_model("CountryDto"),
            "opportunity_security_info": read_model("SecurityInfoDto"),
        },
        dates=(
            "opportunity_created_at",
            "opportunity_erp_sync_date_time",
            "opportunity_lost_date",
            "opportunity_next_follow_up",
            "opportunity_order_date",
            "opportunity_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.opportunity_id,
            self.opportunity_address,
            self.opportunity_assigned_to,
            self.opportunity_assigned_to_2,
            self.opportunity_city,
            self.opportunity_comment,
            self.opportunity_country,
            self.opportunity_country_value,
            self._opportunity_created_at,
            self.opportunity_created_by,
            self.opportunity_currency_name,
            self.opportunity_currency_symbol,
            self.opportunity_custom_1,
            self.opportunity_custom_2,
            self.opportunity_custom_3,
            self.opportunity_custom_4,
            self.opportunity_custom_5,
            self.opportunity_custom_6,
            self.opportunity_custom_7,
            self.opportunity_custom_8,
            self.opportunity_custom_9,
            self.opportunity_custom_10,
            self.opportunity_custom_11,
            self.opportunity_custom_12,
            self.opportunity_custom_13,
            self.opportunity_custom_14,
            self.opportunity_custom_15,
            self.opportunity_description,
            self.opportunity_discount,
            self.opportunity_erp_id,
            self.opportunity_erp_read_only,
            self.opportunity_erp_status,
            self._opportunity_erp_sync_date_time,
            self.opportunity_gm_revenue_1,
            self.opportunity_gm_revenue_2,
            self.opportunity_gm_revenue_3,
            self.opportunity_gm_revenue_4,
            self.opportunity_gm_revenue_5,
            self.opportunity_gm_revenue_6,
            self.opportunity_gm_revenue_7,
            self.opportunity_gm_revenue_8,
            self.opportunity_gm_revenue_9,
            self.opportunity_gm_revenue_10,
            self.opportunity_gm_revenue_11,
            self.opportunity_gm_revenue_12,
            self.opportunity_gps,
            self.opportunity_history,
            self.opportunity_level,
            self.opportunity_level_text,
            self.opportunity_lost_1,
            self.opportunity_lost_2,
            self.opportunity_lost_3,
            self._opportunity_lost_date,
            self.opportunity_memo,
            self._opportunity_next_follow_up,
            self.opportunity_note,
            self.opportunity_number,
            self._opportunity_order_date,
            self.opportunity_order_gm_value,
            self.opportunity_order_value,
            self.opportunity_organisation_id,
            self.opportunity_percent,
            self.opportunity_person_id,
            self.opportunity_person_id_2,
            self.opportunity_pipeline_type,
            self.opportunity_plus_1,
            self.opportunity_plus_2,
            self.opportunity_plus_3,
            self.opportunity_plus_4,
            self.opportunity_plus_5,
            self.opportunity_plus_6,
            self.opportunity_plus_7,
            self.opportunity_plus_8,
            self.opportunity_plus_9,
            self.opportunity_plus_10,
            self.opportunity_plus_11,
            self.opportunity_plus_12,
            self.opportunity_plus_13,
            self.opportunity_plus_14,
            self.opportunity_plus_15,
            self.opportunity_plus_16,
            self.opportunity_plus_17,
            self.opportunity_plus_18,
            self.opportunity_plus_19,
            self.opportunity_plus_20,
            self.opportunity_post_code,
            self.opportunity_product,
            self.opportunity_product_id,
            self.opportunity_quotation_language_id,
            self.opportunity_revenue_1,
            self.opportunity_revenue_2,
            self.opportunity_revenue_3,
            self.opportunity_revenue_4,
            self.opportunity_revenue_5,
            self.opportunity_revenue_6,
            self.opportunity_revenue_7,
            self.opportunity_revenue_8,
            self.opportunity_revenue_9,
            self.opportunity_revenue_10,
            self.opportunity_revenue_11,
            self.opportunity_revenue_12,
            self.opportunity_search_1,
            self.opportunity_search_2,
            self.opportunity_security_info,
            self.opportunity_spent_time,
            self.opportunity_state,
            self._opportunity_updated_at,
            self.opportunity_updated_by,
            self.opportunity_user_group_id,
            self.opportunity_win_percent,
            self.opportunity_win_percent_2,
            self.opportunity_win_yes_no,
        ) = values
