"""What stands where in an OpenAPI 3 document, and whether two declarations are of the same type."""

from __future__ import annotations

from typing import Any

from webcrm_ext.definition.document import METHODS, Document

Location = tuple[str | int, ...]

_SCHEMA = {"properties": "properties", "items": "schema"}
_ANY = ""
# The kind of a member by the kind of its holder and by its key.
_KINDS: dict[str, dict[str, str]] = {
    "document": {"paths": "paths", "components": "components"},
    "components": {"schemas": "schemas"},
    "schemas": {_ANY: "model"},
    "properties": {_ANY: "property"},
    "model": _SCHEMA,
    "property": _SCHEMA,
    "schema": _SCHEMA,
    "paths": {_ANY: "path"},
    "path": {**dict.fromkeys(METHODS, "operation"), "parameters": "parameters"},
    "operation": {"parameters": "parameters", "requestBody": "body", "responses": "responses"},
    "parameters": {_ANY: "parameter"},
    "parameter": {"schema": "schema"},
    "responses": {_ANY: "response"},
    "response": {"content": "content"},
    "body": {"content": "content"},
    "content": {_ANY: "media type"},
    "media type": {"schema": "schema"},
}
SCHEMAS = ("model", "property", "schema")
"""The kinds that are schemas."""

DECLARATIONS = ("operation", "parameter", "content", "property", "schema")
"""The kinds that an overlay declares as a whole: where the definition has one, it stays as it is."""

_UNITS = ("model", "property", "parameter", "body", "response")
_COMPOSITIONS = ("allOf", "oneOf", "anyOf")
_TYPED = ("$ref", "type", "items", "properties", *_COMPOSITIONS)
_NUMBERS = ("int32", "int64", "float", "double", "decimal")
_WORDS = ("description", "summary", "title", "example", "examples", "externalDocs")


def kind_below(kind: str, key: str | int) -> str:
    """Return the kind of a member of a value, or an empty string where it does not matter."""
    members = _KINDS.get(kind, {})
    return members.get(str(key), members.get(_ANY, ""))


def kind_at(location: Location) -> str:
    """Return the kind of the value at a location."""
    kind = "document"
    for key in location:
        kind = kind_below(kind, key)
    return kind


def unit_of(location: Location) -> Location | None:
    """Return the part of the document that a location belongs to: a response, a body, a parameter, a property, a model.

    Returns:
        The location of that part, or None for what contains several.
    """
    kind, unit = "document", None
    for length, key in enumerate(location, start=1):
        kind = kind_below(kind, key)
        if kind in _UNITS:
            unit = location[:length]
        if kind in _UNITS and kind != "model":
            break
    return None if kind == "properties" else unit


def is_annotation(key: str | int, holder: str = "") -> bool:
    """Return whether a key only describes what is beside it: words, extensions, and that unknown keys are allowed.

    Args:
        key: The key.
        holder: The kind of the object that has it. The keys of a map are names, also `description`.
    """
    if _ANY in _KINDS.get(holder, {}):
        return False
    return str(key) in (*_WORDS, "additionalProperties") or str(key).startswith("x-")


def is_complete(ours: Any, kind: str) -> bool:
    """Return whether an overlay declares something as a whole; otherwise it adds to what the definition declares."""
    needed = {"operation": ("responses",), "parameter": ("schema",), "content": ()}.get(kind, _TYPED)
    return not needed or not isinstance(ours, dict) or any(key in ours for key in needed)


def same_type(theirs: Any, ours: Any) -> bool:
    """Return whether two schemas have the same type for the client. Null and the size of numbers make no difference."""
    theirs, ours = _unwrapped(theirs), _unwrapped(ours)
    if "$ref" in theirs or "$ref" in ours:
        return bool(theirs.get("$ref") == ours.get("$ref"))
    if not any(key in ours for key in _TYPED):
        return True
    if theirs.get("type") != ours.get("type") or _format(ours) not in ("", _format(theirs)):
        return False
    return ours.get("type") != "array" or same_type(theirs.get("items", {}), ours.get("items", {}))


def contradicts(theirs: Document, ours: Document) -> bool:
    """Return whether a schema cannot take the keywords of another one, because its type differs."""
    if not any(key in theirs for key in _TYPED) or not any(key in ours for key in _TYPED):
        return False
    theirs, ours = _unwrapped(theirs), _unwrapped(ours)
    if "$ref" in theirs or "$ref" in ours:
        return bool(theirs.get("$ref") != ours.get("$ref"))
    if "items" in theirs and "items" in ours and not same_type(theirs["items"], ours["items"]):
        return True
    if any(key in theirs for key in _COMPOSITIONS):
        return True
    return "type" in theirs and "type" in ours and theirs["type"] != ours["type"]


def has(theirs: Any, ours: Any, kind: str) -> bool:
    """Return whether a declaration of the definition has what the overlay declares."""
    if kind == "operation":
        parameters = [parameter_key(each) for each in _parameters(theirs)]
        if not all(parameter_key(each) in parameters for each in _parameters(ours)):
            return False
    return same_type(_schema(theirs, kind), _schema(ours, kind))


def declared_type(theirs: Any, kind: str) -> Any:
    """Return the part of a declaration that shows its type: the schema of a parameter or response."""
    schema = _schema(theirs, kind)
    if kind == "operation":
        return {"parameters": [each.get("name") for each in _parameters(theirs)], "response": schema}
    return schema


def parameter_key(parameter: Any) -> tuple[str, str]:
    """Return what identifies a parameter of an operation. The service ignores the case of its name."""
    return str(parameter.get("in")), str(parameter.get("name")).lower()


def member(value: Any, *keys: str) -> Document:
    """Return the object that some keys lead to, or an empty one: the definition is not validated yet."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _parameters(operation: Any) -> list[Document]:
    parameters = operation.get("parameters") if isinstance(operation, dict) else None
    return [each for each in parameters if isinstance(each, dict)] if isinstance(parameters, list) else []


def _schema(declared: Any, kind: str) -> Any:
    """Return the schema of a declaration: of an operation that of its first success response."""
    if kind == "operation":
        responses = member(declared, "responses")
        status = next((each for each in responses if each.startswith("2")), "")
        return _schema(member(responses, status, "content"), "content")
    if kind == "content":
        schemas = [member(each, "schema") for each in member(declared).values()]
        return next((each for each in schemas if each), {})
    return member(declared, "schema") if kind == "parameter" else declared


def _unwrapped(schema: Any) -> Document:
    """Return a schema without what makes it nullable: a composition with one member, and the type null."""
    if not isinstance(schema, dict):
        return {}
    for key in _COMPOSITIONS:
        declared = schema.get(key)
        members = [each for each in declared if each != {"type": "null"}] if isinstance(declared, list) else []
        if len(members) == 1 and "$ref" not in schema and "type" not in schema:
            return _unwrapped(members[0])
    types = schema.get("type")
    if isinstance(types, list):
        remaining = [each for each in types if each != "null"]
        return {**schema, "type": remaining[0] if len(remaining) == 1 else remaining}
    return schema


def _format(schema: Document) -> str:
    declared = str(schema.get("format", ""))
    return "" if declared in _NUMBERS else declared
