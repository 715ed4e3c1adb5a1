"""Read the same pages of persons with each side: `python -m scripts.bench.pulling SIDE URL PAGES PREFETCH`."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import aclosing, closing
from importlib.metadata import files
from itertools import islice
from pathlib import Path
from typing import Any

from scripts.bench.records import TOKEN
from scripts.bench.stock import make_stock

Take = Callable[[list[Any]], object]
"""Receives each page. A side reads the requested number of pages and no more."""

SIZE = 1000
_PATH = "/Persons"


def httpx_json(url: str, pages: int, take: Take, _prefetch: int) -> None:
    """Plain httpx and json, to dicts."""
    import httpx  # noqa: PLC0415 - a side imports what it needs

    with httpx.Client(base_url=url, headers={"Authorization": "Bearer example"}) as client:
        for number in range(1, pages + 1):
            take(json.loads(client.get(_PATH, params=_query(number)).content))


def requests_json(url: str, pages: int, take: Take, _prefetch: int) -> None:
    """Plain requests and json, to dicts."""
    import requests  # noqa: PLC0415

    with requests.Session() as session:
        for number in range(1, pages + 1):
            take(session.get(url + _PATH, params=_query(number), timeout=60).json())


def stock_client(url: str, pages: int, take: Take, _prefetch: int) -> None:
    """The generator's stock client, to models."""
    sys.path.insert(0, str(make_stock("stock")))
    # By name: the benchmark generates the package, so type checkers do not know it.
    stock = importlib.import_module("stock")
    persons_list = importlib.import_module("stock.api.persons.persons_list")
    with stock.AuthenticatedClient(base_url=url, token="example") as client:  # noqa: S106
        for number in range(1, pages + 1):
            take(persons_list.sync(client=client, page=number, size=SIZE))


def tap_webcrm(url: str, pages: int, take: Take, _prefetch: int) -> None:
    """The client class of tap-webcrm, redirected by an adapter; to dicts, in pages of its default size."""
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class Redirected(HTTPAdapter):
        def send(self, request: Any, **more: Any) -> Any:  # type: ignore[override]
            request.url = request.url.replace("https://api.webcrm.com", url)
            return super().send(request, **more)

    client = _tap().WebCRM(TOKEN)
    client._WebCRM__session.mount("https://api.webcrm.com", Redirected())  # noqa: SLF001 - its host is fixed
    records = client.list_persons()
    for _ in range(pages):
        take(list(islice(records, SIZE)))


def ours(url: str, pages: int, take: Take, prefetch: int) -> None:
    """This client, blocking, to models."""
    from webcrm_ext import WebCRM  # noqa: PLC0415

    with (
        WebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm,
        closing(crm.persons.list(size=SIZE, concurrency=prefetch).pages()) as read,
    ):
        for page in islice(read, pages):
            take(page)


def ours_dicts(url: str, pages: int, take: Take, _prefetch: int) -> None:
    """This client, blocking, to dicts."""
    from webcrm_ext import WebCRM  # noqa: PLC0415

    with WebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
        for number in range(1, pages + 1):
            take(crm.request("GET", _PATH, params=_query(number)))


def ours_async(url: str, pages: int, take: Take, prefetch: int) -> None:
    """This client, async, to models."""
    from webcrm_ext import AsyncWebCRM  # noqa: PLC0415

    async def pull() -> None:
        async with (
            AsyncWebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm,
            aclosing(crm.persons.list(size=SIZE, concurrency=prefetch).pages()) as read,
        ):
            for _ in range(pages):
                take(await anext(read))

    asyncio.run(pull())


def ours_async_dicts(url: str, pages: int, take: Take, _prefetch: int) -> None:
    """This client, async, to dicts."""
    from webcrm_ext import AsyncWebCRM  # noqa: PLC0415

    async def pull() -> None:
        async with AsyncWebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
            for number in range(1, pages + 1):
                take(await crm.request("GET", _PATH, params=_query(number)))

    asyncio.run(pull())


SIDES: dict[str, Callable[[str, int, Take, int], None]] = {
    each.__name__: each
    for each in (
        *(httpx_json, requests_json, stock_client, tap_webcrm),
        *(ours, ours_dicts, ours_async, ours_async_dicts),
    )
}


def pull(side: str, url: str, pages: int, prefetch: int = 1) -> tuple[float, dict[str, int]]:
    """Read pages of persons; return the seconds, the number of records, the sum of ids, and peak memory in KiB."""
    count = total = 0

    def take(page: list[Any]) -> None:
        nonlocal count, total
        count += len(page)
        # Read a property, so that lazy records cannot postpone their work.
        total += sum(each["PersonId"] if isinstance(each, dict) else each.person_id for each in page)

    # Imports are measured in another table.
    SIDES[side](url, 1, len, 1)
    started = time.perf_counter()
    SIDES[side](url, pages, take, prefetch)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, {"count": count, "ids": total, "peak": peak}


def _query(number: int) -> dict[str, int]:
    return {"Page": number, "Size": SIZE}


def _tap() -> Any:
    """Load only the client module of tap-webcrm; the rest of the package needs a framework."""
    source = next(each for each in files("tap-webcrm") or () if each.name == "client.py")
    spec = importlib.util.spec_from_file_location("tap_webcrm_client", Path(str(source.locate())))
    assert spec is not None  # noqa: S101 - the file exists
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    name, address, number_of_pages, prefetched = sys.argv[1:]
    figure, result = pull(name, address, int(number_of_pages), int(prefetched))
    print(json.dumps({"figure": figure, "result": result}))
