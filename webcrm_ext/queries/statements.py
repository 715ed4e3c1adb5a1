"""What a SELECT says: its tables, and itself without the values."""

from __future__ import annotations

import re

from webcrm_api.model import Model
from webcrm_api.tables import TABLES

from webcrm_ext.errors import QueryError

_NAME = r'\[[^\]]*\]|"[^"]*"'
_HIDDEN = re.compile(rf"(?P<name>{_NAME})|(?P<string>'(?:[^']|'')*')|--[^\r\n]*|/\*.*?\*/", re.DOTALL)
_WORD = re.compile(rf"{_NAME}|\w+|[,()]")
_AFTER_TABLES = frozenset({"WHERE", "ON", "ORDER", "GROUP", "HAVING", "UNION", ")"})

_LINKED_DATA = "LinkedData"
"""A table of the API that no resource has."""


def without_values(script: str) -> str:
    """Return a query with `?` for every string, and without comments: they may contain personal data."""
    return _HIDDEN.sub(lambda found: found["name"] or ("?" if found["string"] else " "), script)


def tables_of(statement: str) -> list[str]:
    """Return the names of the tables after FROM and JOIN, as the statement spells them."""
    names = []
    is_next, is_list = False, False
    for word in _WORD.findall(without_values(statement)):
        if word.upper() in ("FROM", "JOIN"):
            is_next = is_list = True
        elif is_next:
            is_next = False
            if word != "(":
                names.append(word.strip('[]"'))
        elif word.upper() in _AFTER_TABLES:
            is_list = False
        else:
            is_next = is_list and word == ","
    return names


def check_tables(statement: str, model: type[Model]) -> None:
    """Check that a statement reads the table of a model.

    Raises:
        QueryError: It reads other tables of the API only.
    """
    known = {table.name.lower(): table for table in TABLES}
    bases = {each.__name__ for each in model.__mro__}
    own = [table.name for table in TABLES if table.model_name in bases]
    read = tables_of(statement)
    others = all(name.lower() in {*known, _LINKED_DATA.lower()} for name in read)
    if own and read and others and not {own[0].lower()} & {name.lower() for name in read}:
        table = known.get(read[0].lower())
        advice = f"into={table.model_name}" if table else "another model as into"
        raise QueryError(
            f"The query reads {', '.join(dict.fromkeys(read))}, and {model.__name__} is a record of {own[0]}. Pass "
            f"{advice}, or select FROM {own[0]}."
        )
