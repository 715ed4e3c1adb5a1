"""Parquet and DuckDB: the formats that are written from columns of Arrow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.exports.arrow import ArrowConverter
from webcrm_ext.exports.tables import TableDescription
from webcrm_ext.exports.text_formats import Records, decoded

_TOGETHER = 20
"""Pages that become one row group, and are in memory at once."""


def page_batch(converter: ArrowConverter, description: TableDescription, records: Records, *, rows: bool) -> Any:
    """Return the records of a page as a `pyarrow.RecordBatch`.

    Args:
        converter: The converter of the table's columns.
        description: The table.
        records: The records, as JSON.
        rows: Whether they are rows of a query, which have further columns.
    """
    batch = None if rows else converter.batch_of_json(records)
    return converter.batch(decoded(records, description, rows=rows)) if batch is None else batch


class _ArrowFormat:
    """Writes each page as a file of Arrow, which is the cheapest to write and to read again."""

    def __init__(self, description: TableDescription, what: str) -> None:
        self._description = description
        self._converter = ArrowConverter(description.columns, description.known, what)
        self._schema = self._converter.schema
        self._ipc: Any = import_module("pyarrow.ipc")

    def write_part(self, records: Records, path: Path, *, rows: bool) -> int:
        """Write a page."""
        batch = page_batch(self._converter, self._description, records, rows=rows)
        with self._ipc.new_file(str(path), self._schema) as writer:
            writer.write_batch(batch)
        unexpected = batch.column(batch.num_columns - 1)
        return len(unexpected) - int(unexpected.null_count)

    def _tables(self, parts: Sequence[Path]) -> Iterator[Any]:
        """Iterate over the parts, several of them as one table."""
        for first in range(0, len(parts), _TOGETHER):
            batches = []
            for part in parts[first : first + _TOGETHER]:
                with self._ipc.open_file(str(part)) as reader:
                    batches.append(reader.get_batch(0))
            yield self._converter.table(batches)


class Parquet(_ArrowFormat):
    """Parquet, compressed by zstd."""

    extension = "parquet"

    def __init__(self, description: TableDescription) -> None:
        super().__init__(description, 'format="parquet"')
        self._parquet: Any = import_module("pyarrow.parquet")

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:  # noqa: ARG002 - the same for both
        """Write the row groups into a file beside the target, which it replaces then."""
        temporary = parts[0].with_name("whole") if parts else target.with_name(f"{target.name}.part")
        with self._parquet.ParquetWriter(str(temporary), self._schema, compression="zstd") as writer:
            for table in self._tables(parts):
                writer.write_table(table)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)


class DuckDB(_ArrowFormat):
    """A table of a DuckDB database, replaced or merged in one transaction."""

    extension = "duckdb"

    def __init__(self, description: TableDescription) -> None:
        try:
            self._duckdb: Any = import_module("duckdb")
        except ImportError as error:
            raise ConfigurationError(
                "format=\"duckdb\" needs duckdb. Run: pip install 'webcrm-client[duckdb]'"
            ) from error
        super().__init__(description, 'format="duckdb"')
        self._name = _quoted(description.resource)
        id_column = next(each for each in description.columns if each.property == description.table.id_column)
        self._id = _quoted(id_column.name)

    def has_table(self, target: Path) -> bool:
        """Return whether the database has the table.

        Raises:
            ConfigurationError: The database cannot be opened.
        """
        if not target.exists():
            return False
        with closing(self._connect(target)) as connection:
            return self._columns(connection) != set()

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:
        """Replace the table, or merge changes into it by id.

        Raises:
            ConfigurationError: The database refuses it, for example because the disk is full.
        """
        try:
            self._write(parts, target, changes=changes)
        except self._duckdb.Error as error:
            raise ConfigurationError(f"Cannot write {self._name} to {target}: {error}") from error

    def _write(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:
        with closing(self._connect(target)) as connection:
            connection.begin()
            if not changes or not self._columns(connection):
                connection.register("incoming", self._schema.empty_table())
                connection.execute(f"CREATE OR REPLACE TABLE {self._name} AS SELECT * FROM incoming")  # noqa: S608 - a quoted name
                connection.unregister("incoming")
            for table in self._tables(parts):
                connection.register("incoming", table)
                self._merge(connection, changes=changes)
                connection.unregister("incoming")
            connection.commit()

    def _merge(self, connection: Any, *, changes: bool) -> None:
        if changes:
            existing = self._columns(connection)
            for name, type_, *_ in connection.execute("DESCRIBE SELECT * FROM incoming").fetchall():
                if name.casefold() not in existing:  # added to the definition since
                    connection.execute(f"ALTER TABLE {self._name} ADD COLUMN {_quoted(name)} {type_}")
            ids = f"SELECT {self._id} FROM incoming"  # noqa: S608 - quoted names
            connection.execute(f"DELETE FROM {self._name} WHERE {self._id} IN ({ids})")  # noqa: S608 - quoted names
        connection.execute(f"INSERT INTO {self._name} BY NAME SELECT * FROM incoming")  # noqa: S608 - a quoted name

    def _columns(self, connection: Any) -> set[str]:
        """Return the names of the table's columns in lower case; none if the table does not exist."""
        query = "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
        return {name.casefold() for (name,) in connection.execute(query, [self._description.resource]).fetchall()}

    def _connect(self, target: Path) -> Any:
        try:
            return self._duckdb.connect(str(target))
        except self._duckdb.Error as error:
            raise ConfigurationError(f"Cannot open {target}: {error} Close other programs that use it.") from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
