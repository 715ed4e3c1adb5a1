"""What changed between two definitions, in a few lines."""

from __future__ import annotations

from typing import Any

from webcrm_ext.definition.document import Document, models, operations
from webcrm_ext.definition.upgrade import upgrade


def changes(before: Document, after: Document) -> list[str]:
    """Give a line for each operation, model and property that came, went or changed."""
    old, new = _facts(upgrade(before)), _facts(upgrade(after))
    lines = [f"+ {name}" for name in new if name not in old]
    lines += [f"- {name}" for name in old if name not in new]
    lines += [f"~ {name}" for name in new if name in old and new[name] != old[name]]
    return sorted(lines, key=lambda line: line[2:])


def _facts(document: Document) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for method, path, operation in operations(document):
        parameters = sorted((_bare(each) for each in operation.get("parameters", [])), key=str)
        facts[f"{method} {path}"] = (parameters, _bare(operation.get("requestBody")), _bare(operation.get("responses")))
    for name, schema in models(document).items():
        facts[f"model {name}"] = _bare({key: value for key, value in schema.items() if key != "properties"})
        for key, value in schema.get("properties", {}).items():
            facts[f"{name}.{key}"] = _bare(value)
    return facts


def _bare(value: Any) -> Any:
    """Leave out what is not fact: descriptions, and the default that uniqueItems says."""
    if isinstance(value, dict):
        return {
            key: _bare(item)
            for key, item in value.items()
            if key != "description" and not (key == "uniqueItems" and item is False)
        }
    return [_bare(item) for item in value] if isinstance(value, list) else value
