"""Values as people write them in a CSV file or a web form: a function for each kind of field.

What has two meanings is refused: a year of two digits, and "1.234", which has three decimals in one country and is more
than a thousand in another.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from webcrm_ext.custom_fields.choices import Match, fold, read_selection, without_number
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError, InvalidCheckboxError, InvalidNumberError, short_repr
from webcrm_ext.queries.numbers import exact_decimal

_CHECKBOX = {
    **dict.fromkeys(("yes", "true", "1", "ja", "on"), True),
    **dict.fromkeys(("no", "false", "0", "nej", "off"), False),
}

_NUMBER = re.compile(
    r"""(?P<sign>[+-]?)
    (?P<whole>\d+|\d{1,3}(?P<separator>[.,\ \u00a0\u202f])\d{3}(?:(?P=separator)\d{3})*)
    (?:(?P<point>[.,])(?P<decimals>\d+))?""",
    re.VERBOSE | re.ASCII,
)
_AMBIGUOUS_NUMBER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_MAX_DIGITS = 4300

_MOMENT = re.compile(
    r"""(?:(?P<iso>\d{4}-\d\d-\d\d|\d{8})|(?P<day>\d{1,2})(?P<separator>[./-])(?P<month>\d{1,2})(?P=separator)(?P<year>\d{4}))
    (?:(?:T|\ +)(?P<time>\d\d:\d\d\S*))?""",
    re.VERBOSE | re.ASCII,
)
_MIDNIGHT = datetime.time()

_MISSING = ("NaTType", "NAType")
_EXACT_FLOAT = 2**53
"""Up to this number a float has every integer."""


def plain_value(value: Any) -> Any:
    """Return None for NaN, NaT and NA, and the Python value for a scalar of numpy or pandas; others as they are.

    They are recognised by what they have, because neither package has to be installed.
    """
    if type(value).__name__ in _MISSING or _is_nan(value):
        return None
    scalar: Any = value
    if isinstance(value, datetime.datetime):
        return scalar.to_pydatetime(warn=False) if hasattr(scalar, "to_pydatetime") else value
    kind = getattr(getattr(scalar, "dtype", None), "kind", None)
    if kind is None or getattr(scalar, "shape", None) != ():
        return value
    # In nanoseconds, as pandas has it, numpy's date would become an integer.
    plain = (scalar.astype("datetime64[us]") if kind == "M" else scalar).item()
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _is_nan(value: Any) -> bool:
    return value.is_nan() if isinstance(value, Decimal) else isinstance(value, float) and math.isnan(value)


def digits(number: float | Decimal) -> str:
    """Return a number as its digits: `20001` for 20001 and for 20001.0, which pandas makes of it beside empty cells.

    Raises:
        InvalidNumberError: It is not finite, or a float that is too large to have kept all its digits.
    """
    exact = exact_decimal(number)
    if exact is None or (isinstance(number, float) and abs(number) > _EXACT_FLOAT):
        raise InvalidNumberError(
            f"{short_repr(number)} is infinite, or too large to have kept all its digits. Read the column as strings, "
            "such as with pandas' dtype=str."
        )
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")


def parse_checkbox(text: str) -> bool:
    """Return the value of a checkbox: yes, true, 1, ja or on; no, false, 0, nej or off; in any case.

    Raises:
        InvalidCheckboxError: It is another word.
    """
    value = _CHECKBOX.get(text.casefold())
    if value is None:
        raise InvalidCheckboxError(
            f"{short_repr(text)} is not a checkbox value. Write yes or no, true or false, 1 or 0, on or off, "
            "or ja or nej."
        )
    return value


def parse_integer(text: str) -> int:
    """Return an integer: digits, also in groups of three (`1 234`, `1.234.567`).

    Raises:
        InvalidNumberError: It is not an integer, or can be read in two ways.
    """
    sign, whole, decimals = _number(text, "an integer", "Write digits only, such as 1234")
    if decimals:
        raise InvalidNumberError(f"{short_repr(text)} is not an integer. Write digits only, such as 1234.")
    return int(sign + whole)


def parse_double(text: str) -> Decimal:
    """Return a number with a decimal comma or a decimal point, also with groups of three digits (`1.234,50`).

    Raises:
        InvalidNumberError: It is not a number, or can be read in two ways.
    """
    sign, whole, decimals = _number(text, "a number", "Write digits with a decimal comma or point, such as 1234,5")
    return Decimal(f"{sign}{whole}.{decimals or 0}")


def _number(text: str, what: str, advice: str) -> tuple[str, str, str]:
    """Return the sign, the digits before the decimal point and those after it."""
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > _MAX_DIGITS or found["point"] not in (None, *({".", ","} - {found["separator"]})):
        raise InvalidNumberError(f"{short_repr(text)} is not {what}. {advice}.")
    if _AMBIGUOUS_NUMBER.fullmatch(text):
        plain = re.sub(r"[.,]", "", text)
        raise InvalidNumberError(
            f"{short_repr(text)} can be read as {text.replace(',', '.')} and as {plain}. Write {plain}, or "
            f"{text}0 for the number with decimals."
        )
    return found["sign"], re.sub(r"\D", "", found["whole"]), found["decimals"] or ""


def parse_date(text: str) -> datetime.date | None:
    """Return a date: `2024-12-31`, or day first with a year of four digits (`31/12/2024`); None for the empty date.

    Raises:
        FieldValueError: It is not such a date, or has a time of day.
    """
    moment = parse_moment(text)
    if moment is not None and moment.time() != _MIDNIGHT:
        raise FieldValueError(f"{short_repr(text)} has a time of day, and the field takes a date. Write 2024-12-31.")
    return None if moment is None else moment.date()


def without_midnight(value: Any) -> Any:
    """Return the date of a datetime at midnight, and any other value as it is."""
    is_midnight = isinstance(value, datetime.datetime) and value.time() == _MIDNIGHT
    return value.date() if is_midnight else value


def parse_moment(text: str) -> datetime.datetime | None:
    """Return a date as `parse_date` takes it, also with a time: `31/12/2024 15:30`, `2024-12-31T15:30:00+01:00`.

    Raises:
        FieldValueError: It is not such a date.
    """
    if is_empty_date(text):
        return None
    moment = _moment(text)
    if moment is None:
        raise FieldValueError(
            f"{short_repr(text)} is not a date. Write 2024-12-31, or day first with a year of four digits, 31/12/2024."
        )
    return moment


def _moment(text: str) -> datetime.datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    day = found["iso"] or f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
    try:
        return datetime.datetime.fromisoformat(f"{day}T{found['time'] or '00:00'}")
    except ValueError:
        return None


def parse_choice(text: str, choices: Sequence[str]) -> str:
    """Return the choice that equals a string but for blanks around it, or the string itself."""
    same = [choice for choice in choices if choice.strip() == text]
    return same[0] if len(same) == 1 else text


def parse_selection(value: Any, choices: Sequence[str], *, match: Match) -> list[Any]:
    """Return the choices of a multi-select: a list, or one string with `;` or a line break between them.

    Each may be written without its number: "Gold, large" is "00: Gold, large". The stored form is accepted, too. A list
    with a `;` in one of its choices takes line breaks only, so that no string can be read in two ways.
    """
    if not isinstance(value, str):
        return [_numbered(each, choices, match) for each in value]
    whole = _numbered(value, choices, match)
    if whole in choices:
        return [whole]
    selected = read_selection(value, choices)
    if set(selected) <= set(choices):
        return selected
    only_lines = "\n" in value or any(";" in choice for choice in choices)
    parts = value.splitlines() if only_lines else value.split(";")
    return [_numbered(part, choices, match) for part in parts if part.strip()]


def _numbered(value: Any, choices: Sequence[str], match: Match) -> Any:
    """Return the choice that a string names with or without its number, or the value itself."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    exact = parse_choice(text, choices)
    if exact in choices:
        return exact
    same = [choice for choice in choices if without_number(choice).strip() == text]
    if match == "closest-case":
        same = same or [choice for choice in choices if fold(without_number(choice)) == fold(text)]
    return same[0] if len(same) == 1 else text


def parse_native(text: str, native: str) -> Any:
    """Return a value of a property whose JSON type is not string: bool, int, float or datetime.

    A date without an offset is in UTC.
    """
    if native == "bool":
        return parse_checkbox(text)
    if native == "int":
        return parse_integer(text)
    if native == "float":
        return float(parse_double(text))
    moment = parse_moment(text)
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
