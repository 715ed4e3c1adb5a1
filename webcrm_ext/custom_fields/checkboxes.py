"""Checkboxes."""

from __future__ import annotations

from webcrm_ext.errors import InvalidCheckboxError


def yes_no(value: bool) -> str:
    """Give what a checkbox holds: "Yes" for True, "No" for False.

    Raises:
        InvalidCheckboxError: It is not a boolean.
    """
    if value is True:
        return "Yes"
    if value is False:
        return "No"
    raise InvalidCheckboxError(
        f'{value!r} is not True or False. "yes", "true" and "1" are not taken for True: say which you mean.'
    )


def as_bool(value: str) -> bool:
    """Give what a checkbox says: True for "Yes", False for "No", to the letter.

    Raises:
        InvalidCheckboxError: It is anything else.
    """
    if value == "Yes":
        return True
    if value == "No":
        return False
    raise InvalidCheckboxError(
        f'A checkbox holds "Yes" or "No", and this is {value!r}. "yes", "true" and "1" are not taken for "Yes".'
    )
