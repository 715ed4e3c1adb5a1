"""The fields of one record, by label."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from webcrm_api.lookup import operation
from webcrm_api.model import Model
from webcrm_api.tables import TABLES, Table
from webcrm_api.types import UNSET
from webcrm_api.values import record_id, to_json

from webcrm_ext.custom_fields.choices import Match
from webcrm_ext.custom_fields.fields import CustomField, Fields
from webcrm_ext.custom_fields.pending import PENDING
from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import ConfigurationError, FieldValueError, InvalidValuesError
from webcrm_ext.operations import Operation, call

if TYPE_CHECKING:
    from webcrm_api.runner import AsyncRunner, Runner


_BYTE_ORDER_MARK = "\ufeff"


class FieldView:
    """A record's fields by label, property or attribute; the base of the views of both clients.

    Assigning a value checks it and changes the record. What was changed in this way belongs to the record, for every
    view of it: `save` sends that, and nothing else.

    Attributes:
        fields: The fields of the entity.
        record: The record.
    """

    def __init__(self, fields: Fields, record: Model, *, match: Match = "exact") -> None:
        self.fields = fields
        self.record = record
        self._match: Match = match
        self._table = next((table for table in TABLES if table.model_name == type(record).__name__), None)

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What was changed and not saved yet: the old and the new Python value, by label."""
        pending = {self.fields.find(name): old for name, old in PENDING.of(self.record).items()}
        return {
            self.fields.name_of(field): (_shown(field, old), _shown(field, self.record.get(field.property)))
            for field, old in pending.items()
        }

    def is_default(self, name: str) -> bool:
        """Return whether a field holds what the service stores in a field that nobody has filled in.

        That is the first choice of a list: the API cannot tell an untouched list from a chosen first entry. Other
        fields are empty then; a number may also be 0, and a boolean property, such as `PersonCheckMark1`, false. A
        checkbox that holds "No" was filled in.

        Raises:
            FieldValueError: The field is unknown, or its stored value does not fit its type.
        """
        field = self.fields.find(name)
        return field.is_default(self.record.get(field.property))

    def __getitem__(self, name: str) -> Any:
        """Return the Python value of a field; None if it is empty.

        Raises:
            FieldValueError: The field is unknown, or its stored value does not fit its type.
        """
        field = self.fields.find(name)
        return field.read(self.record.get(field.property))

    def __setitem__(self, name: str, value: Any) -> None:
        """Set a field of the record; None empties it. A value that is already there is no change.

        Raises:
            FieldValueError: The field is unknown, the service assigns it, or the value does not fit it. The record is
                unchanged.
        """
        field = self.fields.find(name)
        self._store(field, field.write(value, match=self._match))

    def __contains__(self, name: object) -> bool:
        """Return whether the entity has a field with this label, property or attribute."""
        return self.fields.has(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over `keys()`."""
        return iter(self.keys())

    def keys(self) -> list[str]:
        """Return the labels of the custom fields; the property instead of a label that is ambiguous."""
        return [self.fields.name_of(field) for field in self.fields.custom()]

    def update(self, values: Mapping[str, Any], *, parse: bool = False) -> None:
        """Set several fields: all of them, or none if one is invalid.

        With `parse=True` strings are taken as a CSV file or a web form has them, and values as pandas has them. Blanks
        around strings and names are ignored, as is a byte order mark. "", or NaN, NaT or NA (empty cells of pandas),
        empties the field:

        - a checkbox: yes or no, true or false, 1 or 0, on or off, ja or nej, in any case
        - a date: `2024-12-31`, or day first with a year of four digits, `31/12/2024`, `31.12.2024` or `31-12-2024`;
          where the field has a time, also with one, `31/12/2024 15:30`. A date property without an offset is in UTC
        - a number: with a decimal comma or point, also with groups of three digits. `1.234` and `1,234` are refused:
          they are a thousand in one country and three decimals in another
        - a text: also a number, whose digits are stored
        - a list: the exact choice
        - a multi-select: choices with or without their numbers ("Gold, large" for "00: Gold, large"), as a list, or in
          one string with `;` or line breaks between them; line breaks only if a choice contains a `;`

        Args:
            values: The values by label, property or attribute, of custom and of standard fields.
            parse: Whether to parse strings. By default values are taken as they are assigned one by one.

        Raises:
            FieldValueError: `values` is no dict, a field is unknown, or a value does not fit. The record is unchanged.
            InvalidValuesError: The same with `parse=True`, for all values at once: the message lists each, and `errors`
                has its message by name. It is a `FieldValueError`.
        """
        if not isinstance(values, Mapping):
            raise FieldValueError(f"Expected a dict of values by name, not a {type(values).__name__}; pass a dict.")
        checked = self._parsed(values) if parse else self._written(values)
        for field, stored in checked:
            self._store(field, stored)

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

    def _written(self, values: Mapping[str, Any]) -> list[tuple[CustomField, Any]]:
        checked = []
        for name, value in values.items():
            field = self.fields.find(name)
            stored = field.write(value, match=self._match)
            self._check_writable(field, stored)
            checked.append((field, stored))
        return checked

    def _parsed(self, values: Mapping[str, Any]) -> list[tuple[CustomField, Any]]:
        checked: list[tuple[CustomField, Any]] = []
        names: dict[str, str] = {}
        errors: dict[str, str] = {}
        for name, value in values.items():
            try:
                field = self._column(name)
                stored = field.parse(value, match=self._match)
                self._check_writable(field, stored)
            except FieldValueError as error:
                errors[name] = str(error)
                continue
            first = names.setdefault(field.property, name)
            if first != name:
                errors[name] = f"{name} names the same property as {first}. Pass one of them."
            checked.append((field, stored))
        if errors:
            raise InvalidValuesError(errors)
        return checked

    def _column(self, name: Any) -> CustomField:
        """Return the field that the name of a column stands for."""
        if name is None:  # the key that `csv.DictReader` gives to surplus cells
            raise FieldValueError(
                "The row has more cells than the header has names. Check the delimiter; quote cells that contain it."
            )
        is_known = not isinstance(name, str) or self.fields.has(name)
        return self.fields.find(name if is_known else name.strip().lstrip(_BYTE_ORDER_MARK).lstrip())

    def _store(self, field: CustomField, stored: Any) -> None:
        record, name = self.record, field.property
        current = record.get(name, UNSET)
        if field.is_same(current, stored):
            return
        self._check_writable(field, stored)
        before = PENDING.of(record).get(name, current)
        if field.is_same(before, stored):
            _restore(record, name, before)
            PENDING.remove(record, name)
        else:
            record[name] = stored
            PENDING.add(record, name, current)

    def _check_writable(self, field: CustomField, stored: Any) -> None:
        table, name = self._table, field.property
        current = self.record.get(name, UNSET)
        if table is None or field.is_same(current, stored):
            return
        if name == table.id_column and (stored or current):
            raise FieldValueError(
                f"{field.label} ({name}) is the id of the record and cannot be changed. Leave it out."
            )
        if name in table.read_only_columns:
            raise FieldValueError(
                f"{field.label} ({name}) cannot be changed: the service assigns or derives it. Leave it out."
            )

    def _save(self) -> Operation[dict[str, Any] | None]:
        """Send what was changed, and return it; the same operation for both clients."""
        record = self.record
        table, id_ = _saved_as(self._table, record)
        before = dict(PENDING.of(record))
        names = before.keys() & set(record.keys())
        if not names:
            return None
        sent = copy.copy(record)
        for name in set(record.keys()) - names:
            del sent[name]
        body: dict[str, Any] = to_json(sent)
        values = {name: sent[name] for name in names}
        yield from call(operation(table.resource, "update").call(id_, body=sent))
        for name, value in values.items():
            PENDING.remove(record, name)
            if record.get(name, UNSET) != value:  # changed again while the call was made
                PENDING.add(record, name, value)
        return body


class CustomView(FieldView):
    """A record's fields by label, property or attribute: `crm.custom(organisation)["Customer type"] = "VIP"`.

    Assigning a value checks it and changes the record. `save` sends what was changed, and nothing else.
    """

    def __init__(self, fields: Fields, record: Model, runner: Runner, *, match: Match = "exact") -> None:
        super().__init__(fields, record, match=match)
        self._runner = runner

    def save(self) -> dict[str, Any] | None:
        """Send what was changed by views of this record, and nothing else; other properties keep their values.

        Nothing is sent if nothing was changed. After an error the changes are still to be saved. What was assigned to
        the record itself is not sent: pass it to the resource's `update`.

        Returns:
            What was sent, under the API's names; None if nothing was changed.

        Raises:
            FieldValueError: The record has no id; nothing was sent. Create it first.
            ConfigurationError: The API cannot update such records; nothing was sent.
            WebCRMError: What the resource's `update` raises.

        Calls the `PUT` of the resource, such as `PUT /Organisations/{id}`.
        """
        return self._runner.run_operation(self._save())


class AsyncCustomView(FieldView):
    """A record's fields, of the async client; otherwise like `CustomView`."""

    def __init__(self, fields: Fields, record: Model, runner: AsyncRunner, *, match: Match = "exact") -> None:
        super().__init__(fields, record, match=match)
        self._runner = runner

    async def save(self) -> dict[str, Any] | None:
        """Send what was changed by views of this record, and nothing else; see `CustomView.save`."""
        return await self._runner.run_operation(self._save())


def _saved_as(table: Table[Any] | None, record: Model) -> tuple[Table[Any], int]:
    """Return the table and the id of a record to save."""
    if table is None or not table.can_update:
        raise ConfigurationError(f"The API cannot update a {type(record).__name__}. Nothing was sent.")
    id_ = record.get(table.id_column)
    if not id_:
        raise FieldValueError(
            f"The record has no {table.id_column}, so it cannot be saved. Create it first: "
            f"crm.{table.resource}.create(record)."
        )
    try:
        return table, int(record_id(table.id_column, id_))
    except FieldValueError as error:
        raise FieldValueError(f"{error} Nothing was sent.") from None


def _restore(record: Model, name: str, before: Any) -> None:
    if before is UNSET:
        del record[name]
    else:
        record[name] = before


def _shown(field: CustomField, stored: Any) -> Any:
    """Return the Python value, or the stored value if it does not fit the field."""
    try:
        return field.read(stored)
    except FieldValueError:
        return stored
