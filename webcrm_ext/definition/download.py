"""Download of a definition, with limits on size and total time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from webcrm_ext.definition.document import PipelineError
from webcrm_ext.errors import APIConnectionError, ConfigurationError

SECONDS = 30.0
CONNECT_SECONDS = 5.0
ATTEMPTS = 2
BYTES = 20 * 1024 * 1024

SETTINGS = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")

_OK = 200

Wait = Callable[[Future[bytes], float], bytes]


class Response(Protocol):
    """A response: its status, where it redirects to, and its body, or None if that is too large."""

    @property
    def status(self) -> int: ...  # noqa: D102
    @property
    def redirect(self) -> str | None: ...  # noqa: D102
    @property
    def body(self) -> bytes | None: ...  # noqa: D102


Fetch = Callable[..., Response]
"""Makes a GET request: `webcrm_ext.transport.fetch.fetch`, which this package must not import."""


def download(url: str, name: str, *, fetch: Fetch, trust_env: bool, wait: Wait = Future.result) -> bytes:
    """Return the body of a response with status 200. A failed connection is retried once.

    Args:
        url: The address.
        name: The address without secrets, for messages.
        fetch: Makes the request.
        trust_env: Whether to use the environment's proxies and certificates.
        wait: Wait for the result, for this many seconds at most, or raise TimeoutError.

    Raises:
        PipelineError: The connection failed, the status is not 200, or the response is larger than
            `BYTES` or not complete after `SECONDS`.
    """
    # A daemon thread, because httpx limits neither name resolution nor the total time.
    future: Future[bytes] = Future()
    cancelled = Event()

    def run() -> None:
        try:
            future.set_result(_download(url, name, trust_env, cancelled, fetch))
        except Exception as error:  # noqa: BLE001 - raised again by the waiting thread
            future.set_exception(error)

    Thread(target=run, name="webcrm-definition", daemon=True).start()
    try:
        return wait(future, SECONDS)
    except TimeoutError as error:
        cancelled.set()
        raise PipelineError(f"{name}: the response was not complete after {SECONDS:.0f} s.") from error


def source_name(source: str) -> str:
    """Return a source's name for messages and the lock file: no secrets, no local directories."""
    scheme, separator, rest = source.partition("://")
    if not separator:
        return Path(source).name if Path(source).is_absolute() else source
    address, *query = re.split("[?#]", rest, maxsplit=1)
    # A password with an unescaped "?" or "#" cannot be separated from the host.
    return f"{scheme}://{'…' if '@' in ''.join(query) else address.rpartition('@')[2]}"


def invalid_address(name: str, reason: str = "") -> PipelineError:
    """Return the error for an invalid address, with the reason unless that shows a secret."""
    return PipelineError(f"{name} is not a valid address{': ' if reason else ''}{reason}.")


def too_large(name: str) -> PipelineError:
    """Return the error for a definition of more than `BYTES`."""
    return PipelineError(f"{name} is larger than {BYTES // 2**20} MB.")


def _download(url: str, name: str, trust_env: bool, cancelled: Event, fetch: Fetch) -> bytes:
    timeout = (SECONDS, CONNECT_SECONDS)
    problem: Exception | None = None
    for _attempt in range(ATTEMPTS):
        try:
            response = fetch(url, limit=BYTES, timeout=timeout, trust_env=trust_env, is_cancelled=cancelled.is_set)
        except APIConnectionError as error:
            problem = error
            continue
        except ConfigurationError as error:
            # A proxy's package is missing, its address is invalid, or the certificates cannot be read.
            used = [name for name in SETTINGS if os.environ.get(name) or os.environ.get(name.lower())]
            raise PipelineError(f"Connecting failed: {str(error).rstrip('.')}. Check {', '.join(used)}.") from error
        except ValueError as error:
            # The message can contain part of the password.
            raise invalid_address(name, "" if "@" in url else str(error)) from error
        if response.status != _OK:
            target = f" to {source_name(response.redirect)}" if response.redirect else ""
            raise PipelineError(f"{name} returned status {response.status}{target}, expected 200.")
        if response.body is None:
            raise too_large(name)
        return response.body
    raise PipelineError(f"Downloading {name} failed after {ATTEMPTS} attempts: {problem}.") from problem
