"""Checkboxes: "Yes" or "No"."""

from __future__ import annotations

from webcrm_ext.errors import InvalidCheckboxError


def yes_no(value: bool) -> str:
    """Return the string to store in a checkbox: "Yes" for True, "No" for False.

    The API stores a checkbox as one of these two strings.

    Args:
        value: True or False. Other truthy and falsy values are invalid.

    Raises:
        InvalidCheckboxError: The value is not a bool.
    """
    if value is True:
        return "Yes"
    if value is False:
        return "No"
    raise InvalidCheckboxError(
        f'{value!r} is not a valid checkbox value. Pass True or False; "yes", "true" and "1" are not converted.'
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
        f'A checkbox contains "Yes" or "No", not {stored!r}. "yes", "true" and "1" are not converted.'
    )
