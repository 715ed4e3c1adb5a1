"""Reduce a document to what the client is generated from, so that equal APIs give equal documents.

Keywords that mean nothing to the client are removed: titles (they would rename classes), examples, defaults of
properties (the service has them), formats without a type of their own, security (the client has its own login).
Models that extend others get all properties, and references to simple types are replaced by these.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from webcrm_ext.definition.document import METHODS, Document, models, operations, reference_name
from webcrm_ext.definition.media_types import MULTIPART, OCTETS, URLENCODED

_SCHEMA_KEYWORDS = (
    "$ref", "type", "format", "properties", "required", "items", "allOf", "anyOf", "oneOf", "enum", "nullable",
    "description", "minimum", "maximum", "maxLength", "readOnly", "additionalProperties", "x-enum-varnames",
)  # fmt: skip
_ROOT_KEYWORDS = ("openapi", "info", "paths", "components")
_OPERATION_KEYWORDS = ("tags", "summary", "description", "operationId", "parameters", "requestBody", "responses")
_PARAMETER_KEYWORDS = ("name", "in", "required", "description", "schema", "style", "explode")
_BODY_KEYWORDS = ("description", "content", "required")
_RESPONSE_KEYWORDS = ("description", "content", "x-inferred")
_FORMATS = ("int32", "int64", "date-time", "binary")
"""The formats of integers and strings that have a type or a range of their own; numbers are all double."""
_ENUM_NAMES = ("x-enum-varnames", "x-enumNames")
_DEFAULTS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_REPEATED = {"style": "form", "explode": True}
"""How lists in a query are sent, as OpenAPI does by default."""


def reduce(document: Document) -> Document:
    """Return the document without what means nothing to the client. The argument is not changed.

    The document must be valid (`scripts.validate`).
    """
    reduced: Document = {key: copy.deepcopy(document[key]) for key in _ROOT_KEYWORDS if key in document}
    reduced["components"] = {"schemas": _Schemas(models(reduced)).models()}
    reduced["paths"] = {
        path: {
            method: {key: value for key, value in item[method].items() if key in _OPERATION_KEYWORDS}
            for method in METHODS
            if method in item
        }
        for path, item in reduced.get("paths", {}).items()
    }
    schemas = _Schemas(models(document))
    for _method, _path, operation in operations(reduced):
        for parameter in operation.get("parameters", []):
            _reduce_parameter(parameter, schemas.value)
        if "requestBody" in operation:
            _reduce_content(operation["requestBody"], schemas.body, _BODY_KEYWORDS)
        for response in operation.get("responses", {}).values():
            _reduce_content(response, schemas.response, _RESPONSE_KEYWORDS)
    return reduced


def _reduce_parameter(parameter: Document, reduce_schema: Callable[[Document], Document]) -> None:
    parameter["schema"] = reduce_schema(parameter["schema"])
    parameter["required"] = bool(parameter.get("required", False))
    for key in [key for key in parameter if key not in _PARAMETER_KEYWORDS]:
        del parameter[key]
    if parameter["in"] == "query" and all(parameter.get(key, value) == value for key, value in _REPEATED.items()):
        for key in _REPEATED:
            parameter.pop(key, None)


def _reduce_content(
    holder: Document, reduce_schema: Callable[[Document, str], Document | None], keywords: Iterable[str]
) -> None:
    for key in [key for key in holder if key not in keywords]:
        del holder[key]
    schemas = {
        media_type: reduce_schema(value.get("schema", {}), media_type)
        for media_type, value in holder.get("content", {}).items()
    }
    content = {media_type: {"schema": schema} for media_type, schema in schemas.items() if schema is not None}
    if content:
        holder["content"] = content
    else:
        holder.pop("content", None)


class _Schemas:
    """Reduces schemas, with the models that they refer to."""

    def __init__(self, schemas: Document) -> None:
        self._schemas = schemas

    def models(self) -> Document:
        """Return all objects and enums, reduced, by name. Simple types with a name are left out."""
        return {
            name: _without_nullable(self._schema(self._composed(schema)))
            for name, schema in self._schemas.items()
            if self._is_type(name)
        }

    def value(self, schema: Document) -> Document:
        """Return the schema of a parameter; whether it may be null does not matter, as a query has no null."""
        reduced = self._schema(schema)
        default = schema.get("default")
        is_plain = "enum" not in reduced and reduced.get("format") != "date-time"
        if is_plain and type(default) in _DEFAULTS.get(reduced.get("type", ""), ()):
            reduced["default"] = default
        return _without_nullable(reduced)

    def body(self, schema: Document, media_type: str) -> Document:
        """Return the schema of a request body."""
        return _without_nullable(self._schema(schema, keep_files=media_type in (MULTIPART, URLENCODED, OCTETS)))

    def response(self, schema: Document, media_type: str) -> Document | None:
        """Return the schema of a response, or None if it declares nothing."""
        reduced = self._schema(schema, keep_files=not media_type.endswith("json"))
        if reduced.get("type") == "array":
            reduced = _without_nullable(reduced)
        return reduced if reduced.keys() & {"type", "$ref", "allOf"} else None

    def _is_type(self, name: str) -> bool:
        """Return whether a model has a class or an enum in the client."""
        schema = self._schemas.get(name, {})
        alias = _alias(schema)
        if alias:
            return False
        return _is_object(schema) or _has_enum(schema)

    def _schema(self, schema: Document, *, keep_files: bool = False) -> Document:
        if "$ref" in schema:
            return self._reference(schema)
        if len(schema.get("allOf", ())) == 1 and "$ref" in schema["allOf"][0]:
            return self._wrapped_reference(schema)
        if "allOf" in schema:
            schema = self._composed(schema)
        reduced = {key: value for key, value in schema.items() if key in _SCHEMA_KEYWORDS}
        for key in ("description", "readOnly"):
            if not reduced.get(key, True):
                del reduced[key]
        _reduce_format(reduced, keep_files=keep_files)
        _reduce_enum(reduced, schema)
        for key in ("anyOf", "oneOf"):
            self._reduce_alternatives(reduced, key)
        if "properties" in reduced:
            reduced["properties"] = {
                name: self._schema(each, keep_files=keep_files) for name, each in reduced["properties"].items()
            }
        if "items" in reduced:
            reduced["items"] = _without_nullable(self._schema(reduced["items"]))
        additional = reduced.pop("additionalProperties", None)
        if isinstance(additional, dict) and additional:
            reduced["additionalProperties"] = self._schema(additional)
        return reduced

    def _reference(self, schema: Document) -> Document:
        name = reference_name(schema)
        if self._is_type(name):
            return {"$ref": schema["$ref"]}
        target = self._schemas[name]
        return self._schema({"$ref": alias} if (alias := _alias(target)) else target)

    def _wrapped_reference(self, schema: Document) -> Document:
        """Return the schema of a reference that is nullable; what else is beside it means nothing to the client."""
        target = self._reference(schema["allOf"][0])
        if not schema.get("nullable"):
            return target
        return {"allOf": [target], "nullable": True} if "$ref" in target else target | {"nullable": True}

    def _reduce_alternatives(self, schema: Document, key: str) -> None:
        """Reduce a choice of several types. The client reads any value where one of them is no simple type."""
        members = [self._schema(each) for each in schema.get(key, ())]
        if all("type" in each and each["type"] not in ("object", "array") for each in members):
            if members:
                schema[key] = [{name: each[name] for name in ("type", "format") if name in each} for each in members]
        else:
            del schema[key]

    def _composed(self, schema: Document) -> Document:
        """Return a model that extends others, with all properties as its own."""
        if "allOf" not in schema:
            return schema
        composed: Document = {key: value for key, value in schema.items() if key != "allOf"}
        properties: Document = {}
        required: list[str] = []
        for member in schema["allOf"]:
            resolved = self._composed(self._schemas[reference_name(member)] if "$ref" in member else member)
            properties |= resolved.get("properties", {})
            required += resolved.get("required", [])
        properties |= schema.get("properties", {})
        required += schema.get("required", [])
        if properties:
            composed |= {"type": "object", "properties": properties}
        if required:
            composed["required"] = sorted(set(required))
        return composed


def _alias(schema: Document) -> str | None:
    """Return the reference of a model that is only another name for another one, or None."""
    members = schema.get("allOf", ())
    if "$ref" not in schema and len(members) == 1 and "properties" not in schema:
        schema = members[0]
    reference: str | None = schema.get("$ref")
    return reference


def _is_object(schema: Document) -> bool:
    return schema.get("type") == "object" or "properties" in schema or "allOf" in schema


def _has_enum(schema: Document) -> bool:
    """Return whether a schema has an enum of which the client makes a type: strings or integers, not both."""
    values = schema.get("enum") or ()
    strings = [isinstance(value, str) for value in values]
    integers = [isinstance(value, int) and not isinstance(value, bool) for value in values]
    return bool(values) and (all(strings) or all(integers))


def _reduce_format(schema: Document, *, keep_files: bool) -> None:
    declared = schema.pop("format", None)
    if declared is None:
        return
    if schema.get("type") == "number":
        schema["format"] = "double"
    elif declared in _FORMATS and (declared != "binary" or keep_files):
        schema["format"] = declared


def _reduce_enum(schema: Document, source: Document) -> None:
    """Keep an enum of strings or of integers, with the names of the integers."""
    schema.pop("x-enum-varnames", None)
    if not _has_enum(schema):
        schema.pop("enum", None)
        return
    values = schema["enum"]
    schema["type"] = "string" if isinstance(values[0], str) else "integer"
    schema.pop("format", None)
    names: list[Any] = next((source[key] for key in _ENUM_NAMES if isinstance(source.get(key), list)), [])
    if schema["type"] == "integer" and len(names) == len(values):
        schema["x-enum-varnames"] = [str(name) for name in names]


def _without_nullable(schema: Any) -> Document:
    """Return a schema of a value that is not null."""
    members = schema.get("allOf", ())
    if len(members) == 1 and "$ref" in members[0]:
        only: Document = members[0]
        return only
    return {key: value for key, value in schema.items() if key != "nullable"}
