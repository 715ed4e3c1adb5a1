"""What the client may cost at the most, and what a run found: one row a budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scripts.bench.report import Table


class Budget(NamedTuple):
    """A limit on one finding of one table."""

    what: str
    table: str
    finding: str
    limit: float
    unit: str


BUDGETS = (
    Budget("`import webcrm_ext`, the whole process", "start", "import", 1.15, "× `import httpx`"),
    Budget("client made, one resource touched, the whole process", "start", "client", 1.35, "× `import httpx`"),
    Budget("records to models, after JSON", "decode", "models", 0.6, "× stock templates, nothing nullable"),
    Budget("pages to models, loopback, one by one", "pull", "sequential", 1.2, "× httpx + json, to dicts"),
    Budget("the same, async", "pull", "sequential async", 1.2, "× httpx + json, to dicts"),
    Budget("with latency, reading ahead 8", "pull", "ahead", 0.3, "× httpx one by one"),
    Budget("with latency, reading ahead 8, async", "pull", "ahead async", 0.3, "× httpx one by one"),
    Budget("requests beyond ceil(N / size), the last page short", "limits", "spare requests", 0, ""),
    Budget("requests beyond ceil(N / size), the last page whole", "limits", "spare requests, whole", 1, ""),
    Budget("answers of 429 from a fresh window", "limits", "refused", 0, ""),
    Budget("time within a limit of 250 a minute", "limits", "time", 1.03, "× the least that the window allows"),
    Budget("peak memory, most pages to few, one by one", "scale", "memory", 1.1, "×"),
    Budget("peak memory, most pages to few, reading ahead 8", "scale", "memory ahead", 1.1, "×"),
    Budget("regenerate, offline, everything included", "build", "regenerate", 15, "s"),
    Budget("drift against a local file", "build", "drift", 2, "s"),
    Budget("drift against a file with other names throughout", "build", "drift renamed", 2, "s"),
)


def held(tables: Mapping[str, Table], *, judged: bool = True) -> Table:
    """Give the budgets that the run's tables tell of, each with what was found and whether it is met.

    Args:
        tables: The tables of a run, by name.
        judged: Say whether budgets are met. A quick look measures too little to say so: three pages never
            make up for the first one, and one run of a process is as slow as the machine is busy.
    """
    columns = ("what", "found", "at the most", "met")
    rows = []
    for budget in BUDGETS:
        if budget.table in tables:
            found = tables[budget.table].findings[budget.finding]
            met = "yes" if found <= budget.limit else f"no, by {found - budget.limit:.2g}"
            row = (budget.what, f"{found:.3g}", f"{budget.limit:g} {budget.unit}".strip(), met)
            rows.append(row if judged else row[:-1])
    return Table("Budgets", columns if judged else columns[:-1], rows)
