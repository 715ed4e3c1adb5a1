"""One spelling for each schema: null, constants, single alternatives and bounds, as OpenAPI 3.0 writes them.

Swashbuckle, NSwag and ASP.NET Core spell the same C# type differently, and OpenAPI 3.1 differently again. Keywords
without a rule stay as they are: the client ignores them, and the drift check compares them.
"""

from __future__ import annotations

from typing import Any

from webcrm_ext.definition.document import Document

BINARY: Document = {"type": "string", "format": "binary"}

_NULL: Document = {"nullable": True}
"""What a schema that allows only null becomes."""
_LISTS = ("allOf", "anyOf", "oneOf")
_KINDS: tuple[tuple[type, str], ...] = ((bool, "boolean"), (str, "string"), (int, "integer"), (float, "number"))
_ENUM_NAMES = ("x-enumNames", "x-enum-varnames")


def simplify_schema(schema: Any, *, keep_siblings: bool) -> Any:
    """Return a schema in its one spelling. The argument is not changed; what is no schema is returned as it is.

    Args:
        schema: The schema.
        keep_siblings: Whether keywords beside a reference count, as in OpenAPI 3.1; before, they are ignored.
    """
    if isinstance(schema, bool):
        return {}
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        reference = {"$ref": schema["$ref"]}
        siblings = {key: value for key, value in schema.items() if key != "$ref"}
        if not (siblings and keep_siblings):
            return reference
        schema = {**siblings, "allOf": [reference, *_members(siblings, "allOf")]}
    simple = {key: _keyword(key, value, keep_siblings=keep_siblings) for key, value in schema.items()}
    for simplify in (_types, _constant, _alternatives, _values, _bounds, _content, _items):
        simplify(simple)
    return _without_wrapper(simple)


def _keyword(key: str, value: Any, *, keep_siblings: bool) -> Any:
    if key == "properties" and isinstance(value, dict):
        return {name: simplify_schema(each, keep_siblings=keep_siblings) for name, each in value.items()}
    if key in _LISTS and isinstance(value, list):
        return [simplify_schema(each, keep_siblings=keep_siblings) for each in value]
    if key == "items" or (key == "additionalProperties" and not isinstance(value, bool)):
        return simplify_schema(value, keep_siblings=keep_siblings)
    return value


def _types(schema: Document) -> None:
    """Replace a list of types, and the type null, by one type and `nullable`."""
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else ["null"] if kind == "null" else None
    if kinds is None:
        return
    remaining = [each for each in kinds if each != "null"]
    if len(remaining) < len(kinds):
        schema["nullable"] = True
    numbers = [each for each in remaining if each in ("integer", "number")]
    if numbers and len(remaining) == 2 and "string" in remaining:  # noqa: PLR2004 - a pair
        # ASP.NET Core reads numbers also from strings, and declares so. It writes numbers.
        remaining = numbers
        schema.pop("pattern", None)
    del schema["type"]
    if len(remaining) == 1:
        schema["type"] = remaining[0]
    elif remaining:
        schema["anyOf"] = [*_members(schema, "anyOf"), *({"type": each} for each in remaining)]


def _constant(schema: Document) -> None:
    """Replace `const` by an enum of one value."""
    if "const" not in schema:
        return
    value = schema.pop("const")
    if value is None:
        schema["nullable"] = True
        return
    kind = next((name for type_, name in _KINDS if isinstance(value, type_)), None)
    if kind is not None:
        schema.setdefault("type", kind)
    if kind in ("string", "integer"):
        schema.setdefault("enum", [value])


def _alternatives(schema: Document) -> None:
    """Remove null from alternatives, and turn a single alternative into `allOf`."""
    for key in ("anyOf", "oneOf"):
        members = schema.get(key)
        if not isinstance(members, list):
            continue
        remaining = [each for each in members if each != _NULL]
        if len(remaining) < len(members):
            schema["nullable"] = True
        if len(remaining) > 1:
            schema[key] = remaining
        else:
            del schema[key]
            if remaining:
                schema["allOf"] = [*_members(schema, "allOf"), *remaining]


def _values(schema: Document) -> None:
    """Remove null and repeated values from an enum, with their names, and add the type if it is missing."""
    values = schema.get("enum")
    if not isinstance(values, list):
        return
    kept = [index for index, value in enumerate(values) if value is not None and not _repeats(value, values[:index])]
    if any(value is None for value in values):
        schema["nullable"] = True
    for key in _ENUM_NAMES:
        if isinstance(schema.get(key), list) and len(schema[key]) == len(values):
            schema[key] = [schema[key][index] for index in kept]
    schema["enum"] = [values[index] for index in kept]
    if not kept:
        del schema["enum"]
    kinds = {next((name for type_, name in _KINDS if isinstance(value, type_)), "") for value in schema.get("enum", ())}
    if len(kinds) == 1 and "type" not in schema and "allOf" not in schema and (kind := kinds.pop()):
        schema["type"] = kind


def _repeats(value: Any, earlier: list[Any]) -> bool:
    return any(type(value) is type(each) and value == each for each in earlier)


def _bounds(schema: Document) -> None:
    """Replace an exclusive bound that is a number by the bound and a flag."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        value = schema.get(exclusive)
        if isinstance(value, int | float) and not isinstance(value, bool):
            schema[bound], schema[exclusive] = value, True


def _content(schema: Document) -> None:
    """Set the format of a file, which OpenAPI 3.1 declares by a media type."""
    media_type = schema.get("contentMediaType")
    if schema.get("type", "string") == "string" and media_type == "application/octet-stream":
        schema |= BINARY
        del schema["contentMediaType"]


def _items(schema: Document) -> None:
    if schema.get("type") == "array":
        schema.setdefault("items", {})


def _without_wrapper(schema: Document) -> Document:
    """Return a schema without an `allOf` of one member that adds nothing to it."""
    members = schema.get("allOf")
    if not isinstance(members, list) or len(members) > 1:
        return schema
    rest = {key: value for key, value in schema.items() if key != "allOf"}
    if not members:
        return rest
    member = members[0]
    if not isinstance(member, dict):
        return schema
    if "$ref" in member:
        return schema if rest else member
    # Keywords of both: the outer ones count, and of objects the parts of both.
    merged = {**member, **rest}
    for key in ("properties",):
        if isinstance(member.get(key), dict) and isinstance(rest.get(key), dict):
            merged[key] = {**member[key], **rest[key]}
    if isinstance(member.get("required"), list) and isinstance(rest.get("required"), list):
        merged["required"] = [*rest["required"], *(each for each in member["required"] if each not in rest["required"])]
    return merged


def _members(schema: Document, key: str) -> list[Any]:
    members = schema.get(key)
    return members if isinstance(members, list) else []
