"""PATCH quotation lines in batches, and turn the strings of its responses into results.

A PATCH response has one string for each line of the batch; `write_results` says what each means.
"""

from __future__ import annotations

from attrs import evolve
from webcrm_api.api.quotation_lines import quotation_lines_upsert
from webcrm_api.errors import sentence
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.results import WriteResult, write_results

from webcrm_ext.errors import APIError, LinkedDataRequiredError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.items import LinkedDataItems, item_with_data
from webcrm_ext.quotation_lines.line_values import (
    ID,
    ITEM_ID,
    Values,
    complete_data,
    data_of,
    refuses_data,
    without_data,
)
from webcrm_ext.quotation_lines.linked_data import QUOTATION_LINES, LinkedDataMemory, detect
from webcrm_ext.quotation_lines.linked_data_error import is_linked_data_error

Pending = tuple[int, Values]
"""A line to write: its index in the caller's list, and its JSON."""

Results = dict[int, WriteResult]
"""Results by the index of the line in the caller's list."""

_WRITTEN = ("created", "updated")


def patch(
    memory: LinkedDataMemory, pending: list[Pending], results: Results, *, batch: int
) -> Operation[list[Pending]]:
    """PATCH lines, add their results, and return the lines that were refused because linked data is on.

    Lines whose Data1..9 the service refuses beside an item are sent once more, without them.
    """
    refused = []
    send_data = True
    for start in range(0, len(pending), batch):
        sent = [(index, _as_sent(values, send_data)) for index, values in pending[start : start + batch]]
        refused += yield from _patch_batch(sent, results)
        again = [(index, without_data(values)) for index, values in sent if _refuses_data(results.get(index), values)]
        # With linked data off the item sets nothing: the lines would lose their data.
        if again and (yield from detect(memory, QUOTATION_LINES)):
            refused += yield from _patch_batch(again, results)
            send_data = not any(results[index].outcome in _WRITTEN for index, _ in again)
    return refused


def patch_with_items(
    memory: LinkedDataMemory, pending: list[Pending], results: Results, *, batch: int
) -> Operation[None]:
    """PATCH lines with linked-data items, and add their results. Errors name a created item that no line uses yet."""
    items = LinkedDataItems(memory)
    linked: list[Pending] = []
    try:
        for index, values in pending:
            try:
                item_id = yield from _item_for(items, values)
            except (APIError, OutcomeUnknownError) as error:
                # The line is not sent without its item. An item that may exist is found in the next run.
                results[index] = WriteResult(None, "failed", str(error))
            else:
                linked.append((index, {**values, ITEM_ID: item_id}))
        refused = yield from patch(memory, linked, results, batch=batch)
    except WebCRMError as error:
        unused = items.created.keys() - _item_ids_in_use(linked, results)
        if unused:
            names = ", ".join(map(items.name, sorted(unused)))
            error.add_to_message(f"Linked-data items without a line remain; the next run uses them: {names}.")
        raise
    for index, _ in refused:
        results[index] = WriteResult(None, "failed", "Possible quotation not found, although the line names an item.")
    unused = items.created.keys() - _item_ids_in_use(linked, results)
    for index, values in linked:
        if (item_id := values[ITEM_ID]) in unused:
            message = sentence(results[index].error or "")
            results[index] = evolve(results[index], error=f"{message} {items.kept_message(item_id)}")


def _refuses_data(result: WriteResult | None, values: Values) -> bool:
    return result is not None and result.outcome == "failed" and refuses_data(result.error or "", values)


def _as_sent(values: Values, send_data: bool) -> Values:
    return values if send_data or not values.get(ITEM_ID) else without_data(values)


def _item_for(items: LinkedDataItems, values: Values) -> Operation[int]:
    if values.get(ITEM_ID):
        return int(values[ITEM_ID])
    data = (yield from complete_data(values[ID], values)) if values[ID] else data_of(values)
    return (yield from items.find_or_create(item_with_data(data)))


def _item_ids_in_use(linked: list[Pending], results: Results) -> set[int]:
    """Return the ids of the items of lines that were written."""
    return {values[ITEM_ID] for index, values in linked if index in results and results[index].outcome in _WRITTEN}


def _patch_batch(sent: list[Pending], results: Results) -> Operation[list[Pending]]:
    """PATCH one batch, set the results of its lines, and return the lines that need an item."""
    body = [QuotationLineUpdateDto.from_dict(values) for _, values in sent]
    try:
        strings = yield from _strings_of(body)
    except OutcomeUnknownError as error:
        results |= {index: WriteResult(None, "unknown", str(error)) for index, _ in sent}
        return []
    except APIError as error:
        results |= {index: WriteResult(None, "failed", str(error)) for index, _ in sent}
        return []
    refused = []
    for number, ((index, values), result) in enumerate(zip(sent, write_results(strings, body, ID), strict=True)):
        if result.outcome != "unknown" and is_linked_data_error(strings[number]):
            refused.append((index, values))
        else:
            results[index] = result
    return refused


def _strings_of(body: list[QuotationLineUpdateDto]) -> Operation[list[str]]:
    """PATCH one batch, and return the strings of the response."""
    try:
        strings: list[str] = yield from call(quotation_lines_upsert.call(body=body))
    except LinkedDataRequiredError as error:
        # Either some of the strings contain the error, or the service refused the whole call.
        return [error.message] * len(body) if error.answers is None else error.answers
    return strings
