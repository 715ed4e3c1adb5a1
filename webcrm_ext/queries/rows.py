"""Rows of queries, and how they become records.

Rows have columns that no other response has: `RowNumber`, and internal ones such as `p_lastLogin`, whose names contain
an underscore. A record leaves them out, so that it equals the same record from another call.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any, Generic, TypeVar

from webcrm_api.model import Model

from webcrm_ext.errors import QueryError

M = TypeVar("M", bound=Model)

Row = dict[str, Any]
"""A row as the service returns it: all columns by name, including extra ones such as RowNumber."""


def as_row(row: Row) -> Row:
    """Return a row as it is."""
    return row


def is_in_records(column: str, known: Container[str]) -> bool:
    """Return whether a record has this column of a row.

    Args:
        column: The column.
        known: The properties of the record's model.
    """
    if column.endswith("SecurityInfo"):
        return False  # added by `include=SecurityInfo` of other calls, which a query cannot pass
    return column in known or not (column == "RowNumber" or "_" in column)


class RecordReader(Generic[M]):
    """Converts the rows of a query to records of a model."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._known = model._shape.known  # noqa: SLF001 - the generated base's, for this layer
        self._columns: frozenset[str] = frozenset()
        self._left_out: list[str] = []

    def __call__(self, row: Row) -> M:
        """Return the record of a row.

        Raises:
            QueryError: The row has no column of the model.
        """
        if row.keys() != self._columns:  # the rows of a query have the same columns
            self._columns = frozenset(row)
            if self._columns.isdisjoint(self._known):
                raise QueryError(
                    f"The rows have no column of {self._model.__name__}: {', '.join(row)}. Pass another model as into, "
                    "or leave it out."
                )
            self._left_out = [name for name in row if not is_in_records(name, self._known)]
        for name in self._left_out:
            del row[name]
        return self._model.from_dict(row)


def reader_for(model: type[M] | None) -> Callable[[Row], Any]:
    """Return a function that converts rows to records of a model, or returns them as they are for None."""
    return as_row if model is None else RecordReader(model)
