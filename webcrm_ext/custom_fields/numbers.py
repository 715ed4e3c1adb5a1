"""Integers and doubles: digits with a decimal point, in any locale."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from webcrm_ext.custom_fields.text import stored_text
from webcrm_ext.errors import InvalidNumberError, short_repr
from webcrm_ext.queries.numbers import exact_decimal

_TOO_LONG = "The integer has too many digits to be a value of a field. Pass a shorter one."


def read_integer(stored: str | None) -> int | None:
    """Return the value of an integer field; None for "" and None.

    Args:
        stored: The string in the record: ASCII digits with an optional sign. Spaces around it are ignored.

    Raises:
        InvalidNumberError: The string is not an integer, or has more than 4300 digits.
    """
    stored = stored_text(stored, InvalidNumberError).strip()
    if not stored:
        return None
    if not re.fullmatch(r"[+-]?\d+", stored, re.ASCII):
        raise InvalidNumberError(f"{short_repr(stored)} is not an integer.")
    try:
        return int(stored)
    except ValueError:  # Python limits the digits
        raise InvalidNumberError(_TOO_LONG) from None


def write_integer(value: int, *, positive: bool = False) -> str:
    """Return the string to store in an integer field.

    Args:
        value: An int. A bool is invalid.
        positive: Whether the field takes no numbers below 0.

    Raises:
        InvalidNumberError: The value is not an int, is below 0 in a positive field, or has more than 4300 digits.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidNumberError(f"{short_repr(value)} is not an integer. Pass an int.")
    if positive and value < 0:
        raise InvalidNumberError(f"{short_repr(value)} is below 0. The field takes positive integers only.")
    try:
        return int.__repr__(value)
    except ValueError:  # Python limits the digits
        raise InvalidNumberError(_TOO_LONG) from None


def read_double(stored: str | None) -> float | None:
    """Return the value of a double field; None for "" and None.

    Args:
        stored: The string in the record, with a decimal point or one decimal comma. Spaces around it are ignored.

    Raises:
        InvalidNumberError: The string is not a finite number within the range of a double, or has both a point and
            a comma.
    """
    stored = stored_text(stored, InvalidNumberError).strip()
    if not stored:
        return None
    is_decimal_comma = stored.count(",") == 1 and "." not in stored
    try:
        value = exact_decimal(Decimal(stored.replace(",", ".") if is_decimal_comma else stored))
    except InvalidOperation:
        value = None
    if value is None:
        raise InvalidNumberError(f"{short_repr(stored)} is not a number within the range of a double.")
    return float(value)


def write_double(value: float | Decimal) -> str:
    """Return the string to store in a double field: with a decimal point, without an exponent.

    Args:
        value: An int, float or Decimal. A bool is invalid.

    Raises:
        InvalidNumberError: The value is not a number, is not finite, or has more digits than a double can represent.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise InvalidNumberError(f"{short_repr(value)} is not a number. Pass an int, float or Decimal.")
    exact = exact_decimal(value)
    if exact is None:
        raise InvalidNumberError("The number is infinite, NaN or out of the range of a double. Pass a finite number.")
    if Decimal(repr(float(exact))) != exact:
        raise InvalidNumberError(f"{exact} has more digits than a double can represent. Round it first.")
    return format(exact, "f")
