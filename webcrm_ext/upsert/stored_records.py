"""Find the stored records of a run by the cheaper way: queries by key, or all pages of the table.

What was read of the whole table is kept for the next records of an iterator, if it takes at most 100 MB. Records that
the run has written since then are looked up by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from attrs import define, field
from webcrm_api.calls import Call
from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan
from webcrm_api.tables import Table

from webcrm_ext.errors import BadRequestError, UnexpectedResponseError
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.reader import MAX_PAGE_SIZE
from webcrm_ext.queries.rows import Row, as_row, reader_for
from webcrm_ext.queries.selection import script_call
from webcrm_ext.upsert.look_up import Found, conditions, look_up, row_id
from webcrm_ext.upsert.validation import Key, folded

M = TypeVar("M", bound=Model)

MAX_KEPT_BYTES = 100_000_000
"""The most bytes of a table that are kept."""

_ROW_OVERHEAD = 250
"""About the bytes that Python needs for one row beside its key and its values."""

_ALL = ("*",)

_FEW = 2
"""So many queries are made at once: to learn how large the table is costs one, too."""


@define(eq=False)
class StoredRecords(Generic[M]):
    """The stored records of a table, as far as a run needs them.

    Attributes:
        table: The table.
        column: The key property.
        keep: Whether to keep what is read of the whole table for later look-ups.
        ids: The ids that records probably have, by the key as the service compares it: queries by id are shorter.
    """

    table: Table[M]
    column: str
    keep: bool = False
    ids: Mapping[str, int] = field(factory=dict)
    _kept: _KeptTable | None = field(default=None, init=False)
    _written: set[str] = field(factory=set, init=False)

    def find(self, keys: Sequence[Key], columns: Iterable[str], plan: UpsertPlan) -> Operation[Found[M]]:
        """Return the stored records that have one of the keys, with the columns that are compared.

        Args:
            keys: The keys.
            columns: The properties that are compared.
            plan: Set to how the records are found, and what that costs.

        Raises:
            UnexpectedResponseError: A row has no id, or the rows of the table are not in the order of their ids.
        """
        kept = self._kept
        selected = list(dict.fromkeys([self.table.id_column, self.column, *sorted(columns)]))
        if kept is None or not kept.has(selected):
            return (yield from self._read(keys, selected, plan))
        again = [key for key in keys if folded(key) in self._written]
        if len(conditions(self.table, self.column, again)) > max(_FEW, kept.pages):
            return (yield from self._read(keys, selected, plan))
        found = yield from self._query(again, plan)
        return found | kept.find(self.table, [key for key in keys if folded(key) not in self._written])

    def written(self, keys: Iterable[Key]) -> None:
        """Record that the run may have written the records with these keys."""
        if self.keep:
            self._written.update(map(folded, keys))

    def _read(self, keys: Sequence[Key], columns: Sequence[str], plan: UpsertPlan) -> Operation[Found[M]]:
        """Read the last page of the table, whose first row has the highest id, and the others if that is cheaper."""
        queries = self._number_of_queries(keys)
        if queries <= _FEW:
            return (yield from self._query(keys, plan))
        pages = _TablePages(self.table, columns)
        rows = yield from pages.read()
        highest = row_id(self.table, rows[0]) if rows else 0
        if highest > queries * MAX_PAGE_SIZE:
            plan.look_up_requests += 1
            return (yield from self._query(keys, plan))
        read = reader_for(self.table.model)
        found: dict[str, list[M]] = {folded(key): [] for key in keys}
        kept = _KeptTable(self.column, columns) if self.keep else None
        while rows:
            for row in rows:
                if kept is not None:
                    kept.add(row)
                matches = found.get(folded(row.get(self.column, "")))
                if matches is not None:
                    matches.append(read(row))
            rows = yield from pages.read()
        plan.look_up_pages += pages.count
        plan.look_up_requests += pages.count
        if kept is not None:
            kept.pages = pages.count
        self._kept, self._written = kept if kept is not None and not kept.is_too_large else None, set()
        return found

    def _query(self, keys: Sequence[Key], plan: UpsertPlan) -> Operation[Found[M]]:
        """Look records up by their ids where these are known, and all that have not been found by their keys."""
        ids = [self.ids[name] for name in map(folded, keys) if name in self.ids]
        by_id = yield from look_up(self.table, self.table.id_column, ids)
        found: Found[M] = {}
        for name in map(folded, keys):
            records = by_id.get(folded(self.ids[name]), []) if name in self.ids else []
            if any(folded(each.get(self.column, "")) == name for each in records):
                found[name] = records
        others = [key for key in keys if folded(key) not in found]
        found |= yield from look_up(self.table, self.column, others)
        queries = len(conditions(self.table, self.table.id_column, ids)) + len(
            conditions(self.table, self.column, others)
        )
        plan.look_up_queries += queries
        plan.look_up_requests += queries
        return found

    def _number_of_queries(self, keys: Sequence[Key]) -> int:
        ids = [self.ids[name] for name in map(folded, keys) if name in self.ids]
        others = [key for key in keys if folded(key) not in self.ids]
        by_id = len(conditions(self.table, self.table.id_column, ids))
        return by_id + len(conditions(self.table, self.column, others))


@define(eq=False)
class _TablePages:
    """Reads the pages of a table, from the highest id downwards.

    Attributes:
        table: The table.
        columns: The columns.
        count: The pages that were read.
    """

    table: Table[Any]
    columns: Sequence[str]
    count: int = 0
    _below: int | None = None
    """The rows of the next page have smaller ids; None for the first page."""

    def read(self) -> Operation[list[Row]]:
        """Return the rows of the next page; an empty list after the last one.

        Raises:
            UnexpectedResponseError: A row has no id, or the rows are not in the order of their ids.
        """
        table, below = self.table, self._below
        if below is not None and below <= 1:
            return []
        where = "" if below is None else f"WHERE {table.id_column} < {below} "
        script = f"FROM {table.name} {where}ORDER BY {table.id_column} DESC"
        try:
            rows = yield from call(_page(", ".join(self.columns), script))
        except BadRequestError:
            if self.columns == _ALL:
                raise
            self.columns = _ALL  # one of the properties may be no column
            rows = yield from call(_page("*", script))
        self.count += 1
        self._below = 0
        for id_ in [row_id(table, row) for row in rows]:
            if below is not None and id_ >= below:
                message = f"The rows of {table.name} are not in the order of {table.id_column}."
                raise UnexpectedResponseError(message, status=200, body="")
            below = id_
        if len(rows) == MAX_PAGE_SIZE:
            self._below = below
        return rows


def _page(columns: str, script: str) -> Call[list[Row]]:
    return script_call(f"SELECT {columns} {script}", 1, MAX_PAGE_SIZE, read=as_row)


class _KeptTable:
    """The id, the key and the compared columns of each row of a table that has a key.

    Args:
        column: The key property.
        columns: The columns.

    Attributes:
        pages: The pages that were read.
    """

    pages = 0

    def __init__(self, column: str, columns: Sequence[str]) -> None:
        self._column = column
        self._columns = columns
        self._rows: dict[str, list[bytes]] = {}
        self._bytes = 0

    @property
    def is_too_large(self) -> bool:
        """Whether more than `MAX_KEPT_BYTES` were to be kept."""
        return self._bytes > MAX_KEPT_BYTES

    def has(self, columns: Iterable[str]) -> bool:
        """Return whether all of the columns are kept."""
        return set(columns) <= set(self._columns)

    def add(self, row: Row) -> None:
        """Keep a row, unless there are too many."""
        key = row.get(self._column)
        if not key or self.is_too_large:
            return
        name, values = folded(key), msgspec.json.encode([row.get(column) for column in self._columns])
        self._rows.setdefault(name, []).append(values)
        self._bytes += len(name) + len(values) + _ROW_OVERHEAD
        if self._bytes > MAX_KEPT_BYTES:
            self._rows.clear()

    def find(self, table: Table[M], keys: Iterable[Key]) -> Found[M]:
        """Return the records that have one of the keys."""
        read = reader_for(table.model)
        return {
            name: [
                read(dict(zip(self._columns, msgspec.json.decode(row), strict=True)))
                for row in self._rows.get(name, ())
            ]
            for name in map(folded, keys)
        }
