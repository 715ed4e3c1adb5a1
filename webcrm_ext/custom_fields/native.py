"""Custom fields whose JSON type is not string, such as `PersonCheckMark1`, a boolean.

All other custom fields are JSON strings, of any kind.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

import attrs
from webcrm_api.dates import check_aware
from webcrm_api.model import Model

from webcrm_ext.errors import FieldValueError, short_repr


def native_type(model: type[Model], attribute: str) -> str | None:
    """Return the declared type of a model's attribute: bool, int, float or datetime; None for a string."""
    declared = str(getattr(attrs.fields(model), attribute).type)
    for name in ("bool", "int", "float"):
        if re.search(rf"\b{name}\b", declared):
            return name
    return "datetime" if "datetime" in declared else None


def is_scalar(model: type[Model], attribute: str) -> bool:
    """Return whether a model's attribute holds a string, a number, a boolean or a date, not a record, enum or list."""
    declared = str(getattr(attrs.fields(model), attribute).type)
    return set(re.findall(r"[\w.]+", declared)) <= {"None", "Unset", "str", "bool", "int", "float", "datetime.datetime"}


def check_native(value: Any, native: str) -> Any:
    """Return the value if it is of the native type.

    Raises:
        FieldValueError: The value is of another type, a datetime without an offset, or an integer of more than 64
            bits, or a number that is not finite. A float field also takes an int.
    """
    name = type(value).__name__
    if name == "int" and not -(2**63) <= value < 2**63:
        raise FieldValueError(f"{short_repr(value)} is too large. The field takes integers of 64 bits.")
    if name == "float" and not math.isfinite(value):
        raise FieldValueError("The number is infinite, NaN or out of the range of a double. Pass a finite number.")
    if native == "datetime" and isinstance(value, datetime.datetime):
        return check_aware(value)
    if name == native or (native == "float" and name == "int"):
        return value
    raise FieldValueError(f"{short_repr(value)} is of type {name}. This field takes {annotation(native)}.")


def annotation(native: str) -> str:
    """Return the annotation of a native type in the typed module."""
    return "datetime.datetime" if native == "datetime" else native
