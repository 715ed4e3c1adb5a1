"""The table of jobs: what an upsert costs, beside one record at a time and the least that the API allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scripts.bench.harness import Measured, measure, server
from scripts.bench.jobs import MIXES, SIDES, least
from scripts.bench.limits import LIMIT, WINDOW
from scripts.bench.report import Table

_JOBS = "scripts.bench.jobs"
_SANDBOX = "scripts.bench.sandboxed"
_OURS, _ONE_BY_ONE = SIDES
_COLUMNS = ("records", "mix", "side", "requests", "simulated s", "processor s", "peak MB")

Costs = Mapping[tuple[int, str, str], Measured]
"""The measurements, by the number of records, the mix and the side."""


def measure_jobs(counts: Sequence[int], most_one_by_one: int) -> Costs:
    """Run the mixes one after the other for each side and number of records, against a sandbox of its own."""
    costs: dict[tuple[int, str, str], Measured] = {}
    for count in counts:
        for side in SIDES if count <= most_one_by_one else [_OURS]:
            with server("0", str(LIMIT), module=_SANDBOX) as url:
                for mix in MIXES:
                    program = {side: ("-m", _JOBS, side, url, mix, str(count))}
                    costs[count, mix, side] = measure(program, repetitions=1, warm_up=0)[side]
    return costs


def job_table(costs: Costs) -> Table:
    """Return the table; what was not measured one by one is scaled from the largest measured number."""
    counts = sorted({count for count, _, _ in costs})
    largest = max(count for count, _, side in costs if side == _ONE_BY_ONE)
    rows = []
    for count in counts:
        for mix in MIXES:
            rows.append(_row(count, mix, _OURS, costs[count, mix, _OURS]))
            if count <= largest:
                rows.append(_row(count, mix, _ONE_BY_ONE, costs[count, mix, _ONE_BY_ONE]))
            else:
                requests = costs[largest, mix, _ONE_BY_ONE].result["requests"] * count // largest
                rows.append((*_named(count, mix, "one by one, scaled"), *_cost(requests), "", ""))
            rows.append((*_named(count, mix, "the least that the API allows"), *_cost(least(mix, count)), "", ""))
    most = costs[counts[-1], MIXES[1], _OURS].result
    findings = {"requests": most["requests"], "seconds": most["seconds"], "refused": most["refused"]}
    return Table("Jobs: create or update organisations at 250 requests a minute", _COLUMNS, rows, findings)


def _row(count: int, mix: str, side: str, measured: Measured) -> tuple[str, ...]:
    result = measured.result
    cost = (f"{result['requests']:,}", f"{result['seconds']:,.0f}")
    return (*_named(count, mix, side), *cost, f"{measured.median:.1f}", f"{result['peak'] / 1024:.0f}")


def _named(count: int, mix: str, side: str) -> tuple[str, str, str]:
    return f"{count:,}", mix, side


def _cost(requests: int) -> tuple[str, str]:
    return f"{requests:,}", f"{WINDOW * ((requests - 1) // LIMIT):,.0f}"
