"""Print records on stdout, as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from webcrm_api.display import cell

_SAMPLE = 200
"""Rows that the widths and the columns of a table follow from."""

_MAX_WIDTH = 40
_MANY_COLUMNS = 12
"""A table with more columns shows those that fit."""

Row = Mapping[str, Any]


class Output:
    """Prints records in one format.

    Args:
        form: `table`, `json`, `jsonl` or `csv`.
        note: Prints a note on stderr.
    """

    def __init__(self, form: str, note: Callable[[str], None]) -> None:
        self.form = form
        self._note = note

    def rows(self, rows: Iterable[Row], *, columns: Sequence[str] = (), first: Sequence[str] = ()) -> None:
        """Print rows as they come.

        Args:
            rows: The rows.
            columns: The columns to print; empty for all, or in a table for those that fit.
            first: Columns that a table shows before others.
        """
        if columns:
            rows = ({name: row.get(name) for name in columns} for row in rows)
        getattr(self, f"_{self.form}")(iter(rows), tuple(columns), first)

    def one(self, record: Row, *, columns: Sequence[str] = ()) -> None:
        """Print one record; as a table, a line for each value that is set."""
        if columns:
            record = {name: record.get(name) for name in columns}
        if self.form == "json":
            _write(_json(record, indent=1))
        elif self.form == "table":
            width = max(map(len, record), default=0)
            for name, value in record.items():
                if columns or value not in (None, "", 0, [], False):
                    longest = _MAX_WIDTH if sys.stdout.isatty() else None
                    _write(f"{name.ljust(width)}  {_cell(name, value, longest)}".rstrip())
        else:
            self.rows([record])

    def text(self, text: str) -> None:
        """Print text as it is."""
        _write(text)

    def value(self, name: str, value: Any) -> None:
        """Print one value, such as a new id; in JSON under its name."""
        if self.form in ("table", "csv"):
            _write(str(value))
        else:
            _write(_json({name: value}))

    def _jsonl(self, rows: Iterator[Row], _columns: Sequence[str], _first: Sequence[str]) -> None:
        for row in rows:
            _write(_json(row))

    def _json(self, rows: Iterator[Row], _columns: Sequence[str], _first: Sequence[str]) -> None:
        start = "["
        for row in rows:
            sys.stdout.write(f"{start}\n{_json(row)}")
            start = ","
        _write("[]" if start == "[" else "\n]")

    def _csv(self, rows: Iterator[Row], columns: Sequence[str], _first: Sequence[str]) -> None:
        sample = list(islice(rows, _SAMPLE))
        names = columns or _union(sample)
        writer = csv.DictWriter(sys.stdout, names, extrasaction="ignore", lineterminator="\n")
        if names:
            writer.writeheader()
        left_out: set[str] = set()
        for row in chain(sample, rows):
            left_out.update(row.keys() - set(names))
            writer.writerow({name: _csv_value(value) for name, value in row.items()})
        if left_out:
            self._note(f"Columns that only later rows have were left out: {', '.join(sorted(left_out))}.")

    def _table(self, rows: Iterator[Row], columns: Sequence[str], first: Sequence[str]) -> None:
        sample = list(islice(rows, _SAMPLE))
        names = columns or _union(sample)
        if not sample:
            self._note("No records.")
            return
        is_whole = bool(columns) or len(names) <= _MANY_COLUMNS
        chosen = names if is_whole else _fitting(names, sample, first)
        longest = None if is_whole and not sys.stdout.isatty() else _MAX_WIDTH
        widths = [_width(name, sample, longest) for name in chosen]
        _write(_emphasised(_joined(chosen, widths)))
        for row in chain(sample, rows):
            _write(_joined([_cell(name, row.get(name), longest) for name in chosen], widths))
        if len(chosen) < len(names):
            self._note(f"{len(chosen)} of {len(names)} columns are shown. --columns or --format json shows others.")


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _json(value) if isinstance(value, list | dict) else value


def _union(rows: Iterable[Row]) -> list[str]:
    """Return the columns of all rows, in the order of their first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row))


def _cell(name: str, value: Any, longest: int | None = _MAX_WIDTH) -> str:
    """Return the text of a cell; without control characters, which a terminal would obey.

    Args:
        name: The column.
        value: The value.
        longest: The most characters of a terminal; None for a pipe or a file, which get the whole text.
    """
    text = cell(name, value, longest and longest - 1)
    return "".join(each if each.isprintable() else " " for each in text)


def _width(name: str, rows: Iterable[Row], longest: int | None = _MAX_WIDTH) -> int:
    return max(len(name), *(len(_cell(name, row.get(name), longest)) for row in rows))


def _fitting(names: Sequence[str], rows: Sequence[Row], first: Sequence[str]) -> list[str]:
    """Return the columns that are filled and fit into the terminal: those named first, then other names."""
    filled = {name: sum(row.get(name) not in (None, "", 0, False, []) for row in rows) for name in names}
    order = sorted(
        (name for name in names if filled[name]),
        key=lambda name: (_position(name, first), not name.endswith(("Name", "Email", "Description")), -filled[name]),
    )
    left = shutil.get_terminal_size().columns
    chosen: list[str] = []
    for name in order:
        width = _width(name, rows) + 2
        if chosen and width > left + 2:
            continue
        left -= width
        chosen.append(name)
    return chosen


def _position(name: str, names: Sequence[str]) -> int:
    return names.index(name) if name in names else len(names)


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(each.ljust(width) for each, width in zip(cells, widths, strict=True)).rstrip()


def _emphasised(text: str) -> str:
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return text if is_plain else f"\x1b[1m{text}\x1b[0m"
