"""A system's own fields: what they are, and reading and writing them by their label.

Labels, types and list entries differ from system to system; `GET /FieldsMetadata` tells them. Values are
checked before anything is sent.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Literal, get_args

import attrs
from attrs import frozen
from webcrm_api.model import Model
from webcrm_api.models.field_metadata_dto import FieldMetadataDto
from webcrm_api.types import UNSET

from webcrm_ext.custom_fields import values
from webcrm_ext.custom_fields.values import Match
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import ConfigurationError, FieldValueError, did_you_mean

FieldType = Literal[
    "text", "memo", "list", "multi-select", "checkbox", "integer", "positive integer", "double", "date", "moment"
]

# List and, less surely, the others; a code that is not here is text, or a list where it has entries.
_BY_DISPLAY_TYPE: Final[Mapping[str, FieldType]] = {
    "C": "checkbox",
    "D": "list",
    "DA": "date",
    "DAT": "moment",
    "DT": "moment",
    "I": "integer",
    "M": "memo",
    "ML": "multi-select",
    "PI": "positive integer",
    "R": "double",
}
_FAMILIES = re.compile(
    r"(?:Opportunity|Person[12])?(?:Extra)?Custom\d+|Plus\d+|X(?:Text|Int|Date|Memo)\d*|CheckMark\d+|Memo"
)
_COLUMNS = ("label", "property", "type", "length", "choices")
_WIDEST = 48


@frozen
class CustomField:
    """One field of a system.

    Attributes:
        label: What the system's users see.
        property: The API's name of it, such as `OrganisationCustom1`.
        attribute: The model's name of it, such as `organisation_custom_1`; None where the model lacks it.
        type: What it holds.
        max_length: How many characters it takes, or None for no limit.
        choices: The entries of a list, as they are stored.
        is_custom: Whether it is one of the families that a system sets up itself.
        native: The type that the API itself gives it, when that is not text: bool, int, float or datetime.
    """

    label: str
    property: str
    attribute: str | None
    type: FieldType
    max_length: int | None
    choices: tuple[str, ...]
    is_custom: bool
    native: str | None = None

    def read(self, stored: Any) -> Any:
        """Give the Python value of what is stored; None where nothing is.

        Raises:
            FieldValueError: What is stored does not fit the field's type; the message names the field.
        """
        with self._named():
            return self._read(stored)

    def _read(self, stored: Any) -> Any:  # noqa: PLR0911 - one for each type
        if stored is None or stored is UNSET:
            return None
        if self.native and not isinstance(stored, str):
            return None if isinstance(stored, datetime.datetime) and is_empty_date(stored) else stored
        text = str(stored)
        match self.type:
            case "checkbox":
                return values.as_bool(text) if text else None
            case "integer" | "positive integer":
                return values.read_integer(text)
            case "double":
                return values.read_double(text)
            case "date":
                return values.read_date(text)
            case "moment":
                return values.read_moment(text)
            case "multi-select":
                return values.read_selection(text, self.choices)
            case _:
                return text

    def write(self, value: Any, *, match: Match = "exact") -> Any:
        """Give what is stored for a Python value; None empties the field.

        Raises:
            FieldValueError: The value does not fit the field; the message names the field.
        """
        with self._named():
            return None if value is None else self._written(value, match)

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except FieldValueError as error:
            error.args = (f"{self.label} ({self.property}): {error.args[0]}", *error.args[1:])
            raise

    def _written(self, value: Any, match: Match) -> Any:
        if self.native:
            return self._native(value)
        match self.type:
            case "checkbox":
                return values.yes_no(value)
            case "list":
                return values.check_choice(value, self.choices, match=match)
            case "multi-select":
                return values.write_selection(value, self.choices, match=match)
            case "integer" | "positive integer":
                text = values.write_integer(value, positive=self.type == "positive integer")
            case "double":
                text = values.write_double(value)
            case "date":
                text = values.write_date(value, compact="Plus" in self.property)
            case "moment":
                text = values.write_moment(value)
            case _:
                text = value
        return values.check_length(text, self.max_length)

    def _native(self, value: Any) -> Any:
        kind = type(value).__name__
        fits = kind == self.native or (self.native == "float" and kind == "int")
        fits = fits or (self.native == "datetime" and isinstance(value, datetime.datetime))
        if not fits:
            raise FieldValueError(f"{value!r} is not a {self.native}, which this field holds.")
        return value


class Fields(Mapping[str, CustomField]):
    """The fields of one entity of a system, by the API's names; printed, they are a table."""

    def __init__(self, entity: str, fields: list[CustomField]) -> None:
        self.entity = entity
        self._fields = {field.property: field for field in fields}

    def has(self, name: str) -> bool:
        """Say whether there is a field of a label, of the API's name, or of the model's attribute."""
        return name in self._fields or bool(self._called(name))

    def find(self, name: str) -> CustomField:
        """Give a field by its label, the API's name, or the model's attribute.

        Raises:
            FieldValueError: There is none, or several have the label; the message suggests names.
        """
        if name in self._fields:
            return self._fields[name]
        found = self._called(name)
        if len(found) == 1:
            return found[0]
        if found:
            which = ", ".join(field.property for field in found)
            raise FieldValueError(f"{name!r} is the label of several fields of {self.entity}: say which of {which}.")
        hint = did_you_mean(name, (each for field in self._fields.values() for each in (field.label, field.property)))
        raise FieldValueError(
            f"{self.entity} has no field {name!r}.{hint} `print(crm.fields({self.entity!r}))` shows all."
        )

    def name_of(self, field: CustomField) -> str:
        """Give a field's label, or its property where `find` would not find it by its label."""
        is_label_enough = field.label not in self._fields and self._called(field.label) == [field]
        return field.label if is_label_enough else field.property

    def _called(self, name: str) -> list[CustomField]:
        return [field for field in self._fields.values() if name in (field.attribute, field.label)]

    def custom(self) -> list[CustomField]:
        """Give the fields that a system sets up itself."""
        return [field for field in self._fields.values() if field.is_custom]

    def with_types(self, types: Mapping[str, FieldType]) -> Fields:
        """Give the same fields, some with other types.

        Raises:
            FieldValueError: There is no such field.
            ConfigurationError: There is no such type.
        """
        changed = dict(self._fields)
        for name, type_ in types.items():
            if type_ not in get_args(FieldType):
                raise ConfigurationError(f"There is no type {type_!r}. There are: {', '.join(get_args(FieldType))}.")
            field = self.find(name)
            changed[field.property] = attrs.evolve(field, type=type_)
        return Fields(self.entity, list(changed.values()))

    def __getitem__(self, name: str) -> CustomField:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __str__(self) -> str:
        rows: list[tuple[str, ...]] = [_COLUMNS]
        rows += [
            (field.label, field.property, field.type, str(field.max_length or ""), " | ".join(field.choices))
            for field in self._fields.values()
        ]
        rows = [tuple(cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in row) for row in rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )

    def __repr__(self) -> str:
        return f"<Fields of {self.entity}: {len(self)}>"


class CustomView:
    """A record's fields by label, property or attribute: `crm.custom(organisation)["Customer type"] = "VIP"`.

    Writing changes the record, checked; sending it is up to you: `crm.organisations.update(id, organisation)`.
    """

    def __init__(self, fields: Fields, record: Model, *, match: Match = "exact") -> None:
        self.fields = fields
        self.record = record
        self._match: Match = match

    def __getitem__(self, name: str) -> Any:
        """Give a field's value as a Python value; None where nothing is set.

        Raises:
            FieldValueError: There is no such field, or what it holds does not fit its type.
        """
        field = self.fields.find(name)
        return field.read(self.record.get(field.property))

    def __setitem__(self, name: str, value: Any) -> None:
        """Set a field in the record; None empties it.

        Raises:
            FieldValueError: There is no such field, or the value does not fit it; the record is unchanged.
        """
        field = self.fields.find(name)
        self.record[field.property] = field.write(value, match=self._match)

    def __contains__(self, name: object) -> bool:
        """Say whether the record's entity has a field of that label, property or attribute."""
        return isinstance(name, str) and self.fields.has(name)

    def __iter__(self) -> Iterator[str]:
        """Go through what `keys` gives."""
        return iter(self.keys())

    def keys(self) -> list[str]:
        """Give the labels of the system's own fields; the property instead where a label means another field too."""
        return [self.fields.name_of(field) for field in self.fields.custom()]

    def update(self, given: Mapping[str, Any]) -> None:
        """Set several fields, all or none of them.

        Raises:
            FieldValueError: A value does not fit; the record is unchanged.
        """
        written = {}
        for name, value in given.items():
            field = self.fields.find(name)
            written[field.property] = field.write(value, match=self._match)
        for name, stored in written.items():
            self.record[name] = stored

    def to_dict(self) -> dict[str, Any]:
        """Give the values of the system's own fields, by what `keys` gives.

        Raises:
            FieldValueError: What a field holds does not fit its type.
        """
        return {name: self[field.property] for name, field in zip(self.keys(), self.fields.custom(), strict=True)}

    def __repr__(self) -> str:
        # As stored, for a value that does not fit its field must not keep anybody from looking.
        fields = zip(self.keys(), self.fields.custom(), strict=True)
        held = {name: self.record.get(field.property) for name, field in fields}
        shown = {label: stored for label, stored in held.items() if stored != 0 and not is_empty_date(stored)}
        return f"<custom fields of {type(self.record).__name__}: {shown!r}>"


def entity_of(model: type[Model]) -> str:
    """Give the entity, as /FieldsMetadata names it, that a model's records are."""
    return model.__name__.removesuffix("Dto").removesuffix("Update")


def fields_from(entity: str, metadata: list[FieldMetadataDto], model: type[Model] | None) -> Fields:
    """Give an entity's fields from what the service says of them."""
    attributes = {api_name: name for name, api_name in model._shape.names.items()} if model else {}  # noqa: SLF001
    natives = {name: _native_type(model, attribute) for name, attribute in attributes.items()} if model else {}
    fields = []
    for each in metadata:
        name = each.field_metadata_friendly_field_name or each.field_metadata_db_field_name
        if not name:
            continue
        choices = tuple(entry.value or entry.text or "" for entry in each.field_metadata_dropdown_list_data or [])
        display_type = each.field_metadata_display_type or ""
        type_: FieldType = "list" if choices else "text"
        if display_type in _BY_DISPLAY_TYPE:
            type_ = _BY_DISPLAY_TYPE[display_type]
        fields.append(
            CustomField(
                label=each.field_metadata_label or name,
                property=name,
                attribute=attributes.get(name),
                type=type_,
                max_length=each.field_metadata_text_field_max_length or None,
                choices=choices,
                is_custom=_FAMILIES.fullmatch(name.removeprefix(entity)) is not None,
                native=natives.get(name),
            )
        )
    return Fields(entity, fields)


def _native_type(model: type[Model], attribute: str) -> str | None:
    declared = str(getattr(attrs.fields(model), attribute).type)
    for kind in ("bool", "int", "float"):
        if re.search(rf"\b{kind}\b", declared):
            return kind
    return "datetime" if "datetime" in declared else None
