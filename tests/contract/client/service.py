"""A service in the place of a connection, for logins and answers that the sandbox does not give; and ways to run it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
import trio

from webcrm_ext.sandbox import Sandbox

TOKEN = "00000000-0000-4000-8000-0000000000ff"
LOGIN_RESPONSE = {"AccessToken": "a" * 20, "ExpiresIn": 3600}
"""What a login answers."""

Answer = httpx.Response | Awaitable[httpx.Response]


def person(_request: httpx.Request) -> httpx.Response:
    """One person, whatever was asked for."""
    return httpx.Response(200, json={"PersonId": 1})


def log_in(_number: int, _request: httpx.Request) -> httpx.Response:
    """An access token, whoever asks for it."""
    return httpx.Response(200, json=LOGIN_RESPONSE)


class MockService(httpx.MockTransport):
    """Answers calls by one function, and logins, which it counts from 1, by another. Both may be awaited."""

    def __init__(
        self,
        answer: Callable[[httpx.Request], Answer] = person,
        login: Callable[[int, httpx.Request], Answer] = log_in,
    ) -> None:
        super().__init__(self._handle)
        self._answer = answer
        self._login = login
        self._lock = threading.Lock()
        self.logins = 0
        self.asked: list[httpx.Request] = []

    @property
    def paths(self) -> list[str]:
        """What was asked for, logins included."""
        return [request.url.path for request in self.asked]

    def _handle(self, request: httpx.Request) -> Any:
        self.asked.append(request)
        if not request.url.path.startswith("/Auth"):
            return self._answer(request)
        with self._lock:
            self.logins += 1
            number = self.logins
        return self._login(number, request)


class TruncatedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body whose connection is lost before its end."""

    def __init__(
        self,
        beginning: bytes = b'{"Message": "what was said"',
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


EVENT_LOOPS = pytest.mark.parametrize("run", [asyncio.run, trio.run], ids=["asyncio", "trio"])


def run_in(run: Callable[..., Any], main: Callable[[], Any]) -> Any:
    """What a coroutine function gives, run by either library."""
    return run(main) if run is trio.run else run(main())


def auth_calls(sandbox: Sandbox) -> list[str]:
    """The logins and refreshes that a sandbox was asked for."""
    return [call.path for call in sandbox.requests if call.path.startswith("/Auth")]
