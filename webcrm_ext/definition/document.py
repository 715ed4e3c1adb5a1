"""What every step works on: a JSON document, places in it, and the error that names one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

Document = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_SHOWN_CHARACTERS = 60


class PipelineError(Exception):
    """A step refuses to go on. The message says where, why, and what to do about it."""


def pointer(*parts: object) -> str:
    """Write a place in a document as a JSON Pointer (RFC 6901): `/paths/~1Persons/get`."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def keys_of(place: str) -> list[str]:
    """Give the keys that a JSON Pointer leads through, the other way round from `pointer`."""
    return [part.replace("~1", "/").replace("~0", "~") for part in place.split("/")[1:]]


def existing_pointer(place: str, document: Any) -> str:
    """Give as much of a JSON Pointer as exists in a document: what is not there has its holder's address."""
    reached = ""
    value = document
    for key in keys_of(place):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            break
        reached += pointer(key)
    return reached


def mapping(value: Any, place: str) -> Document:
    """Give a value that must be an object.

    Raises:
        PipelineError: It is something else; the message names the place.
    """
    if not isinstance(value, dict):
        raise PipelineError(f"{place or 'The document'}: an object is wanted here, and it is {_shown(value)}.")
    return value


def listing(value: Any, place: str) -> list[Any]:
    """Give a value that must be an array.

    Raises:
        PipelineError: It is something else; the message names the place.
    """
    if not isinstance(value, list):
        raise PipelineError(f"{place}: an array is wanted here, and it is {_shown(value)}.")
    return value


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Walk the operations of a Swagger 2.0 or OpenAPI 3 document as (METHOD, path, operation)."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def models(document: Document) -> Document:
    """Give the named schemas: `definitions` in Swagger 2.0, `components.schemas` in OpenAPI 3."""
    if "swagger" in document:
        found: Document = document.get("definitions", {})
    else:
        found = document.get("components", {}).get("schemas", {})
    return found


def reference_name(schema: Document) -> str:
    """Give the name of the model that a schema refers to, or nothing where it is no reference."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def is_error(status: str) -> bool:
    """Say whether an answer's status is one that the client handles in one place, whatever is declared for it."""
    return status == "default" or status.startswith(("4", "5"))


def never_null(name: str, required: Collection[str]) -> bool:
    """Say whether a property always holds a value: a record's own required id. Null may come anywhere else."""
    return name in required and name.endswith("Id")


def number_of_operations(document: Document) -> int:
    """Count the operations of a Swagger 2.0 or OpenAPI 3 document."""
    return sum(1 for _ in operations(document))
