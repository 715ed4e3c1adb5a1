"""Queries: rows and records by SQL, paged by page number or by id."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from attrs import frozen
from webcrm_api.api.queries import queries_list
from webcrm_api.calls import Call, Listing
from webcrm_api.model import Model
from webcrm_api.models.object_dto import ObjectDto
from webcrm_api.tables import Table

from webcrm_ext.errors import QueryError, UnexpectedResponseError, WebCRMError, did_you_mean, short_repr
from webcrm_ext.queries.columns import validate_columns
from webcrm_ext.queries.equality import moment_bounds
from webcrm_ext.queries.formatting import LONGEST_SCRIPT, format_query, literal, parse
from webcrm_ext.queries.options import Dates, validate_no_options

if TYPE_CHECKING:
    from webcrm_ext.paging.keyset import PageSequence

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Row = dict[str, Any]
"""A row as the service returns it: all columns by name, including extra ones such as RowNumber."""


def select(table: Table[Any], where: str) -> str:
    """Return the query for the records of a table that match a condition, ordered by id.

    Build the condition with `condition` and `equal_to_any`, which escape values.
    """
    return f"SELECT * FROM {table.name} WHERE {where} ORDER BY {table.id_column} ASC"  # noqa: S608


def condition(column: str, value: Any) -> str:
    """Return the condition that a column equals a value; None means IS NULL.

    A datetime equals every stored moment that is read as this datetime.
    """
    if isinstance(value, datetime.datetime):
        first, last = moment_bounds(value)
        return f"({column} >= {first} AND {column} <= {last})"
    return f"{column} IS NULL" if value is None else f"{column} = {literal(value)}"


def equal_to_any(column: str, values: Sequence[Any], *, rest: str = "", longest: int = LONGEST_SCRIPT) -> list[str]:
    """Return conditions that together match every value, each short enough for one URL.

    They use OR, which is known to work; IN is not.
    """
    conditions: list[str] = []
    current: list[str] = []
    length = base = len(quote(rest))
    for value in values:
        term = condition(column, value)
        added = len(quote(term)) + len(quote(" OR "))
        if current and length + added > longest:
            conditions.append(" OR ".join(current))
            current, length = [], base
        current.append(term)
        length += added
    if current:
        conditions.append(" OR ".join(current))
    return conditions


def rows_into(model: type[M] | None) -> Callable[[list[ObjectDto]], list[Any]]:
    """Return a function that converts the rows of a response to records of a model, or to dictionaries for None."""
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
    """Return the listings of a statement with named values: one, or several if the query is split.

    Raises:
        QueryError: The statement is not a SELECT, it names a property as in Python in place of a column, its
            placeholders and the values do not match, or `into` is not a model.
    """
    if into is not None and not (isinstance(into, type) and issubclass(into, Model)):
        raise QueryError(f"into is {short_repr(into)}. Pass a class of webcrm_api.models, such as PersonDto.")
    scripts = format_query(statement, values, dates=dates)
    validate_columns(parse(statement))
    return [query_listing(script, rows_into(into), format_custom_fields=format_custom_fields) for script in scripts]


def query_listing(script: str, items: Callable[[Any], list[T]], *, format_custom_fields: bool = True) -> Listing[T]:
    """Return the listing of a query."""

    def page_call(page: int, size: int) -> Call[list[ObjectDto]]:
        return script_call(script, page, size, format_custom_fields=format_custom_fields)

    return Listing(call=page_call, items=items, paged=True)


@frozen
class Selection(Generic[M]):
    """The records of a table that match a condition.

    Attributes:
        table: The table.
        where: The condition, with escaped values.
    """

    table: Table[M]
    where: str

    def listing(self) -> Listing[M]:
        """Return the listing that pages by number."""
        return query_listing(select(self.table, self.where), rows_into(self.table.model))

    def by_id(self, size: int) -> PageSequence[M]:
        """Page by id, so that no record is lost or repeated when others are added or deleted.

        Raises:
            UnexpectedResponseError: A row has no id, or the rows are not ordered by id.
        """
        table, into = self.table, rows_into(self.table.model)
        start, count = 0, size
        while count >= size:
            script = select(table, f"({self.where}) AND {table.id_column} >= {start}")
            rows = yield script_call(script, 1, size, format_custom_fields=True)
            for row in rows:
                id_ = row.additional_properties.get(table.id_column)
                if not isinstance(id_, int) or id_ < start:
                    raise UnexpectedResponseError(
                        f"The rows of {table.name} are not in the order of {table.id_column}.", status=200, body=""
                    )
                start = id_ + 1
            count = len(rows)
            if rows:
                yield into(rows)


def find(table: Table[M], properties: Mapping[str, Any]) -> Selection[M]:
    """Return the selection of records with these property values.

    Raises:
        QueryError: No property is passed, the model has no such property, or a value cannot be written.
    """
    if not properties:
        raise QueryError("find needs at least one property; to read everything, use list.")
    validate_no_options(table.model, properties)
    terms = [condition(property_of(table.model, name, QueryError), value) for name, value in properties.items()]
    return Selection(table, " AND ".join(terms))


def changed_since(table: Table[M], when: datetime.date) -> Selection[M]:
    """Return the selection of records created or changed at a moment or after it.

    Raises:
        QueryError: The table has no date of change, or `when` is neither a datetime nor a date.
    """
    if table.changed_column is None:
        raise QueryError(f"changed_since is not possible: {table.model_name} has no date of change.")
    if not isinstance(when, datetime.date):
        raise QueryError(f"changed_since takes a datetime or a date, not {short_repr(when)}.")
    moment = literal(when)
    # It is not documented whether a record that was never changed has a date of change.
    created = f" OR {table.created_column} >= {moment}" if table.created_column else ""
    return Selection(table, f"{table.changed_column} >= {moment}{created}")


def property_of(model: type[Model], name: str, error: type[WebCRMError]) -> str:
    """Return the API's name of a property, which may be named as in Python or as in the API.

    Raises:
        WebCRMError: The model has no such property. The error is of the class `error` and suggests similar names.
    """
    if not isinstance(name, str):
        raise error(f"{short_repr(name)} is not the name of a property. Pass a string, such as 'PersonEmail'.")
    shape = model._shape  # noqa: SLF001 - the generated base's, for this layer
    if name in shape.names:
        return shape.names[name]
    if name in shape.known:
        return name
    raise error(
        f"{model.__name__} has no property {short_repr(name)}.{did_you_mean(name, [*shape.names, *shape.known])}"
    )
