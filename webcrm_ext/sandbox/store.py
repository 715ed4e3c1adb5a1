# ruff: noqa: S608 - the names of collections and properties are the definition's, never a caller's
"""The records in SQLite, stored as the JSON of the responses, so that a page needs no encoding."""

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any

from .dates import ticks
from .responses import dumps

_NOTED_WRITES = 200
"""Records whose writing is noted."""

_SET_UP = """
-- Records are long and read by the thousand: large pages and memory mapping serve five times as many.
PRAGMA page_size = 16384;
PRAGMA mmap_size = 4294967296;
PRAGMA journal_mode = WAL;
-- A commit is in the log before the response is sent, so a killed process loses nothing. The log is not flushed to
-- disk, so a power cut can lose the last commits.
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
"""


class Store:
    """Collections of records by id, in a file, or in a temporary file that is deleted on close.

    A database in memory would have one lock for all connections, and a long query would block all other requests.

    Args:
        file: The database file; None for a temporary one.
        image: The initial content of a temporary file, from `image` of another store.
    """

    def __init__(self, file: Path | None = None, image: bytes | None = None) -> None:
        self.lock = RLock()
        self._written: dict[tuple[str, int], None] = {}
        self._connections: list[sqlite3.Connection] = []
        self._folder: TemporaryDirectory[str] | None = None
        if file is None:
            self._folder = TemporaryDirectory(prefix="webcrm-sandbox-")
            file = Path(self._folder.name, "records.sqlite")
            if image is not None:
                file.write_bytes(image)
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
        """Open a second, read-only connection for queries."""
        connection = self._open(f"{path.as_uri()}?mode=ro")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sequences").fetchone()  # opens the files, which are unlinked later
        return connection

    def _open(self, uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        self._connections.append(connection)
        connection.create_function("ticks", 1, _ticks, deterministic=True)
        connection.create_function("folded", 1, _folded, deterministic=True)
        return connection

    @staticmethod
    def _unlink_temporary_files(folder: "TemporaryDirectory[str]") -> None:
        """Unlink the temporary files at once on Linux, so that even a killed process leaves none.

        Windows cannot unlink open files, and the SQLite of macOS closes unlinked ones. There `close` deletes them.
        """
        if sys.platform == "linux":
            folder.cleanup()

    def checkpoint(self) -> None:
        """Write the log to the database file. After a large seed this makes reading many times faster."""
        with self.lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def image(self) -> bytes:
        """Return the content of the database file."""
        with self.lock:
            return self._connection.serialize()

    def replace(self, image: bytes) -> None:
        """Replace all content by that of an image."""
        with self.lock, closing(sqlite3.connect(":memory:")) as source:
            # In memory there is no write-ahead log, so its mark in the header must say so.
            source.deserialize(image[:18] + b"\1\1" + image[20:])
            source.backup(self._connection)
            self.forget_writes()

    def close(self) -> None:
        """Close the file. A temporary one is deleted."""
        with self.lock:
            for connection in reversed(self._connections):
                connection.close()
        if self._folder is not None:
            self._folder.cleanup()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all changes made inside, or none. Joins an outer transaction."""
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
        """Create a collection if it does not exist."""
        with self.lock:
            self._connection.execute(
                f'CREATE TABLE IF NOT EXISTS "{name}" (id INTEGER PRIMARY KEY, text TEXT NOT NULL)'
            )

    def has(self, collection: str) -> bool:
        """Return whether a collection exists."""
        with self.lock:
            sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
            return self._connection.execute(sql, (collection,)).fetchone() is not None

    def make_index(self, collection: str, property_: str) -> None:
        """Create an index of a property."""
        with self.lock:
            self._connection.execute(
                f'CREATE INDEX IF NOT EXISTS "{collection}.{property_}" '
                f"ON \"{collection}\" (json_extract(text, '$.{property_}'))"
            )

    def next_id(self, sequence: str) -> int:
        """Return the next id of a sequence. No id is returned twice."""
        with self.lock:
            cursor = self._connection.execute(
                "INSERT INTO sequences VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
                (sequence,),
            )
            return int(cursor.fetchone()[0])

    def skip_ids(self, sequence: str, last: int) -> None:
        """Continue a sequence after `last`."""
        with self.lock:
            self._connection.execute(
                "INSERT INTO sequences VALUES (:sequence, :last) ON CONFLICT DO UPDATE SET last = max(last, :last)",
                {"sequence": sequence, "last": last},
            )

    def record_json(self, collection: str, id_: int) -> bytes | None:
        """Return a record as JSON, or None if it does not exist."""
        with self.lock:
            row = self._connection.execute(f'SELECT text FROM "{collection}" WHERE id = ?', (id_,)).fetchone()
        return bytes(row[0]) if row else None

    def record(self, collection: str, id_: int) -> dict[str, Any] | None:
        """Return a record, or None if it does not exist."""
        content = self.record_json(collection, id_)
        return None if content is None else json.loads(content)

    def add(self, collection: str, id_: int, record: dict[str, Any]) -> None:
        """Store a new record.

        Raises:
            sqlite3.IntegrityError: Its id exists; the other record is not overwritten.
        """
        with self.lock:
            self._connection.execute(f'INSERT INTO "{collection}" VALUES (?, ?)', (id_, dumps(record).decode()))
            self._note_write(collection, id_)

    def put(self, collection: str, id_: int, record: dict[str, Any]) -> None:
        """Store a record, and replace the one with its id."""
        with self.lock:
            self.put_many(collection, [(id_, dumps(record).decode())])
            self._note_write(collection, id_)

    def put_many(self, collection: str, records: Iterable[tuple[int, str]]) -> None:
        """Store many records that are already JSON, each with its id."""
        with self.lock:
            self._connection.executemany(f'INSERT OR REPLACE INTO "{collection}" VALUES (?, ?)', records)

    def delete(self, collection: str, id_: int) -> bool:
        """Delete a record. Return whether it existed."""
        with self.lock:
            return self._connection.execute(f'DELETE FROM "{collection}" WHERE id = ?', (id_,)).rowcount > 0

    def clear(self, collection: str) -> None:
        """Delete every record of a collection."""
        with self.lock:
            self._connection.execute(f'DELETE FROM "{collection}"')

    def written(self) -> list[tuple[str, int]]:
        """Return the collections and ids of the records that were written last, newest first."""
        with self.lock:
            return list(reversed(self._written))

    def forget_writes(self) -> None:
        """Let `written` start anew, as after seeding."""
        with self.lock:
            self._written.clear()

    def _note_write(self, collection: str, id_: int) -> None:
        self._written.pop((collection, id_), None)
        self._written[collection, id_] = None
        if len(self._written) > _NOTED_WRITES:
            del self._written[next(iter(self._written))]

    def search(
        self, collection: str, text: str = "", *, first: Sequence[int] = (), limit: int, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return the records with a text in a value, in any case: those with the ids of `first`, then the newest."""
        # The first condition is quick, and also true for names of properties.
        where, arguments = "", tuple[str, ...]()
        if text:
            in_value = "EXISTS (SELECT 1 FROM json_each(text) WHERE instr(folded(value), folded(?)))"
            where = f"WHERE instr(folded(text), folded(?)) AND {in_value}"
            arguments = (dumps(text).decode()[1:-1], text)
        ids = ", ".join(str(int(each)) for each in first)
        sql = f'SELECT text FROM "{collection}" {where} ORDER BY id IN ({ids}) DESC, id DESC LIMIT ? OFFSET ?'
        with self.lock:
            rows = self._connection.execute(sql, (*arguments, limit, offset)).fetchall()
        return [json.loads(row[0]) for row in rows]

    def records_json(
        self, collection: str, condition: "Condition | None" = None, *, limit: int = -1, offset: int = 0
    ) -> list[bytes]:
        """Return the records that match a condition as JSON, by id, newest last."""
        where, arguments = condition.sql() if condition is not None else ("", ())
        sql = f'SELECT text FROM "{collection}" {where} ORDER BY id LIMIT ? OFFSET ?'
        with self.lock:
            rows = self._connection.execute(sql, (*arguments, limit, offset)).fetchall()
        return [row[0] for row in rows]

    def ids(self, collection: str, condition: "Condition | None" = None) -> list[int]:
        """Return the ids of the records that match a condition, in order."""
        where, arguments = condition.sql() if condition is not None else ("", ())
        with self.lock:
            rows = self._connection.execute(f'SELECT id FROM "{collection}" {where} ORDER BY id', arguments).fetchall()
        return [row[0] for row in rows]

    def count(self, collection: str) -> int:
        """Return the number of records of a collection."""
        with self.lock:
            return int(self._connection.execute(f'SELECT count(*) FROM "{collection}"').fetchone()[0])

    def put_file(self, id_: int, content: bytes) -> None:
        """Store the bytes of a document."""
        with self.lock:
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (id_, content))

    def file_bytes(self, id_: int) -> bytes | None:
        """Return the bytes of a document, or None if it has none."""
        with self.lock:
            row = self._connection.execute("SELECT bytes FROM files WHERE id = ?", (id_,)).fetchone()
        return bytes(row[0]) if row else None

    def delete_file(self, id_: int) -> None:
        """Delete the bytes of a document."""
        with self.lock:
            self._connection.execute("DELETE FROM files WHERE id = ?", (id_,))


class Condition:
    """A filter of records: comparisons of properties, of which all, or any, must be true."""

    def __init__(self, *terms: tuple[str, str, Any], any_of: bool = False) -> None:
        self._terms = terms
        self._joint = " OR " if any_of else " AND "

    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """Return the WHERE clause and its arguments."""
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


def _ticks(value: object) -> int | None:
    return ticks(value) if isinstance(value, str) else None


def _folded(value: object) -> str | None:
    """Return a string without case; SQLite's own lower() changes only a to z."""
    return str(value).casefold() if isinstance(value, str | int | float) else None
