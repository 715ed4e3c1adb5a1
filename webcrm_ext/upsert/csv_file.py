"""Read a CSV file: its separator, its header, and its rows with their line numbers."""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from attrs import frozen

from webcrm_ext.errors import ConfigurationError, FieldValueError, short_repr
from webcrm_ext.upsert.csv_encoding import find_encoding

_DELIMITERS = (";", "\t", "|", ",")
"""The separators that are detected; of equally good ones the first counts."""

_SAMPLE = 20
"""Rows that the separator is detected by."""

_CHECK_EVERY = 1000
"""Rows after which the file is checked for changes again."""

_MARK = "\ufeff"
_EXCEL_SEPARATOR = re.compile(r"(?i)sep=(.)\r?\n?")
_INVALID_DELIMITERS = '"\r\n\0\ufeff'


class Row(NamedTuple):
    """One row: the line that it begins in, from 1, as an editor shows it, and its cells."""

    line: int
    cells: list[str]


@frozen
class CsvFile:
    """A CSV file whose encoding, separator and header are known.

    Attributes:
        path: The file.
        encoding: Its encoding.
        delimiter: Its separator.
        header: The names of its columns, without blanks around them, and without empty ones at the end.
        state: Its size, time of change and number when it was opened.
    """

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    state: tuple[int, ...]

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header, without empty ones.

        Raises:
            FieldValueError: The file changed since it was opened, or a row is not in the format of CSV.
        """
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                self._check_unchanged(file)
                for number, row in enumerate(_rows(file, self.delimiter, self.path.name)):
                    if number % _CHECK_EVERY == 0:
                        self._check_unchanged(file)
                    if number:
                        yield row
                self._check_unchanged(file)
        except (OSError, UnicodeError) as error:  # all of it could be read before
            raise self.changed() from error

    def changed(self) -> FieldValueError:
        """Return the error for a file that was changed while it was read."""
        return FieldValueError(
            f"{self.path.name} was changed or removed while it was read. Run it again with a file that nothing writes."
        )

    def _check_unchanged(self, file: IO[str]) -> None:
        if _state(os.fstat(file.fileno())) != self.state:
            raise self.changed()


def validate_delimiter(delimiter: object) -> None:
    """Check a separator that a caller passes; None is valid.

    Raises:
        ConfigurationError: It is not one character that can separate cells.
    """
    if delimiter is None:
        return
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in _INVALID_DELIMITERS:
        raise ConfigurationError(
            f"delimiter is {short_repr(delimiter)}. Pass one character, such as ';', or leave it out to detect it."
        )


def open_csv(path: str | os.PathLike[str], *, encoding: str | None, delimiter: str | None) -> CsvFile:
    """Return a CSV file with its encoding, separator and header, detected where they are None.

    Raises:
        FieldValueError: The file is missing, is not a file that can be read twice, is empty, or cannot be decoded.
    """
    file = _as_path(path)
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "folder" if stat.S_ISDIR(status.st_mode) else "pipe or device, which cannot be read twice"
            raise FieldValueError(f"{short_repr(str(file))} is a {kind}. Pass the path of a CSV file.")
        encoding = find_encoding(file, encoding)
        delimiter = delimiter or _delimiter_of(file, encoding)
        with file.open(encoding=encoding, newline="") as opened:
            header = next(_rows(opened, delimiter, file.name), None)
    except FileNotFoundError:
        folder = str(file.absolute().parent)
        raise FieldValueError(f"There is no file {file.name!r} in the folder {folder!r}. Check the path.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, FieldValueError):
            raise
        raise FieldValueError(f"{short_repr(str(file))} cannot be read: {error}.") from error
    if header is None:
        raise FieldValueError(f"{file.name} is empty. Its first row must have the names of the columns.")
    names = tuple(name.strip() for name in _without_blank_end(header.cells))
    return CsvFile(file, encoding, delimiter, names, _state(status))


def cells_of(row: Row, width: int) -> list[str] | None:
    """Return the cells of a row, one for each of `width` columns, or None if it has more or fewer.

    Empty cells after the last column are left out: spreadsheets write them.
    """
    if len(row.cells) == width:
        return row.cells
    if len(row.cells) > width and not any(cell.strip() for cell in row.cells[width:]):
        return row.cells[:width]
    return None


def _as_path(path: object) -> Path:
    if not isinstance(path, str | os.PathLike) or not os.fspath(path):
        raise FieldValueError(f"path is {short_repr(path)}. Pass the path of a CSV file.")
    try:
        return Path(path)
    except TypeError:  # a path of bytes
        raise FieldValueError(f"path is {short_repr(path)}. Pass the path of a CSV file as a str or a Path.") from None


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev


def _rows(lines: Iterable[str], delimiter: str, name: str) -> Iterator[Row]:
    """Yield the rows of a file that are not empty; the first one is the header.

    Raises:
        FieldValueError: A row is not in the format of CSV.
    """
    remaining = iter(lines)
    first = next(remaining, "").removeprefix(_MARK)
    skipped = 1 if _EXCEL_SEPARATOR.fullmatch(first) else 0
    reader = csv.reader(remaining if skipped else _chain(first, remaining), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FieldValueError(_explained(error, name, line, reader.line_num + skipped)) from error
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)


def _chain(first: str, others: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from others


def _explained(error: csv.Error, name: str, first: int, last: int) -> str:
    """Return the message for a row that is not in the format of CSV."""
    said = str(error)
    if "unexpected end of data" in said or "field limit" in said:
        return (
            f"{name}: a quote that opens in the row of line {first} is not closed. Close it; write a quote inside a "
            'quoted cell twice ("").'
        )
    where = f"line {last}" if first == last else f"line {last} (the row begins in line {first})"
    if "expected after" in said:
        return (
            f"{name}: {where} has characters between the closing quote of a cell and the next separator. Write a "
            'quote inside a quoted cell twice (""), or pass the delimiter if another one is meant.'
        )
    return f"{name}: {where} is not in the format of CSV ({said}). Correct it."


def _delimiter_of(path: Path, encoding: str) -> str:
    """Return the separator that splits the header into several cells and most rows into as many."""
    with path.open(encoding=encoding, newline="") as file:
        if found := _EXCEL_SEPARATOR.fullmatch(file.readline().removeprefix(_MARK)):
            return found[1]
    return max(_DELIMITERS, key=lambda delimiter: _suitability(path, encoding, delimiter))


def _suitability(path: Path, encoding: str, delimiter: str) -> tuple[bool, float, int]:
    """Return how well a separator fits: whether it splits the header, the share of equal rows, and the columns."""
    widths: list[int] = []
    with path.open(encoding=encoding, newline="") as file:
        try:
            widths.extend(len(row.cells) for row in islice(_rows(file, delimiter, path.name), _SAMPLE))
        except FieldValueError:
            widths.append(0)
    columns = widths[0] if widths else 0
    return columns > 1, widths.count(columns) / max(len(widths), 1), columns


def _without_blank_end(names: list[str]) -> list[str]:
    used = [number for number, name in enumerate(names, 1) if name.strip()]
    return names[: used[-1]] if used else []
