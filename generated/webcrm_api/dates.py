# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Dates as the service sends them, and as Python has them: aware, or None.

The service sends dates with an offset or without, with up to seven digits of a second, and writes "no date" as
0001-01-01, the smallest date of .NET: the empty date. A date property of a model is an aware datetime, or None for
null and for the empty date; a value without an offset is in UTC.
"""

from __future__ import annotations

import datetime
from typing import Any, overload

from .errors import FieldValueError
from .types import UNSET

EMPTY_DATE = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
"""The moment that the service stores for "no date"."""

_EMPTY = "0001-01-01T00:00:00"
_EMPTY_DAY = "0001-01-01"
_SHOWN = 40
_MINUTE = datetime.timedelta(minutes=1)


def is_empty_date(value: object) -> bool:
    """Return whether a value means "no date".

    Args:
        value: Any value. None, "", strings of spaces only, strings that begin with 0001-01-01, and dates and
            datetimes in year 1 are empty.
    """
    if isinstance(value, str):
        return not value.strip() or value.startswith(_EMPTY_DAY)
    return value is None or (isinstance(value, datetime.date) and value.year == 1)


def parse_date(value: str | None) -> datetime.datetime | None:
    """Return the aware datetime of a string as the service sends it, for example in a row of a query.

    Args:
        value: ISO 8601, with an offset or without, which means UTC. Digits after the sixth are cut.

    Returns:
        The moment, or None for null, "" and the empty date.

    Raises:
        FieldValueError: The string is not a date.
    """
    moment = read_date(value)
    if moment is None:
        return None
    if isinstance(moment, datetime.datetime):
        return check_aware(moment)
    raise FieldValueError(f"{_shown(value)} is not a date. Pass ISO 8601, such as '2024-05-31T12:30:00+02:00'.")


def format_date(moment: datetime.datetime) -> str:
    """Return an aware datetime in the spelling of `to_dict()`: ISO 8601 with microseconds and offset.

    Raises:
        FieldValueError: The value is not an aware datetime.
    """
    check_aware(moment)
    return moment.isoformat(timespec="microseconds")


def read_date(value: Any) -> Any:
    """Return the aware datetime of a JSON value; None for null, "" and the empty date; any other value unchanged."""
    if value.__class__ is not str:
        return value
    if value.startswith(_EMPTY_DAY) or not value:
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        return value if value.strip() else None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def date_text(value: Any) -> Any:
    """Return a JSON value that may be a date in the spelling of `format_date`; None for no date."""
    moment = read_date(value)
    return moment.isoformat(timespec="microseconds") if isinstance(moment, datetime.datetime) else moment


def write_date(value: Any) -> str:
    """Return a date as it is sent: ISO 8601 with an offset; None is the empty date, a `date` its midnight in UTC.

    Raises:
        FieldValueError: The value is no date, or a datetime without an offset.
    """
    if value is None:
        return _EMPTY
    if isinstance(value, datetime.datetime):
        if value != value or value.year == 1:  # NaT, the missing date of pandas, or the empty date
            return _EMPTY
        return _whole_minutes(check_aware(value)).isoformat()
    if isinstance(value, datetime.date):
        return _EMPTY if value.year == 1 else f"{value.isoformat()}T00:00:00+00:00"
    if isinstance(value, str) and not isinstance(read_date(value), str):
        return str(value) or _EMPTY
    raise FieldValueError(
        f"{_shown(value)} is not a date. Pass an aware datetime, a date, a string in ISO 8601, or None for no date."
    )


def check_aware(moment: Any) -> datetime.datetime:
    """Return a datetime that has an offset.

    Raises:
        FieldValueError: The value is no datetime, or has no offset.
    """
    if not isinstance(moment, datetime.datetime):
        raise FieldValueError(f"{_shown(moment)} is not a datetime. Pass an aware datetime.datetime.")
    if moment.utcoffset() is None:
        raise FieldValueError(
            f"{moment.isoformat()} has no offset from UTC. Pass an aware datetime, such as "
            "datetime.now(datetime.UTC), or set one: moment.replace(tzinfo=datetime.UTC)."
        )
    return moment


def _whole_minutes(moment: datetime.datetime) -> datetime.datetime:
    """Return the moment with an offset that ISO 8601 can write; old local times have seconds in theirs."""
    offset = moment.utcoffset()
    if offset is None or not offset % _MINUTE:
        return moment
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:  # at the end of the calendar
        return datetime.datetime.max.replace(tzinfo=datetime.UTC)


def _shown(value: Any) -> str:
    kind = type(value).__name__
    is_short = isinstance(value, str) and len(value) <= _SHOWN
    return repr(value) if is_short else f"{'An' if kind[:1].lower() in 'aeiou' else 'A'} {kind}"


class DateProperty:
    """A date property of a model.

    The record has the value as the service sent it, and sends it back until another moment is assigned. It is parsed
    when the attribute is read.
    """

    __slots__ = ("_wire",)

    def __init__(self, wire: Any) -> None:
        self._wire = wire

    @overload
    def __get__(self, record: None, owner: type[Any]) -> DateProperty: ...
    @overload
    def __get__(self, record: Any, owner: type[Any]) -> Any: ...

    def __get__(self, record: Any, owner: type[Any]) -> Any:
        return self if record is None else read_date(self._wire.__get__(record))

    def __set__(self, record: Any, value: Any) -> None:
        """Set the moment; one that is equal to the current one changes nothing.

        Raises:
            FieldValueError: The value is no date, or a datetime without an offset.
        """
        if value is not UNSET:
            try:
                wire = self._wire.__get__(record)
            except AttributeError:  # the record is being created
                wire = UNSET
            if wire is not UNSET and read_date(wire) == value:
                return
            value = write_date(value)
        self._wire.__set__(record, value)


__all__ = [
    "EMPTY_DATE",
    "DateProperty",
    "check_aware",
    "date_text",
    "format_date",
    "is_empty_date",
    "parse_date",
    "read_date",
    "write_date",
]
