"""Read pages of persons as bytes, to measure a server: `python -m scripts.bench.serving URL PAGES`.

With http.client, because httpx takes longer to read a page than a server takes to send it.
"""

from __future__ import annotations

import json
import sys
import time
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from scripts.bench.pulling import SIZE
from scripts.bench.records import TOKEN

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def read(url: str, pages: int) -> tuple[float, dict[str, int]]:
    """Read pages sequentially without decoding; return pages per second, and the number of bytes."""
    connection = HTTPConnection(urlsplit(url).netloc)
    try:
        login = json.loads(_body(connection, "POST", "/Auth/ApiLogin", urlencode({"authCode": TOKEN}), _FORM))
        headers = {"Authorization": f"Bearer {login['AccessToken']}"}
        # The first page is not measured: the server prepares for it.
        _body(connection, "GET", _page(1), headers=headers)
        started = time.perf_counter()
        size = sum(len(_body(connection, "GET", _page(number), headers=headers)) for number in range(1, pages + 1))
        seconds = time.perf_counter() - started
    finally:
        connection.close()
    return pages / seconds, {"pages": pages, "bytes": size}


def _page(number: int) -> str:
    return f"/Persons?Page={number}&Size={SIZE}"


def _body(
    connection: HTTPConnection, method: str, path: str, form: str | None = None, headers: dict[str, str] | None = None
) -> bytes:
    connection.request(method, path, form, headers or {})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:  # noqa: PLR2004 - OK
        raise RuntimeError(f"{method} {path} returned status {response.status}.")
    return body


if __name__ == "__main__":
    figure, result = read(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"figure": figure, "result": result}))
