"""The SQL of webCRM's queries, understood and written anew for SQLite: nothing of the text itself is ever run."""

import math
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import SqlglotError

from .answers import Refusal, bad_request
from .moments import milliseconds, ticks, ticks_of_ole
from .query_tables import QueryColumn, QueryTable

LONGEST_SCRIPT = 16_000
_DIALECT = "tsql"
_FIRST_OLE_DAY, _LAST_OLE_DAY = -657_434, 2_958_466  # the years 100 to 9999
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=",
}  # fmt: skip
_AGGREGATES: dict[type[exp.Expr], str] = {
    exp.Count: "count", exp.Sum: "sum", exp.Avg: "avg", exp.Min: "min", exp.Max: "max",
}  # fmt: skip


@dataclass(slots=True)
class Query:
    """A query that can be run."""

    sql: str
    arguments: list[Any]
    columns: list[tuple[str, QueryColumn | None]]
    """The names of the result's columns, and what they are if they are plain columns of a table."""
    tables: list[QueryTable]
    top: int | None


@dataclass(slots=True)
class _Source:
    alias: str
    table: QueryTable


@dataclass(slots=True)
class _Value:
    """A part of an expression: SQL, and the column it is if it is nothing more."""

    sql: str
    column: QueryColumn | None = None
    literal: str | float | None = None

    @property
    def is_date(self) -> bool:
        return self.column is not None and self.column.kind == "date"

    @property
    def is_number(self) -> bool:
        return self.column is not None and self.column.kind in {"key", "number", "boolean", "enum-number", "no"}


def understand(script: str, tables: dict[str, QueryTable], *, extras: bool) -> Query:
    """The query that a script means.

    Raises:
        Refusal: 400 with the reason, for anything that is not one SELECT of what webCRM is known to take.
    """
    if len(script) > LONGEST_SCRIPT:
        raise bad_request(f"script takes at most {LONGEST_SCRIPT} characters, not {len(script)}.")
    try:
        return _Translator(tables, extras=extras).query(_parsed(script))
    except SqlglotError as error:
        raise _refused(f"it cannot be read: {str(error).splitlines()[0][:200]}") from None
    except RecursionError:
        raise _refused("it is nested too deeply") from None


def _parsed(script: str) -> exp.Select:
    found = sqlglot.tokenize(script, read=_DIALECT)
    while found and found[-1].token_type is TokenType.SEMICOLON:
        found.pop()
    if not found or found[0].token_type is not TokenType.SELECT:
        raise _refused("only SELECT is taken")
    if any(each.token_type is TokenType.SEMICOLON for each in found):
        raise _refused("it is more than one statement")
    statement = sqlglot.parse_one(script, read=_DIALECT)
    if not isinstance(statement, exp.Select):
        raise _refused("only a plain SELECT is taken")
    return statement


def _refused(reason: str) -> Refusal:
    return Refusal(400, f"The query is refused: {reason}.", "QueryException")


@dataclass(slots=True)
class _Translator:
    tables: dict[str, QueryTable]
    extras: bool
    sources: list[_Source] = field(default_factory=list)
    arguments: list[Any] = field(default_factory=list)
    names: dict[str, _Value] = field(default_factory=dict)
    """The names given to results, for ORDER BY."""

    def query(self, select: exp.Select) -> Query:
        known = {"expressions", "from_", "joins", "where", "order", "distinct", "limit", "group", "having"}
        for name in sorted(_parts(select) - known):
            raise _refused(f"{name.strip('_').upper()} is not taken")
        if select.args.get("distinct") and _parts(select.args["distinct"]):
            raise _refused("DISTINCT ON is not taken")
        joined = self._from(select)
        columns, results = self._results(select.expressions)
        head = "SELECT DISTINCT" if select.args.get("distinct") else "SELECT"
        parts = [f"{head} {', '.join(results)} FROM {joined}"]
        if (where := select.args.get("where")) is not None:
            parts.append(f"WHERE {self._condition(where.this)}")
        parts += self._groups(select)
        parts.append(self._order(select))
        tables = [source.table for source in self.sources]
        return Query(" ".join(part for part in parts if part), self.arguments, columns, tables, self._top(select))

    def _from(self, select: exp.Select) -> str:
        source = select.args.get("from_")
        if source is None:
            raise _refused("FROM is missing")
        text = self._table(source.this)
        for join in select.args.get("joins") or ():
            side, kind = join.side, join.kind
            known = not _parts(join) - {"this", "side", "kind", "on"}
            if not known or side not in {"", "LEFT"} or kind not in {"", "INNER", "OUTER"}:
                raise _refused("only JOIN and LEFT JOIN with ON are taken")
            table = self._table(join.this)
            on = join.args.get("on")
            if on is None:
                raise _refused("JOIN without ON is not taken")
            text += f" {'LEFT ' if side else ''}JOIN {table} ON {self._join_condition(on)}"
        return text

    def _table(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            raise _refused("only tables are read, no queries within the query and no functions")
        if _parts(node) - {"this", "alias"} or (node.args.get("alias") and _parts(node.args["alias"]) - {"this"}):
            raise _refused("a table has a name and an alias, no schema and no hints")
        table = self.tables.get(node.name.lower())
        if table is None:
            known = ", ".join(sorted(each.name for each in self.tables.values()))
            raise _refused(f"there is no table {node.name!r}; there are {known}")
        alias = (node.alias or node.name).lower()
        if any(source.alias == alias for source in self.sources):
            raise _refused(f"two tables are called {alias!r}; give one an alias")
        self.sources.append(_Source(alias, table))
        return f"{table.source} AS t{len(self.sources) - 1}"

    def _join_condition(self, on: exp.Expr) -> str:
        """`ON A.x = B.y`, or `ON Person`: the table that this one is joined to by the id between them."""
        if isinstance(on, exp.Paren):
            return self._join_condition(on.this)
        if not isinstance(on, exp.Column) or on.table:
            return self._condition(on)
        new = len(self.sources) - 1
        for old, source in enumerate(self.sources[:-1]):
            if on.name.lower() in {source.alias, source.table.name.lower()}:
                return self._link(old, new)
        raise _refused(f"there is no table {on.name!r} to join with")

    def _link(self, old: int, new: int) -> str:
        for child, parent in ((old, new), (new, old)):
            parent_table = self.sources[parent].table
            child_table = self.sources[child].table
            column = child_table.columns.get(f"{child_table.name}{parent_table.name}Id".lower())
            if column is not None:
                return f"{column.sql(f't{child}')} = t{parent}.id"
        names = " and ".join(self.sources[each].table.name for each in (old, new))
        raise _refused(f"no property links {names}; say ON A.x = B.y")

    def _results(self, expressions: list[exp.Expr]) -> tuple[list[tuple[str, QueryColumn | None]], list[str]]:
        columns: list[tuple[str, QueryColumn | None]] = []
        results: list[str] = []
        for each in expressions:
            table = each.table.lower() if isinstance(each, exp.Column) else ""
            if isinstance(each, exp.Star) or (isinstance(each, exp.Column) and isinstance(each.this, exp.Star)):
                starred = [
                    (column, f"t{number}")
                    for number, source in enumerate(self.sources)
                    if table in {"", source.alias}
                    for column in source.table.columns.values()
                ]
                columns += [(column.name, column) for column, _ in starred]
                results += [column.sql(name) for column, name in starred]
                if not starred:
                    raise _refused(f"there is no table {table!r}")
                continue
            value = self._value(each.this if isinstance(each, exp.Alias) else each)
            name = each.alias or (value.column.name if value.column else f"Column{len(columns) + 1}")
            columns.append((name, value.column))
            results.append(value.sql)
            if isinstance(each, exp.Alias):
                self.names[each.alias.lower()] = value
        return columns, results

    def _groups(self, select: exp.Select) -> list[str]:
        parts: list[str] = []
        if (group := select.args.get("group")) is not None:
            self._extra("GROUP BY")
            if not group.expressions:
                raise _refused("GROUP BY takes columns")
            parts.append("GROUP BY " + ", ".join(self._value(each).sql for each in group.expressions))
        if (having := select.args.get("having")) is not None:
            self._extra("HAVING")
            parts.append("HAVING " + self._condition(having.this))
        return parts

    def _order(self, select: exp.Select) -> str:
        order = select.args.get("order")
        if order is None:
            summed_up = select.args.get("group") or select.args.get("distinct") or select.find(exp.AggFunc)
            return "" if summed_up else "ORDER BY t0.id"
        parts: list[str] = []
        for each in order.expressions:
            named = isinstance(each.this, exp.Column) and not each.this.table and each.this.name.lower()
            value = self.names.get(named) if named else None
            value = value or self._value(each.this)
            key = f"ticks({value.sql})" if value.is_date else _ignoring_case(value)
            parts.append(f"{key} {'DESC' if each.args.get('desc') else 'ASC'}")
        return "ORDER BY " + ", ".join(parts)

    def _top(self, select: exp.Select) -> int | None:
        limit = select.args.get("limit")
        if limit is None:
            return None
        self._extra("TOP")
        number = limit.expression.this if isinstance(limit.expression, exp.Paren) else limit.expression
        if not isinstance(number, exp.Literal) or not number.this.isdigit() or limit.args.get("limit_options"):
            raise _refused("TOP takes a whole number")
        return int(number.this)

    def _condition(self, node: exp.Expr) -> str:
        text: str | None = None
        match node:
            case exp.Paren():
                text = f"({self._condition(node.this)})"
            case exp.And() | exp.Or():
                word = "AND" if isinstance(node, exp.And) else "OR"
                text = f"{self._condition(node.this)} {word} {self._condition(node.expression)}"
            case exp.Not():
                text = f"NOT ({self._condition(node.this)})"
            case exp.Is() if isinstance(node.expression, exp.Null):
                text = f"{self._value(node.this).sql} IS NULL"
            case exp.In() if node.expressions and not node.args.get("query"):
                value = self._value(node.this)
                text = f"({' OR '.join(self._compared(value, '=', self._value(each)) for each in node.expressions)})"
            case exp.Between():
                value = self._value(node.this)
                low, high = self._value(node.args["low"]), self._value(node.args["high"])
                text = f"({self._compared(value, '>=', low)} AND {self._compared(value, '<=', high)})"
            case exp.Like():
                self._extra("LIKE")
                text = f"{self._value(node.this).sql} LIKE {self._bound(self._value(node.expression))}"
            case _ if type(node) in _COMPARISONS:
                left, right = self._value(node.this), self._value(node.expression)
                text = self._compared(left, _COMPARISONS[type(node)], right)
        if text is None:
            raise _refused(f"{node.sql(dialect=_DIALECT)[:60]!r} is no condition that is taken")
        return text

    def _value(self, node: exp.Expr) -> _Value:
        value: _Value | None = None
        match node:
            case exp.Paren():
                value = self._value(node.this)
            case exp.Column() if isinstance(node.this, exp.Identifier) and not node.db:
                value = self._column(node)
            case exp.Neg() if isinstance(node.this, exp.Literal) and not node.this.is_string:
                value = _Value("", literal=-_number(str(node.this.this)))
            case exp.Literal():
                value = _Value("", literal=str(node.this) if node.is_string else _number(str(node.this)))
            case exp.National():
                value = _Value("", literal=str(node.this))
            case exp.Boolean():
                value = _Value("", literal=1.0 if node.this else 0.0)
            case _ if type(node) in _AGGREGATES:
                self._extra("an aggregate")
                value = self._aggregate(node)
        if value is None:
            raise _refused(f"{node.sql(dialect=_DIALECT)[:60]!r} is no value that is taken")
        if value.literal is not None and not isinstance(node.parent, tuple(_LITERAL_PLACES)):
            raise _refused("a plain value is taken only in a comparison")
        return value

    def _column(self, node: exp.Column) -> _Value:
        wanted, table = node.name.lower(), node.table.lower()
        found = [
            (source.table.columns[wanted], number)
            for number, source in enumerate(self.sources)
            if wanted in source.table.columns and table in {"", source.alias}
        ]
        if not found:
            raise _refused(f"there is no column {node.sql(dialect=_DIALECT)!r}")
        if len(found) > 1:
            raise _refused(f"the column {node.name!r} is in more than one table")
        column, number = found[0]
        return _Value(column.sql(f"t{number}"), column)

    def _aggregate(self, node: exp.Expr) -> _Value:
        if isinstance(node.this, exp.Star):
            return _Value("count(*)")
        distinct = isinstance(node.this, exp.Distinct)
        inner = node.this.expressions[0] if distinct else node.this
        if inner is None or node.expressions or (distinct and len(node.this.expressions) > 1):
            raise _refused("an aggregate takes one column")
        return _Value(f"{_AGGREGATES[type(node)]}({'DISTINCT ' if distinct else ''}{self._value(inner).sql})")

    def _compared(self, left: _Value, operator: str, right: _Value) -> str:
        if left.is_date or right.is_date:
            by_ole = any(isinstance(value.literal, float) for value in (left, right))
            return f"{self._moment(left, by_ole=by_ole)} {operator} {self._moment(right, by_ole=by_ole)}"
        numeric = left.is_number or right.is_number
        of_text = not numeric and (left.column is not None or right.column is not None)
        left_sql, right_sql = (self._bound(value, numeric=numeric, text=of_text) for value in (left, right))
        if numeric:
            return f"{left_sql} {operator} {right_sql}"
        return f"{left_sql} COLLATE NOCASE {operator} {right_sql}"

    def _moment(self, value: _Value, *, by_ole: bool) -> str:
        """A date as a number that can be compared: exactly, or as precisely as an OLE automation number is."""
        if value.literal is None:
            return f"milliseconds({value.sql})" if by_ole else f"ticks({value.sql})"
        if not isinstance(value.literal, str):
            if not _FIRST_OLE_DAY <= value.literal < _LAST_OLE_DAY:
                raise _refused(f"{value.literal:g} is no date")
            return self._argument(milliseconds(ticks_of_ole(value.literal)))
        moment = ticks(value.literal)
        if moment is None:
            raise _refused(f"{value.literal[:50]!r} is no date")
        return self._argument(milliseconds(moment) if by_ole else moment)

    def _bound(self, value: _Value, *, numeric: bool = False, text: bool = False) -> str:
        """The SQL of a value, a literal as an argument of the type that it is compared with."""
        literal = value.literal
        if literal is None:
            return value.sql
        if numeric and isinstance(literal, str):
            truth = {"true": 1.0, "false": 0.0}.get(literal.lower())
            literal = _number(literal) if truth is None else truth
        if text and isinstance(literal, float):
            literal = f"{literal:.15g}"
        return self._argument(literal)

    def _argument(self, value: Any) -> str:
        self.arguments.append(value)
        return f"?{len(self.arguments)}"

    def _extra(self, what: str) -> None:
        if not self.extras:
            raise _refused(f"{what} is not known to work in webCRM; the option query_extras allows it here")


_LITERAL_PLACES = (*_COMPARISONS, exp.In, exp.Between, exp.Like, exp.Neg, exp.Paren)


def _parts(node: exp.Expr) -> set[str]:
    """What a part of a query is made of."""
    return {name for name, part in node.args.items() if part}


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _refused(f"{text[:50]!r} is no number")
    return number


def _ignoring_case(value: _Value) -> str:
    return value.sql if value.is_number else f"{value.sql} COLLATE NOCASE"
