"""The tables: start, decode, pull, serve, limits, scale, build. Each gives ratios of medians of one run."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from scripts.bench.harness import Measured, measure, ratio, server
from scripts.bench.limits import Spent, pull_within_limits
from scripts.bench.pulling import SIZE
from scripts.bench.records import MODELS, TOKEN
from scripts.bench.report import Table
from scripts.bench.stock import make_stock
from scripts.bench.tree import copied_tree
from webcrm_ext.definition.document import Document, models

_DECODING = "scripts.bench.decoding"
_PULLING = "scripts.bench.pulling"
_SERVING = "scripts.bench.serving"
_SANDBOX = "scripts.bench.sandboxed"
_AHEAD = 8
_ROUNDS = 10

Pulled = Mapping[tuple[str, int], Measured]
"""What each side took, by its name and the pages that it read ahead."""


class Scope(NamedTuple):
    """How much is measured."""

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
)


def start(scope: Scope) -> Table:
    """What a whole process costs before it does anything."""
    client = f"from webcrm_ext import WebCRM; crm = WebCRM('{TOKEN}', base_url='http://localhost:1')"
    programs = {
        "import httpx": "import httpx",
        "import webcrm_ext": "import webcrm_ext",
        "client made, one resource touched": f"{client}; crm.persons; crm.close()",
        "client made, all resources touched": f"{client}\nfor name in dir(crm): getattr(crm, name)\ncrm.close()",
        "one operation of the raw client": "from webcrm_api.api.persons import persons_list",
        "one operation, stock templates": "from stock.api.persons import persons_list",
        "the interpreter alone": "pass",
    }
    measured = measure(
        {name: ("-c", code) for name, code in programs.items()},
        repetitions=scope.repetitions,
        warm_up=scope.warm_up,
        whole=True,
        path=(make_stock("stock"),),
    )
    reference = measured["import httpx"]
    rows = [
        (name, f"{each.median * 1000:.0f}", each.times(1000).spread, f"{ratio(each, reference):.2f}")
        for name, each in measured.items()
    ]
    findings = {
        "import": ratio(measured["import webcrm_ext"], reference),
        "client": ratio(measured["client made, one resource touched"], reference),
        "operation": ratio(measured["one operation of the raw client"], reference),
        "stock operation": ratio(measured["one operation, stock templates"], reference),
    }
    return Table("Start: whole processes", ("program", "ms", "range", "× import httpx"), rows, findings)


DECODERS = {
    "json": "JSON alone, json",
    "msgspec": "JSON alone, msgspec",
    "stock": "stock templates, nothing nullable",
    "stock_nullable": "stock templates, nullable",
    "ours": "this client, to models",
}


def decode(scope: Scope) -> Table:
    """What models cost a record after JSON, and what keeping them takes."""
    for package in ("stock", "stock_nullable"):
        make_stock(package)
    rows = []
    worst = 0.0
    for model in MODELS:
        measured = measure(
            {side: ("-m", _DECODING, side, model, str(scope.records)) for side in DECODERS},
            repetitions=scope.long_repetitions,
            warm_up=0,  # each program decodes the page once before it is timed
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
    columns = ("model", "side", "µs a record", "range", "× stock", "MB for 100,000, read from JSON and kept")
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
    """What pages of persons cost over a socket, with and without latency, plain and packed."""
    make_stock("stock")
    one_by_one = [(side, 1) for side in PULLERS]
    ahead = [("httpx_json", 1), *((side, each) for side in ("ours", "ours_async") for each in (1, 4, _AHEAD))]
    plain = _pulled(scope, one_by_one, scope.pull_repetitions)
    packed = _pulled(scope, one_by_one, scope.long_repetitions, packed=True)
    late = _pulled(scope, ahead, scope.long_repetitions, latency=scope.latency)
    rows = [
        (where, PULLERS[side], str(each), f"{one.median:.2f}", one.spread, f"{ratio(one, part['httpx_json', 1]):.2f}")
        for where, part in (
            ("no latency", plain),
            ("no latency, gzip", packed),
            (f"{scope.latency * 1000:.0f} ms", late),
        )
        for (side, each), one in part.items()
    ]
    columns = ("connection", "side", "pages ahead", "s", "range", "× httpx + json")
    return Table(f"Pull: {scope.pages} pages of 1000 persons", columns, rows, pull_findings(plain, late))


def pull_findings(plain: Pulled, late: Pulled) -> dict[str, float]:
    """Give what both clients took of what plain httpx and json took: without latency, and reading ahead with it."""
    return {
        "sequential": ratio(plain["ours", 1], plain["httpx_json", 1]),
        "sequential async": ratio(plain["ours_async", 1], plain["httpx_json", 1]),
        "ahead": ratio(late["ours", _AHEAD], late["httpx_json", 1]),
        "ahead async": ratio(late["ours_async", _AHEAD], late["httpx_json", 1]),
    }


def _pulled(
    scope: Scope, sides: Iterable[tuple[str, int]], repetitions: int, *, latency: float = 0.0, packed: bool = False
) -> dict[tuple[str, int], Measured]:
    arguments = ["--pages", str(scope.pages), "--latency", str(latency), *(["--gzip"] if packed else [])]
    with server(*arguments) as url:
        measured = measure(
            {(side, ahead): ("-m", _PULLING, side, url, str(scope.pages), str(ahead)) for side, ahead in sides},
            repetitions=repetitions,
            warm_up=0,  # each program pulls a page before it is timed
        )
    _same("pages", ((each.result["count"], each.result["ids"]) for each in measured.values()))
    return measured


def serve(scope: Scope) -> Table:
    """How many pages a second the sandbox gives, beside a server that has them ready."""
    records = str(scope.served_pages * SIZE)
    measured: dict[str, Measured] = {}
    # One after the other: each has the core of the servers for itself.
    for name, module, arguments in (
        ("canned bytes", "scripts.bench.canned", ("--pages", str(scope.served_pages))),
        (f"the sandbox, with {int(records):,} persons", _SANDBOX, (records,)),
    ):
        with server(*arguments, module=module) as url:
            measured |= measure(
                {name: ("-m", _SERVING, url, str(scope.served_pages))},
                repetitions=scope.long_repetitions,
                warm_up=0,  # the program reads a page before it is timed
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
    columns = ("server", "pages a second", "range", "MB a page", "× canned bytes")
    title = f"Serve: pages of {SIZE} persons, read and not decoded"
    return Table(title, columns, rows, {"sandbox": ratio(sandbox, canned), "pages a second": sandbox.median})


def limits(scope: Scope) -> Table:
    """What the service's limit costs, on a clock that is moved."""
    short, whole = (pull_within_limits(scope.limited_pages, last_is_whole=each) for each in (False, True))
    rows = [
        ("pages with records", str(scope.limited_pages), str(scope.limited_pages)),
        ("requests, the login included", str(short.requests), str(whole.requests)),
        ("answered 429", str(short.refused), str(whole.refused)),
        ("simulated seconds", f"{short.seconds:.2f}", f"{whole.seconds:.2f}"),
        ("the least that the window allows", f"{short.least_seconds:.2f}", f"{whole.least_seconds:.2f}"),
    ]
    columns = ("what", "the last page short", "the last page whole")
    return Table("Limits: 250 requests a minute, a fresh window", columns, rows, limit_findings(short, whole))


def limit_findings(short: Spent, whole: Spent) -> dict[str, float]:
    """Give the requests that were too many, and of the rest what the worse of two pulls found."""
    return {
        "spare requests": short.spare_requests,
        "spare requests, whole": whole.spare_requests,
        "refused": max(short.refused, whole.refused),
        "time": max(each.seconds / each.least_seconds for each in (short, whole)),
    }


def scale(scope: Scope) -> Table:
    """Whether time grows with the pages, and memory does not."""
    measured: dict[tuple[int, int], Measured] = {}
    fewest = min(scope.scales)
    with server("--pages", str(max(scope.scales))) as url:
        for ahead in (1, _AHEAD):
            for pages in scope.scales:
                # All but the fewest take seconds, and are long enough to be steady at once.
                measured[ahead, pages] = measure(
                    {"ours": ("-m", _PULLING, "ours", url, str(pages), str(ahead))},
                    repetitions=scope.long_repetitions if pages == fewest else 1,
                    warm_up=scope.warm_up if pages == fewest else 0,
                )["ours"]
    rows = [
        (
            *(str(ahead), str(pages), f"{each.median:.2f}", f"{each.median / pages * 1000:.1f}"),
            f"{each.result['peak'] / 1024:.0f}",
        )
        for (ahead, pages), each in measured.items()
    ]
    columns = ("pages ahead", "pages", "s", "ms a page", "peak MB of the process")
    return Table("Scale: streaming persons", columns, rows, scale_findings(measured))


def scale_findings(measured: Mapping[tuple[int, int], Measured]) -> dict[str, float]:
    """Give what most pages took of what few did: peaks of memory, and seconds a page read one by one.

    Few are the fewest, but so many that those read ahead are as many as they can be, again and again.

    Args:
        measured: What was measured, by the pages that were read ahead and the pages in all.
    """
    fewest, most = (chosen(pages for _, pages in measured) for chosen in (min, max))

    def memory(ahead: int) -> float:
        few = min((pages for _, pages in measured if pages >= _ROUNDS * ahead), default=fewest)
        return float(measured[ahead, most].result["peak"] / measured[ahead, few].result["peak"])

    return {
        "memory": memory(1),
        "memory ahead": memory(_AHEAD),
        "time": (measured[1, most].median / most) / (measured[1, fewest].median / fewest),
    }


def build(scope: Scope) -> Table:
    """What it takes to regenerate, and to look for drift."""
    with copied_tree() as tree:
        committed, renamed = tree / "swagger" / "webcrm.json", tree / "renamed.json"
        renamed.write_text(json.dumps(renamed_throughout(json.loads(committed.read_bytes()))), encoding="utf-8")
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
    said = {
        "regenerate": "regenerate, offline, everything included",
        "drift": "drift against a local file",
        "drift renamed": "drift against a file with other names throughout",
    }
    rows = [(said[name], f"{each.median:.1f}", each.spread) for name, each in measured.items()]
    findings = {name: each.median for name, each in measured.items()}
    return Table("Build: whole processes", ("what", "s", "range"), rows, findings)


def renamed_throughout(definition: Document) -> Document:
    """Give a definition with a new name for every property of its models: nothing takes longer to compare."""
    changed = copy.deepcopy(definition)
    for model in models(changed).values():
        model["properties"] = {f"New{name}": schema for name, schema in model.get("properties", {}).items()}
        model["required"] = [f"New{name}" for name in model.get("required", [])]
    return changed


def _same(what: str, results: Iterable[Any]) -> None:
    if len(found := set(results)) != 1:
        raise RuntimeError(f"The sides did not give the same {what}: {found}.")


TABLES: dict[str, Callable[[Scope], Table]] = {
    each.__name__: each for each in (start, decode, pull, serve, limits, scale, build)
}
