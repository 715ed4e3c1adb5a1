"""The six tables: start, decode, pull, limits, scale, build. Each gives ratios of medians of one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.bench.harness import Measured, Table, measure, ratio, run, server
from scripts.bench.limits import pull_within_limits
from scripts.bench.records import ENTITIES
from scripts.bench.stock import CACHE, make_stock

ROOT = Path(__file__).parents[2]
_SIDES = "scripts.bench.sides"
_RESOURCES = "for name in dir(type(crm)): getattr(crm, name, None)"
_CLIENT = (
    "from webcrm_ext import WebCRM; crm = WebCRM('00000000-0000-4000-8000-000000000001', base_url='http://localhost:1')"
)
_CLOSED = "crm.close()"


class Scope:
    """How much is measured: everything, or a quick look at it."""

    def __init__(self, *, quick: bool) -> None:
        self.repetitions = 1 if quick else 7
        self.long_repetitions = 1 if quick else 3
        self.pages = 4 if quick else 50
        self.records = 200 if quick else 1000
        self.scales = (2, 4) if quick else (10, 100, 1000)
        self.latency = 0.02 if quick else 0.15
        self.limited_pages = 300 if quick else 400


def start(scope: Scope) -> Table:
    """What a whole process costs before it does anything."""
    make_stock()
    sides = {
        "import httpx": "import httpx",
        "import webcrm_ext": "import webcrm_ext",
        "client made, one resource touched": f"{_CLIENT}; crm.persons; {_CLOSED}",
        "client made, all resources touched": f"{_CLIENT}\n{_RESOURCES}\n{_CLOSED}",
        "one operation of the raw client": "from webcrm_api.api.persons import persons_list",
        "one operation, stock templates": "from stock.api.persons import persons_list",
        "the interpreter alone": "pass",
    }
    path = ":".join((str(ROOT / "generated"), str(CACHE)))
    measured = measure(
        {name: ("-c", code) for name, code in sides.items()}, repetitions=scope.repetitions, PYTHONPATH=path
    )
    reference = measured["import httpx"]
    rows = [
        (name, f"{each.median * 1000:.0f}", f"{_range(each, 1000)}", ratio(each, reference))
        for name, each in measured.items()
    ]
    return Table("Start: whole processes", ("program", "ms", "range", "of import httpx"), rows)


def decode(scope: Scope) -> Table:
    """What models cost after JSON, a record."""
    make_stock()
    rows = []
    for model in ENTITIES.values():
        sides = ("json", "msgspec", "stock", "stock_nullable", "ours")
        measured = measure(
            {side: ("-m", _SIDES, "decode", side, model, str(scope.records)) for side in sides},
            repetitions=scope.long_repetitions,
        )
        same = {each.result["ids"] for each in measured.values()}
        if len(same) != 1:
            raise RuntimeError(f"The sides did not decode the same {model} records: {same}.")
        for side, each in measured.items():
            memory = f"{each.result['memory'] / 1e6:.0f}"
            rows.append(
                (model, _SAID[side], f"{each.median:.1f}", _range(each), ratio(each, measured["stock"]), memory)
            )
    columns = ("model", "side", "µs a record", "range", "of stock", "MB for 100,000")
    return Table("Decode: after JSON, for the models; JSON alone for comparison", columns, rows)


_SAID = {
    "json": "JSON alone, json",
    "msgspec": "JSON alone, msgspec",
    "stock": "stock templates, nothing nullable",
    "stock_nullable": "stock templates, nullable",
    "ours": "this client, to models",
    "httpx_json": "httpx + json, to dicts",
    "requests_json": "requests + json, to dicts",
    "stock_client": "stock generated client, to models",
    "tap_webcrm": "tap-webcrm, to dicts",
    "ours_dicts": "this client, to dicts",
    "ours_async": "this client, async, to models",
}


def pull(scope: Scope) -> Table:
    """What pages of persons cost over a socket, with and without latency, plain and packed."""
    make_stock()
    rows = []
    sides = ("httpx_json", "requests_json", "stock_client", "tap_webcrm", "ours", "ours_dicts", "ours_async")
    for packed in (False, True):
        rows += _pulled(scope, sides, (1,), latency=0.0, packed=packed)
    rows += _pulled(scope, ("httpx_json", "ours", "ours_async"), (1, 4, 8), latency=scope.latency, packed=False)
    columns = ("connection", "side", "ahead", "s", "range", "of httpx + json")
    return Table(f"Pull: {scope.pages} pages of 1000 persons", columns, rows)


def _pulled(
    scope: Scope, sides: tuple[str, ...], ahead: tuple[int, ...], *, latency: float, packed: bool
) -> list[tuple[str, ...]]:
    arguments = ["--pages", str(scope.pages), "--latency", str(latency), *(["--gzip"] if packed else [])]
    with server(*arguments) as url:
        programs = {
            (side, each): ("-m", _SIDES, "pull", side, url, str(scope.pages), str(each))
            for side in sides
            for each in (ahead if side.startswith("ours") else (1,))
        }
        measured = measure(
            {f"{side} {each}": command for (side, each), command in programs.items()},
            repetitions=scope.long_repetitions,
        )
    came = {(each.result["count"], each.result["ids"]) for each in measured.values()}
    if len(came) != 1:
        raise RuntimeError(f"The sides did not pull the same records: {came}.")
    where = f"{latency * 1000:.0f} ms{', gzip' if packed else ''}"
    reference = measured["httpx_json 1"]
    return [
        (where, _SAID[side], str(each), f"{one.median:.2f}", _range(one), ratio(one, reference))
        for (side, each) in programs
        if (one := measured[f"{side} {each}"])
    ]


def limits(scope: Scope) -> Table:
    """What the service's limit costs, on a clock that is moved."""
    found = pull_within_limits(scope.limited_pages)
    rows = [
        ("pages", str(scope.limited_pages)),
        ("requests, the login included", str(found["requests"])),
        ("answered 429", str(found["refused"])),
        ("simulated seconds", f"{found['seconds']:.1f}"),
        ("the least that the window allows", f"{found['ideal']:.1f}"),
    ]
    return Table("Limits: 250 requests a minute, a fresh window", ("what", "figure"), rows)


def scale(scope: Scope) -> Table:
    """Whether time grows with the pages, and memory does not."""
    rows = []
    first: Measured | None = None
    with server("--pages", str(max(scope.scales))) as url:
        for pages in scope.scales:
            repetitions = 1 if pages >= 1000 else scope.long_repetitions  # noqa: PLR2004 - a minute each
            command = ("-m", _SIDES, "pull", "ours", url, str(pages), "1")
            measured = measure({"ours": command}, repetitions=repetitions)["ours"]
            first = first or measured
            peak = measured.result["peak"]
            rows.append(
                (str(pages), f"{measured.median:.2f}", f"{measured.median / pages * 1000:.1f}", f"{peak / 1024:.0f}")
            )
    return Table("Scale: streaming persons, sequentially", ("pages", "s", "ms a page", "peak MB of the process"), rows)


def build(scope: Scope) -> Table:
    """What it takes to regenerate, and to look for drift."""
    programs = {
        "check-generated (a whole regeneration, compared)": ("-m", "scripts.check_generated"),
        "drift against a local file": ("-m", "scripts.drift", "--source", "swagger/webcrm.json"),
    }
    measured: dict[str, Measured] = {}
    for name, command in programs.items():
        figures = [_whole_process(command) for _ in range(scope.long_repetitions)]
        measured[name] = Measured(figures, None)
    rows = [(name, f"{each.median:.1f}", _range(each)) for name, each in measured.items()]
    return Table("Build", ("what", "s", "range"), rows)


def _whole_process(command: tuple[str, ...]) -> float:
    code = (
        "import subprocess, sys, time, json; started = time.perf_counter(); "
        f"done = subprocess.run([sys.executable, *{list(command)!r}], capture_output=True, text=True); "
        "assert done.returncode == 0, done.stdout + done.stderr; "
        "print(json.dumps({'figure': time.perf_counter() - started, 'result': None}))"
    )
    return run(("-c", code))[0]


def _range(measured: Measured, factor: float = 1.0) -> str:
    return Measured([figure * factor for figure in measured.figures], None).spread


TABLES: dict[str, Callable[[Scope], Table]] = {
    each.__name__: each for each in (start, decode, pull, limits, scale, build)
}


def as_json(tables: dict[str, Table], named: dict[str, str]) -> dict[str, Any]:
    """Give the tables as JSON, with the machine and the versions."""
    return {
        "machine": named,
        "tables": {
            name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for name, table in tables.items()
        },
    }
