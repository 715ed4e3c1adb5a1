"""Dates as the API writes them: ISO 8601, OLE automation numbers in queries, and the empty date.

`is_empty_date`, `ole_date`, `from_ole_date` and `query_date` are for programs too: they read what a record or a
raw row holds, and write what a query of one's own takes.
"""

from __future__ import annotations

import datetime

from webcrm_api.dates import EMPTY_DATE

_OLE_START = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - OLE dates know no zone
_MILLISECOND = datetime.timedelta(milliseconds=1)
_DAY = 86_400_000
"""Milliseconds in a day."""


def is_empty_date(value: object) -> bool:
    """Say whether a value is "no date": None, "", or 0001-01-01 with any time and offset."""
    if isinstance(value, str):
        return not value.strip() or value.startswith("0001-01-01")
    return value is None or (isinstance(value, datetime.date) and value.year == 1)


def without_offset(moment: datetime.datetime) -> datetime.datetime:
    """Give a moment in UTC, without an offset; one that has none is given as it is.

    The empty date comes with any offset, and a day without end as well: where UTC would lie beyond the years
    1 to 9999, it is the first or the last moment of them.
    """
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except OverflowError:
        return EMPTY_DATE if moment.year == EMPTY_DATE.year else datetime.datetime.max  # noqa: DTZ901 - in UTC


def ole_date(moment: datetime.datetime) -> float:
    """Give the OLE automation number of a moment: days since 1899-12-30, the fraction is the time of day.

    It is exact to the millisecond. A moment with an offset is converted to UTC first. Before 1899-12-30
    the days count backwards and the time of day still counts forwards, as OLE has it.
    """
    milliseconds = round((without_offset(moment) - _OLE_START) / _MILLISECOND)
    days, time_of_day = divmod(milliseconds, _DAY)
    return days + time_of_day / _DAY if days >= 0 else days - time_of_day / _DAY


def from_ole_date(number: float) -> datetime.datetime:
    """Give the moment of an OLE automation number, without an offset, to the millisecond.

    Raises:
        OverflowError: The number lies beyond the years 1 to 9999.
    """
    days = int(number)
    time_of_day = round(abs(number - days) * _DAY)
    return _OLE_START + datetime.timedelta(days=days, milliseconds=time_of_day)


def query_date(moment: datetime.datetime) -> str:
    """Write a moment as the API's queries take it, with seven fractional digits; one with an offset as UTC."""
    zone = "" if moment.tzinfo is None else "Z"
    # Not strftime: its %Y writes the year of the empty date as "1".
    return f"{without_offset(moment).isoformat(timespec='microseconds')}0{zone}"


__all__ = [
    "EMPTY_DATE",
    "from_ole_date",
    "is_empty_date",
    "ole_date",
    "query_date",
    "without_offset",
]
