"""Upgrade of security schemes."""

from __future__ import annotations

from webcrm_ext.definition.document import Document
from webcrm_ext.definition.upgrade.checks import check_keywords, no_rule


def security_scheme(name: str, scheme: Document, location: str) -> Document:
    """Return the upgraded security scheme: basic, bearer or API key."""
    check_keywords(scheme, {"type", "name", "in", "description"}, location)
    described = {"description": scheme["description"]} if "description" in scheme else {}
    kind = scheme.get("type")
    if kind == "basic":
        return {"type": "http", "scheme": "basic"} | described
    if kind != "apiKey":
        raise no_rule(location, f"security of type {kind!r}")
    if is_bearer(name, scheme):
        return {"type": "http", "scheme": "bearer"} | described
    return {"type": "apiKey", "in": scheme.get("in"), "name": scheme.get("name")} | described


def is_bearer(name: str, scheme: Document) -> bool:
    """Return whether an API key is a bearer token.

    Swagger 2.0 has no bearer scheme. Definitions declare the Authorization header and mention the word.
    """
    in_header = scheme.get("in") == "header" and str(scheme.get("name", "")).lower() == "authorization"
    return in_header and "bearer" in f"{name} {scheme.get('description', '')}".lower()
