# ruff: noqa: S608 - the names of collections and properties are the definition's, never a caller's
"""The records, kept in SQLite as the JSON text that is answered, so that a page is a join of texts."""

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any

from .dates import ticks
from .responses import dumps

_SET_UP = """
-- Records are long, and read by the thousand: large pages, read without a copy, serve five times as many.
PRAGMA page_size = 16384;
PRAGMA mmap_size = 4294967296;
PRAGMA journal_mode = WAL;
-- A commit is written to the log before the response goes out, so a killed process loses nothing of it.
-- It is not flushed to the disk, so a power cut may.
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
"""


class Store:
    """Collections of records by their ids, in a file; without one, in a file that is gone when it is closed.

    In memory SQLite has one lock for everybody, and a long query would hold it: nothing could be read meanwhile.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.lock = RLock()
        self._connections: list[sqlite3.Connection] = []
        self._folder: TemporaryDirectory[str] | None = None
        if file is None:
            self._folder = TemporaryDirectory(prefix="webcrm-sandbox-")
            file = Path(self._folder.name, "records.sqlite")
        path = file.absolute()
        try:
            self._connection = self._open(path.as_uri())
            self._connection.text_factory = bytes
            self._connection.executescript(_SET_UP)
            self.reader = self._open_reader(path)
        except sqlite3.Error:
            self.close()
            raise
        if self._folder is not None:
            self._connection.execute("PRAGMA synchronous = OFF")
            self._unlink_temporary_files(self._folder)

    def _open_reader(self, path: Path) -> sqlite3.Connection:
        """A second connection that can only read, for the queries of users."""
        connection = self._open(f"{path.as_uri()}?mode=ro")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sequences").fetchone()  # from now on it needs no names of files
        return connection

    def _open(self, uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        self._connections.append(connection)
        connection.create_function("ticks", 1, _ticks, deterministic=True)
        connection.create_function("folded", 1, _folded, deterministic=True)
        return connection

    @staticmethod
    def _unlink_temporary_files(folder: "TemporaryDirectory[str]") -> None:
        """Let the temporary files go with the process, even a killed one; elsewhere only `close` deletes them.

        Windows deletes no open files, and the SQLite of macOS lets go of those that were deleted.
        """
        if sys.platform == "linux":
            folder.cleanup()

    def checkpoint(self) -> None:
        """Move what was written from the log to its place; after a big seed reading is many times quicker."""
        with self.lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; one that was temporary is gone."""
        with self.lock:
            for connection in reversed(self._connections):
                connection.close()
        if self._folder is not None:
            self._folder.cleanup()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside takes place, or nothing of it; inside another transaction it joins that one."""
        with self.lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def make_collection(self, name: str) -> None:
        """Make the collection unless it is there."""
        with self.lock:
            self._connection.execute(
                f'CREATE TABLE IF NOT EXISTS "{name}" (id INTEGER PRIMARY KEY, text TEXT NOT NULL)'
            )

    def has(self, collection: str) -> bool:
        """Whether there is such a collection."""
        with self.lock:
            sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
            return self._connection.execute(sql, (collection,)).fetchone() is not None

    def make_index(self, collection: str, property_: str) -> None:
        """Make records quick to find by a property."""
        with self.lock:
            self._connection.execute(
                f'CREATE INDEX IF NOT EXISTS "{collection}.{property_}" '
                f"ON \"{collection}\" (json_extract(text, '$.{property_}'))"
            )

    def next_id(self, sequence: str) -> int:
        """The next id of a sequence; ids are never given twice."""
        with self.lock:
            cursor = self._connection.execute(
                "INSERT INTO sequences VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
                (sequence,),
            )
            return int(cursor.fetchone()[0])

    def skip_ids(self, sequence: str, last: int) -> None:
        """Let the sequence go on after `last`."""
        with self.lock:
            self._connection.execute(
                "INSERT INTO sequences VALUES (:sequence, :last) ON CONFLICT DO UPDATE SET last = max(last, :last)",
                {"sequence": sequence, "last": last},
            )

    def record_json(self, collection: str, id_: int) -> bytes | None:
        """The JSON text of a record; None if there is none."""
        with self.lock:
            row = self._connection.execute(f'SELECT text FROM "{collection}" WHERE id = ?', (id_,)).fetchone()
        return bytes(row[0]) if row else None

    def record(self, collection: str, id_: int) -> dict[str, Any] | None:
        """A record; None if there is none."""
        text = self.record_json(collection, id_)
        return None if text is None else json.loads(text)

    def add(self, collection: str, id_: int, record: dict[str, Any]) -> None:
        """Keep a new record.

        Raises:
            sqlite3.IntegrityError: if its id is another's, which is never overwritten.
        """
        with self.lock:
            self._connection.execute(f'INSERT INTO "{collection}" VALUES (?, ?)', (id_, dumps(record).decode()))

    def put(self, collection: str, id_: int, record: dict[str, Any]) -> None:
        """Keep a record, in place of the one that had its id."""
        self.put_many(collection, [(id_, dumps(record).decode())])

    def put_many(self, collection: str, texts: Iterable[tuple[int, str]]) -> None:
        """Keep many records that are JSON text already."""
        with self.lock:
            self._connection.executemany(f'INSERT OR REPLACE INTO "{collection}" VALUES (?, ?)', texts)

    def delete(self, collection: str, id_: int) -> bool:
        """Delete a record; whether it was there."""
        with self.lock:
            return self._connection.execute(f'DELETE FROM "{collection}" WHERE id = ?', (id_,)).rowcount > 0

    def clear(self, collection: str) -> None:
        """Delete every record of a collection."""
        with self.lock:
            self._connection.execute(f'DELETE FROM "{collection}"')

    def records_json(
        self, collection: str, condition: "Condition | None" = None, *, limit: int = -1, offset: int = 0
    ) -> list[bytes]:
        """The JSON texts of the records that fit a condition, by id, newest last."""
        where, arguments = condition.sql() if condition is not None else ("", ())
        sql = f'SELECT text FROM "{collection}" {where} ORDER BY id LIMIT ? OFFSET ?'
        with self.lock:
            rows = self._connection.execute(sql, (*arguments, limit, offset)).fetchall()
        return [row[0] for row in rows]

    def ids(self, collection: str, condition: "Condition | None" = None) -> list[int]:
        """The ids of the records that fit a condition, in order."""
        where, arguments = condition.sql() if condition is not None else ("", ())
        with self.lock:
            rows = self._connection.execute(f'SELECT id FROM "{collection}" {where} ORDER BY id', arguments).fetchall()
        return [row[0] for row in rows]

    def count(self, collection: str) -> int:
        """How many records a collection holds."""
        with self.lock:
            return int(self._connection.execute(f'SELECT count(*) FROM "{collection}"').fetchone()[0])

    def put_file(self, id_: int, content: bytes) -> None:
        """Keep the bytes of a document."""
        with self.lock:
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (id_, content))

    def file_bytes(self, id_: int) -> bytes | None:
        """The bytes of a document; None if there are none."""
        with self.lock:
            row = self._connection.execute("SELECT bytes FROM files WHERE id = ?", (id_,)).fetchone()
        return bytes(row[0]) if row else None

    def delete_file(self, id_: int) -> None:
        """Forget the bytes of a document."""
        with self.lock:
            self._connection.execute("DELETE FROM files WHERE id = ?", (id_,))


class Condition:
    """What records must fit: comparisons of properties, of which one or all must hold."""

    def __init__(self, *terms: tuple[str, str, Any], any_of: bool = False) -> None:
        self._terms = terms
        self._joint = " OR " if any_of else " AND "

    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """The WHERE clause and its arguments."""
        parts = [_TERMS[kind].format(f"json_extract(text, '$.{property_}')") for property_, kind, _ in self._terms]
        return f"WHERE ({self._joint.join(parts)})", tuple(value for _, _, value in self._terms)


_TERMS = {
    "is": "{} = ?",
    "is not": "{} IS NOT ?",
    "above": "{} > ?",
    "from": "ticks({}) >= ?",
    "before": "ticks({}) < ?",
    "has": "instr(folded({}), folded(?))",
}


def _ticks(text: object) -> int | None:
    return ticks(text) if isinstance(text, str) else None


def _folded(text: object) -> str | None:
    """SQLite's own lower() knows no letters beyond a to z."""
    return text.casefold() if isinstance(text, str) else None
