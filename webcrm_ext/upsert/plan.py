"""Find the stored records of a run by the cheaper way: queries by key, or all pages of the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan
from webcrm_api.tables import Table

from webcrm_ext.errors import BadRequestError, UnexpectedResponseError
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.reader import MAX_PAGE_SIZE
from webcrm_ext.queries.rows import as_row, reader_for
from webcrm_ext.queries.selection import script_call, select
from webcrm_ext.upsert.look_up import Found, Matches, conditions, look_up
from webcrm_ext.upsert.validation import Key

M = TypeVar("M", bound=Model)

_FEW = 2
"""Queries that are made at once: to learn how large the table is costs one, too."""


def find_stored(
    table: Table[M], column: str, keys: Sequence[Key], columns: Iterable[str], plan: UpsertPlan
) -> Operation[Found[M]]:
    """Return the stored records that have one of the keys, with the columns that are compared.

    Args:
        table: The table.
        column: The key property.
        keys: The keys.
        columns: The properties that are compared.
        plan: Set to how the records are found, and what that costs.

    Raises:
        UnexpectedResponseError: A row has no id, or the rows of the table are not in the order of their ids.
    """
    queries = len(conditions(table, column, keys))
    if queries > _FEW:
        highest = yield from _highest_id(table)
        plan.look_up_requests = 1
        pages = highest // MAX_PAGE_SIZE + 1
        if pages < queries:
            plan.look_up_pages = pages
            selected = list(dict.fromkeys([table.id_column, column, *columns]))
            return (yield from _read_table(table, column, keys, selected, plan))
    plan.look_up_queries = queries
    plan.look_up_requests += queries
    return (yield from look_up(table, column, keys))


def _highest_id(table: Table[Any]) -> Operation[int]:
    """Return the highest id of a table, or 0: that many records it has at most."""
    script = f"SELECT {table.id_column} FROM {table.name} ORDER BY {table.id_column} DESC"  # noqa: S608 - own names
    rows = yield from call(script_call(script, 1, 1, read=as_row))
    id_ = rows[0].get(table.id_column) if rows else 0
    return id_ if isinstance(id_, int) else 0


def _read_table(
    table: Table[M], column: str, keys: Sequence[Key], columns: Sequence[str], plan: UpsertPlan
) -> Operation[Found[M]]:
    """Return the records of all pages of a table, by id, that have one of the keys."""
    matches = Matches(table, column, keys)
    read = reader_for(table.model)
    selected = ", ".join(columns)
    start, more = 0, True
    while more:
        script = select(table, f"{table.id_column} >= {start}", selected)
        try:
            records = yield from call(script_call(script, 1, MAX_PAGE_SIZE, read=read))
        except BadRequestError:
            if selected == "*":
                raise
            selected = "*"  # one of the properties is no column
            continue
        plan.look_up_requests += 1
        ids = matches.add(records)
        if ids and (ids[0] < start or ids != sorted(ids)):
            message = f"The rows of {table.name} are not in the order of {table.id_column}."
            raise UnexpectedResponseError(message, status=200, body="")
        start, more = (ids or [start])[-1] + 1, len(records) == MAX_PAGE_SIZE
    return matches.found()


__all__ = ["find_stored"]
