"""Queries: rows and records by SQL, page by page, by page number or by id."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote

from attrs import frozen
from webcrm_api.api.queries import queries_list
from webcrm_api.calls import Call, Listing
from webcrm_api.model import Model
from webcrm_api.models.object_dto import ObjectDto

from webcrm_ext.errors import QueryError, UnexpectedResponseError, WebCRMError, did_you_mean
from webcrm_ext.queries.formatting import LONGEST_SCRIPT, Dates, format_query, literal

if TYPE_CHECKING:
    from webcrm_ext.paging.keyset import Course

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Row = dict[str, Any]
"""A row as the service gives it: every column by its name, extra ones such as RowNumber too."""


_TABLES = {"SupportCaseEmailDto": "EmailSupport"}


class TableShape(NamedTuple):
    """What a model's table is called, and the columns that queries lean on."""

    table: str
    id_column: str
    updated_column: str | None


def table_of(model: type[Model]) -> TableShape:
    """Give the table of a model: `PersonDto` is `Person`, found by `PersonId` (documented for the main entities)."""
    table = _TABLES.get(model.__name__, model.__name__.removesuffix("Dto"))
    columns = model._shape.known  # noqa: SLF001 - the generated base's, for this layer
    updated = (f"{table}{suffix}" for suffix in ("UpdatedAt", "LastUpdatedAt"))
    return TableShape(table, f"{table}Id", next((name for name in updated if name in columns), None))


def select(table: TableShape, where: str) -> str:
    """Give the query for the records of a table that fulfil a condition, by id.

    The condition is made of `condition` and the like, which write values so that they end nothing.
    """
    return f"SELECT * FROM {table.table} WHERE {where} ORDER BY {table.id_column} ASC"  # noqa: S608


def condition(column: str, value: Any) -> str:
    """Write that a column equals a value; None means that it is null."""
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


def query_listings(
    statement: str, values: Mapping[str, Any], into: type[M] | None, *, dates: Dates, format_custom_fields: bool
) -> list[Listing[Any]]:
    """Give where the pages of a statement with named values come from: one listing, or several in turn.

    Raises:
        QueryError: It is no SELECT, a place has no value, a value no place.
    """
    return [
        query_listing(script, rows_into(into), format_custom_fields=format_custom_fields)
        for script in format_query(statement, values, dates=dates)
    ]


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


@frozen
class Selection(Generic[M]):
    """The records of a table that fulfil a condition.

    Attributes:
        model: The table's model.
        where: The condition, made of `condition` and the like.
    """

    model: type[M]
    where: str

    def listing(self) -> Listing[M]:
        """Give where its pages come from when they are asked for by number."""
        return query_listing(select(table_of(self.model), self.where), rows_into(self.model))

    def by_id(self, size: int) -> Course[M]:
        """Go through its pages by id instead of number: nothing is lost or doubled when records come and go.

        Raises:
            UnexpectedResponseError: A row has no id, or the rows are not in the order of their ids.
        """
        table, into = table_of(self.model), rows_into(self.model)
        start, count = 0, size
        while count >= size:
            script = select(table, f"({self.where}) AND {table.id_column} >= {start}")
            rows = yield script_call(script, 1, size, format_custom_fields=True)
            for row in rows:
                id_ = row.additional_properties.get(table.id_column)
                if not isinstance(id_, int) or id_ < start:
                    raise UnexpectedResponseError(
                        f"The rows of {table.table} did not come in the order of {table.id_column}.",
                        status=200,
                        body="",
                    )
                start = id_ + 1
            count = len(rows)
            if rows:
                yield into(rows)


def find_where(model: type[Model], properties: Mapping[str, Any]) -> str:
    """Give the condition that properties equal the given values.

    Raises:
        QueryError: No property is given, or the model lacks one.
    """
    if not properties:
        raise QueryError("find needs at least one property; to read everything, use list.")
    return " AND ".join(condition(property_of(model, name, QueryError), value) for name, value in properties.items())


def changed_where(model: type[Model], when: datetime.date) -> str:
    """Give the condition that records were changed at a moment or after it.

    Raises:
        QueryError: The entity does not say when it was changed, or no moment was given.
    """
    table = table_of(model)
    if table.updated_column is None:
        raise QueryError(f"{model.__name__} does not say when it was changed.")
    if not isinstance(when, datetime.date):
        raise QueryError(f"changed_since takes a datetime or a date, not {when!r}.")
    moment = literal(when)
    # Whether a record that was never changed since it was made has a date of its change is not documented.
    created = f" OR {table.table}CreatedAt >= {moment}" if f"{table.table}CreatedAt" in model._shape.known else ""  # noqa: SLF001 - the generated base's, for this layer
    return f"{table.updated_column} >= {moment}{created}"


def property_of(model: type[Model], name: str, error: type[WebCRMError]) -> str:
    """Give the API's name of a model's property, named as in Python or as in the API.

    Raises:
        WebCRMError: The given error: the model has none of that name; the message suggests similar ones.
    """
    shape = model._shape  # noqa: SLF001 - the generated base's, for this layer
    if name in shape.names:
        return shape.names[name]
    if name in shape.known:
        return name
    raise error(f"{model.__name__} has no property {name!r}.{did_you_mean(name, [*shape.names, *shape.known])}")


def query_pages(
    crm: Any,
    statement: str,
    values: Mapping[str, Any],
    into: Any,
    size: int,
    *,
    dates: Dates,
    format_custom_fields: bool,
) -> Any:
    """Return the pages of a statement (interim)."""
    from functools import partial

    listings = query_listings(statement, values, into, dates=dates, format_custom_fields=format_custom_fields)
    if len(listings) == 1:
        return crm.list_pages(listings[0], size=size, concurrency=1, progress=None)
    from webcrm_ext.client import WebCRM
    from webcrm_ext.paging.keyset import AsyncCoursePages, CoursePages, one_after_another

    pages = CoursePages if isinstance(crm, WebCRM) else AsyncCoursePages
    return pages(crm.run, partial(one_after_another, listings), size)
