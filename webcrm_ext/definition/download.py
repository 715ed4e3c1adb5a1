"""Download a definition from an address: so many bytes, and so many seconds, at the most."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import httpx

from webcrm_ext.definition.document import PipelineError

SECONDS = 30.0
CONNECT_SECONDS = 5.0
ATTEMPTS = 2
BYTES = 20 * 1024 * 1024

SETTINGS = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


def download(source: str, named: str, *, through_proxy: bool, wait: Callable[[Thread, float], None]) -> bytes:
    """Give what an address answers; a connection that fails is tried once more.

    Args:
        source: The address.
        named: The address as it may be shown.
        through_proxy: Whether the environment's settings for proxies and certificates hold.
        wait: Waits for a thread to end, for so many seconds at the most.

    Raises:
        PipelineError: No connection can be made, the answer is not a 200, larger than `BYTES`, or did not
            come whole within `SECONDS`.
    """
    # On a thread of its own, for no time limit of a socket holds for looking up a name, or for an answer whose
    # head comes a byte at a time. It ends with the program: nothing can stop it while it waits.
    running = _Download(source, named, through_proxy=through_proxy)
    running.start()
    wait(running, SECONDS)
    if running.is_alive():
        running.given_up.set()
        raise PipelineError(f"{named} had not answered in full after {SECONDS:.0f} s.")
    if running.error is not None:
        raise running.error
    return running.body


def source_name(source: str) -> str:
    """Name a source so that it can be printed and committed: no password, no folder of one machine."""
    scheme, separator, rest = source.partition("://")
    if not separator:
        return Path(source).name if Path(source).is_absolute() else source
    shown, *hidden = re.split("[?#]", rest, maxsplit=1)
    # A password may hold a slash or, wrongly, a question mark: then nothing tells it from the host.
    return f"{scheme}://{'…' if '@' in ''.join(hidden) else shown.rpartition('@')[2]}"


def invalid_address(named: str, why: str = "") -> PipelineError:
    """Give the error for what is not a valid address, and why where that can be shown."""
    return PipelineError(f"{named} is not a valid address{': ' if why else ''}{why}.")


def too_large(named: str) -> PipelineError:
    """Give the error for a definition of more than `BYTES`."""
    return PipelineError(f"{named} is larger than {BYTES // 2**20} MB.")


class _Download(Thread):
    def __init__(self, source: str, named: str, *, through_proxy: bool) -> None:
        super().__init__(name="webcrm-definition", daemon=True)
        self.body = b""
        self.error: Exception | None = None
        self.given_up = Event()
        self._source = source
        self._named = named
        self._through_proxy = through_proxy

    def run(self) -> None:
        try:
            with self._client() as client:
                self.body = self._tried(client)
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            self.error = error

    def _client(self) -> httpx.Client:
        timeout = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
        try:
            return httpx.Client(timeout=timeout, trust_env=self._through_proxy)
        except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
            # What a proxy needs is missing, its address is none, or the certificates cannot be read.
            found = [name for name in SETTINGS if os.environ.get(name) or os.environ.get(name.lower())]
            raise PipelineError(
                f"No connection can be made: {str(error).rstrip('.')}. Look at {', '.join(found)}."
            ) from error

    def _tried(self, client: httpx.Client) -> bytes:
        problem = ""
        for _attempt in range(ATTEMPTS):
            try:
                return self._answer(client)
            except httpx.HTTPError as error:
                problem = str(error) or type(error).__name__
            except httpx.InvalidURL as error:
                # Where there is a password, what is wrong may be a part of it.
                raise invalid_address(self._named, "" if "@" in self._source else str(error)) from error
        raise PipelineError(f"{self._named} could not be downloaded in {ATTEMPTS} attempts: {problem}.")

    def _answer(self, client: httpx.Client) -> bytes:
        with client.stream("GET", self._source, headers={"Accept": "application/json"}) as response:
            if response.status_code != httpx.codes.OK:
                onward = response.next_request
                where = f" to {source_name(str(onward.url))}" if onward else ""
                raise PipelineError(f"{self._named} answered with status {response.status_code}{where}, not 200.")
            if _declared_length(response) > BYTES:
                raise too_large(self._named)
            # Read as it came and unpacked apart from it, for what is packed may be endless and hold nothing.
            packed = httpx.Response(response.status_code, headers=response.headers, content=self._raw(response))
            body = bytearray()
            for chunk in packed.iter_bytes():
                body += chunk
                if len(body) > BYTES:
                    raise too_large(self._named)
            return bytes(body)

    def _raw(self, response: httpx.Response) -> Iterator[bytes]:
        for chunk in response.iter_raw():
            if self.given_up.is_set():
                return
            if response.num_bytes_downloaded > BYTES:
                raise too_large(self._named)
            yield chunk


def _declared_length(response: httpx.Response) -> int:
    declared = response.headers.get("content-length", "")
    return int(declared) if declared.isdecimal() else 0
