"""Date fields and date-time fields ("moments").

The API stores dates as "2018-06-28", and as "20180628" in plus fields.
"""

from __future__ import annotations

import datetime
import re
from typing import TypeVar

from webcrm_ext.custom_fields.text import stored_text
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError, short_repr

Moment = TypeVar("Moment", bound=datetime.date)

_YEAR_FIRST = re.compile(r"\A\d{4}|(?<![\d/.-])\d{4}[/.-]\d")
# Four digits, alone or followed by month and day. The century of a two-digit year would depend on today's date.
_FULL_YEAR = re.compile(r"(?<!\d)\d{4}(?:\d{4,})?(?!\d)")


def read_date(stored: str | None) -> datetime.date | None:
    """Return the value of a date field; None for the empty date.

    Args:
        stored: The string in the record, in any form that `read_moment` reads. The time of day is dropped.

    Raises:
        FieldValueError: The string is not a date with day, month and four-digit year.
    """
    moment = read_moment(stored)
    return None if moment is None else moment.date()


def read_moment(stored: str | None) -> datetime.datetime | None:
    """Return the value of a date-time field, with its offset if it has one; None for the empty date.

    Args:
        stored: The string in the record: ISO 8601 ("2018-06-28T06:32:08Z", "20180628") or a date as people write it
            ("28/06/2018", "28 June 2018"). If day and month are ambiguous, the day is first, unless the year
            precedes both.

    Raises:
        FieldValueError: The string is not a date with day, month and four-digit year, or names its time zone by
            letters other than UTC.
    """
    stored = stored_text(stored).strip()
    if is_empty_date(stored):
        return None
    try:
        return datetime.datetime.fromisoformat(stored)
    except (ValueError, OverflowError):
        return _parse_free_form(stored)


def _parse_free_form(stored: str) -> datetime.datetime:
    from dateutil import parser  # noqa: PLC0415 - for what is not ISO 8601 only

    day_first = _YEAR_FIRST.search(stored) is None
    try:
        # The parser fills missing parts from `default`: if two defaults differ in the result, a part is missing.
        first, second = (
            parser.parse(stored, dayfirst=day_first, default=default, tzinfos=_time_zone)
            for default in (datetime.datetime(2000, 1, 1), datetime.datetime(2001, 2, 15))  # noqa: DTZ001 - see above
        )
        if first == second and _FULL_YEAR.search(stored):
            return first
    except (ValueError, OverflowError):
        pass
    raise FieldValueError(f"{short_repr(stored)} is not a date with a day, a month and a year of four digits.")


def _time_zone(name: str | None, offset: int | None) -> datetime.tzinfo | None:
    if offset is not None:
        return datetime.timezone(datetime.timedelta(seconds=offset))
    if name:
        # An abbreviation means different zones in different countries; dateutil would guess the local one.
        raise ValueError(name)
    return None


def write_date(value: datetime.date, *, compact: bool = False) -> str:
    """Return the string to store in a date field: "2018-06-28".

    Args:
        value: A date from year 2 on. A datetime is invalid, because its time of day would be lost.
        compact: Whether to write "20180628", the form of plus fields.

    Raises:
        FieldValueError: The value is not a date, is a datetime, or is in year 1, which stands for "no date".
    """
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise FieldValueError(f"{short_repr(value)} is not a date. Pass a datetime.date.")
    return _not_empty(value).isoformat().replace("-", "" if compact else "-")


def write_moment(value: datetime.datetime) -> str:
    """Return the string to store in a date-time field, in ISO 8601.

    Args:
        value: A datetime from year 2 on, with or without an offset.

    Raises:
        FieldValueError: The value is not a datetime, or is in year 1, which stands for "no date".
    """
    if not isinstance(value, datetime.datetime):
        raise FieldValueError(f"{short_repr(value)} is not a date with time. Pass a datetime.datetime.")
    return _not_empty(value).isoformat()


def _not_empty(value: Moment) -> Moment:
    if is_empty_date(value):
        raise FieldValueError(f'{short_repr(value)} stands for "no date". Pass None to empty the field.')
    return value
