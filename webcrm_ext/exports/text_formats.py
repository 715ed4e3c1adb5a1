"""JSON lines and CSV: the formats that need no extra."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
from webcrm_api.dates import format_date

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.exports.tables import UNEXPECTED, Column, TableDescription
from webcrm_ext.exports.values import Record, decode_record, encode, fit, unexpected_values
from webcrm_ext.queries.rows import is_in_records

Records = Sequence[bytes | msgspec.Raw]

_LINES = "lines"
_REPEATED = [{str, type(None)}, {int, type(None)}, {bool, type(None)}, {type(None)}]
"""The types of the values of columns in which equal values have equal cells, unlike 0.0 and -0.0, or 1 and true."""

_UNQUOTED = re.compile(r'[^",\s](?:[^",\r\n]*[^",\s])?')
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


class TableFormat(Protocol):
    """Writes one table: a file for each page, and the whole from them."""

    extension: str

    def write_part(self, records: Records, path: Path, *, rows: bool) -> int:
        """Write a page, and return the number of records with unexpected values.

        Args:
            records: The records.
            path: The file, which is replaced.
            rows: Whether they are rows of a query, which have further columns.
        """
        ...

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:
        """Write the table from its parts, whole or not at all."""
        ...


def decoded(records: Records, description: TableDescription, *, rows: bool) -> list[Record]:
    """Return records without the columns that only rows of a query have."""
    values = [decode_record(each) for each in records]
    if rows:
        known = description.known
        values = [{name: each[name] for name in each if is_in_records(name, known)} for each in values]
    return values


def append_lines(path: Path, content: bytes, header: bytes = b"") -> None:
    """Append the lines of a page to those of the table, so that they are written once.

    Args:
        path: The file of the page, which gets the range of bytes that it has there.
        content: The lines.
        header: What the table begins with.
    """
    with path.with_name(_LINES).open("ab") as file:
        start = file.tell() or file.write(header)
        file.write(content)
    path.write_text(f"{start} {start + len(content)}", encoding="ascii")


def replace_whole(parts: Sequence[Path], target: Path, header: bytes = b"") -> None:
    """Replace the target with the lines of all pages.

    Raises:
        ConfigurationError: The lines are gone.
    """
    if not parts:
        lines = target.with_name(f"{target.name}.part")
        lines.write_bytes(header)
    else:
        lines = parts[0].with_name(_LINES)
        ranges = [(int(start), int(end)) for start, end in (part.read_text("ascii").split() for part in parts)]
        starts, ends = zip(*ranges, strict=True)
        if not lines.exists():
            if target.exists() and target.stat().st_size == ends[-1]:  # an interrupted run has replaced the target
                return
            raise ConfigurationError(
                f"{target} and what it is made of were moved or deleted after an interruption. Export once with "
                "resume=False (--no-resume)."
            )
        if (*starts, lines.stat().st_size) != (len(header), *ends):
            lines = _without_gaps(lines, ranges, header)
    with lines.open("rb+") as file:
        os.fsync(file.fileno())
    lines.replace(target)


def _without_gaps(lines: Path, ranges: Sequence[tuple[int, int]], header: bytes) -> Path:
    """Return a copy without what an interrupted run has left between pages."""
    whole = lines.with_name("whole")
    with lines.open("rb") as source, whole.open("wb") as file:
        file.write(header)
        for start, end in ranges:
            source.seek(start)
            file.write(source.read(end - start))
    return whole


class JsonLines:
    """Records as JSON, one in each line, as the service returns them."""

    extension = "jsonl"

    def __init__(self, description: TableDescription) -> None:
        self._description = description
        names = {each.property: each.name for each in description.columns}
        self._left_out = description.known - names.keys()
        self._renamed = {property_: name for property_, name in names.items() if property_ != name}

    def write_part(self, records: Records, path: Path, *, rows: bool) -> int:
        """Write the lines of a page."""
        lines: Sequence[Any] = records
        if rows or self._left_out or self._renamed:
            lines = [encode(self._changed(each)) for each in decoded(records, self._description, rows=rows)]
        append_lines(path, b"\n".join([*lines, b""]))
        return 0

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:  # noqa: ARG002 - the same for both
        """Replace the file with the lines of all pages."""
        replace_whole(parts, target)

    def _changed(self, record: Record) -> Record:
        return {self._renamed.get(name, name): record[name] for name in record if name not in self._left_out}


class Csv:
    """Comma-separated values in UTF-8. Null is an empty cell, an empty string is quoted."""

    extension = "csv"

    def __init__(self, description: TableDescription, *, spreadsheet_safe: bool) -> None:
        self._description = description
        self._safe = spreadsheet_safe
        names = [*(each.name for each in description.columns), UNEXPECTED]
        self._header = (",".join(map(self._text, names)) + "\r\n").encode()

    def write_part(self, records: Records, path: Path, *, rows: bool) -> int:
        """Write the lines of a page."""
        values = decoded(records, self._description, rows=rows)
        refused: list[tuple[int, str]] = []
        columns = [self._cells(column, values, refused) for column in self._description.columns]
        unexpected = unexpected_values(values, self._description.known, refused)
        columns.append(["" if each is None else self._text(each) for each in unexpected])
        lines = "".join(",".join(cells) + "\r\n" for cells in zip(*columns, strict=True))
        append_lines(path, lines.encode(), self._header)
        return len(unexpected) - unexpected.count(None)

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:  # noqa: ARG002 - the same for both
        """Replace the file with the header and the lines of all pages."""
        replace_whole(parts, target, self._header)

    def _cells(self, column: Column, records: list[Record], refused: list[tuple[int, str]]) -> list[str]:
        values = [record.get(column.property) for record in records]
        if {*map(type, values), type(None)} in _REPEATED:
            fitted = {value: fit(column, value) for value in set(values)}
            if all(fits for _, fits in fitted.values()):  # most do; each is converted once
                distinct = {value: self._cell(found) for value, (found, _) in fitted.items()}
                return [distinct[value] for value in values]
        cells = []
        for position, stored in enumerate(values):
            value, fits = fit(column, stored)
            if not fits:
                refused.append((position, column.property))
            cells.append(self._cell(value))
        return cells

    def _cell(self, value: Any) -> str:
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case str():
                return self._text(value)
            case datetime.datetime():
                return format_date(value.replace(tzinfo=datetime.UTC))
            case int() | float():
                return repr(value)
        return self._text(encode(_plain(value)).decode())

    def _text(self, text: str) -> str:
        if self._safe and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
            text = f"'{text}"
        return text if _UNQUOTED.fullmatch(text) else '"' + text.replace('"', '""') + '"'


def _plain(value: Any) -> Any:
    """Return a nested value with dates in the spelling of other columns."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return format_date(value.replace(tzinfo=datetime.UTC)) if isinstance(value, datetime.datetime) else value
