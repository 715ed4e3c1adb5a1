"""JSON lines and CSV: the formats that need no extra."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
from webcrm_api.dates import format_date

from webcrm_ext.exports.tables import UNEXPECTED, Column, TableDescription
from webcrm_ext.exports.values import Record, decode_record, encode, fit, unexpected_values
from webcrm_ext.queries.rows import is_in_records

Records = Sequence[bytes | msgspec.Raw]

_QUOTED = re.compile(r'[",\r\n]|^\s|\s$|^$')
_SPACES = bytes.maketrans(b"\r\n", b"  ")
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


def replace_whole(parts: Sequence[Path], target: Path, header: bytes = b"") -> None:
    """Write the parts one after another into a file beside the target, which it replaces then."""
    temporary = parts[0].with_name("whole") if parts else target.with_name(f"{target.name}.part")
    with temporary.open("wb") as file:
        file.write(header)
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)


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
        lines: list[bytes] | list[memoryview]
        if rows or self._left_out or self._renamed:
            lines = [encode(self._changed(each)) for each in decoded(records, self._description, rows=rows)]
        else:
            lines = [memoryview(each) for each in records]
        content = b"\n".join(lines) + b"\n"
        if content.count(b"\n") != len(records) or b"\r" in content:
            # Within JSON, a line break can only be between values.
            content = b"".join(bytes(each).translate(_SPACES) + b"\n" for each in lines)
        path.write_bytes(content)
        return 0

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:  # noqa: ARG002 - the same for both
        """Join the lines of all pages."""
        replace_whole(parts, target)

    def _changed(self, record: Record) -> Record:
        return {self._renamed.get(name, name): record[name] for name in record if name not in self._left_out}


class Csv:
    """Comma-separated values in UTF-8. Null is an empty cell, an empty string is quoted."""

    extension = "csv"

    def __init__(self, description: TableDescription, *, spreadsheet_safe: bool) -> None:
        self._description = description
        self._safe = spreadsheet_safe

    def write_part(self, records: Records, path: Path, *, rows: bool) -> int:
        """Write the lines of a page, without the header."""
        values = decoded(records, self._description, rows=rows)
        refused: list[tuple[int, str]] = []
        columns = [self._cells(column, values, refused) for column in self._description.columns]
        unexpected = unexpected_values(values, self._description.known, refused)
        columns.append(["" if each is None else self._text(each) for each in unexpected])
        path.write_bytes("".join(",".join(cells) + "\r\n" for cells in zip(*columns, strict=True)).encode())
        return len(unexpected) - unexpected.count(None)

    def write_whole(self, parts: Sequence[Path], target: Path, *, changes: bool) -> None:  # noqa: ARG002 - the same for both
        """Join the header and the lines of all pages."""
        names = [*(each.name for each in self._description.columns), UNEXPECTED]
        replace_whole(parts, target, (",".join(map(self._text, names)) + "\r\n").encode())

    def _cells(self, column: Column, records: list[Record], refused: list[tuple[int, str]]) -> list[str]:
        values = [record.get(column.property) for record in records]
        if values.count(None) == len(values):
            return [""] * len(values)
        if column.kind == "string" and all(
            value is None or (value.__class__ is str and value.isascii()) for value in values
        ):
            return ["" if value is None else self._text(value) for value in values]  # the same in less time
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
        return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _plain(value: Any) -> Any:
    """Return a nested value with dates in the spelling of other columns."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return format_date(value.replace(tzinfo=datetime.UTC)) if isinstance(value, datetime.datetime) else value


def _is_plain(value: Any) -> bool:
    """Return whether a value is null or a string without half characters."""
    return value is None or (value.__class__ is str and value.isascii())
