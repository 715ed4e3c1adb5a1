"""Find the property that each column of a CSV file is written to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

import attrs
from attrs import define, field, frozen
from webcrm_api.lookup import model as type_named
from webcrm_api.model import Model
from webcrm_api.tables import Table

from webcrm_ext.custom_fields.fields import CustomField, Fields
from webcrm_ext.custom_fields.metadata import fields as fetch_fields
from webcrm_ext.custom_fields.metadata import has_fields, parse_fields
from webcrm_ext.custom_fields.names import key_property
from webcrm_ext.custom_fields.native import is_scalar
from webcrm_ext.definition.entity_names import entity_of
from webcrm_ext.errors import FieldValueError, QueryError, did_you_mean, short_repr
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.csv_file import CsvFile
from webcrm_ext.upsert.result_files import COLUMNS
from webcrm_ext.upsert.validation import validate_key_column

RESULT_COLUMNS: Final = frozenset(COLUMNS)
"""Columns of the result files of an upsert, which are ignored, so that such a file can be read again."""

_TYPE_NAME = re.compile(r"\w+")
_NO_TYPES = frozenset({"None", "Unset"})
_SHOWN = 12


@frozen
class Column:
    """A column that is written: its name and position (from 0) in the file, and the field that it is written to."""

    name: str
    index: int
    field: CustomField


@frozen
class Columns:
    """The columns of a file.

    Attributes:
        written: Those that are written, in the order of the file.
        key: The one with the key.
        names: The names of all columns of the file.
        notes: A sentence on columns that are not written.
    """

    written: tuple[Column, ...]
    key: Column
    names: Sequence[str]
    notes: tuple[str, ...] = ()


def find_columns(
    cache: dict[str, Fields], table: Table[Any], file: CsvFile, key: str, mapping: Mapping[str, str | None]
) -> Operation[Columns]:
    """Return the columns of a file and the fields that they are written to.

    Args:
        cache: The fields already fetched, by entity. New ones are added.
        table: The table.
        file: The file.
        key: The key property, named by property, attribute or label.
        mapping: Properties, attributes or labels by column; None for a column to ignore. Other columns are named by
            one themselves.

    Raises:
        FieldValueError: Columns are unknown, missing, duplicate, without a name, or cannot be written. The message
            lists all of them.
        QueryError: No property has the name or label `key`.
    """
    try:
        key_column = yield from key_property(cache, table.model, key)
    except QueryError as error:
        if target := mapping.get(key):
            error.add_to_message(
                f"{key!r} is a column of the file: pass the property that it is written to, key={target!r}."
            )
        raise
    validate_key_column(table, key_column)
    entity = entity_of(table.model)
    if has_fields(entity):
        fields = yield from fetch_fields(cache, entity, {}, refresh=False)
    else:
        fields = parse_fields(entity, [], table.model)
    names = _Names(table, fields, file.header, {name.strip(): target for name, target in mapping.items()})
    return names.resolved(file.path.name, key, key_column)


@define
class _Names:
    """The names of columns and properties, and what is wrong with them."""

    table: Table[Any]
    fields: Fields
    header: Sequence[str]
    mapping: Mapping[str, str | None]
    problems: list[str] = field(factory=list, init=False)
    unknown: list[str] = field(factory=list, init=False)
    read_only: list[str] = field(factory=list, init=False)

    def resolved(self, file_name: str, key: str, key_column: str) -> Columns:
        """Return the columns.

        Raises:
            FieldValueError: Something is wrong with them; the message lists it all.
        """
        self._check_header()
        self._check_mapping()
        written = tuple(self._written())
        self._check_twice(written)
        found = next((column for column in written if column.field.property == key_column), None)
        if found is None:
            named = f"{key} ({key_column})" if key != key_column else key
            self.problems.append(
                f"No column has the key {named}. Name one so, or pass its name in columns: {{'…': {key!r}}}."
            )
        if found is None or self.problems:
            listed = "".join(f"\n- {problem}" for problem in self.problems)
            raise FieldValueError(
                f"The columns of {file_name} cannot be written. Nothing was sent.{listed}{self._advice()}"
            )
        return Columns(written, found, self.header, tuple(self._notes()))

    def _check_header(self) -> None:
        empty = [str(number) for number, name in enumerate(self.header, 1) if not name]
        if empty:
            columns = f"Columns {', '.join(empty)} have" if len(empty) > 1 else f"Column {empty[0]} has"
            self.problems.append(f"{columns} no name. Name each in the first row, or delete it.")
        for name, count in Counter(filter(None, self.header)).items():
            if count > 1:
                self.problems.append(f"{count} columns have the name {name!r}. Rename or delete all but one.")

    def _check_mapping(self) -> None:
        for name in self.mapping:
            if name not in self.header:
                self.problems.append(f"columns names {name!r}, and the file has no such column.{self._similar(name)}")

    def _similar(self, name: str) -> str:
        shown = ", ".join(map(repr, self.header[:_SHOWN])) + (", …" if len(self.header) > _SHOWN else "")
        return did_you_mean(name, self.header) or f" It has {shown}."

    def _written(self) -> Iterator[Column]:
        for index, name in enumerate(self.header):
            mapped = name in self.mapping
            target = self.mapping[name] if mapped else name
            if not name or target is None or (not mapped and name in RESULT_COLUMNS):
                continue
            found = self._field(name, target, mapped=mapped)
            if found is None:
                continue
            if found.property not in self.table.read_only_columns:
                yield Column(name, index, found)
            elif mapped:
                self.problems.append(
                    f"Column {name!r} cannot be written to {found.property}: the service assigns or derives it."
                )
            else:
                self.read_only.append(name)

    def _field(self, name: str, target: str, *, mapped: bool) -> CustomField | None:
        """Return the field that a column is written to, or None and add what is wrong."""
        try:
            found = self.fields.find(target) if self.fields.has(target) else self._undescribed(target)
        except FieldValueError as error:  # an ambiguous label
            self.problems.append(f"Column {name!r}: {error}")
            return None
        if found is None:
            named = f"columns has {target!r} for {name!r}, which" if mapped else f"Column {name!r}"
            hint = did_you_mean(target, self._known_names())
            self.problems.append(f"{named} is neither a property nor a label of {self._many}.{hint}")
            if not mapped:
                self.unknown.append(name)
            return None
        if found.attribute is None or is_scalar(self.table.model, found.attribute):
            return found
        return self._enum_field(name, found, found.attribute)

    def _undescribed(self, name: str) -> CustomField | None:
        """Return the field of a property that has an enum, a record or a list, and no metadata."""
        shape = self.table.model._shape  # noqa: SLF001 - the generated base's, for this layer
        property_ = shape.names.get(name, name)
        attribute = shape.by_api_name.get(property_)
        return CustomField(name, property_, attribute, "text", None, (), is_custom=False) if attribute else None

    def _enum_field(self, name: str, found: CustomField, attribute: str) -> CustomField | None:
        field = enum_field(self.table.model, found, attribute)
        if field is None:
            self.problems.append(
                f"Column {name!r} cannot be written to {found.property}, which has a record or a list. Ignore it: "
                f"columns={{{name!r}: None}}."
            )
        return field

    def _check_twice(self, written: Sequence[Column]) -> None:
        names: dict[str, list[str]] = {}
        for column in written:
            names.setdefault(column.field.property, []).append(column.name)
        for name, columns in names.items():
            if len(set(columns)) > 1:
                listed = " and ".join(map(repr, columns))
                self.problems.append(f"Columns {listed} are written to the same property, {name}. Ignore all but one.")

    def _known_names(self) -> list[str]:
        shape = self.table.model._shape  # noqa: SLF001 - the generated base's, for this layer
        return [*(self.fields[name].label for name in self.fields), *shape.names.values(), *shape.names]

    @property
    def _many(self) -> str:
        return self.table.resource.replace("_", " ")

    def _advice(self) -> str:
        if not self.unknown:
            return ""
        ignored = ", ".join(f"{name!r}: None" for name in self.unknown)
        single = " If the file has several columns, pass its delimiter." if len(self.header) == 1 else ""
        return f"\nPass a property or a label for each unknown column, or ignore it: columns={{{ignored}}}.{single}"

    def _notes(self) -> Iterator[str]:
        if self.read_only:
            listed = ", ".join(self.read_only)
            yield f"Not written, because the service assigns or derives it: {listed}."


def enum_field(model: type[Model], found: CustomField, attribute: str) -> CustomField | None:
    """Return the field of an enum property, as a list of its values; None if the property is no enum."""
    declared = str(getattr(attrs.fields(model), attribute).type)
    names = set(_TYPE_NAME.findall(declared)) - _NO_TYPES
    try:
        type_: Any = type_named(names.pop()) if len(names) == 1 else None
    except AttributeError:
        return None
    if isinstance(type_, type) and issubclass(type_, int):
        return attrs.evolve(found, native="int")
    values = get_args(type_)
    if not values or not all(isinstance(value, str) for value in values):
        return None
    return attrs.evolve(found, type="list", choices=values, native=None)


def validate_mapping(columns: object) -> None:
    """Check the columns that a caller passes; None is valid.

    Raises:
        FieldValueError: It is not a dict of names by column.
    """
    if columns is None:
        return
    if not isinstance(columns, Mapping):
        raise FieldValueError(f"columns is {short_repr(columns)}. Pass a dict of properties or labels by column.")
    for name, target in columns.items():
        if not isinstance(name, str) or not isinstance(target, str | None):
            raise FieldValueError(
                f"columns has {short_repr(target)} for {short_repr(name)}. Pass the name of a property or a label for "
                "the name of a column, or None to ignore the column."
            )
