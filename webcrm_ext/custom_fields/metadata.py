"""Fetch the fields of an entity from `GET /FieldsMetadata`, once for all copies of a client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from webcrm_api.api.fields_metadata import fields_metadata_by_entity_types
from webcrm_api.lookup import model
from webcrm_api.model import Model
from webcrm_api.models.field_metadata_dto import FieldMetadataDto

from webcrm_ext.custom_fields.fields import CustomField, Fields
from webcrm_ext.custom_fields.kinds import FieldType, type_of
from webcrm_ext.custom_fields.native import is_scalar, native_type
from webcrm_ext.definition.entity_names import FIELD_ENTITIES as ENTITIES
from webcrm_ext.definition.entity_names import entity_named, entity_of
from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.operations import Operation, call

_CUSTOM_PROPERTY = re.compile(
    r"(?:Opportunity|Person[12])?(?:Extra)?Custom\d+|Plus\d+|X(?:Text|Int|Date|Memo)\d*|CheckMark\d+|Memo"
)
"""The properties of custom fields, without the entity's name before them."""


def fields(
    cache: dict[str, Fields], entity: str | type[Model], types: Mapping[str, FieldType], *, refresh: bool
) -> Operation[Fields]:
    """Return the fields of an entity, from the cache if possible.

    Args:
        cache: The fields already fetched, by entity. New ones are added.
        entity: The entity's name, singular or plural, in any case; or its model.
        types: Types that replace those of the metadata, by label, API name or model attribute.
        refresh: Whether to fetch them even if they are in the cache.

    Raises:
        ConfigurationError: The entity or a type is unknown.
        FieldValueError: `types` names an unknown field.
    """
    name = _entity(entity)
    if refresh or name not in cache:
        metadata = yield from call(fields_metadata_by_entity_types.call(cast("Any", name)))
        cache[name] = parse_fields(name, metadata, _model(name))
    return cache[name].with_types(types) if types else cache[name]


def entity_of_record(record: object) -> str:
    """Return the entity of a record.

    Raises:
        ConfigurationError: It is no record.
    """
    if not isinstance(record, Model):
        raise ConfigurationError(
            f"Custom fields belong to a record, not to a {type(record).__name__}. Pass one, such as "
            "crm.organisations.get(12)."
        )
    return entity_of(type(record))


def has_fields(entity: str) -> bool:
    """Return whether the API has field metadata for an entity, named as `entity_of` returns it."""
    return entity in ENTITIES


def parse_fields(entity: str, metadata: list[FieldMetadataDto], model: type[Model] | None) -> Fields:
    """Return the fields that the metadata describes.

    Args:
        entity: The entity, as `GET /FieldsMetadata` names it.
        metadata: The response of `GET /FieldsMetadata/{entityTypes}`.
        model: The model of the entity's records, or None if the API has none.
    """
    attributes = {api_name: name for name, api_name in model._shape.names.items()} if model else {}  # noqa: SLF001
    natives = {name: native_type(model, attribute) for name, attribute in attributes.items()} if model else {}
    parsed = []
    for each in metadata:
        name = each.field_metadata_friendly_field_name or each.field_metadata_db_field_name
        if not name:
            continue
        choices = tuple(entry.value or entry.text or "" for entry in each.field_metadata_dropdown_list_data or [])
        parsed.append(
            CustomField(
                label=each.field_metadata_label or name,
                property=name,
                attribute=attributes.get(name),
                type=type_of(each.field_metadata_display_type or None, choices),
                max_length=each.field_metadata_text_field_max_length or None,
                choices=choices,
                is_custom=_CUSTOM_PROPERTY.fullmatch(name.removeprefix(entity)) is not None,
                native=natives.get(name),
            )
        )
    described = {field.property for field in parsed}
    others = [_undescribed(model, *names) for names in attributes.items() if model and names[0] not in described]
    return Fields(entity, parsed, [field for field in others if field])


def _undescribed(model: type[Model], name: str, attribute: str) -> CustomField | None:
    """Return the field of a property that the metadata lacks, by its declared type; None for records and lists."""
    if not is_scalar(model, attribute):
        return None
    native = native_type(model, attribute)
    return CustomField(name, name, attribute, "text", None, (), is_custom=False, native=native)


def _model(entity: str) -> type[Model] | None:
    try:
        found: type[Model] = model(f"{entity}Dto")
    except AttributeError:  # synced meetings have field metadata, but no model
        return None
    return found


def _entity(entity: object) -> str:
    """Return the entity that has field metadata, for its name in the singular or the plural, or its model.

    Raises:
        ConfigurationError: There is none. The message suggests one, also for words of other CRMs.
    """
    name = entity_of(entity) if isinstance(entity, type) else entity
    if isinstance(name, str) and (known := entity_named(name, ENTITIES)):
        return known
    from webcrm_api.suggestions import suggest  # noqa: PLC0415 - for errors only
    from webcrm_api.synonyms import RESOURCES  # noqa: PLC0415

    words = {each: words for key, words in RESOURCES.items() if (each := entity_named(key, ENTITIES))}
    hint = suggest(name, words, ENTITIES) if isinstance(name, str) else ""
    raise ConfigurationError(
        f"No field metadata exists for {short_repr(name)}.{hint} Use one of: {', '.join(ENTITIES)}."
    )
