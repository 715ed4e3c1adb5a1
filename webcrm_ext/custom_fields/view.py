"""The custom fields of one record, by label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from webcrm_api.model import Model

from webcrm_ext.custom_fields.choices import Match
from webcrm_ext.custom_fields.fields import Fields
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError


class CustomView:
    """A record's fields by label, property or attribute: `crm.custom(organisation)["Customer type"] = "VIP"`.

    Assigning a value checks it and changes the record. To send the change, call
    `crm.organisations.update(id, organisation)`.
    """

    def __init__(self, fields: Fields, record: Model, *, match: Match = "exact") -> None:
        self.fields = fields
        self.record = record
        self._match: Match = match

    def __getitem__(self, name: str) -> Any:
        """Return the Python value of a field; None if it is empty.

        Raises:
            FieldValueError: The field is unknown, or its stored value does not fit its type.
        """
        field = self.fields.find(name)
        return field.read(self.record.get(field.property))

    def __setitem__(self, name: str, value: Any) -> None:
        """Set a field of the record; None empties it.

        Raises:
            FieldValueError: The field is unknown, or the value does not fit it. The record is unchanged.
        """
        field = self.fields.find(name)
        self.record[field.property] = field.write(value, match=self._match)

    def __contains__(self, name: object) -> bool:
        """Return whether the entity has a field with this label, property or attribute."""
        return isinstance(name, str) and self.fields.has(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over `keys()`."""
        return iter(self.keys())

    def keys(self) -> list[str]:
        """Return the labels of the custom fields; the property instead of a label that is ambiguous."""
        return [self.fields.name_of(field) for field in self.fields.custom()]

    def update(self, values: Mapping[str, Any]) -> None:
        """Set several fields: all of them, or none if one is invalid.

        Raises:
            FieldValueError: `values` is no dict, a field is unknown, or a value does not fit. The record is unchanged.
        """
        if not isinstance(values, Mapping):
            raise FieldValueError(f"Expected a dict of values by name, not a {type(values).__name__}; pass a dict.")
        checked = {}
        for name, value in values.items():
            field = self.fields.find(name)
            checked[field.property] = field.write(value, match=self._match)
        for name, stored in checked.items():
            self.record[name] = stored

    def to_dict(self) -> dict[str, Any]:
        """Return the Python values of the custom fields, by the names of `keys()`.

        Raises:
            FieldValueError: A stored value does not fit its field's type.
        """
        return {name: self[field.property] for name, field in zip(self.keys(), self.fields.custom(), strict=True)}

    def __repr__(self) -> str:
        # Stored strings, not Python values: repr must not fail on a value that does not fit its field.
        names = zip(self.keys(), self.fields.custom(), strict=True)
        stored = {name: self.record.get(field.property) for name, field in names}
        shown = {name: value for name, value in stored.items() if value != 0 and not is_empty_date(value)}
        return f"<custom fields of {type(self.record).__name__}: {shown!r}>"
