"""Queries: rows and records by SQL, paged by page number or by id."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from attrs import evolve, frozen
from webcrm_api.api.queries import queries_list
from webcrm_api.calls import Call, Listing
from webcrm_api.model import Model
from webcrm_api.readers import each
from webcrm_api.tables import Table

from webcrm_ext.errors import QueryError, UnexpectedResponseError, WebCRMError, did_you_mean, short_repr
from webcrm_ext.paging.sequences import PageSequence, Source, one_after_another
from webcrm_ext.queries.columns import validate_columns
from webcrm_ext.queries.equality import moment_bounds
from webcrm_ext.queries.formatting import LONGEST_SCRIPT, format_query, literal, parse
from webcrm_ext.queries.options import Dates
from webcrm_ext.queries.rows import Row, as_row, reader_for
from webcrm_ext.queries.statements import check_tables, without_values

T = TypeVar("T")
M = TypeVar("M", bound=Model)


def select(table: Table[Any], where: str, columns: str = "*") -> str:
    """Return the query for the records of a table that match a condition, ordered by id.

    Build the condition with `condition` and `equal_to_any`, which escape values.
    """
    return f"SELECT {columns} FROM {table.name} WHERE {where} ORDER BY {table.id_column} ASC"  # noqa: S608


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


def script_call(
    script: str, page: int, size: int, *, read: Callable[[Row], T], format_custom_fields: bool = True
) -> Call[list[T]]:
    """Prepare the call for one page of a query, whose rows are converted by a function."""
    call: Call[Any] = queries_list.call(script=script, format_custom_fields=format_custom_fields, page=page, size=size)
    return evolve(call, reader=each(read, "rows"))


def query_source(
    statement: str, values: Mapping[str, Any], into: type[M] | None, *, dates: Dates, format_custom_fields: bool
) -> Source[Any]:
    """Return what a statement with named values requests: one query, or several if it is split.

    Raises:
        QueryError: The statement is not a SELECT, it names a property as in Python in place of a column, its
            placeholders and the values do not match, or `into` is not a model or that of another table.
    """
    if into is not None and not (isinstance(into, type) and issubclass(into, Model)):
        raise QueryError(f"into is {short_repr(into)}. Pass a class of webcrm_api.models, such as PersonDto.")
    scripts = format_query(statement, values, dates=dates)
    validate_columns(parse(statement))
    if into is not None:
        check_tables(statement, into)
    listings = [query_listing(script, into, format_custom_fields=format_custom_fields) for script in scripts]
    if len(listings) == 1:
        return Source(listing=listings[0], into=into, description=without_values(scripts[0]))
    return one_after_another(listings, f"{len(listings)} queries: {without_values(scripts[0])}", into)


def query_listing(script: str, model: type[Model] | None, *, format_custom_fields: bool = True) -> Listing[Any]:
    """Return the listing of a query, whose rows become records of a model, or stay rows for None."""

    def page_call(page: int, size: int) -> Call[list[Any]]:
        return script_call(script, page, size, read=reader_for(model), format_custom_fields=format_custom_fields)

    return Listing(call=page_call, items=lambda value: value, paged=True)


@frozen
class Selection(Generic[M]):
    """The records of a table that match a condition.

    Attributes:
        table: The table.
        where: The condition, with escaped values.
        ids_only: Whether to request the ids alone, as rows.
    """

    table: Table[M]
    where: str
    ids_only: bool = False

    def source(self, *, keyset: bool) -> Source[Any]:
        """Return what is requested, by page number or by id."""
        model = None if self.ids_only else self.table.model
        script = self._select(self.where)
        return Source(
            listing=None if keyset else query_listing(script, model),
            sequence=self._by_id if keyset else None,
            counted=None if self.ids_only else evolve(self, ids_only=True).source(keyset=keyset),
            into=model,
            description=without_values(script),
        )

    def _select(self, where: str) -> str:
        return select(self.table, where, self.table.id_column if self.ids_only else "*")

    def _by_id(self, size: int, limit: int | None) -> PageSequence[Any]:
        """Page by id, so that no record is lost or repeated when others are added or deleted.

        Raises:
            UnexpectedResponseError: A row has no id, or the rows are not ordered by id.
        """
        table = self.table
        read = as_row if self.ids_only else reader_for(table.model)
        start, left = 0, limit
        while True:
            asked = size if left is None else min(size, left)
            script = self._select(f"({self.where}) AND {table.id_column} >= {start}")
            records = yield script_call(script, 1, asked, read=read)
            for record in records:
                id_ = record.get(table.id_column)
                if not isinstance(id_, int) or id_ < start:
                    raise UnexpectedResponseError(
                        f"The rows of {table.name} are not in the order of {table.id_column}.", status=200, body=""
                    )
                start = id_ + 1
            if records:
                yield records[:asked]
            if left is not None:
                left -= len(records)
            if len(records) < asked or (left is not None and left <= 0):
                return


def find(table: Table[M], properties: Mapping[str, Any]) -> Selection[M]:
    """Return the selection of records with these property values.

    Raises:
        QueryError: No property is passed, the model has no such property, or a value cannot be written.
    """
    if not properties:
        raise QueryError("find needs at least one property; to read everything, use list.")
    columns = [(property_of(table.model, name, QueryError), value) for name, value in properties.items()]
    return find_columns(table, columns)


def find_columns(table: Table[M], columns: Iterable[tuple[str, Any]]) -> Selection[M]:
    """Return the selection of records with these values, each with its column.

    Raises:
        QueryError: A value cannot be written.
    """
    return Selection(table, " AND ".join(condition(column, value) for column, value in columns))


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
