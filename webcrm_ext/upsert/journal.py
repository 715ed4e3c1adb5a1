"""The journal of a job: which batches were sent, and which of them have ended.

A process can be killed after it sent a batch, and the service may carry the batch out later than a look-up. So the keys
of a batch are recorded before it is sent, with the time; a later run waits until `confirm_timeout` after that before it
looks them up. A batch that waits for the rate limit is sent later, so its time is recorded again then.

The file has JSON lines and is empty when nothing is unfinished. One run at a time uses it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import IO, Any, Self

from webcrm_ext.auth.file_lock import lock_file, unlock_file
from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.upsert.validation import Key, folded

_VERSION = 1

_RESOLUTION = 0.1
"""Seconds by which the recorded time of a batch may be too early."""


class Journal:
    """The journal of one run. Leaving its `with` block closes it.

    Args:
        path: The file, created where it is missing.
        table: The name of the table.
        column: The key property.
        config: Has the clock.

    Raises:
        ConfigurationError: The file cannot be used, is no journal, is that of another table or key, or another run
            uses it.
    """

    def __init__(self, path: os.PathLike[str] | str, table: str, column: str, config: Config) -> None:
        self._path = Path(path)
        self._config = config
        self._unfinished: dict[int, tuple[float, frozenset[str]]] = {}
        """The time and the keys of the batches that earlier runs left and this run has not waited for, by number."""
        self._count = 0
        self._sent_at: dict[int, float] = {}
        """The recorded time of the batches of this run that have not ended."""
        self._lock = Lock()  # batches are sent at once
        header = {"webcrm_journal": _VERSION, "table": table, "key": column}
        try:
            self._descriptor = lock_file(self._path, config.sleep)
        except TimeoutError:
            raise ConfigurationError(f"Another run uses the journal {self._path}. Wait until it has ended.") from None
        except OSError as error:
            raise ConfigurationError(f"The journal {self._path} cannot be used: {error.strerror}.") from None
        try:
            self._file: IO[bytes] = os.fdopen(os.dup(self._descriptor), "r+b")
        except BaseException:
            unlock_file(self._descriptor)
            raise
        try:
            self._read(header)
        except BaseException:
            self.__exit__()
            raise

    def wait(self, keys: Iterable[Key], confirm_timeout: float) -> tuple[float, frozenset[str]]:
        """Return how long the unfinished batches of earlier runs with one of the keys can still appear.

        The caller waits so long, and then looks up all keys of these batches, which are returned, too, again.
        """
        names = frozenset(map(folded, keys))
        waited = [number for number, (_, batch) in self._unfinished.items() if not batch.isdisjoint(names)]
        if not waited:
            return 0.0, frozenset()
        times, batches = zip(*map(self._unfinished.pop, waited), strict=True)
        # If the clock was set back since then, the time of the batch is in the future: wait as if it was sent now.
        passed = max(0.0, self._config.wall_clock() - max(times))
        return max(0.0, confirm_timeout - passed), frozenset().union(*batches)

    def begin(self, keys: Iterable[Key]) -> int:
        """Record that a batch with these keys will be sent, and return its number."""
        self._count += 1
        self._sent_at[self._count] = self._config.wall_clock()
        self._write({"batch": self._count, "sent_at": self._sent_at[self._count], "keys": list(keys)})
        return self._count

    def sent(self, batch: int) -> None:
        """Record that a batch is sent now, if it had to wait."""
        now = self._config.wall_clock()
        if now - self._sent_at[batch] > _RESOLUTION:
            self._sent_at[batch] = now
            self._write({"batch": batch, "sent_at": now})

    def end(self, batch: int) -> None:
        """Record that the outcome of each record of a batch is known."""
        del self._sent_at[batch]
        self._write({"batch": batch, "ended": True})

    def finish(self, confirm_timeout: float) -> None:
        """Empty the journal after a complete run, unless a batch of an earlier run can still appear."""
        passed = self._config.wall_clock() - confirm_timeout
        if all(sent_at < passed for sent_at, _ in self._unfinished.values()):
            self._file.seek(0)
            self._file.truncate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # reported when it was written
            self._file.close()
        unlock_file(self._descriptor)

    def _read(self, header: Mapping[str, Any]) -> None:
        self._file.seek(0)
        content = self._file.read()
        if _json_line(header).startswith(content):  # empty, or of a process that was killed while it wrote the header
            self._file.truncate(0)
            self._write(header)
            return
        lines = content.split(b"\n")
        if (first := _parsed(lines[0])) != header:
            whose = f"that of {first.get('table')} by {first.get('key')}" if "webcrm_journal" in first else "no journal"
            raise ConfigurationError(
                f"{self._path} is {whose}; this run writes {header['table']} by {header['key']}. Pass another path."
            )
        for line in map(_parsed, lines[1:]):
            number = line.get("batch")
            if not isinstance(number, int):
                continue  # the last line of a process that was killed while it wrote: nothing was sent after it
            self._count = max(self._count, number)
            if "keys" in line:
                self._unfinished[number] = (float(line["sent_at"]), frozenset(map(folded, line["keys"])))
            elif "sent_at" in line and number in self._unfinished:
                self._unfinished[number] = (float(line["sent_at"]), self._unfinished[number][1])
            else:
                self._unfinished.pop(number, None)
        if lines[-1]:
            self._file.write(b"\n")

    def _write(self, line: Mapping[str, Any]) -> None:
        try:
            with self._lock:
                self._file.seek(0, os.SEEK_END)
                self._file.write(_json_line(line))
                self._file.flush()
                os.fsync(self._file.fileno())
        except OSError as error:
            raise ConfigurationError(f"The journal {self._path} cannot be written: {error.strerror}.") from None


def _json_line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any]:
    """Return the object of a line, or an empty one."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
