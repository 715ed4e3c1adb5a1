# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `OpportunityDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.country_dto import CountryDto
    from ..models.opportunity_erp_status import OpportunityErpStatus


class OpportunityProperties(TypedDict, total=False):
    """The properties of `OpportunityDto`, without its id and those that the service assigns or derives."""

    opportunity_address: str | None
    opportunity_assigned_to: int | None
    opportunity_assigned_to_2: int | None
    opportunity_city: str | None
    opportunity_comment: str | None
    opportunity_country: CountryDto | None
    opportunity_country_value: str | None
    opportunity_currency_name: str | None
    opportunity_currency_symbol: str | None
    opportunity_custom_1: str | None
    opportunity_custom_2: str | None
    opportunity_custom_3: str | None
    opportunity_custom_4: str | None
    opportunity_custom_5: str | None
    opportunity_custom_6: str | None
    opportunity_custom_7: str | None
    opportunity_custom_8: str | None
    opportunity_custom_9: str | None
    opportunity_custom_10: str | None
    opportunity_custom_11: str | None
    opportunity_custom_12: str | None
    opportunity_custom_13: str | None
    opportunity_custom_14: str | None
    opportunity_custom_15: str | None
    opportunity_description: str | None
    opportunity_discount: float | None
    opportunity_erp_id: str | None
    opportunity_erp_read_only: str | None
    opportunity_erp_status: OpportunityErpStatus | None
    opportunity_erp_sync_date_time: datetime.date | None
    opportunity_gm_revenue_1: float | None
    opportunity_gm_revenue_2: float | None
    opportunity_gm_revenue_3: float | None
    opportunity_gm_revenue_4: float | None
    opportunity_gm_revenue_5: float | None
    opportunity_gm_revenue_6: float | None
    opportunity_gm_revenue_7: float | None
    opportunity_gm_revenue_8: float | None
    opportunity_gm_revenue_9: float | None
    opportunity_gm_revenue_10: float | None
    opportunity_gm_revenue_11: float | None
    opportunity_gm_revenue_12: float | None
    opportunity_gps: str | None
    opportunity_level: int | None
    opportunity_level_text: str | None
    opportunity_lost_1: str | None
    opportunity_lost_2: str | None
    opportunity_lost_3: str | None
    opportunity_lost_date: datetime.date | None
    opportunity_memo: str | None
    opportunity_next_follow_up: datetime.date | None
    opportunity_note: str | None
    opportunity_number: str | None
    opportunity_order_date: datetime.date | None
    opportunity_order_gm_value: float | None
    opportunity_order_value: float | None
    opportunity_organisation_id: int | None
    opportunity_percent: int | None
    opportunity_person_id: int | None
    opportunity_person_id_2: int | None
    opportunity_pipeline_type: int | None
    opportunity_plus_1: str | None
    opportunity_plus_2: str | None
    opportunity_plus_3: str | None
    opportunity_plus_4: str | None
    opportunity_plus_5: str | None
    opportunity_plus_6: str | None
    opportunity_plus_7: str | None
    opportunity_plus_8: str | None
    opportunity_plus_9: str | None
    opportunity_plus_10: str | None
    opportunity_plus_11: str | None
    opportunity_plus_12: str | None
    opportunity_plus_13: str | None
    opportunity_plus_14: str | None
    opportunity_plus_15: str | None
    opportunity_plus_16: str | None
    opportunity_plus_17: str | None
    opportunity_plus_18: str | None
    opportunity_plus_19: str | None
    opportunity_plus_20: str | None
    opportunity_post_code: str | None
    opportunity_product: str | None
    opportunity_product_id: int | None
    opportunity_quotation_language_id: int | None
    opportunity_revenue_1: float | None
    opportunity_revenue_2: float | None
    opportunity_revenue_3: float | None
    opportunity_revenue_4: float | None
    opportunity_revenue_5: float | None
    opportunity_revenue_6: float | None
    opportunity_revenue_7: float | None
    opportunity_revenue_8: float | None
    opportunity_revenue_9: float | None
    opportunity_revenue_10: float | None
    opportunity_revenue_11: float | None
    opportunity_revenue_12: float | None
    opportunity_search_1: str | None
    opportunity_search_2: str | None
    opportunity_spent_time: str | None
    opportunity_state: str | None
    opportunity_user_group_id: int | None
    opportunity_win_percent: int | None
    opportunity_win_percent_2: int | None
    opportunity_win_yes_no: bool | None


__all__ = ["OpportunityProperties"]
