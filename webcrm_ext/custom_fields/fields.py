"""A system's own fields: what they are, and reading and writing them by their label.

Labels, types and list entries differ from system to system; `GET /FieldsMetadata` tells them. Values are
checked before anything is sent.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, get_args

import attrs
from attrs import frozen
from webcrm_api.types import UNSET

from webcrm_ext.custom_fields.checkboxes import as_bool, yes_no
from webcrm_ext.custom_fields.choices import Match, check_choice, read_selection, write_selection
from webcrm_ext.custom_fields.dates import read_date, read_moment, write_date, write_moment
from webcrm_ext.custom_fields.numbers import read_double, read_integer, write_double, write_integer
from webcrm_ext.custom_fields.text import check_length
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import ConfigurationError, FieldValueError, did_you_mean

FieldType = Literal[
    "text", "memo", "list", "multi-select", "checkbox", "integer", "positive integer", "double", "date", "moment"
]

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
                return as_bool(text) if text else None
            case "integer" | "positive integer":
                return read_integer(text)
            case "double":
                return read_double(text)
            case "date":
                return read_date(text)
            case "moment":
                return read_moment(text)
            case "multi-select":
                return read_selection(text, self.choices)
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
                return yes_no(value)
            case "list":
                return check_choice(value, self.choices, match=match)
            case "multi-select":
                return write_selection(value, self.choices, match=match)
            case "integer" | "positive integer":
                text = write_integer(value, positive=self.type == "positive integer")
            case "double":
                text = write_double(value)
            case "date":
                text = write_date(value, compact="Plus" in self.property)
            case "moment":
                text = write_moment(value)
            case _:
                text = value
        return check_length(text, self.max_length)

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
