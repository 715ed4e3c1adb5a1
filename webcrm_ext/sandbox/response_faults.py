"""Faults in responses: responses that replace the API's own, and bodies with values outside the definition."""

import json
from typing import Any

from .definition import Definition, Schema
from .faults import Fault, Faults
from .responses import HTTPError, Response, UnauthorizedError, dumps, too_many_requests

UNKNOWN_ENUM = "AddedWithoutNotice"
UNKNOWN_ENUM_NUMBER = 987_654
UNKNOWN_PROPERTY = "AddedWithoutNotice"

_HTML = "text/html; charset=utf-8"
_GATEWAY_ERRORS = {502: "Bad gateway", 503: "Service unavailable", 504: "Gateway timeout", 520: "Unknown error"}


def fault_response(fault: Fault, unauthorized_body: str) -> Response | None:
    """Return the response that replaces the API's own, or None if the fault does something else."""
    if fault.kind == "html":
        return Response(200, _page("We are back soon"), _HTML)
    if fault.kind not in {"status", "late-commit"}:
        return None
    if fault.status == 429:  # noqa: PLR2004 - too many requests
        return too_many_requests("Too many requests.", fault.retry_after).response()
    if fault.status == 401:  # noqa: PLR2004 - unauthorized
        return UnauthorizedError(unauthorized_body).response()
    if fault.status in _GATEWAY_ERRORS:
        return Response(fault.status, _page(_GATEWAY_ERRORS[fault.status]), _HTML)
    return HTTPError(fault.status, "The sandbox injected this error.", "SandboxException").response()


def apply_response_faults(
    response: Response, schema: Schema | None, definition: Definition, faults: Faults
) -> Response:
    """Return the response with the nulls, enum values and properties that the fault settings ask for."""
    settings = faults.settings
    is_on = settings.null_share or settings.unknown_enums or settings.unknown_properties
    if not is_on or schema is None or not (response.media_type or "").startswith("application/json"):
        return response
    body = dumps(_alter(json.loads(response.body), definition.resolve(schema), definition, faults))
    return Response(response.status, body, response.media_type, response.headers)


def _alter(value: Any, schema: Schema, definition: Definition, faults: Faults) -> Any:
    if isinstance(value, list) and "items" in schema:
        items = definition.resolve(schema["items"])
        return [_alter(each, items, definition, faults) for each in value]
    if isinstance(value, dict):
        altered = {name: _alter_property(name, each, schema, definition, faults) for name, each in value.items()}
        if faults.settings.unknown_properties:
            altered[UNKNOWN_PROPERTY] = {"Since": "yesterday"}
        return altered
    if faults.settings.unknown_enums and "enum" in schema and isinstance(value, str | int):
        return UNKNOWN_ENUM if isinstance(value, str) else UNKNOWN_ENUM_NUMBER
    return value


def _alter_property(name: str, value: Any, owner: Schema, definition: Definition, faults: Faults) -> Any:
    is_id = name in owner.get("required", ())
    if not is_id and faults.random.random() < faults.settings.null_share:
        return None
    return _alter(value, definition.resolve(owner.get("properties", {}).get(name, {})), definition, faults)


def _page(title: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode()
