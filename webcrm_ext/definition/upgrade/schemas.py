"""Upgrade of schemas: of models, and of parameters, form fields and their items."""

from __future__ import annotations

import copy
from typing import Any

from webcrm_ext.definition.document import Document, listing, mapping, pointer
from webcrm_ext.definition.upgrade.checks import no_rule

VALUE_KEYWORDS = {
    "type", "format", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf",
    "x-enumNames", "x-enum-varnames", "x-nullable",
}  # fmt: skip
"""What Swagger 2.0 writes beside the name of a parameter, and OpenAPI 3 in its schema."""
_RENAMED = {"x-nullable": "nullable"}
_TYPES = {"string", "number", "integer", "boolean", "array", "object"}


def value_schema(holder: Document, location: str) -> Document:
    """Return the schema of a parameter, form field or item, which Swagger 2.0 writes beside its name."""
    _check_type(holder, location)
    schema: Document = {
        _RENAMED.get(key, key): copy.deepcopy(holder[key]) for key in sorted(VALUE_KEYWORDS) if key in holder
    }
    if holder["type"] == "array":
        items = holder.get("items")
        if items is None:
            raise no_rule(location, "an array without items")
        mapping(items, location + pointer("items"))
        if items.get("collectionFormat", "csv") != "csv" or items.get("type") == "array":
            raise no_rule(location + pointer("items"), "an array of arrays")
        schema["items"] = value_schema(items, location + pointer("items"))
    return schema


def upgrade_schema(schema: Any, location: str) -> Document:
    """Return the upgraded schema of a model, body or response. Keywords without a rule stay as they are."""
    mapping(schema, location)
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix("#/definitions/")
        if name == schema["$ref"]:
            raise no_rule(location, f"the reference {schema['$ref']!r}")
        return {"$ref": f"#/components/schemas/{name}"}
    if "type" in schema:
        _check_type(schema, location)
    return dict(_keyword(key, value, location + pointer(key)) for key, value in schema.items())


def _keyword(key: str, value: Any, location: str) -> tuple[str, Any]:
    match key:
        case "properties":
            return key, {
                name: upgrade_schema(item, location + pointer(name)) for name, item in mapping(value, location).items()
            }
        case "items":
            return key, upgrade_schema(value, location)
        case "allOf":
            return key, [
                upgrade_schema(item, location + pointer(index)) for index, item in enumerate(listing(value, location))
            ]
        case "required" | "enum":
            return key, copy.deepcopy(listing(value, location))
        case "additionalProperties" if not isinstance(value, bool):
            return key, upgrade_schema(value, location)
        case "discriminator":
            return key, {"propertyName": value}
        case _:
            return _RENAMED.get(key, key), copy.deepcopy(value)


def _check_type(holder: Document, location: str) -> None:
    kind = holder.get("type")
    if not isinstance(kind, str) or kind not in _TYPES:
        raise no_rule(location, f"type {kind!r}")
