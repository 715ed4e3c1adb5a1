"""Custom fields: their defaults, the validation of their values, and /FieldsMetadata."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from .call import Call
from .dates import ticks
from .definition import Definition, Schema
from .entities import MEETINGS, Entity, entities, meeting_entity
from .messages import shown
from .responses import Response, bad_request, json_response
from .tenant_fields import BY_FAMILY, BY_PROPERTY, FieldSetup

CUSTOM = re.compile(r"(?:Opportunity|Person[12])?((?:Extra)?Custom|Plus|XText)(\d+)")
DEFAULT_LENGTH = 50

_MEETING = "SyncedMeeting"
_PATHS = {
    "Activity": "Activities",
    "Delivery": "Deliveries",
    "Event": "Events",
    "Opportunity": "Opportunities",
    "Organisation": "Organisations",
    "Person": "Persons",
    "Product": "Products",
    "SupportCase": "SupportCases",
    "User": "Users",
    _MEETING: MEETINGS,
}
_DB_PREFIXES = {
    "Activity": "a", "Delivery": "op", "Event": "e", "Opportunity": "op", "Organisation": "o", "Person": "p",
    "Product": "pr", "SupportCase": "sc", "User": "u", _MEETING: "m",
}  # fmt: skip
_DISPLAY_TYPES = {"integer": "I", "number": "R", "boolean": "C"}


class CustomField:
    """A custom field as configured by the tenant."""

    def __init__(self, name: str, setup: FieldSetup, family: str, max_length: int) -> None:
        self.name = name
        self.display_type = setup.display_type
        self.label = setup.label
        self.entries = setup.entries
        self.max_length = max_length
        self._is_plus = family == "Plus"

    def unset(self, *, plus_null: bool) -> str | None:
        """Return the value of a field that was never set. With `plus_null` that of a Plus field is null."""
        if self._is_plus and plus_null:
            return None
        match self.display_type:
            case "D":
                return self.entries[0]
            case "ML":
                return "[]"
            case "C":
                return "No"
            case "I" | "PI":
                return "0"
        return ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a list, as they are stored."""
        if self.display_type == "ML":
            return tuple(f"{index:02}: {entry}" for index, entry in enumerate(self.entries))
        return self.entries

    def validate(self, value: str) -> None:
        """Check a value against the type of the field.

        Raises:
            HTTPError: 400 with the name of the field and the values it accepts.
        """
        if (expected := self._expected(value)) is not None:
            raise bad_request(f"{self.name} must be {expected}.")

    def _expected(self, value: str) -> str | None:
        """Return what the field accepts and the invalid value, or None if the value is valid."""
        if 0 < self.max_length < len(value):
            return f"at most {self.max_length} characters, not {len(value)}"
        expected, is_valid = self._rule(value)
        return None if is_valid else f"{expected}, not {value[:DEFAULT_LENGTH]!r}"

    def _rule(self, value: str) -> tuple[str, bool]:
        """Return what the field accepts, and whether the value is valid. Only "C" and "D" refuse the empty string."""
        rule = "a string", True
        match self.display_type:
            case "C":
                rule = "Yes or No", value in {"Yes", "No"}
            case "D":
                rule = "one of " + ", ".join(self.choices), value in self.choices
            case "ML":
                chosen = value.split(", ")
                is_valid = value in {"", "[]"} or (len(chosen) == len(set(chosen)) and set(chosen) <= set(self.choices))
                rule = "[] or some of " + ", ".join(self.choices) + ", each once", is_valid
            case "I":
                rule = "a whole number", _matches(r"[+-]?\d+", value)
            case "PI":
                rule = "a whole number from 0", _matches(r"\d+", value)
            case "R":
                rule = "a number", _matches(r"[+-]?\d+([.,]\d+)?", value)
            case "DA" if self._is_plus:
                rule = "a date such as 20240531", _matches(r"\d{8}", value) and _is_day(_with_hyphens(value))
            case "DA":
                rule = "a date such as 2024-05-31", _is_day(value)
        return rule


class CustomFields:
    """The custom fields of every entity."""

    def __init__(self, definition: Definition) -> None:
        self._of_entity = _of_each_entity(definition)
        self._definition = definition
        self._labels: dict[str, str] = {}

    def of(self, path: str) -> Mapping[str, CustomField]:
        """Return the custom fields of the entity at a path, by property."""
        return self._of_entity.get(path, {})

    def unset(self, path: str, *, plus_null: bool) -> Mapping[str, str | None]:
        """Return the default values of the custom fields of a new record."""
        return _unset_of_each_entity(self._definition, plus_null=plus_null).get(path, {})

    def rename(self, labels: Mapping[str, Any]) -> None:
        """Change labels, by property: all of them or none.

        Raises:
            ValueError: A property is no custom field, or a label is no string.
        """
        known = {name for fields in self._of_entity.values() for name in fields}
        for name, label in labels.items():
            if name not in known:
                msg = f"{shown(name)} is no custom field. Pass a property, such as PersonCustom1"
                raise ValueError(msg)
            if not isinstance(label, str):
                msg = f"The label of {name} must be a string, not {shown(label)}"
                raise ValueError(msg)  # noqa: TRY004 - as for the options
        self._labels |= labels

    def label(self, name: str, default: str) -> str:
        """Return the label of a field, which may have been renamed."""
        return self._labels.get(name, default)

    def state(self) -> dict[str, str]:
        """Return the labels that were changed, for a snapshot."""
        return dict(self._labels)

    def set_state(self, state: dict[str, str]) -> None:
        """Set the labels to what `state` returned."""
        self._labels = dict(state)

    def metadata(self, entity_type: str) -> list[dict[str, Any]]:
        """Return the description of the fields of one entity type, or of `All`."""
        metadata = _of_each_kind(self._definition)
        kinds = metadata.keys() if entity_type == "All" else [entity_type]
        return [self._with_label(field) for kind in kinds for field in metadata[kind]]

    def _with_label(self, field: dict[str, Any]) -> dict[str, Any]:
        label = self._labels.get(field["FieldMetadataFriendlyFieldName"])
        return field if label is None else {**field, "FieldMetadataLabel": label}

    def validate(self, path: str, changes: Mapping[str, Any]) -> None:
        """Check changes of custom fields. Null is valid: it empties a field.

        Raises:
            HTTPError: 400 for the first invalid value.
        """
        fields = self.of(path)
        for name, value in changes.items():
            if value is not None and (field := fields.get(name)) is not None:
                field.validate(value)


class FieldsMetadata:
    """The operations under /FieldsMetadata."""

    def __init__(self, custom_fields: CustomFields) -> None:
        self._custom_fields = custom_fields

    def list(self, call: Call) -> Response:
        """Return the fields of one entity type, or of all."""
        return json_response(self._custom_fields.metadata(call.parameters.get("entitytypes", "All")))


def _every_entity(definition: Definition) -> dict[str, Entity]:
    return {**entities(definition), MEETINGS: meeting_entity(definition)}


@cache
def _of_each_entity(definition: Definition) -> Mapping[str, Mapping[str, CustomField]]:
    return {path: dict(_custom_fields(entity)) for path, entity in _every_entity(definition).items()}


@cache
def _unset_of_each_entity(definition: Definition, *, plus_null: bool) -> Mapping[str, Mapping[str, str | None]]:
    return {
        path: {name: field.unset(plus_null=plus_null) for name, field in fields.items()}
        for path, fields in _of_each_entity(definition).items()
    }


@cache
def _of_each_kind(definition: Definition) -> Mapping[str, list[dict[str, Any]]]:
    every, custom = _every_entity(definition), _of_each_entity(definition)
    return {kind: _metadata(kind, every[path].properties, custom[path]) for kind, path in _PATHS.items()}


def _custom_fields(entity: Entity) -> Iterable[tuple[str, CustomField]]:
    for name, schema in entity.properties.items():
        if schema.get("type") != "string":
            continue
        match = CUSTOM.fullmatch(name.removeprefix(entity.name))
        family = match[1] if match else ""
        setup = BY_PROPERTY.get(name)
        if setup is None and match:
            setup = BY_FAMILY.get(family + match[2], FieldSetup("T"))
        if setup is not None:
            unbounded = setup.display_type in {"ML", "D", "C"}
            yield name, CustomField(name, setup, family, 0 if unbounded else schema.get("maxLength", DEFAULT_LENGTH))


def _metadata(kind: str, properties: Mapping[str, Schema], custom: Mapping[str, CustomField]) -> list[dict[str, Any]]:
    prefix = "Meeting" if kind == _MEETING else kind
    number = list(_DB_PREFIXES).index(kind) * 1000
    described: list[dict[str, Any]] = []
    for name, schema in properties.items():
        if schema.get("type") in {"array", "object"} or not name.startswith(prefix):
            continue
        suffix = name.removeprefix(prefix)
        field = custom.get(name)
        described.append(
            {
                "FieldMetadataId": number + len(described) + 1,
                "FieldMetadataDbFieldName": f"{_DB_PREFIXES[kind]}_{suffix[:1].lower()}{suffix[1:]}",
                "FieldMetadataFriendlyFieldName": name,
                "FieldMetadataLabel": (field.label if field else "") or _spaced(suffix),
                "FieldMetadataDisplayType": field.display_type if field else _display_type(suffix, schema),
                "FieldMetadataSortOrder": len(described) + 1,
                "FieldMetadataTextFieldMaxLength": field.max_length if field else schema.get("maxLength", 0),
                "FieldMetadataDropdownListData": _entries(field, schema),
            }
        )
    return described


def _entries(field: CustomField | None, schema: Schema) -> list[dict[str, str]]:
    if field is not None:
        pairs = zip(field.entries, field.choices, strict=True)
        return [{"Text": text, "Value": value} for text, value in pairs]
    return [{"Text": _spaced(str(value)), "Value": str(value)} for value in schema.get("enum", ())]


def _display_type(suffix: str, schema: Schema) -> str:
    if "enum" in schema:
        return "D"
    if schema.get("format") == "date-time":
        return "DT"
    if suffix.endswith("Memo"):
        return "M"
    if suffix == "History":
        return "HTML"
    if suffix.startswith("Email"):
        return "EMA"
    return _DISPLAY_TYPES.get(schema.get("type", ""), "T")


def _spaced(name: str) -> str:
    """Return `OrganisationOwner2` as `Organisation owner 2`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return " ".join(words[:1] + [word if word.isupper() else word.lower() for word in words[1:]])


def _matches(pattern: str, value: str) -> bool:
    return not value or re.fullmatch(pattern, value, re.ASCII) is not None


def _with_hyphens(compact_date: str) -> str:
    return f"{compact_date[:4]}-{compact_date[4:6]}-{compact_date[6:]}" if compact_date else ""


def _is_day(value: str) -> bool:
    return not value or (_matches(r"\d{4}-\d\d-\d\d", value) and ticks(value) is not None)
