"""What a single change cannot show: renames that are none, names that follow, and schemas that are none."""

# ruff: noqa: E501 - a table, one case a line

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.result import Drift

from .sample import TEXT, operation, parameter, record, reference, sample
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
    assert {code for code, _, _ in found} == {"property-renamed"}
    assert all(new == small(old) for _, old, new in found)


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
    assert told(compare(before, after)) == [("answer-removed", "GET /users/{name}, answer")]


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
    "two types": ({"type": "string"}, {"type": ["string", "null"]}, "type-changed"),
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
    documents[1]["components"]["parameters"] = {"P": {"name": "p", "in": "query"}}
    documents[1]["paths"]["/Users"]["parameters"] = [{"$ref": "#/components/parameters/P"}]
    documents[1]["paths"]["/Users"]["get"]["responses"]["200"] = {"$ref": "#/components/responses/R"}
    assert {code for code, _ in told(compare(*documents))} >= {"keyword-changed", "answer-encoding-changed"}


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
    documents[0]["servers"] = [{"url": "/"}]
    assert told(compare(documents[0], sample())) == []


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
