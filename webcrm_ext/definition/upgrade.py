"""Swagger 2.0 becomes OpenAPI 3.0; OpenAPI 3.x passes through.

Pure, and strict: a construct that is not known here raises and names its place, because a
construct that is passed over in silence would be missing from the client in silence. The rules
follow the two specifications' texts.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from webcrm_ext.definition.document import METHODS, Document, PipelineError, listing, mapping, pointer
from webcrm_ext.definition.media_types import JSON, MULTIPART, OCTETS, URLENCODED

BINARY: Document = {"type": "string", "format": "binary"}

_ROOT = {
    "swagger", "info", "host", "basePath", "schemes", "consumes", "produces", "paths",
    "definitions", "securityDefinitions", "security", "tags", "externalDocs",
}  # fmt: skip
_OPERATION = {
    "tags", "summary", "description", "externalDocs", "operationId", "consumes", "produces",
    "parameters", "responses", "schemes", "deprecated", "security",
}  # fmt: skip
_KEPT_OF_OPERATION = ("tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security")
_VALUE = {
    "type", "format", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf",
}  # fmt: skip
_PARAMETER = _VALUE | {
    "name", "in", "description", "required", "allowEmptyValue", "collectionFormat", "items", "schema",
}  # fmt: skip
_SCHEMA = _VALUE | {
    "$ref", "title", "description", "required", "items", "allOf", "properties", "additionalProperties",
    "maxProperties", "minProperties", "readOnly", "example", "externalDocs", "discriminator",
}  # fmt: skip
_RESPONSE = {"description", "schema", "headers", "examples"}
_TYPES = {"string", "number", "integer", "boolean", "array", "object"}
_COLLECTION_FORMATS: dict[tuple[str, str], Document] = {
    ("query", "csv"): {"style": "form", "explode": False},
    ("query", "multi"): {"style": "form", "explode": True},
    ("query", "ssv"): {"style": "spaceDelimited", "explode": False},
    ("query", "pipes"): {"style": "pipeDelimited", "explode": False},
    ("path", "csv"): {"style": "simple"},
    ("header", "csv"): {"style": "simple"},
}


def upgrade(document: Document) -> Document:
    """Give the OpenAPI 3 form of a definition; the argument is not changed.

    Raises:
        PipelineError: it is neither Swagger 2.0 nor OpenAPI 3.x, or it holds a construct that
            has no rule here; the message names the place.
    """
    if str(document.get("openapi", "")).startswith("3."):
        return copy.deepcopy(document)
    if document.get("swagger") != "2.0":
        raise PipelineError("The document is neither Swagger 2.0 nor OpenAPI 3.x: nothing to upgrade.")
    _only(document, _ROOT)
    upgraded: Document = {
        "openapi": "3.0.3",
        "info": copy.deepcopy(document.get("info", {})),
        "paths": {
            path: _path_item(item, document, pointer("paths", path))
            for path, item in _members(document, "paths", "").items()
        },
        "components": {
            "schemas": {
                name: _schema(schema, pointer("definitions", name))
                for name, schema in _members(document, "definitions", "").items()
            },
            "securitySchemes": {
                name: _security_scheme(name, scheme, pointer("securityDefinitions", name))
                for name, scheme in _members(document, "securityDefinitions", "").items()
            },
        },
    }
    servers = _servers(document)
    if servers:
        upgraded["servers"] = servers
    for key in ("security", "tags", "externalDocs"):
        if key in document:
            upgraded[key] = copy.deepcopy(document[key])
    return _with_extensions(document, upgraded)


def _servers(document: Document) -> list[Document]:
    host, base_path = document.get("host"), document.get("basePath", "")
    if host is None:
        return [{"url": base_path}] if base_path not in ("", "/") else []
    schemes = listing(document.get("schemes", ["https"]), pointer("schemes"))
    return [{"url": f"{scheme}://{host}{base_path}"} for scheme in schemes]


def _path_item(item: Document, document: Document, place: str) -> Document:
    _only(item, METHODS, place)
    return _with_extensions(
        item,
        {method: _operation(item[method], document, place + pointer(method)) for method in METHODS if method in item},
    )


def _operation(operation: Document, document: Document, place: str) -> Document:
    _only(operation, _OPERATION, place)
    consumes, produces = (
        _texts(operation, key, place) if key in operation else _texts(document, key, "")
        for key in ("consumes", "produces")
    )
    upgraded: Document = {key: copy.deepcopy(operation[key]) for key in _KEPT_OF_OPERATION if key in operation}
    parameters: list[Document] = []
    fields: list[tuple[Document, str]] = []
    taken: set[tuple[Any, str]] = set()
    for index, parameter in enumerate(listing(operation.get("parameters", []), place + pointer("parameters"))):
        here = place + pointer("parameters", index)
        _only(parameter, _PARAMETER, here)
        where, name = _text(parameter, "in", here), _text(parameter, "name", here)
        if (where, name) in taken or (where == "body" and "requestBody" in upgraded):
            raise _unknown(here, f"a second parameter {name!r} in {where}")
        taken.add((where, name))
        if where == "body":
            upgraded["requestBody"] = _body(parameter, consumes, here)
        elif where == "formData":
            fields.append((parameter, here))
        elif where in ("query", "path", "header"):
            parameters.append(_parameter(parameter, here))
        else:
            raise _unknown(here, f"a parameter in {where!r}")
    if fields and "requestBody" in upgraded:
        raise _unknown(place, "an operation with both a body and a form")
    if fields:
        upgraded["requestBody"] = _form(fields, consumes)
    if parameters:
        upgraded["parameters"] = parameters
    upgraded["responses"] = {
        str(status): _response(answer, produces, place + pointer("responses", status))
        for status, answer in _members(operation, "responses", place).items()
    }
    return _with_extensions(operation, upgraded)


def _parameter(parameter: Document, place: str) -> Document:
    upgraded: Document = {
        key: parameter[key] for key in ("name", "in", "description", "allowEmptyValue") if key in parameter
    }
    upgraded["required"] = parameter["in"] == "path" or parameter.get("required", False)
    if parameter.get("type") == "array":
        collection_format = str(parameter.get("collectionFormat", "csv"))
        style = _COLLECTION_FORMATS.get((parameter["in"], collection_format))
        if style is None:
            raise _unknown(place, f"collectionFormat {collection_format!r} in {parameter['in']}")
        upgraded |= style
    elif "collectionFormat" in parameter:
        raise _unknown(place, "a collectionFormat on something that is not an array")
    upgraded["schema"] = _value_schema(parameter, place)
    return _with_extensions(parameter, upgraded)


def _body(parameter: Document, consumes: list[str], place: str) -> Document:
    if "schema" not in parameter:
        raise _unknown(place, "a body without a schema")
    schema = _schema(parameter["schema"], place + pointer("schema"))
    body: Document = {
        "required": parameter.get("required", False),
        "content": {media_type: {"schema": copy.deepcopy(schema)} for media_type in consumes or [JSON]},
    }
    if "description" in parameter:
        body["description"] = parameter["description"]
    return body


def _form(fields: list[tuple[Document, str]], consumes: list[str]) -> Document:
    schema: Document = {
        "type": "object",
        "properties": {field["name"]: _form_field(field, place) for field, place in fields},
    }
    required = [field["name"] for field, _ in fields if field.get("required")]
    if required:
        schema["required"] = required
    # Swagger 2.0 names no default; a form without a file is urlencoded, one with a file cannot be.
    holds_file = any(field.get("type") == "file" for field, _ in fields)
    media_types = [mime for mime in consumes if mime in (URLENCODED, MULTIPART)]
    return {
        "required": bool(required),
        "content": {
            media_type: {"schema": copy.deepcopy(schema)}
            for media_type in media_types or [MULTIPART if holds_file else URLENCODED]
        },
    }


def _form_field(field: Document, place: str) -> Document:
    if field.get("type") == "array" and field.get("collectionFormat") != "multi":
        # OpenAPI 3 repeats the field for each value, which is what "multi" says and what csv does not.
        raise _unknown(place, f"collectionFormat {field.get('collectionFormat', 'csv')!r} in a form")
    schema = dict(BINARY) if field.get("type") == "file" else _value_schema(field, place)
    if "description" in field:
        schema["description"] = field["description"]
    return schema


def _response(answer: Document, produces: list[str], place: str) -> Document:
    _only(answer, _RESPONSE, place)
    if answer.get("headers") or answer.get("examples"):
        raise _unknown(place, "headers or examples of an answer")
    upgraded: Document = {"description": answer.get("description", "")}
    if "schema" in answer:
        if mapping(answer["schema"], place + pointer("schema")).get("type") == "file":
            _only(answer["schema"], {"type", "format"}, place + pointer("schema"))
            schema, media_types = dict(BINARY), produces or [OCTETS]
        else:
            schema, media_types = _schema(answer["schema"], place + pointer("schema")), produces or [JSON]
        upgraded["content"] = {media_type: {"schema": copy.deepcopy(schema)} for media_type in media_types}
    return _with_extensions(answer, upgraded)


def _value_schema(holder: Document, place: str) -> Document:
    """Give the schema of a parameter, form field or item, which Swagger 2.0 writes beside its name."""
    _typed(holder, place)
    schema: Document = {key: copy.deepcopy(holder[key]) for key in sorted(_VALUE) if key in holder}
    if holder["type"] == "array":
        items = holder.get("items")
        if items is None:
            raise _unknown(place, "an array without items")
        _only(items, _VALUE | {"items", "collectionFormat"}, place + pointer("items"))
        if items.get("collectionFormat", "csv") != "csv" or items.get("type") == "array":
            raise _unknown(place + pointer("items"), "an array of arrays")
        schema["items"] = _value_schema(items, place + pointer("items"))
    return schema


def _schema(schema: Any, place: str) -> Document:
    _only(schema, _SCHEMA, place)
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix("#/definitions/")
        if name == schema["$ref"]:
            raise _unknown(place, f"the reference {schema['$ref']!r}")
        return {"$ref": f"#/components/schemas/{name}"}
    if "type" in schema:
        _typed(schema, place)
    return dict(_keyword(key, value, place + pointer(key)) for key, value in schema.items())


def _keyword(key: str, value: Any, place: str) -> tuple[str, Any]:
    match key:
        case "properties":
            return key, {name: _schema(item, place + pointer(name)) for name, item in mapping(value, place).items()}
        case "items":
            return key, _schema(value, place)
        case "allOf":
            return key, [_schema(item, place + pointer(index)) for index, item in enumerate(listing(value, place))]
        case "required" | "enum":
            return key, copy.deepcopy(listing(value, place))
        case "additionalProperties" if not isinstance(value, bool):
            return key, _schema(value, place)
        case "discriminator":
            return key, {"propertyName": value}
        case "x-nullable":
            return "nullable", value
        case _:
            return key, copy.deepcopy(value)


def _typed(holder: Document, place: str) -> None:
    kind = holder.get("type")
    if not isinstance(kind, str) or kind not in _TYPES:
        raise _unknown(place, f"type {kind!r}")


def _security_scheme(name: str, scheme: Document, place: str) -> Document:
    _only(scheme, {"type", "name", "in", "description"}, place)
    described = {"description": scheme["description"]} if "description" in scheme else {}
    kind = scheme.get("type")
    if kind == "basic":
        return {"type": "http", "scheme": "basic"} | described
    if kind != "apiKey":
        raise _unknown(place, f"security of type {kind!r}")
    if is_bearer(name, scheme):
        return {"type": "http", "scheme": "bearer"} | described
    return {"type": "apiKey", "in": scheme.get("in"), "name": scheme.get("name")} | described


def is_bearer(name: str, scheme: Document) -> bool:
    """Say whether an API key is a bearer token.

    Swagger 2.0 cannot say "bearer"; files that mean it declare the header and mention the word.
    """
    in_header = scheme.get("in") == "header" and str(scheme.get("name", "")).lower() == "authorization"
    return in_header and "bearer" in f"{name} {scheme.get('description', '')}".lower()


def _members(holder: Document, key: str, place: str) -> Document:
    return mapping(holder.get(key, {}), place + pointer(key))


def _texts(holder: Document, key: str, place: str) -> list[str]:
    values = listing(holder.get(key, []), place + pointer(key))
    if not all(isinstance(value, str) for value in values):
        raise _unknown(place + pointer(key), "a list that holds something else than text")
    return list(values)


def _text(holder: Document, key: str, place: str) -> str:
    value = holder.get(key)
    if not isinstance(value, str):
        raise _unknown(place, f"`{key}` of {value!r}")
    return value


def _only(holder: Any, known: Iterable[str], place: str = "") -> None:
    for key in mapping(holder, place):
        if key not in known and not key.startswith("x-"):
            raise _unknown(place + pointer(key), f"the keyword {key!r}")


def _unknown(place: str, what: str) -> PipelineError:
    return PipelineError(
        f"{place}: {what} has no rule in webcrm_ext/definition/upgrade.py. "
        "Add one there, with a test, before regenerating."
    )


def _with_extensions(source: Document, target: Document) -> Document:
    for key, value in source.items():
        if key.startswith("x-") and key not in target:
            target[key] = copy.deepcopy(value)
    return target
