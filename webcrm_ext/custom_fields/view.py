"""Custom view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from webcrm_api.model import Model

from webcrm_ext.custom_fields.choices import Match
from webcrm_ext.custom_fields.fields import Fields
from webcrm_ext.dates import is_empty_date


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
