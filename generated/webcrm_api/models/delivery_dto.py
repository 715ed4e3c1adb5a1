# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.delivery_erp_status import DeliveryErpStatus
    from ..models.delivery_risk import DeliveryRisk
    from ..models.delivery_status import DeliveryStatus


@define(kw_only=True, repr=False)
class DeliveryDto(Model):
    """A delivery, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        delivery_assigned_to: The id of a user; 0 for no user. Send 0 when a delivery is created.
        delivery_assigned_to_2: The id of a user; 0 for no user. Send 0 when a delivery is created.
        delivery_created_by: The user's name; `api2` and the token's name for a call of the API.
        delivery_history: Rows of HTML, written by the service.
        delivery_responsible: The id of a user; 0 for no user. Send 0 when a delivery is created.
        delivery_spent_time: A span of time, "00:00:00".
        delivery_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    delivery_id: int
    delivery_assigned_to: int | None | Unset = UNSET
    delivery_assigned_to_2: int | None | Unset = UNSET
    delivery_comment: None | str | Unset = UNSET
    delivery_created_at: datetime.datetime | None | Unset = UNSET
    delivery_created_by: None | str | Unset = UNSET
    delivery_currency_name: None | str | Unset = UNSET
    delivery_currency_symbol: None | str | Unset = UNSET
    delivery_custom_1: None | str | Unset = UNSET
    delivery_custom_2: None | str | Unset = UNSET
    delivery_custom_3: None | str | Unset = UNSET
    delivery_custom_4: None | str | Unset = UNSET
    delivery_custom_5: None | str | Unset = UNSET
    delivery_custom_6: None | str | Unset = UNSET
    delivery_custom_7: None | str | Unset = UNSET
    delivery_custom_8: None | str | Unset = UNSET
    delivery_custom_9: None | str | Unset = UNSET
    delivery_custom_10: None | str | Unset = UNSET
    delivery_custom_11: None | str | Unset = UNSET
    delivery_custom_12: None | str | Unset = UNSET
    delivery_custom_13: None | str | Unset = UNSET
    delivery_custom_14: None | str | Unset = UNSET
    delivery_custom_15: None | str | Unset = UNSET
    delivery_description: None | str | Unset = UNSET
    delivery_discount: float | None | Unset = UNSET
    delivery_erp_id: None | str | Unset = UNSET
    delivery_erp_read_only: None | str | Unset = UNSET
    delivery_erp_status: DeliveryErpStatus | None | Unset = UNSET
    delivery_erp_sync_date_time: datetime.datetime | None | Unset = UNSET
    delivery_gm_revenue_1: float | None | Unset = UNSET
    delivery_gm_revenue_2: float | None | Unset = UNSET
    delivery_gm_revenue_3: float | None | Unset = UNSET
    delivery_gm_revenue_4: float | None | Unset = UNSET
    delivery_gm_revenue_5: float | None | Unset = UNSET
    delivery_gm_revenue_6: float | None | Unset = UNSET
    delivery_gm_revenue_7: float | None | Unset = UNSET
    delivery_gm_revenue_8: float | None | Unset = UNSET
    delivery_gm_revenue_9: float | None | Unset = UNSET
    delivery_gm_revenue_10: float | None | Unset = UNSET
    delivery_gm_revenue_11: float | None | Unset = UNSET
    delivery_gm_revenue_12: float | None | Unset = UNSET
    delivery_history: None | str | Unset = UNSET
    delivery_memo: None | str | Unset = UNSET
    delivery_next_follow_up: datetime.datetime | None | Unset = UNSET
    delivery_note: None | str | Unset = UNSET
    delivery_number: None | str | Unset = UNSET
    delivery_opportunity_currency_name: None | str | Unset = UNSET
    delivery_opportunity_currency_symbol: None | str | Unset = UNSET
    delivery_opportunity_custom_1: None | str | Unset = UNSET
    delivery_opportunity_custom_2: None | str | Unset = UNSET
    delivery_opportunity_custom_3: None | str | Unset = UNSET
    delivery_opportunity_custom_4: None | str | Unset = UNSET
    delivery_opportunity_custom_5: None | str | Unset = UNSET
    delivery_opportunity_custom_6: None | str | Unset = UNSET
    delivery_opportunity_custom_7: None | str | Unset = UNSET
    delivery_opportunity_custom_8: None | str | Unset = UNSET
    delivery_opportunity_custom_9: None | str | Unset = UNSET
    delivery_opportunity_custom_10: None | str | Unset = UNSET
    delivery_opportunity_custom_11: None | str | Unset = UNSET
    delivery_opportunity_custom_12: None | str | Unset = UNSET
    delivery_opportunity_custom_13: None | str | Unset = UNSET
    delivery_opportunity_custom_14: None | str | Unset = UNSET
    delivery_opportunity_custom_15: None | str | Unset = UNSET
    delivery_opportunity_memo: None | str | Unset = UNSET
    delivery_opportunity_person_id: int | None | Unset = UNSET
    delivery_opportunity_plus_1: None | str | Unset = UNSET
    delivery_opportunity_plus_2: None | str | Unset = UNSET
    delivery_opportunity_plus_3: None | str | Unset = UNSET
    delivery_opportunity_plus_4: None | str | Unset = UNSET
    delivery_opportunity_plus_5: None | str | Unset = UNSET
    delivery_opportunity_plus_6: None | str | Unset = UNSET
    delivery_opportunity_plus_7: None | str | Unset = UNSET
    delivery_opportunity_plus_8: None | str | Unset = UNSET
    delivery_opportunity_plus_9: None | str | Unset = UNSET
    delivery_opportunity_plus_10: None | str | Unset = UNSET
    delivery_opportunity_plus_11: None | str | Unset = UNSET
    delivery_opportunity_plus_12: None | str | Unset = UNSET
    delivery_opportunity_plus_13: None | str | Unset = UNSET
    delivery_opportunity_plus_14: None | str | Unset = UNSET
    delivery_opportunity_plus_15: None | str | Unset = UNSET
    delivery_opportunity_plus_16: None | str | Unset = UNSET
    delivery_opportunity_plus_17: None | str | Unset = UNSET
    delivery_opportunity_plus_18: None | str | Unset = UNSET
    delivery_opportunity_plus_19: None | str | Unset = UNSET
    delivery_opportunity_plus_20: None | str | Unset = UNSET
    delivery_order_date: datetime.datetime | None | Unset = UNSET
    delivery_order_gm_value: float | None | Unset = UNSET
    delivery_order_value: float | None | Unset = UNSET
    delivery_organisation_id: int | None | Unset = UNSET
    delivery_percent: int | None | Unset = UNSET
    delivery_person_id: int | None | Unset = UNSET
    delivery_plus_1: None | str | Unset = UNSET
    delivery_plus_2: None | str | Unset = UNSET
    delivery_plus_3: None | str | Unset = UNSET
    delivery_plus_4: None | str | Unset = UNSET
    delivery_plus_5: None | str | Unset = UNSET
    delivery_plus_6: None | str | Unset = UNSET
    delivery_plus_7: None | str | Unset = UNSET
    delivery_plus_8: None | str | Unset = UNSET
    delivery_plus_9: None | str | Unset = UNSET
    delivery_plus_10: None | str | Unset = UNSET
    delivery_plus_11: None | str | Unset = UNSET
    delivery_plus_12: None | str | Unset = UNSET
    delivery_plus_13: None | str | Unset = UNSET
    delivery_plus_14: None | str | Unset = UNSET
    delivery_plus_15: None | str | Unset = UNSET
    delivery_plus_16: None | str | Unset = UNSET
    delivery_plus_17: None | str | Unset = UNSET
    delivery_plus_18: None | str | Unset = UNSET
    delivery_plus_19: None | str | Unset = UNSET
    delivery_plus_20: None | str | Unset = UNSET
    delivery_product: None | str | Unset = UNSET
    delivery_product_id: int | None | Unset = UNSET
    delivery_quotation_language_id: int | None | Unset = UNSET
    delivery_responsible: int | None | Unset = UNSET
    delivery_revenue_1: float | None | Unset = UNSET
    delivery_revenue_2: float | None | Unset = UNSET
    delivery_revenue_3: float | None | Unset = UNSET
    delivery_revenue_4: float | None | Unset = UNSET
    delivery_revenue_5: float | None | Unset = UNSET
    delivery_revenue_6: float | None | Unset = UNSET
    delivery_revenue_7: float | None | Unset = UNSET
    delivery_revenue_8: float | None | Unset = UNSET
    delivery_revenue_9: float | None | Unset = UNSET
    delivery_revenue_10: float | None | Unset = UNSET
    delivery_revenue_11: float | None | Unset = UNSET
    delivery_revenue_12: float | None | Unset = UNSET
    delivery_risk: DeliveryRisk | None | Unset = UNSET
    delivery_search_1: None | str | Unset = UNSET
    delivery_search_2: None | str | Unset = UNSET
    delivery_spent_time: None | str | Unset = UNSET
    delivery_status: DeliveryStatus | None | Unset = UNSET
    delivery_type: int | None | Unset = UNSET
    delivery_updated_at: datetime.datetime | None | Unset = UNSET
    delivery_updated_by: None | str | Unset = UNSET
    delivery_user_group_id: int | None | Unset = UNSET
    delivery_win_percent: int | None | Unset = UNSET
    delivery_win_percent_2: int | None | Unset = UNSET
    delivery_win_yes_no: bool | None | Unset = UNSET
    delivery_won_date: datetime.datetime | None | Unset = UNSET
    opportunity_currency_name: None | str | Unset = UNSET
    opportunity_level: float | None | Unset = UNSET
    opportunity_level_text: None | str | Unset = UNSET
    opportunity_number: None | str | Unset = UNSET
    opportunity_person_id: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "delivery_id": "DeliveryId",
            "delivery_assigned_to": "DeliveryAssignedTo",
            "delivery_assigned_to_2": "DeliveryAssignedTo2",
            "delivery_comment": "DeliveryComment",
            "delivery_created_at": "DeliveryCreatedAt",
            "delivery_created_by": "DeliveryCreatedBy",
            "delivery_currency_name": "DeliveryCurrencyName",
            "delivery_currency_symbol": "DeliveryCurrencySymbol",
            "delivery_custom_1": "DeliveryCustom1",
            "delivery_custom_2": "DeliveryCustom2",
            "delivery_custom_3": "DeliveryCustom3",
            "delivery_custom_4": "DeliveryCustom4",
            "delivery_custom_5": "DeliveryCustom5",
            "delivery_custom_6": "DeliveryCustom6",
            "delivery_custom_7": "DeliveryCustom7",
            "delivery_custom_8": "DeliveryCustom8",
            "delivery_custom_9": "DeliveryCustom9",
            "delivery_custom_10": "DeliveryCustom10",
            "delivery_custom_11": "DeliveryCustom11",
            "delivery_custom_12": "DeliveryCustom12",
            "delivery_custom_13": "DeliveryCustom13",
            "delivery_custom_14": "DeliveryCustom14",
            "delivery_custom_15": "DeliveryCustom15",
            "delivery_description": "DeliveryDescription",
            "delivery_discount": "DeliveryDiscount",
            "delivery_erp_id": "DeliveryErpId",
            "delivery_erp_read_only": "DeliveryErpReadOnly",
            "delivery_erp_status": "DeliveryErpStatus",
            "delivery_erp_sync_date_time": "DeliveryErpSyncDateTime",
            "delivery_gm_revenue_1": "DeliveryGmRevenue1",
            "delivery_gm_revenue_2": "DeliveryGmRevenue2",
            "delivery_gm_revenue_3": "DeliveryGmRevenue3",
            "delivery_gm_revenue_4": "DeliveryGmRevenue4",
            "delivery_gm_revenue_5": "DeliveryGmRevenue5",
            "delivery_gm_revenue_6": "DeliveryGmRevenue6",
            "delivery_gm_revenue_7": "DeliveryGmRevenue7",
            "delivery_gm_revenue_8": "DeliveryGmRevenue8",
            "delivery_gm_revenue_9": "DeliveryGmRevenue9",
            "delivery_gm_revenue_10": "DeliveryGmRevenue10",
            "delivery_gm_revenue_11": "DeliveryGmRevenue11",
            "delivery_gm_revenue_12": "DeliveryGmRevenue12",
            "delivery_history": "DeliveryHistory",
            "delivery_memo": "DeliveryMemo",
            "delivery_next_follow_up": "DeliveryNextFollowUp",
            "delivery_note": "DeliveryNote",
            "delivery_number": "DeliveryNumber",
            "delivery_opportunity_currency_name": "DeliveryOpportunityCurrencyName",
            "delivery_opportunity_currency_symbol": "DeliveryOpportunityCurrencySymbol",
            "delivery_opportunity_custom_1": "DeliveryOpportunityCustom1",
            "delivery_opportunity_custom_2": "DeliveryOpportunityCustom2",
            "delivery_opportunity_custom_3": "DeliveryOpportunityCustom3",
            "delivery_opportunity_custom_4": "DeliveryOpportunityCustom4",
            "delivery_opportunity_custom_5": "DeliveryOpportunityCustom5",
            "delivery_opportunity_custom_6": "DeliveryOpportunityCustom6",
            "delivery_opportunity_custom_7": "DeliveryOpportunityCustom7",
            "delivery_opportunity_custom_8": "DeliveryOpportunityCustom8",
            "delivery_opportunity_custom_9": "DeliveryOpportunityCustom9",
            "delivery_opportunity_custom_10": "DeliveryOpportunityCustom10",
            "delivery_opportunity_custom_11": "DeliveryOpportunityCustom11",
            "delivery_opportunity_custom_12": "DeliveryOpportunityCustom12",
            "delivery_opportunity_custom_13": "DeliveryOpportunityCustom13",
            "delivery_opportunity_custom_14": "DeliveryOpportunityCustom14",
            "delivery_opportunity_custom_15": "DeliveryOpportunityCustom15",
            "delivery_opportunity_memo": "DeliveryOpportunityMemo",
            "delivery_opportunity_person_id": "DeliveryOpportunityPersonId",
            "delivery_opportunity_plus_1": "DeliveryOpportunityPlus1",
            "delivery_opportunity_plus_2": "DeliveryOpportunityPlus2",
            "delivery_opportunity_plus_3": "DeliveryOpportunityPlus3",
            "delivery_opportunity_plus_4": "DeliveryOpportunityPlus4",
            "delivery_opportunity_plus_5": "DeliveryOpportunityPlus5",
            "delivery_opportunity_plus_6": "DeliveryOpportunityPlus6",
            "delivery_opportunity_plus_7": "DeliveryOpportunityPlus7",
            "delivery_opportunity_plus_8": "DeliveryOpportunityPlus8",
            "delivery_opportunity_plus_9": "DeliveryOpportunityPlus9",
            "delivery_opportunity_plus_10": "DeliveryOpportunityPlus10",
            "delivery_opportunity_plus_11": "DeliveryOpportunityPlus11",
            "delivery_opportunity_plus_12": "DeliveryOpportunityPlus12",
            "delivery_opportunity_plus_13": "DeliveryOpportunityPlus13",
            "delivery_opportunity_plus_14": "DeliveryOpportunityPlus14",
            "delivery_opportunity_plus_15": "DeliveryOpportunityPlus15",
            "delivery_opportunity_plus_16": "DeliveryOpportunityPlus16",
            "delivery_opportunity_plus_17": "DeliveryOpportunityPlus17",
            "delivery_opportunity_plus_18": "DeliveryOpportunityPlus18",
            "delivery_opportunity_plus_19": "DeliveryOpportunityPlus19",
            "delivery_opportunity_plus_20": "DeliveryOpportunityPlus20",
            "delivery_order_date": "DeliveryOrderDate",
            "delivery_order_gm_value": "DeliveryOrderGmValue",
            "delivery_order_value": "DeliveryOrderValue",
            "delivery_organisation_id": "DeliveryOrganisationId",
            "delivery_percent": "DeliveryPercent",
            "delivery_person_id": "DeliveryPersonId",
            "delivery_plus_1": "DeliveryPlus1",
            "delivery_plus_2": "DeliveryPlus2",
            "delivery_plus_3": "DeliveryPlus3",
            "delivery_plus_4": "DeliveryPlus4",
            "delivery_plus_5": "DeliveryPlus5",
            "delivery_plus_6": "DeliveryPlus6",
            "delivery_plus_7": "DeliveryPlus7",
            "delivery_plus_8": "DeliveryPlus8",
            "delivery_plus_9": "DeliveryPlus9",
            "delivery_plus_10": "DeliveryPlus10",
            "delivery_plus_11": "DeliveryPlus11",
            "delivery_plus_12": "DeliveryPlus12",
            "delivery_plus_13": "DeliveryPlus13",
            "delivery_plus_14": "DeliveryPlus14",
            "delivery_plus_15": "DeliveryPlus15",
            "delivery_plus_16": "DeliveryPlus16",
            "delivery_plus_17": "DeliveryPlus17",
            "delivery_plus_18": "DeliveryPlus18",
            "delivery_plus_19": "DeliveryPlus19",
            "delivery_plus_20": "DeliveryPlus20",
            "delivery_product": "DeliveryProduct",
            "delivery_product_id": "DeliveryProductId",
            "delivery_quotation_language_id": "DeliveryQuotationLanguageId",
            "delivery_responsible": "DeliveryResponsible",
            "delivery_revenue_1": "DeliveryRevenue1",
            "delivery_revenue_2": "DeliveryRevenue2",
            "delivery_revenue_3": "DeliveryRevenue3",
            "delivery_revenue_4": "DeliveryRevenue4",
            "delivery_revenue_5": "DeliveryRevenue5",
            "delivery_revenue_6": "DeliveryRevenue6",
            "delivery_revenue_7": "DeliveryRevenue7",
            "delivery_revenue_8": "DeliveryRevenue8",
            "delivery_revenue_9": "DeliveryRevenue9",
            "delivery_revenue_10": "DeliveryRevenue10",
            "delivery_revenue_11": "DeliveryRevenue11",
            "delivery_revenue_12": "DeliveryRevenue12",
            "delivery_risk": "DeliveryRisk",
            "delivery_search_1": "DeliverySearch1",
            "delivery_search_2": "DeliverySearch2",
            "delivery_spent_time": "DeliverySpentTime",
            "delivery_status": "DeliveryStatus",
            "delivery_type": "DeliveryType",
            "delivery_updated_at": "DeliveryUpdatedAt",
            "delivery_updated_by": "DeliveryUpdatedBy",
            "delivery_user_group_id": "DeliveryUserGroupId",
            "delivery_win_percent": "DeliveryWinPercent",
            "delivery_win_percent_2": "DeliveryWinPercent2",
            "delivery_win_yes_no": "DeliveryWinYesNo",
            "delivery_won_date": "DeliveryWonDate",
            "opportunity_currency_name": "OpportunityCurrencyName",
            "opportunity_level": "OpportunityLevel",
            "opportunity_level_text": "OpportunityLevelText",
            "opportunity_number": "OpportunityNumber",
            "opportunity_person_id": "OpportunityPersonId",
        },
        converters={},
        dates=(
            "delivery_created_at",
            "delivery_erp_sync_date_time",
            "delivery_next_follow_up",
            "delivery_order_date",
            "delivery_updated_at",
            "delivery_won_date",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.delivery_id,
            self.delivery_assigned_to,
            self.delivery_assigned_to_2,
            self.delivery_comment,
            self._delivery_created_at,
            self.delivery_created_by,
            self.delivery_currency_name,
            self.delivery_currency_symbol,
            self.delivery_custom_1,
            self.delivery_custom_2,
            self.delivery_custom_3,
            self.delivery_custom_4,
            self.delivery_custom_5,
            self.delivery_custom_6,
            self.delivery_custom_7,
            self.delivery_custom_8,
            self.delivery_custom_9,
            self.delivery_custom_10,
            self.delivery_custom_11,
            self.delivery_custom_12,
            self.delivery_custom_13,
            self.delivery_custom_14,
            self.delivery_custom_15,
            self.delivery_description,
            self.delivery_discount,
            self.delivery_erp_id,
            self.delivery_erp_read_only,
            self.delivery_erp_status,
            self._delivery_erp_sync_date_time,
            self.delivery_gm_revenue_1,
            self.delivery_gm_revenue_2,
            self.delivery_gm_revenue_3,
            self.delivery_gm_revenue_4,
            self.delivery_gm_revenue_5,
            self.delivery_gm_revenue_6,
            self.delivery_gm_revenue_7,
            self.delivery_gm_revenue_8,
            self.delivery_gm_revenue_9,
            self.delivery_gm_revenue_10,
            self.delivery_gm_revenue_11,
            self.delivery_gm_revenue_12,
            self.delivery_history,
            self.delivery_memo,
            self._delivery_next_follow_up,
            self.delivery_note,
            self.delivery_number,
            self.delivery_opportunity_currency_name,
            self.delivery_opportunity_currency_symbol,
            self.delivery_opportunity_custom_1,
            self.delivery_opportunity_custom_2,
            self.delivery_opportunity_custom_3,
            self.delivery_opportunity_custom_4,
            self.delivery_opportunity_custom_5,
            self.delivery_opportunity_custom_6,
            self.delivery_opportunity_custom_7,
            self.delivery_opportunity_custom_8,
            self.delivery_opportunity_custom_9,
            self.delivery_opportunity_custom_10,
            self.delivery_opportunity_custom_11,
            self.delivery_opportunity_custom_12,
            self.delivery_opportunity_custom_13,
            self.delivery_opportunity_custom_14,
            self.delivery_opportunity_custom_15,
            self.delivery_opportunity_memo,
            self.delivery_opportunity_person_id,
            self.delivery_opportunity_plus_1,
            self.delivery_opportunity_plus_2,
            self.delivery_opportunity_plus_3,
            self.delivery_opportunity_plus_4,
            self.delivery_opportunity_plus_5,
            self.delivery_opportunity_plus_6,
            self.delivery_opportunity_plus_7,
            self.delivery_opportunity_plus_8,
            self.delivery_opportunity_plus_9,
            self.delivery_opportunity_plus_10,
            self.delivery_opportunity_plus_11,
            self.delivery_opportunity_plus_12,
            self.delivery_opportunity_plus_13,
            self.delivery_opportunity_plus_14,
            self.delivery_opportunity_plus_15,
            self.delivery_opportunity_plus_16,
            self.delivery_opportunity_plus_17,
            self.delivery_opportunity_plus_18,
            self.delivery_opportunity_plus_19,
            self.delivery_opportunity_plus_20,
            self._delivery_order_date,
            self.delivery_order_gm_value,
            self.delivery_order_value,
            self.delivery_organisation_id,
            self.delivery_percent,
            self.delivery_person_id,
            self.delivery_plus_1,
            self.delivery_plus_2,
            self.delivery_plus_3,
            self.delivery_plus_4,
            self.delivery_plus_5,
            self.delivery_plus_6,
            self.delivery_plus_7,
            self.delivery_plus_8,
            self.delivery_plus_9,
            self.delivery_plus_10,
            self.delivery_plus_11,
            self.delivery_plus_12,
            self.delivery_plus_13,
            self.delivery_plus_14,
            self.delivery_plus_15,
            self.delivery_plus_16,
            self.delivery_plus_17,
            self.delivery_plus_18,
            self.delivery_plus_19,
            self.delivery_plus_20,
            self.delivery_product,
            self.delivery_product_id,
            self.delivery_quotation_language_id,
            self.delivery_responsible,
            self.delivery_revenue_1,
            self.delivery_revenue_2,
            self.delivery_revenue_3,
            self.delivery_revenue_4,
            self.delivery_revenue_5,
            self.delivery_revenue_6,
            self.delivery_revenue_7,
            self.delivery_revenue_8,
            self.delivery_revenue_9,
            self.delivery_revenue_10,
            self.delivery_revenue_11,
            self.delivery_revenue_12,
            self.delivery_risk,
            self.delivery_search_1,
            self.delivery_search_2,
            self.delivery_spent_time,
            self.delivery_status,
            self.delivery_type,
            self._delivery_updated_at,
            self.delivery_updated_by,
            self.delivery_user_group_id,
            self.delivery_win_percent,
            self.delivery_win_percent_2,
            self.delivery_win_yes_no,
            self._delivery_won_date,
            self.opportunity_currency_name,
            self.opportunity_level,
            self.opportunity_level_text,
            self.opportunity_number,
            self.opportunity_person_id,
        ) = values
