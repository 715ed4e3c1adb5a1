# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.linked_data_item_entity_type import LinkedDataItemEntityType


@define(kw_only=True, repr=False)
class LinkedDataItemDto(Model):
    """A linked data item, as the API returns and accepts it."""

    linked_data_item_id: int
    linked_data_item_data_1: None | str | Unset = UNSET
    linked_data_item_data_2: None | str | Unset = UNSET
    linked_data_item_data_3: None | str | Unset = UNSET
    linked_data_item_data_4: None | str | Unset = UNSET
    linked_data_item_data_5: None | str | Unset = UNSET
    linked_data_item_data_6: None | str | Unset = UNSET
    linked_data_item_data_7: None | str | Unset = UNSET
    linked_data_item_data_8: None | str | Unset = UNSET
    linked_data_item_data_9: None | str | Unset = UNSET
    linked_data_item_data_memo: None | str | Unset = UNSET
    linked_data_item_entity_type: LinkedDataItemEntityType | None | Unset = UNSET
    linked_data_item_item_group: None | str | Unset = UNSET
    linked_data_item_price: float | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "linked_data_item_id": "LinkedDataItemId",
            "linked_data_item_data_1": "LinkedDataItemData1",
            "linked_data_item_data_2": "LinkedDataItemData2",
            "linked_data_item_data_3": "LinkedDataItemData3",
            "linked_data_item_data_4": "LinkedDataItemData4",
            "linked_data_item_data_5": "LinkedDataItemData5",
            "linked_data_item_data_6": "LinkedDataItemData6",
            "linked_data_item_data_7": "LinkedDataItemData7",
            "linked_data_item_data_8": "LinkedDataItemData8",
            "linked_data_item_data_9": "LinkedDataItemData9",
            "linked_data_item_data_memo": "LinkedDataItemDataMemo",
            "linked_data_item_entity_type": "LinkedDataItemEntityType",
            "linked_data_item_item_group": "LinkedDataItemItemGroup",
            "linked_data_item_price": "LinkedDataItemPrice",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.linked_data_item_id,
            self.linked_data_item_data_1,
            self.linked_data_item_data_2,
            self.linked_data_item_data_3,
            self.linked_data_item_data_4,
            self.linked_data_item_data_5,
            self.linked_data_item_data_6,
            self.linked_data_item_data_7,
            self.linked_data_item_data_8,
            self.linked_data_item_data_9,
            self.linked_data_item_data_memo,
            self.linked_data_item_entity_type,
            self.linked_data_item_item_group,
            self.linked_data_item_price,
        ) = values
