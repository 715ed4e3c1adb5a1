"""Canonical form of a document: equal content has equal bytes, so a diff shows only changes."""

from __future__ import annotations

import json
from typing import Any

from webcrm_ext.definition.document import Document

_MAPS_OF_NAMES = frozenset({"properties", "definitions", "schemas", "paths", "responses", "parameters"})


def canonicalise(document: Document) -> bytes:
    """Return a document as JSON with sorted keys, an indent of two spaces and a final newline.

    Lists keep their order, because it can matter (parameters, media types). `required` is a set and
    is sorted. Whole floats become integers, because JSON has one number type.
    """
    text = json.dumps(canonical_form(document), indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
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


def _is_list_of_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
