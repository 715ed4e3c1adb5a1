"""A service in memory: for each operation a response that conforms to the definition."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

import httpx

from tests.contract.sandbox.definitions import definition

LOGIN = {"AccessToken": "a" * 20, "RefreshToken": "b" * 20, "ExpiresIn": 3600, "TokenType": "Bearer", "IsError": False}
DISPLAY_TYPES = ("D", "ML", "T", "M", "C", "I", "PI", "R", "DA", "DT", "X")
CHOICES = [{"Text": each, "Value": each} for each in ("-- choose --", "VIP", "00: Gold, large", "01: Silver")]
DATE = "2024-05-31T10:00:00.1234567+02:00"
SCALARS = {"integer": 1, "number": 1.5, "boolean": True, "string": "x"}
MAX_DEPTH = 3
"""How deep objects are nested in a response."""


def fields_metadata(entity: str) -> list[dict[str, Any]]:
    """Return the metadata of an entity's custom fields, one of each kind."""
    kinds = [
        {
            "FieldMetadataFriendlyFieldName": f"{entity}Custom{number}",
            "FieldMetadataLabel": f"Field {number}",
            "FieldMetadataDisplayType": code,
            "FieldMetadataTextFieldMaxLength": 50,
            "FieldMetadataDropdownListData": CHOICES if code in {"D", "ML"} else [],
        }
        for number, code in enumerate(DISPLAY_TYPES, 1)
    ]
    return [*kinds, {**kinds[0], "FieldMetadataFriendlyFieldName": f"{entity}CheckMark1", "FieldMetadataLabel": "Mark"}]


class Service(httpx.MockTransport):
    """A transport without a network, which counts the requests that it receives."""

    def __init__(self) -> None:
        super().__init__(self._respond)
        self.requests = 0
        self._contents: dict[str, tuple[int, bytes]] = {}
        self._models: dict[tuple[str, int], Any] = {}
        self._document = definition()
        self._operations: dict[tuple[str, int], list[tuple[list[str], dict[str, Any]]]] = defaultdict(list)
        for path, methods in self._document["paths"].items():
            segments = path.lower().strip("/").split("/")
            for method, operation in methods.items():
                self._operations[method.upper(), len(segments)].append((segments, operation))

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        segments = request.url.path.lower().strip("/").split("/")
        if segments[0] == "auth" and request.method == "POST":
            return httpx.Response(200, json=LOGIN)
        if segments == ["queries"]:
            return httpx.Response(200, json=self._rows(parse_qs(request.url.query.decode()).get("script", [""])[0]))
        if segments[0] == "fieldsmetadata" and len(segments) > 1:
            return httpx.Response(200, json=fields_metadata(request.url.path.rpartition("/")[2].capitalize()))
        operation = self._operation(request.method, segments)
        if operation is None:
            return httpx.Response(404, json={"Message": "Not found", "Type": "NotFoundException"})
        if request.method == "PATCH":
            return httpx.Response(200, json=[""] * len(json.loads(request.content or b"[]")))
        id_ = operation["operationId"]
        if id_ not in self._contents:
            self._contents[id_] = self._content(operation)
        status, content = self._contents[id_]
        return httpx.Response(status, content=content)

    def _operation(self, method: str, segments: list[str]) -> dict[str, Any] | None:
        for pattern, operation in self._operations[method, len(segments)]:
            if all(part[:1] == "{" or part == sent for part, sent in zip(pattern, segments, strict=True)):
                return operation
        return None

    def _content(self, operation: dict[str, Any]) -> tuple[int, bytes]:
        status, response = next(iter(operation["responses"].items()))
        media_type, content = next(iter(response.get("content", {}).items()), ("", {}))
        if media_type == "application/octet-stream":
            return int(status), b"%PDF"
        return int(status), json.dumps(self._example(content["schema"])).encode() if content else b""

    def _rows(self, script: str) -> list[dict[str, Any]]:
        """Return one row of the table in a query, or none, by the length of the query."""
        table = re.search(r"\bFROM (\w+)", script)
        if table is None or len(script) % 2:
            return []
        name = f"{table[1]}Dto"
        return [self._model(name, 0)] if name in self._document["components"]["schemas"] else [{"RowNumber": 1}]

    def _model(self, name: str, depth: int) -> Any:
        if (name, depth) not in self._models:
            self._models[name, depth] = self._example(self._document["components"]["schemas"][name], depth)
        return self._models[name, depth]

    def _example(self, schema: dict[str, Any], depth: int = 0) -> Any:
        if "$ref" in schema:
            return self._model(schema["$ref"].rpartition("/")[2], depth)
        if "allOf" in schema:
            return self._example(schema["allOf"][0], depth)
        if "enum" in schema:
            return next(each for each in schema["enum"] if each is not None)
        kind = schema.get("type")
        if kind == "array":
            return [self._example(schema["items"], depth + 1)] if depth < MAX_DEPTH else []
        if kind == "object" and depth < MAX_DEPTH:
            return {name: self._example(each, depth + 1) for name, each in schema.get("properties", {}).items()}
        return DATE if schema.get("format") == "date-time" else SCALARS.get(kind, {})
