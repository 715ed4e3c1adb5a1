"""Get a definition: from the live service, another address, or a file.

Refuses, with a message that says what was tried, whatever is not a definition: whoever asked may then
trust what they are given.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, operations
from webcrm_ext.definition.download import BYTES, download, invalid_address, source_name, too_large
from webcrm_ext.syntax import host_of, is_loopback

LIVE = "https://api.webcrm.com/swagger/v1/swagger.json"


class Pulled(NamedTuple):
    """A definition as it came: where from, its bytes, and what they hold."""

    source: str
    raw: bytes
    document: Document


def pull(source: str, *, wait: Callable[[Thread, float], None] = Thread.join) -> Pulled:
    """Get and check a definition.

    Args:
        source: A URL (https, or http on loopback) or the path of a file.
        wait: Waits for a thread to end, for so many seconds at the most.

    Raises:
        PipelineError: It could not be downloaded or read, or is not a definition.
    """
    named = source_name(source)
    raw = _from_address(source, named, wait) if "://" in source else _from_file(source)
    return Pulled(named, raw, read_definition(raw, named))


def read_definition(raw: bytes, source: str) -> Document:
    """Read the bytes of a definition and check that they are one.

    Raises:
        PipelineError: They are not JSON, neither Swagger 2.0 nor OpenAPI 3.x, or have no paths.
    """
    try:
        document = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_duplicates)
        # What Python reads and JSON cannot say (NaN, half of a surrogate pair) would fail much later.
        canonicalise(document)
    except (ValueError, RecursionError) as error:
        what = _what_it_is(raw) or f"not valid JSON ({error})"
        raise PipelineError(f"{source} is not a definition: it is {what}.") from error
    version = _version(document)
    if version is None:
        raise PipelineError(f"{source} is JSON, but neither Swagger 2.0 nor OpenAPI 3.x.")
    paths = document.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        paths = {}
    if not any(True for _ in operations({"paths": paths})):
        raise PipelineError(f"{source} is a definition ({version}) without operations.")
    checked: Document = document
    return checked


def _what_it_is(raw: bytes) -> str | None:
    text = raw.strip()
    if not text:
        return "empty"
    return "an HTML page" if text.startswith(b"<") else None


def _version(document: Any) -> str | None:
    """Name what a document says it is, when that is one of the two that can be read, and only one."""
    if not isinstance(document, dict):
        return None
    swagger, openapi = document.get("swagger"), document.get("openapi")
    if swagger == "2.0" and openapi is None:
        return "Swagger 2.0"
    if swagger is None and isinstance(openapi, str) and openapi.startswith("3."):
        return f"OpenAPI {openapi}"
    return None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Document:
    holder = dict(pairs)
    if len(holder) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice")
    return holder


def _from_file(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            raw = file.read(BYTES + 1)
    except OSError as error:
        hint = "" if Path(source).exists() else " An address starts with https://."
        raise PipelineError(f"The file {source!r} could not be read: {error.strerror}.{hint}") from error
    if len(raw) > BYTES:
        raise too_large(source)
    return raw


def _from_address(source: str, named: str, wait: Callable[[Thread, float], None]) -> bytes:
    scheme = source.partition("://")[0].lower()
    if scheme == "file":
        raise PipelineError(f"{named}: a file is given by its path, without file://.")
    host = host_of(source, (scheme,))
    local = is_loopback(host)
    if scheme != "https" and not (scheme == "http" and local):
        raise PipelineError(f"{named}: only https is taken, and http from this machine itself.")
    if host is None:
        raise invalid_address(named)
    # What is on this machine is asked directly, not through a proxy.
    return download(source, named, through_proxy=not local, wait=wait)
