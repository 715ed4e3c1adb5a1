"""Dates as the API represents them: ISO 8601, OLE automation dates in queries, and the empty date.

The API stores "no date" as 0001-01-01, the smallest date of .NET: the empty date. A date of a model is an aware
datetime, or None. Use these functions to read the values of raw query rows, and to write dates into your own queries.
"""

from __future__ import annotations

import datetime

from webcrm_api.dates import EMPTY_DATE, format_date, is_empty_date, parse_date

from webcrm_ext.errors import FieldValueError

FIRST_OLE_YEAR = 100
"""OLE automation dates begin with this year."""

_OLE_EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - OLE automation dates have no offset
_EMPTY = EMPTY_DATE.replace(tzinfo=None)
_MILLISECOND = datetime.timedelta(milliseconds=1)
_MILLISECONDS_PER_DAY = 86_400_000
_LAST_MILLISECOND = (datetime.datetime.max - _OLE_EPOCH) // _MILLISECOND  # noqa: DTZ901 - in UTC


def without_offset(moment: datetime.datetime) -> datetime.datetime:
    """Return the moment in UTC as a naive datetime; a naive one is returned unchanged.

    The API sends the empty date and 9999-12-31 with any offset. If UTC is outside the years 1 to 9999, the result is
    the first or the last moment of that range.

    Raises:
        FieldValueError: The value is not a datetime.
    """
    if not isinstance(moment, datetime.datetime):
        raise FieldValueError(f"A {type(moment).__name__} is not a moment. Pass a datetime.datetime.")
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except OverflowError:
        return _EMPTY if moment.year == EMPTY_DATE.year else datetime.datetime.max  # noqa: DTZ901 - in UTC


def ole_date(moment: datetime.datetime) -> float:
    """Return the OLE automation date of a moment: days since 1899-12-30, with the time of day as the fraction.

    Queries compare dates with bare numbers of this form: `ProductUpdatedAt = 43853.4536689814`. Before 1899-12-30 the
    days are negative, while the fraction still counts forwards: -1.25 is 1899-12-29 06:00.

    Args:
        moment: A naive datetime, or one with an offset, which is converted to UTC. Rounded to milliseconds.
    """
    # Half a millisecond is rounded up, as the seventh digit of a stored date, which Python does not have, would be.
    milliseconds = min((without_offset(moment) - _OLE_EPOCH + _MILLISECOND / 2) // _MILLISECOND, _LAST_MILLISECOND)
    days, time_of_day = divmod(milliseconds, _MILLISECONDS_PER_DAY)
    fraction = time_of_day / _MILLISECONDS_PER_DAY
    return days + fraction if days >= 0 else days - fraction


def from_ole_date(number: float) -> datetime.datetime:
    """Return the moment of an OLE automation date, as an aware datetime in UTC, rounded to milliseconds.

    Args:
        number: Days since 1899-12-30, as `ole_date` returns them.

    Raises:
        FieldValueError: The value is not a number, or its moment is outside the years 1 to 9999.
    """
    try:
        if isinstance(number, bool):
            raise TypeError  # noqa: TRY301 - the same message
        days = int(number)
        time_of_day = round(abs(number - days) * _MILLISECONDS_PER_DAY)
        moment = _OLE_EPOCH + datetime.timedelta(days=days, milliseconds=time_of_day)
    except (OverflowError, TypeError, ValueError) as error:
        message = "The value is not a number of days between the years 1 and 9999. Pass the OLE number of a date."
        raise FieldValueError(message) from error
    return moment.replace(tzinfo=datetime.UTC)


def query_date(moment: datetime.datetime) -> str:
    """Return the moment as a string for queries: ISO 8601 with seven fractional digits.

    Args:
        moment: A naive datetime, or one with an offset, which is written in UTC with a final "Z".
    """
    # Not strftime: its %Y writes the year of the empty date as "1".
    text = without_offset(moment).isoformat(timespec="microseconds")
    return f"{text}0" if moment.tzinfo is None else f"{text}0Z"


__all__ = [
    "EMPTY_DATE",
    "format_date",
    "from_ole_date",
    "is_empty_date",
    "ole_date",
    "parse_date",
    "query_date",
    "without_offset",
]
