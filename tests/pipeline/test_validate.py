"""An OpenAPI 3 document that the later steps would trip over, or not read whole, is refused by its place."""

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

from .documents import NO_CORRECTIONS, changed, places, small, small_openapi

PERSON = ("components", "schemas", "PersonDto")
NAME = (*PERSON, "properties", "PersonName")
POST = ("paths", "/Persons", "post")
PARAMETER = {"name": "a", "in": "query", "schema": {"type": "string"}}


@pytest.mark.parametrize("document", [small_openapi(), upgrade(small())], ids=["OpenAPI 3", "upgraded"])
def test_a_sound_document_passes(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    validate(document)
    assert document == before


def test_what_describes_a_path_is_passed_over() -> None:
    document = small_openapi()
    document["paths"]["/Persons"] |= {"summary": "Persons", "description": "All of them", "x-order": 1}
    validate(document)


@pytest.mark.parametrize("status", ["200", "204", "2XX", "404", "5XX", "default"])
def test_a_sound_status_passes(status: str) -> None:
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
def test_a_sound_schema_passes(schema: dict[str, Any]) -> None:
    validate(changed(small_openapi(), NAME, schema))


REFUSED = {
    "a server with a path": (
        ("servers",),
        [{"url": "https://example.test/v2"}],
        "/servers/0: a server whose address has the path '/v2'",
    ),
    "parameters of a path": (
        ("paths", "/Persons", "parameters"),
        [PARAMETER],
        "/paths/~1Persons/parameters: 'parameters' beside the operations",
    ),
    "a path elsewhere": (("paths", "/Persons", "$ref"), "a.json", r"/paths/~1Persons/\$ref: '\$ref' beside"),
    "a path that is none": (("paths", "/Persons"), [], "/paths/~1Persons: an object is wanted"),
    "a tag that is none": ((*POST, "tags"), [5], "/paths/~1Persons/post/tags/0: a tag that is no class name, 5,"),
    "a tag of two words": ((*POST, "tags"), ["A", "Support Cases"], "tags/1: a tag that is no class name, 'Support Ca"),
    "a tag with a slash": ((*POST, "tags"), ["A/B"], "tags/0: a tag that is no class name, 'A/B'"),
    "a tag in small letters": ((*POST, "tags"), ["persons"], "tags/0: a tag that is no class name, 'persons'"),
    "a model with a dot": (
        ("components", "schemas", "WebCrm.PersonDto"),
        {"type": "object"},
        r"/components/schemas/WebCrm\.PersonDto: a model whose name is no class name, 'WebCrm\.PersonDto'",
    ),
    "a model in small letters": (("components", "schemas", "personDto"), {}, "schemas/personDto: a model whose name"),
    "a model of two words": (("components", "schemas", "Person_Dto"), {}, "schemas/Person_Dto: a model whose name is"),
    "an empty status": ((*POST, "responses", ""), {"description": "OK"}, "/post/responses/: the status ''"),
    "a status that is none": ((*POST, "responses", "OK"), {"description": "OK"}, "/post/responses/OK: the status 'OK'"),
    "a parameter elsewhere": ((*POST, "parameters"), [{"$ref": "#/a"}], "parameters/0: a parameter without a name"),
    "a cookie": ((*POST, "parameters"), [PARAMETER | {"in": "cookie"}], "parameters/0: a parameter in 'cookie'"),
    "a parameter of content": (
        (*POST, "parameters"),
        [{"name": "a", "in": "query", "content": {}}],
        "parameters/0/schema: an object is wanted here, and it is null",
    ),
    "a parameter without a type": (
        (*POST, "parameters"),
        [PARAMETER | {"schema": {"oneOf": []}}],
        "parameters/0/schema: type None",
    ),
    "a gap that is not there": (
        (*POST, "parameters"),
        [PARAMETER | {"in": "path"}],
        r"/paths/~1Persons/post: a path with the gaps \[\] and path parameters \['a'\]",
    ),
    "a body elsewhere": ((*POST, "requestBody"), {"$ref": "#/a"}, "requestBody: a reference to a body or answer"),
    "a body of nothing": ((*POST, "requestBody"), {"content": {}}, "requestBody: a body without content"),
    "an answer without a schema": (
        (*POST, "responses", "200", "content"),
        {"application/json": {}},
        "responses/200/content/application~1json/schema: an object is wanted",
    ),
    "no answers": ((*POST, "responses"), None, "/paths/~1Persons/post/responses: an object is wanted"),
    "a reference to nothing": (NAME, {"$ref": "#/components/schemas/No"}, "PersonName: #/components/schemas/No is def"),
    "a reference elsewhere": (NAME, {"$ref": "a.json"}, "PersonName: the reference 'a.json'"),
    "several types": (NAME, {"type": ["string", "null"]}, r"PersonName: type \['string', 'null'\]"),
    "an unknown type": (NAME, {"type": "date"}, "PersonName: type 'date'"),
    "a list of nothing": (NAME, {"type": "array"}, "PersonName: an array without items"),
    "required that is no list": ((*PERSON, "required"), True, "PersonDto/required: an array is wanted"),
    "required that names nothing": ((*PERSON, "required"), [1], "PersonDto/required: a name that is not text"),
    "a value of another kind": (NAME, {"enum": [None]}, "PersonName/enum: a value that is neither text nor integer"),
    "a value that YAML made one": (NAME, {"enum": [True]}, "PersonName/enum: a value that is neither text nor integer"),
    "one of nothing": (NAME, {"oneOf": [5]}, "PersonName/oneOf/0: an object is wanted"),
    "more of nothing": (NAME, {"additionalProperties": 5}, "PersonName/additionalProperties: an object is wanted"),
}


@pytest.mark.parametrize(("place", "value", "message"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_rule_is_named(place: tuple[Any, ...], value: Any, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        validate(changed(small_openapi(), place, value))


BOTH = [small_openapi(), upgrade(small())]
EVERYWHERE = [(document, place) for document in BOTH for place in places(document) if place]


@pytest.mark.slow
@settings(max_examples=500)
@given(st.sampled_from(EVERYWHERE), st.sampled_from([None, 5, "text", [], {}, True, [None], {"a": None}]))
def test_a_malformed_document_is_read_or_refused_and_never_trips(
    where: tuple[dict[str, Any], tuple[Any, ...]], value: Any
) -> None:
    document, place = where
    try:
        assert render_facade(derive(changed(document, place, value), NO_CORRECTIONS))
    except PipelineError as error:
        assert str(error)  # noqa: PT017 - both outcomes are right; any other exception is not
