"""The parts of a definition that are not compared: they mean nothing to a client, or no rule reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from webcrm_ext.definition.document import ConstructError, Document, existing_pointer, keys_of, operations, pointer
from webcrm_ext.drift.definition import Ignored
from webcrm_ext.drift.normalise_schema import normalise_schema, without_documentation

OF_THE_API = {
    "webhooks": "The client receives no calls.",
    "jsonSchemaDialect": "The client reads no dialect.",
}
OF_COMPONENTS = {
    "headers": "The client reads no declared headers of responses.",
    "links": "The client follows no links.",
    "callbacks": "The client receives no calls.",
}
OF_OPERATIONS = {"callbacks": OF_COMPONENTS["callbacks"]}
_OF_RESPONSES = {"headers", "links"}

_FATAL = ("", "/paths")
"""Without these nothing can be compared."""
_MAX_UNREADABLE = 500


def ignored(source: Document) -> dict[str, Ignored]:
    """Return the parts of an original definition that mean nothing to a client, by their subject in reports."""
    return {subject: part for subject, part in _ignored(source) if part.value}


def _ignored(source: Document) -> Iterator[tuple[str, Ignored]]:
    for key, why in OF_THE_API.items():
        if key in source:
            yield key, Ignored(why, pointer(key), source[key])
    components = _object(source.get("components"))
    for key in OF_COMPONENTS.keys() & components.keys():
        yield f"shared {key}", Ignored(OF_COMPONENTS[key], pointer("components", key), components[key])
    for method, path, operation in operations(source):
        for key in OF_OPERATIONS.keys() & _object(operation).keys():
            address = pointer("paths", path, method.lower(), key)
            yield f"{method} {path}, {key}", Ignored(OF_OPERATIONS[key], address, operation[key])
        for status, response in _object(_object(operation).get("responses")).items():
            for key in _OF_RESPONSES & _object(response).keys():
                part = _object(response[key])
                if key == "headers":
                    # Swagger 2.0 writes the schema of a header beside its description.
                    part = {name: _schema(_object(each)) for name, each in part.items()}
                address = pointer("paths", path, method.lower(), "responses", status, key)
                yield f"{method} {path}, {key} of response {status}", Ignored(OF_COMPONENTS[key], address, part)


def _object(value: Any) -> Document:
    return value if isinstance(value, dict) else {}


def _schema(header: Document) -> Any:
    return without_documentation(normalise_schema(header.get("schema", header)))


class Readable(NamedTuple):
    """What can be read of a definition.

    Attributes:
        source: The original document without the constructs that cannot be read.
        document: The document that was read from it.
        left_out: The constructs that cannot be read, by their keys in the form of OpenAPI 3.
    """

    source: Document
    document: Document
    left_out: dict[tuple[str, ...], Ignored]


def read_what_is_readable(source: Document, read: Callable[[Document], Document]) -> Readable:
    """Read a definition without the constructs that cannot be read.

    Args:
        source: The original document, which is not changed.
        read: Returns the document in OpenAPI 3, or raises a `ConstructError`.

    Raises:
        ConstructError: So much cannot be read that a comparison would mean nothing.
    """
    left_out: dict[tuple[str, ...], Ignored] = {}
    document = source
    while True:
        try:
            return Readable(document, read(document), left_out)
        except ConstructError as error:
            location = existing_pointer(error.location, document)
            if location in _FATAL or len(left_out) >= _MAX_UNREADABLE:
                raise
            keys = keys_of(location)
            original, value = _in_source(source, document, keys)
            problem = str(error).removeprefix(f"{error.location}: ").partition(" has no rule in ")[0].rstrip(".")
            part = Ignored(f"It cannot be read: {problem}.", pointer(*original), value)
            left_out.setdefault(_in_openapi_3(original), part)
            document = _without(document, keys)


def _in_source(source: Any, document: Any, keys: list[str]) -> tuple[list[str], Any]:
    """Return the keys and the value in the original document; members of lists were left out since."""
    original = []
    for key in keys:
        if isinstance(document, list):
            document = document[int(key)]
            index = next((index for index, each in enumerate(source) if each is document), int(key))
            source = source[index]
            original.append(str(index))
        else:
            document, source = document[key], source[key]
            original.append(key)
    return original, source


def _without(holder: Any, keys: list[str]) -> Any:
    """Return a copy that has an empty object in place of an object below a key, and lacks anything else."""
    key: Any = int(keys[0]) if isinstance(holder, list) else keys[0]
    copied = holder.copy()
    if len(keys) > 1:
        copied[key] = _without(holder[key], keys[1:])
    elif isinstance(holder, dict) and isinstance(holder[key], dict) and holder[key]:
        copied[key] = {}
    else:
        del copied[key]
    return copied


def _in_openapi_3(keys: list[str]) -> tuple[str, ...]:
    moved = {"definitions": "schemas", "securityDefinitions": "securitySchemes"}
    return ("components", moved[keys[0]], *keys[1:]) if keys[0] in moved else tuple(keys)
