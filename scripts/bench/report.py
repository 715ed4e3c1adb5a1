"""What a run of the benchmarks says: tables, and the findings that budgets are held against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

START, END = "<!-- bench: written by `make bench WRITE=1` -->", "<!-- end of bench -->"


class Table(NamedTuple):
    """One table of the report: a title, its columns, its rows of text, and figures by name.

    A finding is a number that a budget or a reader of the JSON asks for, such as a ratio of medians.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    findings: Mapping[str, float] = {}

    def text(self) -> str:
        """Give the table in Markdown, which reads well as text too."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[index]) for line in lines) for index in range(len(self.columns))]
        ruled = [self.columns, tuple("-" * width for width in widths), *self.rows]
        drawn = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
            for line in ruled
        ]
        return f"### {self.title}\n\n" + "\n".join(drawn)


def heading(date: str, machine: Mapping[str, str]) -> str:
    """Give the line without which figures mean nothing: when, on what machine, with which versions."""
    return f"{date}; " + ", ".join(f"{name} {value}" for name, value in machine.items())


def as_json(date: str, machine: Mapping[str, str], tables: Mapping[str, Table]) -> dict[str, Any]:
    """Give a run as JSON: the date, the machine, and for each table its rows by column and its findings."""
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
    """Write a run's JSON, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def insert(document: str, report: str) -> str:
    """Put a report between a document's two marks, in place of the one before.

    Raises:
        ValueError: The document lacks the marks.
    """
    before, start, rest = document.partition(START)
    _old, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"The document must hold the lines {START!r} and {END!r}, in this order.")
    return f"{before}{start}\n\n{report.strip()}\n\n{end}{after}"
