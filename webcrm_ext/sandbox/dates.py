"""Dates as the API reads and writes them: ISO 8601 with up to seven digits of a second, and OLE automation numbers."""

import re
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

DateOffset = Literal["summer-time", "utc", "none"]

EMPTY_DATE = "0001-01-01T00:00:00"
TICKS_A_SECOND = 10_000_000
TICKS_A_DAY = 86_400 * TICKS_A_SECOND
TICKS_A_MILLISECOND = TICKS_A_SECOND // 1000
_SERVER_ZONE = ZoneInfo("Europe/London")
"""Fits the offsets that were seen: +00:00 in December and +01:00 in August."""
_OLE_EPOCH = date(1899, 12, 30).toordinal()

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?)?"
    r"(?:([Zz])|([+-])([01]\d|2[0-3]):?([0-5]\d))?",
    re.ASCII,
)


def ticks(value: str) -> int | None:
    """Return an ISO date as units of 100 ns since 0001-01-01 in UTC, or None if it is invalid.

    A date without an offset is read as UTC.
    """
    match = _ISO.fullmatch(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, _zulu, sign, offset_hours, offset_minutes = match.groups()
    try:
        days = date(int(year), int(month), int(day)).toordinal() - 1
    except ValueError:
        return None
    seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + int(second or 0)
    if sign:
        shift = int(offset_hours) * 3600 + int(offset_minutes) * 60
        seconds += -shift if sign == "+" else shift
    return days * TICKS_A_DAY + seconds * TICKS_A_SECOND + int((fraction or "").ljust(7, "0")[:7])


def at_server(date_: datetime) -> datetime:
    """Return a date, in UTC, in the time zone of the server."""
    return date_.replace(tzinfo=UTC).astimezone(_SERVER_ZONE)


def format_date(date_: datetime, offset: DateOffset = "summer-time") -> str:
    """Return a date, in UTC, as the server writes it: with seven digits of a second, and the offset of its zone."""
    at = at_server(date_) if offset == "summer-time" else date_.replace(tzinfo=UTC)
    zone = "" if offset == "none" else f"{at:%z}"
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}0{zone and f'{zone[:3]}:{zone[3:]}'}"


def ticks_of_ole(days: float) -> int:
    """Return the ticks of an OLE automation number, the days since 1899-12-30."""
    return (_OLE_EPOCH - 1) * TICKS_A_DAY + round(days * TICKS_A_DAY)


def milliseconds(ticks_: int) -> int:
    """Return ticks rounded to milliseconds, the precision of OLE automation numbers."""
    return (ticks_ + TICKS_A_MILLISECOND // 2) // TICKS_A_MILLISECOND
