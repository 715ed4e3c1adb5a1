# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape, read_each, read_model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.field_metadata_display_type import FieldMetadataDisplayType
    from ..models.field_metadata_dropdown_list_dto import FieldMetadataDropdownListDto


@define(kw_only=True, repr=False)
class FieldMetadataDto(Model):
    """The metadata of one of the system's fields.

    Attributes:
        field_metadata_db_field_name: The column's name in the service's database, such as `o_type`.
        field_metadata_friendly_field_name: The property's name in the models, and in queries.
        field_metadata_label: The label that users see; it differs from system to system.
        field_metadata_text_field_max_length: The maximum number of characters of a text.
    """

    field_metadata_db_field_name: None | str | Unset = UNSET
    field_metadata_display_type: FieldMetadataDisplayType | None | Unset = UNSET
    field_metadata_dropdown_list_data: list[FieldMetadataDropdownListDto] | None | Unset = UNSET
    field_metadata_friendly_field_name: None | str | Unset = UNSET
    field_metadata_id: int | None | Unset = UNSET
    field_metadata_label: None | str | Unset = UNSET
    field_metadata_sort_order: int | None | Unset = UNSET
    field_metadata_text_field_max_length: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "field_metadata_db_field_name": "FieldMetadataDbFieldName",
            "field_metadata_display_type": "FieldMetadataDisplayType",
            "field_metadata_dropdown_list_data": "FieldMetadataDropdownListData",
            "field_metadata_friendly_field_name": "FieldMetadataFriendlyFieldName",
            "field_metadata_id": "FieldMetadataId",
            "field_metadata_label": "FieldMetadataLabel",
            "field_metadata_sort_order": "FieldMetadataSortOrder",
            "field_metadata_text_field_max_length": "FieldMetadataTextFieldMaxLength",
        },
        converters={
            "field_metadata_dropdown_list_data": read_each(read_model("FieldMetadataDropdownListDto")),
        },
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.field_metadata_db_field_name,
            self.field_metadata_display_type,
            self.field_metadata_dropdown_list_data,
            self.field_metadata_friendly_field_name,
            self.field_metadata_id,
            self.field_metadata_label,
            self.field_metadata_sort_order,
            self.field_metadata_text_field_max_length,
        ) = values
