"""Records for benchmarks, with every property filled; the same for all sides."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from webcrm_ext.definition.document import Document, models, reference_name

MODELS = ("PersonDto", "OrganisationDto", "OpportunityDto")
TOKEN = "00000000-0000-4000-8000-000000000001"  # noqa: S105 - an example
_WORDS = [
    "Nordlys",
    "Havn",
    "Lampe",
    "Kontor",
    "Østergade",
    "Gentofte",
    "Århus",
    "Byg",
    "Sol",
    "Fjord",
    "Malmö",
    "Oslo",
]
_PLAIN: dict[str, Callable[[random.Random], Any]] = {
    "integer": lambda chance: chance.choice((0, chance.randrange(1, 100_000))),
    "number": lambda chance: round(chance.uniform(0, 90_000), 2),
    "boolean": lambda chance: chance.random() < 0.5,  # noqa: PLR2004
    "array": lambda _chance: [],
}
ROOT = Path(__file__).parents[2]


def openapi() -> Document:
    """Return the definition that the client is generated from."""
    document: Document = json.loads((ROOT / "swagger" / "openapi.json").read_bytes())
    return document


def date_properties(model: str) -> list[str]:
    """Return the properties of a model that are dates."""
    properties = models(openapi())[model]["properties"]
    return [name for name, schema in properties.items() if schema.get("format") == "date-time"]


def page(model: str, count: int, *, first_id: int = 1, seed: int = 1) -> list[dict[str, Any]]:
    """Return records of a model, with ids from `first_id` on."""
    chance = random.Random(f"{model} {seed}")  # noqa: S311 - test data
    schemas = models(openapi())
    properties = schemas[model]["properties"]
    id_name = next(name for name in schemas[model]["required"] if name.endswith("Id"))
    return [
        {
            name: _value(name, schema, schemas, chance)
            for name, schema in properties.items()
            if not name.endswith("SecurityInfo")  # sent only on request
        }
        | {id_name: first_id + index}
        for index in range(count)
    ]


def _value(name: str, schema: Document, schemas: Document, chance: random.Random) -> Any:
    for inner in schema.get("allOf", [schema] if "$ref" in schema else []):
        target = schemas[reference_name(inner)]
        if "properties" in target:
            return {key: _value(key, value, schemas, chance) for key, value in target["properties"].items()}
        return _value(name, target, schemas, chance)
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if schema.get("type") in _PLAIN:
        return _PLAIN[schema["type"]](chance)
    if schema.get("format") == "date-time":
        year, month, minute = chance.randrange(10, 26), chance.randrange(1, 10), chance.randrange(10, 60)
        return f"20{year}-0{month}-17T08:{minute}:32"
    return "" if chance.random() < 0.3 else " ".join(chance.choices(_WORDS, k=chance.randrange(1, 4)))  # noqa: PLR2004
