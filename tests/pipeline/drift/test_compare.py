"""Comparisons that need more than one change: false renames, names that follow others, and invalid schemas."""

# ruff: noqa: E501 - a table, one case a line

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from tests.definitions import at, operation, parameter, reference
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.result import Drift

from .sample import TEXT, record, sample
from .test_command_line import ROOT


def codes_and_subjects(drift: Drift) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in drift.changes]


def test_a_respelled_path_can_rename_its_method() -> None:
    before = sample()
    before["paths"]["/Users/AllActive"] = {"get": operation("Users", answer=TEXT)}
    after = sample()
    after["paths"]["/Users/allactive"] = {"get": operation("Users", answer=TEXT)}
    changes = compare(before, after).changes
    assert {each.code for each in changes} == {"path-respelled", "method-renamed"}
    assert all(each.touches.methods == ("users.all_active", "users.allactive") for each in changes)


def test_equally_likely_renames_are_not_paired() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"] = record(NoteA=TEXT)
    after["definitions"]["UnusedDto"] = record(NoteB=TEXT, NoteC=TEXT)
    assert codes_and_subjects(compare(before, after)) == [
        ("property-removed", "UnusedDto.NoteA"),
        ("property-added", "UnusedDto.NoteB"),
        ("property-added", "UnusedDto.NoteC"),
    ]


def test_a_property_of_another_type_is_not_a_rename() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"] = record(NoteA=TEXT)
    after["definitions"]["UnusedDto"] = record(NoteB={"type": "boolean"})
    assert [code for code, _ in codes_and_subjects(compare(before, after))] == ["property-removed", "property-added"]


def test_references_to_a_renamed_model_do_not_change() -> None:
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


def test_several_changed_parameters_need_more_similarity() -> None:
    before, after = sample(), sample()
    for document, names in ((before, ("filter", "other")), (after, ("filterText", "unlike"))):
        document["paths"]["/Deliveries"]["get"]["parameters"] += [parameter(name) for name in names]
    assert {code for code, _ in codes_and_subjects(compare(before, after))} == {"parameter-removed", "parameter-added"}


@pytest.mark.slow
def test_respelling_every_property_yields_only_renames() -> None:
    def small(name: str) -> str:
        return name[0].lower() + name[1:]

    before = json.loads((ROOT / "swagger/webcrm.json").read_bytes())
    after = copy.deepcopy(before)
    for model in after["definitions"].values():
        model["properties"] = {small(name): schema for name, schema in model["properties"].items()}
        model["required"] = [small(name) for name in model.get("required", [])]
    found = {(each.code, each.before, each.after) for each in compare(before, after).changes}
    # A parameter with the values of a property has that property's type, whose name changes too.
    assert {code for code, _, _ in found} == {"property-renamed", "enum-type-renamed"}
    assert all(new == small(old) for code, old, new in found if code == "property-renamed")


def test_parameters_of_other_locations_are_not_renames() -> None:
    before, after = sample(), sample()
    before["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("filter"))
    after["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("filters", "header"))
    assert {code for code, _ in codes_and_subjects(compare(before, after))} == {"parameter-removed", "parameter-added"}


def test_paths_that_differ_in_case_are_compared_separately() -> None:
    before, after = sample(), sample()
    for document in (before, after):
        for path in ("/Users/{id}", "/users/{name}"):
            document["paths"][path] = {"get": operation("Users", parameter(path[8:-1], "path"), answer=TEXT)}
    del after["paths"]["/users/{name}"]["get"]["responses"]["200"]["schema"]
    assert codes_and_subjects(compare(before, after)) == [("response-removed", "GET /users/{name}, response")]


def test_references_to_undefined_models_are_compared() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"]["properties"]["Value"] = {"$ref": "#/definitions/Nowhere"}
    after["definitions"]["UnusedDto"]["properties"]["Value"] = {"$ref": "#/definitions/NowhereElse"}
    assert codes_and_subjects(compare(before, after)) == [("model-replaced", "UnusedDto.Value")]


UNUSUAL: dict[str, tuple[Any, Any, str]] = {
    "an invalid schema": ({"type": "object", "properties": {"A": 1}}, {"type": "object", "properties": {"A": 2}}, "keyword-changed"),
    "invalid properties": ({"properties": 1}, {"properties": 2}, "keyword-changed"),
    "an invalid enum": ({"enum": 1}, {"enum": 2}, "keyword-changed"),
    "an invalid required": ({"required": 1}, {"required": 2}, "keyword-changed"),
    "new additional properties": ({}, {"additionalProperties": {"type": "string"}}, "keyword-changed"),
    "an invalid composition": ({"allOf": 1}, {"allOf": 2}, "composition-changed"),
    "a nullable type in OpenAPI 3.1": ({"type": "string"}, {"type": ["string", "null"]}, "null-allowed"),
    "a nullable type in both versions": ({"type": "string", "nullable": True}, {"type": ["null", "string"]}, ""),
    "a list of one type": ({"type": "string"}, {"type": ["string"]}, ""),
    "two types": ({"type": "string"}, {"type": ["string", "integer"]}, "type-changed"),
    "a nullable enum": ({"type": "string", "enum": ["A"], "nullable": True}, {"type": ["string", "null"], "enum": ["A", None]}, ""),
    "a nullable reference": ({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": True}, {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}, ""),
    "a nullable oneOf": ({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": True}, {"oneOf": [{"type": "string"}, {"type": "null"}, {"type": "integer"}]}, ""),
    "write-only": ({"type": "string"}, {"type": "string", "writeOnly": True}, "became-write-only"),
    "no longer write-only": ({"type": "string", "writeOnly": True}, {"type": "string"}, "became-readable"),
    "a wrapped read-only reference": ({"$ref": "#/components/schemas/A"}, {"allOf": [{"$ref": "#/components/schemas/A"}], "readOnly": True}, "became-read-only"),
    "a description in a composition": ({"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}, {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object", "description": "A description."}]}, ""),
    "a changed member of anyOf": ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "string"}, {"type": "boolean"}]}, "type-changed"),
    "a new member of anyOf": ({"anyOf": [{"type": "string"}, {"type": "number"}]}, {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}, "composition-changed"),
    "a reordered anyOf": ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"anyOf": [{"type": "integer"}, {"type": "string"}]}, "composition-changed"),
    "a wrapped reference": ({"$ref": "#/components/schemas/A"}, {"allOf": [{"$ref": "#/components/schemas/A"}]}, ""),
    "a wrapped nullable reference": ({"$ref": "#/components/schemas/A"}, {"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": True}, "null-allowed"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSUAL)
def test_unusual_schemas_are_compared(case: str) -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    before, after, code = UNUSUAL[case]
    for document, schema in zip(documents, (before, after), strict=True):
        document["components"]["schemas"]["UnusedDto"] = {
            "type": "object",
            "properties": {"Odd": {"type": "array", "items": schema}},
        }
    assert [each for each, _ in codes_and_subjects(compare(*documents))] == ([code] if code else [])


def test_unread_parts_are_reported_as_changed() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    documents[1]["paths"]["/Users"]["servers"] = [{"url": "https://elsewhere.test"}]
    documents[1]["paths"]["/Users"]["get"]["responses"]["200"] = {"$ref": "#/components/responses/R"}
    found = {(each.code, each.now) for each in compare(*documents).changes}
    assert found == {
        ("response-encoding-changed", "/paths/~1Users/get/responses/200"),
        ("became-single", "/paths/~1Users/get/responses/200"),
        ("keyword-changed", "/paths/~1Users/servers"),
    }


def in_the_query(**more: Any) -> dict[str, Any]:
    return {"name": "Page", "in": "query", "required": False, "schema": {"type": "integer"} | more}


def test_a_shared_parameter_counts_for_each_operation() -> None:
    before, by_reference, by_path = (upgrade(sample()) for _ in range(3))
    for method in ("get", "post", "patch"):
        for document, declared in ((before, in_the_query()), (by_reference, {"$ref": "#/components/parameters/Page"})):
            document["paths"]["/Persons"][method].setdefault("parameters", []).append(declared)
    by_reference["components"]["parameters"] = {"Page": in_the_query()}
    by_path["paths"]["/Persons"]["parameters"] = [in_the_query()]
    assert compare(before, by_reference).changes == compare(before, by_path).changes == ()
    by_reference["components"]["parameters"]["Page"] = in_the_query(minimum=1)
    by_path["paths"]["/Persons"]["parameters"] = [in_the_query(minimum=1)]
    # The operation's own parameter takes precedence.
    by_path["paths"]["/Persons"]["get"]["parameters"] = [in_the_query()]
    for document, number, address in (
        (by_reference, 3, "/components/parameters/Page"),
        (by_path, 2, "/paths/~1Persons/parameters/0"),
    ):
        changes = compare(before, document).changes
        assert [each.code for each in changes] == ["bound-narrowed"] * number
        assert {each.now for each in changes} == {address}


def test_a_shared_enum_parameter_keeps_a_type_by_entity() -> None:
    before, after = upgrade(sample()), upgrade(sample())
    for path, values in (("/Persons", ["A"]), ("/Users", ["A"]), ("/Deliveries", ["B"])):
        kind = {"name": "kind", "in": "query", "schema": {"type": "string", "enum": values}}
        for document, declared in ((before, kind), (after, {"$ref": "#/components/parameters/Kind"})):
            document["paths"][path]["get"].setdefault("parameters", []).append(declared if values == ["A"] else kind)
    after["components"]["parameters"] = {
        "Kind": {"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["A"]}}
    }
    assert compare(before, after).changes == ()


def test_an_unresolvable_parameter_is_reported() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    documents[1]["paths"]["/Users"]["get"]["parameters"] = [{"$ref": "#/components/parameters/Nowhere"}]
    assert {code for code, _ in codes_and_subjects(compare(*documents))} == {"parameter-added"}


def test_parameters_that_differ_in_case_stay_separate() -> None:
    before, after = sample(), sample()
    for document in (before, after):
        document["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("page"))
    after["paths"]["/Deliveries"]["get"]["parameters"][2]["type"] = "boolean"
    assert codes_and_subjects(compare(before, after)) == [("type-changed", "GET /Deliveries, parameter page")]


def test_lower_case_parameters_break_only_renamed_arguments() -> None:
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


def test_a_respelled_property_touches_one_attribute() -> None:
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


def test_composition_members_keep_identity_when_reordered() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    for document, name in zip(documents, ("PlanDto", "BudgetPlanDto"), strict=True):
        document["components"]["schemas"][name] = record(One=TEXT, Two=TEXT, Three=TEXT)
        own = {"type": "object", "properties": {"Own": {"type": "string"}}}
        document["components"]["schemas"]["UnusedDto"] = {"allOf": [own, {"$ref": f"#/components/schemas/{name}"}]}
    assert [code for code, _ in codes_and_subjects(compare(*documents))] == ["model-renamed"]
    members = documents[1]["components"]["schemas"]["UnusedDto"]["allOf"]
    members[0]["properties"]["Own"]["type"] = "boolean"
    members.reverse()
    changes = {each.code: each for each in compare(*documents).changes}
    assert changes.keys() == {"model-renamed", "composition-reordered", "type-changed"}
    assert changes["type-changed"].subject == "UnusedDto.Own"
    assert changes["type-changed"].was == "/components/schemas/UnusedDto/allOf/0/properties/Own/type"
    assert changes["type-changed"].now == "/components/schemas/UnusedDto/allOf/1/properties/Own/type"


DOCUMENTED: dict[str, Any] = {
    "on a body": lambda document: document["paths"]["/Persons"]["post"]["requestBody"].update(description="A description."),
    "on a path": lambda document: document["paths"]["/Persons"].update(summary="A description."),
    "on a security scheme": lambda document: document["components"]["securitySchemes"]["Key"].update(description="A description."),
    "on a deprecated parameter": lambda document: document["paths"]["/Deliveries"]["get"]["parameters"][0].update(deprecated=True),
    "on a property": lambda document: document["components"]["schemas"]["UnusedDto"]["properties"]["Value"].update(description="A description."),
}  # fmt: skip


@pytest.mark.parametrize("where", DOCUMENTED)
def test_changes_of_documentation_are_found_everywhere(where: str) -> None:
    before, after = upgrade(sample()), upgrade(sample())
    DOCUMENTED[where](after)
    drift = compare(before, after)
    assert drift.changes == ()
    assert [each.code for each in drift.documentation] == ["documentation-changed"]


def test_a_body_by_reference_is_compared() -> None:
    documents = [upgrade(sample()), upgrade(sample())]
    for document, name in zip(documents, "AB", strict=True):
        document["paths"]["/Persons"]["post"]["requestBody"] = {"$ref": f"#/components/requestBodies/{name}"}
    assert codes_and_subjects(compare(*documents)) == [("body-encoding-changed", "POST /Persons, body")]
    for document in documents:
        document["paths"]["/Persons"]["post"]["requestBody"] = {}
    assert codes_and_subjects(compare(*documents)) == []


def test_server_urls_are_split_into_host_and_base_path() -> None:
    documents = [upgrade(sample()) for _ in range(3)]
    documents[1]["servers"] = [{"url": "https://api.example.test/v2"}, {"url": "/"}]
    documents[2]["servers"] = [{"url": "https://api.example.test"}]
    assert codes_and_subjects(compare(*documents[:2])) == [
        ("base-path-changed", "The API"),
        ("server-changed", "The API"),
    ]
    assert codes_and_subjects(compare(*documents[1:])) == [("base-path-changed", "The API")]
    assert {(each.was, each.now) for each in compare(*documents[:2]).changes} == {("", "/servers")}
    moved = sample() | {"host": "api.example.test", "basePath": "/v2"}
    addresses = {each.code: (each.was, each.now) for each in compare(documents[2], moved).changes}
    assert addresses == {"base-path-changed": ("/servers", "/basePath")}
    assert compare(sample() | {"host": "one.test"}, moved).changes[-1].now == "/host"
    documents[0]["servers"] = [{"url": "/"}]
    assert codes_and_subjects(compare(documents[0], sample())) == []


def test_a_nested_model_has_the_directions_of_its_owner() -> None:
    before = sample()
    before["definitions"]["NoteDto"] = record(State={"type": "string", "enum": ["A", "B"]})
    before["definitions"]["LineDto"] = record(Note=reference("NoteDto"))
    before["definitions"]["DeliveryDto"]["properties"]["Line"] = reference("LineDto")
    after = copy.deepcopy(before)
    after["definitions"]["NoteDto"]["properties"]["State"]["enum"] = ["A"]
    [change] = compare(before, after).changes
    # The model is only received, inside a delivery.
    assert (change.code, change.judgement) == ("enum-value-removed", Judgement.NEUTRAL)
    assert (change.entity, change.touches.methods) == ("Deliveries", ("deliveries.list",))


def test_directions_of_both_definitions_count() -> None:
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


def test_a_model_can_belong_to_several_entities_or_none() -> None:
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


def uncompared(drift: Drift) -> list[tuple[str, str | None, str | None]]:
    return [(each.subject, each.was, each.now) for each in drift.uncompared]


def test_what_means_nothing_to_a_client_is_listed_and_not_counted() -> None:
    before, after = upgrade(sample()), upgrade(sample())
    after["webhooks"] = {"created": {}}
    after["components"]["links"] = {"Next": {}}
    after["paths"]["/Users"]["get"]["callbacks"] = {"done": {}}
    after["paths"]["/Users"]["get"]["responses"]["200"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    drift = compare(before, after)
    assert drift.changes == ()
    assert sorted(uncompared(drift)) == [
        ("GET /Users, callbacks", None, "/paths/~1Users/get/callbacks"),
        ("GET /Users, headers of response 200", None, "/paths/~1Users/get/responses/200/headers"),
        ("shared links", None, "/components/links"),
        ("webhooks", None, "/webhooks"),
    ]
    assert compare(after, after).uncompared == ()


def test_the_same_header_in_two_forms_does_not_differ() -> None:
    before, after = sample(), upgrade(sample())
    header = {"type": "integer", "description": "Seconds."}
    before["paths"]["/Users"]["get"]["responses"]["200"]["headers"] = {"Retry-After": header}
    after["paths"]["/Users"]["get"]["responses"]["200"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    assert compare(before, after).uncompared == ()


def test_a_construct_without_a_rule_ends_only_its_own_comparison() -> None:
    before, after = sample(), sample()
    listed = after["paths"]["/Deliveries"]["get"]["parameters"]
    listed[0] = {"name": "slot", "in": "query", "type": "array", "items": TEXT, "collectionFormat": "tsv"}
    listed.append({"name": "more", "in": "nowhere", "type": "string"})
    after["definitions"]["UnusedDto"]["properties"]["Value"] = {"type": "record"}
    del after["definitions"]["PersonDto"]["properties"]["PersonFirstName"]
    drift = compare(before, after)
    assert ("property-removed", "PersonDto.PersonFirstName") in codes_and_subjects(drift)
    unread = [each for each in drift.changes if each.code == "keyword-changed"]
    assert {(each.subject, each.now, each.judgement) for each in unread} == {
        ("GET /Deliveries", "/paths/~1Deliveries/get/parameters/0", Judgement.BREAKING),
        ("GET /Deliveries", "/paths/~1Deliveries/get/parameters/2", Judgement.BREAKING),
        ("UnusedDto", "/definitions/UnusedDto/properties/Value", Judgement.BREAKING),
    }
    assert {each.touches.methods for each in unread if each.subject == "GET /Deliveries"} == {("deliveries.list",)}
    assert {now for _, _, now in uncompared(drift)} == {each.now for each in unread}
    assert all(each.why.startswith("It cannot be read: ") for each in drift.uncompared)
    # The same construct on both sides is no change.
    assert compare(after, copy.deepcopy(after)) == compare(after, after)
    assert compare(after, after).changes == compare(after, after).uncompared == ()


def test_a_changed_composition_is_listed_as_not_compared() -> None:
    before, after = sample(), sample()
    before["definitions"]["UnusedDto"] = {"allOf": [reference("TokenDto"), record()]}
    after["definitions"]["UnusedDto"] = {"allOf": [reference("TokenDto"), record(), reference("CompanyDto")]}
    drift = compare(before, after)
    assert codes_and_subjects(drift) == [("composition-changed", "UnusedDto")]
    assert uncompared(drift) == [("UnusedDto", "/definitions/UnusedDto/allOf", "/definitions/UnusedDto/allOf")]


@pytest.mark.parametrize("addition", [{"type": "boolean"}, TEXT])
def test_a_rename_is_found_beside_an_added_property(addition: Any) -> None:
    before, after = sample(), sample()
    properties = after["definitions"]["PersonDto"]["properties"]
    properties["PersonGivenName"] = properties.pop("PersonFirstName")
    properties["PersonPhone"] = addition
    assert codes_and_subjects(compare(before, after)) == [
        ("property-renamed", "PersonDto.PersonGivenName"),
        ("property-added", "PersonDto.PersonPhone"),
    ]


def test_an_enum_type_that_still_exists_breaks_nothing_that_is_sent() -> None:
    before = sample()
    before["definitions"]["DeliveryDto"]["properties"]["DeliveryState"] = TEXT | {"enum": ["A", "B"]}
    before["paths"]["/Deliveries"]["get"]["parameters"].append(parameter("state", enum=["B", "A"]))
    reordered, extended, gone = (copy.deepcopy(before) for _ in range(3))
    state = ("definitions", "DeliveryDto", "properties", "DeliveryState")
    at(reordered, state)["enum"].reverse()
    assert [each.code for each in compare(before, reordered).changes] == ["enum-reordered"]
    at(extended, state)["enum"].append("C")
    drift = compare(before, extended)
    assert drift.worst is Judgement.ADDITIVE
    assert {each.code: (each.before, each.after) for each in drift.changes}["enum-type-split"] == (
        "DeliveryState",
        "State",
    )
    # Back again, the type of the parameter disappears.
    assert {each.code for each in compare(extended, before).changes} >= {"enum-type-renamed"}
    del gone["definitions"]["DeliveryDto"]["properties"]["DeliveryState"]
    assert {each.code for each in compare(before, gone).changes} == {"enum-type-renamed", "property-removed"}
