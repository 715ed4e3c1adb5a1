"""Write the results of a job to CSV files.

A path that ends in `.csv` is one file with all results; any other is a folder with `success.csv`, `failed.csv` (also
with records of unknown outcome) and `unprocessed.csv`. Each row has the columns below and then the columns of the
record. The files are written beside their names and renamed at the end, so `failed.csv` can be the input of a run whose
results replace it.

Cells are as the records have them: one that begins with `=` is not escaped for spreadsheets, because the file is an
input again. None and "" are both empty cells, which `upsert_csv` leaves out.
"""

from __future__ import annotations

import contextlib
import csv
import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from errno import EISDIR
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
_NOT_PROCESSED: tuple[object, ...] = (_UNPROCESSED, "", "", "The run ended before it.", "")

_LARGEST_CELL = 2**31 - 1
"""Characters of a cell; by default Python reads no more than 131,072."""

_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""A number that `upsert_csv` refuses, because it is more than a thousand in some countries."""


class ResultFiles:
    """The result files of one run.

    Args:
        path: A file that ends in `.csv`, or a folder, made if it is missing.
        delimiter: The character between cells.

    Raises:
        ConfigurationError: The folder or the files cannot be written.
    """

    def __init__(self, path: os.PathLike[str] | str, delimiter: str = ",") -> None:
        self._target = target = Path(path)
        self._files: dict[str, _ResultFile] = {}
        one = target.suffix.lower() == ".csv"
        names = ("results",) if one else ("success", "failed", _UNPROCESSED)
        try:
            (target.parent if one else target).mkdir(parents=True, exist_ok=True)
            for name in names:
                self._files[name] = _ResultFile(target if one else target / f"{name}.csv", delimiter)
        except OSError as error:
            for file in self._files.values():
                file.discard()
            raise self._error(error) from None

    def write(self, source: Mapping[str, Any], result: UpsertResult | None) -> None:
        """Write the result of one record, None if it was not processed.

        Args:
            source: Its columns and values.
            result: The result.

        Raises:
            ConfigurationError: A file cannot be written. All of them are discarded.
        """
        name, cells = _UNPROCESSED, _NOT_PROCESSED
        if result is not None:
            name, cells = _FILES[result.outcome], _cells(result)
        with self._discarded_on_error():
            (self._files.get(name) or self._files["results"]).write(cells, source)

    def close(self) -> None:
        """Complete the files, and give them their names.

        Raises:
            ConfigurationError: A file cannot be written.
        """
        with self._discarded_on_error():
            for file in self._files.values():
                file.complete()
            for file in self._files.values():
                file.rename()

    @contextlib.contextmanager
    def _discarded_on_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            for file in self._files.values():
                file.discard()
            raise self._error(error) from None

    def _error(self, error: OSError) -> ConfigurationError:
        return ConfigurationError(f"The results cannot be written to {self._target}: {error.strerror}.")


class _ResultFile:
    """One file. Its header has the columns of the first record; it is completed at the end if others have more."""

    def __init__(self, path: Path, delimiter: str) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._delimiter = delimiter
        self._columns: dict[str, int] = {}
        self._in_header = 0
        if self._path.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        # A lone surrogate cannot be encoded, and may be why the record failed.
        self._file: TextIO = self._part.open("w", encoding=ENCODING, errors="backslashreplace", newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)

    def write(self, cells: Iterable[object], source: Mapping[str, Any]) -> None:
        first = not self._columns
        for name in source:
            self._columns.setdefault(name, len(self._columns))
        if first:
            self._in_header = len(self._columns)
            self._writer.writerow([*COLUMNS, *self._columns])
        self._writer.writerow([*cells, *(_cell(source.get(name)) for name in self._columns)])

    def complete(self) -> None:
        if not self._columns:
            self._writer.writerow(COLUMNS)
        self._file.close()
        if len(self._columns) > self._in_header:
            self._complete_header()

    def rename(self) -> None:
        self._part.replace(self._path)

    def discard(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink()

    def _complete_header(self) -> None:
        width = len(COLUMNS) + len(self._columns)
        complete = self._part.with_suffix(".complete")
        limit = csv.field_size_limit(_LARGEST_CELL)
        try:
            self._copy_with_header(complete, width)
        finally:
            csv.field_size_limit(limit)
        complete.replace(self._part)

    def _copy_with_header(self, complete: Path, width: int) -> None:
        with (
            self._part.open(encoding=ENCODING, newline="") as old,
            complete.open("w", encoding=ENCODING, newline="") as new,
        ):
            rows = csv.reader(old, delimiter=self._delimiter)
            writer = csv.writer(new, delimiter=self._delimiter)
            next(rows)
            writer.writerow([*COLUMNS, *self._columns])
            writer.writerows([*row, *[""] * (width - len(row))] for row in rows)


def _cells(result: UpsertResult) -> tuple[object, ...]:
    """Return the cells of the columns that this module adds."""
    changes = {
        name: ["***", "***"] if is_secret(name) else [to_plain(old), to_plain(new)]
        for name, (old, new) in result.differences.items()
    }
    reason = str(result.error) if result.error else ""
    changed = json.dumps(changes, ensure_ascii=False) if changes else ""
    return (result.outcome, result.id or "", result.code, reason, changed)


def _cell(value: Any) -> str:
    plain = to_plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool | dict | list):
        return json.dumps(plain, ensure_ascii=False)
    if isinstance(plain, float) and math.isfinite(plain):
        digits = format(Decimal(repr(plain)), "f")
        return f"{digits}0" if _AMBIGUOUS.fullmatch(digits) else digits
    return str(plain)
