# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quotation_line_linked_data_item_entity_type import QuotationLineLinkedDataItemEntityType


@define(kw_only=True, repr=False)
class QuotationLineLinkedDataItemDto(Model):
    """A quotation line linked data item, as the API returns and accepts it.

    Attributes:
        quotation_line_linked_data_item_data_1: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_2: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_3: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_4: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_5: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_6: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_7: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_8: The value of the line's Data of this number; `-` is blank.
        quotation_line_linked_data_item_data_9: The value of the line's Data of this number; `-` is blank.
    """

    quotation_line_linked_data_item_id: int
    quotation_line_linked_data_item_cost_price: float | None | Unset = UNSET
    quotation_line_linked_data_item_data_1: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_2: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_3: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_4: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_5: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_6: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_7: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_8: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_9: None | str | Unset = UNSET
    quotation_line_linked_data_item_data_memo: None | str | Unset = UNSET
    quotation_line_linked_data_item_entity_type: None | QuotationLineLinkedDataItemEntityType | Unset = UNSET
    quotation_line_linked_data_item_item_group: None | str | Unset = UNSET
    quotation_line_linked_data_item_price: float | None | Unset = UNSET
    quotation_line_linked_data_item_vat_code: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "quotation_line_linked_data_item_id": "QuotationLineLinkedDataItemId",
            "quotation_line_linked_data_item_cost_price": "QuotationLineLinkedDataItemCostPrice",
            "quotation_line_linked_data_item_data_1": "QuotationLineLinkedDataItemData1",
            "quotation_line_linked_data_item_data_2": "QuotationLineLinkedDataItemData2",
            "quotation_line_linked_data_item_data_3": "QuotationLineLinkedDataItemData3",
            "quotation_line_linked_data_item_data_4": "QuotationLineLinkedDataItemData4",
            "quotation_line_linked_data_item_data_5": "QuotationLineLinkedDataItemData5",
            "quotation_line_linked_data_item_data_6": "QuotationLineLinkedDataItemData6",
            "quotation_line_linked_data_item_data_7": "QuotationLineLinkedDataItemData7",
            "quotation_line_linked_data_item_data_8": "QuotationLineLinkedDataItemData8",
            "quotation_line_linked_data_item_data_9": "QuotationLineLinkedDataItemData9",
            "quotation_line_linked_data_item_data_memo": "QuotationLineLinkedDataItemDataMemo",
            "quotation_line_linked_data_item_entity_type": "QuotationLineLinkedDataItemEntityType",
            "quotation_line_linked_data_item_item_group": "QuotationLineLinkedDataItemItemGroup",
            "quotation_line_linked_data_item_price": "QuotationLineLinkedDataItemPrice",
            "quotation_line_linked_data_item_vat_code": "QuotationLineLinkedDataItemVatCode",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.quotation_line_linked_data_item_id,
            self.quotation_line_linked_data_item_cost_price,
            self.quotation_line_linked_data_item_data_1,
            self.quotation_line_linked_data_item_data_2,
            self.quotation_line_linked_data_item_data_3,
            self.quotation_line_linked_data_item_data_4,
            self.quotation_line_linked_data_item_data_5,
            self.quotation_line_linked_data_item_data_6,
            self.quotation_line_linked_data_item_data_7,
            self.quotation_line_linked_data_item_data_8,
            self.quotation_line_linked_data_item_data_9,
            self.quotation_line_linked_data_item_data_memo,
            self.quotation_line_linked_data_item_entity_type,
            self.quotation_line_linked_data_item_item_group,
            self.quotation_line_linked_data_item_price,
            self.quotation_line_linked_data_item_vat_code,
        ) = values
