"""What a record should hold and the system does not hold yet."""

from __future__ import annotations

import datetime
import re
from typing import Any

from webcrm_api.model import Model

from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import FieldValueError
from webcrm_ext.queries.selection import table_of

KEPT_BY_THE_SERVICE = (
    "CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy", "LastUpdatedAt", "LastUpdatedBy", "History", "CompareName",
    "TelephoneSearch", "SecurityInfo",
)  # fmt: skip
"""How properties end that the service alone writes (documented, and seen); sent, they change nothing."""

DERIVED = "PersonName"
"""Made by the service of a person's names."""

FIXED = "PersonOrganisationId"
"""Set when a person is created, and ignored in every later write."""

BLANK = "-"
"""Stands for a blank Data field of linked data; the service refuses "" there."""

_LINKED = re.compile(r"QuotationLine(?:LinkedDataItem)?Data[1-9]")
"""Properties that hold linked data, or may."""


def differences(wanted: Model, current: Model) -> dict[str, Any]:
    """Give what is set in a record and differs from the current one, in the API's JSON.

    The id and what the service alone writes are left out, for they would differ for ever.

    Raises:
        FieldValueError: A difference cannot be written.
    """
    table = table_of(type(current))
    left_out = {table.id_column, DERIVED, *(table.table + suffix for suffix in KEPT_BY_THE_SERVICE)}
    different = {
        name: value
        for name, value in wanted.to_dict().items()
        if name not in left_out and not _same(name, wanted[name], current.get(name))
    }
    if FIXED in different:
        raise FieldValueError(
            f"{FIXED} of person {current.get(table.id_column)} is {current.get(FIXED)}, and the service would ignore "
            f"the change to {different[FIXED]}: a person stays in the organisation that it was created in."
        )
    return different


def canonical(name: str, value: Any) -> Any:
    """Give a property's value in the form in which all that means the same to the service is equal; it can be a key.

    The service answers "", 0 and the empty date for what was never set, "-" for blank linked data, and dates with
    an offset or without; text may lose blanks at its end on the way into its columns.
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
    return value


def _same(name: str, wanted: Any, current: Any) -> bool:
    # What is equal as it is: False and 0 too, for a row may hold the one where a record holds the other.
    return bool(wanted == current) or canonical(name, wanted) == canonical(name, current)
