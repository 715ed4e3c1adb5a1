"""Numbers."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from webcrm_ext.errors import InvalidNumberError
from webcrm_ext.queries.numbers import exact_decimal


def read_integer(text: str | None) -> int | None:
    """Give the integer that a text holds, or None where it is empty.

    Raises:
        InvalidNumberError: It holds something else.
    """
    text = (text or "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        raise InvalidNumberError(f"{text!r} is not an integer.")
    return int(text)


def write_integer(value: int, *, positive: bool = False) -> str:
    """Give the text for an integer.

    Raises:
        InvalidNumberError: It is none, or below 0 where the field takes positive ones.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidNumberError(f"{value!r} is not an integer.")
    if positive and value < 0:
        raise InvalidNumberError(f"{value} is below 0, and the field takes positive integers.")
    return str(value)


def read_double(text: str | None) -> float | None:
    """Give the number that a text holds, or None where it is empty; a decimal comma is read too.

    Raises:
        InvalidNumberError: It holds something else, or both a point and a comma.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        value = exact_decimal(Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text))
    except InvalidOperation:
        value = None
    if value is None:
        raise InvalidNumberError(f"{text!r} is not a number that a double holds.")
    return float(value)


def write_double(value: float | Decimal) -> str:
    """Give the text for a number: a decimal point whatever the locale, no exponent.

    Raises:
        InvalidNumberError: It is none, infinite, or has more digits than a double holds.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise InvalidNumberError(f"{value!r} is not a number.")
    exact = exact_decimal(value)
    if exact is None:
        raise InvalidNumberError("What is infinite, or beyond a double, is not a number that a field can hold.")
    if Decimal(repr(float(exact))) != exact:
        raise InvalidNumberError(f"{exact} has more digits than a double holds, so it would not read back the same.")
    return format(exact, "f")
