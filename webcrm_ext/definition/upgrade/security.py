"""Upgrade of security schemes."""

from __future__ import annotations

import copy
from typing import Any

from webcrm_ext.definition.document import Document, mapping

_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}
_ADDRESSES = ("authorizationUrl", "tokenUrl")


def security_scheme(name: str, scheme: Any, location: str) -> Document:
    """Return the upgraded security scheme. One of an unknown type stays as it is: the client has its own login."""
    mapping(scheme, location)
    described = {"description": scheme["description"]} if "description" in scheme else {}
    kind = scheme.get("type")
    if kind == "basic":
        return {"type": "http", "scheme": "basic"} | described
    if kind == "oauth2":
        flow = {key: scheme[key] for key in _ADDRESSES if key in scheme} | {"scopes": scheme.get("scopes", {})}
        name_of_flow = str(scheme.get("flow"))
        return {"type": "oauth2", "flows": {_FLOWS.get(name_of_flow, name_of_flow): copy.deepcopy(flow)}} | described
    if kind == "apiKey" and is_bearer(name, scheme):
        return {"type": "http", "scheme": "bearer"} | described
    if kind == "apiKey":
        return {"type": "apiKey", "in": scheme.get("in"), "name": scheme.get("name")} | described
    copied: Document = copy.deepcopy(scheme)
    return copied


def is_bearer(name: str, scheme: Document) -> bool:
    """Return whether an API key is a bearer token.

    Swagger 2.0 has no bearer scheme. Definitions declare the Authorization header and mention the word.
    """
    in_header = scheme.get("in") == "header" and str(scheme.get("name", "")).lower() == "authorization"
    return in_header and "bearer" in f"{name} {scheme.get('description', '')}".lower()
