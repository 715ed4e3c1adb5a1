"""The tables of queries: the entities by their singular names, and the linked data of all entities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .custom_fields import CustomField, CustomFields
from .definition import Definition, Schema
from .entities import Entity, entities

Kind = Literal["key", "number", "text", "boolean", "date", "checkbox", "day", "json", "enum-number", "nothing", "no"]

LINKED_DATA = "LinkedData"
_ITEM = "LinkedDataItem"
_LINE_ITEM = "QuotationLineLinkedDataItem"
# The prefixes of columns that rows of a query have and models do not.
_RAW_PREFIXES = {"Activity": "a_", "Organisation": "o_", "Person": "p_", "Opportunity": "op_", "Delivery": "op_"}


@dataclass(frozen=True, slots=True)
class QueryColumn:
    """A column, named like the property of the model."""

    name: str
    kind: Kind
    entries: tuple[str, ...] = ()
    """The values of an enum that is compared as a number, in the order of the numbers."""

    def sql(self, table: str) -> str:
        """Return the SQL of the column's value, for the table with this alias."""
        extracted = self.stored(table)
        choices = " ".join(f"WHEN '{entry}' THEN {number}" for number, entry in enumerate(self.entries))
        forms: dict[Kind, str] = {
            "key": f"{table}.id",
            "nothing": "NULL",
            "no": "0",
            "checkbox": f"CASE {extracted} WHEN 'Yes' THEN '1' WHEN 'No' THEN '0' ELSE {extracted} END",
            "day": f"replace({extracted}, '-', '')",
            "enum-number": f"CASE {extracted} {choices} END",
        }
        return forms.get(self.kind, extracted)

    def formatted(self, table: str) -> str:
        """Return the SQL of the value as the other endpoints return it; only custom fields differ."""
        return self.stored(table) if self.kind in {"checkbox", "day"} else self.sql(table)

    def stored(self, table: str) -> str:
        """Return the SQL of the value in the stored record."""
        return f"json_extract({table}.text, '$.{self.name}')"


@dataclass(frozen=True, slots=True)
class QueryTable:
    """A table, with its columns by name in lower case."""

    name: str
    area: str
    """The area that the token needs the right to read."""
    source: str
    columns: Mapping[str, QueryColumn]


@cache
def query_tables(definition: Definition) -> Mapping[str, QueryTable]:
    """Return every table by name in lower case."""
    fields = CustomFields(definition)
    raw: Schema = definition.resolve(definition.schemas.get("ObjectDto", {})).get("properties", {})
    tables = {
        entity.name.lower(): QueryTable(
            entity.name, path, f'"{path}"', {each.name.lower(): each for each in _columns(entity, fields.of(path), raw)}
        )
        for path, entity in entities(definition).items()
    }
    tables[LINKED_DATA.lower()] = _linked_data(definition)
    return tables


def _columns(entity: Entity, custom: Mapping[str, CustomField], raw: Mapping[str, Schema]) -> Iterator[QueryColumn]:
    for name, schema in entity.properties.items():
        if name == f"{entity.name}SecurityInfo":
            continue  # a list adds it for `include=SecurityInfo`; it is computed for the caller and not stored
        kind = "key" if name == entity.key else _kind(schema)
        if name in custom:
            kind = _custom_kind(custom[name].display_type)
        yield QueryColumn(name, kind)
    prefix = _RAW_PREFIXES.get(entity.name)
    for name, schema in raw.items():
        if prefix is not None and name.startswith(prefix):
            yield QueryColumn(name, "no" if schema.get("type") == "boolean" else "nothing")


def _kind(schema: Schema) -> Kind:
    if schema.get("format") == "date-time":
        return "date"
    kinds: dict[str, Kind] = {
        "integer": "number", "number": "number", "boolean": "boolean", "array": "json", "object": "json",
    }  # fmt: skip
    return kinds.get(schema.get("type", ""), "text")


def _custom_kind(display_type: str) -> Kind:
    """Return the kind of a custom field. Queries see checkboxes and dates in another form than other endpoints."""
    kinds: dict[str, Kind] = {"C": "checkbox", "DA": "day"}
    return kinds.get(display_type, "text")


def _linked_data(definition: Definition) -> QueryTable:
    """Return the table of all items. The properties of quotation line items are renamed to those of the others."""
    parts = [
        f'SELECT id, {_renamed("text") if path == "QuotationLines" else "text"} AS text FROM "{path}/{LINKED_DATA}"'  # noqa: S608 - names from the definition
        for path in dict.fromkeys(
            each.segments[0] for each in definition.operations if each.segments[1:2] == (LINKED_DATA,)
        )
    ]
    columns: dict[str, QueryColumn] = {}
    for name, each in definition.schemas[f"{_ITEM}Dto"]["properties"].items():
        schema = definition.resolve(each)
        column = QueryColumn(name, "key" if name == f"{_ITEM}Id" else _kind(schema))
        if "enum" in schema and schema.get("type") == "string":
            column = QueryColumn(name, "enum-number", tuple(schema["enum"]))
        columns[name.lower()] = column
    return QueryTable(LINKED_DATA, "QuotationLines", f"({' UNION ALL '.join(parts)})", columns)


def _renamed(column: str) -> str:
    return f"replace({column}, '\"{_LINE_ITEM}', '\"{_ITEM}')"
