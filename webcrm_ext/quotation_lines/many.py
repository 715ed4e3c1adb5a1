"""Create or change many quotation lines, whether linked data is on, off or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from webcrm_api.models.quotation_line_dto import QuotationLineDto
from webcrm_api.results import WriteResult

from webcrm_ext.errors import FieldValueError
from webcrm_ext.operations import Operation
from webcrm_ext.quotation_lines.line_values import LINE_TYPES, Line, values_of
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.quotation_lines.operations import writer
from webcrm_ext.upsert import many
from webcrm_ext.upsert.validation import iterate


def create_many(memory: LinkedDataMemory, lines: Iterable[Line], *, batch: int) -> Operation[list[WriteResult]]:
    """Create lines, and return a result for each; see `webcrm_ext.upsert.many`."""
    return (yield from many.create_many(writer(memory), _records(lines), batch=batch))


def update_many(memory: LinkedDataMemory, lines: Iterable[Line], *, batch: int) -> Operation[list[WriteResult]]:
    """Write the properties that are set in existing lines; see `webcrm_ext.upsert.many`."""
    return (yield from many.update_many(writer(memory), _records(lines), batch=batch))


def _records(lines: Iterable[Line]) -> list[Any]:
    """Return the lines as records; what is no line stays, and is refused later.

    Raises:
        FieldValueError: A line has an unknown name, or an invalid item; nothing was sent.
    """
    listed = list(iterate(lines))
    records = []
    for number, line in enumerate(listed, 1):
        try:
            records.append(QuotationLineDto.from_dict(values_of(line)) if isinstance(line, LINE_TYPES) else line)
        except FieldValueError as error:
            raise FieldValueError(f"Record {number} of {len(listed)} cannot be written. {error}") from None
    return records
