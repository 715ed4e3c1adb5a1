"""Parts of definitions in Swagger 2.0, for tests."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def reference(model: str) -> Document:
    return {"$ref": f"#/definitions/{model}"}


def listed(schema: Document) -> Document:
    return {"type": "array", "items": schema}


def parameter(name: str, where: str = "query", **more: Any) -> Document:
    return {"name": name, "in": where, "required": where == "path", "type": "string", **more}


def body(schema: Document, name: str = "body") -> Document:
    return {"name": name, "in": "body", "schema": schema}


def operation(tag: str, *parameters: Document, answer: Document | None = None, **more: Any) -> Document:
    return {
        "tags": [tag],
        "consumes": ["application/json"],
        "produces": ["text/plain", "application/json"],
        "parameters": list(parameters),
        "responses": {
            "200": {"description": "OK", **({"schema": answer} if answer else {})},
            "401": {"description": "Unauthorized"},
        },
        **more,
    }


def at(document: Any, location: tuple[Any, ...]) -> Any:
    """The value at a location, which is a tuple of keys."""
    for key in location:
        document = document[key]
    return document
