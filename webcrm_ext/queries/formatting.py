"""Make the text of a query from a SELECT with named places and the values that go there.

Values never become part of the statement by pasting: each is written by its type, and nothing in a text
can end its literal. Only a single SELECT is let through.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from webcrm_ext.dates import ole_date, query_date
from webcrm_ext.errors import QueryError
from webcrm_ext.queries.numbers import exact_decimal

Dates = Literal["iso", "ole"]

LONGEST_SCRIPT = 1800
"""Characters of a query in the address; servers of the service's kind take 2048 for all parameters."""

_NOT_FOR_PLACES = frozenset({"into", "size", "dates", "format_custom_fields"})
"""Arguments of `crm.query` beside the values, which can therefore be no names of values."""

_TOKEN = re.compile(
    r"""
      (?P<literal>'(?:[^']|'')*' | "[^"]*" | \[[^\]]*\])
    | (?P<comment>--[^\r\n]* | /\*.*?\*/)
    | (?P<place>(?P<compared>\s*(?:(?<![<>!])=|<>|!=)\s*)?(?<![:\w]):(?P<name>[A-Za-z_]\w*))
    | (?P<open>['"\[] | /\*)
    | (?P<end>;)
    """,
    re.VERBOSE | re.DOTALL,
)

_IN = re.compile(r"\bIN\s*(?P<open>\()?\s*\Z", re.IGNORECASE)
_SELECT = re.compile(r"\s*SELECT\b", re.IGNORECASE)

# What else a statement can do after it began as a SELECT, also without a semicolon. A column called so is
# written in brackets or quotes, as everywhere in SQL.
_NOT_READING = re.compile(
    r"\b(?:INTO|INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|ALTER|DROP|EXEC|EXECUTE|GRANT|REVOKE|DENY|DECLARE|SET|USE|"
    r"BACKUP|RESTORE|DBCC|KILL|SHUTDOWN|WAITFOR)\b",
    re.IGNORECASE,
)

# With these, the rows of several queries are not those of the one query that was meant.
_NOT_TO_BE_SPLIT = re.compile(
    r"\b(?:OR|NOT|CASE|IIF|DISTINCT|TOP|GROUP|HAVING|ORDER|OVER|UNION|EXCEPT|INTERSECT|SELECT|"
    r"(?:COUNT|COUNT_BIG|SUM|AVG|MIN|MAX|STDEVP?|VARP?|STRING_AGG)(?=\s*\())\b",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A piece of a statement: text as it stands, or a named place with the comparison before it."""

    text: str
    name: str | None = None
    compared: str = ""
    is_code: bool = True
    """False for a literal, a quoted name or a comment."""


def parse(statement: str) -> list[Part]:
    """Split a statement into text and named places, leaving literals and comments alone.

    Raises:
        QueryError: It is not one SELECT, or a literal or comment does not end.
    """
    parts: list[Part] = []
    position = 0
    for match in _TOKEN.finditer(statement):
        if match["open"]:
            raise QueryError(
                f"The query holds a {match['open']} that is never closed, at character {match.start() + 1}."
            )
        if match["end"] and statement[match.end() :].strip():
            raise QueryError("A query is one statement; this one goes on after a semicolon.")
        parts.append(Part(statement[position : match.start()]))
        if match["place"]:
            parts.append(Part(match["place"], match["name"], match["compared"] or ""))
        elif not match["end"]:
            parts.append(Part(match[0], is_code=False))
        position = match.end()
    parts.append(Part(statement[position:]))
    code = _code(parts)
    if not _SELECT.match(code):
        raise QueryError("Only a SELECT can be queried; everything else is done by the API's other calls.")
    other = _NOT_READING.search(code)
    if other:
        raise QueryError(
            f"Only a SELECT can be queried, and this one holds {other[0].upper()}. A column of that name is written in "
            f"brackets: [{other[0]}]."
        )
    return parts


def _code(parts: Sequence[Part]) -> str:
    """Give a statement without its literals and comments, and without values."""
    return " ".join(part.text for part in parts if part.is_code and part.name is None)


def format_query(
    statement: str, values: Mapping[str, Any], *, dates: Dates = "iso", longest: int = LONGEST_SCRIPT
) -> list[str]:
    """Give the queries to send: one, or several where a list is too long for one address.

    Args:
        statement: A SELECT with places such as `:since`, and `IN :ids` for a list.
        values: A value for each place. None after `=` becomes IS NULL, after `<>` IS NOT NULL.
        dates: How dates are written: quoted ISO 8601, or OLE automation numbers.
        longest: Characters that a query may have in the address.

    Raises:
        QueryError: A place has no value, a value no place, or a value cannot be written.
    """
    parts = parse(statement)
    _check_names(parts, values)
    whole = _fill(parts, values, dates)
    if len(quote(whole)) <= longest:
        return [whole]
    # Places, not names: one list at two places means pairs that are not all together in any part of it.
    lists = [index for index, part in enumerate(parts) if part.name and _is_list(values[part.name])]
    if not lists:
        # It may be more than the service takes; how much that is, is not documented.
        return [whole]
    if len(lists) > 1:
        raise QueryError("The query is too long for one address, and one with several lists cannot be split.")
    name = str(parts[lists[0]].name)
    hindering = _hindering(parts, lists[0])
    if hindering:
        raise QueryError(
            f"The list {name!r} is too long for one address, and a query with {hindering} "
            "cannot be split over several: their rows together would be others. Leave it out, or give shorter lists."
        )
    return list(_split(parts, values, name, dates, longest))


def _hindering(parts: Sequence[Part], index: int) -> str | None:
    """Give what keeps a statement from being split by the list at a place, or None."""
    code = _code(parts)
    start = _SELECT.match(code)
    found = _NOT_TO_BE_SPLIT.search(code, start.end() if start else 0)
    if found:
        return found[0].upper()
    # Elsewhere it may decide what a row holds, as in the condition of an outer join, and not only which there are.
    return None if re.search(r"\bWHERE\b", _code(parts[:index]), re.IGNORECASE) else "a list outside of its WHERE"


def literal(value: Any, dates: Dates = "iso") -> str:
    """Write one value as SQL.

    Raises:
        QueryError: There is no way to write it.
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        if "\0" in value:
            raise QueryError("A text in a query cannot hold the NUL character.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise QueryError("A text in a query cannot hold the half of a character (a lone surrogate).")
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, int | float | Decimal):
        number = exact_decimal(value)
        if number is None:
            raise QueryError("What is infinite, or beyond a double, is not a number that a query can hold.")
        return format(number, "f")
    if isinstance(value, datetime.date):
        return _date_literal(value, dates)
    raise QueryError(
        f"A query cannot hold a {type(value).__name__} here: give text, a number, a boolean or a date. A list goes "
        "after IN, as in crm.query('… WHERE PersonId IN :ids', ids=[1, 2])."
    )


def _date_literal(value: datetime.date, dates: Dates) -> str:
    is_moment = isinstance(value, datetime.datetime)
    moment = value if is_moment else datetime.datetime.combine(value, datetime.time())
    assert isinstance(moment, datetime.datetime)  # noqa: S101 - for the type checker
    if dates == "ole":
        return f"{ole_date(moment):.10f}".rstrip("0").rstrip(".")
    return f"'{query_date(moment)}'"


def _check_names(parts: Sequence[Part], values: Mapping[str, Any]) -> None:
    places = {part.name for part in parts if part.name}
    without = sorted(places - values.keys())
    if without:
        for name in _NOT_FOR_PLACES.intersection(without):
            raise QueryError(f":{name} is an argument of query itself; call the place something else.")
        raise QueryError(f"The query names {', '.join(':' + name for name in without)}, and no value was given.")
    too_many = sorted(values.keys() - places)
    if too_many:
        raise QueryError(
            f"The query has no place for {', '.join(too_many)}; write it as :{too_many[0]}, outside of quotes."
        )


def _fill(parts: Sequence[Part], values: Mapping[str, Any], dates: Dates) -> str:
    return "".join(
        part.text if part.name is None else _filled(part, values[part.name], parts[:index], dates)
        for index, part in enumerate(parts)
    )


def _filled(part: Part, value: Any, before: Sequence[Part], dates: Dates) -> str:
    if value is None:
        if not part.compared:
            raise QueryError(f":{part.name} is None, which only `= :{part.name}` and `<> :{part.name}` can express.")
        return " IS NULL" if part.compared.strip() == "=" else " IS NOT NULL"
    if not _is_list(value):
        written = literal(value, dates)
        # Two signs in a row would begin a comment.
        beside = written.startswith("-") and not part.compared and before[-1].text.endswith("-")
        return f"{part.compared}{' ' if beside else ''}{written}"
    inside_of = _IN.search(_code(before))
    if part.compared or inside_of is None:
        raise QueryError(f":{part.name} is a list; write IN :{part.name}.")
    if not value:
        raise QueryError(f":{part.name} is an empty list; nothing could be found by it.")
    if any(item is None or _is_list(item) for item in value):
        raise QueryError(f":{part.name} may hold neither None nor lists.")
    inside = ", ".join(literal(item, dates) for item in value)
    return inside if inside_of["open"] else f"({inside})"


def _split(parts: Sequence[Part], values: Mapping[str, Any], name: str, dates: Dates, longest: int) -> Iterator[str]:
    # What the service may take for equal stays in one query, for asked for in two its rows would come twice.
    together: dict[str, list[Any]] = {}
    for item in dict.fromkeys(values[name]):
        together.setdefault(_folded(item, dates), []).append(item)
    groups = list(together.values())
    start, count = 0, len(groups)
    while start < len(groups):
        # Halve what does not fit; one group always goes out, for it cannot be split any more.
        count = min(2 * count, len(groups) - start)
        while True:
            items = [item for group in groups[start : start + count] for item in group]
            text = _fill(parts, {**values, name: items}, dates)
            if count == 1 or len(quote(text)) <= longest:
                break
            count = (count + 1) // 2
        yield text
        start += count


def _folded(item: Any, dates: Dates) -> str:
    """Give a value of a list without what comparisons may leave out: case, blanks, how a character is made up."""
    return unicodedata.normalize("NFKC", literal(item, dates)).casefold().replace(" ", "").strip("'")


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset)
