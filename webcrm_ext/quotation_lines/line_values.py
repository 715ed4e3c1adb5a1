"""The property names of a quotation line, and the checks and request bodies that its operations share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from webcrm_api.api.quotation_lines import quotation_lines_get
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.types import UNSET
from webcrm_api.values import record_id, record_json

from webcrm_ext.errors import FieldValueError
from webcrm_ext.operations import Operation, call
from webcrm_ext.upsert.differences import BLANK
from webcrm_ext.upsert.validation import iterate

LINE_TYPES = (QuotationLineDto, QuotationLineUpdateDto, dict)
Line = QuotationLineDto | QuotationLineUpdateDto | Mapping[str, Any]
"""A line that a caller passes: a record, or a dict with the API's names."""

Values = dict[str, Any]
"""The JSON of a line or of an item."""

Data = tuple[str, ...]
"""The values of Data1..9 of a line or an item, with `BLANK` for blank ones."""

ID = "QuotationLineId"
ITEM_ID = "QuotationLineLinkedDataId"
DATA_NUMBERS = range(1, 10)
DATA_NAMES = tuple(f"QuotationLineData{number}" for number in DATA_NUMBERS)


def data_of(values: Mapping[str, object], prefix: str = "QuotationLine") -> Data:
    """Return the values of Data1..9 from the JSON of a line, or of an item if `prefix` names its properties."""
    return tuple(_string_or_blank(values.get(f"{prefix}Data{number}")) for number in DATA_NUMBERS)


def complete_data(id_: int, values: Values) -> Operation[Data]:
    """Return the values of Data1..9 of an existing line; those that `values` lacks are read from the service."""
    if not values.keys() >= set(DATA_NAMES):
        current = yield from call(quotation_lines_get.call(id_))
        values = {**current.to_request(), **values}
    return data_of(values)


def without_data(values: Values) -> Values:
    """Return the JSON of a line without Data1..9, which its item has."""
    return {name: value for name, value in values.items() if name not in DATA_NAMES}


def refuses_data(reason: str, values: Values) -> bool:
    """Return whether the reason of a refusal names Data1..9 of a line that has an item."""
    return bool(values.get(ITEM_ID)) and any(name in reason for name in values.keys() & set(DATA_NAMES))


def values_of(line: Line) -> Values:
    """Return the JSON of a line that a caller passes, as a record or as a dict with the API's names.

    Raises:
        FieldValueError: It is neither, or it names an item by an invalid id.
    """
    declared = QuotationLineDto if isinstance(line, QuotationLineDto) else QuotationLineUpdateDto
    try:
        values: Values = record_json(line, declared, "The quotation line")
    except FieldValueError as error:
        raise FieldValueError(f"{error} Nothing was sent.") from None
    if values.get(ITEM_ID):
        values[ITEM_ID] = existing_id(values[ITEM_ID], ITEM_ID)
    return values


def values_of_each(lines: Iterable[Line]) -> list[Values]:
    """Return the JSON of the lines that a caller passes.

    Raises:
        FieldValueError: `lines` is a single line, or contains something else.
    """
    listed = list(iterate(lines))
    for number, line in enumerate(listed, 1):
        if not isinstance(line, LINE_TYPES):
            wanted = " or ".join(each.__name__ for each in LINE_TYPES)
            raise FieldValueError(f"Record {number} of {len(listed)} is a {type(line).__name__}; pass {wanted}.")
    return [values_of(line) for line in listed]


def existing_id(id_: Any, name: str = ID) -> int:
    """Return the id of an existing record.

    Raises:
        FieldValueError: It is not an integer above 0.
    """
    try:
        return int(record_id(name, id_))
    except FieldValueError as error:
        raise FieldValueError(f"{error} Nothing was sent.") from None


def id_or_zero(values: Values) -> int:
    """Return the id of a line to upsert; 0 for a new line.

    Raises:
        FieldValueError: The id is set and not an integer of at least 0.
    """
    id_ = values.get(ID) or 0
    return existing_id(id_) if id_ else 0


def _string_or_blank(value: object) -> str:
    text = "" if value is None or value is UNSET else str(value)
    return text if text.strip() else BLANK
