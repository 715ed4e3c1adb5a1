"""Normalisation of the document for the generator, so that the client works with the real service.

Each rule has a reason that was measured or observed. Without a single JSON media type every write is sent
as `application/*+json`. Without nullable properties the first null raises. Inline enums get unstable
names. Responses with status 4xx and 5xx are handled in one place, not in 280.
"""

from __future__ import annotations

import copy
import re

from scripts.validate import check_modules
from webcrm_ext.definition.document import (
    Document,
    PipelineError,
    is_error,
    models,
    never_null,
    operations,
    pointer,
    reference_name,
)
from webcrm_ext.definition.enums import inline_enums
from webcrm_ext.definition.media_types import JSON, one_media_type

ITEMS = "x-items"
"""Marks a response that is an object with a list: the name of the property with the items."""

ID = "x-id"
"""Marks the response of a write: the property with the id of the record. An object with it proves a success."""


def normalise(document: Document) -> Document:
    """Return the document for the generator. The argument is not changed.

    Operations must have names (`operationId`): forms are named after them.

    Raises:
        PipelineError: Two schemas would get the same name, or a body or response has no supported
            media type.
    """
    normal = copy.deepcopy(document)
    normal["openapi"] = "3.0.3"
    normal.setdefault("components", {}).setdefault("schemas", {})
    # A later definition may name its server. The base URL is a setting of the client.
    normal.pop("servers", None)
    for method, path, operation in operations(normal):
        location = pointer("paths", path, method.lower())
        _normalise_responses(operation, location)
        _normalise_body(operation, location)
        operation.setdefault("parameters", [])
    _name_forms(normal)
    _name_enums(normal)
    _allow_nulls(normal)
    _mark_envelopes(normal)
    _mark_ids(normal)
    check_modules(normal)
    return normal


def _normalise_responses(operation: Document, location: str) -> None:
    responses = {status: response for status, response in operation["responses"].items() if not is_error(status)}
    for status, response in responses.items():
        if response.get("content"):
            response["content"] = _one_media_type(response["content"], location + pointer("responses", status))
    operation["responses"] = responses


def _normalise_body(operation: Document, location: str) -> None:
    body = operation.get("requestBody")
    if body is not None:
        body["content"] = _one_media_type(body["content"], location + pointer("requestBody"))
        body["required"] = True


def _one_media_type(content: Document, location: str) -> Document:
    declared, used = one_media_type(content, location)
    return {used: content[declared]}


def _name_forms(document: Document) -> None:
    for method, path, operation in operations(document):
        for media_type, value in operation.get("requestBody", {}).get("content", {}).items():
            schema = value.get("schema", {})
            if media_type != JSON and "$ref" not in schema:
                name = "".join(part.capitalize() for part in operation["operationId"].split("_")) + "Form"
                described = {"description": f"The form of `{method} {path}`.", **schema}
                value["schema"] = _add_model(document, name, described)


def _name_enums(document: Document) -> None:
    """Name every inline enum, so that its type has one name wherever it is used."""
    for enum in inline_enums(document):
        # Nullability belongs to the property, beside the reference, and a default to the parameter, not to the type.
        used = ("type", "enum", "x-enum-varnames", *(["description"] if enum.is_property else []))
        values = {key: enum.schema[key] for key in used if key in enum.schema}
        enum.replace(_add_model(document, enum.name, values))


def _add_model(document: Document, name: str, schema: Document) -> Document:
    """Add a named schema to the document and return a reference to it."""
    schemas = models(document)
    if _without_order(schemas.setdefault(name, schema)) != _without_order(schema):
        raise PipelineError(
            f"Two different schemas would be named {name}. Give them different names in scripts/normalise.py."
        )
    return {"$ref": f"#/components/schemas/{name}"}


def _without_order(schema: Document) -> Document:
    return schema | {"enum": sorted(schema["enum"], key=str)} if "enum" in schema else schema


def _allow_nulls(document: Document) -> None:
    """Make every property nullable, except required ids."""
    for schema in models(document).values():
        required = set(schema.get("required", ()))
        for name, value in schema.get("properties", {}).items():
            if never_null(name, required):
                continue
            if "$ref" in value:
                schema["properties"][name] = {"allOf": [value], "nullable": True}
            elif value:
                value["nullable"] = True


def _mark_envelopes(document: Document) -> None:
    """Mark paged responses that are an object with a list: `/Meetings` returns {Meetings: [...]}."""
    for method, path, operation in operations(document):
        if method != "GET" or not paging(operation):
            continue
        schema = response_schema(operation) or {}
        model = models(document).get(reference_name(schema), {})
        lists = [name for name, value in model.get("properties", {}).items() if value.get("type") == "array"]
        if len(lists) == 1 and len(model["properties"]) == 1:
            items = model["properties"][lists[0]]["items"]
            if not {"type", "$ref"} & items.keys():
                raise PipelineError(
                    f"GET {path}: the items of {lists[0]} have no type. Add it in swagger/overlay.yaml."
                )
            operation[ITEMS] = lists[0]


def _mark_ids(document: Document) -> None:
    """Mark the responses of writes with the id property of the record that is written."""
    for method, path, operation in operations(document):
        if method == "GET":
            continue
        one = re.compile(re.escape(path) + r"(?:/\{\w+\})?")
        reads = [item["get"] for name, item in document["paths"].items() if "get" in item and one.fullmatch(name)]
        schemas = [body_schema(operation), *map(response_schema, reads)]
        found = [name for schema in schemas if schema and (name := _id_property(schema, document))]
        if found:
            for response in operation["responses"].values():
                response[ID] = found[0]


def _id_property(schema: Document, document: Document) -> str | None:
    """Return the property with the id of a model: `PersonId` of `PersonDto`, `Id` of `PersonHookDto`."""
    name = reference_name(schema.get("items", schema))
    properties = models(document).get(name, {}).get("properties", {})
    ids = [each for each in properties if each.endswith("Id") and name.startswith(each.removesuffix("Id"))]
    return max(ids, key=len, default=None)


def paging(operation: Document) -> tuple[Document, Document] | None:
    """Return the parameters for page and size, or None if the operation is not paged.

    Their case does not matter: the API accepts `page` for `Page`.
    """
    found = {each["name"].lower(): each for each in operation["parameters"] if each["in"] == "query"}
    page, size = found.get("page"), found.get("size")
    return (page, size) if page and size else None


def response_schema(operation: Document) -> Document | None:
    """Return the schema of a normalised operation's response, or None if none is declared."""
    for response in operation["responses"].values():
        for value in response.get("content", {}).values():
            schema: Document = value["schema"]
            return schema
    return None


def body_schema(operation: Document) -> Document | None:
    """Return the schema of a normalised operation's body, or None if it has none."""
    for value in operation.get("requestBody", {}).get("content", {}).values():
        schema: Document = value["schema"]
        return schema
    return None
