"""Queries: rows and records by SQL, page by page, by page number or by id."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote

from webcrm_api.api.queries import queries_list
from webcrm_api.calls import Call, Listing
from webcrm_api.model import Model
from webcrm_api.models.object_dto import ObjectDto

from webcrm_ext.errors import QueryError, UnexpectedAnswer
from webcrm_ext.query_text import LONGEST_SCRIPT, literal

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Row = dict[str, Any]
"""A row as the service gives it: every column by its name, extra ones such as RowNumber too."""


class TableShape(NamedTuple):
    """What a model's table is called, and the columns that queries lean on."""

    table: str
    id_column: str
    updated_column: str | None


def table_of(model: type[Model]) -> TableShape:
    """Give the table of a model: `PersonDto` is `Person`, found by `PersonId` (documented for the main entities)."""
    table = model.__name__.removesuffix("Dto")
    columns = model._shape.known  # noqa: SLF001 - the generated base's, for this layer
    updated = f"{table}UpdatedAt"
    return TableShape(table, f"{table}Id", updated if updated in columns else None)


def column_of(model: type[Model], name: str) -> str:
    """Give the column for a property, named as in Python or as in the API.

    Raises:
        QueryError: The model has none of that name; the message suggests similar ones.
    """
    shape = model._shape  # noqa: SLF001 - the generated base's, for this layer
    if name in shape.names:
        return shape.names[name]
    if name in shape.known:
        return name
    close = difflib.get_close_matches(name, [*shape.names, *shape.known], n=3)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    raise QueryError(f"{model.__name__} has no property {name!r}.{hint}")


def select(table: TableShape, where: str) -> str:
    """Give the query for the records of a table that fulfil a condition, by id.

    The condition is made of `condition` and the like, which write values so that they end nothing.
    """
    return f"SELECT * FROM {table.table} WHERE {where} ORDER BY {table.id_column} ASC"  # noqa: S608


def condition(column: str, value: Any) -> str:
    """Write that a column equals a value; None means that it holds nothing."""
    return f"{column} IS NULL" if value is None else f"{column} = {literal(value)}"


def rows_into(model: type[M] | None) -> Callable[[list[ObjectDto]], list[Any]]:
    """Give what turns the rows of an answer into dictionaries, or into records of a model."""
    if model is None:
        return lambda rows: [row.to_dict() for row in rows]
    read = model.from_dict
    return lambda rows: [read(row.to_dict()) for row in rows]


def script_call(script: str, page: int, size: int, *, format_custom_fields: bool) -> Call[list[ObjectDto]]:
    """Prepare the call for one page of a query."""
    return queries_list.call(script=script, format_custom_fields=format_custom_fields, page=page, size=size)


def query_listing(script: str, items: Callable[[Any], list[T]], *, format_custom_fields: bool = True) -> Listing[T]:
    """Give where the pages of a query come from."""

    def page_call(page: int, size: int) -> Call[list[ObjectDto]]:
        return script_call(script, page, size, format_custom_fields=format_custom_fields)

    return Listing(call=page_call, items=items, paged=True)


def equal_to_any(column: str, values: Sequence[Any], *, rest: str = "", longest: int = LONGEST_SCRIPT) -> list[str]:
    """Give WHERE clauses that together find every value, each short enough for one address.

    Written with OR, which is known to work, where IN is not.
    """
    clauses: list[str] = []
    current: list[str] = []
    length = base = len(quote(rest))
    for value in values:
        term = condition(column, value)
        added = len(quote(term)) + len(quote(" OR "))
        if current and length + added > longest:
            clauses.append(" OR ".join(current))
            current, length = [], base
        current.append(term)
        length += added
    if current:
        clauses.append(" OR ".join(current))
    return clauses


class KeysetCourse(Generic[T]):
    """Pages by id instead of number: nothing is lost or doubled when records come and go meanwhile."""

    def __init__(self, table: TableShape, where: str, items: Callable[[Any], list[T]], size: int) -> None:
        self._table = table
        self._where = f"({where}) AND " if where else ""
        self._items = items
        self._size = size
        self._next = 0

    def call(self) -> Call[list[ObjectDto]]:
        """Give the call for the next page."""
        script = select(self._table, f"{self._where}{self._table.id_column} >= {self._next}")
        return script_call(script, 1, self._size, format_custom_fields=True)

    def take(self, rows: list[ObjectDto]) -> tuple[list[T], bool]:
        """Give the records of a page, and whether more may follow.

        Raises:
            UnexpectedAnswer: A row has no id, or the rows are not in the order of their ids.
        """
        last = self._next - 1
        for row in rows:
            id_ = row.additional_properties.get(self._table.id_column)
            if not isinstance(id_, int) or id_ <= last:
                raise UnexpectedAnswer(
                    f"The rows of {self._table.table} did not come in the order of {self._table.id_column}.",
                    status=200,
                    body="",
                )
            last = id_
        self._next = last + 1
        return self._items(rows), len(rows) >= self._size


def find_where(model: type[Model], properties: Mapping[str, Any]) -> str:
    """Give the condition that properties equal the given values.

    Raises:
        QueryError: No property is given, or the model lacks one.
    """
    if not properties:
        raise QueryError("find needs at least one property; to read everything, use list.")
    return " AND ".join(condition(column_of(model, name), value) for name, value in properties.items())
