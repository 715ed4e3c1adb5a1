"""Decode the same page with each side: `python -m scripts.bench.decoding SIDE MODEL COUNT`."""

from __future__ import annotations

import gc
import importlib
import json
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from scripts.bench.records import page
from scripts.bench.stock import make_stock

_REPETITIONS = 15

Decode = Callable[[], list[Any]]


class Side(NamedTuple):
    """One way to decode a page: the part that is timed, the whole from bytes, and a record as a dict."""

    timed: Decode
    whole: Decode
    write: Callable[[Any], dict[str, Any]]


def make_side(name: str, model: str, text: bytes) -> Side:
    """Return how a side decodes a page of JSON.

    The sides `json` and `msgspec` are timed for JSON alone, the others for the models alone.
    """
    if name in ("json", "msgspec"):
        loads: Callable[[bytes], list[Any]] = json.loads if name == "json" else msgspec.json.decode
        return Side(lambda: loads(text), lambda: loads(text), dict)
    if name != "ours":
        sys.path.insert(0, str(make_stock(name)))
    package = "webcrm_api" if name == "ours" else name
    found = getattr(importlib.import_module(f"{package}.models"), model)
    records = json.loads(text)

    def read(items: list[Any]) -> list[Any]:
        if name == "ours":
            return list(found.from_list(items))
        return [found.from_dict(item) for item in items]

    parse: Callable[[bytes], list[Any]] = msgspec.json.decode if name == "ours" else json.loads
    write = "to_request" if name == "ours" else "to_dict"
    return Side(lambda: read(records), lambda: read(parse(text)), lambda record: dict(getattr(record, write)()))


def json_page(model: str, count: int) -> bytes:
    """Return a page of records as the service sends it."""
    return json.dumps(page(model, count), ensure_ascii=False).encode()


def decode(name: str, model: str, count: int) -> tuple[float, dict[str, float]]:
    """Decode a page repeatedly; return microseconds per record, the sum of ids, and bytes per 100,000 records."""
    side = make_side(name, model, json_page(model, count))
    side.timed()
    figures = []
    for _ in range(_REPETITIONS):
        gc.collect()
        started = time.perf_counter()
        records = side.timed()
        figures.append(time.perf_counter() - started)
        del records
    tracemalloc.start()
    records = side.whole()
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    id_name = model.removesuffix("Dto") + "Id"
    ids = sum(side.write(record)[id_name] for record in records)
    return statistics.median(figures) / count * 1e6, {"ids": ids, "memory": memory / count * 100_000}


if __name__ == "__main__":
    which, of_model, how_many = sys.argv[1:]
    figure, result = decode(which, of_model, int(how_many))
    print(json.dumps({"figure": figure, "result": result}))
