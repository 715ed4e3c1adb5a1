"""What an export keeps in the folder of its files: the pages of tables in progress, ids, and the state.

    persons.parquet                          a table, whole
    .webcrm-export.json                      the state: when each table was read, and what an unfinished run has done
    .webcrm-export/persons.parquet/          the pages of a table in progress
    .webcrm-export/persons.parquet.ids       the ids that the exports of a table have had
    .webcrm-export/lock                      locked by the export that writes

A page counts when its description (`000001.json`) exists, which is written last.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from webcrm_ext.auth.file_lock import lock_file
from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.exports.reader import ReadIds

STATE = ".webcrm-export.json"
_PARTS = ".webcrm-export"
_VERSION = 1


def lock_folder(folder: Path) -> int:
    """Create the folder of an export where it is missing, and lock it; `unlock_file` ends the lock.

    The operating system ends it when the process dies, so that the next run goes on at once.

    Raises:
        ConfigurationError: Another export writes into the folder, or it cannot be written to.
    """
    with writing(folder):
        (folder / _PARTS).mkdir(parents=True, exist_ok=True)
        try:
            return lock_file(folder / _PARTS / "lock", time.sleep)
        except TimeoutError:
            raise ConfigurationError(
                f"Another export writes into {folder}. Wait for its end, or pass another folder."
            ) from None


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raise what the disk refuses as a `ConfigurationError`.

    Raises:
        ConfigurationError: Writing fails, for example because the disk is full.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(f"Cannot write to {folder}: {reason}. What was read is kept; run it again.") from error


class State:
    """The state of the exports into a folder.

    Args:
        folder: The folder.
        config: The settings of the client: the state is that of its system.

    Raises:
        ConfigurationError: The state is not readable, or that of another system.
    """

    def __init__(self, folder: Path, config: Config) -> None:
        self._path = folder / STATE
        token = sha256(f"{config.base_url}\n{config.application_token}".encode()).hexdigest()[:16]
        self._values: dict[str, Any] = {
            "version": _VERSION, "base_url": config.base_url, "token": token, "tables": {}, "run": None,
        }  # fmt: skip
        try:
            found = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{self._path} is not readable: {error}. Delete it to start anew.") from error
        if not isinstance(found, dict) or found.get("version") != _VERSION:
            raise ConfigurationError(f"{self._path} was written by another version. Delete it to start anew.")
        if found["base_url"] != config.base_url:
            raise ConfigurationError(
                f"{folder} has an export of {found['base_url']}, and this client is one of {config.base_url}. Pass "
                "another folder."
            )
        if found["token"] != token:
            raise ConfigurationError(
                f"{folder} has an export made with another application token. For another system pass another folder. "
                f"For a new token of the same system delete {self._path}: all tables are read again then."
            )
        self._values = found

    def started(self, name: str) -> str | None:
        """Return the moment when the last export of a table began, or None."""
        found: str | None = self._values["tables"].get(name)
        return found

    def done(self, key: str) -> dict[str, Any]:
        """Return the reports of the tables that an unfinished run with this key has completed."""
        run = self._values["run"]
        reports: dict[str, Any] = run["done"] if run and run["key"] == key else {}
        return dict(reports)

    def begin(self, key: str, done: dict[str, Any]) -> None:
        """Record that a run has begun or goes on."""
        self._values["run"] = {"key": key, "done": done}
        self._save()

    def complete(self, name: str, started: str | None, report: dict[str, Any]) -> None:
        """Record that a table is complete. Without `started`, the next export begins where it would have."""
        if started is not None:
            self._values["tables"][name] = started
        self._values["run"]["done"][report["table"]] = report
        self._save()

    def end(self) -> None:
        """Record that the run is complete."""
        self._values["run"] = None
        self._save()

    def _save(self) -> None:
        _replace(self._path, json.dumps(self._values, indent=1).encode(), sync=True)


class Parts:
    """The pages of one table in progress.

    Args:
        folder: The folder of the export.
        name: The name of the table's file.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder / _PARTS / name
        self._ids_file = folder / _PARTS / f"{name}.ids"
        self._about = self._folder / "about.json"
        self.about: dict[str, Any] = {}
        self.read = ReadIds()
        self.paths: list[Path] = []
        self.rows = 0
        self.unexpected = 0

    def load(self, key: str) -> bool:
        """Load the pages of an interrupted export with this key; return whether there are any."""
        try:
            about = json.loads(self._about.read_bytes())
            if about["key"] != key:
                return False
            while (described := self._description(len(self.paths) + 1)).exists():
                values = json.loads(described.read_bytes())
                self._count(described.with_suffix(".part"), values["rows"], values["unexpected"])
                self.read.add(values["ids"], listed=values["listed"])
        except (OSError, ValueError, KeyError):
            self.clear()
            return False
        self.about = about
        return bool(self.paths) or self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether all pages were read."""
        return bool(self.about.get("complete"))

    def start(self, about: dict[str, Any]) -> None:
        """Start anew, without pages."""
        self.clear()
        self._folder.mkdir(parents=True, exist_ok=True)
        self.about = about
        _replace(self._about, json.dumps(about).encode())

    def add(self, write: Callable[[Path], int], ids: list[int], rows: int, *, listed: bool) -> None:
        """Add a page.

        Args:
            write: Writes it to a path, and returns the number of records with unexpected values.
            ids: The ids of its records.
            rows: The number of its records.
            listed: Whether it is a page of the list, not of a query.
        """
        described = self._description(len(self.paths) + 1)
        part = described.with_suffix(".part")
        values: dict[str, Any] = {"ids": ids, "rows": rows, "unexpected": write(part), "listed": listed}
        _replace(described, json.dumps(values).encode())
        self._count(part, rows, values["unexpected"])

    def complete(self, ids: set[int], deleted: tuple[int, ...]) -> None:
        """Record that all pages were read, which ids the table has, and which ones are gone."""
        _replace(self._folder / "ids", array("q", sorted(ids)).tobytes())
        self.about = {**self.about, "complete": True, "deleted": deleted}
        _replace(self._about, json.dumps(self.about).encode())

    def earlier_ids(self) -> set[int]:
        """Return the ids that earlier exports of the table have had."""
        ids = array("q")
        try:
            ids.frombytes(self._ids_file.read_bytes())
        except (FileNotFoundError, ValueError):
            return set()
        return set(ids)

    def keep_ids(self) -> None:
        """Keep the ids of the completed table for the next export."""
        with suppress(FileNotFoundError):  # kept before an interruption
            (self._folder / "ids").replace(self._ids_file)

    def clear(self) -> None:
        """Delete the pages."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self.about, self.paths, self.rows, self.unexpected = {}, [], 0, 0
        self.read.clear()

    def _count(self, part: Path, rows: int, unexpected: int) -> None:
        self.paths.append(part)
        self.rows += rows
        self.unexpected += unexpected

    def _description(self, number: int) -> Path:
        return self._folder / f"{number:06}.json"


def _replace(path: Path, content: bytes, *, sync: bool = False) -> None:
    """Replace a file, so that it has all of the content or none; with `sync` also after a loss of power."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    temporary.replace(path)
