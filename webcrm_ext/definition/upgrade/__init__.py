"""Upgrade of a definition: Swagger 2.0 and OpenAPI 3.x to one spelling, in OpenAPI 3.0.

The upgrade is pure. What changes a call and has no rule raises an error with its location. What means nothing to a
client is left out (webhooks, headers of responses) or stays as it is (unknown keywords), so that the drift check can
compare it; it is never refused. The rules follow the specifications, and what Swashbuckle, NSwag and ASP.NET Core
write.
"""

from __future__ import annotations

import copy

from webcrm_ext.definition.document import Document, PipelineError, listing, pointer
from webcrm_ext.definition.upgrade.checks import members, with_others
from webcrm_ext.definition.upgrade.openapi import simplify_document
from webcrm_ext.definition.upgrade.operations import path_item
from webcrm_ext.definition.upgrade.references import Located, parameter_key, parameters_of
from webcrm_ext.definition.upgrade.schemas import upgrade_schema
from webcrm_ext.definition.upgrade.security import is_bearer, security_scheme
from webcrm_ext.definition.upgrade.simple_schemas import BINARY

__all__ = ["BINARY", "Located", "is_bearer", "parameter_key", "parameters_of", "upgrade"]

_REPLACED = {
    "swagger", "host", "basePath", "schemes", "consumes", "produces", "paths", "definitions",
    "parameters", "responses", "securityDefinitions", "webhooks",
}  # fmt: skip


def upgrade(document: Document) -> Document:
    """Return the definition as OpenAPI 3.0, in one spelling. The argument is not changed.

    Raises:
        PipelineError: The document is neither Swagger 2.0 nor OpenAPI 3.x, or has a construct that changes a call
            and has no rule; the message names its location.
    """
    if str(document.get("openapi", "")).startswith("3."):
        return simplify_document(document)
    if document.get("swagger") != "2.0":
        raise PipelineError("The document is neither Swagger 2.0 nor OpenAPI 3.x: nothing to upgrade.")
    upgraded: Document = {
        "openapi": "3.0.3",
        "info": copy.deepcopy(document.get("info", {})),
        "paths": {path: path_item(path, document) for path in members(document, "paths", "") if path[:2] != "x-"},
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
    return simplify_document(with_others(document, upgraded, without=_REPLACED))


def _servers(document: Document) -> list[Document]:
    host, base_path = document.get("host"), document.get("basePath", "")
    if host is None:
        return [{"url": base_path}] if base_path not in ("", "/") else []
    schemes = listing(document.get("schemes", ["https"]), pointer("schemes"))
    return [{"url": f"{scheme}://{host}{base_path}"} for scheme in schemes]
