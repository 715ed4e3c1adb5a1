"""Records as a data frame of pandas: a row for each record, a column for each property.

Every column has a type that can hold missing values, so that a null changes no other value of its column.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from types import ModuleType
from typing import Any

import attrs
from webcrm_api import models
from webcrm_api.model import Model
from webcrm_api.types import UNSET

from webcrm_ext.dates import is_empty_date, without_offset
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.paging.tables import column_names, field_value

_DATE, _INTEGER, _BOOLEAN, _STRING, _FLOAT, _OBJECT = "date", "Int64", "boolean", "string", "float64", "object"

_DECLARED = {"datetime": _DATE, "int": _INTEGER, "bool": _BOOLEAN, "float": _FLOAT, "str": _STRING}
_FIELD_TYPES = {
    "checkbox": _BOOLEAN, "integer": _INTEGER, "positive integer": _INTEGER, "double": _FLOAT, "date": _DATE,
    "moment": _DATE, "multi-select": _OBJECT,
}  # fmt: skip
"""The column types of custom fields; those of all others are strings."""
_IN_64_BITS = range(-(2**63), 2**63)


def load_pandas() -> ModuleType:
    """Import pandas.

    Raises:
        ConfigurationError: It is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigurationError("to_pandas needs pandas. Run: pip install 'webcrm-client[pandas]'") from error
    return pd


def to_data_frame(pandas: Any, records: Sequence[Any], model: type[Model] | None, fields: Any) -> Any:
    """Return the data frame of records.

    Args:
        pandas: The module.
        records: Records, or rows of a query.
        model: The model of the records; None for rows.
        fields: Their `Fields`, to use labels; None for the API's names.
    """
    columns = _columns_of_rows(pandas, records) if model is None else _columns(pandas, records, model, fields)
    return pandas.DataFrame(columns, index=pandas.RangeIndex(len(records)))


def _columns(pandas: Any, records: Sequence[Any], model: type[Model], fields: Any) -> dict[str, Any]:
    unknown = _columns_of_rows(pandas, [record.additional_properties for record in records])
    names = column_names(model, fields) if fields is not None else {}
    names = {name: label for name, label in names.items() if label not in unknown}
    columns: dict[str, Any] = {}
    for attribute, api_name in model._shape.names.items():  # noqa: SLF001 - the generated base's, for this layer
        values = [_plain(getattr(record, attribute)) for record in records]
        kind = _declared_type(model, attribute)
        field = fields.get(api_name) if fields is not None else None
        if field is not None and field.is_custom:
            values = [field_value(field, value) for value in values]
            kind = kind if field.native else _FIELD_TYPES.get(field.type, _STRING)
        columns[names.get(api_name, api_name)] = _column(pandas, values, kind)
    return columns | unknown


def _columns_of_rows(pandas: Any, rows: Sequence[Any]) -> dict[str, Any]:
    columns = {}
    for name in dict.fromkeys(chain.from_iterable(rows)):
        values = [row.get(name) for row in rows]
        columns[name] = _column(pandas, values, _inferred_type(values))
    return columns


def _plain(value: Any) -> Any:
    if value is UNSET:
        return None
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.to_dict() if isinstance(value, Model) else value


def _declared_type(model: type[Model], attribute: str) -> str:
    """Return the type of the column for a model's attribute, by its annotation."""
    declared = str(getattr(attrs.fields(model), attribute).type)
    if re.search(r"\blist\b", declared):
        return _OBJECT
    for name, kind in _DECLARED.items():
        if re.search(rf"\b{name}\b", declared):
            return kind
    for name in re.findall(r"\w+", declared):
        found = getattr(models, name, None)
        if isinstance(found, type):
            return _INTEGER if issubclass(found, enum.IntEnum) else _OBJECT
    return _STRING  # an enum of strings


def _inferred_type(values: Iterable[Any]) -> str:
    """Return the type of a column that is not declared, by its values."""
    types = {type(value) for value in values} - {type(None)}
    if not types <= {int, float}:
        return {bool: _BOOLEAN, str: _STRING}.get(types.pop(), _OBJECT) if len(types) == 1 else _OBJECT
    return _FLOAT if float in types else _INTEGER if types else _OBJECT


def _column(pandas: Any, values: list[Any], kind: str) -> Any:
    """Return a column of a type, or one of objects if a value is not of that type."""
    import numpy as np  # noqa: PLC0415 - comes with pandas

    missing = [value is None or (kind == _DATE and is_empty_date(value)) for value in values]
    present = [value for value, is_missing in zip(values, missing, strict=True) if not is_missing]
    if kind == _DATE and all(isinstance(value, datetime.date) for value in present):
        # numpy reads each date to the microsecond, in any year; pandas itself may use nanoseconds, which end in 2262.
        moments = [None if no else _in_utc(value) for value, no in zip(values, missing, strict=True)]
        return pandas.Series(np.array(moments, dtype="datetime64[us]")).dt.tz_localize("UTC")
    if kind == _INTEGER and all(_is_integer(value) for value in present):
        numbers = np.array([0 if value is None else int(value) for value in values], dtype="int64")
        return pandas.arrays.IntegerArray(numbers, np.array(missing, dtype=bool))
    if kind == _BOOLEAN and all(isinstance(value, bool) for value in present):
        flags = np.array([value is True for value in values], dtype=bool)
        return pandas.arrays.BooleanArray(flags, np.array(missing, dtype=bool))
    if kind == _FLOAT and all(isinstance(value, float) or _is_integer(value) for value in present):
        return pandas.Series([None if value is None else float(value) for value in values], dtype=_FLOAT)
    if kind == _STRING and all(isinstance(value, str) for value in present):
        return pandas.Series(values, dtype=_STRING)
    return pandas.Series(values, dtype=_OBJECT)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in _IN_64_BITS


def _in_utc(value: datetime.date) -> datetime.datetime:
    """Return a moment in UTC without its offset; a date means its midnight."""
    if isinstance(value, datetime.datetime):
        return without_offset(value)
    return datetime.datetime.combine(value, datetime.time())
