"""The API definition of the repository."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

SWAGGER = Path(__file__).parents[3] / "swagger"
SERVICE_DATE = "webcrm-date"
OPTIONAL = 4
"""Optional properties of a short body."""


def definition() -> dict[str, Any]:
    """Return the definition that the client is generated from, with the security that it leaves to the client."""
    document: dict[str, Any] = json.loads((SWAGGER / "openapi.json").read_text())
    document["security"] = [{"Bearer": []}]
    document["components"]["securitySchemes"] = {"Bearer": {"type": "http", "scheme": "bearer"}}
    return document


def with_service_dates(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with a format of its own for dates in models, because the service omits offsets too."""
    changed = deepcopy(document)
    for model in changed["components"]["schemas"].values():
        for schema in model.get("properties", {}).values():
            if schema.get("format") == "date-time":
                schema["format"] = SERVICE_DATE
    return changed


def with_short_bodies(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with only a few optional properties in each body: some models have more than a hundred.

    Custom fields are left out, because their values depend on the system.
    """
    changed = deepcopy(document)
    for methods in changed["paths"].values():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                schema = content["schema"]
                if "items" in schema:
                    schema["items"] = _shortened(changed, schema["items"])
                else:
                    content["schema"] = _shortened(changed, schema)
    return changed


def _shortened(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    model = deepcopy(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    required = model.get("required", [])
    others = [
        name for name in model["properties"] if name not in required and "Custom" not in name and "Plus" not in name
    ]
    model["properties"] = {name: model["properties"][name] for name in [*required, *others[:OPTIONAL]]}
    return model
