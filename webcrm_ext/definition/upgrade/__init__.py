"""Upgrade of a definition: Swagger 2.0 to OpenAPI 3.0; OpenAPI 3.x passes unchanged.

The upgrade is pure and strict. An unknown construct raises an error with its location: if it were
ignored, the client would lack it unnoticed. The rules follow the two specifications.
"""

from __future__ import annotations

import copy

from webcrm_ext.definition.document import Document, PipelineError, listing, pointer
from webcrm_ext.definition.upgrade.checks import check_keywords, members, with_extensions
from webcrm_ext.definition.upgrade.operations import path_item
from webcrm_ext.definition.upgrade.schemas import BINARY, upgrade_schema
from webcrm_ext.definition.upgrade.security import is_bearer, security_scheme

__all__ = ["BINARY", "is_bearer", "upgrade"]

_ROOT_KEYWORDS = {
    "swagger", "info", "host", "basePath", "schemes", "consumes", "produces", "paths",
    "definitions", "securityDefinitions", "security", "tags", "externalDocs",
}  # fmt: skip


def upgrade(document: Document) -> Document:
    """Return the definition as OpenAPI 3. The argument is not changed.

    Raises:
        PipelineError: The document is neither Swagger 2.0 nor OpenAPI 3.x, or has a construct without
            a rule; the message names its location.
    """
    if str(document.get("openapi", "")).startswith("3."):
        return copy.deepcopy(document)
    if document.get("swagger") != "2.0":
        raise PipelineError("The document is neither Swagger 2.0 nor OpenAPI 3.x: nothing to upgrade.")
    check_keywords(document, _ROOT_KEYWORDS)
    upgraded: Document = {
        "openapi": "3.0.3",
        "info": copy.deepcopy(document.get("info", {})),
        "paths": {
            path: path_item(item, document, pointer("paths", path))
            for path, item in members(document, "paths", "").items()
        },
        "components": {
            "schemas": {
                name: upgrade_schema(schema, pointer("definitions", name))
                for name, schema in members(document, "definitions", "").items()
            },
            "securitySchemes": {
                name: security_scheme(name, scheme, pointer("securityDefinitions", name))
                for name, scheme in members(document, "securityDefinitions", "").items()
            },
        },
    }
    servers = _servers(document)
    if servers:
        upgraded["servers"] = servers
    for key in ("security", "tags", "externalDocs"):
        if key in document:
            upgraded[key] = copy.deepcopy(document[key])
    return with_extensions(document, upgraded)


def _servers(document: Document) -> list[Document]:
    host, base_path = document.get("host"), document.get("basePath", "")
    if host is None:
        return [{"url": base_path}] if base_path not in ("", "/") else []
    schemes = listing(document.get("schemes", ["https"]), pointer("schemes"))
    return [{"url": f"{scheme}://{host}{base_path}"} for scheme in schemes]
