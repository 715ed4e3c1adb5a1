"""Faults of the connection: responses that are slow, endless, oversized, incomplete or missing."""

import asyncio
import socket
import struct
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from starlette.requests import Request
from starlette.types import Send

from .faults import Fault
from .long_calls import LongCalls, wait_for_disconnect
from .responses import WITHOUT_BODY, Response
from .transport import EXTENSION

_SHORTEST_PAUSE = 0.005
"""Seconds, so that a fault without a delay does not use all of the processor."""
_MEGABYTE = 1 << 20
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# With SO_LINGER of no time, closing a socket resets the connection.
_NO_LINGER = struct.pack("ii", 1, 0)


def transport_of(request: Request) -> asyncio.Transport:
    """Return the connection of a request."""
    transport: asyncio.Transport = request.scope["extensions"][EXTENSION]
    return transport


def headers_of(response: Response) -> list[tuple[bytes, bytes]]:
    """Return the headers of a response."""
    body = b"" if response.status in WITHOUT_BODY else response.body
    headers = {"Content-Length": str(len(body)), **response.headers}
    if response.media_type is not None and response.status not in WITHOUT_BODY:
        headers["Content-Type"] = response.media_type
    if response.status in {204, 304}:  # HTTP forbids the header there
        headers.pop("Content-Length")
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def body_of(response: Response, method: str) -> bytes:
    """Return the body to send; some statuses and HEAD have none."""
    return b"" if response.status in WITHOUT_BODY or method == "HEAD" else response.body


async def send_response(send: Send, response: Response, method: str) -> None:
    """Send a response."""
    await send({"type": "http.response.start", "status": response.status, "headers": headers_of(response)})
    await send({"type": "http.response.body", "body": body_of(response, method)})


async def send_half(send: Send, response: Response) -> None:
    """Send half of the body, under a Content-Length that announces more."""
    headers = [(b"content-length", str(len(response.body) + 1).encode())]
    if response.media_type is not None:
        headers.append((b"content-type", response.media_type.encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body[: len(response.body) // 2], "more_body": True})


async def close(request: Request) -> None:
    """Close the connection, and wait until the server has noticed."""
    transport_of(request).close()
    await wait_for_disconnect(request)


async def reset(request: Request) -> None:
    """Reset the connection, as a broken network does."""
    transport = transport_of(request)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
    await wait_for_disconnect(request)


class SlowResponses:
    """Sends responses that take long, until the client disconnects or the sandbox stops."""

    def __init__(self, long_calls: LongCalls) -> None:
        self._long_calls = long_calls

    async def send(self, request: Request, send: Send, response: Response, fault: Fault) -> bool:
        """Send a response with a fault of this kind. Return False, and send nothing, if the fault is another."""
        match fault.kind:
            case "stall":
                await self.stall(request)
            case "endless-1xx":
                await self.endless_informational(request, fault)
            case "slow-headers":
                await self.slow_headers(request, response, fault)
            case "slow-body":
                await self.slow_body(request, send, response, fault)
            case "oversized-gzip":
                await self.oversized_gzip(request, send, response, fault)
            case _:
                return False
        return True

    async def stall(self, request: Request) -> None:
        """Send nothing."""
        disconnect = asyncio.ensure_future(wait_for_disconnect(request))
        try:
            await self._long_calls.pause(None, disconnect)
        finally:
            disconnect.cancel()
        await close(request)

    async def endless_informational(self, request: Request, fault: Fault) -> None:
        """Send one informational response after the other."""
        async with aclosing(self._pauses(request, fault)) as pauses:
            async for _ in pauses:
                transport_of(request).write(b"HTTP/1.1 102 Processing\r\n\r\n")
        await close(request)

    async def slow_headers(self, request: Request, response: Response, fault: Fault) -> None:
        """Send the head of a response byte by byte, then the body at once, and close the connection."""
        lines = [b"HTTP/1.1 %d Slow" % response.status]
        lines += [name + b": " + value for name, value in headers_of(response)]
        rest = iter(b"\r\n".join([*lines, b"connection: close", b"", b""]))
        async with aclosing(self._pauses(request, fault)) as pauses:
            async for _ in pauses:
                if (byte := next(rest, None)) is None:
                    transport_of(request).write(body_of(response, request.method))
                    break
                transport_of(request).write(bytes([byte]))
        await close(request)

    async def slow_body(self, request: Request, send: Send, response: Response, fault: Fault) -> None:
        """Send the body of a response byte by byte."""
        await send({"type": "http.response.start", "status": response.status, "headers": headers_of(response)})
        rest = iter(body_of(response, request.method))
        async with aclosing(self._pauses(request, fault)) as pauses:
            async for _ in pauses:
                if (byte := next(rest, None)) is None:
                    await send({"type": "http.response.body", "body": b""})
                    return
                await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
        await close(request)

    async def oversized_gzip(self, request: Request, send: Send, response: Response, fault: Fault) -> None:
        """Send the body after so many megabytes of white space, compressed to a thousandth."""
        if response.status in WITHOUT_BODY or request.method == "HEAD":
            await send_response(send, response, request.method)
            return
        unsized = [each for each in headers_of(response) if each[0] != b"content-length"]
        headers = [*unsized, (b"content-encoding", b"gzip")]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        for part in _gzipped(response.body, fault.megabytes):
            await send({"type": "http.response.body", "body": part, "more_body": True})
            if transport_of(request).is_closing():
                break
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b""})

    async def _pauses(self, request: Request, fault: Fault) -> AsyncGenerator[None, None]:
        """Yield again and again after the delay, until the client disconnects or the sandbox stops."""
        disconnect = asyncio.ensure_future(wait_for_disconnect(request))
        try:
            while await self._long_calls.pause(max(fault.delay, _SHORTEST_PAUSE), disconnect):
                yield
        finally:
            disconnect.cancel()


def _gzipped(body: bytes, megabytes: int) -> Iterator[bytes]:
    """Return the parts of a gzip stream. A megabyte of spaces is compressed once and sent many times."""
    space = b" " * _MEGABYTE
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    compressed = compressor.compress(space) + compressor.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    yield _GZIP_HEAD
    for _ in range(megabytes):
        checksum = zlib.crc32(space, checksum)
        yield compressed
    last = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    size = (megabytes * _MEGABYTE + len(body)) % 2**32
    yield last.compress(body) + last.flush() + struct.pack("<II", zlib.crc32(body, checksum), size)
