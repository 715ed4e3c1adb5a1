"""What is done with quotation lines, written once for both clients; systems with linked data and without.

Where it is not known whether linked data is on, a line is sent plainly once; a refusal that shows
linked data switches to the linked way, once. Once it is known, no plain attempt is wasted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

from attrs import frozen
from webcrm_api.api.deliveries import deliveries_get, deliveries_quotation_lines
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

from webcrm_ext.errors import (
    APIError,
    FieldValueError,
    LinkedDataRequired,
    OutcomeUnknown,
    UnexpectedAnswer,
    WebCRMError,
)
from webcrm_ext.flow import Operation, call
from webcrm_ext.linked_data import QUOTATION_LINES, LinkedDataMemory
from webcrm_ext.resources.linked_items import FIELDS, ItemFinder, data_of, item_from
from webcrm_ext.transport.answers import is_linked_data_refusal
from webcrm_ext.upsert import Writing

Line = QuotationLineDto | QuotationLineUpdateDto

PAGE = 1000
_ID = "QuotationLineId"
_LINK = "QuotationLineLinkedDataId"
_DATA = tuple(f"QuotationLineData{number}" for number in FIELDS)
_OF_THE_SERVER = {_ID, _LINK} | {
    f"QuotationLine{name}" for name in ("CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy")
}


@frozen
class LineResult:
    """What became of one line of an upsert.

    Attributes:
        id: The line's id: a new one, or the one that was changed; None where it failed.
        outcome: `"created"`, `"updated"` or `"failed"`.
        error: What the service said where it failed.
    """

    id: int | None
    outcome: Literal["created", "updated", "failed"]
    error: str | None = None


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
    if values.get(_ID) not in (None, 0):
        raise FieldValueError(f"QuotationLineId is {values[_ID]!r}; a new line has 0. To change a line, use update.")
    values[_ID] = 0
    linked_data_id = linked_data_id or values.get(_LINK) or None
    if linked_data_id is not None:
        return (yield from call(quotation_lines_create.call(body=_linked(values, linked_data_id))))
    if item is None and memory.enabled(QUOTATION_LINES) is not True:
        try:
            created = yield from call(quotation_lines_create.call(body=QuotationLineUpdateDto.from_dict(values)))
        except LinkedDataRequired:
            memory.learn(QUOTATION_LINES, True)
        else:
            memory.learn(QUOTATION_LINES, False)
            return created
    items = finder or ItemFinder()
    item_id = yield from items.item_for(item or item_from(data_of(values, "QuotationLine")))
    try:
        return (yield from call(quotation_lines_create.call(body=_linked(values, item_id))))
    except WebCRMError as error:
        yield from items.undo(item_id, error)
        raise


def update(memory: LinkedDataMemory, line: Line) -> Operation[None]:
    """Change a line: what is set is written, the rest stays."""
    values = line.to_dict()
    id_ = _existing_id(values.get(_ID))
    linked_data_id = values.get(_LINK) or None
    if linked_data_id is not None:
        yield from call(quotation_lines_update.call(id_, body=_linked(values, linked_data_id)))
        return
    if memory.enabled(QUOTATION_LINES) is not True:
        try:
            yield from call(quotation_lines_update.call(id_, body=QuotationLineUpdateDto.from_dict(values)))
        except LinkedDataRequired:
            memory.learn(QUOTATION_LINES, True)
        else:
            return
    items = ItemFinder()
    item_id = yield from items.item_for(item_from((yield from _whole_data(id_, values))))
    try:
        yield from call(quotation_lines_update.call(id_, body=_linked(values, item_id)))
    except WebCRMError as error:
        yield from items.undo(item_id, error)
        raise


def delete(id_: int) -> Operation[None]:
    """Delete a line."""
    yield from call(quotation_lines_delete.call(_existing_id(id_)))


def create_for_delivery(
    memory: LinkedDataMemory,
    delivery_id: int,
    line: Line,
    *,
    organisation_id: int | None = None,
    linked_data_id: int | None = None,
    item: QuotationLineLinkedDataItemDto | None = None,
) -> Operation[int]:
    """Create a line of a delivery; the organisation is read from the delivery where it is not given."""
    values = yield from _for_delivery(delivery_id, line, organisation_id)
    owned = QuotationLineUpdateDto.from_dict(values)
    return (yield from create(memory, owned, linked_data_id=linked_data_id, item=item))


def replace_for_delivery(memory: LinkedDataMemory, delivery_id: int, lines: Sequence[Line]) -> Operation[list[int]]:
    """Make a delivery's lines equal to the given ones, and give their ids in that order.

    Lines that are equal stay. New ones are created before old ones are deleted, so that at no moment
    there are fewer than there were; where creating fails, what was created is deleted again.
    """
    old = yield from _lines_of(delivery_id)
    organisation_id = next((line.quotation_line_organisation_id or None for line in old), None)
    wanted = []
    for line in lines:
        own = line.to_dict().get("QuotationLineOrganisationId") or organisation_id
        wanted.append((yield from _for_delivery(delivery_id, line, own)))
        organisation_id = organisation_id or wanted[-1]["QuotationLineOrganisationId"]
    kept, surplus = _matched(wanted, old)
    finder = ItemFinder()
    ids: list[int] = []
    try:
        for index, values in enumerate(wanted):
            if index in kept:
                ids.append(kept[index])
            else:
                new = QuotationLineUpdateDto.from_dict({**values, _ID: 0})
                ids.append((yield from create(memory, new, finder=finder)))
    except WebCRMError as error:
        yield from _roll_back(delivery_id, {line.quotation_line_id for line in old}, finder, error)
        raise
    for position, line in enumerate(surplus):
        try:
            yield from delete(line.quotation_line_id)
        except WebCRMError as error:
            left = ", ".join(str(each.quotation_line_id) for each in surplus[position:])
            error.add_to_message(
                f"All new lines of delivery {delivery_id} are in place; these old ones are left over: {left}."
            )
            raise
    return ids


def upsert(memory: LinkedDataMemory, lines: Sequence[Line], *, batch: int) -> Operation[list[LineResult]]:
    """Create (id 0) and change lines by PATCH, and give a result for each."""
    results: list[LineResult | None] = [None] * len(lines)
    waiting = [(index, line.to_dict()) for index, line in enumerate(lines)]
    for _, values in waiting:
        values.setdefault(_ID, 0)
    if memory.enabled(QUOTATION_LINES) is not True:
        waiting = yield from _patch(memory, waiting, results, batch=batch)
    if waiting:
        finder = ItemFinder()
        linked = []
        for index, values in waiting:
            try:
                item_id = yield from _item_for_upsert(finder, values)
            except APIError as error:
                results[index] = LineResult(None, "failed", str(error))
            else:
                linked.append((index, _linked(values, item_id).to_dict()))
        refused = yield from _patch(memory, linked, results, batch=batch)
        for index, _ in refused:
            results[index] = LineResult(None, "failed", "Possible quotation not found, with a linked-data item too.")
        used = {values[_LINK] for index, values in linked if (result := results[index]) and result.outcome != "failed"}
        for item_id in set(finder.made) - used:
            yield from finder.remove(item_id)
    return [result or LineResult(None, "failed", "The service said nothing about it.") for result in results]


def writing(memory: LinkedDataMemory) -> Writing[QuotationLineDto]:
    """Give how `upsert_by` writes lines: in the way that the system needs."""

    def change(id_: int, line: QuotationLineDto) -> Operation[None]:
        line.quotation_line_id = id_
        return update(memory, line)

    return Writing(QuotationLineDto, create=partial(create, memory), update=change)


def _item_for_upsert(finder: ItemFinder, values: dict[str, Any]) -> Operation[int]:
    if values.get(_LINK):
        return int(values[_LINK])
    data = data_of(values, "QuotationLine")
    if values[_ID]:
        data = yield from _whole_data(values[_ID], values)
    return (yield from finder.item_for(item_from(data)))


def _patch(
    memory: LinkedDataMemory,
    waiting: list[tuple[int, dict[str, Any]]],
    results: list[LineResult | None],
    *,
    batch: int,
) -> Operation[list[tuple[int, dict[str, Any]]]]:
    """PATCH lines, note their results, and give those that were refused for want of linked data."""
    refused = []
    for start in range(0, len(waiting), batch):
        sent = waiting[start : start + batch]
        body = [QuotationLineUpdateDto.from_dict(values) for _, values in sent]
        try:
            answers = yield from call(quotation_lines_upsert.call(body=body))
        except LinkedDataRequired as error:
            # Either the whole call was refused, or some texts of its answer say so.
            answers = error.answers if error.answers is not None else [error.message] * len(sent)
        if len(answers) != len(sent):
            raise OutcomeUnknown(
                f"PATCH /QuotationLines answered {len(answers)} texts for {len(sent)} lines, so it cannot be told "
                "which line became what. Read the lines before writing them again."
            )
        for (index, values), answer in zip(sent, answers, strict=True):
            if is_linked_data_refusal(answer):
                memory.learn(QUOTATION_LINES, True)
                refused.append((index, values))
            else:
                results[index] = _result(int(values[_ID] or 0), answer)
    return refused


def _result(id_: int, answer: str) -> LineResult:
    text = answer.strip()
    if text.isdecimal() and int(text) > 0:
        return LineResult(int(text), "updated" if id_ else "created")
    # What stands in the place of a successful update is not documented; nothing, or the id, is taken for one.
    if id_ and text in ("", "0"):
        return LineResult(id_, "updated")
    return LineResult(None, "failed", text or "The service gave no id.")


def _linked(values: dict[str, Any], item_id: int) -> QuotationLineUpdateDto:
    kept = {name: value for name, value in values.items() if name not in _DATA}
    return QuotationLineUpdateDto.from_dict({**kept, _LINK: item_id})


def _whole_data(id_: int, values: dict[str, Any]) -> Operation[tuple[str, ...]]:
    """Give a line's nine Data values, those that are not given as they are now."""
    if not values.keys() >= set(_DATA):
        current = yield from call(quotation_lines_get.call(id_))
        values = {**current.to_dict(), **values}
    return data_of(values, "QuotationLine")


def _for_delivery(delivery_id: int, line: Line, organisation_id: int | None) -> Operation[dict[str, Any]]:
    values = line.to_dict()
    # Deliveries and opportunities share their ids, and a line names either in the same property.
    values["QuotationLineOpportunityId"] = delivery_id
    organisation_id = organisation_id or values.get("QuotationLineOrganisationId") or None
    if organisation_id is None:
        delivery = yield from call(deliveries_get.call(delivery_id))
        organisation_id = delivery.delivery_organisation_id or None
        if organisation_id is None:
            raise FieldValueError(f"Delivery {delivery_id} names no organisation: pass organisation_id=.")
    values["QuotationLineOrganisationId"] = organisation_id
    return values


def _lines_of(delivery_id: int) -> Operation[list[QuotationLineDto]]:
    lines: list[QuotationLineDto] = []
    page = 0
    while True:
        page += 1
        found = yield from call(deliveries_quotation_lines.call(delivery_id, page=page, size=PAGE))
        if found and lines and found[0].quotation_line_id == lines[-len(found)].quotation_line_id:
            raise UnexpectedAnswer(f"The lines of delivery {delivery_id} are not paged.", status=200, body="")
        lines += found
        if len(found) < PAGE:
            return lines


def _matched(
    wanted: list[dict[str, Any]], old: list[QuotationLineDto]
) -> tuple[dict[int, int], list[QuotationLineDto]]:
    """Pair wanted lines with old ones that equal them; gives index → id, and the old ones without a pair."""
    left = list(old)
    kept: dict[int, int] = {}
    for index, values in enumerate(wanted):
        match = next((line for line in left if _equals(values, line.to_dict())), None)
        if match is not None:
            kept[index] = match.quotation_line_id
            left.remove(match)
    return kept, left


def _equals(wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Say whether a line is as wanted, in everything that the wanted one sets."""
    return all(
        _settled(value) == _settled(found.get(name)) for name, value in wanted.items() if name not in _OF_THE_SERVER
    )


def _settled(value: Any) -> Any:
    # The service sends "" and 0 for what was never set, and "-" for blank linked data.
    return None if value in (None, "", 0, "-") else value


def _roll_back(delivery_id: int, before: set[int], finder: ItemFinder, error: WebCRMError) -> Operation[None]:
    """Delete what was created, also a line whose create got no answer, and say what is left."""
    try:
        now = yield from _lines_of(delivery_id)
    except WebCRMError:
        error.add_to_message(
            f"All old lines of delivery {delivery_id} are in place; whether new ones are could not be read."
        )
        return
    left = []
    for line in now:
        if line.quotation_line_id not in before:
            try:
                yield from delete(line.quotation_line_id)
            except WebCRMError:
                left.append(f"line {line.quotation_line_id}")
    for item_id in [] if left else list(finder.made):
        gone = yield from finder.remove(item_id)
        left += [] if gone else [f"linked-data item {item_id}"]
    rest = f"; this could not be deleted again: {', '.join(left)}" if left else ", and nothing else"
    error.add_to_message(f"All old lines of delivery {delivery_id} are in place{rest}.")


def _existing_id(id_: Any) -> int:
    if not isinstance(id_, int) or id_ <= 0:
        raise FieldValueError(f"QuotationLineId is {id_!r}; a line that exists has an id above 0.")
    return id_
