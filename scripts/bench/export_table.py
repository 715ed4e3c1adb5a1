"""The table of exports: what a table of persons costs in each format, beside scripts of httpx, pandas and json."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.bench.harness import Measured, measure, ratio, server
from scripts.bench.pulling import SIZE
from scripts.bench.report import Table

_EXPORTS = "scripts.bench.exports"
_COLUMNS = ("side", "processor s", "range", "peak MB", "requests", "rows a second")
_NAMES = {
    "parquet": "this client, to Parquet",
    "pandas_parquet": "httpx and pandas, to Parquet",
    "jsonl": "this client, to JSON lines",
    "json_lines": "httpx and json, to JSON lines",
    "json_alone": "json.loads and json.dumps alone, of the same pages",
    "read_and_discard": "this client, pages read and discarded",
    "csv": "this client, to CSV",
    "duckdb": "this client, to DuckDB",
}
_UNJUDGED = ("csv", "duckdb")


def measure_exports(pages: int, repetitions: int) -> dict[str, Measured]:
    """Run all sides against a server of prepared responses. Those without a budget run once."""
    with server("--pages", str(pages), "--distinct-ids") as url:

        def measured(sides: list[str], repetitions: int) -> dict[str, Measured]:
            programs = {side: ("-m", _EXPORTS, side, url, str(pages)) for side in sides}
            return measure(programs, repetitions=repetitions, warm_up=0)

        judged = measured([side for side in _NAMES if side not in _UNJUDGED], repetitions)
        return judged | measured(list(_UNJUDGED), 1)


def export_table(pages: int, costs: Mapping[str, Measured]) -> Table:
    """Return the table.

    Raises:
        RuntimeError: A side has other rows.
    """
    rows = pages * SIZE
    if any(each.result["rows"] != rows for each in costs.values()):
        raise RuntimeError(f"Not all sides have {rows} rows: {costs}.")
    lines: list[tuple[str, ...]] = [
        (
            *(name, f"{costs[side].median:.2f}", costs[side].spread, f"{costs[side].result['peak'] / 1024:.0f}"),
            *(f"{costs[side].result['requests']:,}", f"{rows / costs[side].result['seconds']:,.0f}"),
        )
        for side, name in _NAMES.items()
    ]
    return Table(f"Exports: {rows:,} persons", _COLUMNS, lines, export_findings(costs))


def export_findings(costs: Mapping[str, Measured]) -> dict[str, float]:
    """Return the ratios to the scripts. The work on JSON lines is what reading the pages alone does not cost."""
    ours, script = costs["parquet"], costs["pandas_parquet"]
    work = costs["jsonl"].median - costs["read_and_discard"].median
    return {
        "parquet": ratio(ours, script),
        "parquet memory": ours.result["peak"] / script.result["peak"],
        "jsonl": max(work, 0.0) / costs["json_alone"].median,
    }
