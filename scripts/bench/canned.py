"""A server of canned bytes: a login, and pages of 1000 persons made beforehand, so that only clients are measured."""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
from urllib.parse import parse_qs, urlsplit

from scripts.bench.records import page

_LOGIN = {
    "AccessToken": "made-up-access-token",
    "RefreshToken": "made-up-refresh-token",
    "ExpiresIn": 3600,
    "TokenType": "Bearer",
    "IsError": False,
}
_KEPT_PAGES = 8
_PAGE = 1000


class Canned:
    """Answers from memory, after a latency, plain or packed. After the first 8000 records they come again."""

    def __init__(self, pages: int, latency: float, *, packed: bool) -> None:
        self._whole = pages * _PAGE
        self._latency = latency
        self._packed = packed
        kept = min(pages, _KEPT_PAGES) * _PAGE
        self._records = [json.dumps(record, ensure_ascii=False).encode() for record in page("PersonDto", kept)]
        self._bodies: dict[tuple[int, int], bytes] = {}

    def body(self, number: int, size: int) -> bytes:
        """Give the bytes of a page, made when it is first asked for."""
        first = (number - 1) * size
        if first >= self._whole:
            return self._done(b"[]")
        first %= len(self._records)
        if (first, size) not in self._bodies:
            records = self._records[first : first + size]
            self._bodies[first, size] = self._done(b"[" + b",".join(records) + b"]")
        return self._bodies[first, size]

    def warm(self, size: int) -> None:
        """Make the pages of a size now."""
        for first in range(0, len(self._records), size):
            self.body(first // size + 1, size)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the calls of one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                line, _, headers = head.partition(b"\r\n")
                length = next(
                    (int(each[15:]) for each in headers.lower().split(b"\r\n") if each.startswith(b"content-length:")),
                    0,
                )
                await reader.readexactly(length)
                await asyncio.sleep(self._latency)
                writer.write(self._answer(line.decode()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, line: str) -> bytes:
        address = urlsplit(line.split(" ")[1])
        if address.path.startswith("/Auth"):
            body, packed = json.dumps(_LOGIN).encode(), False
        else:
            asked = {name.lower(): int(values[0]) for name, values in parse_qs(address.query).items()}
            body, packed = self.body(asked.get("page", 1), asked.get("size", 50)), self._packed
        encoding = "Content-Encoding: gzip\r\n" if packed else ""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{encoding}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def _done(self, body: bytes) -> bytes:
        return gzip.compress(body, 6, mtime=0) if self._packed else body


async def _main(options: argparse.Namespace) -> None:
    canned = Canned(options.pages, options.latency, packed=options.gzip)
    for size in (1000, 500):
        canned.warm(size)
    listening = await asyncio.start_server(canned.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--gzip", action="store_true")
    asyncio.run(_main(parser.parse_args()))
