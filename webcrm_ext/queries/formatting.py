"""Format a SELECT with named placeholders and their values as the script of a query.

Values are escaped by their type, so injection is not possible. Only a single SELECT is accepted.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, cast
from urllib.parse import quote

from webcrm_ext.dates import FIRST_OLE_YEAR, ole_date, query_date
from webcrm_ext.errors import QueryError, short_repr
from webcrm_ext.queries.equality import comparison_key, moment_bounds
from webcrm_ext.queries.numbers import exact_decimal
from webcrm_ext.queries.options import Dates, option_hint, validate_dates

LONGEST_SCRIPT = 1800
"""Characters of a query in the URL; servers of this kind accept 2048 for all parameters."""

_RESERVED_NAMES = frozenset({"into", "size", "limit", "dates", "format_custom_fields"})
"""The other arguments of `crm.query`, which cannot be names of values."""

_TOKEN = re.compile(
    r"""
      (?P<literal>'(?:[^']|'')*' | "[^"]*" | \[[^\]]*\])
    | (?P<comment>--[^\r\n]* | /\*.*?\*/)
    | (?P<placeholder>(?P<operator>\s*(?:(?<![<>!])=|<>|!=)\s*)?(?<![:\w]):(?P<name>[A-Za-z_]\w*))
    | (?P<open>['"\[] | /\*)
    | (?P<end>;)
    """,
    re.VERBOSE | re.DOTALL,
)

_IN = re.compile(r"\bIN\s*(?P<open>\()?\s*\Z", re.IGNORECASE)
_INSIDE_IN = re.compile(r"\bIN\s*\([\s,\d.+-]*\Z", re.IGNORECASE)
_EQUALS = re.compile(r"\s*(?:=|<>|!=)")
_SELECT = re.compile(r"\s*SELECT\b", re.IGNORECASE)

# Keywords that make a SELECT do more than read, even without a semicolon. A column of that name is written in
# brackets or quotes, as always in SQL.
_FORBIDDEN = re.compile(
    r"\b(?:INTO|INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|ALTER|DROP|EXEC|EXECUTE|GRANT|REVOKE|DENY|DECLARE|SET|USE|"
    r"BACKUP|RESTORE|DBCC|KILL|SHUTDOWN|WAITFOR)\b",
    re.IGNORECASE,
)

# With these keywords, several queries with parts of a list return other rows than one query with the whole list.
_NOT_SPLITTABLE = re.compile(
    r"\b(?:OR|NOT|CASE|IIF|DISTINCT|TOP|LIMIT|OFFSET|FETCH|GROUP|HAVING|ORDER|OVER|UNION|EXCEPT|INTERSECT|SELECT|"
    r"PIVOT|FOR|TABLESAMPLE|"
    r"(?:COUNT|COUNT_BIG|APPROX_\w+|SUM|TOTAL|AVG|MIN|MAX|MEDIAN|MODE|FIRST|LAST|ANY_VALUE|CHECKSUM_AGG|GROUPING\w*|"
    r"STDEVP?|STDDEV\w*|VARP?|VAR_\w+|VARIANCE|PERCENTILE_\w+|\w+_AGG|LISTAGG|GROUP_CONCAT|"
    r"JSON_(?:ARRAY|OBJECT)AGG)(?=\s*\())\b",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A part of a statement: plain SQL, or a named placeholder with the comparison operator before it."""

    text: str
    name: str | None = None
    operator: str = ""
    is_code: bool = True
    """False for a literal, a quoted name or a comment."""


def parse(statement: str) -> list[Part]:
    """Return the parts of a statement; literals and comments contain no placeholders.

    Raises:
        QueryError: The statement is not a single SELECT, or a literal or comment is not closed.
    """
    if not isinstance(statement, str):
        raise QueryError(f"The statement is {short_repr(statement)}. Pass a SELECT as a string.")
    parts: list[Part] = []
    position = 0
    for match in _TOKEN.finditer(statement):
        if match["open"]:
            raise QueryError(f"The query has a {match['open']} that is never closed, at character {match.start() + 1}.")
        if match["end"] and statement[match.end() :].strip():
            raise QueryError("A query is one statement; this one continues after a semicolon.")
        parts.append(Part(statement[position : match.start()]))
        if match["placeholder"]:
            parts.append(Part(match["placeholder"], match["name"], match["operator"] or ""))
        elif not match["end"]:
            parts.append(Part(match[0], is_code=False))
        position = match.end()
    parts.append(Part(statement[position:]))
    code = _code(parts)
    if not _SELECT.match(code):
        raise QueryError("Only a SELECT can be queried; use the API's other calls for everything else.")
    other = _FORBIDDEN.search(code)
    if other:
        raise QueryError(
            f"Only a SELECT can be queried, and this one contains {other[0].upper()}. Write a column of that name in "
            f"brackets: [{other[0]}]."
        )
    return parts


def _code(parts: Sequence[Part]) -> str:
    """Return a statement without its literals, comments and placeholders."""
    return " ".join(part.text for part in parts if part.is_code and part.name is None)


def format_query(
    statement: str, values: Mapping[str, Any], *, dates: Dates = "iso", longest: int = LONGEST_SCRIPT
) -> list[str]:
    """Return the queries to send: one, or several if a list is too long for one URL.

    Args:
        statement: A SELECT with placeholders such as `:since`, and `IN :ids` for a list.
        values: A value for each placeholder. None after `=` becomes IS NULL, after `<>` IS NOT NULL.
        dates: The format of dates: quoted ISO 8601, or OLE automation numbers. The service stores more digits of a
            second than a datetime has, so `= :when` becomes a BETWEEN of its microsecond, and a datetime in a list
            becomes an OLE number, which is compared with the precision of milliseconds.
        longest: The maximum length of a query in the URL, in characters.

    Raises:
        QueryError: A placeholder has no value, a value has no placeholder, or a value cannot be written.
        ConfigurationError: `dates` is unknown.
    """
    validate_dates(dates)
    parts = parse(statement)
    _check_names(parts, values)
    whole = _fill(parts, values, dates)
    if len(quote(whole)) <= longest:
        return [whole]
    # By placeholder, not by name: splitting a list that is used twice would lose pairs of its values.
    lists = [index for index, part in enumerate(parts) if part.name and _is_list(values[part.name])]
    if not lists:
        # The service's limit is not documented, so let it decide.
        return [whole]
    if len(lists) > 1:
        raise QueryError("The query is too long for one URL, and a query with several lists cannot be split.")
    name = str(parts[lists[0]].name)
    obstacle = _obstacle(parts, lists[0])
    if obstacle:
        raise QueryError(
            f"The list {name!r} is too long for one URL, and a query with {obstacle} cannot be split, because its "
            "parts would return other rows. Leave it out, or pass shorter lists."
        )
    return list(_split(parts, values, name, dates, longest))


def _obstacle(parts: Sequence[Part], index: int) -> str | None:
    """Return what prevents a split of the statement by the list of one placeholder, or None."""
    code = _code(parts)
    start = _SELECT.match(code)
    found = _NOT_SPLITTABLE.search(code, start.end() if start else 0)
    if found:
        return found[0].upper()
    # Outside of WHERE, as in an outer join, a list may decide the content of rows and not only their number.
    return None if re.search(r"\bWHERE\b", _code(parts[:index]), re.IGNORECASE) else "a list outside of its WHERE"


def literal(value: Any, dates: Dates = "iso") -> str:
    """Return a value as an SQL literal.

    Raises:
        QueryError: The value cannot be written.
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        if "\0" in value:
            raise QueryError("A string in a query cannot contain the NUL character. Remove it.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise QueryError("A string in a query cannot contain half of a character (a lone surrogate). Remove it.")
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, int | float | Decimal):
        number = exact_decimal(value)
        if number is None:
            raise QueryError(
                f"{short_repr(value)} is not a number that a query can contain. Pass a finite one in a double's range."
            )
        return format(number, "f")
    if isinstance(value, datetime.date):
        return _date_literal(value, dates)
    raise QueryError(
        f"A query cannot contain a {type(value).__name__} here: pass a string, a number, a boolean or a date. A list "
        "goes after IN, as in crm.query('… WHERE PersonId IN :ids', ids=[1, 2])."
    )


def _date_literal(value: datetime.date, dates: Dates) -> str:
    is_moment = isinstance(value, datetime.datetime)
    moment = value if is_moment else datetime.datetime.combine(value, datetime.time())
    assert isinstance(moment, datetime.datetime)  # noqa: S101 - for the type checker
    if dates == "ole" and moment.year >= FIRST_OLE_YEAR:
        return f"{ole_date(moment):.10f}".rstrip("0").rstrip(".")
    return f"'{query_date(moment)}'"


def _check_names(parts: Sequence[Part], values: Mapping[str, Any]) -> None:
    if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
        raise QueryError("The values of a query are not a mapping of names. Pass a dict, such as {'since': monday}.")
    names = {part.name for part in parts if part.name}
    missing, unused = sorted(names - set(values)), sorted(set(values) - names)
    if missing:
        for name in _RESERVED_NAMES.intersection(missing):
            raise QueryError(f":{name} is an argument of query itself; rename the placeholder.")
        others = f" It has no placeholder for {', '.join(unused)}, which is passed." if unused else ""
        raise QueryError(f"The query has no value for {', '.join(':' + name for name in missing)}.{others}")
    if unused:
        raise QueryError(
            f"The query has no placeholder for {', '.join(unused)}; write it as :{unused[0]}, outside of quotes."
            f"{option_hint(unused[0])}"
        )


def _fill(parts: Sequence[Part], values: Mapping[str, Any], dates: Dates) -> str:
    return "".join(
        part.text
        if part.name is None
        else _filled(part, values[part.name], parts[:index], parts[index + 1].text, dates)
        for index, part in enumerate(parts)
    )


def _filled(part: Part, value: Any, before: Sequence[Part], after: str, dates: Dates) -> str:
    if value is None:
        if not part.operator:
            raise QueryError(f":{part.name} is None, which only `= :{part.name}` and `<> :{part.name}` can express.")
        return " IS NULL" if part.operator.strip() == "=" else " IS NOT NULL"
    if isinstance(value, datetime.datetime) and part.operator and dates == "iso":
        first, last = moment_bounds(value)
        return f"{' ' if part.operator.strip() == '=' else ' NOT '}BETWEEN {first} AND {last}"
    if not _is_list(value):
        is_compared = _EQUALS.match(after) or _INSIDE_IN.search(_code(before))
        written = _equal_literal(value, dates) if is_compared else literal(value, dates)
        # Two minus signs in a row would start a comment.
        adjacent = written.startswith("-") and not part.operator and before[-1].text.endswith("-")
        return f"{part.operator}{' ' if adjacent else ''}{written}"
    after_in = _IN.search(_code(before))
    if part.operator or after_in is None:
        raise QueryError(f":{part.name} is a list; write IN :{part.name}.")
    values = list(cast("Sequence[Any]", value))
    if not values:
        raise QueryError(f":{part.name} is an empty list, which matches nothing. Do not send the query.")
    if any(item is None or _is_list(item) for item in values):
        raise QueryError(f":{part.name} must not contain None or lists.")
    inside = ", ".join(_equal_literal(item, dates) for item in values)
    return inside if after_in["open"] else f"({inside})"


def _equal_literal(value: Any, dates: Dates) -> str:
    """Return the literal that equals a value where no range can be written: a moment as an OLE number.

    A comparison with an OLE number has the precision of milliseconds, so that it finds moments with more digits.
    """
    return literal(value, "ole" if isinstance(value, datetime.datetime) else dates)


def _split(parts: Sequence[Part], values: Mapping[str, Any], name: str, dates: Dates, longest: int) -> Iterator[str]:
    # Values that the service may treat as equal stay in one query; otherwise their rows would be returned twice.
    together: dict[str | float, list[Any]] = {}
    for item in dict.fromkeys(values[name]):
        together.setdefault(comparison_key(item), []).append(item)
    groups = list(together.values())
    start, count = 0, len(groups)
    while start < len(groups):
        # Halve what does not fit; a single group is always sent, because it cannot be split.
        count = min(2 * count, len(groups) - start)
        while True:
            items = [item for group in groups[start : start + count] for item in group]
            text = _fill(parts, {**values, name: items}, dates)
            if count == 1 or len(quote(text)) <= longest:
                break
            count = (count + 1) // 2
        yield text
        start += count


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset)
