"""Convert the properties of a record to fields of a form, and back."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from webcrm_ext.sandbox.custom_fields import CustomField
from webcrm_ext.sandbox.definition import Definition, Schema
from webcrm_ext.sandbox.responses import bad_request

Kind = Literal["text", "long", "choice", "choices", "number", "json"]

_LONG = 120
"""A text with more characters gets a field of several lines."""
_NULL = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: a property with its label, and its value as text."""

    name: str
    label: str
    kind: Kind
    text: str
    choices: tuple[str, ...] = ()
    is_custom: bool = False


def fields_of(
    record: Mapping[str, Any],
    definition: Definition,
    properties: Mapping[str, Schema],
    custom: Mapping[str, CustomField],
    label_of: Callable[[str, str], str],
) -> list[Field]:
    """Return the fields of a record: custom fields with a label first, then the other properties.

    Args:
        record: The record.
        definition: The definition of the API.
        properties: The schemas of its properties.
        custom: Its custom fields.
        label_of: Returns the label of a custom field, from its name and its first label.
    """
    found = []
    for name in properties:
        text = _text(record.get(name))
        if name in custom:
            kind, choices = _custom_kind(custom[name])
            label = label_of(name, custom[name].label) or name
            choices = choices if kind == "choices" else _with(text, choices)
            found.append(Field(name, label, kind, text, choices, is_custom=True))
        else:
            found.append(_field(name, text, definition.resolve(properties[name])))
    return sorted(found, key=lambda each: not (each.is_custom and each.label != each.name))


def _field(name: str, text: str, schema: Schema) -> Field:
    if "enum" in schema:
        return Field(name, name, "choice", text, _with(text, tuple(map(str, schema["enum"]))))
    match schema.get("type"):
        case "boolean":
            return Field(name, name, "choice", text, _with(text, ("true", "false")))
        case "integer" | "number":
            return Field(name, name, "number", text)
        case "array" | "object":
            return Field(name, name, "json", text)
    is_long = schema.get("maxLength", 0) > _LONG or len(text) > _LONG or "\n" in text
    return Field(name, name, "long" if is_long else "text", text)


def _custom_kind(custom: CustomField) -> tuple[Kind, tuple[str, ...]]:
    match custom.display_type:
        case "C":
            return "choice", ("Yes", "No")
        case "D":
            return "choice", custom.choices
        case "ML":
            return "choices", custom.choices
        case "I" | "PI" | "R":
            return "number", ()
    return "text", ()


def _with(text: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the choices, with the current value if it is not one of them."""
    return choices if text in choices or not choices else (text, *choices)


def _text(value: Any) -> str:
    if value is None:
        return _NULL
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def changes(
    sent: Mapping[str, str],
    record: Mapping[str, Any],
    definition: Definition,
    properties: Mapping[str, Schema],
    custom: Mapping[str, CustomField],
) -> dict[str, Any]:
    """Return the values of the fields that were changed. An empty field of another type than string is null.

    Raises:
        HTTPError: 400 for a text that is not a valid value of the property.
    """
    found: dict[str, Any] = {}
    for name, text in sent.items():
        if name not in properties or _lines(text) == _lines(_text(record.get(name))):
            continue
        found[name] = text if name in custom else _value(name, _lines(text), definition.resolve(properties[name]))
    return found


def _lines(text: str) -> str:
    """Return a text with stored line breaks: a form sends CR LF."""
    return text.replace("\r\n", "\n")


def _value(name: str, text: str, schema: Schema) -> Any:
    kind = schema.get("type")
    if "enum" in schema:
        return next((each for each in schema["enum"] if str(each) == text), text or None)
    if kind in {"boolean", "integer", "number", "array", "object"}:
        return _parsed(name, text) if text.strip() else None
    return (text or None) if schema.get("format") == "date-time" else text


def _parsed(name: str, text: str) -> Any:
    if re.fullmatch(r"\s*(NaN|-?Infinity)\s*", text) is None:
        try:
            return json.loads(text)
        except ValueError:
            pass
    raise bad_request(f"{name} must be a number, true, false or JSON, not {text[:60]!r}.")
