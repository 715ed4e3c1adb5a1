"""References to shared parameters, bodies and responses, and the parameters that a path declares for its operations."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote

from webcrm_ext.definition.document import Document, keys_of, listing, mapping, pointer

_SETTING_HEADERS = ("accept", "content-type", "authorization")
"""Headers that OpenAPI does not count as parameters: the client sets them for every call."""


class Located(NamedTuple):
    """A part of a definition, and its JSON Pointer."""

    value: Document
    location: str


def resolve(value: Any, location: str, document: Document) -> Located:
    """Return what a reference within the document refers to, and its location.

    Another value, and a reference without a target, is returned as it is: `scripts.validate` refuses the latter.

    Raises:
        PipelineError: The value or the target is not an object.
    """
    found = Located(mapping(value, location), location)
    seen: list[Any] = []
    while (reference := found.value.get("$ref")) is not None:
        target = _target(reference, document)
        if target is None or reference in seen:
            return Located(value, location)
        seen.append(reference)
        found = Located(mapping(target, unquote(reference[1:])), unquote(reference[1:]))
    return found


def _target(reference: Any, document: Document) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    found: Any = document
    for key in keys_of(unquote(reference[1:])):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def parameters_of(document: Document, method: str, path: str) -> list[Located]:
    """Return the parameters of an operation and those of its path that it does not replace, resolved.

    Headers that every call has are left out, and so are optional cookies, which no client needs.

    Args:
        document: A definition in Swagger 2.0 or OpenAPI 3.x, not upgraded.
        method: The HTTP method, in any case.
        path: The path.

    Raises:
        PipelineError: A parameter is not an object.
    """
    item, location = resolve(document["paths"][path], pointer("paths", path), document)
    here = location + pointer(method.lower())
    own, shared = (
        [
            resolve(each, base + pointer("parameters", index), document)
            for index, each in enumerate(listing(holder.get("parameters", []), base + pointer("parameters")))
        ]
        for holder, base in ((mapping(item[method.lower()], here), here), (item, location))
    )
    replaced = {parameter_key(each.value) for each in own}
    found = [*(each for each in shared if parameter_key(each.value) not in replaced), *own]
    return [each for each in found if not _is_ignored(each.value)]


def parameter_key(parameter: Document) -> tuple[str, str]:
    """Return what identifies a parameter of an operation: where it is sent, and its name."""
    return str(parameter.get("in")), str(parameter.get("name", parameter.get("$ref", "")))


def _is_ignored(parameter: Document) -> bool:
    if parameter.get("in") == "cookie":
        return not parameter.get("required", False)
    return parameter.get("in") == "header" and str(parameter.get("name")).lower() in _SETTING_HEADERS
