"""The same content always gives the same bytes."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcrm_ext.definition.canonical import canonicalise

from .documents import ROOT, definitions, read

# Only what can be written as UTF-8: half of a surrogate pair is refused when a definition is read.
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_json = st.recursive(
    st.none() | st.booleans() | _numbers | _texts,
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdefpr", max_size=8), inner),
    max_leaves=20,
)
_objects = st.dictionaries(st.text("abcdefpr", max_size=8), _json)


def shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key], order) for key in keys}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


@pytest.mark.slow
@given(_objects, st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(document: dict[str, Any], order: random.Random) -> None:
    assert canonicalise(shuffled(document, order)) == canonicalise(document)


@pytest.mark.slow
@given(_objects)
def test_it_is_stable(document: dict[str, Any]) -> None:
    once = canonicalise(document)
    assert canonicalise(json.loads(once)) == once


@pytest.mark.slow
@given(_objects)
def test_nothing_is_lost(document: dict[str, Any]) -> None:
    assert json.loads(canonicalise(document)) == document


@pytest.mark.parametrize("path", definitions(), ids=lambda path: path.stem)
def test_it_is_stable_on_a_whole_definition(path: Any) -> None:
    once = canonicalise(read(path))
    assert canonicalise(json.loads(once)) == once


def test_the_committed_definition_is_canonical() -> None:
    committed = (ROOT / "swagger/webcrm.json").read_bytes()
    assert canonicalise(json.loads(committed)) == committed


def test_the_form() -> None:
    assert canonicalise({"b": [2.0, "é"], "a": {}}) == b'{\n  "a": {},\n  "b": [\n    2,\n    "\xc3\xa9"\n  ]\n}\n'


def test_required_is_a_set_and_other_lists_keep_their_order() -> None:
    document = {"definitions": {"A": {"required": ["b", "a"], "enum": ["b", "a"]}}}
    written = json.loads(canonicalise(document))["definitions"]["A"]
    assert written == {"required": ["a", "b"], "enum": ["b", "a"]}


def test_a_property_named_required_is_left_alone() -> None:
    document = {"properties": {"required": ["b", "a"], "other": {"required": ["b", "a"]}}}
    assert json.loads(canonicalise(document)) == {
        "properties": {"required": ["b", "a"], "other": {"required": ["a", "b"]}}
    }


def test_a_required_that_is_a_truth_value_is_left_alone() -> None:
    assert json.loads(canonicalise({"required": True})) == {"required": True}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_json_cannot_say_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonicalise({"a": value})
