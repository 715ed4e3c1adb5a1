"""Normalise one operation: parameters, body, responses and security."""

from __future__ import annotations

import re

from webcrm_ext.definition.document import Document, PipelineError, is_error, pointer
from webcrm_ext.definition.media_types import MULTIPART, URLENCODED, one_media_type
from webcrm_ext.definition.naming import OperationName
from webcrm_ext.definition.upgrade import is_bearer, parameters_of
from webcrm_ext.drift.definition import Content, Operation, Parameter
from webcrm_ext.drift.normalise_schema import (
    DOCUMENTATION,
    DOCUMENTATION_KEYS,
    Schema,
    canonical,
    normalise_schema,
    without_documentation,
)
from webcrm_ext.drift.unread import OF_OPERATIONS


def normalise_operation(
    source: Document,
    document: Document,
    method: str,
    path: str,
    operation: Document,
    addresses: list[str],
    name: OperationName,
) -> Operation:
    """Return the normalised form of an operation.

    Args:
        source: The original document.
        document: The same document in OpenAPI 3, with shared parameters resolved.
        method: The HTTP method, in capitals.
        path: The path.
        operation: The operation in `document`.
        addresses: The addresses of its parameters in the original file, in order.
        name: Its name in the client.
    """
    address = pointer("paths", path, method.lower())
    tag = str(next(iter(operation.get("tags", [])), ""))
    responses = operation.get("responses", {})
    success = sorted(status for status in responses if not is_error(status))
    status = success[0] if success else ""
    response = _response(
        responses.get(status, {}), address + pointer("responses", status), is_swagger="swagger" in source
    )
    body = operation.get("requestBody")
    known = (
        "tags", "operationId", "parameters", "requestBody", "responses", "security", "deprecated", *DOCUMENTATION_KEYS,
    )  # fmt: skip
    return Operation(
        method=method,
        path=path,
        address=address,
        tag=tag,
        method_name=str(name),
        is_named_by_default=name.is_default,
        parameters=_parameters(operation["parameters"], addresses, path),
        body=None if body is None else _body(body, source, method, path, address),
        body_required=bool(body and body.get("required", False)),
        status=status,
        response=response,
        other_responses={each: _encoding_and_schema(responses[each]) for each in success[1:]},
        error_responses={each: _encoding_and_schema(value) for each, value in responses.items() if is_error(each)},
        security=normalise_security(operation if "security" in operation else document, document),
        deprecated=operation.get("deprecated", False) is True,
        documentation=_documentation(operation),
        other={key: value for key, value in operation.items() if key not in known and key not in OF_OPERATIONS},
    )


def _documentation(operation: Document) -> Document:
    found: Document = {key: operation[key] for key in DOCUMENTATION_KEYS if key in operation}
    if description := operation.get("requestBody", {}).get("description"):
        found["requestBody"] = description
    for status, response in operation.get("responses", {}).items():
        if not is_error(status) and response.get("description"):
            found[f"responses {status}"] = response["description"]
    return found


def _parameters(parameters: list[Document], addresses: list[str], path: str) -> dict[tuple[str, str], Parameter]:
    placeholders = re.findall(r"{([^}]*)}", path)
    normalised = {}
    for number, (each, address) in enumerate(zip(parameters, addresses, strict=True)):
        location, name = str(each.get("in", "")), str(each.get("name", number))
        # The service knows a path parameter by its position; only the client uses its name.
        key = str(placeholders.index(name)) if location == "path" and name in placeholders else name
        normalised[location, key] = _parameter(each, address, location, name)
    return normalised


def _parameter(parameter: Document, address: str, location: str, name: str) -> Parameter:
    schema = normalise_schema(parameter.get("schema", {}))
    documentation = {key: parameter[key] for key in DOCUMENTATION_KEYS if key in parameter}
    if parameter.get("deprecated") is True:
        documentation["deprecated"] = True
    if documentation and isinstance(schema, dict):
        schema = {**schema, DOCUMENTATION: {**schema.get(DOCUMENTATION, {}), **documentation}}
    is_list = isinstance(schema, dict) and schema.get("type") == "array"
    style = parameter.get("style", "form" if location == "query" else "simple")
    exploded = parameter.get("explode", style == "form")
    known = ["name", "in", "schema", "style", "explode", "deprecated", *DOCUMENTATION_KEYS]
    if parameter.get("required") in (None, True, False):
        known.append("required")
    return Parameter(
        name=name,
        address=address,
        location=location,
        required=bool(parameter.get("required", False)),
        schema=schema,
        style=f"{style}, {'exploded' if exploded else 'not exploded'}" if is_list else "",
        other={key: value for key, value in parameter.items() if key not in known},
    )


def _body(body: Document, source: Document, method: str, path: str, address: str) -> Content:
    if "swagger" not in source:
        return _content(body, address + pointer("requestBody")) or Content(address, "", {}, {})
    field_addresses = {}
    content_address = address
    for each, parameter_address in parameters_of(source, method, path):
        if each["in"] == "body":
            content_address = parameter_address + pointer("schema")
        elif each["in"] == "formData":
            field_addresses[each["name"]] = parameter_address
    content = _content(body, content_address)
    if content is None:
        return Content(content_address, "", {}, field_addresses)
    return Content(content_address, content.encoding, content.schema, field_addresses)


def _response(response: Document, address: str, *, is_swagger: bool) -> Content | None:
    content = _content(response, address)
    if content is None or not is_swagger:
        return content
    return Content(address + pointer("schema"), content.encoding, content.schema, {})


def _content(holder: Document, address: str) -> Content | None:
    content = holder.get("content", {})
    if not content:
        # References to bodies and responses are not resolved, but a changed one is still reported.
        return Content(address, str(holder["$ref"]), {}, {}) if "$ref" in holder else None
    try:
        media_type, encoding = one_media_type(content, address)
    except PipelineError:
        media_type, encoding = next(iter(content)), " or ".join(sorted(content))
    schema = normalise_schema(content[media_type].get("schema", {}), is_record=is_form(encoding))
    return Content(address + pointer("content", media_type, "schema"), encoding, schema, {})


def is_form(encoding: str) -> bool:
    """Return whether a media type is that of a form."""
    return encoding in (URLENCODED, MULTIPART)


def _encoding_and_schema(response: Document) -> Schema:
    content = _content(response, "")
    if content is None:
        return None
    return {"encoding": content.encoding, "schema": without_documentation(content.schema)}


def normalise_security(holder: Document, document: Document) -> list[Document]:
    """Return the security requirements of an operation or the API, with each scheme in place of its name."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    requirements = [
        {canonical(_scheme(name, schemes.get(name, {"type": name}))): scopes for name, scopes in each.items()}
        for each in holder.get("security", [])
    ]
    return sorted(requirements, key=canonical)


def _scheme(name: str, scheme: Document) -> Document:
    if is_bearer(name, scheme):
        return {"type": "http", "scheme": "bearer"}
    return {key: value for key, value in scheme.items() if key not in (*DOCUMENTATION_KEYS, "bearerFormat")}
