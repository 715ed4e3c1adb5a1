"""Decompression of bodies in small parts, which notices a stream that is cut off inside a complete response.

Calls ask for gzip, downloads for `identity`; a proxy may compress these nevertheless. httpx decompresses each
piece as a whole, to a thousand times its size or more, and accepts a compressed stream without its end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx

_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""The `wbits` of zlib, by content coding."""

_LONGEST_PART = 256 * 1024


class DecompressionError(Exception):
    """A body is not what its Content-Encoding names, or it is cut off."""


class Decompressor:
    """Decompresses a body piece by piece.

    Args:
        coding: The value of Content-Encoding, or None.

    Raises:
        DecompressionError: The coding is unknown, or there are several.
    """

    def __init__(self, coding: str | None) -> None:
        coding = (coding or "identity").strip().lower()
        if coding != "identity" and coding not in _WINDOW_BITS:
            raise DecompressionError(f"its Content-Encoding is {coding!r}, which was not asked for")
        self._bits = _WINDOW_BITS.get(coding)
        self._stream = zlib.decompressobj(self._bits) if self._bits else None

    def decompress(self, piece: bytes, limit: int | None = None) -> bytes:
        """Return the decompressed bytes of the next piece.

        Args:
            piece: Bytes of the body, as they were sent.
            limit: The most bytes to return, 1 or more. If there are more, the rest of the piece is lost.

        Raises:
            DecompressionError: The piece is invalid.
        """
        if self._stream is None:
            return piece
        found = bytearray()
        try:
            while piece and (limit is None or len(found) < limit):
                if self._stream.eof and self._bits:  # gzip may consist of several streams
                    self._stream = zlib.decompressobj(self._bits)
                found += self._stream.decompress(piece, limit - len(found) if limit else 0)  # 0 is no limit
                piece = self._stream.unused_data
        except zlib.error as error:
            raise DecompressionError(str(error)) from error
        return bytes(found)

    def finish(self) -> None:
        """Confirm that the stream is complete.

        Raises:
            DecompressionError: It is cut off.
        """
        if self._stream is not None and not self._stream.eof:
            raise DecompressionError("the compressed body is cut off")

    def pieces(self, piece: bytes) -> Iterator[bytes]:
        """Yield the decompressed bytes of the next piece, at most 256 kB at a time.

        Raises:
            DecompressionError: The piece is invalid.
        """
        if self._stream is None:
            yield piece
            return
        part = piece
        while piece or len(part) == _LONGEST_PART:  # then the stream may hold back more
            if self._stream.eof and self._bits:
                if not piece:
                    return
                self._stream = zlib.decompressobj(self._bits)  # gzip may consist of several streams
            try:
                part = self._stream.decompress(piece, _LONGEST_PART)
            except zlib.error as error:
                raise DecompressionError(str(error)) from error
            yield part
            piece = self._stream.unconsumed_tail or self._stream.unused_data


def decompressor_of(response: httpx.Response) -> Decompressor:
    """Return the decompressor for a response; its body may have been read by a hook, and is then decompressed already.

    Raises:
        DecompressionError: Its coding is unknown, or there are several.
    """
    return Decompressor(None if response.is_stream_consumed else response.headers.get("content-encoding"))


def validate_file(file: IO[bytes]) -> None:
    """Check that a download can be written to a file; writes no byte.

    Raises:
        ConfigurationError: It is not seekable, or not open for writing bytes.
    """
    try:
        file.seek(file.tell())
        file.write(b"")
    except (AttributeError, TypeError, ValueError) as error:  # no file, one of text, or a closed one
        raise ConfigurationError(
            f"The file to download to cannot be used: {error}. Pass a seekable file, open for writing bytes."
        ) from None
