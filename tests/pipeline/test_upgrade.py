"""The upgrade from Swagger 2.0 to OpenAPI 3.0. What changes a call and has no rule raises."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.definitions import at, operation, parameter
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import PipelineError, models, operations
from webcrm_ext.definition.upgrade import upgrade

from .documents import GOLDEN, changed, locations, read, small, small_openapi

EVERYTHING = read(GOLDEN / "swagger.json")
# Content below these keys is copied unchanged. Keys below `NAMES` are names.
FREE = {"default", "enum", "example", "externalDocs", "info", "security", "tags", "x-root", "required"}
NAMES = {"properties", "definitions", "paths", "responses", "securityDefinitions"}


def holders() -> list[tuple[Any, ...]]:
    """The locations of all objects with keywords, which the upgrade checks one by one."""
    found = []
    for location in locations(EVERYTHING):
        holds_names = location and location[-1] in NAMES and (len(location) < 2 or location[-2] not in NAMES)
        below_free = any(
            key in FREE and before not in NAMES for before, key in zip(("", *location), location, strict=False)
        )
        if isinstance(at(EVERYTHING, location), dict) and not holds_names and not below_free:
            found.append(location)
    return found


def test_every_supported_construct() -> None:
    # Bytes, because 1 == True.
    assert canonicalise(upgrade(EVERYTHING)) == canonicalise(read(GOLDEN / "openapi.json"))


def test_argument_is_not_changed() -> None:
    before = copy.deepcopy(EVERYTHING)
    upgraded = upgrade(EVERYTHING)
    upgraded["paths"]["/Things"]["get"]["parameters"][0]["schema"]["items"]["type"] = "changed"
    upgraded["components"]["schemas"]["Thing"]["example"]["Id"] = "changed"
    assert before == EVERYTHING


def test_openapi_3_is_copied() -> None:
    document = small_openapi()
    upgraded = upgrade(document)
    assert upgraded == document
    upgraded["paths"].clear()
    assert document["paths"]


def test_upgraded_document_is_unchanged(definition: dict[str, Any]) -> None:
    upgraded = upgrade(definition)
    assert upgrade(upgraded) == upgraded


@pytest.mark.parametrize("document", [{}, {"swagger": "1.2"}, {"openapi": "4.0.0"}])
def test_other_formats_raise(document: dict[str, Any]) -> None:
    with pytest.raises(PipelineError, match=r"neither Swagger 2\.0 nor OpenAPI 3\.x"):
        upgrade(document)


@settings(max_examples=300)
@given(st.sampled_from(holders()), st.text("abcdefghij", min_size=1).map("unknown".__add__))
def test_unknown_keywords_are_not_refused(location: tuple[Any, ...], keyword: str) -> None:
    upgrade(changed(EVERYTHING, (*location, keyword), 1))


@settings(max_examples=300)
@given(st.sampled_from(holders()), st.text("abcdefghij", min_size=1).map("x-".__add__))
def test_extensions_are_allowed_everywhere(location: tuple[Any, ...], keyword: str) -> None:
    upgrade(changed(EVERYTHING, (*location, keyword), 1))


@pytest.mark.slow
@settings(max_examples=400)
@given(
    st.sampled_from([location for location in locations(EVERYTHING) if location]),
    st.sampled_from([None, 5, "text", [], {}, True, [None], {"a": None}, [[]]]),
)
def test_malformed_document_is_upgraded_or_raises_pipeline_error(location: tuple[Any, ...], value: Any) -> None:
    try:
        assert upgrade(changed(EVERYTHING, location, value))["openapi"] == "3.0.3"
    except PipelineError as error:
        assert str(error)  # noqa: PT017 - both outcomes are valid, any other exception is not


def with_operation(**more: Any) -> dict[str, Any]:
    document = small()
    document["paths"] = {"/Persons": {"get": operation("Persons", **more)}}
    return document


REFUSED = {
    "two bodies": (
        [parameter("a", "body", schema={}), parameter("b", "body", schema={})],
        r"parameters/1: a second parameter 'b' in body",
    ),
    "one parameter twice": ([parameter("a"), parameter("a")], "parameters/1: a second parameter 'a' in query"),
    "a body and a form": (
        [parameter("a", "formData"), {"name": "b", "in": "body", "schema": {}}],
        "an operation with both a body and a form",
    ),
    "a body without a schema": ([{"name": "b", "in": "body"}], "a body without a schema"),
    "a required cookie": ([parameter("a", "cookie", required=True)], "a parameter in 'cookie'"),
    "no `in`": ([{"name": "a", "type": "string"}], "`in` of None"),
    "no name": ([{"in": "query", "type": "string"}], "`name` of None"),
    "tsv": (
        [parameter("a", type="array", items={"type": "string"}, collectionFormat="tsv")],
        "collectionFormat 'tsv' in query",
    ),
    "array without items": ([parameter("a", type="array")], "an array without items"),
    "array of arrays": (
        [parameter("a", type="array", items={"type": "array", "items": {"type": "string"}})],
        "parameters/0/items: an array of arrays",
    ),
    "csv in a form": (
        [parameter("a", "formData", type="array", items={"type": "string"})],
        "collectionFormat 'csv' in a form",
    ),
    "an unknown type": ([parameter("a", type="date")], "type 'date'"),
    "no type": ([{"name": "a", "in": "query"}], "type None"),
    "a reference": ([{"$ref": "#/parameters/a"}], "parameters/0: the reference '#/parameters/a' without a target"),
}


@pytest.mark.parametrize(("parameters", "message"), REFUSED.values(), ids=REFUSED)
def test_unsupported_parameters_raise(parameters: list[Any], message: str) -> None:
    with pytest.raises(PipelineError, match=rf"^/paths/~1Persons/get.*{message}"):
        upgrade(with_operation(parameters=parameters))


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        ({"200": {"description": "OK", "schema": {"$ref": "other.json"}}}, "the reference 'other.json'"),
        ({"200": {"description": "OK", "schema": {"type": "nothing"}}}, "type 'nothing'"),
        ({"200": {"description": "OK", "schema": {"items": 5}}}, "schema/items: expected an object"),
    ],
)
def test_unsupported_responses_raise(responses: dict[str, Any], message: str) -> None:
    with pytest.raises(PipelineError, match=rf"^/paths/~1Persons/get/responses/200.*{message}"):
        upgrade(with_operation(responses=responses))


def test_media_type_that_is_not_a_string_raises() -> None:
    with pytest.raises(PipelineError, match=r"^/paths/~1Persons/get/produces: a list with an item"):
        upgrade(with_operation(produces=[1]))


def test_path_parameters_are_always_required() -> None:
    document = small()
    identifier = document["paths"]["/Persons/{id}"]["get"]["parameters"][0]
    del identifier["required"]
    [upgraded] = upgrade(document)["paths"]["/Persons/{id}"]["get"]["parameters"]
    assert upgraded["required"] is True
    query = parameter("a")
    del query["required"]
    [upgraded] = upgrade(with_operation(parameters=[query]))["paths"]["/Persons"]["get"]["parameters"]
    assert upgraded["required"] is False


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ({"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer <token>"}, "http"),
        ({"type": "apiKey", "in": "header", "name": "authorization", "description": "a BEARER token"}, "http"),
        ({"type": "apiKey", "in": "header", "name": "Authorization", "description": "a key"}, "apiKey"),
        ({"type": "apiKey", "in": "header", "name": "X-Key", "description": "not a Bearer"}, "apiKey"),
        ({"type": "apiKey", "in": "query", "name": "Authorization", "description": "Bearer"}, "apiKey"),
    ],
)
def test_bearer_tokens_are_detected(scheme: dict[str, Any], expected: str) -> None:
    upgraded = upgrade(small() | {"securityDefinitions": {"Key": scheme}})
    assert upgraded["components"]["securitySchemes"]["Key"]["type"] == expected


@pytest.mark.parametrize(
    ("address", "servers"),
    [
        ({}, None),
        ({"basePath": "/"}, None),
        ({"basePath": "/v2"}, [{"url": "/v2"}]),
        ({"host": "a.test"}, [{"url": "https://a.test"}]),
    ],
)
def test_servers(address: dict[str, Any], servers: Any) -> None:
    assert upgrade(small() | address).get("servers") == servers


def test_global_media_types_are_the_default() -> None:
    document = small() | {"consumes": ["text/json"], "produces": ["text/csv"]}
    del document["paths"]["/Persons"]["post"]["consumes"], document["paths"]["/Persons"]["post"]["produces"]
    upgraded = upgrade(document)["paths"]["/Persons"]["post"]
    assert list(upgraded["requestBody"]["content"]) == ["text/json"]
    assert list(upgraded["responses"]["200"]["content"]) == ["text/csv"]


def test_whole_definition_is_preserved(definition: dict[str, Any]) -> None:
    upgraded = upgrade(definition)
    assert [(method, path) for method, path, _ in operations(upgraded)] == [
        (method, path) for method, path, _ in operations(definition)
    ]
    assert {name: list(schema.get("properties", {})) for name, schema in models(upgraded).items()} == {
        name: list(schema.get("properties", {})) for name, schema in models(definition).items()
    }
    for (_, _, old), (_, _, new) in zip(operations(definition), operations(upgraded), strict=True):
        inputs = [each["name"] for each in old.get("parameters", []) if each["in"] not in ("body", "formData")]
        assert [each["name"] for each in new.get("parameters", [])] == inputs
        assert ("requestBody" in new) == (len(inputs) < len(old.get("parameters", [])))
        assert list(new["responses"]) == list(old["responses"])
