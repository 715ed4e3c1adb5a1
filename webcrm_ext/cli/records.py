"""The commands that read records: tables, fields, get, list and query."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from webcrm_api.display import known_by
from webcrm_api.suggestions import did_you_mean
from webcrm_api.tables import TABLES, Table

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import fields_of, table_named
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.properties import add_once, each_of, in_any_case, properties_of, property_named
from webcrm_ext.cli.values import names, pairs
from webcrm_ext.custom_fields.names import queried_value
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
    columns = columns_of(context, table, labels=options.labels)
    record = getattr(context.crm, table.resource).get(options.id)
    row = next(_rows(context, table, [record], labels=options.labels))
    context.output.one(row, columns=columns)


def list_records(context: Context) -> None:
    """Print the records of an entity."""
    options = context.options
    table = table_named(options.entity)
    resource = getattr(context.crm, table.resource)
    where = _conditions(context, table, pairs(options.where))
    found = resource.find(**where, limit=options.limit) if where else resource.list(limit=options.limit)
    columns = columns_of(context, table, labels=options.labels)
    first = _shown_first(context, table, labels=options.labels)
    context.output.rows(_rows(context, table, found, labels=options.labels), columns=columns, first=first)


def query(context: Context) -> None:
    """Print the rows of a SELECT."""
    options = context.options
    values = pairs(options.param, several=True)
    found = context.crm.query(options.statement, limit=options.limit, **values)
    rows: Iterator[dict[str, Any]] = (
        {name: value for name, value in row.items() if name != "RowNumber"} for row in _counted(context, found)
    )
    columns = names(options.columns)
    first = next(rows, None)
    if first is not None:
        known = {name: name for name in first}

        def column(name: str) -> str:
            found = in_any_case(name, known)
            if found not in known:
                raise FieldValueError(f"The query returns no column {name!r}.{did_you_mean(name, known)}")
            return found

        columns = each_of("--columns", columns, column)
        rows = chain([first], rows)
    context.output.rows(rows, columns=columns)


def _shown_first(context: Context, table: Table[Any], *, labels: bool) -> list[str]:
    """Return the columns of what people know a record by, as the rows have them."""
    known = properties_of(table)
    named = column_names(table.model, fields_of(context, table)) if labels else {}
    return [named.get(known[each], known[each]) for each in known_by(table.model)]


def columns_of(context: Context, table: Table[Any], *, labels: bool = False) -> list[str]:
    """Return the columns of `--columns` as the rows have them: by labels, or by the API's names.

    Raises:
        FieldValueError: The entity has no such property, attribute or label.
    """
    columns = names(context.options.columns)
    if not columns:
        return []
    found = each_of("--columns", columns, lambda each: property_named(context, table, each))
    properties = list(dict.fromkeys(name for name, _ in found))
    if not labels:
        return properties
    named = column_names(table.model, fields_of(context, table))
    return [named.get(each, each) for each in properties]


def _conditions(context: Context, table: Table[Any], where: dict[str, Any]) -> dict[str, Any]:
    """Return the values that properties are compared with.

    Raises:
        FieldValueError: A name is unknown, or a value is none of its property.
        QueryError: A name is the label of a field that is compared under its property alone.
    """

    def condition(name: str) -> tuple[str, Any]:
        found, field = property_named(context, table, name)
        value = typed_value(table, found, where[name], name)
        return found, value if field is None else queried_value(field, name, value)

    found: dict[str, Any] = {}
    for name, value in each_of("--where", where, condition):
        add_once(found, name, value)
    return found


def _rows(context: Context, table: Table[Any], records: Iterable[Any], *, labels: bool) -> Iterator[dict[str, Any]]:
    entity = entity_for_labels(table.model, labels)
    fields = context.crm.fields(entity) if entity else None
    for record in _counted(context, records):
        yield from to_dicts([record], table.model, fields)


def _counted(context: Context, records: Iterable[Any]) -> Iterator[Any]:
    """Yield records, and show how many were read."""
    for number, record in enumerate(records, 1):
        if number % _PROGRESS_STEP == 0 and not sys.stdout.isatty():  # rows on a terminal show it themselves
            context.progress.rows(number, vars(context.options).get("limit"))
        yield record
    context.progress.clear()


def typed_value(table: Table[Any], name: str, value: Any, shown: str = "") -> Any:
    """Return the value that a property is compared with: a number for a number, also where a string was typed.

    Args:
        table: The table.
        name: The property.
        value: What was typed.
        shown: The name that was typed, for errors; by default the property.

    Raises:
        FieldValueError: The value is none of the property.
    """
    shape = table.model._shape  # noqa: SLF001 - the generated base's, for this layer
    attribute = name if name in shape.names else shape.by_api_name.get(name)
    native = native_type(table.model, attribute) if attribute and isinstance(value, str) and value else None
    if native is None:
        return value
    try:
        return parse_native(value, native)
    except FieldValueError as error:
        raise FieldValueError(f"{shown or name}: {error}") from None
