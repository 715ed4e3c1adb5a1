"""Get a definition: from the live service, another address, a file, or the committed one.

Refuses, with a message that says what was tried and how to go on, whatever is not a definition: the
rest of the run may then trust what it is given.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from scripts.document import Document, PipelineError, operations

LIVE = "https://api.webcrm.com/swagger/v1/swagger.json"
SECONDS = 30.0
CONNECT_SECONDS = 5.0
BYTES = 20 * 1024 * 1024

_GO_ON = (
    "Nothing was changed. To go on without it: `make regenerate OFFLINE=1` works from swagger/webcrm.json, "
    "and `SOURCE=` takes a file or another address."
)


class Pulled(NamedTuple):
    """A definition as it came: where from, its bytes, and what they hold."""

    source: str
    raw: bytes
    document: Document


def pull(source: str, *, committed: Document | None = None, force: bool = False) -> Pulled:
    """Get and check a definition.

    Args:
        source: A URL (https, or http on loopback) or the path of a file.
        committed: The definition that is in the repository; a new one with fewer than half of its
            operations is refused.
        force: Take it all the same.

    Raises:
        PipelineError: It could not be had, or is not a definition.
    """
    raw = _from_address(source) if "://" in source else _from_file(source)
    document = read_definition(raw, source)
    count = sum(1 for _ in operations(document))
    before = sum(1 for _ in operations(committed)) if committed else 0
    if count * 2 < before and not force:
        raise PipelineError(
            f"{source} has {count} operations, fewer than half of the {before} that are committed: "
            f"likely it is not the whole definition. FORCE=1 takes it all the same. {_GO_ON}"
        )
    return Pulled(source, raw, document)


def read_definition(raw: bytes, source: str) -> Document:
    """Read the bytes of a definition and check that they are one.

    Raises:
        PipelineError: They are not JSON, neither Swagger 2.0 nor OpenAPI 3.x, or have no paths.
    """
    try:
        document = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        what = "an HTML page" if raw.lstrip()[:1] == b"<" else f"not JSON ({error})"
        raise PipelineError(f"{source} answered, but it is {what}. {_GO_ON}") from error
    version = None
    if isinstance(document, dict):
        version = document.get("swagger") or document.get("openapi")
    if version != "2.0" and not str(version).startswith("3."):
        raise PipelineError(f"{source} is JSON, but neither Swagger 2.0 nor OpenAPI 3.x. {_GO_ON}")
    paths = document.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        paths = {}
    if not any(True for _ in operations({"paths": paths})):
        raise PipelineError(f"{source} is a definition without operations. {_GO_ON}")
    checked: Document = document
    return checked


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Document:
    holder = dict(pairs)
    if len(holder) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice")
    return holder


def _from_file(source: str) -> bytes:
    path = Path(source)
    try:
        if path.stat().st_size > BYTES:
            raise PipelineError(f"{source} is larger than {BYTES // 2**20} MB. {_GO_ON}")
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{source} could not be read: {error.strerror}. {_GO_ON}") from error


def _from_address(source: str, clock: Callable[[], float] = time.monotonic) -> bytes:
    address = urlsplit(source)
    if address.scheme != "https" and not (address.scheme == "http" and _is_loopback(address.hostname)):
        raise PipelineError(f"{source}: only https is taken, and http from this machine itself. {_GO_ON}")
    problem = ""
    for _attempt in range(2):
        try:
            return _download(source, clock)
        except httpx.HTTPError as error:
            problem = str(error) or type(error).__name__
    raise PipelineError(f"{source} could not be reached, tried twice: {problem}. {_GO_ON}")


def _download(source: str, clock: Callable[[], float]) -> bytes:
    deadline = clock() + SECONDS
    timeout = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
    with httpx.stream("GET", source, timeout=timeout, headers={"Accept": "application/json"}) as response:
        if response.status_code != httpx.codes.OK:
            onward = f" to {response.headers['location']}" if "location" in response.headers else ""
            raise PipelineError(f"{source} answered with status {response.status_code}{onward}, not 200. {_GO_ON}")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > BYTES:
                raise PipelineError(f"{source} is larger than {BYTES // 2**20} MB. {_GO_ON}")
            if clock() > deadline:
                raise PipelineError(f"{source} was still sending after {SECONDS:.0f} s. {_GO_ON}")
        return bytes(body)


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
