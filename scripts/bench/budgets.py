"""Budgets of the client, and whether a run meets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scripts.bench.report import Table


class Budget(NamedTuple):
    """An upper limit on one finding of one table."""

    what: str
    table: str
    finding: str
    limit: float
    unit: str


BUDGETS = (
    Budget("`import webcrm_ext`, whole process", "start", "import", 0.25, "× `import httpx`"),
    Budget("client created, one resource accessed, whole process", "start", "client", 0.9, "× `import httpx`"),
    Budget("`webcrm --help`, whole process", "start", "help", 0.3, "× `import httpx`"),
    Budget("decode records to models, after JSON", "decode", "models", 0.45, "× stock templates, not nullable"),
    Budget("50 pages to models, loopback, sequential", "pull", "sequential", 1.0, "× httpx + json, to dicts"),
    Budget(
        "50 pages to models, loopback, sequential, async", "pull", "sequential async", 1.1, "× httpx + json, to dicts"
    ),
    Budget("50 pages with latency, prefetching 8", "pull", "prefetch", 0.3, "× sequential httpx"),
    Budget("50 pages with latency, prefetching 8, async", "pull", "prefetch async", 0.3, "× sequential httpx"),
    Budget("requests above ceil(N / size), last page short", "limits", "extra requests", 0, ""),
    Budget("requests above ceil(N / size), last page full", "limits", "extra requests, full", 1, ""),
    Budget("429 responses with a fresh window", "limits", "refused", 0, ""),
    Budget("time at 250 requests a minute", "limits", "time", 1.03, "× the minimum that the window allows"),
    Budget("requests of 20,000 records, half new, a quarter changed", "jobs", "requests", 300, ""),
    Budget("their time at 250 requests a minute", "jobs", "seconds", 120, "s"),
    Budget("their 429 responses", "jobs", "refused", 0, ""),
    Budget("export to Parquet, processor time", "exports", "parquet", 0.9, "× httpx and pandas"),
    Budget("export to Parquet, peak memory", "exports", "parquet memory", 0.3, "× httpx and pandas"),
    Budget("export to JSON lines, less the reading", "exports", "jsonl", 0.2, "× json.loads and json.dumps"),
    Budget("peak memory, sequential", "scale", "memory", 1.1, "× that of fewer pages"),
    Budget("peak memory, prefetching 8", "scale", "memory prefetch", 1.1, "× that of fewer pages"),
    Budget("regenerate, offline, all stages", "build", "regenerate", 15, "s"),
    Budget("drift against a local file", "build", "drift", 2, "s"),
    Budget("drift against a file with every property renamed", "build", "drift renamed", 2, "s"),
)


def check_budgets(tables: Mapping[str, Table], *, judged: bool = True) -> Table:
    """Return a table of the budgets that a run measured, with the measured ratios.

    Args:
        tables: The tables of a run, by name.
        judged: Add a column that shows whether each budget is met. A quick run measures too little for that.
    """
    columns = ("what", "measured", "limit", "met")
    rows = []
    for budget in BUDGETS:
        if budget.table in tables:
            found = tables[budget.table].findings[budget.finding]
            met = "yes" if found <= budget.limit else f"no, by {found - budget.limit:.2g}"
            row = (budget.what, f"{found:.3g}", f"{budget.limit:g} {budget.unit}".strip(), met)
            rows.append(row if judged else row[:-1])
    return Table("Budgets", columns if judged else columns[:-1], rows)
