"""Sample payloads of the service for each model, built from the definition and not from the generated code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import webcrm_api.models
from hypothesis import strategies as st

ROOT = Path(__file__).parents[3]
DOCUMENT: dict[str, Any] = json.loads((ROOT / "swagger/openapi.json").read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
RECORDS = sorted(name for name, schema in SCHEMAS.items() if "properties" in schema)
ENUMS = sorted(name for name, schema in SCHEMAS.items() if "enum" in schema)

Json = dict[str, Any]
UNKNOWN = {"SomethingNew": 1, "AndMore": {"deep": [None, "x"]}, "": "an empty name"}
NOT_IN_THE_DEFINITION = "NotInTheDefinition"
DATES = (
    "2018-06-28T06:32:08",
    "2018-06-28T06:32:08+00:00",
    "2018-06-28T06:32:08.123456+02:00",
    "2018-06-28T06:32:08.1234567",
    "2018-06-28T06:32:08.9999999+02:00",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59.9999999",
)
"""Dates as the service writes them; each is sent back unchanged."""


def model(name: str) -> Any:
    return getattr(webcrm_api.models, name)


def all_null(name: str) -> Json:
    return dict.fromkeys(SCHEMAS[name]["properties"])


def filled(name: str, enum_value: Callable[[Json], Any] = lambda schema: schema["enum"][0]) -> Json:
    """Return a payload with a value for every property, nested records included."""
    return {
        key: _value(schema, key, number, enum_value)
        for number, (key, schema) in enumerate(SCHEMAS[name]["properties"].items(), start=1)
    }


def unknown_enums(name: str) -> Json:
    return filled(name, lambda _schema: NOT_IN_THE_DEFINITION)


def _value(schema: Json, key: str, number: int, enum_value: Callable[[Json], Any]) -> Any:
    schema = resolved(schema)
    if "properties" in schema:
        return {name: _value(inner, name, number, enum_value) for name, inner in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_value(schema["items"], key, each, enum_value) for each in (number, number + 1)]
    if "enum" in schema:
        return enum_value(schema)
    if schema.get("format") == "date-time":
        return DATES[number % len(DATES)]
    values = {"string": f"{key} Ærø", "integer": number, "number": number + 0.25, "boolean": bool(number % 2)}
    return values[schema["type"]] if "type" in schema else {"anything": [key]}


def resolved(schema: Json) -> Json:
    """Return the schema behind a reference, nullable or not."""
    for reference in (schema, *schema.get("allOf", ())):
        if "$ref" in reference:
            found: Json = SCHEMAS[reference["$ref"].rpartition("/")[2]]
            return found
    return schema


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
OF_TYPE = {
    None: ANYTHING,
    "string": st.text(max_size=5),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
}
MOMENTS = st.sampled_from(DATES) | st.datetimes(timezones=st.none() | st.just(UTC)).map(datetime.isoformat)


def as_declared(schema: Json) -> st.SearchStrategy[Any]:
    """Return a strategy for values that the definition declares; enums may be any string, because values get added."""
    schema = resolved(schema)
    if "properties" in schema:
        return st.fixed_dictionaries({}, optional={key: or_null(each) for key, each in schema["properties"].items()})
    if schema.get("type") == "array":
        return st.lists(or_null(schema["items"]), max_size=2)
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | st.text(max_size=5)
    return MOMENTS if schema.get("format") == "date-time" else OF_TYPE[schema.get("type")]


def or_null(schema: Json) -> st.SearchStrategy[Any]:
    return st.none() | as_declared(schema)


def payloads(name: str, values: Callable[[Json], st.SearchStrategy[Any]] = or_null) -> st.SearchStrategy[Json]:
    """Return a strategy for payloads of a model: some of its properties, and some that the definition lacks."""
    properties = SCHEMAS[name]["properties"]
    # Few properties are enough to test each one, and fast.
    keys = st.lists(st.sampled_from(sorted(properties)), max_size=6, unique=True)
    known = keys.flatmap(lambda chosen: st.fixed_dictionaries({key: values(properties[key]) for key in chosen}))
    unknown = st.dictionaries(st.text(max_size=5).filter(lambda key: key not in properties), ANYTHING, max_size=2)
    return st.builds(lambda first, second: {**first, **second}, known, unknown)
