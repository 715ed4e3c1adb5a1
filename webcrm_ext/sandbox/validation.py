"""Validate JSON bodies, and parse parameters, by their schemas."""

import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from .dates import ticks
from .definition import Definition, Parameter, Schema
from .responses import bad_request

Validator = Callable[[Any, str], None]
"""Checks a value; the string is its name in messages. Raises HTTPError if the value is invalid."""

_LARGEST = sys.float_info.max
_INTEGER_BITS = {"int32": 31, "int64": 63}


class Validators:
    """Creates the validator of each schema once."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._by_id: dict[int, tuple[Schema, Validator]] = {}

    def of(self, schema: Schema) -> Validator:
        """Return the validator of a schema. Null is valid, because no schema of the API excludes it."""
        key = id(schema)

        def validate_later(value: Any, where: str) -> None:
            self._by_id[key][1](value, where)

        if key not in self._by_id:
            # A model with a property of its own type needs the validator while it is made. Keeping the schema ensures
            # that no other object gets its id().
            self._by_id[key] = (schema, validate_later)
            self._by_id[key] = (schema, self._make(self._definition.resolve(schema)))
        return self._by_id[key][1]

    def _make(self, schema: Schema) -> Validator:
        if "enum" in schema:
            return partial(_one_of, choices_of(schema))
        match schema.get("type"):
            case "array":
                validator: Validator = partial(_array, self.of(schema["items"]))
            case "object":
                validator = partial(
                    _object, {name: self.of(each) for name, each in schema.get("properties", {}).items()}
                )
            case "integer":
                validator = partial(_integer, *_bounds(schema))
            case "number":
                validator = _number
            case "boolean":
                validator = _boolean
            case "string" if schema.get("format") == "date-time":
                validator = _date_time
            case "string":
                validator = partial(_string, schema.get("maxLength"))
            case _:
                validator = _anything
        return validator


def parse_parameter(definition: Definition, parameter: Parameter, values: list[str]) -> Any:
    """Return the value of a parameter in the path, the query or a header; None if it was not sent.

    Raises:
        HTTPError: 400 with the name of the parameter and the values it accepts.
    """
    schema = definition.resolve(parameter.schema)
    if schema.get("type") == "array":
        items = definition.resolve(schema["items"])
        return [_parse_one(items, value, parameter.name) for value in values if value]
    if not values or not values[0]:
        if parameter.required:
            raise bad_request(f"{parameter.name} is required.")
        return schema.get("default")
    return _parse_one(schema, values[0], parameter.name)


def _parse_one(schema: Schema, text: str, name: str) -> Any:
    kind = schema.get("type")
    if "enum" in schema:
        choices = choices_of(schema)
        value = next((each for each in choices if str(each).lower() == text.lower()), None)
        if value is None:
            raise bad_request(f"{name} must be one of {', '.join(map(str, choices))}, not {text[:50]!r}.")
        return value
    if kind == "integer":
        return _parse_integer(schema, text, name)
    if kind == "boolean":
        if text.lower() not in {"true", "false"}:
            raise bad_request(f"{name} must be true or false, not {text[:50]!r}.")
        return text.lower() == "true"
    if schema.get("format") == "date-time" and ticks(text) is None:
        raise bad_request(f"{name} must be a date such as 2024-05-31T13:45:00, not {text[:50]!r}.")
    return text


def _parse_integer(schema: Schema, text: str, name: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,20}", text):  # more digits are beyond int64
        raise bad_request(f"{name} must be a whole number, not {text[:50]!r}.")
    low, high = _bounds(schema)
    value = int(text)
    if not low <= value <= high:
        raise bad_request(f"{name} must be from {low} to {high}, not {value}.")
    return value


def _bounds(schema: Schema) -> tuple[int, int]:
    bits = _INTEGER_BITS.get(schema.get("format", "int64"), 63)
    return schema.get("minimum", -(2**bits)), schema.get("maximum", 2**bits - 1)


def choices_of(schema: Schema) -> tuple[str | int, ...]:
    """Return the values of an enum, strings or numbers, without null."""
    return tuple(each for each in schema["enum"] if each is not None)


def _one_of(choices: tuple[str | int, ...], value: Any, where: str) -> None:
    # true equals 1 and 1.0, but is no value of an enum of numbers
    if value is not None and not any(type(value) is type(each) and value == each for each in choices):
        raise bad_request(f"{where} must be one of {', '.join(sorted(map(str, choices)))}, not {_short(value)}.")


def _array(item: Validator, value: Any, where: str) -> None:
    if value is None:
        return
    if not isinstance(value, list):
        raise bad_request(f"{where} must be a list, not {_short(value)}.")
    for index, each in enumerate(value):
        item(each, f"{where}[{index}]")


def _object(properties: dict[str, Validator], value: Any, where: str) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        raise bad_request(f"{where} must be an object, not {_short(value)}.")
    for name, each in value.items():
        if (validator := properties.get(name)) is not None:
            validator(each, name)


def _integer(low: int, high: int, value: Any, where: str) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise bad_request(f"{where} must be a whole number from {low} to {high}, not {_short(value)}.")


def _number(value: Any, where: str) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST <= value <= _LARGEST:
        raise bad_request(f"{where} must be a number, not {_short(value)}.")


def _boolean(value: Any, where: str) -> None:
    if value is not None and not isinstance(value, bool):
        raise bad_request(f"{where} must be true or false, not {_short(value)}.")


def _date_time(value: Any, where: str) -> None:
    if value is not None and (not isinstance(value, str) or ticks(value) is None):
        raise bad_request(f"{where} must be a date such as 2024-05-31T13:45:00, not {_short(value)}.")


def _string(max_length: int | None, value: Any, where: str) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise bad_request(f"{where} must be a string, not {_short(value)}.")
    if max_length is not None and len(value) > max_length:
        raise bad_request(f"{where} must have at most {max_length} characters, not {len(value)}.")


def _anything(value: Any, where: str) -> None:
    """Accept any value, for a property without a type."""


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."  # noqa: PLR2004 - a message, not a dump
