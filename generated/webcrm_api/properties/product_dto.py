# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `ProductDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    pass


class ProductProperties(TypedDict, total=False):
    """The properties of `ProductDto`, without its id and those that the service assigns or derives."""

    product_combined: str | None
    product_comment: str | None
    product_cost_price: float | None
    product_custom_1: str | None
    product_custom_2: str | None
    product_custom_3: str | None
    product_custom_4: str | None
    product_custom_5: str | None
    product_custom_6: str | None
    product_custom_7: str | None
    product_custom_8: str | None
    product_custom_9: str | None
    product_custom_10: str | None
    product_custom_11: str | None
    product_custom_12: str | None
    product_custom_13: str | None
    product_custom_14: str | None
    product_custom_15: str | None
    product_discount: float | None
    product_list_price: float | None
    product_memo: str | None
    product_organisation_id: int | None
    product_person_id: int | None
    product_plus_1: str | None
    product_plus_2: str | None
    product_plus_3: str | None
    product_plus_4: str | None
    product_plus_5: str | None
    product_plus_6: str | None
    product_plus_7: str | None
    product_plus_8: str | None
    product_plus_9: str | None
    product_plus_10: str | None
    product_plus_11: str | None
    product_plus_12: str | None
    product_plus_13: str | None
    product_plus_14: str | None
    product_plus_15: str | None
    product_plus_16: str | None
    product_plus_17: str | None
    product_plus_18: str | None
    product_plus_19: str | None
    product_plus_20: str | None
    product_price: float | None
    product_product_year: int | None
    product_quantity: float | None
    product_sort_order: int | None
    product_stock_status: str | None
    product_vat_code: str | None


__all__ = ["ProductProperties"]
