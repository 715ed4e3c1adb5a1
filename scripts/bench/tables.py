"""The six tables: start, decode, pull, limits, scale, build. Each gives ratios of medians of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from scripts.bench.harness import Measured, measure, ratio, server
from scripts.bench.limits import pull_within_limits
from scripts.bench.records import MODELS, TOKEN
from scripts.bench.report import Table
from scripts.bench.stock import make_stock
from scripts.bench.tree import copied_tree

_DECODING = "scripts.bench.decoding"
_PULLING = "scripts.bench.pulling"


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


FULL = Scope(
    repetitions=11,
    long_repetitions=3,
    pull_repetitions=5,
    warm_up=1,
    pages=50,
    records=1000,
    scales=(10, 100, 1000),
    latency=0.15,
    limited_pages=400,
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
    "ours_dicts": "this client, to dicts",
    "ours_async": "this client, async, to models",
    "ours_async_dicts": "this client, async, to dicts",
}


def pull(scope: Scope) -> Table:
    """What pages of persons cost over a socket, with and without latency, plain and packed."""
    make_stock("stock")
    one_by_one = [(side, 1) for side in PULLERS]
    ahead = [("httpx_json", 1), *((side, each) for side in ("ours", "ours_async") for each in (1, 4, 8))]
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
    findings = {
        "sequential": ratio(plain["ours", 1], plain["httpx_json", 1]),
        "ahead": ratio(late["ours", 8], late["httpx_json", 1]),
    }
    columns = ("connection", "side", "pages ahead", "s", "range", "× httpx + json")
    return Table(f"Pull: {scope.pages} pages of 1000 persons", columns, rows, findings)


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


def limits(scope: Scope) -> Table:
    """What the service's limit costs, on a clock that is moved."""
    spent = pull_within_limits(scope.limited_pages)
    rows = [
        ("pages, the last one short", str(scope.limited_pages)),
        ("requests, the login included", str(spent.requests)),
        ("answered 429", str(spent.refused)),
        ("simulated seconds", f"{spent.seconds:.2f}"),
        ("the least that the window allows", f"{spent.least_seconds:.2f}"),
    ]
    findings = {
        "spare requests": spent.requests - 1 - scope.limited_pages,
        "refused": spent.refused,
        "time": spent.seconds / spent.least_seconds,
    }
    return Table("Limits: 250 requests a minute, a fresh window", ("what", "figure"), rows, findings)


def scale(scope: Scope) -> Table:
    """Whether time grows with the pages, and memory does not."""
    measured: dict[int, Measured] = {}
    with server("--pages", str(max(scope.scales))) as url:
        for pages in scope.scales:
            # The longest takes a minute, and is long enough to be steady at once.
            longest = pages == max(scope.scales)
            measured[pages] = measure(
                {"ours": ("-m", _PULLING, "ours", url, str(pages), "1")},
                repetitions=1 if longest else scope.long_repetitions,
                warm_up=0 if longest else scope.warm_up,
            )["ours"]
    rows = [
        (
            *(str(pages), f"{each.median:.2f}", f"{each.median / pages * 1000:.1f}"),
            f"{each.result['peak'] / 1024:.0f}",
        )
        for pages, each in measured.items()
    ]
    fewest, most = measured[min(scope.scales)], measured[max(scope.scales)]
    findings = {
        "memory": most.result["peak"] / fewest.result["peak"],
        "time": (most.median / max(scope.scales)) / (fewest.median / min(scope.scales)),
    }
    columns = ("pages", "s", "ms a page", "peak MB of the process")
    return Table("Scale: streaming persons one page at a time", columns, rows, findings)


def build(scope: Scope) -> Table:
    """What it takes to regenerate, and to look for drift."""
    with copied_tree() as tree:
        measured = measure(
            {
                "regenerate": ("-m", "scripts.regenerate", "--offline", "--root", str(tree)),
                "drift": ("-m", "scripts.drift", "--source", str(tree / "swagger" / "webcrm.json")),
            },
            repetitions=scope.long_repetitions,
            warm_up=scope.warm_up,
            whole=True,
            pinned=False,
        )
    said = {"regenerate": "regenerate, offline, everything included", "drift": "drift against a local file"}
    rows = [(said[name], f"{each.median:.1f}", each.spread) for name, each in measured.items()]
    findings = {name: each.median for name, each in measured.items()}
    return Table("Build: whole processes", ("what", "s", "range"), rows, findings)


def _same(what: str, results: Iterable[Any]) -> None:
    if len(found := set(results)) != 1:
        raise RuntimeError(f"The sides did not give the same {what}: {found}.")


TABLES: dict[str, Callable[[Scope], Table]] = {
    each.__name__: each for each in (start, decode, pull, limits, scale, build)
}
