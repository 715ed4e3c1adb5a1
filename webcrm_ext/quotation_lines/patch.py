"""PATCH quotation lines in batches, and turn the strings of its responses into results.

A PATCH response has one string for each line of the batch; `write_results` says what each means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve
from webcrm_api import tables
from webcrm_api.api.quotation_lines import quotation_lines_upsert
from webcrm_api.errors import sentence
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.results import WriteResult, write_results

from webcrm_ext.errors import APIError, LinkedDataRequiredError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.items import LinkedDataItems, item_with_data
from webcrm_ext.quotation_lines.line_values import (
    DATA_NAMES,
    ID,
    ITEM_ID,
    Values,
    complete_data,
    data_of,
    refuses_data,
    without_data,
)
from webcrm_ext.quotation_lines.linked_data import QUOTATION_LINES, LinkedDataMemory, detect
from webcrm_ext.quotation_lines.linked_data_error import is_linked_data_error, refused_item
from webcrm_ext.upsert.look_up import look_up

Pending = tuple[int, Values]
"""A line to write: its index in the caller's list, and its JSON."""

Results = dict[int, WriteResult]
"""Results by the index of the line in the caller's list."""

_WRITTEN = ("created", "updated")


def write_batch(
    memory: LinkedDataMemory, items: LinkedDataItems, pending: list[Pending], results: Results, *, strict: bool = False
) -> Operation[None]:
    """Write one batch of lines by PATCH, whether linked data is on, off or unknown, and add the result of each.

    Args:
        memory: Whether linked data is on.
        items: The items of the operation.
        pending: The lines.
        results: Receives the results.
        strict: Whether to raise the error of an item. Else its line has failed, and the others are sent.

    Raises:
        WebCRMError: It concerns the lines without a result.
    """
    if memory.enabled(QUOTATION_LINES) is not True:
        pending = yield from _patch(memory, items, pending, results)
    if not pending:
        return
    try:
        linked = yield from _with_items(items, pending, results, strict=strict)
        refused = yield from _patch(memory, items, linked, results)
    except WebCRMError as error:
        if not strict and (message := items.unused_message()):
            error.add_to_message(message)
        raise
    for index, values in refused:
        results[index] = WriteResult(None, "failed", f"Possible quotation not found. {refused_item(values[ITEM_ID])}")
    for index, values in linked:
        result, item_id = results[index], values[ITEM_ID]
        if item_id in items.created and item_id not in items.used:
            results[index] = evolve(result, error=f"{sentence(result.error or '')} {items.kept_message(item_id)}")


def _with_items(
    items: LinkedDataItems, pending: list[Pending], results: Results, *, strict: bool
) -> Operation[list[Pending]]:
    """Return lines with their items, and add the results of those whose item failed."""
    linked: list[Pending] = []
    stored = yield from _stored(pending)
    for index, values in pending:
        try:
            item_id = yield from _item_for(items, values, stored)
        except (APIError, OutcomeUnknownError) as error:
            if strict:
                raise
            # The line is not sent without its item. An item that may exist is found in the next run.
            results[index] = WriteResult(None, "failed", str(error))
        else:
            linked.append((index, {**values, ITEM_ID: item_id}))
    return linked


def _patch(
    memory: LinkedDataMemory, items: LinkedDataItems, pending: list[Pending], results: Results
) -> Operation[list[Pending]]:
    """PATCH lines, add their results, and return the lines that were refused because linked data is on.

    Lines whose Data1..9 the service refuses beside an item are sent once more, without them.
    """
    sent = [
        (index, values if items.send_data or not values.get(ITEM_ID) else without_data(values))
        for index, values in pending
    ]
    refused: list[Pending] = []
    refusal: APIError | None = None
    try:
        refused = yield from _patch_batch(items, sent, results)
    except APIError as error:
        refusal = error
    again = [(index, values) for index, values in sent if refuses_data(_reason(results.get(index), refusal), values)]
    # With linked data off the item sets nothing: the lines would lose their data.
    if again and (yield from detect(memory, QUOTATION_LINES)):
        for index, _ in again:
            results.pop(index, None)
        refused += yield from _patch_batch(items, [(index, without_data(values)) for index, values in again], results)
        items.send_data = not any(index in results and results[index].outcome in _WRITTEN for index, _ in again)
    if refusal is not None and any(index not in results for index, _ in sent):
        raise refusal
    return refused


def _reason(result: WriteResult | None, refusal: APIError | None) -> str:
    """Return why a line was refused, or "" if it was not."""
    if result is None:
        return str(refusal) if refusal is not None else ""
    return (result.error or "") if result.outcome == "failed" else ""


def _item_for(items: LinkedDataItems, values: Values, stored: Mapping[int, Values]) -> Operation[int]:
    if values.get(ITEM_ID):
        return int(values[ITEM_ID])
    known = {**stored.get(values[ID], {}), **values}
    data = (yield from complete_data(values[ID], known)) if values[ID] else data_of(values)
    return (yield from items.find_or_create(item_with_data(data)))


def _stored(pending: Sequence[Pending]) -> Operation[dict[int, Values]]:
    """Return the JSON of the lines to change that need an item and lack some of Data1..9, read by few queries."""
    ids = [
        values[ID]
        for _, values in pending
        if values[ID] and not values.get(ITEM_ID) and not values.keys() >= set(DATA_NAMES)
    ]
    if len(ids) < 2:  # noqa: PLR2004 - a single line is read by its id
        return {}
    try:
        found = yield from look_up(tables.QUOTATION_LINES, ID, ids)
    except APIError:
        return {}  # each line is read by its id
    return {each[ID]: each.to_request() for records in found.values() for each in records}


def _patch_batch(items: LinkedDataItems, sent: list[Pending], results: Results) -> Operation[list[Pending]]:
    """PATCH one batch, set the results of its lines, and return the lines that need an item."""
    if not sent:
        return []
    body = [QuotationLineUpdateDto.from_dict(values) for _, values in sent]
    strings = yield from _strings_of(body)
    refused = []
    for number, ((index, values), result) in enumerate(zip(sent, write_results(strings, body, ID), strict=True)):
        if result.outcome != "unknown" and is_linked_data_error(strings[number]):
            refused.append((index, values))
            continue
        results[index] = result
        if result.outcome in _WRITTEN and values.get(ITEM_ID):
            items.used.add(values[ITEM_ID])
    return refused


def _strings_of(body: list[QuotationLineUpdateDto]) -> Operation[list[str]]:
    """PATCH one batch, and return the strings of the response."""
    try:
        strings: list[str] = yield from call(quotation_lines_upsert.call(body=body))
    except LinkedDataRequiredError as error:
        # Either some of the strings contain the error, or the service refused the whole call.
        return [error.message] * len(body) if error.answers is None else error.answers
    return strings
