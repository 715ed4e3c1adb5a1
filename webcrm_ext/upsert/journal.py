"""The journal of a job: which batches were sent, and which of them have ended.

A process can be killed after it sent a batch, and the service may carry the batch out later than a look-up. So the keys
of a batch are recorded before it is sent, with the time; a later run waits until `confirm_timeout` after that before it
looks them up. The file has JSON lines and is empty when nothing is unfinished. One run at a time uses it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Self

from webcrm_ext.auth.file_lock import lock_file, unlock_file
from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.upsert.validation import Key, folded

_VERSION = 1


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
        header = {"webcrm_journal": _VERSION, "table": table, "key": column}
        try:
            self._descriptor = lock_file(self._path, config.sleep)
        except TimeoutError:
            raise ConfigurationError(f"Another run uses the journal {self._path}. Wait until it has ended.") from None
        except OSError as error:
            raise ConfigurationError(f"The journal {self._path} cannot be used: {error.strerror}.") from None
        try:
            self._file: IO[bytes] = os.fdopen(os.dup(self._descriptor), "r+b")
            self._read(header)
        except BaseException:
            unlock_file(self._descriptor)
            raise

    def wait(self, keys: Iterable[Key], confirm_timeout: float) -> float:
        """Return the seconds until no unfinished batch of an earlier run with one of the keys can still appear.

        The caller waits so long.
        """
        names = frozenset(map(folded, keys))
        waited = [number for number, (_, batch) in self._unfinished.items() if not batch.isdisjoint(names)]
        if not waited:
            return 0
        # If the clock was set back since then, the time of the batch is in the future: wait as if it was sent now.
        passed = max(0.0, self._config.wall_clock() - max(self._unfinished.pop(number)[0] for number in waited))
        return max(0.0, confirm_timeout - passed)

    def begin(self, keys: Iterable[Key]) -> int:
        """Record that a batch with these keys will be sent, and return its number."""
        self._count += 1
        self._write({"batch": self._count, "sent_at": self._config.wall_clock(), "keys": list(keys)})
        return self._count

    def end(self, batch: int) -> None:
        """Record that the outcome of each record of a batch is known."""
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
        try:
            self._file.close()
        finally:
            unlock_file(self._descriptor)

    def _read(self, header: Mapping[str, Any]) -> None:
        self._file.seek(0)
        lines = self._file.read().split(b"\n")
        if lines == [b""]:
            self._write(header)
            return
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
            else:
                self._unfinished.pop(number, None)
        if lines[-1]:
            self._file.write(b"\n")

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _parsed(line: bytes) -> dict[str, Any]:
    """Return the object of a line, or an empty one."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
