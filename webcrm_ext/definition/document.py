"""API definitions as JSON documents: JSON Pointers, operations, models, and the pipeline's error."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

Document = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_MAX_CHARACTERS = 60


class PipelineError(Exception):
    """A pipeline step failed. The message says where, why, and what to do."""


class ConstructError(PipelineError):
    """A construct of a definition cannot be read.

    Attributes:
        location: Its JSON Pointer; empty for the whole document.
    """

    def __init__(self, location: str, problem: str) -> None:
        super().__init__(f"{location or 'The document'}: {problem}")
        self.location = location


def pointer(*parts: object) -> str:
    """Return a JSON Pointer (RFC 6901) from its keys: `/paths/~1Persons/get`."""
    return "".join([f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts])


def keys_of(location: str) -> list[str]:
    """Return the keys of a JSON Pointer. The inverse of `pointer`."""
    return [part.replace("~1", "/").replace("~0", "~") for part in location.split("/")[1:]]


def existing_pointer(location: str, document: Any) -> str:
    """Return the longest part of a JSON Pointer that exists in a document."""
    reached = ""
    value = document
    for key in keys_of(location):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            break
        reached += pointer(key)
    return reached


def mapping(value: Any, location: str) -> Document:
    """Return a value that must be an object.

    Raises:
        ConstructError: The value is not an object.
    """
    if not isinstance(value, dict):
        raise ConstructError(location, f"expected an object, got {_shortened(value)}.")
    return value


def listing(value: Any, location: str) -> list[Any]:
    """Return a value that must be an array.

    Raises:
        ConstructError: The value is not an array.
    """
    if not isinstance(value, list):
        raise ConstructError(location, f"expected an array, got {_shortened(value)}.")
    return value


def _shortened(value: Any) -> str:
    string = json.dumps(value, ensure_ascii=False)
    return string if len(string) <= _MAX_CHARACTERS else string[:_MAX_CHARACTERS] + "…"


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield the operations of a Swagger 2.0 or OpenAPI 3 document as (METHOD, path, operation)."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def models(document: Document) -> Document:
    """Return the named schemas: `definitions` in Swagger 2.0, `components.schemas` in OpenAPI 3."""
    if "swagger" in document:
        found: Document = document.get("definitions", {})
    else:
        found = document.get("components", {}).get("schemas", {})
    return found


def reference_name(schema: Document) -> str:
    """Return the name of the model that a schema refers to, or an empty string without a reference."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def is_error(status: str) -> bool:
    """Return whether a declared status is an error. The client handles all errors in one place."""
    return status == "default" or status.startswith(("4", "5"))


def never_null(name: str, required: Collection[str]) -> bool:
    """Return whether a property is never null: only a required id is. Any other property can be null."""
    return name in required and name.endswith("Id")


def number_of_operations(document: Document) -> int:
    """Return the number of operations of a Swagger 2.0 or OpenAPI 3 document."""
    return sum(1 for _ in operations(document))
