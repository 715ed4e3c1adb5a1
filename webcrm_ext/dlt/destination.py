"""Read a table in the destination: the ids of its rows, and whole rows by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from webcrm_ext.dlt.columns import DELETED_AT

_IDS_AT_ONCE = 500


class StoredTable:
    """A table in the destination of the pipeline that is running.

    Args:
        dlt: The module dlt.
        table: The name of the table.
        id_column: The name of its id column, as the API has it.
    """

    def __init__(self, dlt: Any, table: str, id_column: str) -> None:
        self._pipeline = dlt.current.pipeline()
        source = dlt.current.source_schema()
        self._schema_name, self._naming = source.name, source.naming
        self._table = self._naming.normalize_table_identifier(table)
        self._id = self.column(id_column)
        # The columns that were loaded: the schema of the source also has those that this run has read so far.
        known = self._schema_name in self._pipeline.schemas
        tables = self._pipeline.schemas[self._schema_name].tables if known else {}
        columns = tables.get(self._table, {}).get("columns", {})
        self.columns: list[str] = [
            name for name, each in columns.items() if each.get("data_type") and not name.startswith("_dlt_")
        ]

    def column(self, name: str) -> str:
        """Return the name that the destination has for a column."""
        normalized: str = self._naming.normalize_identifier(name)
        return normalized

    def ids(self) -> tuple[set[int], set[int]]:
        """Return the ids of rows that are not marked as deleted, and the ids of rows that are."""
        if self._id not in self.columns:
            return set(), set()
        marked = self.column(DELETED_AT)
        undefined = import_module("dlt.destinations.exceptions").DatabaseUndefinedRelation
        try:
            rows = self._select([self._id, *([marked] if marked in self.columns else [])])
        except undefined:  # someone has dropped the table, or it was never loaded
            return set(), set()
        ids: tuple[set[int], set[int]] = set(), set()
        for id_, *moment in rows:
            ids[bool(moment and moment[0])].add(id_)
        return ids

    def rows(self, ids: Sequence[int]) -> Iterator[dict[str, Sequence[Any]]]:
        """Iterate over the rows with some ids, in batches: the values of a batch by column."""
        for first in range(0, len(ids), _IDS_AT_ONCE):
            rows = self._select(self.columns, ids[first : first + _IDS_AT_ONCE])
            if rows:
                yield dict(zip(self.columns, zip(*rows, strict=True), strict=True))

    def _select(self, columns: Sequence[str], ids: Sequence[int] = ()) -> Sequence[Sequence[Any]]:
        # Not by `pipeline.dataset()`, which needs an older sqlglot than the sandbox.
        with self._pipeline.sql_client(self._schema_name) as client:
            names = ", ".join(map(client.escape_column_name, columns))
            query = f"SELECT {names} FROM {client.make_qualified_table_name(self._table)}"  # noqa: S608 - quoted names
            if ids:
                query += f" WHERE {client.escape_column_name(self._id)} IN ({', '.join(map(str, ids))})"
            rows: Sequence[Sequence[Any]] = client.execute_sql(query)
            return rows or ()
