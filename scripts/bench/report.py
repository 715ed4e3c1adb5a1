"""Reports of benchmarks: tables, and the findings that budgets limit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

START, END = "<!-- bench: written by `make bench WRITE=1` -->", "<!-- end of bench -->"


class Table(NamedTuple):
    """One table of the report.

    A finding is a number for budgets and for the JSON file, such as a ratio of medians.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    findings: Mapping[str, float] = {}

    def text(self) -> str:
        """Return the table in Markdown, aligned."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[index]) for line in lines) for index in range(len(self.columns))]
        ruled = [self.columns, tuple("-" * width for width in widths), *self.rows]
        drawn = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
            for line in ruled
        ]
        return f"### {self.title}\n\n" + "\n".join(drawn)


def heading(date: str, machine: Mapping[str, str]) -> str:
    """Return a line with the date, the machine and the versions."""
    return f"{date}; " + ", ".join(f"{name} {value}" for name, value in machine.items())


def as_json(date: str, machine: Mapping[str, str], tables: Mapping[str, Table]) -> dict[str, Any]:
    """Return a run as JSON: the date, the machine, and the rows and findings of each table."""
    return {
        "date": date,
        "machine": dict(machine),
        "tables": {
            name: {
                "title": table.title,
                "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
                "findings": dict(table.findings),
            }
            for name, table in tables.items()
        },
    }


def save_json(path: Path, run: Mapping[str, Any]) -> None:
    """Write the JSON of a run, and create its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def insert(document: str, report: str, markers: tuple[str, str] = (START, END)) -> str:
    """Return the document with the report between its markers, in place of the previous one.

    Raises:
        ValueError: A marker is missing.
    """
    before, start, rest = document.partition(markers[0])
    _old, end, after = rest.partition(markers[1])
    if not start or not end:
        raise ValueError(f"The document must contain the lines {markers[0]!r} and {markers[1]!r}, in this order.")
    return f"{before}{start}\n\n{report.strip()}\n\n{end}{after}"
