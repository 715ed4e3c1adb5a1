"""The body of a response: decompressed piece by piece, into memory up to `max_response_bytes`, or into a file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from attrs import define, field
from webcrm_api.errors import UnexpectedContent

from webcrm_ext.auth.provider import TokenUnavailableError
from webcrm_ext.errors import APITimeoutError
from webcrm_ext.transport.downloads import decompressor_of

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.config import Config
    from webcrm_ext.transport.downloads import Decompressor

RATE_WINDOW = 60.0
"""Seconds over which the rate of a download is measured."""

_BEGINNING = 10_000
"""Bytes of a response that is too large, for its error."""


class ResponseTooLargeError(UnexpectedContent):
    """A response is larger than `max_response_bytes`. It is not retried.

    Attributes:
        response: The response, with the beginning of its body.
    """

    response: httpx.Response


class LoginTooLargeError(TokenUnavailableError):
    """The response to a login that a call needs is larger than `max_response_bytes`. It is not retried."""


@define(eq=False)
class Body:
    """A body in memory.

    Attributes:
        decompressor: Decompresses it.
        limit: The most bytes, decompressed.
        status: The status of its response.
        parts: The bytes so far.
        size: Their number.
        received: The number of bytes as they were sent.
    """

    decompressor: Decompressor
    limit: int
    status: int
    parts: list[bytes] = field(factory=list)
    size: int = 0
    received: int = 0

    def write(self, piece: bytes) -> None:
        """Add a piece, as it was sent.

        Raises:
            DecompressionError: It is not what the content coding names.
            ResponseTooLargeError: The body is larger than the limit.
        """
        self.received += len(piece)
        for part in self.decompressor.pieces(piece):
            self.size += len(part)
            if self.size > self.limit:
                raise ResponseTooLargeError(
                    f"The response is larger than max_response_bytes ({self.limit}). Request less, such as smaller "
                    "pages, or raise the limit.",
                    self.status,
                    b"".join([*self.parts[:9], part])[:_BEGINNING],
                )
            self.parts.append(part)

    def finish(self) -> None:
        """Confirm that the body is complete. One of no bytes is.

        Raises:
            DecompressionError: It is cut off.
        """
        if self.received:
            self.decompressor.finish()

    def content(self) -> bytes:
        """Return the bytes so far."""
        return b"".join(self.parts)


class FileBody:
    """A body that is written to a file, which is truncated first. Its size is not limited, but its rate is.

    Args:
        decompressor: Decompresses it.
        file: The file.
        config: The settings of the call.
    """

    def __init__(self, decompressor: Decompressor, file: IO[bytes], config: Config) -> None:
        self.decompressor = decompressor
        self._file = file
        self._rate = config.min_download_rate or 0.0
        self._clock = config.clock
        self._window_began = config.clock()
        self._received = 0
        file.seek(0)
        file.truncate()

    def write(self, piece: bytes) -> None:
        """Add a piece, as it was sent.

        Raises:
            DecompressionError: It is not what the content coding names.
            APITimeoutError: The pieces of the last 60 seconds arrived too slowly.
        """
        for part in self.decompressor.pieces(piece):
            self._file.write(part)
        self._received += len(piece)
        now = self._clock()
        seconds = now - self._window_began
        if seconds < RATE_WINDOW:
            return
        if self._received < self._rate * seconds:
            error = APITimeoutError(
                f"the download was too slow: {self._received} bytes in {seconds:.0f} s, and min_download_rate is "
                f"{self._rate:g} bytes a second"
            )
            error.sent = True
            raise error
        self._window_began, self._received = now, 0

    def finish(self) -> None:
        """Confirm that the body is complete.

        Raises:
            DecompressionError: It is cut off.
        """
        self.decompressor.finish()

    def content(self) -> bytes:
        """Return nothing: the bytes are in the file."""
        return b""


def body_of(response: httpx.Response, file: IO[bytes] | None, config: Config) -> Body | FileBody:
    """Return the body of a response, to be read; a response that is no success is never written to a file.

    Args:
        response: The response.
        file: Where a download is written, if anywhere.
        config: The settings of the call.

    Raises:
        DecompressionError: The content coding is unknown, or there are several.
    """
    decompressor = decompressor_of(response)
    if file is None or not response.is_success:
        return Body(decompressor, config.max_response_bytes, response.status_code)
    return FileBody(decompressor, file, config)
