"""Create, change, delete and upsert quotation lines: one operation each, for both clients.

Each operation works with linked data on, off or unknown; see `webcrm_ext.quotation_lines.linked_data`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from webcrm_api import tables
from webcrm_api.api.quotation_lines import quotation_lines_create, quotation_lines_delete, quotation_lines_update
from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.models.quotation_line_update_dto import QuotationLineUpdateDto
from webcrm_api.results import WriteResult

from webcrm_ext.custom_fields.names import record_with, validate_update
from webcrm_ext.errors import (
    APIError,
    ConfigurationError,
    FieldValueError,
    LinkedDataRequiredError,
    OutcomeUnknownError,
    WebCRMError,
    short_repr,
)
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.items import Item, LinkedDataItems, item_values, item_with_data, line_data_of
from webcrm_ext.quotation_lines.line_values import (
    ID,
    ITEM_ID,
    Line,
    Values,
    complete_data,
    data_of,
    existing_id,
    id_or_zero,
    values_of,
    values_of_each,
)
from webcrm_ext.quotation_lines.linked_data import QUOTATION_LINES, LinkedDataMemory
from webcrm_ext.quotation_lines.patch import Pending, write_batch
from webcrm_ext.upsert.run import Writer


class NewLine(NamedTuple):
    """A line to create, checked: its JSON, and that of the item that it takes its data from, if any is passed."""

    values: Values
    item: Values | None


def new_line(line: Line, *, linked_data_id: int | None = None, item: Item | None = None) -> NewLine:
    """Check the arguments of `create`, and return the line to create.

    Raises:
        FieldValueError: The line has an id, or an argument is invalid.
    """
    values = values_of(line)
    if values.get(ID) not in (None, 0):
        raise FieldValueError(
            f"QuotationLineId is {short_repr(values[ID])}, and a new line has id 0. To change a line, use update."
        )
    values[ID] = 0
    if linked_data_id is not None:
        values[ITEM_ID] = existing_id(linked_data_id, "linked_data_id")
    if item is None:
        return NewLine(values, None)
    wanted = item_values(item)
    if values.get(ITEM_ID):
        raise FieldValueError(f"The line names item {values[ITEM_ID]}, and an item is passed too. Pass one of them.")
    return NewLine(values | line_data_of(wanted), wanted)


def create(memory: LinkedDataMemory, new: NewLine, *, items: LinkedDataItems | None = None) -> Operation[int]:
    """Create a line, and return its id.

    Args:
        memory: Whether linked data is on.
        new: The line.
        items: The items read so far, where an operation creates several lines.
    """
    values, wanted = new
    item_id = values.get(ITEM_ID)
    if not item_id and wanted is None and memory.enabled(QUOTATION_LINES) is not True:
        try:
            created = yield from call(quotation_lines_create.call(body=QuotationLineUpdateDto.from_dict(values)))
        except LinkedDataRequiredError:
            pass  # the memory has learned it from the response
        else:
            memory.learn(QUOTATION_LINES, False)
            return created
    items = items or LinkedDataItems(memory)
    item_id = item_id or (yield from items.find_or_create(wanted or item_with_data(data_of(values))))
    return (yield from items.write_line(item_id, values, quotation_lines_create.call))


def update_line(memory: LinkedDataMemory, line: Line | int, properties: Mapping[str, Any]) -> Operation[None]:
    """Write the properties that are set in a line, or these properties of the line with an id.

    Raises:
        TypeError: Both a line and properties are passed, or neither.
        FieldValueError: The id is not above 0, or a name is unknown.
    """
    if isinstance(line, int):
        validate_update(None, properties)
        record = yield from record_with({}, QuotationLineUpdateDto, properties)
        record.quotation_line_id = existing_id(line)
        line = record
    else:
        validate_update(line, properties)
    yield from update(memory, line)


def update(memory: LinkedDataMemory, line: Line, *, items: LinkedDataItems | None = None) -> Operation[None]:
    """Write the properties that are set in a line; the others keep their values."""
    values = values_of(line)
    id_ = existing_id(values.get(ID))
    item_id = values.get(ITEM_ID)
    if not item_id and memory.enabled(QUOTATION_LINES) is not True:
        try:
            yield from call(quotation_lines_update.call(id_, body=QuotationLineUpdateDto.from_dict(values)))
        except LinkedDataRequiredError:
            pass  # the memory has learned it from the response
        else:
            return
    items = items or LinkedDataItems(memory)
    item_id = item_id or (yield from items.find_or_create(item_with_data((yield from complete_data(id_, values)))))
    yield from items.write_line(item_id, values, partial(quotation_lines_update.call, id_))


def delete(id_: int) -> Operation[None]:
    """Delete a line."""
    yield from call(quotation_lines_delete.call(existing_id(id_)))


def upsert(memory: LinkedDataMemory, lines: Sequence[Line], *, batch: int) -> Operation[list[WriteResult]]:
    """Create (id 0) and change lines by PATCH, and return a result for each, in their order.

    Args:
        memory: Whether linked data is on.
        lines: The lines.
        batch: Lines in one PATCH.
    """
    if not isinstance(batch, int) or isinstance(batch, bool) or batch < 1:
        raise ConfigurationError(f"batch is {short_repr(batch)}. Pass 1 or more lines in one call.")
    each = values_of_each(lines)
    pending = [(index, {**values, ID: id_or_zero(values)}) for index, values in enumerate(each)]
    results: dict[int, WriteResult] = {}
    items = LinkedDataItems(memory)
    for start in range(0, len(pending), batch):
        lines_of_batch = pending[start : start + batch]
        try:
            yield from write_batch(memory, items, lines_of_batch, results)
        except (APIError, OutcomeUnknownError) as error:
            outcome: Literal["failed", "unknown"] = "unknown" if isinstance(error, OutcomeUnknownError) else "failed"
            rest = [index for index, _ in lines_of_batch if index not in results]
            results |= dict.fromkeys(rest, WriteResult(None, outcome, str(error)))
        except WebCRMError as error:
            if not results:
                error.add_to_message("No line was written.")
                raise
            # Raising would lose the ids of new lines, and a second run would create these lines again.
            results = dict.fromkeys(range(len(each)), WriteResult(None, "failed", str(error))) | results
            break
    return [results[index] for index in range(len(each))]


def writer(memory: LinkedDataMemory) -> Writer[QuotationLineDto]:
    """Return how one `upsert_by` creates and changes lines; it reads the linked-data items once."""
    items = LinkedDataItems(memory)

    def prepare(records: list[QuotationLineDto]) -> Operation[list[QuotationLineDto]]:
        stored = yield from items.as_stored([values_of(record) for record in records])
        return [
            QuotationLineDto.from_dict(values) if values.get(ITEM_ID) else record
            for record, values in zip(records, stored, strict=True)
        ]

    def create_one(record: QuotationLineDto) -> Operation[int]:
        return create(memory, new_line(record), items=items)

    def change(id_: int, line: QuotationLineDto) -> Operation[None]:
        line.quotation_line_id = id_
        return update(memory, line, items=items)

    def write_many(lines: list[QuotationLineDto], results: dict[int, WriteResult]) -> Operation[None]:
        pending: list[Pending] = [(index, values_of(line)) for index, line in enumerate(lines)]
        return write_batch(memory, items, pending, results)

    return Writer(tables.QUOTATION_LINES, create_one, change, prepare, write_batch=write_many)
