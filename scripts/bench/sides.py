"""The sides of the comparison: each pulls or decodes the same records in its own way, as a program."""

from __future__ import annotations

import asyncio
import gc
import importlib
import importlib.util
import json
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from importlib.metadata import files
from pathlib import Path
from typing import Any

from scripts.bench.records import page
from scripts.bench.stock import CACHE

TOKEN = "00000000-0000-4000-8000-000000000001"  # noqa: S105 - made up
_REPEATED_DECODES = 12


def httpx_json(url: str, pages: int, **_more: Any) -> Iterator[Any]:
    """Plain httpx and json, to dicts."""
    import httpx  # noqa: PLC0415 - a side imports what it needs

    with httpx.Client(base_url=url, headers={"Authorization": "Bearer made-up"}) as client:
        for number in range(1, pages + 1):
            yield from json.loads(client.get("/Persons", params={"Page": number, "Size": 1000}).content)


def requests_json(url: str, pages: int, **_more: Any) -> Iterator[Any]:
    """Plain requests and json, to dicts."""
    import requests  # noqa: PLC0415

    with requests.Session() as session:
        for number in range(1, pages + 1):
            yield from session.get(f"{url}/Persons", params={"Page": number, "Size": 1000}, timeout=60).json()


def stock_client(url: str, pages: int, **_more: Any) -> Iterator[Any]:
    """The generator's stock client, to models."""
    sys.path.insert(0, str(CACHE))
    # By name: the package is there when the benchmark has made it, and type checkers never see it.
    stock = importlib.import_module("stock")
    persons_list = importlib.import_module("stock.api.persons.persons_list")
    with stock.AuthenticatedClient(base_url=url, token="made-up") as client:  # noqa: S106
        for number in range(1, pages + 1):
            yield from persons_list.sync(client=client, page=number, size=1000)


def tap_webcrm(url: str, pages: int, **_more: Any) -> Iterator[Any]:
    """tap-webcrm's client class, its host pointed here by an adapter; to dicts."""
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class Pointed(HTTPAdapter):
        def send(self, request: Any, **more: Any) -> Any:  # type: ignore[override]
            request.url = request.url.replace("https://api.webcrm.com", url)
            return super().send(request, **more)

    client = load_tap().WebCRM(TOKEN)
    client._WebCRM__session.mount("https://api.webcrm.com", Pointed())  # noqa: SLF001 - its host is fixed
    for number, record in enumerate(client.list_persons(), 1):
        yield record
        if number == pages * 1000:
            return


def load_tap() -> Any:
    """Load tap-webcrm's client module alone; the rest of the package wants a framework."""
    source = next(each for each in files("tap-webcrm") or () if each.name == "client.py")
    spec = importlib.util.spec_from_file_location("tap_webcrm_client", Path(str(source.locate())))
    assert spec is not None  # noqa: S101 - the file is there
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(url: str, pages: int, *, concurrency: int = 1) -> Iterator[Any]:
    """This client, blocking, to models."""
    from webcrm_ext import WebCRM  # noqa: PLC0415

    with WebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
        yield from _first(crm.persons.list(concurrency=concurrency), pages * 1000)


def ours_dicts(url: str, pages: int, **_more: Any) -> Iterator[Any]:
    """This client, blocking, to dicts."""
    from webcrm_ext import WebCRM  # noqa: PLC0415

    with WebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
        for number in range(1, pages + 1):
            yield from crm.request("GET", "/Persons", params={"Page": number, "Size": 1000})


def ours_async(url: str, pages: int, *, concurrency: int = 1) -> Iterator[Any]:
    """This client, awaiting, to models."""
    from webcrm_ext import AsyncWebCRM  # noqa: PLC0415

    async def pull() -> list[int]:
        ids = []
        async with AsyncWebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
            async for person in crm.persons.list(concurrency=concurrency):
                ids.append(person.person_id)
                if len(ids) == pages * 1000:
                    break
        return ids

    yield from asyncio.run(pull())


PULLS: dict[str, Callable[..., Iterator[Any]]] = {
    each.__name__: each for each in (httpx_json, requests_json, stock_client, tap_webcrm, ours, ours_dicts, ours_async)
}


def pull(side: str, url: str, pages: int, concurrency: int = 1) -> tuple[float, Any]:
    """Pull pages of persons; gives the seconds, and the count and sum of their ids."""
    started = time.perf_counter()
    count = total = 0
    for record in PULLS[side](url, pages, concurrency=concurrency):
        count += 1
        total += id_of(record)
    seconds = time.perf_counter() - started
    return seconds, {"count": count, "ids": total, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def id_of(record: Any) -> int:
    """Give a person's id, however a side holds it."""
    if isinstance(record, dict):
        return int(record["PersonId"])
    return int(getattr(record, "person_id", record))


def decode(side: str, model: str, count: int) -> tuple[float, Any]:
    """Decode a page of records; gives microseconds a record, and what came out, with the memory of it."""
    records = page(model, count)
    text = json.dumps(records, ensure_ascii=False).encode()
    work, read_id = _decoder(side, model, records, text)
    work()
    figures = []
    for _ in range(_REPEATED_DECODES):
        gc.collect()
        started = time.perf_counter()
        kept = work()
        figures.append(time.perf_counter() - started)
        del kept
    figures.sort()
    tracemalloc.start()
    kept = work()
    memory = tracemalloc.get_traced_memory()[0]
    ids = sum(read_id(record) for record in kept)
    return figures[len(figures) // 2] / count * 1e6, {"ids": ids, "memory": memory / count * 100_000}


def _decoder(
    side: str, model: str, records: list[dict[str, Any]], text: bytes
) -> tuple[Callable[[], list[Any]], Callable[[Any], int]]:
    import msgspec  # noqa: PLC0415

    id_name = model.removesuffix("Dto") + "Id"
    attribute = model.removesuffix("Dto").lower() + "_id"
    match side:
        case "json":
            return (lambda: json.loads(text)), (lambda record: int(record[id_name]))
        case "msgspec":
            return (lambda: msgspec.json.decode(text)), (lambda record: int(record[id_name]))
        case "ours":
            sys.path.insert(0, str(Path(__file__).parents[2] / "generated"))
            package = "webcrm_api"
        case _:
            sys.path.insert(0, str(CACHE))
            package = side
    found = getattr(importlib.import_module(f"{package}.models"), model)
    read = found.from_dict
    if side == "ours":
        return (lambda: found.from_list(records)), (lambda record: int(getattr(record, attribute)))
    return (lambda: [read(record) for record in records]), (lambda record: int(getattr(record, attribute)))


def _first(records: Any, count: int) -> Iterator[Any]:
    for number, record in enumerate(records, 1):
        yield record
        if number == count:
            return


if __name__ == "__main__":
    task, name, *rest = sys.argv[1:]
    if task == "pull":
        figure, result = pull(name, rest[0], int(rest[1]), int(rest[2]))
    else:
        figure, result = decode(name, rest[0], int(rest[1]))
    print(json.dumps({"figure": figure, "result": result}))
