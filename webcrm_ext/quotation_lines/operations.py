"""What is done with quotation lines, written once for both clients; systems with linked data and without.

Where it is not known whether linked data is on, a line is sent plainly once; a refusal that shows
linked data switches to the linked way, once. Once it is known, no plain attempt is wasted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from attrs import evolve
from webcrm_api import tables
from webcrm_api.api.quotation_lines import (
    quotation_lines_create,
    quotation_lines_delete,
    quotation_lines_get,
    quotation_lines_update,
    quotation_lines_upsert,
)
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.results import WriteResult

from webcrm_ext.errors import (
    APIError,
    ConfigurationError,
    FieldValueError,
    LinkedDataRequiredError,
    OutcomeUnknownError,
    WebCRMError,
    sentence,
)
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.items import FIELDS, ItemFinder, data_of_line, item_from, what_became_of
from webcrm_ext.quotation_lines.linked_data import QUOTATION_LINES, LinkedDataMemory
from webcrm_ext.transport.responses import is_linked_data_error
from webcrm_ext.upsert.operation import Writer
from webcrm_ext.upsert.validation import validate_records

LINES = (QuotationLineDto, QuotationLineUpdateDto)
Line = QuotationLineDto | QuotationLineUpdateDto
Waiting = tuple[int, dict[str, Any]]
"""A line that waits for its result: its place among the given ones, and its JSON."""

ID = "QuotationLineId"
LINK = "QuotationLineLinkedDataId"
_DATA = tuple(f"QuotationLineData{number}" for number in FIELDS)


def create(
    memory: LinkedDataMemory,
    line: Line,
    *,
    linked_data_id: int | None = None,
    item: QuotationLineLinkedDataItemDto | None = None,
    finder: ItemFinder | None = None,
) -> Operation[int]:
    """Create a line, in the way that the system needs, and give its id."""
    values = line.to_dict()
    if values.get(ID) not in (None, 0):
        raise FieldValueError(f"QuotationLineId is {values[ID]!r}; a new line has 0. To change a line, use update.")
    values[ID] = 0
    linked_data_id = linked_data_id or values.get(LINK) or None
    if linked_data_id is not None:
        return (yield from call(quotation_lines_create.call(body=_linked(values, linked_data_id))))
    if item is None and memory.enabled(QUOTATION_LINES) is not True:
        try:
            created = yield from call(quotation_lines_create.call(body=QuotationLineUpdateDto.from_dict(values)))
        except LinkedDataRequiredError:
            pass  # the connection has learned it
        else:
            memory.learn(QUOTATION_LINES, False)
            return created
    items = finder or ItemFinder()
    item_id = yield from items.item_for(item or item_from(data_of_line(values)))
    return (yield from items.write(item_id, quotation_lines_create.call(body=_linked(values, item_id))))


def update(memory: LinkedDataMemory, line: Line, *, finder: ItemFinder | None = None) -> Operation[None]:
    """Change a line: what is set is written, the rest stays."""
    values = line.to_dict()
    id_ = _existing_id(values.get(ID))
    linked_data_id = values.get(LINK) or None
    if linked_data_id is not None:
        yield from call(quotation_lines_update.call(id_, body=_linked(values, linked_data_id)))
        return
    if memory.enabled(QUOTATION_LINES) is not True:
        try:
            yield from call(quotation_lines_update.call(id_, body=QuotationLineUpdateDto.from_dict(values)))
        except LinkedDataRequiredError:
            pass  # the connection has learned it
        else:
            return
    items = finder or ItemFinder()
    item_id = yield from items.item_for(item_from((yield from _whole_data(id_, values))))
    yield from items.write(item_id, quotation_lines_update.call(id_, body=_linked(values, item_id)))


def delete(id_: int) -> Operation[None]:
    """Delete a line."""
    yield from call(quotation_lines_delete.call(_existing_id(id_)))


def upsert(memory: LinkedDataMemory, lines: Sequence[Line], *, batch: int) -> Operation[list[WriteResult]]:
    """Create (id 0) and change lines by PATCH, and give a result for each."""
    if batch < 1:
        raise ConfigurationError(f"batch is {batch}; one call takes 1 line or more.")
    given = validate_records(lines, *LINES)
    waiting = [(index, {**line.to_dict(), ID: _id_of(line)}) for index, line in enumerate(given)]
    results: dict[int, WriteResult] = {}
    try:
        if memory.enabled(QUOTATION_LINES) is not True:
            waiting = yield from _patch(waiting, results, batch=batch)
        if waiting:
            yield from _upsert_linked(waiting, results, batch=batch)
    except WebCRMError as error:
        if not results:
            error.add_to_message("No line was written.")
            raise
        # Raised, it would take the ids of new lines along, and written again these would be there twice.
        results = dict.fromkeys(range(len(given)), WriteResult(None, "failed", str(error))) | results
    return [results[index] for index in range(len(given))]


def _upsert_linked(waiting: list[Waiting], results: dict[int, WriteResult], *, batch: int) -> Operation[None]:
    finder = ItemFinder()
    linked: list[Waiting] = []
    try:
        for index, values in waiting:
            try:
                item_id = yield from _item_for_upsert(finder, values)
            except (APIError, OutcomeUnknownError) as error:
                # Without its item the line is not sent; an item that may be there will be found the next time.
                results[index] = WriteResult(None, "failed", str(error))
            else:
                linked.append((index, _linked(values, item_id).to_dict()))
        refused = yield from _patch(linked, results, batch=batch)
    except WebCRMError as error:
        left = finder.made - _items_in_use(linked, results)
        if left:
            made = ", ".join(map(str, sorted(left)))
            error.add_to_message(f"Linked-data items made for lines are left over, to be found the next time: {made}.")
        raise
    for index, _ in refused:
        results[index] = WriteResult(None, "failed", "Possible quotation not found, with a linked-data item too.")
    unused = finder.made - _items_in_use(linked, results)
    left_over = yield from finder.remove(unused)
    for index, values in linked:
        if (item_id := values[LINK]) in unused:
            said = sentence(results[index].error or "")
            became = what_became_of(item_id, gone=item_id not in left_over)
            results[index] = evolve(results[index], error=f"{said} {became}")


def _items_in_use(linked: list[Waiting], results: dict[int, WriteResult]) -> set[int]:
    """Give the ids of the items of lines that were written, or may have been."""
    return {values[LINK] for index, values in linked if index in results and results[index].outcome != "failed"}


def writer(memory: LinkedDataMemory) -> Writer[QuotationLineDto]:
    """Give how one `upsert_by` writes lines: in the way that the system needs, with the items read once."""
    finder = ItemFinder()

    def change(id_: int, line: QuotationLineDto) -> Operation[None]:
        line.quotation_line_id = id_
        return update(memory, line, finder=finder)

    return Writer(tables.QUOTATION_LINES, create=partial(create, memory, finder=finder), update=change)


def _item_for_upsert(finder: ItemFinder, values: dict[str, Any]) -> Operation[int]:
    if values.get(LINK):
        return int(values[LINK])
    data = (yield from _whole_data(values[ID], values)) if values[ID] else data_of_line(values)
    return (yield from finder.item_for(item_from(data)))


def _patch(waiting: list[Waiting], results: dict[int, WriteResult], *, batch: int) -> Operation[list[Waiting]]:
    """PATCH lines, note their results, and give those that were refused for want of linked data."""
    refused = []
    for start in range(0, len(waiting), batch):
        sent = waiting[start : start + batch]
        body = [QuotationLineUpdateDto.from_dict(values) for _, values in sent]
        try:
            answers = yield from _patched(body)
        except OutcomeUnknownError as error:
            results |= {index: WriteResult(None, "unknown", str(error)) for index, _ in sent}
            continue
        except APIError as error:
            results |= {index: WriteResult(None, "failed", str(error)) for index, _ in sent}
            continue
        for (index, values), answer in zip(sent, answers, strict=True):
            if is_linked_data_error(answer):
                refused.append((index, values))
            else:
                results[index] = _result(int(values[ID]), answer)
    return refused


def _patched(body: list[QuotationLineUpdateDto]) -> Operation[list[str]]:
    """PATCH lines, and give what was answered to each of them."""
    try:
        answers = yield from call(quotation_lines_upsert.call(body=body))
    except LinkedDataRequiredError as error:
        # Either some texts of the answer say so, or the whole call was refused.
        answers = [error.message] * len(body) if error.answers is None else error.answers
    if len(answers) != len(body):
        raise OutcomeUnknownError(
            f"PATCH /QuotationLines answered {len(answers)} texts for {len(body)} lines, so it cannot be told which "
            "line became what. Read the lines before writing them again."
        )
    return ["" if answer is None else str(answer) for answer in answers]


def _result(id_: int, answer: str) -> WriteResult:
    text = answer.strip()
    if text.isdecimal() and int(text) > 0:
        return WriteResult(int(text), "updated" if id_ else "created")
    # What stands in the place of a successful update is not documented; nothing, or the id, is taken for one.
    if id_ and text in ("", "0"):
        return WriteResult(id_, "updated")
    return WriteResult(None, "failed", text or "The service gave no id.")


def _id_of(line: Line) -> int:
    id_ = line.to_dict().get(ID) or 0
    return _existing_id(id_) if id_ else 0


def _linked(values: dict[str, Any], item_id: int) -> QuotationLineUpdateDto:
    kept = {name: value for name, value in values.items() if name not in _DATA}
    return QuotationLineUpdateDto.from_dict({**kept, LINK: item_id})


def _whole_data(id_: int, values: dict[str, Any]) -> Operation[tuple[str, ...]]:
    """Give a line's nine Data values, those that are not given as they are now."""
    if not values.keys() >= set(_DATA):
        current = yield from call(quotation_lines_get.call(id_))
        values = {**current.to_dict(), **values}
    return data_of_line(values)


def _existing_id(id_: Any) -> int:
    if not isinstance(id_, int) or id_ <= 0:
        raise FieldValueError(f"QuotationLineId is {id_!r}; a line that exists has an id above 0.")
    return id_
