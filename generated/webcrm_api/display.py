# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Records as people see them: a short line, and a table in a notebook. Secrets are redacted."""

from __future__ import annotations

import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from .redaction import is_secret, redact_address
from .types import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Model

_LINE = 100
_REPR_CHARACTERS = 2 * _LINE
_VALUE_CHARACTERS = 40
_CELL_CHARACTERS = 80
_ROWS = 40
_FIRST = (
    "id", "name", "first_name", "last_name", "description", "email", "number", "organisation_id", "person_id", "status",
    "type",
)  # fmt: skip
"""What people know a record by: its attributes without the name of its entity, in this order."""


def filled(record: Model) -> list[tuple[str, Any]]:
    """Return the attributes that have a value, and those values: what people know the record by comes first.

    None, "", 0, False and empty lists are no values here: the service has them for what was never set.
    """
    names = list(record._shape.names)  # noqa: SLF001
    entity = names[0].removesuffix("id") if names else ""  # the id is required, and so it is the first
    known_by = {f"{entity}{each}": place for place, each in enumerate(_FIRST)}
    values = ((name, getattr(record, name)) for name in sorted(names, key=lambda name: known_by.get(name, len(_FIRST))))
    return [(name, value) for name, value in values if value is not UNSET and value]


def shown(name: str, value: Any, limit: int) -> str:
    """Return a value as text; passwords, tokens and the queries of addresses are redacted.

    Args:
        name: The name of its attribute.
        value: The value.
        limit: The most characters.
    """
    if is_secret(name):
        return "'***'"
    text = value.isoformat() if isinstance(value, datetime.datetime) else repr(redact_address(value))
    return text if len(text) <= limit else f"{text[:limit]}…"


def record_repr(record: Model) -> str:
    """Return the repr of a record: at most two lines of 100 characters."""
    values = filled(record)
    text, count = "", 0
    for name, value in values:
        part = f"{', ' if text else ''}{name}={shown(name, value, _VALUE_CHARACTERS)}"
        if text and len(type(record).__name__) + len(text) + len(part) > _REPR_CHARACTERS - len(", … 000 more)"):
            break
        text += part
        count += 1
    more = len(values) - count
    return f"{type(record).__name__}({text}{f', … {more} more' if more else ''})"


def record_html(record: Model) -> str:
    """Return an HTML table of what is set in a record, at most 40 rows."""
    values = filled(record)
    more = len(values) - _ROWS
    rows = [(name, shown(name, value, _CELL_CHARACTERS)) for name, value in values[:_ROWS]]
    return table_html(type(record).__name__, ("attribute", "value"), rows, f"… {more} more" if more > 0 else "")


def table_html(caption: str, columns: Iterable[str], rows: Iterable[Iterable[str]], note: str = "") -> str:
    """Return an HTML table; all text is escaped.

    Args:
        caption: The line above it.
        columns: The names of the columns.
        rows: The texts of the cells, row by row.
        note: A line below it.
    """
    heads = "".join(f"<th>{escape(each)}</th>" for each in columns)
    cells = "".join("<tr>" + "".join(f"<td>{escape(each)}</td>" for each in row) + "</tr>" for row in rows)
    table = f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>"
    return f"<div>{table}{f'<p>{escape(note)}</p>' if note else ''}</div>"


__all__ = ["filled", "record_html", "record_repr", "shown", "table_html"]
