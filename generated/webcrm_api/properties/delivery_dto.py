# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `DeliveryDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.delivery_erp_status import DeliveryErpStatus
    from ..models.delivery_risk import DeliveryRisk
    from ..models.delivery_status import DeliveryStatus


class DeliveryProperties(TypedDict, total=False):
    """The properties of `DeliveryDto`, without its id and those that the service assigns or derives."""

    delivery_assigned_to: int | None
    delivery_assigned_to_2: int | None
    delivery_comment: str | None
    delivery_currency_name: str | None
    delivery_currency_symbol: str | None
    delivery_custom_1: str | None
    delivery_custom_2: str | None
    delivery_custom_3: str | None
    delivery_custom_4: str | None
    delivery_custom_5: str | None
    delivery_custom_6: str | None
    delivery_custom_7: str | None
    delivery_custom_8: str | None
    delivery_custom_9: str | None
    delivery_custom_10: str | None
    delivery_custom_11: str | None
    delivery_custom_12: str | None
    delivery_custom_13: str | None
    delivery_custom_14: str | None
    delivery_custom_15: str | None
    delivery_description: str | None
    delivery_discount: float | None
    delivery_erp_id: str | None
    delivery_erp_read_only: str | None
    delivery_erp_status: DeliveryErpStatus | None
    delivery_erp_sync_date_time: datetime.date | None
    delivery_gm_revenue_1: float | None
    delivery_gm_revenue_2: float | None
    delivery_gm_revenue_3: float | None
    delivery_gm_revenue_4: float | None
    delivery_gm_revenue_5: float | None
    delivery_gm_revenue_6: float | None
    delivery_gm_revenue_7: float | None
    delivery_gm_revenue_8: float | None
    delivery_gm_revenue_9: float | None
    delivery_gm_revenue_10: float | None
    delivery_gm_revenue_11: float | None
    delivery_gm_revenue_12: float | None
    delivery_memo: str | None
    delivery_next_follow_up: datetime.date | None
    delivery_note: str | None
    delivery_number: str | None
    delivery_opportunity_currency_name: str | None
    delivery_opportunity_currency_symbol: str | None
    delivery_opportunity_custom_1: str | None
    delivery_opportunity_custom_2: str | None
    delivery_opportunity_custom_3: str | None
    delivery_opportunity_custom_4: str | None
    delivery_opportunity_custom_5: str | None
    delivery_opportunity_custom_6: str | None
    delivery_opportunity_custom_7: str | None
    delivery_opportunity_custom_8: str | None
    delivery_opportunity_custom_9: str | None
    delivery_opportunity_custom_10: str | None
    delivery_opportunity_custom_11: str | None
    delivery_opportunity_custom_12: str | None
    delivery_opportunity_custom_13: str | None
    delivery_opportunity_custom_14: str | None
    delivery_opportunity_custom_15: str | None
    delivery_opportunity_memo: str | None
    delivery_opportunity_person_id: int | None
    delivery_opportunity_plus_1: str | None
    delivery_opportunity_plus_2: str | None
    delivery_opportunity_plus_3: str | None
    delivery_opportunity_plus_4: str | None
    delivery_opportunity_plus_5: str | None
    delivery_opportunity_plus_6: str | None
    delivery_opportunity_plus_7: str | None
    delivery_opportunity_plus_8: str | None
    delivery_opportunity_plus_9: str | None
    delivery_opportunity_plus_10: str | None
    delivery_opportunity_plus_11: str | None
    delivery_opportunity_plus_12: str | None
    delivery_opportunity_plus_13: str | None
    delivery_opportunity_plus_14: str | None
    delivery_opportunity_plus_15: str | None
    delivery_opportunity_plus_16: str | None
    delivery_opportunity_plus_17: str | None
    delivery_opportunity_plus_18: str | None
    delivery_opportunity_plus_19: str | None
    delivery_opportunity_plus_20: str | None
    delivery_order_date: datetime.date | None
    delivery_order_gm_value: float | None
    delivery_order_value: float | None
    delivery_organisation_id: int | None
    delivery_percent: int | None
    delivery_person_id: int | None
    delivery_plus_1: str | None
    delivery_plus_2: str | None
    delivery_plus_3: str | None
    delivery_plus_4: str | None
    delivery_plus_5: str | None
    delivery_plus_6: str | None
    delivery_plus_7: str | None
    delivery_plus_8: str | None
    delivery_plus_9: str | None
    delivery_plus_10: str | None
    delivery_plus_11: str | None
    delivery_plus_12: str | None
    delivery_plus_13: str | None
    delivery_plus_14: str | None
    delivery_plus_15: str | None
    delivery_plus_16: str | None
    delivery_plus_17: str | None
    delivery_plus_18: str | None
    delivery_plus_19: str | None
    delivery_plus_20: str | None
    delivery_product: str | None
    delivery_product_id: int | None
    delivery_quotation_language_id: int | None
    delivery_responsible: int | None
    delivery_revenue_1: float | None
    delivery_revenue_2: float | None
    delivery_revenue_3: float | None
    delivery_revenue_4: float | None
    delivery_revenue_5: float | None
    delivery_revenue_6: float | None
    delivery_revenue_7: float | None
    delivery_revenue_8: float | None
    delivery_revenue_9: float | None
    delivery_revenue_10: float | None
    delivery_revenue_11: float | None
    delivery_revenue_12: float | None
    delivery_risk: DeliveryRisk | None
    delivery_search_1: str | None
    delivery_search_2: str | None
    delivery_spent_time: str | None
    delivery_status: DeliveryStatus | None
    delivery_type: int | None
    delivery_user_group_id: int | None
    delivery_win_percent: int | None
    delivery_win_percent_2: int | None
    delivery_win_yes_no: bool | None
    delivery_won_date: datetime.date | None
    opportunity_currency_name: str | None
    opportunity_level: float | None
    opportunity_level_text: str | None
    opportunity_number: str | None
    opportunity_person_id: int | None


__all__ = ["DeliveryProperties"]
