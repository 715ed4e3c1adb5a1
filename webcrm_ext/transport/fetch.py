"""A GET request without a client, for the API definition: without login, retries and rate limit, with a size limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import httpx

from webcrm_ext.errors import APIConnectionError, ConfigurationError
from webcrm_ext.transport.downloads import DecompressionError, decompressor_of


class Fetched(NamedTuple):
    """The response to `fetch`: its status, where it redirects to, and its body, or None if that is too large."""

    status: int
    redirect: str | None
    body: bytes | None


def fetch(
    url: str, *, limit: int, timeout: tuple[float, float], trust_env: bool, is_cancelled: Callable[[], bool]
) -> Fetched:
    """Make a GET request without a client, such as for the API definition. Redirects are not followed.

    Args:
        url: The URL.
        limit: The most bytes of the body, both as sent and decompressed.
        timeout: Seconds to wait for data and for a connection.
        trust_env: Whether to use the proxies and certificates of the environment.
        is_cancelled: Whether to stop reading.

    Raises:
        ConfigurationError: A proxy or the certificates of the environment are invalid.
        ValueError: The URL is invalid.
        APIConnectionError: No complete response arrived, or its body cannot be decompressed.
    """
    try:
        client = httpx.Client(timeout=httpx.Timeout(timeout[0], connect=timeout[1]), trust_env=trust_env)
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise ConfigurationError(str(error)) from error
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    try:
        with client, client.stream("GET", url, headers=headers) as response:
            redirect = str(response.next_request.url) if response.next_request else None
            body = _limited_body(response, limit, is_cancelled) if response.status_code == httpx.codes.OK else b""
            return Fetched(response.status_code, redirect, body)
    except httpx.HTTPError as error:
        raise APIConnectionError(str(error) or type(error).__name__) from error
    except DecompressionError as error:
        raise APIConnectionError(f"the response cannot be decoded: {error}") from error
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error


def _limited_body(response: httpx.Response, limit: int, is_cancelled: Callable[[], bool]) -> bytes | None:
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        return None
    decompressor = decompressor_of(response)
    body = bytearray()
    for piece in response.iter_raw():
        # Both sizes count: an endless compressed body can decompress to nothing.
        if is_cancelled() or response.num_bytes_downloaded > limit:
            return None
        body += decompressor.decompress(piece, limit + 1 - len(body))
        if len(body) > limit:
            return None
    decompressor.finish()
    return bytes(body)
