"""Validation of the OpenAPI 3 document for the steps after the overlay.

The upgrade from Swagger 2.0 is strict, but OpenAPI 3 passes it unchanged and an overlay can write
anything. Constructs that later steps would fail on or silently drop are rejected here, with their location.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from openapi_python_client.strings import ClassName

from webcrm_ext.definition.document import METHODS, Document, PipelineError, listing, mapping, models, pointer

_TYPES = ("string", "number", "integer", "boolean", "array", "object")
_SCHEMAS = "#/components/schemas/"
_TAG = re.compile(r"[A-Z][A-Za-z0-9]*")
_STATUS = re.compile(r"[1-5](?:[0-9][0-9]|XX)|default")


def validate(document: Document) -> None:
    """Check that later steps support every construct of the document.

    Raises:
        PipelineError: A construct is not supported; the message names its location.
    """
    _check_servers(document)
    components = mapping(document.get("components", {}), pointer("components"))
    schemas = mapping(components.get("schemas", {}), pointer("components", "schemas"))
    for name, schema in schemas.items():
        # The generator would change any other name, and the resources would import a missing class.
        if str(ClassName(name, prefix="")) != name:
            raise _unsupported(pointer("components", "schemas", name), f"the model name {name!r}, not a class name,")
        _check_schema(schema, pointer("components", "schemas", name), document)
    for path, item in mapping(document.get("paths", {}), pointer("paths")).items():
        location = pointer("paths", path)
        for key, operation in mapping(item, location).items():
            if key in METHODS:
                _check_operation(operation, location + pointer(key), document)
                _check_path_parameters(path, operation, location + pointer(key))
            elif not key.startswith("x-") and key not in ("summary", "description"):
                raise _unsupported(location + pointer(key), f"{key!r} beside the operations of a path")


def _check_servers(document: Document) -> None:
    for index, server in enumerate(listing(document.get("servers", []), pointer("servers"))):
        location = pointer("servers", index)
        address = urlsplit(str(mapping(server, location).get("url", "")))
        if address.path not in ("", "/"):
            raise _unsupported(location, f"a server with the path {address.path!r}")


def _check_operation(operation: Any, location: str, document: Document) -> None:
    mapping(operation, location)
    tags = listing(operation.get("tags", []), location + pointer("tags"))
    for index, tag in enumerate(tags):
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise _unsupported(location + pointer("tags", index), f"the tag {tag!r}, not a class name,")
    for index, parameter in enumerate(listing(operation.get("parameters", []), location + pointer("parameters"))):
        here = location + pointer("parameters", index)
        if not isinstance(mapping(parameter, here).get("name"), str) or not parameter["name"]:
            raise _unsupported(here, "a parameter without a name")
        if parameter.get("in") not in ("query", "path", "header"):
            raise _unsupported(here, f"a parameter in {parameter.get('in')!r}")
        _check_schema(parameter.get("schema"), here + pointer("schema"), document, typed=True)
    if "requestBody" in operation:
        _check_content(operation["requestBody"], location + pointer("requestBody"), document, required=True)
    for status, response in mapping(operation.get("responses"), location + pointer("responses")).items():
        if not _STATUS.fullmatch(status):
            raise _unsupported(location + pointer("responses", status), f"the status {status!r}")
        _check_content(response, location + pointer("responses", status), document)


def _check_path_parameters(path: str, operation: Document, location: str) -> None:
    placeholders = sorted(re.findall(r"\{([^}]*)\}", path))
    declared = sorted(each["name"] for each in operation.get("parameters", []) if each["in"] == "path")
    if placeholders != declared:
        raise _unsupported(location, f"a path with the placeholders {placeholders} and path parameters {declared}")


def _check_content(holder: Any, location: str, document: Document, *, required: bool = False) -> None:
    if "$ref" in mapping(holder, location):
        raise _unsupported(location, "a reference to a body or response")
    content = mapping(holder.get("content", {}), location + pointer("content"))
    if required and not content:
        raise _unsupported(location, "a body without content")
    for media_type, value in content.items():
        here = location + pointer("content", media_type)
        _check_schema(mapping(value, here).get("schema"), here + pointer("schema"), document, typed=True)


def _check_schema(schema: Any, location: str, document: Document, *, typed: bool = False) -> None:
    mapping(schema, location)
    if "$ref" in schema:
        reference = schema["$ref"]
        if not isinstance(reference, str) or not reference.startswith(_SCHEMAS):
            raise _unsupported(location, f"the reference {reference!r}")
        if reference.removeprefix(_SCHEMAS) not in models(document):
            raise PipelineError(f"{location}: {reference} is not defined. Define it in swagger/overlay.yaml.")
        return
    _check_keywords(schema, location, typed=typed)
    for name, value in mapping(schema.get("properties", {}), location + pointer("properties")).items():
        _check_schema(value, location + pointer("properties", name), document)
    if "items" in schema:
        _check_schema(schema["items"], location + pointer("items"), document, typed=typed)
    for key in ("allOf", "anyOf", "oneOf"):
        for index, value in enumerate(listing(schema.get(key, []), location + pointer(key))):
            _check_schema(value, location + pointer(key, index), document)
    if not isinstance(schema.get("additionalProperties", True), bool):
        _check_schema(schema["additionalProperties"], location + pointer("additionalProperties"), document)


def _check_keywords(schema: Document, location: str, *, typed: bool) -> None:
    if ("type" in schema or typed) and (not isinstance(schema.get("type"), str) or schema["type"] not in _TYPES):
        raise _unsupported(location, f"type {schema.get('type')!r}")
    if schema.get("type") == "array" and "items" not in schema:
        raise _unsupported(location, "an array without items")
    if not all(isinstance(name, str) for name in listing(schema.get("required", []), location + pointer("required"))):
        raise _unsupported(location + pointer("required"), "a name that is not a string")
    for value in listing(schema.get("enum", []), location + pointer("enum")):
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise _unsupported(location + pointer("enum"), "a value that is neither a string nor an integer")


def _unsupported(location: str, what: str) -> PipelineError:
    return PipelineError(
        f"{location}: {what} is not supported. "
        "Correct it in swagger/overlay.yaml, or support it in scripts/normalise.py."
    )
