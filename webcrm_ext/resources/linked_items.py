"""Items of linked data for quotation lines: found when an equal one is there, made when not, removed again."""

from __future__ import annotations

from collections.abc import Mapping

from webcrm_api.api.quotation_lines import (
    quotation_lines_create_linked_data,
    quotation_lines_delete_linked_data,
    quotation_lines_list_linked_data,
)
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.types import UNSET

from webcrm_ext.errors import OutcomeUnknown, WebCRMError
from webcrm_ext.flow import Operation, call

FIELDS = range(1, 10)
"""A line's Data1..9 are its item's Data1..9."""

BLANK = "-"
"""What stands for an empty Data field; the service refuses "" there."""

Data = tuple[str, ...]
"""The nine Data values of a line or an item, blanks settled."""


def data_of(values: Mapping[str, object], prefix: str) -> Data:
    """Give the nine Data values of a record in the API's JSON; prefix is `QuotationLine` or its item's."""
    return tuple(_settled(values.get(f"{prefix}Data{number}")) for number in FIELDS)


def item_data(item: QuotationLineLinkedDataItemDto) -> Data:
    """Give the nine Data values of an item."""
    return data_of(item.to_dict(), "QuotationLineLinkedDataItem")


def with_defaults(item: QuotationLineLinkedDataItemDto) -> QuotationLineLinkedDataItemDto:
    """Give an item with what the service needs filled in: blanks, no id, EntityType Product."""
    given = item.to_dict()
    prefix = "QuotationLineLinkedDataItem"
    defaults: dict[str, object] = {
        f"{prefix}DataMemo": "",
        f"{prefix}ItemGroup": "",
        f"{prefix}VatCode": "",
        f"{prefix}EntityType": "Product",
        f"{prefix}Price": None,
        f"{prefix}CostPrice": None,
    }
    set_by_caller = {name: value for name, value in given.items() if value is not None}
    data = dict(zip((f"{prefix}Data{number}" for number in FIELDS), item_data(item), strict=True))
    return QuotationLineLinkedDataItemDto.from_dict(defaults | set_by_caller | data | {f"{prefix}Id": 0})


def item_from(data: Data) -> QuotationLineLinkedDataItemDto:
    """Give an item to make for nine Data values."""
    values = {f"QuotationLineLinkedDataItemData{number}": value for number, value in zip(FIELDS, data, strict=True)}
    return with_defaults(QuotationLineLinkedDataItemDto.from_dict(values))


class ItemFinder:
    """Finds and makes items during one operation, and knows which ones it made.

    The items are read once; the API has no search among them.
    """

    def __init__(self) -> None:
        self.made: dict[int, Data] = {}
        self._by_data: dict[Data, int] | None = None

    def item_for(self, wanted: QuotationLineLinkedDataItemDto) -> Operation[int]:
        """Give the id of an item whose nine Data values equal the wanted one's; it is made if there is none."""
        if self._by_data is None:
            items = yield from call(quotation_lines_list_linked_data.call())
            self._by_data = {}
            for item in items:
                if item.quotation_line_linked_data_item_entity_type in ("Product", None, UNSET):
                    self._by_data.setdefault(item_data(item), item.quotation_line_linked_data_item_id)
        data = item_data(wanted)
        if data not in self._by_data:
            made = yield from call(quotation_lines_create_linked_data.call(body=with_defaults(wanted)))
            self._by_data[data] = made
            self.made[made] = data
        return self._by_data[data]

    def remove(self, item_id: int) -> Operation[bool]:
        """Remove an item that was made here; gives whether it is gone."""
        data = self.made.pop(item_id)
        if self._by_data is not None:
            self._by_data.pop(data, None)
        try:
            yield from call(quotation_lines_delete_linked_data.call(item_id))
        except WebCRMError:
            return False
        return True

    def undo(self, item_id: int, error: WebCRMError) -> Operation[None]:
        """Remove an item made for a line that failed, and let the error say what became of it."""
        if item_id not in self.made:
            return
        if isinstance(error, OutcomeUnknown):
            # The line may be there and need it.
            error.add_to_message(f"The linked-data item {item_id} was made for the line and left in place.")
        else:
            error.add_to_message(what_became_of(item_id, gone=(yield from self.remove(item_id))))


def what_became_of(item_id: int, *, gone: bool) -> str:
    """Say what became of an item that was made for a line that failed."""
    fate = "was removed again" if gone else "could not be removed and is left over"
    return f"The linked-data item {item_id}, made for the line, {fate}."


def _settled(value: object) -> str:
    text = "" if value is None or value is UNSET else str(value)
    return text if text.strip() else BLANK
