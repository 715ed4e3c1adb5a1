"""Normalisation: what makes the generator give a client that meets the service as it is.

Each rule answers something measured or seen: without one JSON media type every write goes out as
`application/*+json`; without nullable properties the first null ends the program; inline enums get
names that move; answers of the 4xx and 5xx kind are handled in one place, not in 280.
"""

from __future__ import annotations

import copy

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
"""Marks a list answered inside an envelope: the property of the envelope that holds the items."""


def normalise(document: Document) -> Document:
    """Give the document that the generator reads; the argument is not changed.

    Wants operations already named (`operationId`), for forms and enums are named after them.

    Raises:
        PipelineError: a name made here is taken, or a body or answer has no media type that the
            client speaks.
    """
    normal = copy.deepcopy(document)
    normal.setdefault("components", {}).setdefault("schemas", {})
    # A later file may name its server; where calls go is a setting, not a fact of the definition.
    normal.pop("servers", None)
    for method, path, operation in operations(normal):
        place = pointer("paths", path, method.lower())
        _settle_answers(operation, place)
        _settle_body(operation, place)
        operation.setdefault("parameters", [])
    _name_forms(normal)
    _name_enums(normal)
    _allow_nulls(normal)
    _mark_envelopes(normal)
    return normal


def _settle_answers(operation: Document, place: str) -> None:
    answers = {status: answer for status, answer in operation["responses"].items() if not is_error(status)}
    for status, answer in answers.items():
        if answer.get("content"):
            answer["content"] = _one_media_type(answer["content"], place + pointer("responses", status))
    operation["responses"] = answers


def _settle_body(operation: Document, place: str) -> None:
    body = operation.get("requestBody")
    if body is not None:
        body["content"] = _one_media_type(body["content"], place + pointer("requestBody"))
        body["required"] = True


def _one_media_type(content: Document, place: str) -> Document:
    offered, spoken = one_media_type(content, place)
    return {spoken: content[offered]}


def _name_forms(document: Document) -> None:
    for method, path, operation in operations(document):
        for media_type, value in operation.get("requestBody", {}).get("content", {}).items():
            schema = value.get("schema", {})
            if media_type != JSON and "$ref" not in schema:
                name = "".join(part.capitalize() for part in operation["operationId"].split("_")) + "Form"
                described = {"description": f"The form of `{method} {path}`.", **schema}
                value["schema"] = _hoisted(document, name, described)


def _name_enums(document: Document) -> None:
    """Give every inline enum a name of its own, so that a type has one name wherever it is used."""
    for each in inline_enums(document):
        # Whether the property can be null is said beside the reference, and not by the type.
        values = {key: item for key, item in each.schema.items() if key != "nullable" or not each.is_property}
        each.replace(_hoisted(document, each.name, values))


def _hoisted(document: Document, name: str, schema: Document) -> Document:
    schemas = models(document)
    if schemas.setdefault(name, schema) != schema:
        raise PipelineError(f"Two different schemas would be named {name}. Tell them apart in scripts/normalise.py.")
    return {"$ref": f"#/components/schemas/{name}"}


def _allow_nulls(document: Document) -> None:
    """Let every property be null that can be."""
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
    """Mark paged answers that hold their list in an object: `/Meetings` answers {Meetings: [...]}."""
    for method, _path, operation in operations(document):
        if method != "GET" or not paging(operation):
            continue
        schema = answer_schema(operation) or {}
        model = models(document).get(reference_name(schema), {})
        lists = [name for name, value in model.get("properties", {}).items() if value.get("type") == "array"]
        if len(lists) == 1 and len(model["properties"]) == 1:
            operation[ITEMS] = lists[0]


def paging(operation: Document) -> tuple[Document, Document] | None:
    """Give the parameters that ask for a page and its size, or None where a list is answered at once.

    The API takes `page` for `Page`, so a definition may write either.
    """
    found = {each["name"].lower(): each for each in operation["parameters"] if each["in"] == "query"}
    page, size = found.get("page"), found.get("size")
    return (page, size) if page and size else None


def answer_schema(operation: Document) -> Document | None:
    """Give the schema of a normalised operation's answer, or None where it declares none."""
    for answer in operation["responses"].values():
        for value in answer.get("content", {}).values():
            schema: Document = value["schema"]
            return schema
    return None
