"""What a single change cannot show: renames that are none, names that follow, and schemas that are none."""

# ruff: noqa: E501 - a table, one case a line

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from tests.definitions import operation, parameter, reference
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.result import Drift

from .sample import TEXT, record, sample
from .test_command_line import ROOT


def told(drift: Drift) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in drift.changes]


def test_a_path_whose_spelling_takes_its_name_away() -> None:
    before = sample()
    before["paths"]["/Users/AllActive"] = {"get": operation("Users", answer=TEXT)}
    after = sample()
    after["paths"]["/Users/allactive"] = {"get": operation("Users", answer=TEXT)}
    changes = compare(before, after).changes
    assert {each.code for each in changes} == {"path-respelled", "method-renamed"}
    assert all(each.touches.methods == ("users.all_active",) for each in changes)


def test_two_that_are_equally_likely_are_no_rename() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"] = record(NoteA=TEXT)
    after["definitions"]["UnusedDto"] = record(NoteB=TEXT, NoteC=TEXT)
    assert told(compare(before, after)) == [
        ("property-removed", "UnusedDto.NoteA"),
        ("property-added", "UnusedDto.NoteB"),
        ("property-added", "UnusedDto.NoteC"),
    ]


def test_another_type_is_no_rename() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"] = record(NoteA=TEXT)
    after["definitions"]["UnusedDto"] = record(NoteB={"type": "boolean"})
    assert [code for code, _ in told(compare(before, after))] == ["property-removed", "property-added"]


def test_a_renamed_model_is_the_same_where_it_is_used() -> None:
    before, after = sample(), sample()
    for document, name in ((before, "PlanDto"), (after, "BudgetPlanDto")):
        document["definitions"][name] = record(One=TEXT, Two=TEXT, Three=TEXT)
        document["definitions"]["UnusedDto"]["properties"]["Plan"] = reference(name)
    after["definitions"]["BudgetPlanDto"]["properties"]["One"] = {"type": "boolean"}
    [renamed, other] = compare(before, after).changes
    assert (renamed.code, renamed.guess, renamed.touches.models) == (
        "model-renamed",
        True,
        ("PlanDto", "BudgetPlanDto"),
    )
    assert (other.code, other.subject) == ("type-changed", "BudgetPlanDto.One")


def test_where_several_parameters_changed_a_like_name_is_not_enough() -> None:
    before, after = sample(), sample()
    for document, names in ((before, ("filter", "other")), (after, ("filterText", "unlike"))):
        document["paths"]["/Deliveries"]["get"]["parameters"] += [parameter(name) for name in names]
    assert {code for code, _ in told(compare(before, after))} == {"parameter-removed", "parameter-added"}


def test_a_definition_of_which_every_name_is_spelled_anew() -> None:
    def small(name: str) -> str:
        return name[0].lower() + name[1:]

    before = json.loads((ROOT / "swagger/webcrm.json").read_bytes())
    after = copy.deepcopy(before)
    for model in after["definitions"].values():
        model["properties"] = {small(name): schema for name, schema in model["properties"].items()}
        model["required"] = [small(name) for name in model.get("required", [])]
    found = {(each.code, each.before, each.after) for each in compare(before, after).changes}
    # A parameter that offers what a property holds is of that property's type, whose name follows.
    assert {code for code, _, _ in found} == {"property-renamed", "enum-type-renamed"}
    assert all(new == small(old) for code, old, new in found if code == "property-renamed")


def test_a_parameter_of_another_place_is_no_rename() -> None:
    before, after = sample(), sample()
    before["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("filter"))
    after["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("filters", "header"))
    assert {code for code, _ in told(compare(before, after))} == {"parameter-removed", "parameter-added"}


def test_paths_that_the_service_could_not_tell_apart_are_kept_apart() -> None:
    before, after = sample(), sample()
    for document in (before, after):
        for path in ("/Users/{id}", "/users/{name}"):
            document["paths"][path] = {"get": operation("Users", parameter(path[8:-1], "path"), answer=TEXT)}
    del after["paths"]["/users/{name}"]["get"]["responses"]["200"]["schema"]
    assert told(compare(before, after)) == [("response-removed", "GET /users/{name}, response")]


def test_models_that_are_defined_nowhere_are_told_apart() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"]["properties"]["Value"] = {"$ref": "#/definitions/Nowhere"}
    after["definitions"]["UnusedDto"]["properties"]["Value"] = {"$ref": "#/definitions/NowhereElse"}
    assert told(compare(before, after)) == [("model-replaced", "UnusedDto.Value")]


ODD: dict[str, tuple[Any, Any, str]] = {
    "a schema that is none": ({"type": "object", "properties": {"A": 1}}, {"type": "object", "properties": {"A": 2}}, "keyword-changed"),
    "properties that are none": ({"properties": 1}, {"properties": 2}, "keyword-changed"),
    "a list of values that is none": ({"enum": 1}, {"enum": 2}, "keyword-changed"),
    "required that is none": ({"required": 1}, {"required": 2}, "keyword-changed"),
    "additional properties that come": ({}, {"additionalProperties": {"type": "string"}}, "keyword-changed"),
    "a composition that is none": ({"allOf": 1}, {"allOf": 2}, "composition-changed"),
    "a type or null, in OpenAPI 3.1": ({"type": "string"}, {"type": ["string", "null"]}, "null-allowed"),
    "null, in both": ({"type": "string", "nullable": True}, {"type": ["null", "string"]}, ""),
    "one type in a list": ({"type": "string"}, {"type": ["string"]}, ""),
    "two types": ({"type": "string"}, {"type": ["string", "integer"]}, "type-changed"),
    "a value or null": ({"type": "string", "enum": ["A"], "nullable": True}, {"type": ["string", "null"], "enum": ["A", None]}, ""),
    "a model or null": ({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": True}, {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}, ""),
    "one of two or null": ({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": True}, {"oneOf": [{"type": "string"}, {"type": "null"}, {"type": "integer"}]}, ""),
    "for sending alone": ({"type": "string"}, {"type": "string", "writeOnly": True}, "became-write-only"),
    "for reading too": ({"type": "string", "writeOnly": True}, {"type": "string"}, "became-readable"),
    "what is the server's alone, wrapped": ({"$ref": "#/components/schemas/A"}, {"allOf": [{"$ref": "#/components/schemas/A"}], "readOnly": True}, "became-read-only"),
    "a word on one of several": ({"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}, {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object", "description": "A word."}]}, ""),
    "one of several instead of the other": ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "string"}, {"type": "boolean"}]}, "type-changed"),
    "one of several more": ({"anyOf": [{"type": "string"}]}, {"anyOf": [{"type": "string"}, {"type": "boolean"}]}, "composition-changed"),
    "any of several in another order": ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "integer"}, {"type": "string"}]}, "composition-changed"),
    "a wrapped reference": ({"$ref": "#/components/schemas/A"}, {"allOf": [{"$ref": "#/components/schemas/A"}]}, ""),
    "what can be null, wrapped": ({"$ref": "#/components/schemas/A"}, {"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": True}, "null-allowed"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_compared_all_the_same(case: str) -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    before, after, code = ODD[case]
    for document, schema in zip(documents, (before, after), strict=True):
        document["components"]["schemas"]["UnusedDto"] = {
            "type": "object",
            "properties": {"Odd": {"type": "array", "items": schema}},
        }
    assert [each for each, _ in told(compare(*documents))] == ([code] if code else [])


def test_what_is_not_read_is_seen_to_differ() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    documents[1]["components"]["callbacks"] = {"C/D": {}}
    documents[1]["paths"]["/Users"]["servers"] = [{"url": "https://elsewhere.test"}]
    documents[1]["paths"]["/Users"]["get"]["responses"]["200"] = {"$ref": "#/components/responses/R"}
    found = {(each.code, each.now) for each in compare(*documents).changes}
    assert found == {
        ("response-encoding-changed", "/paths/~1Users/get/responses/200"),
        ("became-single", "/paths/~1Users/get/responses/200"),
        ("keyword-changed", "/components/callbacks"),
        ("keyword-changed", "/paths/~1Users/servers"),
    }


def in_the_query(**more: Any) -> dict[str, Any]:
    return {"name": "Page", "in": "query", "required": False, "schema": {"type": "integer"} | more}


def test_a_parameter_that_is_said_once_for_several_operations_is_one_of_each() -> None:
    before, by_reference, by_path = (upgrade(sample()) for _ in range(3))
    for method in ("get", "post", "patch"):
        for document, said in ((before, in_the_query()), (by_reference, {"$ref": "#/components/parameters/Page"})):
            document["paths"]["/Persons"][method].setdefault("parameters", []).append(said)
    by_reference["components"]["parameters"] = {"Page": in_the_query()}
    by_path["paths"]["/Persons"]["parameters"] = [in_the_query()]
    assert compare(before, by_reference).changes == compare(before, by_path).changes == ()
    by_reference["components"]["parameters"]["Page"] = in_the_query(minimum=1)
    by_path["paths"]["/Persons"]["parameters"] = [in_the_query(minimum=1)]
    # What an operation says itself counts.
    by_path["paths"]["/Persons"]["get"]["parameters"] = [in_the_query()]
    for document, number, place in (
        (by_reference, 3, "/components/parameters/Page"),
        (by_path, 2, "/paths/~1Persons/parameters/0"),
    ):
        changes = compare(before, document).changes
        assert [each.code for each in changes] == ["bound-narrowed"] * number
        assert {each.now for each in changes} == {place}


def test_a_shared_parameter_has_a_type_of_each_entity_where_they_differ() -> None:
    before, after = upgrade(sample()), upgrade(sample())
    for path, values in (("/Persons", ["A"]), ("/Users", ["A"]), ("/Deliveries", ["B"])):
        kind = {"name": "kind", "in": "query", "schema": {"type": "string", "enum": values}}
        for document, said in ((before, kind), (after, {"$ref": "#/components/parameters/Kind"})):
            document["paths"][path]["get"].setdefault("parameters", []).append(said if values == ["A"] else kind)
    after["components"]["parameters"] = {
        "Kind": {"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["A"]}}
    }
    assert compare(before, after).changes == ()


def test_a_parameter_by_a_reference_to_nothing_is_seen_to_differ() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    documents[1]["paths"]["/Users"]["get"]["parameters"] = [{"$ref": "#/components/parameters/Nowhere"}]
    assert {code for code, _ in told(compare(*documents))} == {"parameter-added"}


def test_parameters_that_differ_in_case_alone_are_kept_apart() -> None:
    before, after = sample(), sample()
    for document in (before, after):
        document["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("page"))
    after["paths"]["/Deliveries"]["get"]["parameters"][2]["type"] = "boolean"
    assert told(compare(before, after)) == [("type-changed", "GET /Deliveries, parameter page")]


def test_names_of_parameters_in_small_letters_break_nothing_that_python_does_not_show() -> None:
    before = json.loads((ROOT / "swagger/webcrm.json").read_bytes())
    after = copy.deepcopy(before)
    for item in after["paths"].values():
        for each in item.values():
            for one in each.get("parameters", []):
                one["name"] = one["name"].lower() if one["in"] == "query" else one["name"]
    changes = compare(before, after).changes
    assert {each.code for each in changes} == {"parameter-respelled", "argument-renamed"}
    shown = {each.before for each in changes if each.code == "argument-renamed"}
    assert shown == {each for each in shown if re.search("[a-z][A-Z]", each)}


def test_another_spelling_of_a_property_touches_one_attribute() -> None:
    before, after = sample(), sample()
    properties = after["definitions"]["CompanyDto"]["properties"]
    properties["companyId"] = properties.pop("CompanyId")
    [change] = compare(before, after).changes
    assert change.touches.models == ("CompanyDto.company_id",)
    assert "renames the attribute" not in change.why
    properties["companyNumberId"] = properties.pop("companyId")
    [change] = compare(before, after).changes
    assert change.touches.models == ("CompanyDto.company_id", "CompanyDto.company_number_id")
    assert change.why.endswith(" Regenerating renames the attribute.")


def test_members_of_a_composition_are_followed_through_renames_and_to_their_places() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    for document, name in zip(documents, ("PlanDto", "BudgetPlanDto"), strict=True):
        document["components"]["schemas"][name] = record(One=TEXT, Two=TEXT, Three=TEXT)
        own = {"type": "object", "properties": {"Own": {"type": "string"}}}
        document["components"]["schemas"]["UnusedDto"] = {"allOf": [own, {"$ref": f"#/components/schemas/{name}"}]}
    assert [code for code, _ in told(compare(*documents))] == ["model-renamed"]
    members = documents[1]["components"]["schemas"]["UnusedDto"]["allOf"]
    members[0]["properties"]["Own"]["type"] = "boolean"
    members.reverse()
    changes = {each.code: each for each in compare(*documents).changes}
    assert changes.keys() == {"model-renamed", "composition-reordered", "type-changed"}
    assert changes["type-changed"].subject == "UnusedDto.Own"
    assert changes["type-changed"].was == "/components/schemas/UnusedDto/allOf/0/properties/Own/type"
    assert changes["type-changed"].now == "/components/schemas/UnusedDto/allOf/1/properties/Own/type"


WORDS: dict[str, Any] = {
    "on a body": lambda document: document["paths"]["/Persons"]["post"]["requestBody"].update(description="A word."),
    "on a path": lambda document: document["paths"]["/Persons"].update(summary="A word."),
    "on a login": lambda document: document["components"]["securitySchemes"]["Key"].update(description="A word."),
    "on a parameter that is on its way out": lambda document: document["paths"]["/Deliveries"]["get"]["parameters"][0].update(deprecated=True),
    "on a property": lambda document: document["components"]["schemas"]["UnusedDto"]["properties"]["Value"].update(description="A word."),
}  # fmt: skip


@pytest.mark.parametrize("where", WORDS)
def test_words_are_found_wherever_they_stand(where: str) -> None:
    before, after = upgrade(sample()), upgrade(sample())
    WORDS[where](after)
    drift = compare(before, after)
    assert drift.changes == ()
    assert [each.code for each in drift.documentation] == ["documentation-changed"]


def test_a_body_by_reference_is_seen_to_differ() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    for document, name in zip(documents, "AB", strict=True):
        document["paths"]["/Persons"]["post"]["requestBody"] = {"$ref": f"#/components/requestBodies/{name}"}
    assert told(compare(*documents)) == [("body-encoding-changed", "POST /Persons, body")]
    for document in documents:
        document["paths"]["/Persons"]["post"]["requestBody"] = {}
    assert told(compare(*documents)) == []


def test_an_address_with_a_path_and_one_without() -> None:
    documents = [upgrade(sample()) for _ in range(3)]
    documents[1]["servers"] = [{"url": "https://api.example.test/v2"}, {"url": "/"}]
    documents[2]["servers"] = [{"url": "https://api.example.test"}]
    assert told(compare(*documents[:2])) == [("base-path-changed", "The API"), ("server-changed", "The API")]
    assert told(compare(*documents[1:])) == [("base-path-changed", "The API")]
    assert {(each.was, each.now) for each in compare(*documents[:2]).changes} == {("", "/servers")}
    moved = sample() | {"host": "api.example.test", "basePath": "/v2"}
    places = {each.code: (each.was, each.now) for each in compare(documents[2], moved).changes}
    assert places == {"base-path-changed": ("/servers", "/basePath")}
    assert compare(sample() | {"host": "one.test"}, moved).changes[-1].now == "/host"
    documents[0]["servers"] = [{"url": "/"}]
    assert told(compare(documents[0], sample())) == []


def test_a_model_inside_a_model_goes_the_ways_of_that_one() -> None:
    before = sample()
    before["definitions"]["NoteDto"] = record(State={"type": "string", "enum": ["A", "B"]})
    before["definitions"]["LineDto"] = record(Note=reference("NoteDto"))
    before["definitions"]["DeliveryDto"]["properties"]["Line"] = reference("LineDto")
    after = copy.deepcopy(before)
    after["definitions"]["NoteDto"]["properties"]["State"]["enum"] = ["A"]
    [change] = compare(before, after).changes
    # It is only received, inside of a delivery; sent it would break.
    assert (change.code, change.judgement) == ("enum-value-removed", Judgement.NEUTRAL)
    assert (change.entity, change.touches.methods) == ("Deliveries", ("deliveries.list",))


def test_what_goes_another_way_only_now_is_judged_by_that_too() -> None:
    before = sample()
    after = copy.deepcopy(before)
    after["definitions"]["DeliveryDto"]["required"] = ["DeliveryName"]
    [received] = compare(before, after).changes
    assert (received.code, received.judgement) == ("property-became-required", Judgement.NEUTRAL)
    after["paths"]["/Deliveries"]["post"]["parameters"][0]["schema"] = reference("DeliveryDto")
    for one, other, code in ((before, after, "required"), (after, before, "optional")):
        changes = {each.code: each for each in compare(one, other).changes}
        assert changes[f"property-became-{code}"].judgement is Judgement.BREAKING
        assert changes[f"property-became-{code}"].touches.methods == ("deliveries.create", "deliveries.list")


def test_what_belongs_to_several_entities_or_none() -> None:
    before, after = sample(), sample()
    for name in ("SharedDto", "LoneDto", "UnusedDto"):
        before["definitions"][name] = record(Gone=TEXT)
        after["definitions"][name] = record()
    for document in (before, after):
        for path in ("/Users", "/Persons"):
            document["paths"][path]["get"]["responses"]["200"]["schema"] = reference("SharedDto")
        document["definitions"]["SharedDto"]["properties"]["Again"] = reference("SharedDto")
        document["paths"]["/Users/{id}/Role"]["put"]["parameters"][0]["schema"] = reference("LoneDto")
    entities = {each.subject.partition(".")[0]: each.entity for each in compare(before, after).changes}
    assert entities == {"SharedDto": "Several entities", "LoneDto": "Users", "UnusedDto": "No entity"}
