# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.linked_setup_entity_type import LinkedSetupEntityType
    from ..models.linked_setup_link_mode import LinkedSetupLinkMode
    from ..models.linked_setup_lookup_mode import LinkedSetupLookupMode


@define(kw_only=True, repr=False)
class LinkedSetupDto(Model):
    """The setup of linked data for an entity: which fields it uses.

    Attributes:
        linked_setup_field_1: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_2: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_3: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_4: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_5: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_6: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_7: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_8: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_field_9: The id of the field that it uses; null or 0 if it uses none.
        linked_setup_memo_field: The id of the field that it uses; null or 0 if it uses none.
    """

    linked_setup_id: int
    linked_setup_entity_type: LinkedSetupEntityType | None | Unset = UNSET
    linked_setup_field_1: int | None | Unset = UNSET
    linked_setup_field_2: int | None | Unset = UNSET
    linked_setup_field_3: int | None | Unset = UNSET
    linked_setup_field_4: int | None | Unset = UNSET
    linked_setup_field_5: int | None | Unset = UNSET
    linked_setup_field_6: int | None | Unset = UNSET
    linked_setup_field_7: int | None | Unset = UNSET
    linked_setup_field_8: int | None | Unset = UNSET
    linked_setup_field_9: int | None | Unset = UNSET
    linked_setup_is_unique_value_required: bool | None | Unset = UNSET
    linked_setup_link_mode: LinkedSetupLinkMode | None | Unset = UNSET
    linked_setup_lookup_mode: LinkedSetupLookupMode | None | Unset = UNSET
    linked_setup_memo_field: int | None | Unset = UNSET
    linked_setup_use_item_group: bool | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "linked_setup_id": "LinkedSetupId",
            "linked_setup_entity_type": "LinkedSetupEntityType",
            "linked_setup_field_1": "LinkedSetupField1",
            "linked_setup_field_2": "LinkedSetupField2",
            "linked_setup_field_3": "LinkedSetupField3",
            "linked_setup_field_4": "LinkedSetupField4",
            "linked_setup_field_5": "LinkedSetupField5",
            "linked_setup_field_6": "LinkedSetupField6",
            "linked_setup_field_7": "LinkedSetupField7",
            "linked_setup_field_8": "LinkedSetupField8",
            "linked_setup_field_9": "LinkedSetupField9",
            "linked_setup_is_unique_value_required": "LinkedSetupIsUniqueValueRequired",
            "linked_setup_link_mode": "LinkedSetupLinkMode",
            "linked_setup_lookup_mode": "LinkedSetupLookupMode",
            "linked_setup_memo_field": "LinkedSetupMemoField",
            "linked_setup_use_item_group": "LinkedSetupUseItemGroup",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.linked_setup_id,
            self.linked_setup_entity_type,
            self.linked_setup_field_1,
            self.linked_setup_field_2,
            self.linked_setup_field_3,
            self.linked_setup_field_4,
            self.linked_setup_field_5,
            self.linked_setup_field_6,
            self.linked_setup_field_7,
            self.linked_setup_field_8,
            self.linked_setup_field_9,
            self.linked_setup_is_unique_value_required,
            self.linked_setup_link_mode,
            self.linked_setup_lookup_mode,
            self.linked_setup_memo_field,
            self.linked_setup_use_item_group,
        ) = values
