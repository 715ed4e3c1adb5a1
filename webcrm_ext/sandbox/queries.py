"""Queries: read-only, over a connection that cannot write, and with a time limit."""

import json
import sqlite3
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from .call import Call
from .dates import milliseconds, ticks
from .paging import page_bounds
from .query_like import Like
from .query_tables import QueryColumn, query_tables
from .responses import HTTPError, Response, json_response
from .tenant import Tenant

if TYPE_CHECKING:
    from .query_translator import Query

_STEPS_BETWEEN_CHECKS = 5000
_FUNCTIONS = frozenset(
    {"json_extract", "replace", "ticks", "milliseconds", "count", "sum", "avg", "min", "max", "like", "folded"}
)
_LARGEST_EXACT = 2**53


class Queries:
    """Runs queries, one at a time."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._tables = query_tables(tenant.definition)

    def run(self, call: Call) -> Response:
        """Return a page of the rows of a query."""
        # Importing the parser takes a quarter of a second, which is wasted without queries.
        from .query_translator import translate  # noqa: PLC0415

        script = call.parameters.get("script") or ""
        formatted = bool(call.parameters.get("formatcustomfields"))
        query = translate(script, self._tables, extras=self._tenant.options.query_extras, formatted=formatted)
        for table in query.tables:
            if call.caller.application_token.right(table.area) == "none":
                message = f"The application token has no right to read {table.area}."
                raise HTTPError(self._tenant.options.refused_right_status, message, "UnauthorizedAccessException")
        limit, offset = page_bounds(call, self._tenant.options)
        if query.top is not None:
            limit = max(0, min(limit, query.top - offset))
        rows = self._rows(call, query, limit, offset)
        return json_response([_row(query, number, row) for number, row in enumerate(rows, offset + 1)])

    def _rows(self, call: Call, query: "Query", limit: int, offset: int) -> list[tuple[Any, ...]]:
        seconds = self._tenant.options.query_seconds
        # The time in the queue counts, so that the client knows when to expect the response.
        deadline = call.received_at + seconds

        def is_over() -> bool:
            return call.cancelled.is_set() or monotonic() >= deadline

        self._connection.set_progress_handler(is_over, _STEPS_BETWEEN_CHECKS)
        self._connection.create_function("like", 2, Like(is_over), deterministic=True)
        # To sqlite3, "?1" is a named parameter, and its name is "1".
        arguments = {str(number): _exact(each) for number, each in enumerate(query.arguments, 1)}
        page = {"limit": limit, "offset": offset}
        try:
            return self._connection.execute(f"{query.sql} LIMIT :limit OFFSET :offset", arguments | page).fetchall()
        except sqlite3.OperationalError as error:
            if monotonic() >= deadline:
                message = f"The query is refused: it runs longer than {seconds:g} seconds."
                raise HTTPError(400, message, "TimeoutException") from None
            raise HTTPError(400, f"The query is refused: {error}.", "QueryException") from None
        except (sqlite3.Error, OverflowError, ValueError) as error:
            raise HTTPError(400, f"The query is refused: {error}.", "QueryException") from None

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        connection = self._tenant.store.reader
        connection.create_function("milliseconds", 1, _milliseconds, deterministic=True)
        connection.create_collation("NOCASE", _compare_ignoring_case)
        connection.set_authorizer(_authorize)
        return connection


def _authorize(action: int, name: str | None, detail: str | None, *_: Any) -> int:  # noqa: ARG001 - as SQLite calls it
    """Return whether SQLite may do this for a query: read, and call a few functions."""
    if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and detail in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _row(query: "Query", number: int, row: tuple[Any, ...]) -> dict[str, Any]:
    values = ((name, _shown(column, value)) for (name, column), value in zip(query.columns, row, strict=True))
    return {"RowNumber": number, **dict(values)}


def _shown(column: QueryColumn | None, value: Any) -> Any:
    """Return a value as JSON."""
    if column is None or value is None:
        return value
    match column.kind:
        case "boolean" | "no":
            return bool(value)
        case "json":
            return json.loads(value)
    return value


def _exact(value: Any) -> Any:
    """Return a whole number as an integer, so that SQLite can use an index."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT else value


def _milliseconds(value: object) -> int | None:
    exact = ticks(value) if isinstance(value, str) else None
    return None if exact is None else milliseconds(exact)


def _compare_ignoring_case(left: str, right: str) -> int:
    left, right = left.casefold(), right.casefold()
    return (left > right) - (left < right)
