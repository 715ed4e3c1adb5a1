"""Check that an OpenAPI 3 document has the shape that the steps after the overlay read.

What comes from Swagger 2.0 has it, for the upgrade is strict. A file that is OpenAPI 3 already passes
through the upgrade untouched, and an overlay can write anything: so whatever the later steps would
trip over, or would lose in silence, is refused here, by its place.
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
    """Refuse a document that the steps after the overlay cannot read whole.

    Raises:
        PipelineError: It has a construct for which they have no rule; the message names the place.
    """
    _check_servers(document)
    components = mapping(document.get("components", {}), pointer("components"))
    schemas = mapping(components.get("schemas", {}), pointer("components", "schemas"))
    for name, schema in schemas.items():
        # The generator would change any other name, and the facade would mean a class that is not there.
        if str(ClassName(name, prefix="")) != name:
            raise _no_rule(pointer("components", "schemas", name), f"a model whose name is no class name, {name!r},")
        _check_schema(schema, pointer("components", "schemas", name), document)
    for path, item in mapping(document.get("paths", {}), pointer("paths")).items():
        place = pointer("paths", path)
        for key, operation in mapping(item, place).items():
            if key in METHODS:
                _check_operation(operation, place + pointer(key), document)
                _check_gaps(path, operation, place + pointer(key))
            elif not key.startswith("x-") and key not in ("summary", "description"):
                raise _no_rule(place + pointer(key), f"{key!r} beside the operations of a path")


def _check_servers(document: Document) -> None:
    for index, server in enumerate(listing(document.get("servers", []), pointer("servers"))):
        place = pointer("servers", index)
        address = urlsplit(str(mapping(server, place).get("url", "")))
        if address.path not in ("", "/"):
            raise _no_rule(place, f"a server whose address has the path {address.path!r}")


def _check_operation(operation: Any, place: str, document: Document) -> None:
    mapping(operation, place)
    tags = listing(operation.get("tags", []), place + pointer("tags"))
    for index, tag in enumerate(tags):
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise _no_rule(place + pointer("tags", index), f"a tag that is no class name, {tag!r},")
    for index, parameter in enumerate(listing(operation.get("parameters", []), place + pointer("parameters"))):
        here = place + pointer("parameters", index)
        if not isinstance(mapping(parameter, here).get("name"), str) or not parameter["name"]:
            raise _no_rule(here, "a parameter without a name")
        if parameter.get("in") not in ("query", "path", "header"):
            raise _no_rule(here, f"a parameter in {parameter.get('in')!r}")
        _check_schema(parameter.get("schema"), here + pointer("schema"), document, typed=True)
    if "requestBody" in operation:
        _check_content(operation["requestBody"], place + pointer("requestBody"), document, wanted=True)
    for status, answer in mapping(operation.get("responses"), place + pointer("responses")).items():
        if not _STATUS.fullmatch(status):
            raise _no_rule(place + pointer("responses", status), f"the status {status!r}")
        _check_content(answer, place + pointer("responses", status), document)


def _check_gaps(path: str, operation: Document, place: str) -> None:
    gaps = sorted(re.findall(r"\{([^}]*)\}", path))
    filled = sorted(each["name"] for each in operation.get("parameters", []) if each["in"] == "path")
    if gaps != filled:
        raise _no_rule(place, f"a path with the gaps {gaps} and path parameters {filled}")


def _check_content(holder: Any, place: str, document: Document, *, wanted: bool = False) -> None:
    if "$ref" in mapping(holder, place):
        raise _no_rule(place, "a reference to a body or answer")
    content = mapping(holder.get("content", {}), place + pointer("content"))
    if wanted and not content:
        raise _no_rule(place, "a body without content")
    for media_type, value in content.items():
        here = place + pointer("content", media_type)
        _check_schema(mapping(value, here).get("schema"), here + pointer("schema"), document, typed=True)


def _check_schema(schema: Any, place: str, document: Document, *, typed: bool = False) -> None:
    mapping(schema, place)
    if "$ref" in schema:
        reference = schema["$ref"]
        if not isinstance(reference, str) or not reference.startswith(_SCHEMAS):
            raise _no_rule(place, f"the reference {reference!r}")
        if reference.removeprefix(_SCHEMAS) not in models(document):
            raise PipelineError(f"{place}: {reference} is defined nowhere. Define it in swagger/overlay.yaml.")
        return
    _check_keywords(schema, place, typed=typed)
    for name, value in mapping(schema.get("properties", {}), place + pointer("properties")).items():
        _check_schema(value, place + pointer("properties", name), document)
    if "items" in schema:
        _check_schema(schema["items"], place + pointer("items"), document, typed=typed)
    for key in ("allOf", "anyOf", "oneOf"):
        for index, value in enumerate(listing(schema.get(key, []), place + pointer(key))):
            _check_schema(value, place + pointer(key, index), document)
    if not isinstance(schema.get("additionalProperties", True), bool):
        _check_schema(schema["additionalProperties"], place + pointer("additionalProperties"), document)


def _check_keywords(schema: Document, place: str, *, typed: bool) -> None:
    if ("type" in schema or typed) and (not isinstance(schema.get("type"), str) or schema["type"] not in _TYPES):
        raise _no_rule(place, f"type {schema.get('type')!r}")
    if schema.get("type") == "array" and "items" not in schema:
        raise _no_rule(place, "an array without items")
    if not all(isinstance(name, str) for name in listing(schema.get("required", []), place + pointer("required"))):
        raise _no_rule(place + pointer("required"), "a name that is not text")
    for value in listing(schema.get("enum", []), place + pointer("enum")):
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise _no_rule(place + pointer("enum"), "a value that is neither text nor integer")


def _no_rule(place: str, what: str) -> PipelineError:
    return PipelineError(
        f"{place}: {what} has no rule. Correct it in swagger/overlay.yaml, or teach scripts/normalise.py to read it."
    )
