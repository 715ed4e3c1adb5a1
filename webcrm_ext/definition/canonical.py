"""Canonical form of a document: equal content has equal bytes, so a diff shows only changes."""

from __future__ import annotations

import json
import re
from typing import Any

from webcrm_ext.definition.document import Document

_MAPS_OF_NAMES = frozenset({"properties", "definitions", "schemas", "paths", "responses", "parameters"})


def canonicalise(document: Document) -> bytes:
    """Return a document as JSON with sorted keys, an indent of two spaces and a final newline.

    Keys are in natural order: `Custom2` before `Custom10`. Lists keep their order, because it can matter (parameters,
    media types). `required` is a set and is sorted. Whole floats become integers, because JSON has one number type.
    """
    ordered = _in_natural_order(canonical_form(document))
    text = json.dumps(ordered, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def canonical_form(value: Any, *, keys_are_names: bool = False) -> Any:
    """Return a document in canonical form, apart from the order of keys."""
    if isinstance(value, dict):
        return {
            key: sorted(item)
            if key == "required" and not keys_are_names and _is_list_of_strings(item)
            else canonical_form(item, keys_are_names=not keys_are_names and key in _MAPS_OF_NAMES)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [canonical_form(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _in_natural_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_natural_order(value[key]) for key in sorted(value, key=_natural)}
    return [_in_natural_order(item) for item in value] if isinstance(value, list) else value


def _natural(key: str) -> list[tuple[str, int]]:
    """Return a sort key in which the numbers in a string count as numbers."""
    return [(text, int(digits or 0)) for text, digits in re.findall(r"([^0-9]*)([0-9]*)", key)]


def _is_list_of_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
