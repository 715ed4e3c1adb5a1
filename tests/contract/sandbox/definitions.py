"""The definition as tests read it, from the repository."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

SWAGGER = Path(__file__).parents[3] / "swagger"
SERVICE_DATE = "webcrm-date"


def definition() -> dict[str, Any]:
    """What the client is generated from."""
    document: dict[str, Any] = json.loads((SWAGGER / "openapi.json").read_text())
    return document


def with_service_dates(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a format of its own for dates in models: the service sends them without an offset as well."""
    changed = deepcopy(document)
    for model in changed["components"]["schemas"].values():
        for schema in model.get("properties", {}).values():
            if schema.get("format") == "date-time":
                schema["format"] = SERVICE_DATE
    return changed
