"""The tables: start, decode, pull, serve, limits, jobs, exports, scale, build. Each compares medians of one run."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from scripts.bench.export_table import export_table, measure_exports
from scripts.bench.harness import Measured, measure, ratio, server
from scripts.bench.job_table import job_table, measure_jobs
from scripts.bench.limits import Cost, pull_within_limits
from scripts.bench.pulling import SIZE
from scripts.bench.records import MODELS, TOKEN
from scripts.bench.report import Table
from scripts.bench.stock import make_stock
from scripts.bench.tree import copied_tree
from scripts.bench.wheel import wheel_python
from webcrm_ext.definition.document import Document, models

_DECODING = "scripts.bench.decoding"
_PULLING = "scripts.bench.pulling"
_SERVING = "scripts.bench.serving"
_SANDBOX = "scripts.bench.sandboxed"
_PREFETCH = 8
_ROUNDS = 10

Pulled = Mapping[tuple[str, int], Measured]
"""The measurements of each side, by its name and the number of prefetched pages."""


class Scope(NamedTuple):
    """The amount of work in a run."""

    repetitions: int
    long_repetitions: int
    pull_repetitions: int
    warm_up: int
    pages: int
    records: int
    scales: tuple[int, ...]
    latency: float
    limited_pages: int
    served_pages: int
    jobs: tuple[int, ...]
    most_one_by_one: int
    exported_pages: int


FULL = Scope(
    repetitions=7,
    long_repetitions=3,
    pull_repetitions=5,
    warm_up=1,
    pages=50,
    records=1000,
    scales=(10, 100, 1000),
    latency=0.15,
    limited_pages=400,
    served_pages=100,
    jobs=(100, 2_000, 20_000),
    most_one_by_one=2_000,
    exported_pages=100,
)
QUICK = Scope(
    repetitions=1,
    long_repetitions=1,
    pull_repetitions=1,
    warm_up=0,
    pages=3,
    records=200,
    scales=(2, 4),
    latency=0.02,
    limited_pages=260,
    served_pages=3,
    jobs=(100, 400),
    most_one_by_one=100,
    exported_pages=3,
)


def start(scope: Scope) -> Table:
    """Measure the start-up of whole processes, in an environment with the wheel alone."""
    client = f"from webcrm_ext import WebCRM; crm = WebCRM('{TOKEN}', base_url='http://localhost:1')"
    programs = {
        "import httpx": "import httpx",
        "import webcrm_ext": "import webcrm_ext",
        "client created, one resource accessed": f"{client}; crm.persons; crm.close()",
        "client created, all resources accessed": f"{client}\nfor name in dir(crm): getattr(crm, name)\ncrm.close()",
        "webcrm --help": "import sys; from webcrm_ext.cli.program import main; sys.exit(main(['--help']))",
        "one operation of the raw client": "from webcrm_api.api.persons import persons_list",
        "one operation, stock templates": "from stock.api.persons import persons_list",
        "the interpreter alone": "pass",
    }
    measured = measure(
        {name: ("-P", "-c", code) for name, code in programs.items()},
        repetitions=scope.repetitions,
        warm_up=scope.warm_up,
        whole=True,
        path=(make_stock("stock"),),
        python=wheel_python(),
    )
    reference = measured["import httpx"]
    rows = [
        (name, f"{each.median * 1000:.0f}", each.times(1000).spread, f"{ratio(each, reference):.2f}")
        for name, each in measured.items()
    ]
    findings = {
        "import": ratio(measured["import webcrm_ext"], reference),
        "client": ratio(measured["client created, one resource accessed"], reference),
        "help": ratio(measured["webcrm --help"], reference),
        "operation": ratio(measured["one operation of the raw client"], reference),
        "stock operation": ratio(measured["one operation, stock templates"], reference),
    }
    return Table("Start: whole processes", ("program", "ms", "range", "× import httpx"), rows, findings)


DECODERS = {
    "json": "JSON alone, json",
    "msgspec": "JSON alone, msgspec",
    "stock": "stock templates, not nullable",
    "stock_nullable": "stock templates, nullable",
    "ours": "this client, to models",
}


def decode(scope: Scope) -> Table:
    """Measure the time per record for models, after JSON, and the memory of 100,000 records."""
    for package in ("stock", "stock_nullable"):
        make_stock(package)
    rows = []
    worst = 0.0
    for model in MODELS:
        measured = measure(
            {side: ("-m", _DECODING, side, model, str(scope.records)) for side in DECODERS},
            repetitions=scope.long_repetitions,
            warm_up=0,  # each program decodes the page once before timing
        )
        _same(model, (each.result["ids"] for each in measured.values()))
        reference = measured["stock"]
        worst = max(worst, ratio(measured["ours"], reference))
        rows += [
            (
                *(model, DECODERS[side], f"{each.median:.1f}", each.spread, f"{ratio(each, reference):.2f}"),
                f"{each.result['memory'] / 1e6:.0f}",
            )
            for side, each in measured.items()
        ]
    columns = ("model", "side", "µs a record", "range", "× stock", "MB for 100,000 records")
    title = f"Decode: a page of {scope.records}, after JSON; JSON alone for comparison"
    return Table(title, columns, rows, {"models": worst})


PULLERS = {
    "httpx_json": "httpx + json, to dicts",
    "requests_json": "requests + json, to dicts",
    "stock_client": "stock generated client, to models",
    "tap_webcrm": "tap-webcrm, to dicts",
    "ours": "this client, to models",
    "ours_dicts": "this client, to dicts, by crm.request",
    "ours_async": "this client, async, to models",
    "ours_async_dicts": "this client, async, to dicts, by crm.request",
}


def pull(scope: Scope) -> Table:
    """Measure reading pages of persons over a socket, with and without latency and gzip."""
    make_stock("stock")
    sequential = [(side, 1) for side in PULLERS]
    prefetching = [("httpx_json", 1), *((side, each) for side in ("ours", "ours_async") for each in (1, 4, _PREFETCH))]
    plain = _pulled(scope, sequential, scope.pull_repetitions)
    compressed = _pulled(scope, sequential, scope.long_repetitions, compressed=True)
    late = _pulled(scope, prefetching, scope.long_repetitions, latency=scope.latency)
    rows = [
        (where, PULLERS[side], str(each), f"{one.median:.2f}", one.spread, f"{ratio(one, part['httpx_json', 1]):.2f}")
        for where, part in (
            ("no latency", plain),
            ("no latency, gzip", compressed),
            (f"{scope.latency * 1000:.0f} ms", late),
        )
        for (side, each), one in part.items()
    ]
    columns = ("connection", "side", "prefetched pages", "s", "range", "× httpx + json")
    return Table(f"Pull: {scope.pages} pages of 1000 persons", columns, rows, pull_findings(plain, late))


def pull_findings(plain: Pulled, late: Pulled) -> dict[str, float]:
    """Return the ratios of both clients to plain httpx and json: sequential, and prefetching with latency."""
    return {
        "sequential": ratio(plain["ours", 1], plain["httpx_json", 1]),
        "sequential async": ratio(plain["ours_async", 1], plain["httpx_json", 1]),
        "prefetch": ratio(late["ours", _PREFETCH], late["httpx_json", 1]),
        "prefetch async": ratio(late["ours_async", _PREFETCH], late["httpx_json", 1]),
    }


def _pulled(
    scope: Scope, sides: Iterable[tuple[str, int]], repetitions: int, *, latency: float = 0.0, compressed: bool = False
) -> dict[tuple[str, int], Measured]:
    arguments = ["--pages", str(scope.pages), "--latency", str(latency), *(["--gzip"] if compressed else [])]
    with server(*arguments) as url:
        measured = measure(
            {
                (side, prefetch): ("-m", _PULLING, side, url, str(scope.pages), str(prefetch))
                for side, prefetch in sides
            },
            repetitions=repetitions,
            warm_up=0,  # each program reads a page before timing
        )
    _same("pages", ((each.result["count"], each.result["ids"]) for each in measured.values()))
    return measured


def serve(scope: Scope) -> Table:
    """Measure pages per second of the sandbox and of a server with prepared responses."""
    records = str(scope.served_pages * SIZE)
    measured: dict[str, Measured] = {}
    # One after the other, so that each server has a core to itself.
    for name, module, arguments in (
        ("prepared responses", "scripts.bench.canned", ("--pages", str(scope.served_pages))),
        (f"the sandbox, with {int(records):,} persons", _SANDBOX, (records,)),
    ):
        with server(*arguments, module=module) as url:
            measured |= measure(
                {name: ("-m", _SERVING, url, str(scope.served_pages))},
                repetitions=scope.long_repetitions,
                warm_up=0,  # the program reads a page before timing
            )
    canned, sandbox = measured.values()
    _same("pages", (each.result["pages"] for each in measured.values()))
    rows = [
        (
            *(name, f"{each.median:.0f}", each.spread, f"{each.result['bytes'] / each.result['pages'] / 1e6:.2f}"),
            f"{ratio(each, canned):.2f}",
        )
        for name, each in measured.items()
    ]
    columns = ("server", "pages a second", "range", "MB a page", "× prepared responses")
    title = f"Serve: pages of {SIZE} persons, read and not decoded"
    return Table(title, columns, rows, {"sandbox": ratio(sandbox, canned), "pages a second": sandbox.median})


def limits(scope: Scope) -> Table:
    """Measure the cost of the rate limit, on a simulated clock."""
    short, full = (pull_within_limits(scope.limited_pages, last_is_full=each) for each in (False, True))
    rows = [
        ("pages with records", str(scope.limited_pages), str(scope.limited_pages)),
        ("requests, login included", str(short.requests), str(full.requests)),
        ("429 responses", str(short.refused), str(full.refused)),
        ("simulated seconds", f"{short.seconds:.2f}", f"{full.seconds:.2f}"),
        ("minimum that the window allows", f"{short.minimum_seconds:.2f}", f"{full.minimum_seconds:.2f}"),
    ]
    columns = ("what", "last page short", "last page full")
    return Table("Limits: 250 requests a minute, a fresh window", columns, rows, limit_findings(short, full))


def limit_findings(short: Cost, full: Cost) -> dict[str, float]:
    """Return the extra requests of both runs, and the worse of the other figures."""
    return {
        "extra requests": short.extra_requests,
        "extra requests, full": full.extra_requests,
        "refused": max(short.refused, full.refused),
        "time": max(each.seconds / each.minimum_seconds for each in (short, full)),
    }


def jobs(scope: Scope) -> Table:
    """Measure what an upsert costs, on a simulated clock."""
    return job_table(measure_jobs(scope.jobs, scope.most_one_by_one))


def exports(scope: Scope) -> Table:
    """Measure what an export of persons costs."""
    return export_table(scope.exported_pages, measure_exports(scope.exported_pages, scope.long_repetitions))


def scale(scope: Scope) -> Table:
    """Measure how time and memory grow with the number of pages."""
    measured: dict[tuple[int, int], Measured] = {}
    fewest = min(scope.scales)
    with server("--pages", str(max(scope.scales))) as url:
        for prefetch in (1, _PREFETCH):
            for pages in scope.scales:
                # Only the shortest run needs repetitions: the others take seconds.
                measured[prefetch, pages] = measure(
                    {"ours": ("-m", _PULLING, "ours", url, str(pages), str(prefetch))},
                    repetitions=scope.long_repetitions if pages == fewest else 1,
                    warm_up=scope.warm_up if pages == fewest else 0,
                )["ours"]
    rows = [
        (
            *(str(prefetch), str(pages), f"{each.median:.2f}", f"{each.median / pages * 1000:.1f}"),
            f"{each.result['peak'] / 1024:.0f}",
        )
        for (prefetch, pages), each in measured.items()
    ]
    columns = ("prefetched pages", "pages", "s", "ms a page", "peak MB of the process")
    return Table("Scale: streaming persons", columns, rows, scale_findings(measured))


def scale_findings(measured: Mapping[tuple[int, int], Measured]) -> dict[str, float]:
    """Return the ratios of the longest run to a short one: peak memory, and seconds per page.

    The short run is the shortest in which prefetching is at its limit most of the time.

    Args:
        measured: The measurements, by the number of prefetched pages and of all pages.
    """
    fewest, most = (chosen(pages for _, pages in measured) for chosen in (min, max))

    def memory(prefetch: int) -> float:
        few = min((pages for _, pages in measured if pages >= _ROUNDS * prefetch), default=fewest)
        return float(measured[prefetch, most].result["peak"] / measured[prefetch, few].result["peak"])

    return {
        "memory": memory(1),
        "memory prefetch": memory(_PREFETCH),
        "time": (measured[1, most].median / most) / (measured[1, fewest].median / fewest),
    }


def build(scope: Scope) -> Table:
    """Measure `regenerate` and `drift`."""
    with copied_tree() as tree:
        committed, renamed = tree / "swagger" / "webcrm.json", tree / "renamed.json"
        renamed.write_text(json.dumps(rename_properties(json.loads(committed.read_bytes()))), encoding="utf-8")
        drift = ("-m", "scripts.drift", "--fail-on", "never", "--source")
        measured = measure(
            {
                "regenerate": ("-m", "scripts.regenerate", "--offline", "--root", str(tree)),
                "drift": (*drift, str(committed)),
                "drift renamed": (*drift, str(renamed)),
            },
            repetitions=scope.long_repetitions,
            warm_up=scope.warm_up,
            whole=True,
            pinned=False,
        )
    descriptions = {
        "regenerate": "regenerate, offline, all stages",
        "drift": "drift against a local file",
        "drift renamed": "drift against a file with every property renamed",
    }
    rows = [(descriptions[name], f"{each.median:.1f}", each.spread) for name, each in measured.items()]
    findings = {name: each.median for name, each in measured.items()}
    return Table("Build: whole processes", ("what", "s", "range"), rows, findings)


def rename_properties(definition: Document) -> Document:
    """Return a definition with every property renamed: the slowest comparison."""
    changed = copy.deepcopy(definition)
    for model in models(changed).values():
        model["properties"] = {f"New{name}": schema for name, schema in model.get("properties", {}).items()}
        model["required"] = [f"New{name}" for name in model.get("required", [])]
    return changed


def _same(what: str, results: Iterable[Any]) -> None:
    if len(found := set(results)) != 1:
        raise RuntimeError(f"The sides returned different {what}: {found}.")


TABLES: dict[str, Callable[[Scope], Table]] = {
    each.__name__: each for each in (start, decode, pull, serve, limits, jobs, exports, scale, build)
}
