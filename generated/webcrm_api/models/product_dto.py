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
    pass


@define(kw_only=True, repr=False)
class ProductDto(Model):
    """A product, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        product_created_by: The user's name; `api2` and the token's name for a call of the API.
        product_history: Rows of HTML, written by the service.
        product_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    product_id: int
    product_combined: None | str | Unset = UNSET
    product_comment: None | str | Unset = UNSET
    product_cost_price: float | None | Unset = UNSET
    product_created_at: datetime.datetime | None | Unset = UNSET
    product_created_by: None | str | Unset = UNSET
    product_custom_1: None | str | Unset = UNSET
    product_custom_2: None | str | Unset = UNSET
    product_custom_3: None | str | Unset = UNSET
    product_custom_4: None | str | Unset = UNSET
    product_custom_5: None | str | Unset = UNSET
    product_custom_6: None | str | Unset = UNSET
    product_custom_7: None | str | Unset = UNSET
    product_custom_8: None | str | Unset = UNSET
    product_custom_9: None | str | Unset = UNSET
    product_custom_10: None | str | Unset = UNSET
    product_custom_11: None | str | Unset = UNSET
    product_custom_12: None | str | Unset = UNSET
    product_custom_13: None | str | Unset = UNSET
    product_custom_14: None | str | Unset = UNSET
    product_custom_15: None | str | Unset = UNSET
    product_discount: float | None | Unset = UNSET
    product_history: None | str | Unset = UNSET
    product_list_price: float | None | Unset = UNSET
    product_memo: None | str | Unset = UNSET
    product_organisation_id: int | None | Unset = UNSET
    product_person_id: int | None | Unset = UNSET
    product_plus_1: None | str | Unset = UNSET
    product_plus_2: None | str | Unset = UNSET
    product_plus_3: None | str | Unset = UNSET
    product_plus_4: None | str | Unset = UNSET
    product_plus_5: None | str | Unset = UNSET
    product_plus_6: None | str | Unset = UNSET
    product_plus_7: None | str | Unset = UNSET
    product_plus_8: None | str | Unset = UNSET
    product_plus_9: None | str | Unset = UNSET
    product_plus_10: None | str | Unset = UNSET
    product_plus_11: None | str | Unset = UNSET
    product_plus_12: None | str | Unset = UNSET
    product_plus_13: None | str | Unset = UNSET
    product_plus_14: None | str | Unset = UNSET
    product_plus_15: None | str | Unset = UNSET
    product_plus_16: None | str | Unset = UNSET
    product_plus_17: None | str | Unset = UNSET
    product_plus_18: None | str | Unset = UNSET
    product_plus_19: None | str | Unset = UNSET
    product_plus_20: None | str | Unset = UNSET
    product_price: float | None | Unset = UNSET
    product_product_year: int | None | Unset = UNSET
    product_quantity: float | None | Unset = UNSET
    product_sort_order: int | None | Unset = UNSET
    product_stock_status: None | str | Unset = UNSET
    product_updated_at: datetime.datetime | None | Unset = UNSET
    product_updated_by: None | str | Unset = UNSET
    product_vat_code: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "product_id": "ProductId",
            "product_combined": "ProductCombined",
            "product_comment": "ProductComment",
            "product_cost_price": "ProductCostPrice",
            "product_created_at": "ProductCreatedAt",
            "product_created_by": "ProductCreatedBy",
            "product_custom_1": "ProductCustom1",
            "product_custom_2": "ProductCustom2",
            "product_custom_3": "ProductCustom3",
            "product_custom_4": "ProductCustom4",
            "product_custom_5": "ProductCustom5",
            "product_custom_6": "ProductCustom6",
            "product_custom_7": "ProductCustom7",
            "product_custom_8": "ProductCustom8",
            "product_custom_9": "ProductCustom9",
            "product_custom_10": "ProductCustom10",
            "product_custom_11": "ProductCustom11",
            "product_custom_12": "ProductCustom12",
            "product_custom_13": "ProductCustom13",
            "product_custom_14": "ProductCustom14",
            "product_custom_15": "ProductCustom15",
            "product_discount": "ProductDiscount",
            "product_history": "ProductHistory",
            "product_list_price": "ProductListPrice",
            "product_memo": "ProductMemo",
            "product_organisation_id": "ProductOrganisationId",
            "product_person_id": "ProductPersonId",
            "product_plus_1": "ProductPlus1",
            "product_plus_2": "ProductPlus2",
            "product_plus_3": "ProductPlus3",
            "product_plus_4": "ProductPlus4",
            "product_plus_5": "ProductPlus5",
            "product_plus_6": "ProductPlus6",
            "product_plus_7": "ProductPlus7",
            "product_plus_8": "ProductPlus8",
            "product_plus_9": "ProductPlus9",
            "product_plus_10": "ProductPlus10",
            "product_plus_11": "ProductPlus11",
            "product_plus_12": "ProductPlus12",
            "product_plus_13": "ProductPlus13",
            "product_plus_14": "ProductPlus14",
            "product_plus_15": "ProductPlus15",
            "product_plus_16": "ProductPlus16",
            "product_plus_17": "ProductPlus17",
            "product_plus_18": "ProductPlus18",
            "product_plus_19": "ProductPlus19",
            "product_plus_20": "ProductPlus20",
            "product_price": "ProductPrice",
            "product_product_year": "ProductProductYear",
            "product_quantity": "ProductQuantity",
            "product_sort_order": "ProductSortOrder",
            "product_stock_status": "ProductStockStatus",
            "product_updated_at": "ProductUpdatedAt",
            "product_updated_by": "ProductUpdatedBy",
            "product_vat_code": "ProductVatCode",
        },
        converters={},
        dates=(
            "product_created_at",
            "product_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.product_id,
            self.product_combined,
            self.product_comment,
            self.product_cost_price,
            self._product_created_at,
            self.product_created_by,
            self.product_custom_1,
            self.product_custom_2,
            self.product_custom_3,
            self.product_custom_4,
            self.product_custom_5,
            self.product_custom_6,
            self.product_custom_7,
            self.product_custom_8,
            self.product_custom_9,
            self.product_custom_10,
            self.product_custom_11,
            self.product_custom_12,
            self.product_custom_13,
            self.product_custom_14,
            self.product_custom_15,
            self.product_discount,
            self.product_history,
            self.product_list_price,
            self.product_memo,
            self.product_organisation_id,
            self.product_person_id,
            self.product_plus_1,
            self.product_plus_2,
            self.product_plus_3,
            self.product_plus_4,
            self.product_plus_5,
            self.product_plus_6,
            self.product_plus_7,
            self.product_plus_8,
            self.product_plus_9,
            self.product_plus_10,
            self.product_plus_11,
            self.product_plus_12,
            self.product_plus_13,
            self.product_plus_14,
            self.product_plus_15,
            self.product_plus_16,
            self.product_plus_17,
            self.product_plus_18,
            self.product_plus_19,
            self.product_plus_20,
            self.product_price,
            self.product_product_year,
            self.product_quantity,
            self.product_sort_order,
            self.product_stock_status,
            self._product_updated_at,
            self.product_updated_by,
            self.product_vat_code,
        ) = values
