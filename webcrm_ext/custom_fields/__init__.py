"""Custom fields: the fields that each webCRM system defines for itself.

The functions here convert between Python values and the strings that the API stores, one pair for each kind of
field. `crm.custom(record)` and `crm.fields(entity)` use them with a system's own labels and choices.
"""

from __future__ import annotations

from webcrm_ext.custom_fields.checkboxes import as_bool, yes_no
from webcrm_ext.custom_fields.choices import Match, check_choice, read_selection, write_selection
from webcrm_ext.custom_fields.dates import read_date, read_moment, write_date, write_moment
from webcrm_ext.custom_fields.kinds import FieldType
from webcrm_ext.custom_fields.numbers import read_double, read_integer, write_double, write_integer

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
