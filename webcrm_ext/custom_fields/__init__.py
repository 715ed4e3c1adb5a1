"""Custom fields: the fields that each webCRM system defines for itself.

The functions here convert between Python values and the strings that the API stores, one pair for each kind of
field. `crm.custom(record)` and `crm.fields(entity)` use them with a system's own labels and choices.

Names are imported when they are first used: queries need this package only for labels.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.checkboxes import as_bool, yes_no
    from webcrm_ext.custom_fields.choices import Match, check_choice, read_selection, write_selection
    from webcrm_ext.custom_fields.dates import read_date, read_moment, write_date, write_moment
    from webcrm_ext.custom_fields.kinds import FieldType
    from webcrm_ext.custom_fields.numbers import read_double, read_integer, write_double, write_integer

_HOMES = {
    "FieldType": "kinds",
    "Match": "choices",
    "as_bool": "checkboxes",
    "check_choice": "choices",
    "read_date": "dates",
    "read_double": "numbers",
    "read_integer": "numbers",
    "read_moment": "dates",
    "read_selection": "choices",
    "write_date": "dates",
    "write_double": "numbers",
    "write_integer": "numbers",
    "write_moment": "dates",
    "write_selection": "choices",
    "yes_no": "checkboxes",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "FieldType",
    "Match",
    "as_bool",
    "check_choice",
    "read_date",
    "read_double",
    "read_integer",
    "read_moment",
    "read_selection",
    "write_date",
    "write_double",
    "write_integer",
    "write_moment",
    "write_selection",
    "yes_no",
]
