"""Compare a record to write with the stored one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Mapping
from typing import Any, Final

from webcrm_api.model import Model
from webcrm_api.tables import Table

from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError, short_repr

Changes = dict[str, tuple[Any, Any]]
"""The old and the new value of each property that differs, by the API's name."""

FIXED = "PersonOrganisationId"
"""Set when a person is created, and ignored in every later write."""

BLANK: Final = "-"
"""The value of an empty Data property of a linked-data item or a quotation line; the service refuses ""."""

UNCHOSEN: Final = "[]"
"""The value of a multi-select without a choice."""

_LINKED = re.compile(r"QuotationLine(?:LinkedDataItem)?Data[1-9]")
"""Properties that may contain linked data."""

_ITEM_ID: Final = "QuotationLineLinkedDataId"
"""Names the item that a line takes Data1..9 from. The service copies these, and does not return the id."""


def differences(table: Table[Any], wanted: Model, current: Model) -> dict[str, Any]:
    """Return the properties that are set in a record and differ from the stored one, as the API's JSON.

    The id and the properties that the service ignores are left out.

    Raises:
        FieldValueError: A difference cannot be written.
    """
    different = all_differences(table, wanted, current)
    if FIXED in different:
        raise FieldValueError(
            f"{FIXED} of person {current.get(table.id_column)} is {current.get(FIXED)}, and the service would ignore "
            f"the change to {different[FIXED]}: a person stays in the organisation that it was created in."
        )
    return different


def all_differences(table: Table[Any], wanted: Model, current: Model) -> dict[str, Any]:
    """Return what `differences` returns, also what cannot be written."""
    json = writable(table, wanted)
    # As the service would return it: a string that is a date, a `date` or a `Decimal` equals what was stored for it.
    stored = table.model.from_dict(json)
    different = {name: value for name, value in json.items() if not _same(name, stored[name], current.get(name))}
    if not any(map(_LINKED.fullmatch, different)):
        different.pop(_ITEM_ID, None)
    return different


def values_of(table: Table[Any], json: Mapping[str, Any], current: Model) -> Changes:
    """Return the old and the new value of each property that will be written, as records have them.

    Args:
        table: The table.
        json: What will be written, as the API's JSON.
        current: The stored record.
    """
    new = table.model.from_dict(json)
    return {name: (current.get(name), new[name]) for name in json}


def writable(table: Table[Any], record: Model) -> dict[str, Any]:
    """Return the properties that are set in a record as the API's JSON, without its id and those that are ignored.

    Raises:
        FieldValueError: The record is nested too deeply.
    """
    ignored = {table.id_column, *table.read_only_columns}
    try:
        json = record.to_request()
    except RecursionError:
        raise FieldValueError("The record is nested too deeply, or contains itself.") from None
    return {name: value for name, value in json.items() if name not in ignored}


def canonical(name: str, value: Any) -> Any:
    """Return a property's value in a hashable form that is equal for all values that the service treats alike.

    The service returns "", 0, the empty date and empty lists for a property that was never set, "-" for blank linked
    data, and dates with an offset or without; strings may lose trailing blanks in its columns.
    """
    if isinstance(value, bool):
        return value
    if value == 0 or (isinstance(value, str | datetime.date | None) and is_empty_date(value)):
        return None
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str):
        text = value.rstrip()
        is_blank = text == UNCHOSEN or (text == BLANK and _LINKED.fullmatch(name) is not None)
        return None if is_blank else text
    if isinstance(value, Model):
        value = value.to_dict()
    if isinstance(value, list | tuple):
        return tuple(canonical(name, each) for each in value) or None
    if isinstance(value, dict):
        parts = {inner: canonical(inner, each) for inner, each in value.items()}
        return frozenset(each for each in parts.items() if each[1] is not None) or None
    return value if isinstance(value, Hashable) else short_repr(value)  # the latter cannot be sent


def _same(name: str, wanted: Any, current: Any) -> bool:
    # Plain equality first: a row may have 0 where a record has False.
    return bool(wanted == current) or canonical(name, wanted) == canonical(name, current)
