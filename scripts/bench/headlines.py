"""The few figures of a report that the README shows, beside those of the alternatives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

MARKERS = "<!-- figures: written by `make bench WRITE=1` -->", "<!-- end -->"


class Headline(NamedTuple):
    """A figure of one row of a table, and that of another row of the same table.

    Attributes:
        what: What was measured.
        table: The beginning of the table's title.
        column: The column of both figures.
        unit: Their unit.
        ours: The row of this client: some of its cells, by column.
        theirs: The other row.
        alternative: What the other side is.
    """

    what: str
    table: str
    column: str
    unit: str
    ours: Mapping[str, str]
    theirs: Mapping[str, str]
    alternative: str


_MIX = {"records": "20,000", "mix": "half new, a quarter changed"}
_UPSERT = {**_MIX, "side": "upsert_by"}
_ONE_BY_ONE = {**_MIX, "side": "one by one, scaled"}
_LATENCY = {"connection": "150 ms"}
_PARQUET, _SCRIPT = {"side": "this client, to Parquet"}, {"side": "httpx and pandas, to Parquet"}

HEADLINES = (
    Headline(
        "create or update 20,000 records by key, half new, a quarter changed", "Jobs", "requests", "requests",
        _UPSERT, _ONE_BY_ONE, "one by one with httpx",
    ),
    Headline(
        "its waits at 250 requests a minute", "Jobs", "simulated s", "s", _UPSERT, _ONE_BY_ONE,
        "one by one with httpx",
    ),
    Headline(
        "read 50,000 persons with a latency of 150 ms, prefetching 8 pages", "Pull", "s", "s",
        {**_LATENCY, "side": "this client, to models", "prefetched pages": "8"},
        {**_LATENCY, "side": "httpx + json, to dicts"},
        "httpx and json",
    ),
    Headline(
        "export 100,000 persons to Parquet, peak memory", "Exports", "peak MB", "MB", _PARQUET, _SCRIPT,
        "httpx and pandas",
    ),
    Headline(
        "decode a person to a model, after JSON", "Decode", "µs a record", "µs",
        {"model": "PersonDto", "side": "this client, to models"},
        {"model": "PersonDto", "side": "stock templates, not nullable"},
        "a plain generated client",
    ),
)  # fmt: skip


def headlines(report: str) -> str:
    """Return the table of the README, from a whole report.

    Raises:
        ValueError: The report lacks a row.
    """
    lines = ["| what | this client | the alternative |", "|---|---|---|"]
    for each in HEADLINES:
        rows = _rows(report, each.table)
        ours, theirs = (f"{_figure(rows, each, row)} {each.unit}" for row in (each.ours, each.theirs))
        lines.append(f"| {each.what} | {ours} | {theirs}, {each.alternative} |")
    return "\n".join(lines)


def _rows(report: str, title: str) -> list[dict[str, str]]:
    """Return the rows of a table, by column."""
    text = re.search(rf"^### {re.escape(title)}\b.*?(?=^### |\Z)", report, re.MULTILINE | re.DOTALL)
    lines = [line for line in text[0].splitlines() if line.startswith("|")] if text else []
    columns, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines] or [[]]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _figure(rows: list[dict[str, str]], headline: Headline, wanted: Mapping[str, str]) -> str:
    for row in rows:
        if wanted.items() <= row.items():
            return row[headline.column]
    raise ValueError(f"The report has no row with {dict(wanted)} in the table {headline.table!r}.")
