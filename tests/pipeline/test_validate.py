"""Validation: constructs that later steps do not support raise with their location."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.facade import render_facade
from scripts.regenerate import derive
from scripts.validate import validate
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.upgrade import upgrade

from .documents import NO_CORRECTIONS, changed, locations, small, small_openapi

PERSON = ("components", "schemas", "PersonDto")
NAME = (*PERSON, "properties", "PersonName")
POST = ("paths", "/Persons", "post")
PARAMETER = {"name": "a", "in": "query", "schema": {"type": "string"}}


@pytest.mark.parametrize("document", [small_openapi(), upgrade(small())], ids=["OpenAPI 3", "upgraded"])
def test_valid_document_passes(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    validate(document)
    assert document == before


def test_descriptions_of_a_path_are_allowed() -> None:
    document = small_openapi()
    document["paths"]["/Persons"] |= {"summary": "Persons", "description": "All of them", "x-order": 1}
    validate(document)


@pytest.mark.parametrize("status", ["200", "204", "2XX", "404", "5XX", "default"])
def test_valid_status_passes(status: str) -> None:
    validate(changed(small_openapi(), (*POST, "responses", status), {"description": "OK"}))


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"allOf": [{"$ref": "#/components/schemas/PersonDto"}], "nullable": True},
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "integer", "enum": [1, 2]},
    ],
)
def test_valid_schema_passes(schema: dict[str, Any]) -> None:
    validate(changed(small_openapi(), NAME, schema))


REFUSED = {
    "a server with a path": (
        ("servers",),
        [{"url": "https://example.test/v2"}],
        "/servers/0: a server with the path '/v2'",
    ),
    "a reference to a path": (
        ("paths", "/Persons", "$ref"),
        "a.json",
        "/paths/~1Persons: the reference 'a.json' without a target",
    ),
    "path that is not an object": (("paths", "/Persons"), [], "/paths/~1Persons: expected an object"),
    "a tag that is a number": ((*POST, "tags"), [5], "/paths/~1Persons/post/tags/0: the tag 5, not a class name,"),
    "a tag of two words": ((*POST, "tags"), ["A", "Support Cases"], "tags/1: the tag 'Support Cases', not a class"),
    "a tag with a slash": ((*POST, "tags"), ["A/B"], "tags/0: the tag 'A/B', not a class name"),
    "a tag in lower case": ((*POST, "tags"), ["persons"], "tags/0: the tag 'persons', not a class name"),
    "a model with a dot": (
        ("components", "schemas", "WebCrm.PersonDto"),
        {"type": "object"},
        r"/components/schemas/WebCrm\.PersonDto: the model name 'WebCrm\.PersonDto', not a class name",
    ),
    "a model in lower case": (
        ("components", "schemas", "personDto"),
        {},
        "schemas/personDto: the model name 'personDto', not",
    ),
    "a model of two words": (
        ("components", "schemas", "Person_Dto"),
        {},
        "schemas/Person_Dto: the model name 'Person_Dto'",
    ),
    "an empty status": ((*POST, "responses", ""), {"description": "OK"}, "/post/responses/: the status ''"),
    "a status that is not a number": (
        (*POST, "responses", "OK"),
        {"description": "OK"},
        "/post/responses/OK: the status 'OK'",
    ),
    "a reference to a parameter": (
        (*POST, "parameters"),
        [{"$ref": "#/a"}],
        "parameters/0: the reference '#/a' without a target",
    ),
    "a cookie": ((*POST, "parameters"), [PARAMETER | {"in": "cookie"}], "parameters/0: a parameter in 'cookie'"),
    "a parameter with content": (
        (*POST, "parameters"),
        [{"name": "a", "in": "query", "content": {}}],
        "parameters/0/schema: expected an object, got null",
    ),
    "a parameter without a type": (
        (*POST, "parameters"),
        [PARAMETER | {"schema": {"oneOf": []}}],
        "parameters/0/schema: type None",
    ),
    "a path parameter without a placeholder": (
        (*POST, "parameters"),
        [PARAMETER | {"in": "path"}],
        r"/paths/~1Persons/post: a path with the placeholders \[\] and path parameters \['a'\]",
    ),
    "a reference to a body": (
        (*POST, "requestBody"),
        {"$ref": "#/a"},
        "requestBody: the reference '#/a' without a target",
    ),
    "a body without content": ((*POST, "requestBody"), {"content": {}}, "requestBody: a body without content"),
    "a response without a schema": (
        (*POST, "responses", "200", "content"),
        {"application/json": {}},
        "responses/200/content/application~1json/schema: expected an object",
    ),
    "no responses": ((*POST, "responses"), None, "/paths/~1Persons/post/responses: expected an object"),
    "an undefined reference": (NAME, {"$ref": "#/components/schemas/No"}, "PersonName: #/components/schemas/No is not"),
    "a reference to a file": (NAME, {"$ref": "a.json"}, "PersonName: the reference 'a.json'"),
    "several types": (NAME, {"type": ["string", "null"]}, r"PersonName: type \['string', 'null'\]"),
    "an unknown type": (NAME, {"type": "date"}, "PersonName: type 'date'"),
    "an array without items": (NAME, {"type": "array"}, "PersonName: an array without items"),
    "required that is not an array": ((*PERSON, "required"), True, "PersonDto/required: expected an array"),
    "required that is not a name": ((*PERSON, "required"), [1], "PersonDto/required: a name that is not a string"),
    "an invalid oneOf": (NAME, {"oneOf": [5]}, "PersonName/oneOf/0: expected an object"),
    "invalid additionalProperties": (
        NAME,
        {"additionalProperties": 5},
        "PersonName/additionalProperties: expected an object",
    ),
}


@pytest.mark.parametrize(("location", "value", "message"), REFUSED.values(), ids=REFUSED)
def test_unsupported_construct_raises(location: tuple[Any, ...], value: Any, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        validate(changed(small_openapi(), location, value))


BOTH = [small_openapi(), upgrade(small())]
EVERYWHERE = [(document, location) for document in BOTH for location in locations(document) if location]


@pytest.mark.slow
@settings(max_examples=500)
@given(st.sampled_from(EVERYWHERE), st.sampled_from([None, 5, "text", [], {}, True, [None], {"a": None}]))
def test_malformed_document_is_rendered_or_raises_pipeline_error(
    where: tuple[dict[str, Any], tuple[Any, ...]], value: Any
) -> None:
    document, location = where
    try:
        assert render_facade(derive(changed(document, location, value), NO_CORRECTIONS))
    except PipelineError as error:
        assert str(error)  # noqa: PT017 - both outcomes are valid, any other exception is not
