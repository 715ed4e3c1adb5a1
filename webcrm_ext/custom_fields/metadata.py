"""Ask the service for an entity's fields, once for all copies of a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from webcrm_api.api.fields_metadata import fields_metadata_by_entity_types
from webcrm_api.lookup import model
from webcrm_api.model import Model

from webcrm_ext.custom_fields.fields import Fields, FieldType, fields_from
from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Operation, call

ENTITIES = (
    "Activity", "Delivery", "Event", "Opportunity", "Organisation", "Person", "Product", "SupportCase", "User",
    "SyncedMeeting",
)  # fmt: skip
"""What `GET /FieldsMetadata/{entityTypes}` takes, save All."""


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
