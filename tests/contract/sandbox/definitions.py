"""The API definition of the repository."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

SWAGGER = Path(__file__).parents[3] / "swagger"
SERVICE_DATE = "webcrm-date"


def definition() -> dict[str, Any]:
    """Return the definition that the client is generated from."""
    document: dict[str, Any] = json.loads((SWAGGER / "openapi.json").read_text())
    return document


def with_service_dates(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with a format of its own for dates in models, because the service omits offsets too."""
    changed = deepcopy(document)
    for model in changed["components"]["schemas"].values():
        for schema in model.get("properties", {}).values():
            if schema.get("format") == "date-time":
                schema["format"] = SERVICE_DATE
    return changed
