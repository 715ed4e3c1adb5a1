"""Entities by the names that people type: resource, entity or table, in any case and number."""

from __future__ import annotations

from typing import Any

from webcrm_api.tables import Table

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.custom_fields.fields import Fields
from webcrm_ext.custom_fields.metadata import has_fields, parse_fields
from webcrm_ext.definition.entity_names import entity_of
from webcrm_ext.exports.tables import find_table, table_hint


def table_named(name: str) -> Table[Any]:
    """Return the table of an entity.

    Raises:
        CommandError: There is none. The message suggests names.
    """
    table = find_table(name)
    if table is None:
        hint = table_hint(name)
        raise CommandError(f"Unknown entity {name!r}.{hint}", "`webcrm tables` lists them.", code="unknown_entity")
    return table


def require(able: bool, table: Table[Any], verb: str) -> None:
    """Check that the API can write an entity in this way.

    Raises:
        CommandError: It cannot.
    """
    if not able:
        what = table.resource.replace("_", " ")
        raise CommandError(f"The API cannot {verb} {what}. Nothing was sent.", "`webcrm tables` shows what it can.")


def fields_of(context: Context, table: Table[Any]) -> Fields:
    """Return the fields of an entity; those of its model alone where the API has no field metadata."""
    entity = entity_of(table.model)
    return context.crm.fields(entity) if has_fields(entity) else parse_fields(entity, [], table.model)
