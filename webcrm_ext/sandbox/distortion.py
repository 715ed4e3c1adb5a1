"""Answers made worse on request: nulls, enum values and properties that the definition does not have."""

import json
from typing import Any

from .answers import Answer, dumps
from .definition import Definition, Schema
from .faults import Faults

UNKNOWN_ENUM = "AddedWithoutNotice"
UNKNOWN_PROPERTY = "AddedWithoutNotice"


def distorted(answer: Answer, schema: Schema | None, definition: Definition, faults: Faults) -> Answer:
    """The answer as the weather of the sandbox leaves it."""
    weather = faults.weather
    wanted = weather.null_share or weather.unknown_enums or weather.unknown_properties
    if not wanted or schema is None or not (answer.media_type or "").startswith("application/json"):
        return answer
    body = dumps(_distort(json.loads(answer.body), definition.resolve(schema), definition, faults))
    return Answer(answer.status, body, answer.media_type, answer.headers)


def _distort(value: Any, schema: Schema, definition: Definition, faults: Faults) -> Any:
    if isinstance(value, list) and "items" in schema:
        items = definition.resolve(schema["items"])
        return [_distort(each, items, definition, faults) for each in value]
    if isinstance(value, dict):
        distorted_object = {
            name: _distort_property(name, each, schema, definition, faults) for name, each in value.items()
        }
        if faults.weather.unknown_properties:
            distorted_object[UNKNOWN_PROPERTY] = {"Since": "yesterday"}
        return distorted_object
    if faults.weather.unknown_enums and isinstance(value, str) and "enum" in schema:
        return UNKNOWN_ENUM
    return value


def _distort_property(name: str, value: Any, owner: Schema, definition: Definition, faults: Faults) -> Any:
    is_id = name in owner.get("required", ())
    if not is_id and faults.random.random() < faults.weather.null_share:
        return None
    return _distort(value, definition.resolve(owner.get("properties", {}).get(name, {})), definition, faults)
