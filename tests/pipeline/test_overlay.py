"""Overlay actions: each has a reason, matches something and changes something."""

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
    return {"target": target, "description": "Fix it", "x-reason": "It is broken.", "x-source": "observed", **more}


def overlay(*actions: Any) -> dict[str, Any]:
    return NO_CORRECTIONS | {"actions": list(actions)}


def applied(*actions: Any) -> Any:
    return apply_overlay(DOCUMENT, overlay(*actions))


def test_overlay_without_actions_returns_a_copy() -> None:
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
def test_update_and_remove(change: dict[str, Any], expected: dict[str, Any]) -> None:
    assert applied(change)["a"] == DOCUMENT["a"] | expected


def test_nested_targets_are_removed() -> None:
    assert "nested" not in applied(action("$.a['nested', 'nested']", remove=True))["a"]
    document = {"x": {"x": {"y": 1}}, "z": 1}
    assert apply_overlay(document, overlay(action("$..x", remove=True))) == {"z": 1}


def test_actions_apply_in_order() -> None:
    first, then = action("$.a", update={"new": {}}), action("$.a.new", update={"deep": 1})
    assert applied(first, then)["a"]["new"] == {"deep": 1}


def test_update_is_copied() -> None:
    shared = {"list": [1]}
    corrected = applied(action("$.a.nested", update=shared), action("$.a.nested.list", update=2))
    assert corrected["a"]["nested"]["list"] == [1, 2]
    assert shared == {"list": [1]}


STALE = {
    "matches nothing": (action("$.nowhere", remove=True), r"its target \$\.nowhere matches nothing"),
    "matches everything": (action("$", update={"a": 1}), "matches the whole document"),
    "changes nothing": (action("$.a", update={"b": 1}), "it changes nothing"),
    "x-unless matches": (
        action("$.a", update={"b": 2}, **{"x-unless": "$.a.list"}),
        r"the definition now has \$\.a\.list",
    ),
    "no reason": (action("$.a", remove=True, **{"x-reason": " "}), "it has no x-reason"),
    "no source": (action("$.a", remove=True, **{"x-source": None}), "it has no x-source"),
    "no target": (action("", remove=True), "it has no target"),
    "x-unless is not a string": (action("$.a", remove=True, **{"x-unless": 5}), "it has no x-unless"),
    "no description": (action("$.a", remove=True, description=""), "it has no description"),
    "neither update nor remove": (action("$.a"), "it needs either `update` or `remove: true`"),
    "both update and remove": (action("$.a", update={}, remove=True), "it needs either `update` or `remove: true`"),
    "unknown key": (action("$.a", remove=True, **{"x-unles": "$.b"}), "it has the unknown key 'x-unles'"),
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
    "invalid target": (action("a.b", remove=True), "its target or x-unless is not a JSONPath"),
    "invalid x-unless": (action("$.a", remove=True, **{"x-unless": "]"}), "is not a JSONPath"),
}


@pytest.mark.parametrize(("stale", "message"), STALE.values(), ids=STALE)
def test_invalid_or_stale_action_raises(stale: dict[str, Any], message: str) -> None:
    with pytest.raises(
        PipelineError, match=rf"^Invalid or stale actions in swagger/overlay\.yaml:\n  1\. .*: .*{message}"
    ):
        applied(stale)


def test_all_problems_are_reported_together() -> None:
    actions = [stale | {"description": name} for name, (stale, _) in STALE.items() if name != "no description"]
    with pytest.raises(PipelineError) as raised:
        applied(action("$.a", update={"good": 1}), *actions)
    message = str(raised.value)
    for number, stale in enumerate(actions, start=2):
        assert f"  {number}. {stale['description']}: " in message
    assert "  1." not in message
    assert "remove the action" in message


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
def test_malformed_actions_raise(actions: Any, message: str) -> None:
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
def test_update_merges_and_keeps_the_rest(target: Any, update: Any) -> None:
    document = {"x": target}
    try:
        merged = apply_overlay(document, overlay(action("$.x", update=update)))["x"]
    except PipelineError:
        merged = target

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
            assert after == update

    check(target, update, merged)


def test_overlay_of_the_repository_applies(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    upgraded = upgrade(definition)
    corrected = apply_overlay(upgraded, overlay)
    assert {f"{method} {path}" for method, path, _ in operations(corrected)} >= {
        f"{method} {path}" for method, path, _ in operations(upgraded)
    } | {"GET /Persons/Search", "GET /Persons/ByOrganisation/{organisationId}"}
    assert {"ObjectDto", "CountryDto"} <= models(corrected).keys()


@pytest.mark.slow
def test_applied_actions_are_stale(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    corrected = apply_overlay(upgrade(definition), overlay)
    with pytest.raises(PipelineError) as raised:
        apply_overlay(corrected, overlay)
    message = str(raised.value)
    for each in overlay["actions"]:
        # Most actions change nothing the second time. Two match nothing or add to a list again.
        assert f"{each['description']}: " in message or each["target"].endswith(("['$ref']", ".schema"))
