"""The description of the tables that can be exported: for each, its columns and their types.

It is derived from the API definition, and does not depend on the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

import msgspec
from attrs import Factory, evolve, field, frozen
from webcrm_api.model import Model
from webcrm_api.suggestions import suggest
from webcrm_api.tables import TABLES, Table

from webcrm_ext.definition.entity_names import singular
from webcrm_ext.definition.installed import installed_openapi
from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.queries.selection import property_of

Kind = Literal["string", "int32", "int64", "float64", "bool", "timestamp", "struct", "list", "json"]

UNEXPECTED = "_unexpected"
"""The column with values of another type than declared, and properties that the definition lacks, as JSON."""

_REFERENCE = "#/components/schemas/"


@frozen
class Column:
    """A column of a table.

    Attributes:
        property: The property of the API, such as `PersonEmail`.
        kind: The type of its values. Enums are strings, unless the definition declares numbers. No property has the
            kind json: it is that of nested values in a database without nested columns.
        name: The name of the column: the property, or the label of its field.
        children: The columns of a nested record, or the one column of the items of a list.
    """

    property: str
    kind: Kind
    name: str = field(default=Factory(lambda column: column.property, takes_self=True))
    children: tuple[Column, ...] = ()


@frozen
class TableDescription:
    """What an export knows of a table.

    Attributes:
        table: The facts on the table: resource, model, id column and changed column.
        columns: The columns that are exported, the column `_unexpected` aside.
        known: All properties in the definition. Others are unexpected.
    """

    table: Table[Any]
    columns: tuple[Column, ...]
    known: frozenset[str]

    @property
    def resource(self) -> str:
        """The name of the resource, such as `persons`."""
        return self.table.resource

    def select(self, columns: Iterable[str] | None, exclude: Iterable[str]) -> TableDescription:
        """Return the description with some of the columns; the id is always one of them.

        Raises:
            ConfigurationError: The table has no such column.
        """
        model = self.table.model
        chosen = None if columns is None else {property_of(model, each, ConfigurationError) for each in columns}
        excluded = {property_of(model, each, ConfigurationError) for each in exclude} - {self.table.id_column}
        kept = tuple(
            each
            for each in self.columns
            if each.property not in excluded
            and (chosen is None or each.property in chosen or each.property == self.table.id_column)
        )
        return evolve(self, columns=kept)

    def with_nested_as_json(self) -> TableDescription:
        """Return the description with nested records and lists as strings of JSON."""
        kinds: Iterable[tuple[Column, Kind]] = ((each, "json" if each.children else each.kind) for each in self.columns)
        return evolve(self, columns=tuple(evolve(each, kind=kind, children=()) for each, kind in kinds))

    def with_labels(self, names: Mapping[str, str]) -> TableDescription:
        """Return the description with other names of columns, by property.

        Databases ignore case: where two names differ in case alone, both columns keep the property.
        """
        labels = {each.property: names.get(each.property, each.property) for each in self.columns}
        uses = Counter(label.casefold() for label in labels.values()) + Counter([UNEXPECTED])
        properties = {each.property.casefold() for each in self.columns}

        def name(property_: str) -> str:
            label = labels[property_]
            return property_ if uses[label.casefold()] > 1 or label.casefold() in properties else label

        return evolve(self, columns=tuple(evolve(each, name=name(each.property)) for each in self.columns))


def describe(table: Table[Any]) -> TableDescription:
    """Return the description of a table."""
    columns = columns_of(table.model)
    return TableDescription(table, columns, frozenset(each.property for each in columns))


def descriptions(names: Iterable[str] | None) -> list[TableDescription]:
    """Return the descriptions of tables, each once; all for None.

    Args:
        names: Names of resources, entities or tables, in any case and number: `persons`, `Person`.

    Raises:
        ConfigurationError: A name is unknown.
    """
    if names is None:
        return [describe(table) for table in TABLES]
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise ConfigurationError(f'tables is {short_repr(names)}. Pass a list, such as ["persons"], or None for all.')
    chosen = [table_named(name) for name in names]
    if not chosen:
        raise ConfigurationError("tables is empty. Pass names, or None for all.")
    return [describe(table) for table in dict.fromkeys(chosen)]


def table_named(name: Any) -> Table[Any]:
    """Return the table with a name, see `find_table`.

    Raises:
        ConfigurationError: The name is unknown.
    """
    found = find_table(name) if isinstance(name, str) else None
    if found is None:
        hint = table_hint(name) if isinstance(name, str) else ""
        known = ", ".join(table.resource for table in TABLES)
        raise ConfigurationError(f"{short_repr(name)} is no table.{hint} The tables are {known}.")
    return found


def find_table(name: str) -> Table[Any] | None:
    """Return the table with a name: that of the resource, the entity or the table, in any case and number; or None."""
    typed = singular(name.strip().replace("-", "_").replace(" ", "_"))
    for table in TABLES:
        if typed in map(singular, (table.resource, table.name, table.model_name.removesuffix("Dto"))):
            return table
    return None


def table_hint(name: str) -> str:
    """Return which table may be meant, as the end of an error."""
    from webcrm_api.synonyms import RESOURCES  # noqa: PLC0415 - for errors only

    return suggest(name, RESOURCES, [table.resource for table in TABLES])


def columns_of(model: type[Model]) -> tuple[Column, ...]:
    """Return the columns of a model, in the order of its properties.

    Raises:
        ConfigurationError: The definition has no such model.
    """
    if not (isinstance(model, type) and issubclass(model, Model)):
        raise ConfigurationError(f"{short_repr(model)} is no model. Pass a class of webcrm_api.models.")
    schemas = _schemas()
    # A class of a program's own that extends a model has that model's columns.
    name = next((each.__name__ for each in model.__mro__ if each.__name__ in schemas), None)
    if name is None:
        raise ConfigurationError(f"{model.__name__} is not in the API definition. Pass a class of webcrm_api.models.")
    declared = {each.property: each for each in _columns(name)}
    return tuple(declared.get(each) or Column(each, "string") for each in model._shape.api_names)  # noqa: SLF001 - the generated base's, for this layer


@cache
def _schemas() -> Mapping[str, Any]:
    schemas: dict[str, Any] = msgspec.json.decode(installed_openapi())["components"]["schemas"]
    return schemas


@cache
def _columns(model_name: str, inside: tuple[str, ...] = ()) -> tuple[Column, ...]:
    properties = _schemas()[model_name].get("properties", {})
    return tuple(_column(name, schema, (*inside, model_name)) for name, schema in properties.items())


def _column(name: str, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Column:
    """Return the column of a property. A record inside one of its own kind is written as a string, as JSON."""
    reference = schema.get("$ref") or next((each.get("$ref") for each in schema.get("allOf", ())), None)
    if reference:
        target = str(reference).removeprefix(_REFERENCE)
        referenced = _schemas()[target]
        if "properties" not in referenced:
            return _column(name, referenced, inside)
        return Column(name, "string") if target in inside else Column(name, "struct", children=_columns(target, inside))
    kind: Kind = "string"
    match schema.get("type"), schema.get("format"):
        case "string", "date-time":
            kind = "timestamp"
        case "integer", format_:
            kind = "int64" if format_ == "int64" else "int32"
        case "number", _:
            kind = "float64"
        case "boolean", _:
            kind = "bool"
        case "array", _:
            return Column(name, "list", children=(_column("item", schema.get("items", {}), inside),))
    return Column(name, kind)
