"""JSON values in the columns of a table: what fits a declared type, and what does not.

Nothing is lost: what does not fit goes into the column `_unexpected`, as JSON.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from webcrm_api.dates import read_date

from webcrm_ext.dates import without_offset
from webcrm_ext.exports.tables import Column

Record = dict[str, Any]

_RANGES = {"int32": range(-(2**31), 2**31), "int64": range(-(2**63), 2**63)}
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def decode_record(content: bytes | msgspec.Raw) -> Record:
    """Return a record of JSON, also one in which a string was cut within a character, which msgspec refuses."""
    try:
        record: Record = _decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        record = json.loads(bytes(content))
    return record


def encode(value: Any) -> bytes:
    """Return a value as JSON in one line, also with half characters."""
    try:
        return _encode(value)
    except (UnicodeEncodeError, ValueError):
        return json.dumps(value, separators=(",", ":")).encode()


def fit(column: Column, value: Any) -> tuple[Any, bool]:
    """Return the value for a column, and whether nothing of it is left out.

    Args:
        column: The column.
        value: A value of JSON. A timestamp becomes a naive datetime in UTC. Of a nested record, the parts that fit are
            returned.
    """
    if value is None:
        return None, True
    match column.kind:
        case "string":
            fits = value.__class__ is str and _is_whole(value)
        case "int32" | "int64":
            fits = value.__class__ is int and value in _RANGES[column.kind]
        case "float64":
            return _fit_number(value)
        case "bool":
            fits = value.__class__ is bool
        case "json":
            return encode(value).decode(), True
        case "timestamp":
            return _fit_moment(value)
        case "struct":
            return _fit_record(column, value)
        case "list":
            return _fit_list(column.children[0], value)
    return (value, True) if fits else (None, False)


def unexpected_values(
    records: Sequence[Record], known: frozenset[str], refused: Iterable[tuple[int, str]]
) -> list[str | None]:
    """Return the values of the column `_unexpected`.

    Args:
        records: The records.
        known: The properties in the definition.
        refused: The position of the record and the property of each value that does not fit.
    """
    found: list[Record | None] = [None] * len(records)
    for position, name in refused:
        found[position] = {**(found[position] or {}), name: records[position][name]}
    for position, record in enumerate(records):
        if not record.keys() <= known:
            unknown = {name: value for name, value in record.items() if name not in known}
            found[position] = {**(found[position] or {}), **unknown}
    return [None if each is None else encode(each).decode() for each in found]


def _is_whole(text: str) -> bool:
    """Return whether UTF-8 can encode a string, which has no half characters then."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fit_number(value: Any) -> tuple[Any, bool]:
    if value.__class__ is int:
        try:
            number = float(value)
        except OverflowError:
            return None, False
        return (number, True) if int(number) == value else (None, False)
    return (value, True) if value.__class__ is float else (None, False)


def _fit_moment(value: Any) -> tuple[Any, bool]:
    if value.__class__ is not str:
        return None, False
    moment = read_date(value)
    if moment is None:
        return None, True
    return (without_offset(moment), True) if isinstance(moment, datetime.datetime) else (None, False)


def _fit_record(column: Column, value: Any) -> tuple[Any, bool]:
    if value.__class__ is not dict:
        return None, False
    fitted = {each.property: fit(each, value.get(each.property)) for each in column.children}
    complete = all(fits for _, fits in fitted.values()) and value.keys() <= fitted.keys()
    return {name: part for name, (part, _) in fitted.items()}, complete


def _fit_list(item: Column, value: Any) -> tuple[Any, bool]:
    if value.__class__ is not list:
        return None, False
    fitted = [fit(item, each) for each in value]
    return [part for part, _ in fitted], all(fits for _, fits in fitted)
