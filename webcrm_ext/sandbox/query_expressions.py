"""Translate conditions and values of queries to SQLite; every literal becomes an argument."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from .dates import milliseconds, ticks, ticks_of_ole
from .query_tables import QueryColumn, QueryTable
from .responses import HTTPError

DIALECT = "tsql"
_FIRST_OLE_DAY, _LAST_OLE_DAY = -657_434, 2_958_466  # the years 100 to 9999
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=",
}  # fmt: skip
_AGGREGATES: dict[type[exp.Expr], str] = {
    exp.Count: "count", exp.Sum: "sum", exp.Avg: "avg", exp.Min: "min", exp.Max: "max",
}  # fmt: skip
_COMPARING = (*_COMPARISONS, exp.In, exp.Between)
_LITERAL_PARENTS = (*_COMPARISONS, exp.In, exp.Between, exp.Like, exp.Neg, exp.Paren)


def query_error(reason: str) -> HTTPError:
    """Return a 400 with the reason."""
    return HTTPError(400, f"The query is refused: {reason}.", "QueryException")


@dataclass(slots=True)
class Source:
    """A table and its alias in a query."""

    alias: str
    table: QueryTable


@dataclass(slots=True)
class Value:
    """A part of an expression: its SQL, and its column if it is a plain column."""

    sql: str
    column: QueryColumn | None = None
    literal: str | float | None = None
    formatted: str = ""
    """The SQL of the value as the other endpoints return it, for a column."""

    @classmethod
    def of(cls, column: QueryColumn, number: int) -> "Value":
        """Return the value of a column of the table with this number."""
        table = f"t{number}"
        return cls(column.sql(table), column, formatted=column.formatted(table))

    @property
    def as_formatted(self) -> "Value":
        """The value as the other endpoints return it."""
        return replace(self, sql=self.formatted or self.sql)

    @property
    def is_date(self) -> bool:
        """Whether the value is a column of dates."""
        return self.column is not None and self.column.kind == "date"

    @property
    def ignoring_case(self) -> str:
        """The SQL, case-insensitive for strings."""
        is_string = self.column is None or self.column.kind in {"text", "checkbox", "day"}
        return f"{self.sql} COLLATE NOCASE" if is_string else self.sql

    @property
    def is_number(self) -> bool:
        """Whether the value is a column of numbers."""
        return self.column is not None and self.column.kind in {"key", "number", "boolean", "enum-number", "no"}


@dataclass(slots=True)
class Expressions:
    """Translates the expressions in SELECT, ON, WHERE, GROUP BY, HAVING and ORDER BY."""

    sources: list[Source]
    extras: bool
    arguments: list[Any] = field(default_factory=list)

    def condition(self, node: exp.Expr) -> str:
        """Return the SQL of a condition.

        Raises:
            HTTPError: 400 for anything unsupported.
        """
        sql: str | None = None
        match node:
            case exp.Paren():
                sql = f"({self.condition(node.this)})"
            case exp.And() | exp.Or():
                word = "AND" if isinstance(node, exp.And) else "OR"
                sql = f"{self.condition(node.this)} {word} {self.condition(node.expression)}"
            case exp.Not():
                sql = f"NOT ({self.condition(node.this)})"
            case exp.Is() if isinstance(node.expression, exp.Null):
                sql = f"{self.value(node.this).sql} IS NULL"
            case exp.In() if node.expressions and not node.args.get("query"):
                value = self.value(node.this)
                sql = self._one_of(value, [self.value(each) for each in node.expressions])
            case exp.Between():
                value = self.value(node.this)
                low, high = self.value(node.args["low"]), self.value(node.args["high"])
                sql = f"({self._compared(value, '>=', low)} AND {self._compared(value, '<=', high)})"
            case exp.Like():
                self.need_extras("LIKE")
                sql = " LIKE ".join(self._folded(self.value(each)) for each in (node.this, node.expression))
            case _ if type(node) in _COMPARISONS:
                left, right = self.value(node.this), self.value(node.expression)
                sql = self._compared(left, _COMPARISONS[type(node)], right)
        if sql is None:
            raise query_error(f"{node.sql(dialect=DIALECT)[:60]!r} is not a supported condition")
        return sql

    def value(self, node: exp.Expr) -> Value:
        """Return a column, an aggregate, or a literal where one is allowed.

        Raises:
            HTTPError: 400 for anything unsupported.
        """
        value: Value | None = None
        match node:
            case exp.Paren():
                value = self.value(node.this)
            case exp.Column() if isinstance(node.this, exp.Identifier) and not node.db:
                value = self._column(node)
            case exp.Neg() if isinstance(node.this, exp.Literal) and not node.this.is_string:
                value = Value("", literal=-_number(str(node.this.this)))
            case exp.Literal():
                value = Value("", literal=str(node.this) if node.is_string else _number(str(node.this)))
            case exp.National():
                value = Value("", literal=str(node.this))
            case exp.Boolean():
                value = Value("", literal=1.0 if node.this else 0.0)
            case _ if type(node) in _AGGREGATES:
                self.need_extras("an aggregate")
                value = self._aggregate(node)
        if value is None:
            raise query_error(f"{node.sql(dialect=DIALECT)[:60]!r} is not a supported value")
        if value.literal is not None and not isinstance(node.parent, tuple(_LITERAL_PARENTS)):
            raise query_error("a literal is allowed only in a comparison")
        return value

    def _column(self, node: exp.Column) -> Value:
        name, table = node.name.lower(), node.table.lower()
        found = [
            (source.table.columns[name], number)
            for number, source in enumerate(self.sources)
            if name in source.table.columns and table in {"", source.alias}
        ]
        if not found and not table and isinstance(node.parent, _COMPARING):
            found = self._keys(name)
        if not found:
            raise query_error(f"unknown column {node.sql(dialect=DIALECT)!r}")
        if len(found) > 1:
            raise query_error(f"the column {node.name!r} is in more than one table; add the table's name or alias")
        column, number = found[0]
        return Value.of(column, number)

    def _keys(self, name: str) -> list[tuple[QueryColumn, int]]:
        """Return the key of the table with this name: `WHERE Organisation = 1` compares the id."""
        return [
            (column, number)
            for number, source in enumerate(self.sources)
            if name in {source.alias, source.table.name.lower()}
            for column in source.table.columns.values()
            if column.kind == "key"
        ]

    def _aggregate(self, node: exp.Expr) -> Value:
        if isinstance(node.this, exp.Star):
            return Value("count(*)")
        distinct = isinstance(node.this, exp.Distinct)
        inner = node.this.expressions[0] if distinct else node.this
        if inner is None or node.expressions or (distinct and len(node.this.expressions) > 1):
            raise query_error("an aggregate needs one column")
        return Value(f"{_AGGREGATES[type(node)]}({'DISTINCT ' if distinct else ''}{self.value(inner).ignoring_case})")

    def _compared(self, left: Value, operator: str, right: Value) -> str:
        return f" {operator} ".join(self._sides(left, right))

    def _one_of(self, value: Value, others: list[Value]) -> str:
        """Return one IN for all values of a type: SQLite accepts a thousand values in it, but not a thousand ORs."""
        lists: dict[str, list[str]] = {}
        for each in others:
            left, right = self._sides(value, each)
            lists.setdefault(left, []).append(right)
        parts = [f"{left} IN ({', '.join(rights)})" for left, rights in lists.items()]
        return f"({' OR '.join(parts)})"

    def _sides(self, left: Value, right: Value) -> tuple[str, str]:
        """Return the two sides of a comparison as values of the same type."""
        if left.is_date or right.is_date:
            by_ole = any(isinstance(value.literal, float) for value in (left, right))
            return self._date(left, by_ole=by_ole), self._date(right, by_ole=by_ole)
        numeric = left.is_number or right.is_number
        as_string = not numeric and (left.column is not None or right.column is not None)
        left_sql, right_sql = (self._bound(value, numeric=numeric, string=as_string) for value in (left, right))
        return (left_sql if numeric else f"{left_sql} COLLATE NOCASE"), right_sql

    def _folded(self, value: Value) -> str:
        """Return a side of LIKE in lower case; SQLite itself ignores only the case of a to z."""
        if isinstance(value.literal, str):
            return self._argument(value.literal.casefold())
        bound = self._bound(value, string=True)
        return bound if value.is_number else f"folded({bound})"

    def _date(self, value: Value, *, by_ole: bool) -> str:
        """Return a date as a number: exactly, or with the precision of OLE automation numbers."""
        if value.literal is None:
            return f"milliseconds({value.sql})" if by_ole else f"ticks({value.sql})"
        if not isinstance(value.literal, str):
            if not _FIRST_OLE_DAY <= value.literal < _LAST_OLE_DAY:
                raise query_error(f"{value.literal:g} is not a date")
            return self._argument(milliseconds(ticks_of_ole(value.literal)))
        exact = ticks(value.literal)
        if exact is None:
            raise query_error(f"{value.literal[:50]!r} is not a date")
        return self._argument(milliseconds(exact) if by_ole else exact)

    def _bound(self, value: Value, *, numeric: bool = False, string: bool = False) -> str:
        """Return the SQL of a value. A literal becomes an argument of the type that it is compared with."""
        literal = value.literal
        if literal is None:
            return value.sql
        if numeric and isinstance(literal, str):
            truth = {"true": 1.0, "false": 0.0}.get(literal.lower())
            literal = _number(literal) if truth is None else truth
        if string and isinstance(literal, float):
            literal = f"{literal:.15g}"
        return self._argument(literal)

    def _argument(self, value: Any) -> str:
        self.arguments.append(value)
        return f"?{len(self.arguments)}"

    def need_extras(self, what: str) -> None:
        """Check that the option query_extras is on."""
        if not self.extras:
            raise query_error(f"{what} is not known to work in webCRM; the sandbox's option query_extras allows it")


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise query_error(f"{value[:50]!r} is not a number")
    return number
