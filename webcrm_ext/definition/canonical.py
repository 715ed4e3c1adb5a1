"""Canonical form: the same content always gives the same bytes, so that a diff shows only change."""

from __future__ import annotations

import json
from typing import Any

from webcrm_ext.definition.document import Document

_MAPS_OF_NAMES = frozenset({"properties", "definitions", "schemas", "paths", "responses", "parameters"})


def canonicalise(document: Document) -> bytes:
    """Write a document as JSON with sorted keys, two spaces of indentation and a final newline.

    Lists keep their order, for it can carry meaning (a signature's parameters, the first media
    type), except `required`, which is a set. Whole floats become integers: JSON has one number type.
    """
    text = json.dumps(canonical_form(document), indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def canonical_form(value: Any, *, keys_are_names: bool = False) -> Any:
    """Give a document as its canonical form holds it, but for the order of its keys."""
    if isinstance(value, dict):
        return {
            key: sorted(item)
            if key == "required" and not keys_are_names and _is_list_of_text(item)
            else canonical_form(item, keys_are_names=not keys_are_names and key in _MAPS_OF_NAMES)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [canonical_form(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
