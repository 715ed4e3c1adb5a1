"""Records as columns of Arrow, straight from their JSON. Only this module and the file formats load pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from operator import itemgetter
from typing import Any

import msgspec

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.exports.tables import UNEXPECTED, Column
from webcrm_ext.exports.values import Record, fit, unexpected_values

_PLAIN_TYPES: dict[str, frozenset[type]] = {
    "string": frozenset({str, type(None)}),
    "int32": frozenset({int, type(None)}),
    "int64": frozenset({int, type(None)}),
    "float64": frozenset({float, int, type(None)}),
    "bool": frozenset({bool, type(None)}),
    "timestamp": frozenset({str, type(None)}),
}
"""The types of Python that pyarrow converts as they are. It would cut others: 1.5 in a column of integers to 1."""


def load_arrow(what: str) -> Any:
    """Import pyarrow.

    Args:
        what: What needs it, for the error.

    Raises:
        ConfigurationError: It is not installed.
    """
    try:
        return import_module("pyarrow")
    except ImportError as error:
        raise ConfigurationError(f"{what} needs pyarrow. Run: pip install 'webcrm-client[arrow]'") from error


class ArrowConverter:
    """Converts records to batches of one schema, which does not depend on the records.

    Args:
        columns: The columns.
        known: All properties in the definition.
        what: What needs pyarrow, for the error.

    Raises:
        ConfigurationError: pyarrow is not installed.
    """

    def __init__(self, columns: Sequence[Column], known: frozenset[str], what: str) -> None:
        self.arrow = load_arrow(what)
        self._compute = import_module("pyarrow.compute")
        self._columns = tuple(columns)
        self._known = known
        self._types = [self._type(each) for each in columns]
        names = [each.property for each in columns]
        self._present = names
        self._get_present = _getter(names)
        fields = [(each.name, type_) for each, type_ in zip(columns, self._types, strict=True)]
        self.schema = self.arrow.schema([*fields, (UNEXPECTED, self.arrow.string())])
        moments = self.arrow.timestamp("us", "UTC")
        self._decode = msgspec.json.Decoder(_record_type(columns, known)).decode
        self._last = self.arrow.scalar("9999-12-31T23:59:59.999999Z").cast(moments)

    def batch(self, records: Sequence[Record]) -> Any:
        """Return the records as a `pyarrow.RecordBatch`."""
        refused: list[tuple[int, str]] = []
        arrays = [
            self._array(column, type_, values, refused)
            for column, type_, values in zip(self._columns, self._types, self._values(records), strict=True)
        ]
        unexpected = unexpected_values(records, self._known, refused)
        return self.arrow.RecordBatch.from_arrays(
            [*arrays, self.arrow.array(unexpected, self.arrow.string())], schema=self.schema
        )

    def batch_of_json(self, records: Sequence[bytes | msgspec.Raw]) -> Any | None:
        """Return records of JSON as a `pyarrow.RecordBatch`, in less time than `batch`.

        Returns None if one has an unexpected value or property; then decode them, and use `batch`.
        """
        if not records:
            return None
        try:
            values = zip(*map(msgspec.structs.astuple, map(self._decode, records)), strict=True)
            arrays = [
                self._expected_array(column, type_, each)
                for column, type_, each in zip(self._columns, self._types, values, strict=False)
            ]
        except (self.arrow.ArrowException, msgspec.MsgspecError, ValueError, OverflowError):
            return None
        nothing = self.arrow.nulls(len(records), self.arrow.string())
        return self.arrow.RecordBatch.from_arrays([*arrays, nothing], schema=self.schema)

    def table(self, batches: Sequence[Any]) -> Any:
        """Return batches as one `pyarrow.Table`."""
        return self.arrow.Table.from_batches(batches, schema=self.schema)

    def _values(self, records: Sequence[Record]) -> list[Sequence[Any]]:
        """Return the values of each column; null for a missing property."""
        if not records:
            return [()] * len(self._columns)
        properties = [each.property for each in self._columns]
        if (present := [name for name in properties if name in records[0]]) != self._present:
            self._present, self._get_present = present, _getter(present)  # the records of a list have the same ones
        try:
            values = zip(*map(self._get_present, records), strict=True)
            found = dict(zip(present, values, strict=False))
        except KeyError:
            return [[record.get(name) for record in records] for name in properties]
        if any(len(record) > len(present) for record in records):  # a property that the first record lacks
            missing = [name for name in properties if name not in found]
            found |= {name: tuple(record.get(name) for record in records) for name in missing}
        nothing = (None,) * len(records)
        return [found.get(name, nothing) for name in properties]

    def _array(self, column: Column, type_: Any, values: Sequence[Any], refused: list[tuple[int, str]]) -> Any:
        plain = _PLAIN_TYPES.get(column.kind)
        if plain is not None and plain.issuperset(map(type, values)):
            try:
                return self._moments(values, type_) if column.kind == "timestamp" else self.arrow.array(values, type_)
            except (self.arrow.ArrowException, ValueError, OverflowError):  # such as a number that is too large
                pass
        fitted = [fit(column, value) for value in values]
        refused += [(position, column.property) for position, (_, fits) in enumerate(fitted) if not fits]
        return self.arrow.array([value for value, _ in fitted], type_)

    def _expected_array(self, column: Column, type_: Any, values: Sequence[Any]) -> Any:
        """Return the values of declared types.

        Raises:
            ArrowException: One does not fit.
            ValueError: One does not fit.
        """
        if values.count(None) == len(values):
            return self.arrow.nulls(len(values), type_)
        if column.kind == "timestamp":
            return self._moments(values, type_)
        if column.kind in _PLAIN_TYPES:
            return self.arrow.array(values, type_)
        fitted = [fit(column, value) for value in values]
        if not all(fits for _, fits in fitted):
            raise ValueError(column.property)
        return self.arrow.array([value for value, _ in fitted], type_)

    def _moments(self, values: Sequence[Any], type_: Any) -> Any:
        """Return the moments of strings. Those without an offset are in UTC.

        Raises:
            ArrowException: One is no date.
            ValueError: A moment is after the year 9999 in UTC.
        """
        compute = self._compute
        texts = self.arrow.array(values, self.arrow.string())
        no_date = compute.or_(compute.starts_with(texts, "0001-01-01"), compute.equal(texts, ""))
        texts = compute.if_else(no_date, None, texts)
        texts = compute.replace_substring_regex(texts, r"(\.\d{6})\d+", r"\1")  # the seventh digit is cut
        has_offset = compute.match_substring_regex(texts, r"(?:Z|[+-]\d\d:\d\d)$")
        in_utc = compute.binary_join_element_wise(texts, "Z", "")
        moments = compute.if_else(has_offset, texts, in_utc).cast(type_)
        if compute.any(compute.greater(moments, self._last)).as_py():
            raise ValueError("after the year 9999")
        return moments

    def _type(self, column: Column) -> Any:
        arrow = self.arrow
        if column.kind == "struct":
            return arrow.struct([(each.name, self._type(each)) for each in column.children])
        if column.kind == "list":
            return arrow.list_(self._type(column.children[0]))
        simple = {
            "string": arrow.string, "int32": arrow.int32, "int64": arrow.int64, "float64": arrow.float64,
            "bool": arrow.bool_, "json": arrow.string,
        }  # fmt: skip
        return arrow.timestamp("us", "UTC") if column.kind == "timestamp" else simple[column.kind]()


def _getter(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    """Return a function that returns these properties of a record."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda record: tuple(record[name] for name in names)


def _record_type(columns: Sequence[Column], known: frozenset[str]) -> Any:
    """Return a type that only records with declared properties and types can be decoded to.

    The columns come first. The other properties are not exported, and may have any type.
    """
    declared: dict[str, Any] = {
        "string": str | None, "timestamp": str | None, "int32": int | None, "int64": int | None,
        "float64": float | int | None, "bool": bool | None,
    }  # fmt: skip
    properties = [each.property for each in columns]
    types = [declared.get(each.kind, Any) for each in columns]
    others = sorted(known.difference(properties))
    named = [(f"_{number}", type_, None) for number, type_ in enumerate([*types, *([Any] * len(others))])]
    rename = {name: property_ for (name, _, _), property_ in zip(named, [*properties, *others], strict=True)}
    return msgspec.defstruct("_Record", named, rename=rename, forbid_unknown_fields=True, gc=False)
