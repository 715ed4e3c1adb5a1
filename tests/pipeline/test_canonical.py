"""Equal content has equal bytes."""

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

# Only strings that UTF-8 can encode: reading a definition rejects lone surrogates.
_strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_json = st.recursive(
    st.none() | st.booleans() | _numbers | _strings,
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
def test_content_alone_determines_the_bytes(document: dict[str, Any], order: random.Random) -> None:
    once = canonicalise(document)
    assert json.loads(once) == document
    assert canonicalise(json.loads(once)) == once
    assert canonicalise(shuffled(document, order)) == once


@pytest.mark.parametrize("path", definitions(), ids=lambda path: path.stem)
def test_whole_definition_is_idempotent(path: Any) -> None:
    once = canonicalise(read(path))
    assert canonicalise(json.loads(once)) == once


def test_committed_definition_is_canonical() -> None:
    committed = (ROOT / "swagger/webcrm.json").read_bytes()
    assert canonicalise(json.loads(committed)) == committed


def test_format() -> None:
    assert canonicalise({"b": [2.0, "é"], "a": {}}) == b'{\n  "a": {},\n  "b": [\n    2,\n    "\xc3\xa9"\n  ]\n}\n'


def test_required_is_sorted_and_other_lists_keep_their_order() -> None:
    document = {"definitions": {"A": {"required": ["b", "a"], "enum": ["b", "a"]}}}
    written = json.loads(canonicalise(document))["definitions"]["A"]
    assert written == {"required": ["a", "b"], "enum": ["b", "a"]}


def test_property_named_required_is_unchanged() -> None:
    document = {"properties": {"required": ["b", "a"], "other": {"required": ["b", "a"]}}}
    assert json.loads(canonicalise(document)) == {
        "properties": {"required": ["b", "a"], "other": {"required": ["a", "b"]}}
    }


def test_boolean_required_is_unchanged() -> None:
    assert json.loads(canonicalise({"required": True})) == {"required": True}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_nan_and_infinity_raise(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonicalise({"a": value})
