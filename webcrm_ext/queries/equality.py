"""What the service treats as equal: values of a list, and moments with fewer digits than the stored ones."""

from __future__ import annotations

import datetime
import math
import unicodedata
from decimal import Decimal

from webcrm_ext.dates import ole_date, query_date

_MILLISECONDS_PER_DAY = 86_400_000
_MAX_OLE_DAYS = 2_958_466
_COMPACT_DATE = range(1000_01_01, 9999_12_31 + 1)
_BOOLEANS = {"true": 1.0, "false": 0.0, "": 0.0}
"""Strings that a column of numbers may read as a number."""


def comparison_key(value: object) -> str | float:
    """Return a key that is the same for all values that a column of any type may treat as equal.

    A column of numbers reads `"01"` as 1, a column of dates reads `"20200123"` and the OLE number 43853 as the same
    day, and a column of strings may ignore case, accents and blanks.
    """
    if isinstance(value, datetime.date):
        return _rounded(_ole_days(value))
    if isinstance(value, int | float | Decimal):
        return _number_key(float(value))
    text = _without_accents_and_blanks(str(value))
    try:
        number = _BOOLEANS[text] if text in _BOOLEANS else float(text)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return _number_key(number)
    try:
        return _rounded(_ole_days(datetime.datetime.fromisoformat(str(value).strip())))
    except ValueError:
        return text


def moment_bounds(moment: datetime.datetime) -> tuple[str, str]:
    """Return the first and the last moment, as literals, whose value in Python is this one.

    The service stores seven digits of a second, and Python cuts them to six.
    """
    first = query_date(moment)
    digits, zone = (first[:-2], "Z") if first.endswith("Z") else (first[:-1], "")
    return f"'{first}'", f"'{digits}9{zone}'"


def _without_accents_and_blanks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in decomposed if not unicodedata.combining(each) and not each.isspace())


def _number_key(number: float) -> float:
    """Return the key of a number, which may also be a date: 20200123, or an OLE number."""
    if number.is_integer() and int(number) in _COMPACT_DATE:
        try:
            number = _ole_days(datetime.date.fromisoformat(str(int(number))))
        except ValueError:  # the number is not a date
            return number
    return _rounded(number) if abs(number) < _MAX_OLE_DAYS else number


def _ole_days(day: datetime.date) -> float:
    return ole_date(day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time()))


def _rounded(days: float) -> float:
    """Return days rounded to milliseconds, the precision of OLE numbers."""
    return float(round(days * _MILLISECONDS_PER_DAY))
