"""A mock service for responses that the sandbox does not return, and helpers to run async clients against it."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import trio

from webcrm_ext.sandbox import Sandbox

TOKEN = "00000000-0000-4000-8000-0000000000ff"
LOGIN_RESPONSE = {"AccessToken": "a" * 20, "ExpiresIn": 3600}
EVENT_LOOPS = pytest.mark.parametrize("run", [asyncio.run, trio.run], ids=["asyncio", "trio"])
"""Runs an async test with each library."""

MaybeAwaitable = httpx.Response | Awaitable[httpx.Response]


def person(_request: httpx.Request) -> httpx.Response:
    """Return one person, for any request."""
    return httpx.Response(200, json={"PersonId": 1})


def log_in(_number: int, _request: httpx.Request) -> httpx.Response:
    """Return an access token, for any login."""
    return httpx.Response(200, json=LOGIN_RESPONSE)


class MockService(httpx.MockTransport):
    """A transport that records requests, and responds to logins and to other calls by two functions.

    Args:
        respond: Returns the response to a call.
        login: Returns the response to a login or refresh; the first argument counts these from 1.
    """

    def __init__(
        self,
        respond: Callable[[httpx.Request], MaybeAwaitable] = person,
        login: Callable[[int, httpx.Request], MaybeAwaitable] = log_in,
    ) -> None:
        super().__init__(self._handle)
        self._respond = respond
        self._login = login
        self._lock = threading.Lock()
        self.logins = 0
        self.requests: list[httpx.Request] = []

    @property
    def paths(self) -> list[str]:
        """The paths of all requests, logins included."""
        return [request.url.path for request in self.requests]

    def _handle(self, request: httpx.Request) -> Any:
        self.requests.append(request)
        if not request.url.path.startswith("/Auth"):
            return self._respond(request)
        with self._lock:
            self.logins += 1
            number = self.logins
        return self._login(number, request)


class RecordingRateLimiter:
    """A rate limiter that records its calls, and never makes a request wait."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def acquire(self, key: str, requests_per_minute: int | None) -> SimpleNamespace:
        self.calls.append(("acquire", requests_per_minute))
        return SimpleNamespace(wait=0.0)

    def confirm(self, reservation: SimpleNamespace) -> None:
        self.calls.append(("confirm",))

    def release(self, reservation: SimpleNamespace) -> None:
        self.calls.append(("release",))

    def block(self, key: str, seconds: float) -> None:
        self.calls.append(("block", seconds))


class TruncatedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body whose connection is lost before its end."""

    def __init__(
        self,
        beginning: bytes = b'{"Message": "the beginning"',
        error: type[httpx.TransportError] = httpx.RemoteProtocolError,
    ) -> None:
        self._beginning = beginning
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        yield self._beginning
        raise self._error("peer closed connection without sending complete message body")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def run_in(run: Callable[..., Any], main: Callable[[], Any]) -> Any:
    """Run a coroutine function by `asyncio.run` or `trio.run`, and return its result."""
    return run(main) if run is trio.run else run(main())


def collect(objects: list[Any]) -> None:
    """Drop the references in a list, and collect the garbage."""
    objects.clear()
    gc.collect()


def auth_calls(sandbox: Sandbox) -> list[str]:
    """Return the paths of the logins and refreshes that a sandbox received."""
    return [call.path for call in sandbox.requests if call.path.startswith("/Auth")]
