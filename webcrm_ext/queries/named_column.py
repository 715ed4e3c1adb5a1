"""The API's name of a property, with the name that a caller used for it."""

from __future__ import annotations

from typing import Self


class NamedColumn(str):
    """The API's name of a property.

    Attributes:
        passed: The property, attribute or label that the caller passed, for messages.
    """

    __slots__ = ("passed",)

    passed: str

    def __new__(cls, column: str, passed: str) -> Self:
        """Return the API's name with the one that was passed."""
        named = super().__new__(cls, column)
        named.passed = passed
        return named


def passed_name(column: str) -> str:
    """Return the name that the caller passed for a column, or the column itself."""
    return column.passed if isinstance(column, NamedColumn) else column
