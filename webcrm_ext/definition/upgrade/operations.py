"""Upgrade of paths and operations: parameters, bodies, forms and responses."""

from __future__ import annotations

import copy

from webcrm_ext.definition.document import METHODS, Document, mapping, pointer
from webcrm_ext.definition.media_types import JSON, MULTIPART, OCTETS, URLENCODED
from webcrm_ext.definition.upgrade.checks import members, no_rule, string, strings, with_others
from webcrm_ext.definition.upgrade.references import parameter_key, parameters_of, resolve
from webcrm_ext.definition.upgrade.schemas import VALUE_KEYWORDS, upgrade_schema, value_schema
from webcrm_ext.definition.upgrade.simple_schemas import BINARY

_REPLACED_IN_OPERATION = {"consumes", "produces", "parameters", "responses", "schemes"}
_REPLACED_IN_PARAMETER = VALUE_KEYWORDS | {"collectionFormat", "items", "schema"}
_REPLACED_IN_RESPONSE = {"schema", "headers", "examples"}
_COLLECTION_FORMATS: dict[tuple[str, str], Document] = {
    ("query", "csv"): {"style": "form", "explode": False},
    ("query", "multi"): {"style": "form", "explode": True},
    ("query", "ssv"): {"style": "spaceDelimited", "explode": False},
    ("query", "pipes"): {"style": "pipeDelimited", "explode": False},
    ("path", "csv"): {"style": "simple"},
    ("header", "csv"): {"style": "simple"},
}


def path_item(path: str, document: Document) -> Document:
    """Return the upgraded operations of one path."""
    item, location = resolve(document["paths"][path], pointer("paths", path), document)
    upgraded: Document = {
        method: _operation(path, method, mapping(item[method], location + pointer(method)), document, location)
        for method in METHODS
        if method in item
    }
    return with_others(item, upgraded, without={"parameters"})


def _operation(path: str, method: str, operation: Document, document: Document, location: str) -> Document:
    location += pointer(method)
    consumes, produces = (
        strings(operation, key, location) if key in operation else strings(document, key, "")
        for key in ("consumes", "produces")
    )
    upgraded = with_others(operation, {}, without=_REPLACED_IN_OPERATION)
    parameters: list[Document] = []
    fields: list[tuple[Document, str]] = []
    seen: set[tuple[str, str]] = set()
    for parameter, here in parameters_of(document, method, path):
        if "$ref" in parameter:
            raise no_rule(here, f"the reference {parameter['$ref']!r} without a target")
        where, name = string(parameter, "in", here), string(parameter, "name", here)
        if parameter_key(parameter) in seen or (where == "body" and "requestBody" in upgraded):
            raise no_rule(here, f"a second parameter {name!r} in {where}")
        seen.add(parameter_key(parameter))
        if where == "body":
            upgraded["requestBody"] = _body(parameter, consumes, here)
        elif where == "formData":
            fields.append((parameter, here))
        elif where in ("query", "path", "header"):
            parameters.append(_parameter(parameter, here))
        else:
            raise no_rule(here, f"a parameter in {where!r}")
    if fields and "requestBody" in upgraded:
        raise no_rule(location, "an operation with both a body and a form")
    if fields:
        upgraded["requestBody"] = _form(fields, consumes)
    if parameters:
        upgraded["parameters"] = parameters
    upgraded["responses"] = {
        str(status): _response(response, produces, location + pointer("responses", status), document)
        for status, response in members(operation, "responses", location).items()
        if not str(status).startswith("x-")
    }
    return upgraded


def _parameter(parameter: Document, location: str) -> Document:
    upgraded: Document = {"required": parameter["in"] == "path" or parameter.get("required", False)}
    if parameter.get("type") == "array":
        collection_format = str(parameter.get("collectionFormat", "csv"))
        style = _COLLECTION_FORMATS.get((parameter["in"], collection_format))
        if style is None:
            raise no_rule(location, f"collectionFormat {collection_format!r} in {parameter['in']}")
        upgraded |= style
    upgraded["schema"] = value_schema(parameter, location)
    return with_others(parameter, upgraded, without=_REPLACED_IN_PARAMETER)


def _body(parameter: Document, consumes: list[str], location: str) -> Document:
    if "schema" not in parameter:
        raise no_rule(location, "a body without a schema")
    schema = upgrade_schema(parameter["schema"], location + pointer("schema"))
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
        "properties": {field["name"]: _form_field(field, location) for field, location in fields},
    }
    required = [field["name"] for field, _ in fields if field.get("required")]
    if required:
        schema["required"] = required
    # Swagger 2.0 has no default media type. A form with a file needs multipart.
    has_file = any(field.get("type") == "file" for field, _ in fields)
    media_types = [mime for mime in consumes if mime in (URLENCODED, MULTIPART)]
    return {
        "required": bool(required),
        "content": {
            media_type: {"schema": copy.deepcopy(schema)}
            for media_type in media_types or [MULTIPART if has_file else URLENCODED]
        },
    }


def _form_field(field: Document, location: str) -> Document:
    if field.get("type") == "array" and field.get("collectionFormat") != "multi":
        # OpenAPI 3 repeats the field for each value. Only "multi" means that.
        raise no_rule(location, f"collectionFormat {field.get('collectionFormat', 'csv')!r} in a form")
    schema = dict(BINARY) if field.get("type") == "file" else value_schema(field, location)
    if "description" in field:
        schema["description"] = field["description"]
    return schema


def _response(response: Document, produces: list[str], location: str, document: Document) -> Document:
    response, location = resolve(response, location, document)
    upgraded: Document = {"description": response.get("description", "")}
    if "schema" in response:
        if mapping(response["schema"], location + pointer("schema")).get("type") == "file":
            schema, media_types = dict(BINARY), produces or [OCTETS]
        else:
            schema, media_types = upgrade_schema(response["schema"], location + pointer("schema")), produces or [JSON]
        upgraded["content"] = {media_type: {"schema": copy.deepcopy(schema)} for media_type in media_types}
    return with_others(response, upgraded, without=_REPLACED_IN_RESPONSE)
