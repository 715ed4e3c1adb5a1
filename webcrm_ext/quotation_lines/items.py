"""Linked-data items of quotation lines: find an equal one, create it where none exists, write a line with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from webcrm_api.api.quotation_lines import quotation_lines_create_linked_data, quotation_lines_list_linked_data
from webcrm_api.calls import Call
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.values import record_json

from webcrm_ext.errors import APIError, FieldValueError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.line_values import (
    DATA_NAMES,
    DATA_NUMBERS,
    ITEM_ID,
    Data,
    Values,
    data_of,
    refuses_data,
    without_data,
)
from webcrm_ext.quotation_lines.linked_data import QUOTATION_LINES, LinkedDataMemory, detect
from webcrm_ext.upsert.differences import BLANK, canonical

T = TypeVar("T")

Item = QuotationLineLinkedDataItemDto | Mapping[str, Any]
"""An item that a caller passes: a record, or a dict with the API's names."""

_PREFIX: Final = "QuotationLineLinkedDataItem"
_ID: Final = f"{_PREFIX}Id"
_ENTITY_TYPE: Final = f"{_PREFIX}EntityType"
_PRODUCT: Final = "Product"
_DATA: Final = tuple(f"{_PREFIX}Data{number}" for number in DATA_NUMBERS)


def item_values(item: Item) -> Values:
    """Return the JSON of an item that a caller passes.

    Raises:
        FieldValueError: It is neither an item nor a dict with the API's names.
    """
    try:
        values: Values = record_json(item, QuotationLineLinkedDataItemDto, "The linked-data item")
    except FieldValueError as error:
        raise FieldValueError(f"{error} Nothing was sent.") from None
    return _with_type(values)


def item_with_data(data: Data) -> Values:
    """Return the JSON of a new item that sets Data1..9 only."""
    return _with_type({_ID: 0, **dict(zip(_DATA, data, strict=True))})


def line_data_of(item: Values) -> dict[str, str]:
    """Return Data1..9 of a line that takes them from an item."""
    data = data_of(item, _PREFIX)
    return {name: "" if value == BLANK else value for name, value in zip(DATA_NAMES, data, strict=True)}


class LinkedDataItems:
    """The items of one operation: reads all of them once, and records those that it creates.

    The API cannot search items. Items that other operations of the client create meanwhile are found too. An item is
    never deleted: another line may use it by then. Errors name one that no line uses yet.

    Args:
        memory: Whether linked data is on.

    Attributes:
        created: The entity type of each item that the operation created, by its id.
        used: The ids of the items of the lines that it wrote.
        creation_unknown: Whether the creation of an item got no response, so that the item may exist.
        send_data: Whether lines are sent with their own Data1..9 beside their item; False after a refusal of these.
    """

    def __init__(self, memory: LinkedDataMemory) -> None:
        self.created: dict[int, str] = {}
        self.used: set[int] = set()
        self.creation_unknown = False
        self._memory = memory
        self.send_data = True
        self._items: dict[int, Values] | None = None
        self._by_data: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        self._inbox = memory.item_creations.inbox()

    def find_or_create(self, wanted: Values) -> Operation[int]:
        """Return the id of an item that equals the wanted one in Data1..9 and in every other property that is set.

        Creates the item if there is none.
        """
        found = yield from self._find(wanted)
        if found is not None:
            return found
        work = self._find_again_or_create(wanted)
        return (yield from self._memory.item_creations.one_at_a_time(_key(wanted, _DATA), work))

    def as_stored(self, lines: Iterable[Values]) -> Operation[list[Values]]:
        """Return the JSON of lines as the service stores them: Data1..9 of the item that a line names replace its own.

        Raises:
            FieldValueError: An item does not exist.
        """
        stored = []
        for values in lines:
            data = {}
            if item_id := values.get(ITEM_ID):
                items = yield from self._all()
                if item_id not in items:
                    raise FieldValueError(
                        f"QuotationLineLinkedDataId is {item_id}, but no linked-data item has this id. "
                        "crm.quotation_lines.list_linked_data() returns the items."
                    )
                data = line_data_of(items[item_id])
            stored.append({**values, **data})
        return stored

    def write_line(self, item_id: int, values: Values, line_call: Callable[..., Call[T]]) -> Operation[T]:
        """Write a line with an item's id and its own Data1..9, and return the response.

        Args:
            item_id: The item's id.
            values: The line's JSON.
            line_call: Returns the call that writes the line, for its `body`.
        """
        try:
            response = yield from self._send_line({**values, ITEM_ID: item_id}, line_call)
        except WebCRMError as error:
            if item_id in self.created and item_id not in self.used:
                error.add_to_message(self.kept_message(item_id))
            raise
        self.used.add(item_id)
        return response

    def kept_message(self, item_id: int) -> str:
        """Return the sentence on an item that was created for a line that failed, or that may have failed."""
        return f"The linked-data item {self.name(item_id)}, created for the line, is kept: the next equal line uses it."

    def unused_message(self) -> str:
        """Return the sentence on all items that were created and that no line uses yet, or ""."""
        unused = sorted(self.created.keys() - self.used)
        if len(unused) <= 1:
            return self.kept_message(unused[0]) if unused else ""
        names = ", ".join(map(self.name, unused))
        return f"These linked-data items, created for the lines, are kept: {names}. The next equal lines use them."

    def name(self, item_id: int) -> str:
        """Return an id and an entity type, such as `17 (Product)`, of an item that the operation created."""
        return f"{item_id} ({self.created[item_id]})"

    def _send_line(self, values: Values, line_call: Callable[..., Call[T]]) -> Operation[T]:
        """Send a line; once more without Data1..9 if the service refuses them beside an item."""
        sent = values if self.send_data else without_data(values)
        try:
            return (yield from call(line_call(body=QuotationLineUpdateDto.from_dict(sent))))
        except APIError as refusal:
            # With linked data off the item sets nothing: the line would lose its data.
            if not refuses_data(str(refusal), sent) or not (yield from detect(self._memory, QUOTATION_LINES)):
                raise
        response = yield from call(line_call(body=QuotationLineUpdateDto.from_dict(without_data(sent))))
        self.send_data = False
        return response

    def _find_again_or_create(self, wanted: Values) -> Operation[int]:
        found = yield from self._find(wanted)
        if found is not None:
            return found
        body = _with_defaults(wanted)
        try:
            new_id = yield from call(
                quotation_lines_create_linked_data.call(body=QuotationLineLinkedDataItemDto.from_dict(body))
            )
        except BaseException as error:
            if not isinstance(error, APIError):
                # It may exist: before any operation creates another, it reads all items again.
                self._memory.item_creations.announce(None)
            if isinstance(error, OutcomeUnknownError):
                self.creation_unknown = True
                error.add_to_message(
                    f"The line was not written. If a linked-data item ({body[_ENTITY_TYPE]}) was created for it, "
                    "the next equal line uses it."
                )
            raise
        self._memory.item_creations.announce((new_id, body))
        self.created[new_id] = body[_ENTITY_TYPE]
        return new_id

    def _find(self, wanted: Values) -> Operation[int | None]:
        """Return the id of an item that equals the wanted one in every property that is set, or None."""
        items = yield from self._all()
        names = tuple(sorted({*wanted, *_DATA} - {_ID}))
        key = _key(wanted, names)
        return next((id_ for id_ in self._by_data[_key(wanted, _DATA)] if _key(items[id_], names) == key), None)

    def _all(self) -> Operation[dict[int, Values]]:
        """Return all items by id: as they were read, and what the client has created since."""
        while True:
            if self._items is None:
                self._inbox.clear()  # what was created before the items are read is among them
                found = yield from call(quotation_lines_list_linked_data.call())
                self._items = {}
                self._by_data.clear()
                for item in found:
                    self._add(item.quotation_line_linked_data_item_id, _with_type(item.to_request()))
            if not self._inbox:
                return self._items
            creation = self._inbox.popleft()
            if creation is None:
                self._items = None
            elif creation[0] not in self._items:
                self._add(*creation)

    def _add(self, item_id: int, values: Values) -> None:
        if self._items is not None:
            self._items[item_id] = values
            self._by_data[_key(values, _DATA)].append(item_id)


def _with_defaults(item: Values) -> Values:
    """Return the JSON of a new item with the values that the service requires: no blank Data, id 0, EntityType."""
    defaults: Values = {
        f"{_PREFIX}DataMemo": "",
        f"{_PREFIX}ItemGroup": "",
        f"{_PREFIX}VatCode": "",
        f"{_PREFIX}Price": None,
        f"{_PREFIX}CostPrice": None,
    }
    set_by_caller = {name: value for name, value in item.items() if value is not None}
    data = dict(zip(_DATA, data_of(item, _PREFIX), strict=True))
    return defaults | set_by_caller | data | {_ID: 0}


def _with_type(item: Values) -> Values:
    return {**item, _ENTITY_TYPE: item.get(_ENTITY_TYPE) or _PRODUCT}


def _key(values: Values, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(canonical(name, values.get(name)) for name in names)
