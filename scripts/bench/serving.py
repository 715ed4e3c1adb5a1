"""Read pages of persons as bytes, to measure a server: `python -m scripts.bench.serving URL PAGES`."""

from __future__ import annotations

import json
import sys
import time

import httpx

from scripts.bench.pulling import SIZE
from scripts.bench.records import TOKEN


def read(url: str, pages: int) -> tuple[float, dict[str, int]]:
    """Read so many pages with plain httpx, decoding none; gives pages a second, and how many bytes came."""
    with httpx.Client(base_url=url) as client:
        login = client.post("/Auth/ApiLogin", data={"authCode": TOKEN}).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {login['AccessToken']}"
        # The first page is read before the clock runs: a server makes ready for it.
        _page(client, 1)
        started = time.perf_counter()
        came = sum(len(_page(client, number)) for number in range(1, pages + 1))
        seconds = time.perf_counter() - started
    return pages / seconds, {"pages": pages, "bytes": came}


def _page(client: httpx.Client, number: int) -> bytes:
    return client.get("/Persons", params={"Page": number, "Size": SIZE}).raise_for_status().content


if __name__ == "__main__":
    figure, result = read(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"figure": figure, "result": result}))
