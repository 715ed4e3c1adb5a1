"""The fields of an entity: their description, look-up by label, and conversion of values.

Labels, types and choices differ between systems; `GET /FieldsMetadata` returns them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs
from attrs import frozen
from webcrm_api.types import UNSET

from webcrm_ext.custom_fields.choices import Match
from webcrm_ext.custom_fields.kinds import KINDS, FieldType
from webcrm_ext.custom_fields.native import check_native
from webcrm_ext.custom_fields.text import check_length
from webcrm_ext.errors import ConfigurationError, FieldValueError, did_you_mean, short_repr

_COLUMNS = ("label", "property", "type", "length", "choices")
_MAX_COLUMN_WIDTH = 48


@frozen
class CustomField:
    """One field of an entity.

    Attributes:
        label: The label that the system's users see.
        property: The name in the API, such as `OrganisationCustom1`.
        attribute: The name in the model, such as `organisation_custom_1`; None if the model lacks it.
        type: The kind of field.
        max_length: The maximum number of characters, or None for no limit.
        choices: The choices of a list, as they are stored.
        is_custom: Whether the system defines the field itself; False for standard fields such as the name.
        native: The declared type in the API if it is not string: bool, int, float or datetime.
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
        """Return the Python value of a stored value; None if it is empty.

        Raises:
            FieldValueError: The stored value does not fit the field's type. The message names the field.
        """
        if stored is None or stored is UNSET:
            return None
        if self.native and not isinstance(stored, str):
            return stored
        with self._name_in_errors():
            return KINDS[self.type].read(str(stored), self)

    def write(self, value: Any, *, match: Match = "exact") -> Any:
        """Return the value to store for a Python value; None empties the field.

        Args:
            value: The Python value.
            match: How list values are compared with the choices, as in `check_choice`.

        Raises:
            FieldValueError: The value does not fit the field. The message names the field.
        """
        if value is None:
            return None
        with self._name_in_errors():
            if self.native:
                return check_native(value, self.native)
            kind = KINDS[self.type]
            stored = kind.write(value, self, match)
            return check_length(stored, self.max_length) if kind.has_max_length else stored

    @contextmanager
    def _name_in_errors(self) -> Iterator[None]:
        try:
            yield
        except FieldValueError as error:
            error.args = (f"{self.label} ({self.property}): {error.args[0]}", *error.args[1:])
            raise


class Fields(Mapping[str, CustomField]):
    """The fields of one entity, by their API names. `print` shows them as a table."""

    def __init__(self, entity: str, fields: list[CustomField]) -> None:
        self.entity = entity
        self._fields = {field.property: field for field in fields}

    def has(self, name: str) -> bool:
        """Return whether a field has this label, API name or model attribute."""
        return isinstance(name, str) and (name in self._fields or bool(self._matching(name)))

    def find(self, name: str) -> CustomField:
        """Return the field with this API name, model attribute or label.

        Raises:
            FieldValueError: The name is unknown, or several fields have it as their label. The message suggests names.
        """
        if not isinstance(name, str):
            raise FieldValueError(
                f"{short_repr(name)} is not the name of a field. Pass a label or a property as a str."
            )
        if name in self._fields:
            return self._fields[name]
        found = self._matching(name)
        if len(found) == 1:
            return found[0]
        if found:
            properties = ", ".join(field.property for field in found)
            raise FieldValueError(f"Several fields of {self.entity} have the label {name!r}. Use one of: {properties}.")
        hint = did_you_mean(name, (each for field in self._fields.values() for each in (field.label, field.property)))
        raise FieldValueError(
            f"{self.entity} has no field {name!r}.{hint} `print(crm.fields({self.entity!r}))` shows all fields."
        )

    def name_of(self, field: CustomField) -> str:
        """Return the label of a field, or its property if `find` does not find it by the label."""
        is_unique = field.label not in self._fields and self._matching(field.label) == [field]
        return field.label if is_unique else field.property

    def _matching(self, name: str) -> list[CustomField]:
        return [field for field in self._fields.values() if name in (field.attribute, field.label)]

    def custom(self) -> list[CustomField]:
        """Return the custom fields only, without the standard fields."""
        return [field for field in self._fields.values() if field.is_custom]

    def with_types(self, types: Mapping[str, FieldType]) -> Fields:
        """Return the same fields with other types for some of them.

        Args:
            types: The types by label, API name or model attribute.

        Raises:
            FieldValueError: A field is unknown.
            ConfigurationError: A type is unknown, or `types` is not a dict.
        """
        if not isinstance(types, Mapping):
            raise ConfigurationError(f"types is {short_repr(types)}. Pass a dict of types by label or property.")
        changed = dict(self._fields)
        for name, type_ in types.items():
            if not isinstance(type_, str) or type_ not in KINDS:
                raise ConfigurationError(
                    f"Unknown field type {short_repr(type_)} for {short_repr(name)}. Use one of: {', '.join(KINDS)}."
                )
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
        rows = [_COLUMNS, *map(_row, self._fields.values())]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )

    def __repr__(self) -> str:
        return f"<Fields of {self.entity}: {len(self)}>"


def _row(field: CustomField) -> tuple[str, ...]:
    cells = (field.label, field.property, field.type, str(field.max_length or ""), " | ".join(field.choices))
    return tuple(cell if len(cell) <= _MAX_COLUMN_WIDTH else cell[: _MAX_COLUMN_WIDTH - 1] + "…" for cell in cells)
