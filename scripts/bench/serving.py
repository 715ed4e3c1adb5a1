"""Read pages of persons as bytes, to measure a server: `python -m scripts.bench.serving URL PAGES`.

By Python's own http.client: httpx takes longer to read a page than a server takes to send one, and would be
what is measured.
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
    """Read so many pages one after the other, decoding none; gives pages a second, and how many bytes came."""
    connection = HTTPConnection(urlsplit(url).netloc)
    try:
        login = json.loads(_body(connection, "POST", "/Auth/ApiLogin", urlencode({"authCode": TOKEN}), _FORM))
        headers = {"Authorization": f"Bearer {login['AccessToken']}"}
        # The first page is read before the clock runs: a server makes ready for it.
        _body(connection, "GET", _page(1), headers=headers)
        started = time.perf_counter()
        came = sum(len(_body(connection, "GET", _page(number), headers=headers)) for number in range(1, pages + 1))
        seconds = time.perf_counter() - started
    finally:
        connection.close()
    return pages / seconds, {"pages": pages, "bytes": came}


def _page(number: int) -> str:
    return f"/Persons?Page={number}&Size={SIZE}"


def _body(
    connection: HTTPConnection, method: str, path: str, form: str | None = None, headers: dict[str, str] | None = None
) -> bytes:
    connection.request(method, path, form, headers or {})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:  # noqa: PLR2004 - OK
        raise RuntimeError(f"{method} {path} was answered with status {response.status}.")
    return body


if __name__ == "__main__":
    figure, result = read(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"figure": figure, "result": result}))
