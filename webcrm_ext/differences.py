"""What a record should hold and the system does not hold yet."""

from __future__ import annotations

import datetime
from typing import Any

from webcrm_api.model import Model

from webcrm_ext.dates import is_empty_date, without_offset
from webcrm_ext.errors import FieldValueError
from webcrm_ext.queries import table_of

KEPT_BY_THE_SERVICE = (
    "CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy", "LastUpdatedAt", "LastUpdatedBy", "History", "CompareName",
    "TelephoneSearch", "SecurityInfo",
)  # fmt: skip
"""How properties end that the service alone writes (documented, and seen); sent, they change nothing."""

DERIVED = "PersonName"
"""Made by the service of a person's names."""

FIXED = "PersonOrganisationId"
"""Set when a person is created, and ignored in every later write."""


def differences(wanted: Model, current: Model) -> dict[str, Any]:
    """Give what is set in a record and differs from the current one, in the API's JSON.

    The id and what the service alone writes are left out, for they would differ for ever.

    Raises:
        FieldValueError: A difference cannot be written.
    """
    table = table_of(type(wanted))
    left_out = {table.id_column, DERIVED, *(table.table + suffix for suffix in KEPT_BY_THE_SERVICE)}
    different = {
        name: value
        for name, value in wanted.to_dict().items()
        if name not in left_out and not _same(wanted[name], current.get(name))
    }
    if FIXED in different:
        raise FieldValueError(
            f"{FIXED} of person {current.get(table.id_column)} is {current.get(FIXED)}, and the service would ignore "
            f"the change to {different[FIXED]}: a person stays in the organisation that it was created in."
        )
    return different


def _same(wanted: Any, current: Any) -> bool:
    """Say whether a value is there already.

    The service answers "", 0 and the empty date for what was never set, and dates with an offset or without;
    text may lose blanks at its end on the way into its columns.
    """
    if wanted == current or (_is_blank(wanted) and _is_blank(current)):
        return True
    if isinstance(wanted, datetime.datetime) and isinstance(current, datetime.datetime):
        return without_offset(wanted) == without_offset(current)
    return isinstance(wanted, str) and isinstance(current, str) and wanted.rstrip() == current.rstrip()


def _is_blank(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return value in (None, 0) or (isinstance(value, str | datetime.date) and is_empty_date(value))
