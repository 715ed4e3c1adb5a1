"""Corrections as data: each says why, matches something, and changes something."""

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

from .documents import NO_CORRECTIONS

DOCUMENT = {"a": {"b": 1, "list": [1, 2, 3], "nested": {"c": {"d": 1}}}, "paths": {"/X": {"get": {"x": 1}}}}


def action(target: str = "$.a", **more: Any) -> dict[str, Any]:
    return {"target": target, "description": "Mend it", "x-reason": "It is broken.", "x-source": "seen", **more}


def overlay(*actions: Any) -> dict[str, Any]:
    return NO_CORRECTIONS | {"actions": list(actions)}


def applied(*actions: Any) -> Any:
    return apply_overlay(DOCUMENT, overlay(*actions))


def test_without_actions_it_gives_a_copy() -> None:
    corrected = applied()
    assert corrected == DOCUMENT
    corrected["a"].clear()
    assert DOCUMENT["a"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (action("$.a", update={"b": 2, "new": {"e": 1}}), {"b": 2, "new": {"e": 1}}),
        (action("$.a.nested", update={"c": {"e": 2}}), {"nested": {"c": {"d": 1, "e": 2}}}),
        (action("$.a.list", update=4), {"list": [1, 2, 3, 4]}),
        (action("$.a.list", update=[4, 5]), {"list": [1, 2, 3, 4, 5]}),
        (action("$.a", update={"list": 4}), {"list": 4}),
        (action("$.a.list[0, 2]", remove=True), {"list": [2]}),
        (action("$.a.list[0, 0]", remove=True), {"list": [2, 3]}),
        (action("$.a.b", update="text"), {"b": "text"}),
        (action("$.a.list[?@ > 1]", update=9), {"list": [1, 9, 9]}),
    ],
)
def test_a_change(change: dict[str, Any], expected: dict[str, Any]) -> None:
    assert applied(change)["a"] == DOCUMENT["a"] | expected


def test_a_removed_place_may_hold_another_that_is_removed() -> None:
    assert "nested" not in applied(action("$.a['nested', 'nested']", remove=True))["a"]
    document = {"x": {"x": {"y": 1}}, "z": 1}
    assert apply_overlay(document, overlay(action("$..x", remove=True))) == {"z": 1}


def test_actions_follow_one_another() -> None:
    first, then = action("$.a", update={"new": {}}), action("$.a.new", update={"deep": 1})
    assert applied(first, then)["a"]["new"] == {"deep": 1}


def test_an_update_is_copied() -> None:
    shared = {"list": [1]}
    corrected = applied(action("$.a.nested", update=shared), action("$.a.nested.list", update=2))
    assert corrected["a"]["nested"]["list"] == [1, 2]
    assert shared == {"list": [1]}


STALE = {
    "matches nothing": (action("$.nowhere", remove=True), r"its target \$\.nowhere matches nothing"),
    "matches everything": (action("$", update={"a": 1}), "matches the whole document"),
    "changes nothing": (action("$.a", update={"b": 1}), "it changes nothing"),
    "was mended": (action("$.a", update={"b": 2}, **{"x-unless": "$.a.list"}), r"the definition now has \$\.a\.list"),
    "no reason": (action("$.a", remove=True, **{"x-reason": " "}), "it has no x-reason"),
    "no source": (action("$.a", remove=True, **{"x-source": None}), "it has no x-source"),
    "no target": (action("", remove=True), "it has no target"),
    "an x-unless that is none": (action("$.a", remove=True, **{"x-unless": 5}), "it has no x-unless"),
    "no description": (action("$.a", remove=True, description=""), "it has no description"),
    "neither": (action("$.a"), "it needs either `update` or `remove: true`"),
    "both": (action("$.a", update={}, remove=True), "it needs either `update` or `remove: true`"),
    "a key that is unknown": (action("$.a", remove=True, **{"x-unles": "$.b"}), "it has the key 'x-unles', for which"),
    "a key that is no text": (
        action("$.a", update={"responses": [{200: {}}]}),
        "/update/responses/0: the key 200 is no text: quote it",
    ),
    "a date": (
        action("$.a", update={"e": datetime.date(2024, 2, 1)}),
        "/update/e: 2024-02-01 is no value of JSON: quo",
    ),
    "no number": (action("$.a", update={"e": [0.5, float("nan")]}), "/update/e/1: nan is no number of JSON"),
    "endless": (action("$.a", update=float("inf")), "/update: inf is no number of JSON"),
    "no JSONPath": (action("a.b", remove=True), "its target or x-unless is not a JSONPath"),
    "no JSONPath to what mends it": (action("$.a", remove=True, **{"x-unless": "]"}), "is not a JSONPath"),
}


@pytest.mark.parametrize(("stale", "message"), STALE.values(), ids=STALE)
def test_an_action_that_no_longer_holds_is_named(stale: dict[str, Any], message: str) -> None:
    with pytest.raises(PipelineError, match=rf"no longer hold:\n  1\. .*: .*{message}"):
        applied(stale)


def test_all_of_them_are_named_at_once() -> None:
    actions = [stale | {"description": name} for name, (stale, _) in STALE.items() if name != "no description"]
    with pytest.raises(PipelineError) as raised:
        applied(action("$.a", update={"good": 1}), *actions)
    said = str(raised.value)
    for number, stale in enumerate(actions, start=2):
        assert f"  {number}. {stale['description']}: " in said
    assert "  1." not in said
    assert "remove the action" in said


def test_the_argument_is_not_changed() -> None:
    before = copy.deepcopy(DOCUMENT)
    applied(action("$.a", remove=True))
    assert before == DOCUMENT


@pytest.mark.parametrize("version", [None, "2.0.0", 1])
def test_another_version_is_refused(version: Any) -> None:
    with pytest.raises(PipelineError, match=r"does not say `overlay: 1\.0\.0`"):
        apply_overlay(DOCUMENT, overlay() | {"overlay": version})


def test_an_unknown_key_of_the_overlay_is_named() -> None:
    with pytest.raises(PipelineError, match="The overlay has the key 'extends', for which there is no rule"):
        apply_overlay(DOCUMENT, overlay() | {"extends": "a.json"})


@pytest.mark.parametrize(
    ("actions", "message"),
    [({}, "/actions of the overlay: an array is wanted"), (["text"], "Action 1 of the overlay: an object is wanted")],
)
def test_malformed_actions_are_named(actions: Any, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        apply_overlay(DOCUMENT, overlay() | {"actions": actions})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "cannot be read as YAML"),
        ("- a", "not an overlay"),
        ("\x00", "cannot be read"),
        ("a:\n- {update: 1, remove: 2, update: 3}", "the key 'update' stands twice"),
        ("{a: 1}: b", "cannot be read as YAML: while constructing a mapping"),
    ],
)
def test_a_file_that_is_no_overlay_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError, match=rf"overlay\.yaml.*{message}"):
        read_overlay(path)


def test_anchors_and_merges_are_no_keys_that_stand_twice(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text("a: &a {b: 1}\nc: {<<: *a, b: 2}\nd: *a\n", encoding="utf-8")
    assert read_overlay(path) == {"a": {"b": 1}, "c": {"b": 2}, "d": {"b": 1}}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"overlay\.yaml cannot be read.*No such file"):
        read_overlay(tmp_path / "overlay.yaml")


_objects = st.recursive(
    st.integers(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8
).filter(lambda value: isinstance(value, dict))


@given(_objects, _objects)
def test_an_update_holds_everything_it_says_and_keeps_the_rest(target: Any, update: Any) -> None:
    document = {"x": target}
    try:
        merged = apply_overlay(document, overlay(action("$.x", update=update)))["x"]
    except PipelineError:
        merged = target

    def check(before: Any, said: Any, after: Any) -> None:
        if isinstance(before, dict) and isinstance(said, dict):
            assert after.keys() == before.keys() | said.keys()
            for key in after:
                if key not in said:
                    assert after[key] == before[key]
                elif key in before:
                    check(before[key], said[key], after[key])
                else:
                    assert after[key] == said[key]
        else:
            assert after == said

    check(target, update, merged)


def test_the_corrections_of_the_repository_fit(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    upgraded = upgrade(definition)
    corrected = apply_overlay(upgraded, overlay)
    assert {f"{method} {path}" for method, path, _ in operations(corrected)} >= {
        f"{method} {path}" for method, path, _ in operations(upgraded)
    } | {"GET /Persons/Search", "GET /Persons/ByOrganisation/{organisationId}"}
    assert {"ObjectDto", "CountryDto"} <= models(corrected).keys()


def test_they_are_stale_on_a_definition_that_they_corrected(
    definition: dict[str, Any], overlay: dict[str, Any]
) -> None:
    corrected = apply_overlay(upgrade(definition), overlay)
    with pytest.raises(PipelineError) as raised:
        apply_overlay(corrected, overlay)
    said = str(raised.value)
    for each in overlay["actions"]:
        # What adds to a list or removes and puts anew is told by its x-unless, the rest by changing nothing.
        assert f"{each['description']}: " in said or each["target"].endswith(("['$ref']", ".schema"))
