"""Items of linked data for quotation lines: found when an equal one is there, made when not, removed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from webcrm_api.api.quotation_lines import (
    quotation_lines_create_linked_data,
    quotation_lines_delete_linked_data,
    quotation_lines_list_linked_data,
)
from webcrm_api.calls import Call
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.types import UNSET

from webcrm_ext.errors import FieldValueError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.cleanup import remove_each
from webcrm_ext.upsert.differences import BLANK, canonical

T = TypeVar("T")

FIELDS = range(1, 10)
"""A line's Data1..9 are its item's Data1..9."""

Data = tuple[str, ...]
"""The nine Data values of a line or an item, blanks settled."""

Values = dict[str, Any]
"""An item's JSON."""

_PREFIX = "QuotationLineLinkedDataItem"
_ID = f"{_PREFIX}Id"
_KIND = f"{_PREFIX}EntityType"
_PRODUCT = "Product"
_DATA = tuple(f"{_PREFIX}Data{number}" for number in FIELDS)


def data_of_line(values: Mapping[str, object]) -> Data:
    """Give the nine Data values of a line's JSON."""
    return _data_of(values, "QuotationLine")


def with_defaults(item: QuotationLineLinkedDataItemDto) -> QuotationLineLinkedDataItemDto:
    """Give an item with what the service needs filled in: blanks, no id, EntityType Product."""
    given = item.to_dict()
    defaults: Values = {
        f"{_PREFIX}DataMemo": "",
        f"{_PREFIX}ItemGroup": "",
        f"{_PREFIX}VatCode": "",
        _KIND: _PRODUCT,
        f"{_PREFIX}Price": None,
        f"{_PREFIX}CostPrice": None,
    }
    set_by_caller = {name: value for name, value in given.items() if value is not None}
    data = dict(zip(_DATA, _data_of(given, _PREFIX), strict=True))
    return QuotationLineLinkedDataItemDto.from_dict(defaults | set_by_caller | data | {_ID: 0})


def item_from(data: Data) -> QuotationLineLinkedDataItemDto:
    """Give an item that says nothing but nine Data values."""
    return QuotationLineLinkedDataItemDto.from_dict({_ID: 0, **dict(zip(_DATA, data, strict=True))})


class ItemFinder:
    """Finds and makes items during one operation, and knows which ones it made.

    The items are read once; the API has no search among them.

    Attributes:
        made: The ids of the items made here that nobody has tried to remove.
        unanswered: Whether the creation of an item got no answer, so that it may be there or not.
    """

    def __init__(self, *, undoes: bool = True) -> None:
        """Begin, with nothing read.

        Args:
            undoes: Whether an item made for a line that fails is removed at once; if not, whoever has the finder
                removes what it made.
        """
        self.made: set[int] = set()
        self.unanswered = False
        self._undoes = undoes
        self._used: set[int] = set()
        self._items: dict[int, Values] | None = None
        self._by_data: dict[tuple[Any, ...], list[int]] = defaultdict(list)

    def item_for(self, wanted: QuotationLineLinkedDataItemDto) -> Operation[int]:
        """Give the id of an item that equals the wanted one in its Data and all else that is set in it.

        It is made if there is none.
        """
        items = yield from self._read()
        given = _settled(wanted)
        names = tuple(sorted({*given, *_DATA} - {_ID}))
        for id_ in self._by_data[_key(given, _DATA)]:
            if _key(items[id_], names) == _key(given, names):
                return id_
        whole = with_defaults(wanted)
        try:
            made = yield from call(quotation_lines_create_linked_data.call(body=whole))
        except OutcomeUnknownError as error:
            # It may be there: it is looked for before it is made again.
            self.unanswered, self._items = True, None
            error.add_to_message("The line was not written; its linked-data item will be found where it was made.")
            raise
        self._add(made, _settled(whole))
        self.made.add(made)
        return made

    def data_for_line(self, item_id: int) -> Operation[dict[str, str]]:
        """Give what a line's Data become with an item, in the line's JSON.

        Raises:
            FieldValueError: There is no such item.
        """
        items = yield from self._read()
        if item_id not in items:
            raise FieldValueError(f"There is no linked-data item {item_id}, which QuotationLineLinkedDataId names.")
        data = _data_of(items[item_id], _PREFIX)
        return {f"QuotationLineData{number}": value for number, value in zip(FIELDS, data, strict=True)}

    def write(self, item_id: int, line_call: Call[T]) -> Operation[T]:
        """Write a line with an item, and give the answer; where it fails, an item made for this line is removed."""
        try:
            answer = yield from call(line_call)
        except WebCRMError as error:
            if self._undoes and item_id in self.made - self._used:
                yield from self._undo(item_id, error)
            raise
        self._used.add(item_id)
        return answer

    def remove(self, item_ids: Iterable[int]) -> Operation[list[int]]:
        """Remove items that were made here, and give the ids of those that are left."""
        ids = sorted(item_ids)
        self.made.difference_update(ids)
        for id_ in ids:
            self._forget(id_)
        return (yield from remove_each(ids, lambda id_: call(quotation_lines_delete_linked_data.call(id_))))

    def _undo(self, item_id: int, error: WebCRMError) -> Operation[None]:
        """Remove an item made for a line that failed, and let the error say what became of it."""
        if isinstance(error, OutcomeUnknownError):
            # The line may be there and need it.
            self._used.add(item_id)
            error.add_to_message(f"The linked-data item {item_id} was made for the line and left in place.")
        else:
            left = yield from self.remove([item_id])
            error.add_to_message(what_became_of(item_id, gone=not left))

    def _read(self) -> Operation[dict[int, Values]]:
        if self._items is None:
            found = yield from call(quotation_lines_list_linked_data.call())
            self._items = {}
            self._by_data.clear()
            for item in found:
                self._add(item.quotation_line_linked_data_item_id, _settled(item))
        return self._items

    def _add(self, item_id: int, values: Values) -> None:
        if self._items is not None:
            self._items[item_id] = values
            self._by_data[_key(values, _DATA)].append(item_id)

    def _forget(self, item_id: int) -> None:
        if self._items is not None and (values := self._items.pop(item_id, None)) is not None:
            self._by_data[_key(values, _DATA)].remove(item_id)


def what_became_of(item_id: int, *, gone: bool) -> str:
    """Say what became of an item that was made for a line that failed."""
    fate = "was removed again" if gone else "could not be removed and is left over"
    return f"The linked-data item {item_id}, made for the line, {fate}."


def _settled(item: QuotationLineLinkedDataItemDto) -> Values:
    values = item.to_dict()
    return {**values, _KIND: values.get(_KIND) or _PRODUCT}


def _key(values: Values, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(canonical(name, values.get(name)) for name in names)


def _data_of(values: Mapping[str, object], prefix: str) -> Data:
    return tuple(_text(values.get(f"{prefix}Data{number}")) for number in FIELDS)


def _text(value: object) -> str:
    text = "" if value is None or value is UNSET else str(value)
    return text if text.strip() else BLANK
