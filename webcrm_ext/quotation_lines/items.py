"""Linked-data items of quotation lines: find an equal one, create it where none exists, delete it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from webcrm_api.api.quotation_lines import (
    quotation_lines_create_linked_data,
    quotation_lines_delete_linked_data,
    quotation_lines_list_linked_data,
)
from webcrm_api.calls import Call
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto

from webcrm_ext.errors import FieldValueError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.cleanup import delete_each
from webcrm_ext.quotation_lines.line_values import DATA_NAMES, DATA_NUMBERS, Data, Values, data_of
from webcrm_ext.upsert.differences import canonical

T = TypeVar("T")

_PREFIX: Final = "QuotationLineLinkedDataItem"
_ID: Final = f"{_PREFIX}Id"
_ENTITY_TYPE: Final = f"{_PREFIX}EntityType"
_PRODUCT: Final = "Product"
_DATA: Final = tuple(f"{_PREFIX}Data{number}" for number in DATA_NUMBERS)


def with_defaults(item: QuotationLineLinkedDataItemDto) -> QuotationLineLinkedDataItemDto:
    """Return a new item with the values that the service requires: no blank Data, id 0, EntityType Product."""
    values = item.to_dict()
    defaults: Values = {
        f"{_PREFIX}DataMemo": "",
        f"{_PREFIX}ItemGroup": "",
        f"{_PREFIX}VatCode": "",
        _ENTITY_TYPE: _PRODUCT,
        f"{_PREFIX}Price": None,
        f"{_PREFIX}CostPrice": None,
    }
    set_by_caller = {name: value for name, value in values.items() if value is not None}
    data = dict(zip(_DATA, data_of(values, _PREFIX), strict=True))
    return QuotationLineLinkedDataItemDto.from_dict(defaults | set_by_caller | data | {_ID: 0})


def item_with_data(data: Data) -> QuotationLineLinkedDataItemDto:
    """Return a new item that sets Data1..9 only."""
    return QuotationLineLinkedDataItemDto.from_dict({_ID: 0, **dict(zip(_DATA, data, strict=True))})


class LinkedDataItems:
    """The items of one operation: reads all of them once, and tracks those that it creates.

    The API cannot search items.

    Args:
        delete_on_failure: Whether `write_line` deletes an item created for a line that then fails. If False, the
            caller deletes the items in `created`.

    Attributes:
        created: The ids of the created items that no call has tried to delete.
        creation_unknown: Whether the creation of an item got no response, so that the item may exist.
    """

    def __init__(self, *, delete_on_failure: bool = True) -> None:
        self.created: set[int] = set()
        self.creation_unknown = False
        self._delete_on_failure = delete_on_failure
        self._used: set[int] = set()
        self._items: dict[int, Values] | None = None
        self._by_data: dict[tuple[Any, ...], list[int]] = defaultdict(list)

    def find_or_create(self, wanted: QuotationLineLinkedDataItemDto) -> Operation[int]:
        """Return the id of an item that equals the wanted one in Data1..9 and in every other property that is set.

        Creates the item if there is none.
        """
        items = yield from self._all()
        values = _values_of(wanted)
        names = tuple(sorted({*values, *_DATA} - {_ID}))
        for id_ in self._by_data[_key(values, _DATA)]:
            if _key(items[id_], names) == _key(values, names):
                return id_
        body = with_defaults(wanted)
        try:
            new_id = yield from call(quotation_lines_create_linked_data.call(body=body))
        except OutcomeUnknownError as error:
            # Read all items again before creating another: this one may exist.
            self.creation_unknown, self._items = True, None
            error.add_to_message("The line was not written. If its linked-data item exists, the next run uses it.")
            raise
        self._add(new_id, _values_of(body))
        self.created.add(new_id)
        return new_id

    def data_of_item(self, item_id: int) -> Operation[dict[str, str]]:
        """Return Data1..9 of a line that takes them from an item, as the line's JSON.

        Raises:
            FieldValueError: The item does not exist.
        """
        items = yield from self._all()
        if item_id not in items:
            raise FieldValueError(
                f"QuotationLineLinkedDataId is {item_id}, but no linked-data item has this id. "
                "crm.quotation_lines.list_linked_data() returns the items."
            )
        return dict(zip(DATA_NAMES, data_of(items[item_id], _PREFIX), strict=True))

    def write_line(self, item_id: int, line_call: Call[T]) -> Operation[T]:
        """Write a line with an item, and return the response; if it fails, delete an item created for this line."""
        try:
            response = yield from call(line_call)
        except WebCRMError as error:
            if self._delete_on_failure and item_id in self.created - self._used:
                yield from self._clean_up(item_id, error)
            raise
        self._used.add(item_id)
        return response

    def delete(self, item_ids: Iterable[int]) -> Operation[list[int]]:
        """Delete items that this operation created, and return the ids of those that may still exist."""
        ids = sorted(item_ids)
        self.created.difference_update(ids)
        for id_ in ids:
            self._remove(id_)
        return (yield from delete_each(ids, lambda id_: call(quotation_lines_delete_linked_data.call(id_))))

    def _clean_up(self, item_id: int, error: WebCRMError) -> Operation[None]:
        """Delete an item created for a line that failed, and add the result to the error's message."""
        if isinstance(error, OutcomeUnknownError):
            # The line may exist, and then it needs the item.
            self._used.add(item_id)
            error.add_to_message(f"The linked-data item {item_id}, created for the line, was kept.")
        else:
            remaining = yield from self.delete([item_id])
            error.add_to_message(deletion_message(item_id, deleted=not remaining))

    def _all(self) -> Operation[dict[int, Values]]:
        if self._items is None:
            found = yield from call(quotation_lines_list_linked_data.call())
            self._items = {}
            self._by_data.clear()
            for item in found:
                self._add(item.quotation_line_linked_data_item_id, _values_of(item))
        return self._items

    def _add(self, item_id: int, values: Values) -> None:
        if self._items is not None:
            self._items[item_id] = values
            self._by_data[_key(values, _DATA)].append(item_id)

    def _remove(self, item_id: int) -> None:
        if self._items is not None and (values := self._items.pop(item_id, None)) is not None:
            self._by_data[_key(values, _DATA)].remove(item_id)


def deletion_message(item_id: int, *, deleted: bool) -> str:
    """Return the sentence on an item that was created for a line that failed."""
    result = "was deleted" if deleted else "could not be deleted and remains"
    return f"The linked-data item {item_id}, created for the line, {result}."


def _values_of(item: QuotationLineLinkedDataItemDto) -> Values:
    values = item.to_dict()
    return {**values, _ENTITY_TYPE: values.get(_ENTITY_TYPE) or _PRODUCT}


def _key(values: Values, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(canonical(name, values.get(name)) for name in names)
