"""Calls that the API definition lacks, for `crm.request`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from webcrm_api.calls import Call

from webcrm_ext.errors import ConfigurationError, short_repr

if TYPE_CHECKING:
    import httpx

_METHOD = re.compile(r"[A-Za-z]+")


def any_call(
    method: str, path: str, params: Mapping[str, Any] | None, json: Any, headers: Mapping[str, str] | None
) -> Call[Any]:
    """Return a call of any method and path, whose value is the response's JSON.

    Raises:
        ConfigurationError: The method or path is invalid, or path and params have a query parameter in common.
    """
    if not isinstance(method, str) or _METHOD.fullmatch(method) is None:
        raise ConfigurationError(f"method is {short_repr(method)}; it must be an HTTP method, such as GET.")
    if not isinstance(path, str):
        raise ConfigurationError(f"path is a {type(path).__name__}; it must be a string that starts with `/`.")
    for name, value in (("params", params), ("headers", headers)):
        if not isinstance(value, Mapping | None):
            raise ConfigurationError(f"{name} is a {type(value).__name__}; it must be a mapping of names to values.")
        if value and not all(isinstance(each, str) for each in value):
            raise ConfigurationError(f"{name} has a name that is not a string.")
    path, _, query = path.partition("?")
    if not path.startswith("/") or path.startswith("//") or not {".", ".."}.isdisjoint(path.split("/")):
        raise ConfigurationError(
            f'path is {short_repr(path)}; it must start with one `/`, without a host and without "." or ".." segments.'
        )
    if "#" in path + query:
        raise ConfigurationError("path contains `#`, and a fragment is never sent. Write it as %23.")
    # httpx drops the query of a URL that has params as well. Invalid escapes are kept, and refused when it is built.
    in_path = parse_qs(query, keep_blank_values=True, errors="surrogateescape")
    params = params or {}
    duplicates = {name.lower() for name in in_path} & {name.lower() for name in params}
    if duplicates:
        raise ConfigurationError(f"path and params both contain {', '.join(sorted(duplicates))}. Pass it once.")
    literal = path.replace("{", "{{").replace("}", "}}")  # braces are literal, not placeholders
    return Call(
        name="request",
        method=method.upper(),
        path=literal,
        query={**in_path, **params},
        headers=headers or {},
        body=json,
        reader=_json_of,
    )


def _json_of(response: httpx.Response) -> Any:
    from webcrm_api.readers import decode  # noqa: PLC0415 - at the first response

    return decode(response) if response.content.strip() else None
