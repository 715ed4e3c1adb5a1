"""A server of prepared responses, a login and pages of 1000 persons, so that only clients are measured."""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
from urllib.parse import parse_qs, urlsplit

from scripts.bench.records import page

_LOGIN = {
    "AccessToken": "example-access-token",
    "RefreshToken": "example-refresh-token",
    "ExpiresIn": 3600,
    "TokenType": "Bearer",
    "IsError": False,
}
_DISTINCT_PAGES = 8
_PAGE = 1000


class Canned:
    """Responds from memory, after a latency, plain or with gzip. Records repeat after the first 8000.

    With distinct ids, they repeat in all but their ids.
    """

    def __init__(self, pages: int, latency: float, *, compressed: bool, distinct_ids: bool = False) -> None:
        self._total = pages * _PAGE
        self._latency = latency
        self._compressed = compressed
        distinct = min(pages, _DISTINCT_PAGES) * _PAGE
        self._records = [
            json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
            for record in page("PersonDto", distinct)
        ]
        self._around_ids = [_around_id(record) for record in self._records] if distinct_ids else []
        self._bodies: dict[tuple[int, int], bytes] = {}

    def body(self, number: int, size: int) -> bytes:
        """Return the bytes of a page; the first call for a page builds it."""
        first = (number - 1) * size
        if first >= self._total:
            return self._encoded(b"[]")
        if self._around_ids:
            return self._encoded(self._with_ids(first, size))
        first %= len(self._records)
        if (first, size) not in self._bodies:
            records = self._records[first : first + size]
            self._bodies[first, size] = self._encoded(b"[" + b",".join(records) + b"]")
        return self._bodies[first, size]

    def _with_ids(self, first: int, size: int) -> bytes:
        around = self._around_ids
        numbers = range(first, min(first + size, self._total))
        return b"[" + b",".join(str(each + 1).encode().join(around[each % len(around)]) for each in numbers) + b"]"

    def warm(self, size: int) -> None:
        """Build all pages of a size."""
        for first in range(0, len(self._records), size):
            self.body(first // size + 1, size)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Respond to the requests of one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                request_line, _, headers = head.partition(b"\r\n")
                length = next(
                    (int(each[15:]) for each in headers.lower().split(b"\r\n") if each.startswith(b"content-length:")),
                    0,
                )
                await reader.readexactly(length)
                await asyncio.sleep(self._latency)
                writer.write(self._response(request_line.decode()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _response(self, request_line: str) -> bytes:
        address = urlsplit(request_line.split(" ")[1])
        if address.path.startswith("/Auth"):
            body, compressed = json.dumps(_LOGIN).encode(), False
        else:
            query = {name.lower(): int(values[0]) for name, values in parse_qs(address.query).items()}
            body, compressed = self.body(query.get("page", 1), query.get("size", 50)), self._compressed
        encoding = "Content-Encoding: gzip\r\n" if compressed else ""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{encoding}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def _encoded(self, body: bytes) -> bytes:
        return gzip.compress(body, 6, mtime=0) if self._compressed else body


def _around_id(record: bytes) -> tuple[bytes, bytes]:
    """Return what is before and after the id of a person."""
    before, name, rest = record.partition(b'"PersonId":')
    return before + name, rest.lstrip(b"0123456789")


async def _main(options: argparse.Namespace) -> None:
    canned = Canned(options.pages, options.latency, compressed=options.gzip, distinct_ids=options.distinct_ids)
    for size in () if options.distinct_ids else (1000, 500):
        canned.warm(size)
    tcp_server = await asyncio.start_server(canned.serve, "127.0.0.1", 0)
    port = tcp_server.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await tcp_server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--distinct-ids", action="store_true")
    asyncio.run(_main(parser.parse_args()))
