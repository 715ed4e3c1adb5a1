"""Refuse a query that names a property as in Python (`person_id`) where the API has a column (`PersonId`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from webcrm_api.tables import TABLES

from webcrm_ext.errors import QueryError
from webcrm_ext.queries.statements import tables_of

if TYPE_CHECKING:
    from webcrm_ext.queries.formatting import Part

_ATTRIBUTE = re.compile(r"(?<![\w@#$])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w@#$]|\s*\()")
_WORD = re.compile(r"\w+")

# What stands before an expression. After anything else, such as AS, another name or a bracket, a name may be an alias.
_BEFORE_EXPRESSION = re.compile(
    r"(?:[,=<>+\-*/%.(]|\b(?:SELECT|DISTINCT|WHERE|AND|OR|NOT|BY|ON|IN|LIKE|BETWEEN|HAVING|CASE|WHEN|THEN|ELSE))\s*\Z",
    re.IGNORECASE,
)
# The names of columns after those of a derived table: `(SELECT …) AS t (person_id)`.
_NAMED_COLUMNS = re.compile(r"\)\s*(?:AS\s+)?\w+\s*\(", re.IGNORECASE)


def validate_columns(parts: Sequence[Part]) -> None:
    """Check the columns that a statement names. Whatever may be an alias is accepted.

    Raises:
        QueryError: A name is a property of a table of the statement, as it is called in Python.
    """
    # A value or a quoted name may stand before an alias, and a quoted name may be one.
    text = "".join(part.text if part.is_code and part.name is None else " '' " for part in parts)
    quoted = {part.text[1:-1] for part in parts if not part.is_code}
    names = [name for name in _ATTRIBUTE.findall(text) if name not in quoted]
    if not names or _NAMED_COLUMNS.search(text):
        return
    tables = {each.casefold() for each in tables_of(text)}
    shapes = [table.model._shape for table in TABLES if table.name.casefold() in tables]  # noqa: SLF001 - the base's
    columns = {column.casefold() for shape in shapes for column in shape.api_names}
    for name in dict.fromkeys(names):
        column = next((shape.names[name] for shape in shapes if name in shape.names), None)
        if column is not None and name.casefold() not in columns and _is_only_read(name, text):
            raise QueryError(f"The query names {name!r}, which is a property in Python: the column is {column}.")


def _is_only_read(name: str, text: str) -> bool:
    """Return whether a name never stands where an alias is defined."""
    found = [each.start() for each in _WORD.finditer(text) if each[0].casefold() == name.casefold()]
    return all(_BEFORE_EXPRESSION.search(text[:start]) for start in found)


__all__ = ["validate_columns"]
