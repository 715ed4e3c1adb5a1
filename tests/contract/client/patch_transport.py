"""A transport that forwards requests to a sandbox, and alters what becomes of PATCH requests."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Generator
from typing import Any

import httpx
from attrs import frozen

from webcrm_ext.operations import drive, drive_async

Records = list[dict[str, Any]]
Strings = list[Any]

ALL, NONE, SOME = slice(None), slice(0), slice(2)
"""Which records of a PATCH reach the sandbox: all, none, or the first two."""


@frozen
class Shape:
    """What becomes of a PATCH.

    Attributes:
        respond: Returns the response, or raises the error of a lost one. Its arguments are the strings that the sandbox
            returned, and the ids that were sent, 0 for a create.
        written: Which records the sandbox receives.
        left_out: The index of another record that it does not receive; None for no other.
    """

    respond: Callable[[Strings, list[int]], httpx.Response]
    written: slice = ALL
    left_out: int | None = None


class PatchTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Forwards requests, and applies a shape to PATCH requests with several records.

    Args:
        id_property: The id property of the records.

    Attributes:
        shape: The shape; None forwards all requests unchanged.
        times: To how many PATCH requests with creates it applies, and to as many with updates.
        sizes: The number of records of each PATCH.
        together: How many PATCH requests with several updates wait for each other before they are forwarded.
        most_creates: The most PATCH requests with creates that were in flight at once.
    """

    def __init__(self, id_property: str = "OrganisationId") -> None:
        self._id_property = id_property
        self._blocking = httpx.HTTPTransport()
        self._async = httpx.AsyncHTTPTransport()
        self._lock = threading.Lock()
        self._used = {True: 0, False: 0}
        self._creates = 0
        self.shape: Shape | None = None
        self.times = 1
        self.sizes: list[int] = []
        self.most_creates = 0
        self.wait_for(1)

    def wait_for(self, together: int) -> None:
        """Let so many PATCH requests with several updates wait for each other before they are forwarded."""
        self._barrier = threading.Barrier(together, timeout=60)
        self._async_barrier = asyncio.Barrier(together)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        def perform(step: httpx.Request | None) -> httpx.Response | None:
            if step is None:
                self._barrier.wait()
                return None
            response = self._blocking.handle_request(step)
            response.read()
            return response

        return drive(self._steps(request), perform)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async def perform(step: httpx.Request | None) -> httpx.Response | None:
            if step is None:
                await asyncio.wait_for(self._async_barrier.wait(), 60)
                return None
            response = await self._async.handle_async_request(step)
            await response.aread()
            return response

        return await drive_async(self._steps(request), perform)

    def close(self) -> None:
        self._blocking.close()

    async def aclose(self) -> None:
        await self._async.aclose()

    def _steps(self, request: httpx.Request) -> Generator[httpx.Request | None, Any, httpx.Response]:
        """Yield each request to forward, and None to wait for other PATCH requests."""
        if request.method != "PATCH":
            return (yield request)
        records: Records = json.loads(request.content)
        ids = [each.get(self._id_property) or 0 for each in records]
        creates = not ids[0]
        with self._lock:
            self.sizes.append(len(records))
            self._creates += creates
            self.most_creates = max(self.most_creates, self._creates)
        try:
            if not creates and len(records) > 1:
                yield None
            shape = self._shape_of(creates, len(records))
            if shape is None:
                return (yield request)
            to_write = [each for number, each in enumerate(records[shape.written]) if number != shape.left_out]
            strings = (yield _with_body(request, to_write)).json() if to_write else []
            return shape.respond(strings, ids)
        finally:
            with self._lock:
                self._creates -= creates

    def _shape_of(self, creates: bool, count: int) -> Shape | None:
        with self._lock:
            if self.shape is None or count == 1 or self._used[creates] == self.times:
                return None
            self._used[creates] += 1
            return self.shape


def _with_body(request: httpx.Request, records: Records) -> httpx.Request:
    headers = {name: request.headers[name] for name in ("Authorization", "Content-Type")}
    return httpx.Request(
        "PATCH", request.url, headers=headers, content=json.dumps(records), extensions=request.extensions
    )
