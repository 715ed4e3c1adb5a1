"""OpenAPI 3.x in one spelling: references resolved, parameters beside their operations, 3.1 written as 3.0."""

from __future__ import annotations

import copy
from typing import Any

from webcrm_ext.definition.document import METHODS, Document, mapping, pointer
from webcrm_ext.definition.media_types import OCTETS
from webcrm_ext.definition.upgrade.references import Located, parameters_of, resolve
from webcrm_ext.definition.upgrade.simple_schemas import BINARY, simplify_schema

_OF_THE_SERVICE = ("webhooks", "jsonSchemaDialect", "$self")
"""What says nothing about calls of a client."""
_RESOLVED = ("parameters", "requestBodies", "responses", "pathItems")


def simplify_document(document: Document) -> Document:
    """Return an OpenAPI 3.x document in one spelling. The argument is not changed.

    Raises:
        PipelineError: A part has another type than it should have; the message names its location.
    """
    keep_siblings = not str(document["openapi"]).startswith("3.0")
    simple: Document = {
        key: copy.deepcopy(value)
        for key, value in document.items()
        if key not in (*_OF_THE_SERVICE, "paths", "components")
    }
    if keep_siblings:
        simple["openapi"] = "3.0.3"
    if "components" in document:
        simple["components"] = _components(document, keep_siblings=keep_siblings)
    if "paths" in document:
        operations = _Operations(document, keep_siblings=keep_siblings)
        paths = mapping(document["paths"], pointer("paths"))
        simple["paths"] = {path: operations.path_item(path) for path in paths if not path.startswith("x-")}
    return simple


def _components(document: Document, *, keep_siblings: bool) -> Document:
    components = mapping(document["components"], pointer("components"))
    simple = {key: copy.deepcopy(value) for key, value in components.items() if key not in _RESOLVED}
    if "schemas" in simple:
        schemas = mapping(simple["schemas"], pointer("components", "schemas"))
        simple["schemas"] = {name: simplify_schema(each, keep_siblings=keep_siblings) for name, each in schemas.items()}
    return simple


class _Operations:
    """Simplifies the operations of a document."""

    def __init__(self, document: Document, *, keep_siblings: bool) -> None:
        self._document = document
        self._keep_siblings = keep_siblings
        self._is_nswag = str(document.get("x-generator", "")).startswith("NSwag")

    def path_item(self, path: str) -> Document:
        """Return a path with its operations, and without its parameters."""
        item, location = resolve(self._document["paths"][path], pointer("paths", path), self._document)
        return {
            key: self._operation(path, key, mapping(value, location + pointer(key)), location + pointer(key))
            if key in METHODS
            else copy.deepcopy(value)
            for key, value in item.items()
            if key != "parameters"
        }

    def _operation(self, path: str, method: str, operation: Document, location: str) -> Document:
        replaced = ("parameters", "requestBody", "responses")
        simple = {key: copy.deepcopy(value) for key, value in operation.items() if key not in replaced}
        parameters = parameters_of(self._document, method, path)
        if parameters:
            simple["parameters"] = [self._parameter(each) for each in parameters]
        if "requestBody" in operation:
            simple["requestBody"] = self._with_content(operation["requestBody"], location + pointer("requestBody"))
        if "responses" in operation:
            here = location + pointer("responses")
            simple["responses"] = {
                status: self._with_content(each, here + pointer(status))
                for status, each in mapping(operation["responses"], here).items()
                if not status.startswith("x-")
            }
            if self._is_nswag and method != "get":
                _remove_files(simple["responses"])
        return simple

    def _parameter(self, parameter: Located) -> Document:
        simple = copy.deepcopy(parameter.value)
        if "schema" in simple:
            schema = self._schema(simple["schema"])
            if isinstance(schema, dict):
                # A query, a path and a header have no null. NSwag declares every parameter that may be left out so.
                schema = self._schema({key: value for key, value in schema.items() if key != "nullable"})
            simple["schema"] = schema
        return simple

    def _with_content(self, holder: Any, location: str) -> Document:
        value, location = resolve(holder, location, self._document)
        simple = copy.deepcopy(value)
        if "content" in simple:
            here = location + pointer("content")
            simple["content"] = {
                media_type: self._media_type(media_type, mapping(each, here + pointer(media_type)))
                for media_type, each in mapping(simple["content"], here).items()
            }
        return simple

    def _media_type(self, media_type: str, value: Document) -> Document:
        schema = self._schema(value.get("schema", {}))
        # A file has no schema in OpenAPI 3.1.
        return {**value, "schema": dict(BINARY) if media_type == OCTETS and schema == {} else schema}

    def _schema(self, schema: Any) -> Any:
        return simplify_schema(schema, keep_siblings=self._keep_siblings)


def _remove_files(responses: Document) -> None:
    """Remove the files that NSwag declares as responses of writes where the C# code declares no response."""
    for response in responses.values():
        if response.get("content") == {OCTETS: {"schema": BINARY}}:
            del response["content"]
