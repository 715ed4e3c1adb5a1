# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Check the values of a call before it is sent, and write them as the API expects them."""

from __future__ import annotations

import datetime
import difflib
import enum
import math
import operator
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .dates import date_text, write_date
from .errors import FieldValueError
from .lookup import model
from .types import UNSET

if TYPE_CHECKING:
    from decimal import Decimal

_LARGEST = 2**63 - 1
_INTEGER_DIGITS = 18
_SHOWN_CHARACTERS = 60

Format = Callable[[str, Any], str]
"""Returns the text of a value in a path, for its name and the value."""


def record_id(name: str, value: Any) -> str:
    """Return the text of a record's own id.

    Raises:
        FieldValueError: It is not an integer above 0.
    """
    return _integer_text(name, value, "an id above 0, the id of an existing record", least=1)


def reference_id(name: str, value: Any) -> str:
    """Return the text of the id of a related record; a user's may be 0, which is nobody.

    Raises:
        FieldValueError: It is not an integer of at least 0.
    """
    return _integer_text(name, value, "an id, an integer of at least 0", least=0)


def whole_number(name: str, value: Any) -> str:
    """Return the text of an integer.

    Raises:
        FieldValueError: It is not an integer.
    """
    return _integer_text(name, value, "an integer", least=-_LARGEST)


def string(name: str, value: Any) -> str:
    """Return the text of a string, escaped for a path.

    Raises:
        FieldValueError: It is not a string, contains half of a character, or is empty or only dots, so that the path
            would name something else.
    """
    if not isinstance(value, str) or not value.strip(" ."):
        raise FieldValueError(f"{name} is {_shown(value)}; pass a string that is not empty or only dots.")
    try:
        return quote(str(value), safe="")
    except UnicodeEncodeError:
        raise FieldValueError(f"{name} is {_shown(value)}; pass a string of whole characters.") from None


def moment(name: str, value: Any) -> str:
    """Return the text of a date: seconds without an offset, as the API documents it for paths.

    Raises:
        FieldValueError: It is neither a datetime nor a date.
    """
    if not isinstance(value, datetime.date):
        raise FieldValueError(f"{name} is {_shown(value)}; pass a datetime or a date.")
    # Not strftime: its %Y writes the year of the empty date as "1".
    return quote(_in_utc(value).isoformat(timespec="seconds"), safe="")


def any_value(name: str, value: Any) -> str:
    """Return the text of a string, an integer or a date, for a path that is not in the definition.

    Raises:
        FieldValueError: It is another value, which has no text, or it is empty or only dots.
    """
    if isinstance(value, datetime.date):
        return moment(name, value)
    return string(name, value) if isinstance(value, str) else whole_number(name, value)


def check_range(start: Any, end: Any) -> None:
    """Check that a range of dates is not reversed.

    Raises:
        FieldValueError: The end is before the start.
    """
    dates = isinstance(start, datetime.date) and isinstance(end, datetime.date)
    if dates and _in_utc(end) < _in_utc(start):
        raise FieldValueError(f"The range of dates is reversed: it starts at {start} and ends at {end}.")


def query_value(name: str, value: Any) -> Any:
    """Return a value of the query as a string, a number or a boolean, or a list of them.

    Raises:
        FieldValueError: It is another value, which has no text.
    """
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        return value.isoformat()
    if isinstance(value, datetime.date) or _is_decimal(value):
        return to_json(value)
    if isinstance(value, list | tuple):
        return [query_value(name, item) for item in value if item is not None]
    if isinstance(value, enum.IntEnum):
        return value.value
    if isinstance(value, str | int | float):
        return value
    number = _index(value)
    if number is not None:
        return number
    raise FieldValueError(f"{name} is {_shown(value)}; pass a string, a number, a boolean, a date or a list of them.")


def header_value(name: str, value: Any) -> str:
    """Return the text of a header.

    Raises:
        FieldValueError: It is not a string or a number.
    """
    if not isinstance(value, str | int | float):
        raise FieldValueError(f"The header {name} is {_shown(value)}; pass a string.")
    return str(value)


def body_json(value: Any, model_name: str, *, several: bool, call: str) -> Any:
    """Return the JSON of a body: a record or a dict with the API's names, or a list of them.

    Args:
        value: The body.
        model_name: The name of the declared model.
        several: Whether a list of records is declared.
        call: The operation's name, for messages.

    Raises:
        FieldValueError: The body has another class, or a dict has a name that is not the API's.
    """
    declared = model(model_name)
    if not several:
        return record_json(value, declared, f"The body of {call}")
    if not isinstance(value, list | tuple):
        raise FieldValueError(f"The body of {call} is {_shown(value)}; pass a list of {model_name}.")
    return [record_json(item, declared, f"Record {number} of {call}") for number, item in enumerate(value, 1)]


def record_json(value: Any, declared: Any, what: str) -> Any:
    """Return the JSON of a record, or of a dict with the API's names.

    Args:
        value: The record or the dict.
        declared: The model of the record.
        what: What it is, for messages.

    Raises:
        FieldValueError: It is of another class, has a name that is not the API's, or is nested too deeply.
    """
    try:
        if isinstance(value, declared):
            shape = declared._shape  # noqa: SLF001
            # Further properties of a record are sent, but not those named as in Python: the service would ignore them.
            for name in value._additional or ():  # noqa: SLF001
                if name in shape.names:
                    raise unknown_name(name, declared)
            _check_parts(value, shape)
        elif isinstance(value, Mapping) and not hasattr(value, "_shape"):  # a record is a mapping, too
            check_names(value, declared)
        else:
            wanted = f"{declared.__name__}, or a dict with the API's names"
            raise FieldValueError(f"{what} is {_shown(value)}; pass {wanted}.")
        return to_json(value)
    except RecursionError:
        raise FieldValueError(f"{what} is nested too deeply, or contains itself.") from None


def to_json(value: Any) -> Any:
    """Return a value as the JSON that is sent: records and dictionaries with all that they contain, dates, decimals.

    A date that was read and not changed is sent as it was read.

    Raises:
        FieldValueError: A datetime has no offset.
    """
    return _as_json(value, "to_request")


def to_plain(value: Any) -> Any:
    """Return a value as plain JSON for people, files and warehouses; see `Model.to_dict`."""
    return _as_json(value, "to_dict")


def _as_json(value: Any, method: str) -> Any:
    if hasattr(value.__class__, "to_request"):  # a record
        return getattr(value, method)()
    if isinstance(value, datetime.date):
        return write_date(value) if method == "to_request" else date_text(write_date(value))
    if _is_decimal(value):
        return _number(value)
    if isinstance(value, list | tuple):
        return [_as_json(item, method) for item in value]
    if isinstance(value, Mapping):
        return {name: _as_json(item, method) for name, item in value.items()}
    return value.value if isinstance(value, enum.IntEnum) else value


def check_names(source: Mapping[Any, Any], declared: Any) -> None:
    """Check that a dictionary, and those inside it, have the API's names only.

    Args:
        source: The dictionary.
        declared: The model of the record.

    Raises:
        FieldValueError: A name is not the API's.
    """
    shape = declared._shape  # noqa: SLF001 - the base class of models
    for name in source:
        if name not in shape.known:
            raise unknown_name(name, declared)
    _check_parts(source, shape)


def _check_parts(source: Any, shape: Any) -> None:
    """Check the names of dictionaries inside a record, or inside a dictionary that stands for one."""
    for index, convert in shape.converters:
        part = source.get(shape.api_names[index])
        if isinstance(part, dict | list):
            _check_part(part, convert(part))


def _check_part(part: Any, record: Any) -> None:
    if isinstance(part, dict) and hasattr(record, "_shape"):
        check_names(part, type(record))
    elif isinstance(part, list) and isinstance(record, list):
        for each, each_record in zip(part, record, strict=True):
            _check_part(each, each_record)


def unknown_name(name: Any, declared: Any) -> FieldValueError:
    """Return the error for a name that is not the API's, with a suggestion."""
    shape = declared._shape  # noqa: SLF001
    by_folded = {each.casefold(): each for each in shape.api_names}
    close = difflib.get_close_matches(str(name).casefold().replace("_", ""), by_folded, n=3)
    similar = [shape.names[name]] if name in shape.names else [by_folded[each] for each in close]
    suggestion = f" Did you mean {' or '.join(map(repr, similar))}?" if similar else ""
    shown, of_labels = _shown(name), "; labels are for crm.custom(record)"
    label = ""
    if isinstance(name, str) and not name.isidentifier():  # no property has such a name
        label, of_labels = f" If it is a label, use its property, or crm.custom(record)[{shown}].", ""
    return FieldValueError(
        f"{declared.__name__} has no property {shown} in the API.{label}{suggestion} Set one that the definition lacks "
        f"in the record's additional_properties{of_labels}."
    )


def _integer_text(name: str, value: Any, wanted: str, *, least: int) -> str:
    number = None if isinstance(value, bool) else _index(value)
    if number is not None and least <= number <= _LARGEST:
        return str(number)
    if isinstance(value, Mapping):  # records, too
        kind = type(value).__name__
        raise FieldValueError(f"{name} is a {kind}, so the {name} is missing: pass an int above 0 before it.")
    kind = f", a {type(value).__name__}; pass an int:" if number is None else "; pass"
    raise FieldValueError(f"{name} is {_shown(value)}{kind} {wanted}.")


def _index(value: Any) -> int | None:
    """Return an integer of any class, such as numpy's, as an int; None for another value."""
    try:
        return operator.index(value)
    except TypeError:  # also of a class, or of an array of several numbers
        return None


def _in_utc(value: datetime.date) -> datetime.datetime:
    """Return a date as a naive datetime in UTC; a naive one is in UTC, and a date is its midnight."""
    if not isinstance(value, datetime.datetime):
        return datetime.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(datetime.UTC).replace(tzinfo=None)
    except OverflowError:  # at the ends of the calendar
        return value.replace(tzinfo=None)


def _is_decimal(value: Any) -> bool:
    decimal = sys.modules.get("decimal")  # not loaded: then the value is no Decimal
    return decimal is not None and isinstance(value, decimal.Decimal)


def _number(value: Decimal) -> float:
    if not value.is_finite():
        return math.nan  # JSON has neither; it is refused when the request is built
    return int(value) if value == value.to_integral_value() and value.adjusted() < _INTEGER_DIGITS else float(value)


def _shown(value: Any) -> str:
    """Return a description of a value for a message; of a record, a file or the like only its type."""
    if value is None or value is UNSET or isinstance(value, bool | float):
        return repr(value)
    if isinstance(value, int):
        return repr(value) if abs(value) <= _LARGEST else "too large"
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "…")
    kind = type(value).__name__
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


__all__ = [
    "Format",
    "any_value",
    "body_json",
    "check_names",
    "check_range",
    "header_value",
    "moment",
    "query_value",
    "record_id",
    "record_json",
    "reference_id",
    "string",
    "to_json",
    "to_plain",
    "unknown_name",
    "whole_number",
]
