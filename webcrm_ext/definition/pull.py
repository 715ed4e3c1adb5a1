"""Pull a definition from the live service, another address or a file, and validate it."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple

from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, operations
from webcrm_ext.definition.download import BYTES, Fetch, Wait, download, invalid_address, source_name, too_large
from webcrm_ext.definition.parse import parse
from webcrm_ext.validation.syntax import host_of, is_loopback

LIVE = "https://api.webcrm.com/swagger/v1/swagger.json"


class Pulled(NamedTuple):
    """A definition: the name of its source, its bytes, and the parsed document."""

    source: str
    raw: bytes
    document: Document


def pull(source: str, *, fetch: Fetch, wait: Wait = Future.result) -> Pulled:
    """Return a definition from an address or a file.

    Args:
        source: A URL (https, or http on loopback) or the path of a file.
        fetch: Makes a GET request: `webcrm_ext.transport.fetch.fetch`.
        wait: Wait for the download, for this many seconds at most, or raise TimeoutError.

    Raises:
        PipelineError: The source could not be downloaded or read, or is not a definition.
    """
    name = source_name(source)
    raw = _from_address(source, name, fetch, wait) if "://" in source else _from_file(source)
    return Pulled(name, raw, read_definition(raw, name))


def read_definition(raw: bytes, source: str) -> Document:
    """Return the definition in some bytes.

    Raises:
        PipelineError: They are neither JSON nor YAML, neither Swagger 2.0 nor OpenAPI 3.x, or have no operations.
    """
    try:
        document = parse(raw)
        # Values that Python reads but JSON does not have (NaN, lone surrogates) would fail much later.
        canonicalise(document)
    except (ValueError, RecursionError) as error:
        what = _kind(raw) or (
            reason if (reason := str(error)).startswith("it is ") else f"it is not valid JSON ({reason})"
        )
        raise PipelineError(f"{source} is not a definition: {what}.") from error
    version = _version(document)
    if version is None:
        raise PipelineError(f"{source} is neither Swagger 2.0 nor OpenAPI 3.x.")
    paths = document.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        paths = {}
    if not any(True for _ in operations({"paths": paths})):
        raise PipelineError(f"{source} is a definition ({version}) without operations.")
    checked: Document = document
    return checked


def _kind(raw: bytes) -> str | None:
    content = raw.strip()
    if not content:
        return "it is empty"
    return "it is an HTML page" if content.startswith(b"<") else None


def _version(document: Any) -> str | None:
    """Return the declared format and version, or None unless exactly one supported format is declared."""
    if not isinstance(document, dict):
        return None
    swagger, openapi = document.get("swagger"), document.get("openapi")
    if swagger == "2.0" and openapi is None:
        return "Swagger 2.0"
    if swagger is None and isinstance(openapi, str) and openapi.startswith("3."):
        return f"OpenAPI {openapi}"
    return None


def _from_file(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            raw = file.read(BYTES + 1)
    except OSError as error:
        hint = "" if Path(source).exists() else " An address starts with https://."
        raise PipelineError(f"Reading the file {source!r} failed: {error.strerror}.{hint}") from error
    if len(raw) > BYTES:
        raise too_large(source)
    return raw


def _from_address(source: str, name: str, fetch: Fetch, wait: Wait) -> bytes:
    scheme = source.partition("://")[0].lower()
    if scheme == "file":
        raise PipelineError(f"{name}: file:// is not supported. Use the path of the file.")
    host = host_of(source, (scheme,))
    local = is_loopback(host)
    if scheme != "https" and not (scheme == "http" and local):
        raise PipelineError(f"{name}: only https is allowed, and http on localhost.")
    if host is None:
        raise invalid_address(name)
    # A server on this machine is called directly, not through a proxy.
    return download(source, name, fetch=fetch, trust_env=not local, wait=wait)
