"""Downloads: decompress them, and notice a compressed stream that is cut off inside a complete response.

Downloads ask for `Accept-Encoding: identity`. A proxy may compress nevertheless, and httpx accepts a compressed stream
without its end.
"""

from __future__ import annotations

import io
import zlib
from typing import IO, TYPE_CHECKING

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx

_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""The `wbits` of zlib, by content coding."""


class FileInMemory(io.BytesIO):
    """A downloaded file whose bytes become the content of the response."""


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
            raise DecompressionError(f"its Content-Encoding is {coding!r}, although identity was asked for")
        self._bits = _WINDOW_BITS.get(coding)
        self._stream = zlib.decompressobj(self._bits) if self._bits else None

    def decompress(self, piece: bytes) -> bytes:
        """Return the decompressed bytes of the next piece.

        Raises:
            DecompressionError: The piece is invalid.
        """
        if self._stream is None:
            return piece
        found = []
        try:
            while piece:
                if self._stream.eof and self._bits:  # gzip may consist of several streams
                    self._stream = zlib.decompressobj(self._bits)
                found.append(self._stream.decompress(piece))
                piece = self._stream.unused_data
        except zlib.error as error:
            raise DecompressionError(str(error)) from error
        return b"".join(found)

    def finish(self) -> None:
        """Confirm that the stream is complete.

        Raises:
            DecompressionError: It is cut off.
        """
        if self._stream is not None and not self._stream.eof:
            raise DecompressionError("the compressed body is cut off")


def decompressor_of(response: httpx.Response) -> Decompressor:
    """Return the decompressor for a response; its body may have been read by a hook, and is then decompressed already.

    Raises:
        DecompressionError: Its coding is unknown, or there are several.
    """
    return Decompressor(None if response.is_stream_consumed else response.headers.get("content-encoding"))


def kept_content(file: IO[bytes]) -> bytes:
    """Return the content of the response to a download: the file in memory, and nothing for a file of the caller."""
    return file.getvalue() if isinstance(file, FileInMemory) else b""


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
