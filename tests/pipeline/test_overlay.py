"""Overlay actions: each is judged against the definition at hand, and the definition wins."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.overlay import apply_overlay, read_overlay
from webcrm_ext.definition.document import PipelineError, models, operations
from webcrm_ext.definition.upgrade import upgrade

from .documents import NO_CORRECTIONS, ROOT, changed, locations, read

DOCUMENT = {"a": {"b": 1, "list": [1, 2, 3], "nested": {"c": {"d": 1}}}, "paths": {"/X": {"get": {"x": 1}}}}


def action(target: str = "$.a", **more: Any) -> dict[str, Any]:
    return {"target": target, "description": "Fix it", "x-reason": "It is broken.", "x-source": "observed", **more}


def overlay(*actions: Any) -> dict[str, Any]:
    return NO_CORRECTIONS | {"actions": list(actions)}


def applied(*actions: Any, document: dict[str, Any] | None = None) -> Any:
    corrected = apply_overlay(DOCUMENT if document is None else document, overlay(*actions))
    assert corrected.skipped == ()
    return corrected.document


def skipped(*actions: Any, document: dict[str, Any] | None = None) -> list[str]:
    return [str(each) for each in apply_overlay(DOCUMENT if document is None else document, overlay(*actions)).skipped]


def test_overlay_without_actions_returns_a_copy() -> None:
    corrected = applied()
    assert corrected == DOCUMENT
    corrected["a"].clear()
    assert DOCUMENT["a"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (action("$.a", update={"new": {"e": 1}}), {"new": {"e": 1}}),
        (action("$.a.nested", update={"c": {"e": 2}}), {"nested": {"c": {"d": 1, "e": 2}}}),
        (action("$.a.list", update=4), {"list": [1, 2, 3, 4]}),
        (action("$.a.list", update=[4, 5]), {"list": [1, 2, 3, 4, 5]}),
        (action("$.a", update={"list": [4]}), {"list": [1, 2, 3, 4]}),
        (action("$.a.list[0, 2]", remove=True), {"list": [2]}),
        (action("$.a.list[0, 0]", remove=True), {"list": [2, 3]}),
        (action("$.a.b", update="text"), {"b": "text"}),
        (action("$.a[?@ == 1]", update=2), {"b": 2}),
        (action("$.a.list[?@ > 1]", update=9), {"list": [1, 9, 9]}),
    ],
)
def test_update_and_remove(change: dict[str, Any], expected: dict[str, Any]) -> None:
    assert applied(change)["a"] == DOCUMENT["a"] | expected


def test_nested_targets_are_removed() -> None:
    assert "nested" not in applied(action("$.a['nested', 'nested']", remove=True))["a"]
    document = {"x": {"x": {"y": 1}}, "z": 1}
    assert applied(action("$..x", remove=True), document=document) == {"z": 1}


def test_actions_apply_in_order() -> None:
    first, then = action("$.a", update={"new": {}}), action("$.a.new", update={"deep": 1})
    assert applied(first, then)["a"]["new"] == {"deep": 1}


def test_update_is_copied() -> None:
    shared = {"list": [1]}
    corrected = applied(action("$.a.nested", update=shared), action("$.a.nested.list", update=2))
    assert corrected["a"]["nested"]["list"] == [1, 2]
    assert shared == {"list": [1]}


MALFORMED = {
    "whole document": (action("$", update={"a": 1}), "its target is the whole document"),
    "no reason": (action("$.a", remove=True, **{"x-reason": " "}), "it has no x-reason"),
    "no source": (action("$.a", remove=True, **{"x-source": None}), "it has no x-source"),
    "no target": (action("", remove=True), "it has no target"),
    "no description": (action("$.a", remove=True, description=""), "it has no description"),
    "neither update nor remove": (action("$.a"), "it needs either `update` or `remove: true`"),
    "both update and remove": (action("$.a", update={}, remove=True), "it needs either `update` or `remove: true`"),
    "unknown key": (action("$.a", remove=True, **{"x-unless": "$.b"}), "it has the unknown key 'x-unless'"),
    "key that is not a string": (
        action("$.a", update={"responses": [{200: {}}]}),
        "/update/responses/0: the key 200 is not a string: quote it",
    ),
    "date": (
        action("$.a", update={"e": datetime.date(2024, 2, 1)}),
        "/update/e: 2024-02-01 is not a JSON value: quo",
    ),
    "NaN": (action("$.a", update={"e": [0.5, float("nan")]}), "/update/e/1: nan is not a JSON number"),
    "infinity": (action("$.a", update=float("inf")), "/update: inf is not a JSON number"),
    "invalid target": (action("a.b", remove=True), "its target is not a JSONPath"),
}


@pytest.mark.parametrize(("malformed", "message"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_action_raises(malformed: dict[str, Any], message: str) -> None:
    with pytest.raises(PipelineError, match=rf"^Malformed actions in swagger/overlay\.yaml:\n  1\. .*: {message}"):
        applied(malformed)


def test_all_malformed_actions_are_reported_together() -> None:
    actions = [each | {"description": name} for name, (each, _) in MALFORMED.items() if name != "no description"]
    with pytest.raises(PipelineError) as raised:
        applied(action("$.a", update={"good": 1}), *actions)
    message = str(raised.value)
    for number, each in enumerate(actions, start=2):
        assert f"  {number}. {each['description']}: " in message
    assert "  1." not in message


def test_argument_is_not_changed() -> None:
    before = copy.deepcopy(DOCUMENT)
    applied(action("$.a", remove=True))
    assert before == DOCUMENT


@pytest.mark.parametrize("version", [None, "2.0.0", 1])
def test_other_version_raises(version: Any) -> None:
    with pytest.raises(PipelineError, match=r"Expected `overlay: 1\.0\.0`"):
        apply_overlay(DOCUMENT, overlay() | {"overlay": version})


def test_unknown_key_of_the_overlay_raises() -> None:
    with pytest.raises(PipelineError, match="Unknown key 'extends' in the overlay"):
        apply_overlay(DOCUMENT, overlay() | {"extends": "a.json"})


@pytest.mark.parametrize(
    ("actions", "message"),
    [({}, "/actions of the overlay: expected an array"), (["text"], "Action 1 of the overlay: expected an object")],
)
def test_invalid_list_of_actions_raises(actions: Any, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        apply_overlay(DOCUMENT, overlay() | {"actions": actions})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "as YAML failed"),
        ("- a", "is not an overlay"),
        ("\x00", "as YAML failed"),
        ("a:\n- {update: 1, remove: 2, update: 3}", "the key 'update' occurs twice"),
        ("{a: 1}: b", "as YAML failed: while constructing a mapping"),
    ],
)
def test_invalid_overlay_file_raises(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError, match=rf"overlay\.yaml.*{message}"):
        read_overlay(path)


def test_anchors_and_merges_are_not_duplicate_keys(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text("a: &a {b: 1}\nc: {<<: *a, b: 2}\nd: *a\n", encoding="utf-8")
    assert read_overlay(path) == {"a": {"b": 1}, "c": {"b": 2}, "d": {"b": 1}}


def test_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"Reading overlay\.yaml as YAML failed.*No such file"):
        read_overlay(tmp_path / "overlay.yaml")


_objects = st.recursive(
    st.integers(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8
).filter(lambda value: isinstance(value, dict))


@given(_objects, _objects)
def test_update_adds_what_is_missing_and_keeps_the_rest(target: Any, update: Any) -> None:
    merged = apply_overlay({"x": target}, overlay(action("$.x", update=update))).document["x"]

    def check(before: Any, update: Any, after: Any) -> None:
        if isinstance(before, dict) and isinstance(update, dict):
            assert after.keys() == before.keys() | update.keys()
            for key in after:
                if key not in update:
                    assert after[key] == before[key]
                elif key in before:
                    check(before[key], update[key], after[key])
                else:
                    assert after[key] == update[key]
        else:
            assert after == before

    check(target, update, merged)
    again = apply_overlay({"x": merged}, overlay(action("$.x", update=update)))
    assert (again.document["x"], again.applied) == (merged, 0)


# The definition at hand, after a correction.


TEXT = {"type": "string"}
COUNTRY = {"$ref": "#/components/schemas/CountryDto"}


def definition(**parts: Any) -> dict[str, Any]:
    """A definition in OpenAPI 3 with a model, a list with parameters, and a create without a response body."""
    parameters = [{"name": "Page", "in": "query", "schema": {"type": "integer"}}]
    model = {"$ref": "#/components/schemas/PersonDto"}
    document: dict[str, Any] = {
        "openapi": "3.0.3",
        "paths": {
            "/Persons": {
                "get": {
                    "tags": ["Persons"],
                    "parameters": parameters,
                    "responses": {"200": {"content": {"application/json": {"schema": model}}}},
                },
                "post": {"tags": ["Persons"], "responses": {"200": {"description": "OK"}}},
            }
        },
        "components": {
            "schemas": {
                "PersonDto": {"type": "object", "properties": {"Name": TEXT, "Kind": TEXT | {"enum": ["A", "B"]}}}
            }
        },
    }
    document["components"]["schemas"] |= parts.pop("models", {})
    document["components"]["schemas"]["PersonDto"]["properties"] |= parts.pop("properties", {})
    parameters += parts.pop("parameters", [])
    document["paths"] |= parts.pop("paths", {})
    document["paths"]["/Persons"]["get"]["responses"] |= parts.pop("listed", {})
    document["paths"]["/Persons"]["post"]["responses"] |= parts.pop("created", {})
    assert not parts
    return document


def schema_of(content: Any) -> Any:
    return {"200": {"description": "OK", "content": {"application/json": {"schema": content}}}}


PROPERTIES = "$.components.schemas.PersonDto.properties"
INCLUDE = {"name": "include", "in": "query", "schema": {"type": "array", "items": TEXT}}
SEARCH = {"get": {"tags": ["Persons"], "parameters": [], "responses": schema_of({"type": "integer"})}}
DECLARED_SEARCH = '{"parameters": [], "response": {"type": "string"}})'
CREATED = "$.paths['/Persons'].post.responses['200']"
NEW_ID = {"x-inferred": True, "content": {"application/json": {"schema": {"type": "integer", "format": "int32"}}}}

JUDGED: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "property that the definition has": (
        action(PROPERTIES, update={"Age": {"type": "integer", "format": "int32"}}),
        {"properties": {"Age": {"type": "integer", "format": "int64", "description": "In years.", "nullable": True}}},
        ["no longer needed: Fix it"],
    ),
    "property of another type": (
        action(PROPERTIES, update={"Age": {"type": "integer"}}),
        {"properties": {"Age": TEXT}},
        ['overruled: Fix it (the definition has {"type": "string"})'],
    ),
    "property in another spelling": (
        action(PROPERTIES, update={"BirthDate": TEXT}),
        {"properties": {"birth_date": TEXT}},
        ["no longer needed: Fix it"],
    ),
    "property that is a model in a composition": (
        action(PROPERTIES, update={"Boss": {"$ref": "#/components/schemas/PersonDto"}}),
        {"properties": {"Boss": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/PersonDto"}]}}},
        ["no longer needed: Fix it"],
    ),
    "type list of OpenAPI 3.1": (
        action(PROPERTIES, update={"Age": TEXT}),
        {"properties": {"Age": {"type": ["null", "string"]}}},
        ["no longer needed: Fix it"],
    ),
    "some of the properties": (
        action(PROPERTIES, update={"Age": {"type": "integer"}, "City": TEXT, "Name": TEXT, "Zip": TEXT}),
        {"properties": {"City": {"type": "boolean"}, "Zip": TEXT | {"description": "Other words."}}},
        [
            'overruled: Fix it, City (the definition has {"type": "boolean"})',
            "no longer needed: Fix it, Name",
            "no longer needed: Fix it, Zip",
        ],
    ),
    "model without the property": (
        action("$.components.schemas.GoneDto.properties", update={"Age": TEXT}),
        {},
        ["without target: Fix it ($.components.schemas.GoneDto.properties matches nothing)"],
    ),
    "model that is not an object any more": (
        action("$.components.schemas", update={"KindDto": {"type": "object", "properties": {"A": TEXT}}}),
        {"models": {"KindDto": TEXT | {"enum": ["A"]}}},
        ['overruled: Fix it (the definition has {"type": "string", "enum": ["A"]})'],
    ),
    "enum values": (
        action("$.components.schemas.PersonDto.properties.Kind.enum", update=["B", "C"]),
        {},
        ["no longer needed: Fix it, B"],
    ),
    "all enum values": (
        action("$.components.schemas.PersonDto.properties.Kind", update={"enum": ["B", "A"]}),
        {},
        ["no longer needed: Fix it"],
    ),
    "enum values of a property": (
        action(PROPERTIES, update={"Kind": {"enum": ["B", "C"]}}),
        {},
        ["no longer needed: Fix it, Kind.enum.B"],
    ),
    "parameter that became required": (
        action(
            "$.paths['/Persons'].get.parameters", update=[{"name": "page", "in": "query", "required": True}, INCLUDE]
        ),
        {"parameters": [INCLUDE]},
        ["no longer needed: Fix it, include"],
    ),
    "parameter of an operation": (
        action("$.paths['/Persons']", update={"get": {"parameters": [INCLUDE]}, "put": SEARCH["get"]}),
        {"parameters": [INCLUDE]},
        ["no longer needed: Fix it, get.parameters.include"],
    ),
    "enum that became a free value": (
        action("$.components.schemas.PersonDto.properties.Name.enum", update=["C"]),
        {},
        ["without target: Fix it ($.components.schemas.PersonDto.properties.Name.enum matches nothing)"],
    ),
    "parameter that the definition has": (
        action("$.paths['/Persons'].get.parameters", update=INCLUDE),
        {"parameters": [INCLUDE | {"name": "Include", "description": "What to add."}]},
        ["no longer needed: Fix it"],
    ),
    "parameter of another type": (
        action("$.paths['/Persons'].get.parameters", update=INCLUDE),
        {"parameters": [INCLUDE | {"schema": TEXT}]},
        ['overruled: Fix it (the definition has {"type": "string"})'],
    ),
    "operation that the definition has": (
        action("$.paths", update={"/Persons/Search": SEARCH}),
        {"paths": {"/Persons/Search": copy.deepcopy(SEARCH)}},
        ["no longer needed: Fix it"],
    ),
    "operation with another placeholder": (
        action("$.paths", update={"/Persons/By/{organisationId}": SEARCH}),
        {"paths": {"/persons/by/{id}": {"get": SEARCH["get"] | {"responses": schema_of(TEXT)}}}},
        [f"overruled: Fix it (the definition has {DECLARED_SEARCH}"],
    ),
    "operation with the name of another one": (
        action("$.paths", update={"/Persons/ByName/{name}": SEARCH}),
        {"paths": {"/Persons/ByName": copy.deepcopy(SEARCH)}},
        ["overruled: Fix it (the definition has GET /Persons/ByName, which is named persons.by_name too)"],
    ),
    "response that the definition declares": (
        action(CREATED, update=NEW_ID),
        {"created": {"200": {"content": {"text/plain": {"schema": {"type": "integer"}}}}}},
        ["no longer needed: Fix it"],
    ),
    "response of another type": (
        action(CREATED, update=NEW_ID),
        {"created": schema_of(TEXT)},
        ['overruled: Fix it (the definition has {"type": "string"})'],
    ),
    "response with another status": (
        action("$.paths['/Persons'].post.responses['201']", update=NEW_ID),
        {},
        ["without target: Fix it ($.paths['/Persons'].post.responses['201'] matches nothing)"],
    ),
    "reference to a model that is gone": (
        action(PROPERTIES, update={"Country": COUNTRY, "City": TEXT}),
        {},
        ["without target: Fix it, Country (the definition has no CountryDto)"],
    ),
    "model that nothing refers to": (
        action("$.components.schemas", update={"CountryDto": {"type": "object"}}),
        {},
        ["no longer needed: Fix it (nothing refers to CountryDto)"],
    ),
    "property with the name of a keyword": (
        action(PROPERTIES, update={"description": TEXT, "Name": {"type": "integer"}}),
        {},
        ['overruled: Fix it, Name (the definition has {"type": "string"})'],
    ),
    "path with one of two operations": (
        action("$.paths", update={"/P/By/{key}": SEARCH | {"delete": SEARCH["get"], "put": SEARCH["get"]}}),
        {"paths": {"/P/By/{id}": {**SEARCH, "put": SEARCH["get"] | {"responses": schema_of(TEXT)}}}},
        [
            "no longer needed: Fix it, /P/By/{key}.get",
            "overruled: Fix it, /P/By/{key}.put (the definition has " + DECLARED_SEARCH,
        ],
    ),
    "words that the definition has": (
        action("$.components.schemas.PersonDto", update={"description": "Our words."}),
        {"models": {"PersonDto": {"type": "object", "description": "Their words.", "properties": {}}}},
        ['overruled: Fix it (the definition has "Their words.")'],
    ),
    "removal of what is gone": (
        action(f"{PROPERTIES}.Gone", remove=True),
        {},
        ["no longer needed: Fix it"],
    ),
    "removal below what is gone": (
        action("$.components.schemas.GoneDto.properties.Name", remove=True),
        {},
        ["without target: Fix it ($.components.schemas.GoneDto.properties.Name matches nothing)"],
    ),
    "value to replace, already replaced": (
        action(f"{PROPERTIES}.Name[?@ == 'number']", update="string"),
        {},
        ["no longer needed: Fix it"],
    ),
    "value to replace, with a third one": (
        action(f"{PROPERTIES}.Name[?@ == 'number']", update="integer"),
        {},
        ["overruled: Fix it ($.components.schemas.PersonDto.properties.Name[?@ == 'number'] matches nothing)"],
    ),
}


@pytest.mark.parametrize(("change", "parts", "expected"), JUDGED.values(), ids=JUDGED)
def test_definition_wins(change: dict[str, Any], parts: dict[str, Any], expected: list[str]) -> None:
    document = definition(**copy.deepcopy(parts))
    corrected = apply_overlay(document, overlay(change))
    assert [str(each) for each in corrected.skipped] == expected
    if corrected.applied:
        assert corrected.document != document
    else:
        assert corrected.document == document


def test_parts_that_are_missing_are_still_added() -> None:
    change, parts, _ = JUDGED["some of the properties"]
    found = models(apply_overlay(definition(**parts), overlay(change)).document)["PersonDto"]["properties"]
    assert found == {
        "Age": {"type": "integer"},
        "City": {"type": "boolean"},
        "Kind": TEXT | {"enum": ["A", "B"]},
        "Name": TEXT,
        "Zip": TEXT | {"description": "Other words."},
    }
    for case in ("enum values", "enum values of a property"):
        change, _, _ = JUDGED[case]
        found = models(apply_overlay(definition(), overlay(change)).document)["PersonDto"]["properties"]
        assert found["Kind"] == {"type": "string", "enum": ["A", "B", "C"]}
    change, parts, _ = JUDGED["parameter that became required"]
    corrected = apply_overlay(definition(**parts), overlay(change)).document
    assert corrected["paths"]["/Persons"]["get"]["parameters"][0]["required"] is True


# Actions that belong together.

TOGETHER = (
    action(
        "$.components.schemas",
        description="Define CountryDto",
        update={"CountryDto": {"type": "object", "properties": {"Name": TEXT, "Code": TEXT}}},
    ),
    action(PROPERTIES, description="Country", update={"Country": COUNTRY, "City": TEXT}),
)


def test_model_and_its_property_are_applied_together() -> None:
    found = models(applied(*TOGETHER, document=definition()))
    assert found["PersonDto"]["properties"]["Country"] == COUNTRY
    assert found["CountryDto"]["properties"].keys() == {"Name", "Code"}


def test_overruled_property_overrules_its_model() -> None:
    document = definition(properties={"Country": TEXT})
    corrected = apply_overlay(document, overlay(*TOGETHER))
    assert [str(each) for each in corrected.skipped] == [
        "overruled: Define CountryDto (nothing refers to CountryDto)",
        'overruled: Country, Country (the definition has {"type": "string"})',
    ]
    assert "CountryDto" not in models(corrected.document)
    assert models(corrected.document)["PersonDto"]["properties"]["City"] == TEXT


def test_model_of_another_kind_overrules_the_property() -> None:
    document = definition(models={"CountryDto": TEXT | {"enum": ["DK"]}})
    corrected = apply_overlay(document, overlay(*TOGETHER))
    assert [str(each) for each in corrected.skipped] == [
        'overruled: Define CountryDto (the definition has {"type": "string", "enum": ["DK"]})',
        "overruled: Country, Country (the definition has another CountryDto)",
    ]
    assert "Country" not in models(corrected.document)["PersonDto"]["properties"]


def test_overruled_correction_of_a_model_leaves_its_uses_alone() -> None:
    change = action("$.components.schemas.CountryDto", description="No list", update={"type": "array", "items": TEXT})
    document = definition(models={"CountryDto": {"type": "object", "properties": {"Name": TEXT, "Code": TEXT}}})
    found = skipped(change, *TOGETHER, document=document)
    assert [each.partition(" (")[0] for each in found] == ["overruled: No list", "no longer needed: Define CountryDto"]


def test_model_that_the_definition_has_serves_the_property() -> None:
    document = definition(models={"CountryDto": {"type": "object", "properties": {"Name": TEXT}}})
    corrected = apply_overlay(document, overlay(*TOGETHER))
    assert [str(each) for each in corrected.skipped] == [
        "no longer needed: Define CountryDto, CountryDto.properties.Name"
    ]
    assert models(corrected.document)["CountryDto"]["properties"].keys() == {"Name", "Code"}
    assert models(corrected.document)["PersonDto"]["properties"]["Country"] == COUNTRY


def test_vanished_model_takes_those_it_needed_with_it() -> None:
    document = definition()
    person = document["components"]["schemas"].pop("PersonDto")
    document["components"]["schemas"]["Person"] = person
    found = skipped(*TOGETHER, document=document)
    assert [each.partition(" (")[0] for each in found] == [
        "without target: Define CountryDto",
        "without target: Country",
    ]


PERSON = {"$ref": "#/components/schemas/PersonDto"}
LISTED = "$.paths['/Persons'].get.responses['200']"
LIST = (
    action(f"{LISTED}.content[*].schema[?@ == '#/components/schemas/PersonDto']", description="Not one", remove=True),
    action(f"{LISTED}.content[*].schema", description="A list", update={"type": "array", "items": PERSON}),
    action(LISTED, description="Or one", update={"x-inferred": True}),
)


def test_removal_and_update_of_one_response_are_applied_together() -> None:
    response = applied(*LIST, document=definition())["paths"]["/Persons"]["get"]["responses"]["200"]
    assert response == {
        "x-inferred": True,
        "content": {"application/json": {"schema": {"type": "array", "items": PERSON}}},
    }


@pytest.mark.parametrize(
    ("responses", "verdict"),
    [
        (schema_of({"type": "array", "items": PERSON}), "no longer needed"),
        (schema_of({"$ref": "#/components/schemas/PersonListDto"}), "overruled"),
        (schema_of(TEXT), "overruled"),
        ({"200": {"description": "OK"}}, "without target"),
    ],
    ids=["fixed", "another model", "another type", "no body"],
)
def test_response_is_judged_as_a_whole(responses: dict[str, Any], verdict: str) -> None:
    document = definition(listed=responses, models={"PersonListDto": {"type": "object"}})
    corrected = apply_overlay(document, overlay(*LIST))
    assert [each.verdict.value for each in corrected.skipped] == [verdict] * 3
    assert corrected.document == document


def test_overruled_action_leaves_others_of_the_operation_alone() -> None:
    document = definition(listed=schema_of(TEXT))
    corrected = apply_overlay(document, overlay(*LIST, action("$.paths['/Persons'].get.parameters", update=INCLUDE)))
    assert corrected.applied == 1
    assert corrected.document["paths"]["/Persons"]["get"]["parameters"][-1] == INCLUDE


@pytest.mark.parametrize("value", [None, "text", [5]], ids=repr)
def test_definition_of_any_shape_raises_nothing(value: Any) -> None:
    # What is not a definition is refused later, with its location.
    actions = [each for each, _, _ in JUDGED.values()]
    document = definition(**copy.deepcopy(JUDGED["operation that the definition has"][1]))
    for location in locations(document):
        # The paths are objects, or the definition cannot be read.
        if location and (location[0] != "paths" or len(location) > 2):
            apply_overlay(changed(document, location, value), overlay(*TOGETHER, *LIST, *actions))


# The overlay of the repository.


def test_overlay_of_the_repository_applies(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    upgraded = upgrade(definition)
    corrected = apply_overlay(upgraded, overlay).document
    assert {f"{method} {path}" for method, path, _ in operations(corrected)} >= {
        f"{method} {path}" for method, path, _ in operations(upgraded)
    }
    assert models(corrected).keys() >= models(upgraded).keys()


def test_overlay_of_the_repository_has_no_stale_action(overlay: dict[str, Any]) -> None:
    corrected = apply_overlay(upgrade(read(ROOT / "swagger/webcrm.json")), overlay)
    assert [str(each) for each in corrected.skipped] == []
    assert corrected.applied == len(overlay["actions"])


def test_applied_actions_are_no_longer_needed(overlay: dict[str, Any]) -> None:
    once = apply_overlay(upgrade(read(ROOT / "swagger/webcrm.json")), overlay).document
    twice = apply_overlay(once, overlay)
    assert twice.document == once
    assert {each.verdict.value for each in twice.skipped} <= {"no longer needed"}
    assert twice.applied == 0
