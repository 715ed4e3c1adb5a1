"""Settle a schema into what a client depends on, with its words kept apart."""

from __future__ import annotations

import json
import re
from typing import Any

from webcrm_ext.definition.document import Document, never_null

Schema = Any
"""A settled schema: an object of keywords, or whatever stands in the place of one."""

PROSE = "#prose"
"""The key of a settled schema that holds its words."""

TYPE_NAME = "#type"
"""The key of a list of values that holds what the client calls its type, where it has no name of its own."""

COMPOSITION = ("allOf", "anyOf", "oneOf")
WORDS = ("summary", "description", "externalDocs", "example", "examples")
# What says something to a reader, and nothing to the client.
_SCHEMA_WORDS = (*WORDS, "deprecated", "xml")
_FALSE_BY_DEFAULT = ("nullable", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum", "readOnly", "writeOnly")
# What OpenAPI 3.0 can say beside a reference only by wrapping it.
_BESIDE_A_REFERENCE = {"allOf", "nullable", "readOnly", "writeOnly"}
_NULL = {"type": "null"}
_REFERENCES = re.compile(r"#/(?:components/schemas|definitions)/")


def canonical(value: Any) -> str:
    """Give a value as text that is the same for the same JSON, whatever the order of keys; 1 and true differ."""
    return json.dumps(value, sort_keys=True)


def normalise_schema(schema: Any, *, is_record: bool = False) -> Schema:
    """Settle a schema. In a record, as models and forms are, every property may be null that can be."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": _REFERENCES.sub("", str(schema["$ref"]))}
    schema = _with_nullable(schema)
    settled: Document = {}
    words: Document = {}
    for key, value in schema.items():
        if key in _SCHEMA_WORDS:
            words[key] = value
        elif not (key in _FALSE_BY_DEFAULT and value is False):
            settled[key] = _keyword(key, value, schema, is_record=is_record)
    if isinstance(settled.get("additionalProperties"), bool) or settled.get("additionalProperties") == {}:
        # The client keeps what it does not know, whether that is declared or not.
        del settled["additionalProperties"]
    members = settled.get("allOf")
    if isinstance(members, list) and len(members) == 1 and settled.keys() <= _BESIDE_A_REFERENCE:
        settled = {**{key: value for key, value in settled.items() if key != "allOf"}, **members[0]}
    return {**settled, PROSE: words} if words else settled


def _with_nullable(schema: Document) -> Document:
    """Say as OpenAPI 3.0 does that a value can be null: 3.1 has a type for it, and lists that beside the others."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        left = [kind for kind in kinds if kind != "null"]
        schema = {**schema, "type": left[0] if len(left) == 1 else kinds}
        if len(left) == 1 < len(kinds):
            schema["nullable"] = True
            if isinstance(schema.get("enum"), list):
                schema["enum"] = [value for value in schema["enum"] if value is not None]
    for key in ("anyOf", "oneOf"):
        members = schema.get(key)
        if isinstance(members, list) and _NULL in members:
            left = [member for member in members if member != _NULL]
            others = {name: value for name, value in schema.items() if name != key}
            schema = {**others, "allOf" if len(left) == 1 and "allOf" not in others else key: left, "nullable": True}
    return schema


def _keyword(key: str, value: Any, schema: Document, *, is_record: bool) -> Any:
    if key == "properties" and isinstance(value, dict):
        required = schema.get("required")
        required = required if isinstance(required, list) else []
        properties = {name: normalise_schema(each) for name, each in value.items()}
        for name, each in properties.items():
            if is_record and isinstance(each, dict) and not never_null(name, required):
                each.pop("nullable", None)
        return properties
    if key in ("items", "additionalProperties"):
        return normalise_schema(value)
    if key in COMPOSITION and isinstance(value, list):
        return [normalise_schema(each) for each in value]
    if key == "required" and isinstance(value, list):
        return sorted(set(map(str, value)))
    return value


def shape(schema: Schema) -> str:
    """Give what a settled schema is, its words aside, as text that is the same for the same."""
    return canonical(_without(schema, PROSE, TYPE_NAME))


def without_prose(schema: Schema) -> Schema:
    """Give a settled schema without its words."""
    return _without(schema, PROSE)


def _without(schema: Schema, *keys: str) -> Schema:
    if isinstance(schema, dict):
        return {key: _without(value, *keys) for key, value in schema.items() if key not in keys}
    return [_without(each, *keys) for each in schema] if isinstance(schema, list) else schema
