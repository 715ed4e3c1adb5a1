"""Convert the rows of a CSV file to records, and find what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from attrs import define, field
from webcrm_api.model import Model
from webcrm_api.redaction import is_secret
from webcrm_api.tables import Table
from webcrm_api.values import record_id

from webcrm_ext.custom_fields.text import check_length
from webcrm_ext.errors import FieldValueError, InvalidCell, short_repr
from webcrm_ext.upsert.csv_columns import RESULT_COLUMNS, Column, Columns
from webcrm_ext.upsert.csv_file import Row, cells_of
from webcrm_ext.upsert.validation import Key

M = TypeVar("M", bound=Model)

_CACHED_VALUES = 1000
"""Values of a column that are converted once, such as the choices of a list."""

_TEXTS = ("text", "memo")
_SECRET = "***"  # noqa: S105 - shown in place of a secret


@define(eq=False)
class RowReader(Generic[M]):
    """Converts rows to records.

    Attributes:
        table: The table.
        columns: The columns of the file.
        key_name: The name of the key that the caller passed, for messages.
        delimiter: The separator of the file.
    """

    table: Table[M]
    columns: Columns
    key_name: str
    delimiter: str
    _parsers: list[tuple[Column, Callable[[str], Any]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._parsers = [(column, _parser(self.table, column)) for column in self.columns.written]

    def read(self, row: Row) -> tuple[M | None, list[InvalidCell]]:
        """Return the record of a row, and what is wrong in the row; None if something is.

        An empty cell leaves its property out.
        """
        cells = cells_of(row, len(self.columns.names))
        if cells is None:
            return None, [InvalidCell(row.line, None, None, self._wrong_width(row))]
        values: dict[str, Any] = {}
        errors = []
        for column, parse in self._parsers:
            cell = cells[column.index]
            try:
                value = parse(cell)
            except FieldValueError as error:
                errors.append(_invalid(row.line, column, cell, _reason(error, column)))
                continue
            if value is not None:
                values[column.field.property] = value
        key = self.columns.key
        if not values.get(key.field.property) and not any(error.column == key.name for error in errors):
            # The service returns 0 and "" for a property that was never set, so they identify nothing.
            reason = f"The row has no {self.key_name}, which is the key. Write one, or delete the row."
            errors.append(_invalid(row.line, key, cells[key.index], reason))
        return (None, errors) if errors else (self.table.model.from_dict(values), [])

    def key_of(self, row: Row, record: M | None) -> Key:
        """Return the key of a row: of its record, or else as the file has it; "" if it has none."""
        if record is not None:
            key: Key = record[self.columns.key.field.property]
            return key
        index = self.columns.key.index
        return row.cells[index].strip() if index < len(row.cells) else ""

    def source(self, row: Row) -> dict[str, str]:
        """Return the cells of a row by column, for the result files. Surplus cells are joined to the last one."""
        names, cells = self.columns.names, row.cells
        last = len(names) - 1
        if len(cells) > len(names) and cells_of(row, len(names)) is None:
            cells = [*cells[:last], self.delimiter.join(cells[last:])]
        return {name: cell for name, cell in zip(names, cells, strict=False) if name not in RESULT_COLUMNS}

    def duplicate(self, line: int, key: Key, other: int) -> InvalidCell:
        """Return what is wrong in a row whose key another row has, too."""
        reason = (
            f"{short_repr(key)} is the {self.key_name} of line {other}, too. Keys must differ also without regard to "
            "case, as the service compares them. Delete one of the rows, or correct its key."
        )
        return _invalid(line, self.columns.key, str(key), reason)

    def _wrong_width(self, row: Row) -> str:
        count, columns = len(row.cells), len(self.columns.names)
        return (
            f"The row has {count} cell{'s' * (count != 1)}, and the header has {columns} columns. Check the "
            "separators; quote cells that contain one or a line break."
        )


def _parser(table: Table[Any], column: Column) -> Callable[[str], Any]:
    """Return the function that converts a cell of a column; it returns None for an empty one."""
    if column.field.property == table.id_column:
        return lambda cell: _own_id(column, cell)
    if column.field.type in _TEXTS and not column.field.native:
        return partial(_text, column.field.max_length)
    return lru_cache(_CACHED_VALUES)(column.field.parse)


def _text(max_length: int | None, cell: str) -> str | None:
    """Return the text of a cell as `CustomField.parse` does, in less time: most cells are texts, and differ."""
    text = cell.strip()
    return check_length(text, max_length) if text else None


def _own_id(column: Column, cell: str) -> int | None:
    """Return an id; None for 0 and for an empty cell, which stand for a new record.

    Raises:
        FieldValueError: It is not an integer of at least 0.
    """
    value: int | None = column.field.parse(cell)
    return int(record_id(column.field.property, value)) if value else None


def _reason(error: FieldValueError, column: Column) -> str:
    """Return the message of an error without the name of the field at its beginning."""
    return str(error).removeprefix(f"{column.field.label} ({column.field.property}): ")


def _invalid(line: int, column: Column, cell: str, reason: str) -> InvalidCell:
    secret = is_secret(column.name) or is_secret(column.field.property)
    return InvalidCell(line, column.name, _SECRET if secret else cell, reason)
