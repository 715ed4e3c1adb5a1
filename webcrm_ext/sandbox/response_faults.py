"""Answers made worse on request: nulls, enum values and properties that the definition does not have."""

import json
from typing import Any

from .definition import Definition, Schema
from .faults import Fault, Faults
from .responses import HTTPError, Response, UnauthorizedError, dumps, too_many_requests

_HTML = "text/html; charset=utf-8"
_FROM_THE_GATEWAY = {502: "Bad gateway", 503: "Service unavailable", 504: "Gateway timeout", 520: "Unknown error"}
UNKNOWN_ENUM = "AddedWithoutNotice"
UNKNOWN_PROPERTY = "AddedWithoutNotice"


def apply_response_faults(
    response: Response, schema: Schema | None, definition: Definition, faults: Faults
) -> Response:
    """The response as the settings of the sandbox leaves it."""
    settings = faults.settings
    wanted = settings.null_share or settings.unknown_enums or settings.unknown_properties
    if not wanted or schema is None or not (response.media_type or "").startswith("application/json"):
        return response
    body = dumps(_distort(json.loads(response.body), definition.resolve(schema), definition, faults))
    return Response(response.status, body, response.media_type, response.headers)


def _distort(value: Any, schema: Schema, definition: Definition, faults: Faults) -> Any:
    if isinstance(value, list) and "items" in schema:
        items = definition.resolve(schema["items"])
        return [_distort(each, items, definition, faults) for each in value]
    if isinstance(value, dict):
        distorted_object = {
            name: _distort_property(name, each, schema, definition, faults) for name, each in value.items()
        }
        if faults.settings.unknown_properties:
            distorted_object[UNKNOWN_PROPERTY] = {"Since": "yesterday"}
        return distorted_object
    if faults.settings.unknown_enums and isinstance(value, str) and "enum" in schema:
        return UNKNOWN_ENUM
    return value


def _distort_property(name: str, value: Any, owner: Schema, definition: Definition, faults: Faults) -> Any:
    is_id = name in owner.get("required", ())
    if not is_id and faults.random.random() < faults.settings.null_share:
        return None
    return _distort(value, definition.resolve(owner.get("properties", {}).get(name, {})), definition, faults)


def fault_response(fault: Fault) -> Response | None:
    """The response of a fault that has one of its own; None if the fault spoils the API's response."""
    if fault.kind == "html":
        return Response(200, _page("We are back soon"), _HTML)
    if fault.kind != "status":
        return None
    if fault.status == 429:  # noqa: PLR2004 - too many requests
        return too_many_requests("Too many requests.", fault.retry_after).response()
    if fault.status == 401:  # noqa: PLR2004 - unauthorized
        return UnauthorizedError().response()
    if fault.status in _FROM_THE_GATEWAY:
        return Response(fault.status, _page(_FROM_THE_GATEWAY[fault.status]), _HTML)
    return HTTPError(fault.status, "This response was asked for as a fault.", "SandboxException").response()


def _page(title: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode()
