"""The fields of an entity: their description, look-up by label, and conversion of values.

Labels, types and choices differ between systems; `GET /FieldsMetadata` returns them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar, overload

import attrs
from attrs import frozen
from webcrm_api.display import table_html
from webcrm_api.types import UNSET

from webcrm_ext.custom_fields.choices import Match
from webcrm_ext.custom_fields.kinds import KINDS, FieldType
from webcrm_ext.custom_fields.native import check_native
from webcrm_ext.custom_fields.parse import digits, parse_native, plain_value, without_midnight
from webcrm_ext.custom_fields.text import check_length
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import ConfigurationError, FieldValueError, WebCRMError, did_you_mean, short_repr

T = TypeVar("T")

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

    def parse(self, value: Any, *, match: Match = "exact") -> Any:
        """Return the value to store for a value as a CSV file or a web form has it; "" empties the field.

        Args:
            value: A string as people write it, with or without blanks around it; for a multi-select also a list. NaN,
                NaT and NA are empty cells of pandas, and a number counts as its digits, except for a double. A
                datetime at midnight is a date. Any other value is taken as `write` takes it.
            match: How list values are compared with the choices, as in `check_choice`.

        Raises:
            FieldValueError: The value does not fit the field. The message names the field and what it takes.
        """
        with self._name_in_errors():
            value = plain_value(value)
            type_ = self.native or self.type
            if type_ == "date":
                value = without_midnight(value)
            is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
            if is_number and type_ not in ("double", "float"):
                value = digits(value)
            if isinstance(value, str):
                value = self._parse(value.strip(), match)
            elif self.type == "multi-select" and not self.native and isinstance(value, list | tuple):
                value = KINDS[self.type].parse(value, self, match)
        return self.write(value, match=match)

    def is_default(self, stored: Any) -> bool:
        """Return whether a stored value is that of a field which nobody has filled in.

        The service stores the first choice in an untouched list, and 0 or false in an untouched number or boolean.

        Raises:
            FieldValueError: The stored value does not fit the field's type.
        """
        if self.type == "list" and not self.native and self.choices and stored == self.choices[0]:
            return True
        if stored is None or stored is UNSET or is_empty_date(stored):
            return True
        if self.native or self.type in ("integer", "positive integer", "double", "multi-select"):
            return self.read(stored) in (0, [])
        return False

    def is_same(self, current: Any, new: Any) -> bool:
        """Return whether a new stored value changes nothing: it stands for the same Python value as the current one.

        None, which empties a field, changes no field that is empty, nor a list with its first choice or a property of
        the API with 0 or false: the service stores these in an emptied field. Every value changes UNSET, which is not
        known.
        """
        if current is UNSET or new is UNSET:
            return current is new
        try:
            before, after = self.read(current), self.read(new)
        except FieldValueError:
            return False
        if new is None:
            return before in (None, "", []) or ((self.type == "list" or bool(self.native)) and self.is_default(current))
        return before == after and isinstance(before, bool) is isinstance(after, bool)

    def _parse(self, text: str, match: Match) -> Any:
        if not text:
            return None
        return parse_native(text, self.native) if self.native else KINDS[self.type].parse(text, self, match)

    @contextmanager
    def _name_in_errors(self) -> Iterator[None]:
        try:
            yield
        except FieldValueError as error:
            error.args = (f"{self.label} ({self.property}): {error.args[0]}", *error.args[1:])
            raise


class Fields(Mapping[str, CustomField]):
    """The fields of one entity, by property, attribute or label. `print` shows them as a table.

    Args:
        entity: The entity, as `GET /FieldsMetadata` names it.
        fields: Its fields.
        others: Properties of its model that the metadata lacks. They are found by their names, and not listed.
    """

    def __init__(self, entity: str, fields: Sequence[CustomField], others: Sequence[CustomField] = ()) -> None:
        self.entity = entity
        self._fields = {field.property: field for field in fields}
        self._others = {field.property: field for field in others}
        found = [*self._fields.values(), *self._others.values()]
        self._by_name: dict[str, list[CustomField]] = {}
        # Of equal names the first counts: properties before attributes before labels.
        self._by_name.update((field.label, []) for field in found)
        for field in found:
            self._by_name[field.label].append(field)
        self._by_name.update((field.attribute, [field]) for field in found if field.attribute)
        self._by_name.update((field.property, [field]) for field in found)

    def has(self, name: object) -> bool:
        """Return whether a field has this label, API name or model attribute."""
        return isinstance(name, str) and name in self._by_name

    def find(self, name: str) -> CustomField:
        """Return the field with this API name, model attribute or label.

        Of equal names an API name counts before an attribute, and an attribute before a label.

        Raises:
            FieldValueError: The name is unknown, or several fields have it as their label. The message suggests names.
        """
        return self.look_up(name, FieldValueError)

    def look_up(self, name: str, error: type[WebCRMError]) -> CustomField:
        """Return the field with this name, as `find` does, or raise an error of the class `error`."""
        if not isinstance(name, str):
            raise error(f"{short_repr(name)} is not the name of a field. Pass a label or a property as a str.")
        found = self._by_name.get(name, ())
        if len(found) == 1:
            return found[0]
        if found:
            properties = ", ".join(field.property for field in found)
            raise error(f"Several fields of {self.entity} have the label {name!r}. Use one of: {properties}.")
        raise error(
            f"{self.entity} has no field or property {short_repr(name)}.{did_you_mean(name, self._by_name)} "
            f"`print(crm.fields({self.entity!r}))` shows all fields."
        )

    def name_of(self, field: CustomField) -> str:
        """Return the label of a field, or its property if `find` does not find it by the label."""
        return field.label if self._by_name[field.label] == [field] else field.property

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
        return Fields(self.entity, list(changed.values()), list(self._others.values()))

    def __getitem__(self, name: str) -> CustomField:
        """Return the field with this label, API name or model attribute; see `find`.

        Raises:
            FieldValueError: The name is unknown, or several fields have it as their label.
        """
        return self.find(name)

    def __contains__(self, name: object) -> bool:
        return self.has(name)

    @overload
    def get(self, name: str, /) -> CustomField | None: ...
    @overload
    def get(self, name: str, /, default: CustomField) -> CustomField: ...
    @overload
    def get(self, name: str, /, default: T) -> CustomField | T: ...

    def get(self, name: str, /, default: Any = None) -> Any:
        """Return the field with this label, API name or model attribute, or the default if there is none.

        Raises:
            FieldValueError: Several fields have the name as their label.
        """
        return self.find(name) if self.has(name) else default

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

    def _repr_html_(self) -> str:
        """Show the fields as a table in a notebook."""
        return table_html(f"Fields of {self.entity}", _COLUMNS, map(_row, self._fields.values()))

    def __repr__(self) -> str:
        return f"<Fields of {self.entity}: {len(self)}>"


def _row(field: CustomField) -> tuple[str, ...]:
    cells = (field.label, field.property, field.type, str(field.max_length or ""), " | ".join(field.choices))
    return tuple(cell if len(cell) <= _MAX_COLUMN_WIDTH else cell[: _MAX_COLUMN_WIDTH - 1] + "…" for cell in cells)
