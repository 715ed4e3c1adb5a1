"""The property names of a quotation line, and the checks and request bodies that its operations share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webcrm_api.api.quotation_lines import quotation_lines_get
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.types import UNSET

from webcrm_ext.errors import FieldValueError
from webcrm_ext.operations import Operation, call
from webcrm_ext.upsert.differences import BLANK

LINE_MODELS = (QuotationLineDto, QuotationLineUpdateDto)
Line = QuotationLineDto | QuotationLineUpdateDto

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
        values = {**current.to_dict(), **values}
    return data_of(values)


def body_with_item(values: Values, item_id: int) -> QuotationLineUpdateDto:
    """Return the body of a line that takes its data from an item: with the item's id, without Data1..9."""
    kept = {name: value for name, value in values.items() if name not in DATA_NAMES}
    return QuotationLineUpdateDto.from_dict({**kept, ITEM_ID: item_id})


def existing_id(id_: Any) -> int:
    """Return the id of an existing line.

    Raises:
        FieldValueError: It is not an integer above 0.
    """
    if not isinstance(id_, int) or id_ <= 0:
        raise FieldValueError(f"QuotationLineId is {id_!r}. Pass an id above 0, the id of an existing line.")
    return id_


def id_or_zero(line: Line) -> int:
    """Return the id of a line to upsert; 0 for a new line.

    Raises:
        FieldValueError: The id is set and not an integer of at least 0.
    """
    id_ = line.to_dict().get(ID) or 0
    return existing_id(id_) if id_ else 0


def _string_or_blank(value: object) -> str:
    text = "" if value is None or value is UNSET else str(value)
    return text if text.strip() else BLANK
