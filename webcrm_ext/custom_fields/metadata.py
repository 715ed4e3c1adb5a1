"""Ask the service for an entity's fields, once for all copies of a client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

import attrs
from webcrm_api.api.fields_metadata import fields_metadata_by_entity_types
from webcrm_api.model import Model
from webcrm_api.models.field_metadata_dto import FieldMetadataDto

from webcrm_ext.custom_fields.fields import CustomField, Fields, FieldType
from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.generated import model
from webcrm_ext.operations import Operation, call

ENTITIES = (
    "Activity", "Delivery", "Event", "Opportunity", "Organisation", "Person", "Product", "SupportCase", "User",
    "SyncedMeeting",
)  # fmt: skip
"""What `GET /FieldsMetadata/{entityTypes}` takes, save All."""


# List and, less surely, the others; a code that is not here is text, or a list where it has entries.
_BY_DISPLAY_TYPE: Final[Mapping[str, FieldType]] = {
    "C": "checkbox",
    "D": "list",
    "DA": "date",
    "DAT": "moment",
    "DT": "moment",
    "I": "integer",
    "M": "memo",
    "ML": "multi-select",
    "PI": "positive integer",
    "R": "double",
}
_FAMILIES = re.compile(
    r"(?:Opportunity|Person[12])?(?:Extra)?Custom\d+|Plus\d+|X(?:Text|Int|Date|Memo)\d*|CheckMark\d+|Memo"
)


def fields(
    cache: dict[str, Fields], entity: str, types: Mapping[str, FieldType], *, refresh: bool
) -> Operation[Fields]:
    """Give an entity's fields, asked for once."""
    name = _entity(entity)
    if refresh or name not in cache:
        metadata = yield from call(fields_metadata_by_entity_types.call(cast("Any", name)))
        cache[name] = fields_from(name, metadata, _model(name))
    return cache[name].with_types(types) if types else cache[name]


def _model(entity: str) -> type[Model] | None:
    try:
        found: type[Model] = model(f"{entity}Dto")
    except AttributeError:  # of synced meetings the API gives fields alone
        return None
    return found


def _entity(name: str) -> str:
    if known := entity_named(name, ENTITIES):
        return known
    raise ConfigurationError(f"There is no field metadata for {name!r}; there is for {', '.join(ENTITIES)}.")


def entity_of(model: type[Model]) -> str:
    """Give the entity, as /FieldsMetadata names it, that a model's records are."""
    return model.__name__.removesuffix("Dto").removesuffix("Update")


def fields_from(entity: str, metadata: list[FieldMetadataDto], model: type[Model] | None) -> Fields:
    """Give an entity's fields from what the service says of them."""
    attributes = {api_name: name for name, api_name in model._shape.names.items()} if model else {}  # noqa: SLF001
    natives = {name: _native_type(model, attribute) for name, attribute in attributes.items()} if model else {}
    fields = []
    for each in metadata:
        name = each.field_metadata_friendly_field_name or each.field_metadata_db_field_name
        if not name:
            continue
        choices = tuple(entry.value or entry.text or "" for entry in each.field_metadata_dropdown_list_data or [])
        display_type = each.field_metadata_display_type or ""
        type_: FieldType = "list" if choices else "text"
        if display_type in _BY_DISPLAY_TYPE:
            type_ = _BY_DISPLAY_TYPE[display_type]
        fields.append(
            CustomField(
                label=each.field_metadata_label or name,
                property=name,
                attribute=attributes.get(name),
                type=type_,
                max_length=each.field_metadata_text_field_max_length or None,
                choices=choices,
                is_custom=_FAMILIES.fullmatch(name.removeprefix(entity)) is not None,
                native=natives.get(name),
            )
        )
    return Fields(entity, fields)


def _native_type(model: type[Model], attribute: str) -> str | None:
    declared = str(getattr(attrs.fields(model), attribute).type)
    for kind in ("bool", "int", "float"):
        if re.search(rf"\b{kind}\b", declared):
            return kind
    return "datetime" if "datetime" in declared else None
