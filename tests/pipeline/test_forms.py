"""Definitions in every form that .NET tools write: Swagger 2.0, OpenAPI 3.0 and 3.1, as JSON and YAML."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.facade import render_facade
from scripts.regenerate import derive, regenerate
from tests.definitions import listed, parameter, reference
from webcrm_ext.definition.document import PipelineError, models
from webcrm_ext.definition.pull import read_definition
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.compare import compare

from . import tomorrow
from .conftest import MakeRepository
from .documents import NO_CORRECTIONS, ROOT, SURFACE, is_definition_of_2019, read, shared_file, small, small_openapi

Document = dict[str, Any]

of_2019 = pytest.mark.skipif(not is_definition_of_2019(), reason="The committed definition is newer.")


def derived(document: Document) -> Document:
    before = copy.deepcopy(document)
    found = derive(document, NO_CORRECTIONS)
    assert document == before
    return found


def observed_fields(path: Path) -> list[tuple[str, set[str]]]:
    """The fields that the facts name for a model; those of query rows, and those to leave out, aside."""
    return [
        (each["where"].removesuffix(" rows"), set(each["fields"]))
        for each in read(path)["observed_later"]
        if "fields" in each
        and "Queries" not in each["where"]
        and "not to be declared" not in each.get("confidence", "")
    ]


SMALL = derived(small())
FACTS_OF_2019 = shared_file(SURFACE) if is_definition_of_2019() else None
OBSERVED_LATER = {
    "itself": [(model, set(fields)) for model, fields in tomorrow.OBSERVED.items()],
    **({"surface": observed_fields(FACTS_OF_2019)} if FACTS_OF_2019 else {}),
}


def with_response_details(document: Document) -> None:
    for found in document["paths"]["/Persons"].values():
        found["responses"]["200"] |= {
            "headers": {"Retry-After": {"type": "integer", "description": "Seconds."}},
            "examples": {"application/json": [{"PersonId": 1}]},
        }


def with_shared_parts(document: Document) -> None:
    [page, *_], found = document["paths"]["/Persons"]["get"]["parameters"], document["paths"]["/Persons/{id}"]
    document["parameters"] = {"Page": page, "Kept": parameter("unused")}
    document["paths"]["/Persons"]["get"]["parameters"][0] = {"$ref": "#/parameters/Page"}
    document["responses"] = {
        "Gone": {"description": "Gone"},
        "Ids": document["paths"]["/Persons"]["post"]["responses"]["200"],
    }
    document["paths"]["/Persons"]["post"]["responses"] = {
        "200": {"$ref": "#/responses/Ids"}, "410": {"$ref": "#/responses/Gone"},
    }  # fmt: skip
    found["parameters"] = [found["get"]["parameters"].pop(0)]
    found["put"]["parameters"].pop(0)


FLOW = {"authorizationUrl": "https://a.test", "tokenUrl": "https://b.test", "scopes": {"a": "A"}}


def with_security(document: Document) -> None:
    document["securityDefinitions"] |= {
        "OAuth": {"type": "oauth2", "flow": "accessCode", **FLOW}, "Basic": {"type": "basic"},
        "Odd": {"type": "mutualTLS"},
    }  # fmt: skip
    document["security"].append({"OAuth": ["a"], "Basic": []})


def with_titles(document: Document) -> None:
    for name, schema in document["definitions"].items():
        schema |= {"title": f"A {name}", "example": {"Id": 1}, "xml": {"name": name}}
        for value in schema["properties"].values():
            value["title"] = "The same title"


def with_defaults(document: Document) -> None:
    document["definitions"]["PersonDto"]["properties"]["PersonName"] |= {"default": 'A "B" \\ c', "format": "uuid"}


def with_unknown_keywords(document: Document) -> None:
    document |= {"$comment": "x", "x-root": 1}
    document["paths"]["/Persons"] |= {"x-item": 1, "unknown": {"a": 1}}
    document["paths"]["/Persons"]["get"] |= {"callbacks": {"a": {}}, "unknown": 5}
    document["definitions"]["PersonDto"] |= {"unevaluatedProperties": False, "not": {}, "additionalProperties": False}


def with_setting_headers(document: Document) -> None:
    for name in ("Authorization", "accept", "Content-Type"):
        document["paths"]["/Persons"]["get"]["parameters"].append(parameter(name, "header"))
    document["paths"]["/Persons"]["get"]["parameters"].append(parameter("session", "cookie"))


WITHOUT_MEANING: dict[str, Callable[[Document], None]] = {
    "headers and examples of responses": with_response_details,
    "shared parameters and responses": with_shared_parts,
    "several security schemes": with_security,
    "titles": with_titles,
    "defaults and formats of properties": with_defaults,
    "unknown keywords": with_unknown_keywords,
    "headers that the client sets": with_setting_headers,
}


@pytest.mark.parametrize("what", WITHOUT_MEANING)
def test_parts_without_meaning_do_not_change_the_client(what: str) -> None:
    document = small()
    WITHOUT_MEANING[what](document)
    assert derived(document) == SMALL
    compare(small(), document)  # may report a changed keyword, and does not fail
    assert compare(document, upgrade(document)).changes == ()


def test_oauth_2_is_upgraded_to_flows() -> None:
    document = small()
    with_security(document)
    schemes = upgrade(document)["components"]["securitySchemes"]
    assert schemes["OAuth"] == {"type": "oauth2", "flows": {"authorizationCode": FLOW}}
    assert schemes["Odd"] == {"type": "mutualTLS"}


STRING = {"type": "string"}
TOKEN = {"$ref": "#/components/schemas/TokenDto"}
ONE = {"type": "string", "enum": ["A"]}
# (how a tool writes a property, what it is upgraded to)
SPELLINGS: dict[str, tuple[Document, Document]] = {
    "type list": ({"type": ["string", "null"]}, STRING | {"nullable": True}),
    "type list of one": ({"type": ["string"]}, STRING),
    "only null": ({"type": "null"}, {"nullable": True}),
    "number that is also read from a string": (
        {"type": ["null", "integer", "string"], "format": "int32", "pattern": "^[0-9]+$"},
        {"type": "integer", "format": "int32", "nullable": True},
    ),
    "several types": ({"type": ["string", "boolean"]}, {"anyOf": [STRING, {"type": "boolean"}]}),
    "constant": ({"const": "A"}, ONE),
    "constant null": ({"const": None}, {"nullable": True}),
    "constant number": ({"const": 5, "type": "integer"}, {"type": "integer", "enum": [5]}),
    "constant boolean": ({"const": True}, {"type": "boolean"}),
    "null in an enum": ({"enum": ["A", None]}, ONE | {"nullable": True}),
    "value twice": (
        {"enum": [0, 1, 0], "x-enumNames": ["A", "B", "C"]},
        {"type": "integer", "enum": [0, 1], "x-enumNames": ["A", "B"]},
    ),
    "oneOf with one reference": ({"oneOf": [TOKEN], "nullable": True}, {"allOf": [TOKEN], "nullable": True}),
    "oneOf with null": ({"oneOf": [{"type": "null"}, TOKEN]}, {"allOf": [TOKEN], "nullable": True}),
    "anyOf with null": ({"anyOf": [STRING, {"type": "null"}]}, STRING | {"nullable": True}),
    "allOf with one reference": ({"allOf": [TOKEN]}, TOKEN),
    "allOf with one schema": ({"allOf": [STRING | {"maxLength": 5}], "maxLength": 3}, STRING | {"maxLength": 3}),
    "reference with siblings": (TOKEN | {"description": "Text."}, {"allOf": [TOKEN], "description": "Text."}),
    "exclusive bounds": (
        {"exclusiveMinimum": 1, "exclusiveMaximum": 5},
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": True},
    ),
    "file": ({"type": "string", "contentMediaType": "application/octet-stream"}, STRING | {"format": "binary"}),
    "array of anything": ({"type": "array"}, {"type": "array", "items": {}}),
    "items that are true": ({"type": "array", "items": True}, {"type": "array", "items": {}}),
}  # fmt: skip


@pytest.mark.parametrize("case", SPELLINGS)
def test_spellings_of_openapi_3_1_are_upgraded_to_one(case: str) -> None:
    spelled, expected = SPELLINGS[case]
    document = upgrade(small()) | {"openapi": "3.1.0"}
    document["components"]["schemas"]["PersonDto"]["properties"]["PersonName"] = spelled
    upgraded = upgrade(document)
    assert upgraded["openapi"] == "3.0.3"
    found = models(upgraded)["PersonDto"]["properties"]["PersonName"]
    assert json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True)
    assert upgrade(upgraded) == upgraded
    assert render_facade(derive(document, NO_CORRECTIONS))


def test_siblings_of_a_reference_count_only_in_openapi_3_1() -> None:
    document = small_openapi()
    document["components"]["schemas"]["OtherDto"] = {"$ref": "#/components/schemas/PersonDto", "description": "Text."}
    assert models(upgrade(document))["OtherDto"] == {"$ref": "#/components/schemas/PersonDto"}
    document["openapi"] = "3.1.1"
    assert models(upgrade(document))["OtherDto"]["description"] == "Text."


def test_parameter_that_may_be_null_is_as_any_other() -> None:
    document, plain = upgrade(small()), upgrade(small())
    own = {"name": "token", "in": "query", "schema": TOKEN}
    plain["paths"]["/Persons"]["get"]["parameters"].append(own)
    spelled = own | {"schema": {"nullable": True, "oneOf": [TOKEN]}}
    document["paths"]["/Persons"]["get"]["parameters"].append(spelled)
    document["paths"]["/Persons"]["get"]["parameters"][0]["schema"]["nullable"] = True
    assert upgrade(document) == plain
    assert compare(plain, document).changes == ()


def test_webhooks_are_ignored() -> None:
    document = small_openapi() | {"openapi": "3.1.0", "webhooks": {"new": {"post": {"responses": {}}}}}
    assert derived(document) == derived(small_openapi())
    assert compare(small_openapi(), document).changes == ()


def test_bodies_and_responses_by_reference_are_resolved() -> None:
    document = small_openapi()
    post = document["paths"]["/Persons"]["post"]
    document["components"] |= {
        "requestBodies": {"Person": post["requestBody"]},
        "responses": {"Id": {"$ref": "#/components/responses/Number"}, "Number": post["responses"]["200"]},
        "pathItems": {"Persons": document["paths"]["/Persons"]},
    }
    document["paths"]["/Persons"] = {"$ref": "#/components/pathItems/Persons"}
    post |= {
        "requestBody": {"$ref": "#/components/requestBodies/Person"},
        "responses": {"200": {"$ref": "#/components/responses/Id"}},
    }
    assert derived(document) == derived(small_openapi())
    assert compare(small_openapi(), document).changes == ()


def test_model_that_extends_another_has_its_properties() -> None:
    document = small()
    own = {"type": "object", "required": ["VipId"], "properties": {"VipId": {"type": "integer"}}}
    document["definitions"] |= {
        "VipDto": {"allOf": [reference("PersonDto"), own], "description": "A person."},
        "TopDto": {"allOf": [reference("VipDto")], "properties": {"TopName": {"type": "string"}}},
    }
    document["paths"]["/Persons/{id}"]["get"]["responses"]["200"]["schema"] = reference("TopDto")
    found = models(derived(document))["TopDto"]
    person = models(SMALL)["PersonDto"]["properties"]
    assert found["properties"].keys() == {*person, "VipId", "TopName"}
    assert found["required"] == ["PersonId", "VipId"]
    assert "allOf" not in found


def test_reference_to_a_simple_type_is_that_type() -> None:
    document = small()
    document["definitions"] |= {
        "TimeSpan": {"type": "string"},
        "Names": listed(reference("TimeSpan")),
        "Other": reference("PersonDto"),
    }
    properties = document["definitions"]["PersonDto"]["properties"]
    properties |= {"Spent": reference("TimeSpan"), "Names": reference("Names"), "Friend": reference("Other")}
    found = models(derived(document))
    assert not found.keys() & {"TimeSpan", "Names", "Other"}
    properties = found["PersonDto"]["properties"]
    assert properties["Spent"] == {"type": "string", "nullable": True}
    assert properties["Names"] == {"type": "array", "items": {"type": "string"}, "nullable": True}
    assert properties["Friend"] == {"allOf": [{"$ref": "#/components/schemas/PersonDto"}], "nullable": True}


def test_property_that_only_the_service_writes_stays_marked() -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"] |= {
        "Hash": {"type": "string", "readOnly": True}, "Note": {"type": "string", "readOnly": False},
    }  # fmt: skip
    found = models(derived(document))["PersonDto"]["properties"]
    assert found["Hash"] == {"type": "string", "readOnly": True, "nullable": True}
    assert found["Note"] == {"type": "string", "nullable": True}


def test_choice_between_models_is_any_value() -> None:
    document = upgrade(small())
    properties = document["components"]["schemas"]["PersonDto"]["properties"]
    properties["Either"] = {"oneOf": [TOKEN, {"$ref": "#/components/schemas/MeetingDto"}]}
    properties["Value"] = {"oneOf": [STRING, {"type": "integer"}]}
    found = models(derived(document))["PersonDto"]["properties"]
    assert found["Either"] == {}
    assert found["Value"] == {"oneOf": [STRING, {"type": "integer"}], "nullable": True}


def test_undeclared_response_of_nswag_is_no_file() -> None:
    document = upgrade(small()) | {"x-generator": "NSwag v14"}
    put = document["paths"]["/Persons/{id}"]["put"]["responses"]["200"]
    put["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    assert derived(document) == SMALL


def test_response_of_any_value_declares_nothing() -> None:
    document = small()
    document["paths"]["/Persons/{id}"]["put"]["responses"]["200"]["schema"] = {}
    assert derived(document) == SMALL


@of_2019
@pytest.mark.parametrize("form", tomorrow.FORMS)
@pytest.mark.parametrize("suffix", [".json", ".yaml"])
@pytest.mark.slow
def test_file_in_any_form_is_read(form: str, suffix: str, tmp_path: Path) -> None:
    path = tomorrow.write(form, tmp_path / f"definition{suffix}")
    assert read_definition(path.read_bytes(), path.name) == tomorrow.FORMS[form]()
    if suffix == ".yaml":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


YAML = """openapi: 3.0.1
info: {title: A, version: 1.0.0}
paths:
  /A:
    get: {tags: [A], responses: {200: {description: x}}}
"""


def test_yaml_is_read_as_yaml_1_2() -> None:
    text = YAML + "x-values: [Yes, no, 2024-01-01, true, null, 1.5, 1]\n"
    document = read_definition(text.encode(), "a file")
    assert document["x-values"] == ["Yes", "no", "2024-01-01", True, None, 1.5, 1]
    assert list(document["paths"]["/A"]["get"]["responses"]) == ["200"]
    swagger = YAML.replace("openapi: 3.0.1", "swagger: 2.0")
    assert read_definition(swagger.encode(), "a file")["swagger"] == "2.0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openapi: [1", "it is not valid YAML: while parsing"),
        (YAML + "paths: {}\n", "the key 'paths' occurs twice"),
        (YAML + "a: &x {b: 1}\nc: *x\n", r"it is YAML with an alias at /(a|c)"),
        (YAML + "a: " + "[" * 150 + "]" * 150, "it is nested deeper than 100 levels at /a/0/0"),
        ("just text", "it is not valid JSON"),
    ],
)
def test_invalid_yaml_is_refused(text: str, message: str) -> None:
    with pytest.raises(PipelineError, match=rf"^a file is not a definition: .*{message}"):
        read_definition(text.encode(), "a file")


@of_2019
@pytest.mark.slow
def test_all_forms_of_tomorrow_generate_the_same_client(
    make_repository: MakeRepository, overlay: Document, tmp_path: Path
) -> None:
    documents, trees = {}, {}
    for form in tomorrow.FORMS:
        root = make_repository(read(ROOT / "swagger/webcrm.json"), overlay)
        regenerate(root, str(tomorrow.write(form, tmp_path / "tomorrow.json")))
        documents[form] = read(root / "swagger/openapi.json")
        package = root / "generated/webcrm_api"
        trees[form] = {
            str(path.relative_to(package)): path.read_bytes() for path in package.rglob("*.py") if path.is_file()
        }
        root.rename(tmp_path / form)
    first, *others = trees.values()
    assert {"SystemId"} <= models(documents["swagger-2.0"])["TokenResponseDto"]["properties"].keys()
    # Only NSwag names the values of an enum of integers.
    assert models(documents["nswag"])[tomorrow.RATING]["x-enum-varnames"] == list(tomorrow.RATINGS.values())
    rating = {name for name in first if trees["nswag"][name] != first[name]}
    assert rating == {"models/organisation_credit_rating.py"}
    for other in others:
        assert other.keys() == first.keys()
        assert {name for name in first if other[name] != first[name]} <= rating


@pytest.mark.parametrize("source", OBSERVED_LATER)
def test_facts_of_tomorrow_are_those_that_were_observed(source: str) -> None:
    for model, fields in OBSERVED_LATER[source]:
        assert fields <= tomorrow.OBSERVED[model].keys()
