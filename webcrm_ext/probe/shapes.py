"""The shape of a value: what kind of value it is, without the value itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_EMPTY_DATE = re.compile(r"0001-01-01T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?")
_STRINGS = (
    ("Yes or No", re.compile(r"Yes|No")),
    ("[]", re.compile(r"\[\]")),
    ("numbered entries", re.compile(r"\d\d: .+", re.DOTALL)),
    ("date 2018-06-28", re.compile(r"\d{4}-\d\d-\d\d")),
    ("date 20180628", re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")),
    ("date and time", _DATE_TIME),
    ("integer", re.compile(r"[+-]?\d+")),
    ("number", re.compile(r"[+-]?\d+[.,]\d+")),
)

_JSON_TYPES = {str: "string", list: "array", int: "number", float: "number", bool: "boolean"}


def body_shape(content: bytes, json: Any) -> str:
    """Return the shape of a response body: `none`, `text`, `HTML`, `JSON string`, or the names of a JSON object."""
    if not content.strip():
        return "none"
    if isinstance(json, dict):
        return f"JSON object with {', '.join(sorted(json))}" if json else "JSON object"
    if json is not None:
        return f"JSON {_JSON_TYPES.get(type(json), 'value')}"
    return "HTML" if content.lstrip().startswith(b"<") else "text"


def is_empty_date(value: object) -> bool:
    """Return whether a value is the empty date."""
    return isinstance(value, str) and _EMPTY_DATE.fullmatch(value) is not None


def date_shape(value: object) -> tuple[str, int] | None:
    """Return the offset of a date and time and its number of fractional digits; None for another value."""
    match = _DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    return None if match is None else (match[2] or "none", len(match[1] or ""))


def value_shape(value: object, entries: Collection[str] = ()) -> str:
    """Return the shape of a custom field's value.

    Args:
        value: The value.
        entries: The entries of its list.
    """
    if value is None:
        return "null"
    if not isinstance(value, str):
        return _JSON_TYPES.get(type(value), "object")
    if not value:
        return "empty"
    if value in entries:
        return "entry of the list"
    return next((name for name, pattern in _STRINGS if pattern.fullmatch(value)), "text")


def shares(shapes: Iterable[str]) -> dict[str, float]:
    """Return the share of each shape, the largest first, rounded to a thousandth."""
    counter = Counter(shapes)
    total = sum(counter.values())
    return {shape: round(count / total, 3) for shape, count in counter.most_common()}
