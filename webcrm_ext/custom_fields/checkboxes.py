"""Checkboxes: "Yes" or "No"."""

from __future__ import annotations

from typing import Literal

from webcrm_ext.errors import InvalidCheckboxError, short_repr


def yes_no(value: bool | Literal["Yes", "No"]) -> str:
    """Return the string to store in a checkbox: "Yes" for True, "No" for False.

    The API stores a checkbox as one of these two strings.

    Args:
        value: True or False, or "Yes" or "No" as stored. Other strings, truthy and falsy values are invalid.

    Raises:
        InvalidCheckboxError: The value is none of these.
    """
    if value is True or (isinstance(value, str) and value == "Yes"):
        return "Yes"
    if value is False or (isinstance(value, str) and value == "No"):
        return "No"
    raise InvalidCheckboxError(
        f'{short_repr(value)} is not a valid checkbox value. Pass True or False, or the stored "Yes" or "No"; '
        '"yes", "true" and "1" are not converted.'
    )


def as_bool(stored: str) -> bool:
    """Return the value of a checkbox: True for "Yes", False for "No".

    Args:
        stored: The string in the record. Case matters, and the empty string is invalid.

    Raises:
        InvalidCheckboxError: The string is neither "Yes" nor "No".
    """
    if stored == "Yes":
        return True
    if stored == "No":
        return False
    raise InvalidCheckboxError(
        f'A checkbox contains "Yes" or "No", not {short_repr(stored)}. "yes", "true" and "1" are not converted.'
    )
