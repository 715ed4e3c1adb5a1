"""Write the results of a job to CSV files.

A path that ends in `.csv` is one file with all results; any other is a folder with `success.csv`, `failed.csv` (also
with records of unknown outcome) and `unprocessed.csv`. Each row has the columns below and then the columns of the
record. The files are written beside their names and renamed at the end, so `failed.csv` can be the input of a run whose
results replace it.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from webcrm_api.redaction import is_secret
from webcrm_api.results import UpsertResult
from webcrm_api.values import to_plain

from webcrm_ext.errors import ConfigurationError

COLUMNS = ("webcrm_outcome", "webcrm_id", "webcrm_code", "webcrm_reason", "webcrm_changes")
"""The columns that this module adds. A file with them can be given to `upsert_csv` again, which ignores them."""

ENCODING = "utf-8-sig"
"""UTF-8 with a byte order mark, without which Excel reads the file as Windows-1252."""

_FILES = {"created": "success", "updated": "success", "unchanged": "success", "failed": "failed", "unknown": "failed"}

_UNPROCESSED = "unprocessed"


class ResultFiles:
    """The result files of one run.

    Args:
        path: A file that ends in `.csv`, or a folder, made if it is missing.
        delimiter: The character between cells.

    Raises:
        ConfigurationError: The folder or the files cannot be written.
    """

    def __init__(self, path: os.PathLike[str] | str, delimiter: str = ",") -> None:
        target = Path(path)
        one = target.suffix.lower() == ".csv"
        names = ("results",) if one else ("success", "failed", _UNPROCESSED)
        try:
            (target.parent if one else target).mkdir(parents=True, exist_ok=True)
            self._files = {name: _ResultFile(target if one else target / f"{name}.csv", delimiter) for name in names}
        except OSError as error:
            raise ConfigurationError(f"The results cannot be written to {target}: {error.strerror}.") from None

    def write(self, source: Mapping[str, Any], result: UpsertResult) -> None:
        """Write the result of one record, whose columns and values are in `source`."""
        changes = {
            name: ["***", "***"] if is_secret(name) else [to_plain(old), to_plain(new)]
            for name, (old, new) in result.differences.items()
        }
        reason = str(result.error) if result.error else ""
        changed = json.dumps(changes, ensure_ascii=False) if changes else ""
        self._file(_FILES[result.outcome]).write(
            (result.outcome, result.id or "", result.code, reason, changed), source
        )

    def write_unprocessed(self, source: Mapping[str, Any]) -> None:
        """Write a record that was not processed."""
        self._file(_UNPROCESSED).write((_UNPROCESSED, "", "", "The run ended before it.", ""), source)

    def close(self) -> None:
        """Complete the files, and give them their names."""
        for file in self._files.values():
            file.close()

    def _file(self, name: str) -> _ResultFile:
        return self._files.get(name) or self._files["results"]


class _ResultFile:
    """One file. Its header has the columns of the first record; it is completed at the end if others have more."""

    def __init__(self, path: Path, delimiter: str) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._delimiter = delimiter
        self._columns: dict[str, int] = {}
        self._in_header = 0
        self._file: TextIO = self._part.open("w", encoding=ENCODING, newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)

    def write(self, cells: Iterable[object], source: Mapping[str, Any]) -> None:
        first = not self._columns
        for name in source:
            self._columns.setdefault(name, len(self._columns))
        if first:
            self._in_header = len(self._columns)
            self._writer.writerow([*COLUMNS, *self._columns])
        self._writer.writerow([*cells, *(_cell(source.get(name)) for name in self._columns)])

    def close(self) -> None:
        if not self._columns:
            self._writer.writerow(COLUMNS)
        self._file.close()
        if len(self._columns) > self._in_header:
            self._complete_header()
        self._part.replace(self._path)

    def _complete_header(self) -> None:
        width = len(COLUMNS) + len(self._columns)
        complete = self._part.with_suffix(".complete")
        with (
            self._part.open(encoding=ENCODING, newline="") as old,
            complete.open("w", encoding=ENCODING, newline="") as new,
        ):
            rows = csv.reader(old, delimiter=self._delimiter)
            writer = csv.writer(new, delimiter=self._delimiter)
            next(rows)
            writer.writerow([*COLUMNS, *self._columns])
            writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
        with contextlib.suppress(FileNotFoundError):
            self._part.unlink()
        complete.replace(self._part)


def _cell(value: Any) -> str:
    plain = to_plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool | dict | list):
        return json.dumps(plain, ensure_ascii=False)
    return str(plain)
