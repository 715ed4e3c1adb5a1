"""The commands that read records: tables, fields, get, list and query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from webcrm_api.tables import TABLES, Table

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import table_named
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.values import names, pairs
from webcrm_ext.custom_fields.native import native_type
from webcrm_ext.custom_fields.parse import parse_native
from webcrm_ext.errors import FieldValueError
from webcrm_ext.paging.tables import column_names, entity_for_labels, to_dicts

_WRITES = ("create", "update", "delete")
_PROGRESS_STEP = 1000


def tables(context: Context) -> None:
    """Print the entities."""
    context.output.rows(
        {
            "entity": table.resource,
            "table": table.name,
            "id": table.id_column,
            "changed": table.changed_column,
            "can": " ".join(["list", "get", *(each for each in _WRITES if getattr(table, f"can_{each}"))]),
        }
        for table in TABLES
    )


def fields(context: Context) -> None:
    """Print the fields of an entity, or write the typed module."""
    found = context.crm.fields(_entity_with_fields(context.options.entity))
    if context.options.module is not None:
        from webcrm_ext.custom_fields.typed_module import update_module  # noqa: PLC0415 - for this option

        lines = update_module(found, context.options.module)
        context.note(f"{context.options.module}: {len(found.custom())} fields of {found.entity}")
        context.note("\n".join(lines) if lines else "Nothing changed.")
        return
    is_table = context.output.form in ("table", "csv")
    context.output.rows(
        {
            "label": field.label,
            "property": field.property,
            "type": field.type,
            "length": field.max_length,
            "choices": " | ".join(field.choices) if is_table else list(field.choices),
        }
        for field in found.values()
    )


def _entity_with_fields(name: str) -> str:
    from webcrm_ext.definition.entity_names import FIELD_ENTITIES, entity_named  # noqa: PLC0415 - for this command

    known = entity_named(name, FIELD_ENTITIES)
    if known is None:
        table = table_named(name)
        what = ", ".join(FIELD_ENTITIES)
        raise CommandError(f"The API has no field metadata of {table.name}.", f"Entities that have it: {what}.")
    return known


def get(context: Context) -> None:
    """Print a record."""
    options = context.options
    table = table_named(options.entity)
    record = getattr(context.crm, table.resource).get(options.id)
    row = next(_rows(context, table, [record], labels=options.labels))
    context.output.one(row, columns=names(options.columns))


def list_records(context: Context) -> None:
    """Print the records of an entity."""
    options = context.options
    table = table_named(options.entity)
    resource = getattr(context.crm, table.resource)
    where = {name: typed_value(table, name, value) for name, value in pairs(options.where).items()}
    found = resource.find(**where, limit=options.limit) if where else resource.list(limit=options.limit)
    columns = _columns(table, names(options.columns), labels=options.labels)
    first = _label(context, table) if options.labels else table.id_column
    context.output.rows(_rows(context, table, found, labels=options.labels), columns=columns, first=[first])


def query(context: Context) -> None:
    """Print the rows of a SELECT."""
    options = context.options
    values = pairs(options.param, several=True)
    found = context.crm.query(options.statement, limit=options.limit, **values)
    rows = ({name: value for name, value in row.items() if name != "RowNumber"} for row in _counted(context, found))
    context.output.rows(rows, columns=names(options.columns))


def _label(context: Context, table: Table[Any]) -> str:
    """Return the label of an entity's id."""
    fields = context.crm.fields(_entity_with_fields(table.resource))
    return column_names(table.model, fields).get(table.id_column, table.id_column)


def _columns(table: Table[Any], columns: list[str], *, labels: bool) -> list[str]:
    """Return the columns by the API's names: attributes are accepted, too.

    Raises:
        FieldValueError: The model has no such property. Labels are not checked.
    """
    if labels:
        return columns
    from webcrm_ext.queries.selection import property_of  # noqa: PLC0415 - for this option

    return [property_of(table.model, each, FieldValueError) for each in columns]


def _rows(context: Context, table: Table[Any], records: Iterable[Any], *, labels: bool) -> Iterator[dict[str, Any]]:
    entity = entity_for_labels(table.model, labels)
    fields = context.crm.fields(entity) if entity else None
    for record in _counted(context, records):
        yield from to_dicts([record], table.model, fields)


def _counted(context: Context, records: Iterable[Any]) -> Iterator[Any]:
    """Yield records, and show how many were read."""
    for number, record in enumerate(records, 1):
        if number % _PROGRESS_STEP == 0:
            context.progress.rows(number)
        yield record
    context.progress.clear()


def typed_value(table: Table[Any], name: str, value: Any) -> Any:
    """Return the value that a property is compared with: a number for a number, also where a string was typed."""
    shape = table.model._shape  # noqa: SLF001 - the generated base's, for this layer
    attribute = name if name in shape.names else shape.by_api_name.get(name)
    native = native_type(table.model, attribute) if attribute and isinstance(value, str) and value else None
    if native is None:
        return value
    try:
        return parse_native(value, native)
    except FieldValueError as error:
        raise FieldValueError(f"{name}: {error}") from None
