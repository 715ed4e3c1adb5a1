"""Normalise a schema to what the generated client depends on, with its documentation kept apart."""

from __future__ import annotations

import json
import re
from typing import Any

from webcrm_ext.definition.document import Document, never_null
from webcrm_ext.definition.naming import snake_case

Schema = Any
"""A normalised schema: an object of keywords, or any other value that the definition has instead."""

DOCUMENTATION = "#documentation"
"""The key of the documentation in a normalised schema."""

TYPE_NAME = "#type"
"""The key, in an inline enum, of the name of the type that the client generates for it."""

NUMBER_NAMES = "#names"
"""The key, in an enum of numbers, of their names in the client, by number."""

COMPOSITION = ("allOf", "anyOf", "oneOf")
DOCUMENTATION_KEYS = ("summary", "description", "externalDocs", "example", "examples")
_SCHEMA_DOCUMENTATION = (*DOCUMENTATION_KEYS, "title", "deprecated", "xml")
_ENUM_NAMES = ("x-enum-varnames", "x-enumNames")
_FALSE_BY_DEFAULT = ("nullable", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum", "readOnly", "writeOnly")
# OpenAPI 3.0 allows these beside a reference only if the reference is wrapped in `allOf`.
_BESIDE_A_REFERENCE = {"allOf", "nullable", "readOnly", "writeOnly"}
_NULL = {"type": "null"}
_REFERENCES = re.compile(r"#/(?:components/schemas|definitions)/")


def canonical(value: Any) -> str:
    """Return a value as JSON with sorted keys. Unlike `==`, it distinguishes 1 from true."""
    return json.dumps(value, sort_keys=True)


def normalise_schema(schema: Any, *, is_record: bool = False) -> Schema:
    """Return the normalised form of a schema.

    Args:
        schema: The schema as it is in the definition.
        is_record: Whether it is a model or a form, whose properties are all nullable in the client.
    """
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": _REFERENCES.sub("", str(schema["$ref"]))}
    schema = _with_nullable(schema)
    normalised: Document = {}
    documentation: Document = {}
    for key, value in schema.items():
        if key in _SCHEMA_DOCUMENTATION:
            documentation[key] = value
        elif not (key in _FALSE_BY_DEFAULT and value is False):
            normalised[key] = _keyword(key, value, schema, is_record=is_record)
    if isinstance(normalised.get("additionalProperties"), bool) or normalised.get("additionalProperties") == {}:
        # The client keeps unknown properties whether or not they are declared.
        del normalised["additionalProperties"]
    _name_numbers(normalised)
    members = normalised.get("allOf")
    if isinstance(members, list) and len(members) == 1 and normalised.keys() <= _BESIDE_A_REFERENCE:
        normalised = {**{key: value for key, value in normalised.items() if key != "allOf"}, **members[0]}
    return {**normalised, DOCUMENTATION: documentation} if documentation else normalised


def _name_numbers(schema: Document) -> None:
    """Replace the names of an enum's numbers by a map, in which the order does not matter.

    A number without a name is `VALUE_1` in the client.
    """
    values = schema.get("enum")
    if schema.get("type") != "integer" or not isinstance(values, list):
        return
    names: list[Any] = next((schema.pop(key) for key in _ENUM_NAMES if _is_list_of(len(values), schema.get(key))), [])
    named = dict(zip(map(str, values), names, strict=False))
    schema[NUMBER_NAMES] = {number: _member(number, str(named.get(number, ""))) for number in map(str, values)}


def _is_list_of(length: int, value: Any) -> bool:
    return isinstance(value, list) and len(value) == length


def _member(number: str, name: str) -> str:
    words = "_".join(snake_case(word) for word in re.split(r"[\W_]+", name)).upper()
    return words if words.isidentifier() else f"VALUE_{number}".replace("-", "MINUS_")


def _with_nullable(schema: Document) -> Document:
    """Return the schema with null declared as in OpenAPI 3.0; OpenAPI 3.1 has a null type instead."""
    types = schema.get("type")
    if isinstance(types, list):
        remaining = [each for each in types if each != "null"]
        schema = {**schema, "type": remaining[0] if len(remaining) == 1 else types}
        if len(remaining) == 1 < len(types):
            schema["nullable"] = True
            if isinstance(schema.get("enum"), list):
                schema["enum"] = [value for value in schema["enum"] if value is not None]
    for key in ("anyOf", "oneOf"):
        members = schema.get(key)
        if isinstance(members, list) and _NULL in members:
            remaining = [member for member in members if member != _NULL]
            others = {name: value for name, value in schema.items() if name != key}
            composition = "allOf" if len(remaining) == 1 and "allOf" not in others else key
            schema = {**others, composition: remaining, "nullable": True}
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
    """Return a normalised schema without documentation and type names, as canonical JSON."""
    return canonical(_without(schema, DOCUMENTATION, TYPE_NAME))


def without_documentation(schema: Schema) -> Schema:
    """Return a normalised schema without its documentation."""
    return _without(schema, DOCUMENTATION)


def _without(schema: Schema, *keys: str) -> Schema:
    if isinstance(schema, dict):
        return {key: _without(value, *keys) for key, value in schema.items() if key not in keys}
    return [_without(each, *keys) for each in schema] if isinstance(schema, list) else schema
