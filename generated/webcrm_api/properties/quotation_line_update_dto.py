# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `QuotationLineUpdateDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    pass


class QuotationLineUpdateProperties(TypedDict, total=False):
    """The properties of `QuotationLineUpdateDto`, without its id and those that the service assigns or derives."""

    quotation_line_comment: str | None
    quotation_line_cost_price: float | None
    quotation_line_data_1: str | None
    quotation_line_data_2: str | None
    quotation_line_data_3: str | None
    quotation_line_data_4: str | None
    quotation_line_data_5: str | None
    quotation_line_data_6: str | None
    quotation_line_data_7: str | None
    quotation_line_data_8: str | None
    quotation_line_data_9: str | None
    quotation_line_discount: float | None
    quotation_line_linked_data_id: int | None
    quotation_line_list_price: float | None
    quotation_line_memo: str | None
    quotation_line_opportunity_id: int | None
    quotation_line_organisation_id: int | None
    quotation_line_person_id: int | None
    quotation_line_price: float | None
    quotation_line_quantity: float | None
    quotation_line_sort_order: int | None
    quotation_line_stock_status: str | None
    quotation_line_vat_percentage: float | None


__all__ = ["QuotationLineUpdateProperties"]
