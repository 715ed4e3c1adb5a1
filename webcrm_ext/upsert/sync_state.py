"""The state of `sync`: for each key the id, a hash of what was last sent, and what came of it. An SQLite file.

A record that is about to be sent is first recorded without a hash. So whatever interrupts a run, the next one looks up
what this one may have written. A lost file costs look-ups, and nothing else.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec
from attrs import frozen
from webcrm_api.results import MissingRecord
from webcrm_api.tables import Table

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.upsert.validation import Key, folded

_VERSION: Final = 1
_SENDING: Final = "sending"
_APPLICATION: Final = 0x57435253
"""Marks a file as the state of a sync."""

_CREATE = """
CREATE TABLE records (
    scope BLOB NOT NULL,
    folded_key TEXT NOT NULL,
    key TEXT NOT NULL,
    id INTEGER,
    hash BLOB,
    outcome TEXT NOT NULL,
    run INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    PRIMARY KEY (scope, folded_key)
) WITHOUT ROWID
"""

_WRITE = """
INSERT INTO records (scope, folded_key, key, id, hash, outcome, run, verified) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
    key = excluded.key, id = coalesce(excluded.id, id), hash = excluded.hash, outcome = excluded.outcome,
    run = excluded.run, verified = max(verified, excluded.verified)
"""


@frozen
class SyncedRecord:
    """What is known of a key.

    Attributes:
        id: The id of its record, or None.
        hash: The hash of what was last sent; None if it failed, or its outcome is unknown.
        verified: The number of the last run that read the record or wrote it.
    """

    id: int | None
    hash: bytes | None
    verified: int


class SyncState:
    """The state of the records of one table and key property, in one system. One run at a time uses the file.

    Args:
        path: The file, created where it is missing.
        table: The table.
        column: The key property.
        config: The settings of the client: the state is that of its system.
        dry_run: Whether to leave the file as it is.

    Attributes:
        run: The number of this run.

    Raises:
        ConfigurationError: The file cannot be used, is no state, or another run uses it.
    """

    def __init__(
        self, path: os.PathLike[str] | str, table: Table[Any], column: str, config: Config, *, dry_run: bool = False
    ) -> None:
        self._path = Path(path)
        self._dry_run = dry_run
        self._scope = _hash(f"{config.base_url}\n{config.application_token}\n{table.name}\n{column}".encode())
        with self._errors():
            if dry_run and not self._path.exists():
                self._connection = sqlite3.connect(":memory:", isolation_level=None)
            else:
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
                self._connection = sqlite3.connect(self._path, timeout=0.1, isolation_level=None)
        try:
            with self._errors():
                self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._connection.execute("BEGIN EXCLUSIVE")
                self._prepare()
                last = self._select("SELECT max(run) FROM records WHERE scope = ?")
            self.run = (last[0][0] or 0) + 1
        except BaseException:
            self._connection.close()
            raise

    def find(self, keys: Iterable[Key]) -> dict[str, SyncedRecord]:
        """Return what is known of some keys, by the key as the service compares it."""
        found: dict[str, SyncedRecord] = {}
        with self._errors():
            for name in map(folded, keys):
                for row in self._select(
                    "SELECT id, hash, verified FROM records WHERE scope = ? AND folded_key = ?", name
                ):
                    found[name] = SyncedRecord(*row)
        return found

    def begin(self, keys: Iterable[Key]) -> None:
        """Record that the records with these keys will be sent: their hashes are no longer known."""
        self.write((key, None, None, _SENDING, False) for key in keys)

    def write(self, records: Iterable[tuple[Key, int | None, bytes | None, str, bool]]) -> None:
        """Record records: for each the key, the id, the hash, the outcome, and whether it was read or written.

        An id that is None leaves a known id as it is.
        """
        with self._errors():
            self._connection.executemany(
                _WRITE,
                (
                    (self._scope, folded(key), str(key), id_, hash_, outcome, self.run, self.run * is_verified)
                    for key, id_, hash_, outcome, is_verified in records
                ),
            )
            if not self._dry_run:
                self._connection.execute("COMMIT")
                self._connection.execute("BEGIN EXCLUSIVE")

    def missing(self) -> list[MissingRecord]:
        """Return the records of earlier runs whose keys did not come in this run."""
        select = "SELECT key, id FROM records WHERE scope = ? AND run < ? AND id IS NOT NULL ORDER BY folded_key"
        with self._errors():
            return [MissingRecord(*row) for row in self._select(select, self.run)]

    def forget(self, keys: Iterable[Key]) -> None:
        """Forget some keys."""
        with self._errors():
            self._connection.executemany(
                "DELETE FROM records WHERE scope = ? AND folded_key = ?", ((self._scope, folded(key)) for key in keys)
            )
            self.write(())

    def close(self) -> None:
        """Close the file; a dry run leaves it as it was."""
        self._connection.close()

    def _select(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, (self._scope, *values)).fetchall()

    def _prepare(self) -> None:
        """Make the table in a new file, and refuse a file with anything else.

        Raises:
            ConfigurationError: It is no state, or that of a newer version.
        """
        connection = self._connection
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute(_CREATE)
        elif application != _APPLICATION:
            raise ConfigurationError(f"{self._path} is not the state of a sync. Pass another path.")
        elif version != _VERSION:
            raise ConfigurationError(
                f"{self._path} is the state of another version ({version}). Update webcrm_ext, or pass another path: "
                "a new state costs look-ups, and nothing is created twice."
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise errors of the file as `ConfigurationError`."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith("SQLITE_BUSY"):
                message = f"Another run uses the state {self._path}. Wait until it has ended."
            elif name == "SQLITE_NOTADB":
                message = f"{self._path} is not the state of a sync. Pass another path."
            else:
                message = f"The state {self._path} cannot be used: {error}."
            raise ConfigurationError(message) from None
        except OSError as error:
            raise ConfigurationError(f"The state {self._path} cannot be used: {error.strerror}.") from None


def hash_of(values: dict[str, Any]) -> bytes:
    """Return the hash of the values that are sent for a record."""
    return _hash(msgspec.json.Encoder(enc_hook=str, order="deterministic").encode(values))


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
