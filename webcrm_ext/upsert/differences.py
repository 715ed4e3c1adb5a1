"""Compare a record to write with the stored one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable
from typing import Any, Final

from webcrm_api.model import Model
from webcrm_api.tables import Table

from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError, short_repr

KEPT_BY_THE_SERVICE = (
    "CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy", "LastUpdatedAt", "LastUpdatedBy", "History", "CompareName",
    "TelephoneSearch", "SecurityInfo",
)  # fmt: skip
"""Endings of the properties that only the service writes (documented, and observed); it ignores them in requests."""

DERIVED = "PersonName"
"""Derived by the service from a person's names."""

FIXED = "PersonOrganisationId"
"""Set when a person is created, and ignored in every later write."""

BLANK: Final = "-"
"""The value of an empty Data property of a linked-data item or a quotation line; the service refuses ""."""

_LINKED = re.compile(r"QuotationLine(?:LinkedDataItem)?Data[1-9]")
"""Properties that may contain linked data."""


def differences(table: Table[Any], wanted: Model, current: Model) -> dict[str, Any]:
    """Return the properties that are set in a record and differ from the stored one, as the API's JSON.

    The id and the properties that only the service writes are ignored.

    Raises:
        FieldValueError: A difference cannot be written.
    """
    ignored = {table.id_column, DERIVED, *(table.name + suffix for suffix in KEPT_BY_THE_SERVICE)}
    try:
        sent = wanted.to_dict()
    except RecursionError:
        raise FieldValueError("The record is nested too deeply, or contains itself.") from None
    different = {
        name: value
        for name, value in sent.items()
        if name not in ignored and not _same(name, wanted[name], current.get(name))
    }
    if FIXED in different:
        raise FieldValueError(
            f"{FIXED} of person {current.get(table.id_column)} is {current.get(FIXED)}, and the service would ignore "
            f"the change to {different[FIXED]}: a person stays in the organisation that it was created in."
        )
    return different


def canonical(name: str, value: Any) -> Any:
    """Return a property's value in a hashable form that is equal for all values that the service treats alike.

    The service returns "", 0 and the empty date for a property that was never set, "-" for blank linked data, and
    dates with an offset or without; strings may lose trailing blanks in its columns.
    """
    if isinstance(value, bool):
        return value
    if value == 0 or (isinstance(value, str | datetime.date | None) and is_empty_date(value)):
        return None
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    if isinstance(value, str):
        text = value.rstrip()
        return None if text == BLANK and _LINKED.fullmatch(name) else text
    if isinstance(value, list | tuple):
        return tuple(canonical(name, each) for each in value)
    if isinstance(value, dict):
        return frozenset((inner, canonical(inner, each)) for inner, each in value.items())
    return value if isinstance(value, Hashable) else short_repr(value)  # the latter cannot be sent


def _same(name: str, wanted: Any, current: Any) -> bool:
    # Plain equality first: a row may have 0 where a record has False.
    return bool(wanted == current) or canonical(name, wanted) == canonical(name, current)
