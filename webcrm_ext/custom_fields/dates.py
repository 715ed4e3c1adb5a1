"""Dates."""

from __future__ import annotations

import datetime
import re
from typing import TypeVar

from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError

Moment = TypeVar("Moment", bound=datetime.date)


_YEAR_FIRST = re.compile(r"\A\d{4}|(?<![\d/.-])\d{4}[/.-]\d")
# By itself, or with month and day behind it: the century of two digits would depend on today.
_WHOLE_YEAR = re.compile(r"(?<!\d)\d{4}(?:\d{4,})?(?!\d)")


def read_date(text: str | None) -> datetime.date | None:
    """Give the date that a text holds: "2018-06-28", "20180130", or a date-time's day; None for no date.

    Raises:
        FieldValueError: It holds no date.
    """
    moment = read_moment(text)
    return None if moment is None else moment.date()


def read_moment(text: str | None) -> datetime.datetime | None:
    """Give the moment that a text holds, or None for the empty date.

    Raises:
        FieldValueError: It holds none.
    """
    text = (text or "").strip()
    if is_empty_date(text):
        return None
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return _written_freely(text)


def _written_freely(text: str) -> datetime.datetime:
    """Give the moment of a text that is not ISO 8601; one that leaves out a part of the date is refused."""
    from dateutil import parser  # noqa: PLC0415 - for what is not ISO 8601 only

    # Where day and month could be either, Nordic users write the day first, unless the year comes before both.
    day_first = _YEAR_FIRST.search(text) is None
    try:
        # What the text leaves out is taken from the default, so that two of them tell whether it is a whole date.
        one, other = (
            parser.parse(text, dayfirst=day_first, default=default, tzinfos=_zone)
            for default in (datetime.datetime(2000, 1, 1), datetime.datetime(2001, 2, 15))  # noqa: DTZ001 - the text's
        )
        if one == other and _WHOLE_YEAR.search(text):
            return one
    except (ValueError, OverflowError):
        pass
    raise FieldValueError(f"{text!r} is not a date with a day, a month and a year of four digits.")


def _zone(name: str | None, seconds: int | None) -> datetime.tzinfo | None:
    if seconds is not None:
        return datetime.timezone(datetime.timedelta(seconds=seconds))
    if name:
        # Letters mean other zones in other countries, and dateutil would take the machine's own for meant.
        raise ValueError(name)
    return None


def write_date(value: datetime.date, *, compact: bool = False) -> str:
    """Give the text for a date: "2018-06-28", or compact "20180628" for plus fields.

    Raises:
        FieldValueError: It is no date, has a time of day, which would be lost, or is the empty date.
    """
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise FieldValueError(f"{value!r} is not a date: give a datetime.date.")
    return _not_empty(value).isoformat().replace("-", "" if compact else "-")


def write_moment(value: datetime.datetime) -> str:
    """Give the text for a moment, in ISO 8601.

    Raises:
        FieldValueError: It is no moment, or is the empty date.
    """
    if not isinstance(value, datetime.datetime):
        raise FieldValueError(f"{value!r} is not a moment: give a datetime.datetime.")
    return _not_empty(value).isoformat()


def _not_empty(value: Moment) -> Moment:
    if is_empty_date(value):
        raise FieldValueError(f"{value!r} stands for no date at all: give None to empty the field.")
    return value
