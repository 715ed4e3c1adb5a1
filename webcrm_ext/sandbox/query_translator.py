"""Parse webCRM's queries and translate them to SQLite. The query's own SQL is never run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import SqlglotError

from .query_expressions import DIALECT, Expressions, Source, Value, query_error
from .query_tables import QueryColumn, QueryTable
from .responses import bad_request

MAX_SCRIPT_LENGTH = 16_000


@dataclass(slots=True)
class Query:
    """A translated query."""

    sql: str
    arguments: list[Any]
    columns: list[tuple[str, QueryColumn | None]]
    """The names of the result's columns, with the column of a table where it is one."""
    tables: list[QueryTable]
    top: int | None


def translate(script: str, tables: Mapping[str, QueryTable], *, extras: bool, formatted: bool) -> Query:
    """Translate a script.

    Args:
        script: The query.
        tables: The tables by name in lower case.
        extras: Whether to allow what is not known to work in webCRM.
        formatted: Whether the result has custom fields as in the other endpoints. Conditions compare raw values.

    Raises:
        HTTPError: 400 with the reason, for anything but one SELECT of the kind that webCRM is known to accept.
    """
    if len(script) > MAX_SCRIPT_LENGTH:
        raise bad_request(f"script must have at most {MAX_SCRIPT_LENGTH} characters, not {len(script)}.")
    try:
        return _Translator(tables, Expressions([], extras), formatted).query(_parsed(script))
    except SqlglotError as error:
        raise query_error(f"the syntax is invalid: {str(error).splitlines()[0][:200]}") from None
    except RecursionError:
        raise query_error("it is nested too deeply") from None


def _parsed(script: str) -> exp.Select:
    tokens = sqlglot.tokenize(script, read=DIALECT)
    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        tokens.pop()
    if not tokens or tokens[0].token_type is not TokenType.SELECT:
        raise query_error("it must begin with SELECT")
    if any(each.token_type is TokenType.SEMICOLON for each in tokens):
        raise query_error("it is more than one statement")
    statement = sqlglot.parse_one(script, read=DIALECT)
    if not isinstance(statement, exp.Select):
        raise query_error("it must be one plain SELECT")
    return statement


@dataclass(slots=True)
class _Translator:
    """Translates one SELECT."""

    tables: Mapping[str, QueryTable]
    expressions: Expressions
    formatted: bool
    names: dict[str, Value] = field(default_factory=dict)
    """The result columns by alias, for ORDER BY."""

    def query(self, select: exp.Select) -> Query:
        known = {"expressions", "from_", "joins", "where", "order", "distinct", "limit", "group", "having"}
        for name in sorted(_parts(select) - known):
            raise query_error(f"{name.strip('_').upper()} is not supported")
        if select.args.get("distinct") and _parts(select.args["distinct"]):
            raise query_error("DISTINCT ON is not supported")
        joined = self._from(select)
        results = self._results(select.expressions)
        columns = [(name, value.column) for name, value in results]
        shown = [(name, value.as_formatted) for name, value in results] if self.formatted else results
        if select.args.get("distinct"):
            head = f"SELECT DISTINCT {', '.join(value.ignoring_case for _, value in shown)}"
        else:
            head = f"SELECT {', '.join(value.sql for _, value in shown)}"
        parts = [f"{head} FROM {joined}"]
        if (where := select.args.get("where")) is not None:
            parts.append(f"WHERE {self.expressions.condition(where.this)}")
        parts += self._groups(select)
        parts.append(self._order(select))
        tables = [source.table for source in self.expressions.sources]
        return Query(
            " ".join(part for part in parts if part), self.expressions.arguments, columns, tables, self._top(select)
        )

    def _from(self, select: exp.Select) -> str:
        source = select.args.get("from_")
        if source is None:
            raise query_error("FROM is missing")
        sql = self._table(source.this)
        for join in select.args.get("joins") or ():
            side, kind = join.side, join.kind
            known = not _parts(join) - {"this", "side", "kind", "on"}
            if not known or side not in {"", "LEFT"} or kind not in {"", "INNER", "OUTER"}:
                raise query_error("only JOIN and LEFT JOIN with ON are supported")
            table = self._table(join.this)
            on = join.args.get("on")
            if on is None:
                raise query_error("JOIN without ON is not supported")
            sql += f" {'LEFT ' if side else ''}JOIN {table} ON {self._join_condition(on)}"
        return sql

    def _table(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            raise query_error("FROM and JOIN need a table; subqueries and functions are not supported")
        if _parts(node) - {"this", "alias"} or (node.args.get("alias") and _parts(node.args["alias"]) - {"this"}):
            raise query_error("a table can have an alias; schemas and hints are not supported")
        table = self.tables.get(node.name.lower())
        if table is None:
            known = ", ".join(sorted(each.name for each in self.tables.values()))
            raise query_error(f"unknown table {node.name!r}; the tables are {known}")
        alias = (node.alias or node.name).lower()
        if any(source.alias == alias for source in self.expressions.sources):
            raise query_error(f"two tables have the name {alias!r}; add an alias")
        self.expressions.sources.append(Source(alias, table))
        return f"{table.source} AS t{len(self.expressions.sources) - 1}"

    def _join_condition(self, on: exp.Expr) -> str:
        """Translate `ON A.x = B.y`, or `ON Person`, which joins by the id property between the two tables."""
        if isinstance(on, exp.Paren):
            return self._join_condition(on.this)
        if not isinstance(on, exp.Column) or on.table:
            return self.expressions.condition(on)
        new = len(self.expressions.sources) - 1
        for old, source in enumerate(self.expressions.sources[:-1]):
            if on.name.lower() in {source.alias, source.table.name.lower()}:
                return self._link(old, new)
        raise query_error(f"unknown table {on.name!r} in ON")

    def _link(self, old: int, new: int) -> str:
        for child, parent in ((old, new), (new, old)):
            parent_table = self.expressions.sources[parent].table
            child_table = self.expressions.sources[child].table
            column = child_table.columns.get(f"{child_table.name}{parent_table.name}Id".lower())
            if column is not None:
                return f"{column.sql(f't{child}')} = t{parent}.id"
        names = " and ".join(self.expressions.sources[each].table.name for each in (old, new))
        raise query_error(f"no property links {names}; write ON A.x = B.y")

    def _results(self, expressions: list[exp.Expr]) -> list[tuple[str, Value]]:
        results: list[tuple[str, Value]] = []
        for each in expressions:
            table = each.table.lower() if isinstance(each, exp.Column) else ""
            if isinstance(each, exp.Star) or (isinstance(each, exp.Column) and isinstance(each.this, exp.Star)):
                starred = [
                    (column.name, Value.of(column, number))
                    for number, source in enumerate(self.expressions.sources)
                    if table in {"", source.alias}
                    for column in source.table.columns.values()
                ]
                results += starred
                if not starred:
                    raise query_error(f"unknown table {table!r}")
                continue
            value = self.expressions.value(each.this if isinstance(each, exp.Alias) else each)
            name = each.alias or (value.column.name if value.column else f"Column{len(results) + 1}")
            results.append((name, value))
            if isinstance(each, exp.Alias):
                self.names[each.alias.lower()] = value
        return results

    def _groups(self, select: exp.Select) -> list[str]:
        parts: list[str] = []
        if (group := select.args.get("group")) is not None:
            self.expressions.need_extras("GROUP BY")
            if not group.expressions:
                raise query_error("GROUP BY needs columns")
            parts.append(
                "GROUP BY " + ", ".join(self.expressions.value(each).ignoring_case for each in group.expressions)
            )
        if (having := select.args.get("having")) is not None:
            self.expressions.need_extras("HAVING")
            parts.append("HAVING " + self.expressions.condition(having.this))
        return parts

    def _order(self, select: exp.Select) -> str:
        order = select.args.get("order")
        if order is None:
            is_aggregated = select.args.get("group") or select.args.get("distinct") or select.find(exp.AggFunc)
            return "" if is_aggregated else "ORDER BY t0.id"
        parts: list[str] = []
        for each in order.expressions:
            name = isinstance(each.this, exp.Column) and not each.this.table and each.this.name.lower()
            value = self.names.get(name) if name else None
            value = value or self.expressions.value(each.this)
            key = f"ticks({value.sql})" if value.is_date else value.ignoring_case
            parts.append(f"{key} {'DESC' if each.args.get('desc') else 'ASC'}")
        return "ORDER BY " + ", ".join(parts)

    def _top(self, select: exp.Select) -> int | None:
        limit = select.args.get("limit")
        if limit is None:
            return None
        self.expressions.need_extras("TOP")
        number = limit.expression.this if isinstance(limit.expression, exp.Paren) else limit.expression
        if not isinstance(number, exp.Literal) or not number.this.isdigit() or limit.args.get("limit_options"):
            raise query_error("TOP needs a whole number")
        return int(number.this)


def _parts(node: exp.Expr) -> set[str]:
    """Return the names of the parts of a node."""
    return {name for name, part in node.args.items() if part}
