"""Answers that are no success, read as far as they come: the status says what became of the call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import suppress

import httpx


def take_what_comes(response: httpx.Response) -> None:
    """Let the body of an answer that is no success end where it is cut off or cannot be decoded.

    To be called before the body is read. A success is left alone: of that, all is needed.
    """
    if response.is_success or response.is_closed:
        return
    response.stream = _AsFarAsItComes(
        httpx.Response(response.status_code, headers=response.headers, stream=response.stream)
    )
    # It is decoded there, as it comes.
    response.headers.pop("content-encoding", None)


class TakingWhatComes(httpx.Auth):
    """Sends a request as it is, without a token."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send it."""
        take_what_comes((yield request))


class _AsFarAsItComes(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, whole: httpx.Response) -> None:
        self._whole = whole

    def __iter__(self) -> Iterator[bytes]:
        with suppress(httpx.TransportError, httpx.DecodingError):
            yield from self._whole.iter_bytes()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with suppress(httpx.TransportError, httpx.DecodingError):
            async for piece in self._whole.aiter_bytes():
                yield piece

    def close(self) -> None:
        self._whole.close()

    async def aclose(self) -> None:
        await self._whole.aclose()
