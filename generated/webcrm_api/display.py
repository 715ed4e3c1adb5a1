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
    from collections.abc import Callable, Iterable

    from .model import Model

_LINE = 100
_REPR_CHARACTERS = 2 * _LINE
_VALUE_CHARACTERS = 40
_CELL_CHARACTERS = 80
_ROWS = 40
_LEFT = ' style="text-align: left"'
"""Notebooks align cells to the right."""
_FIRST = (
    "id", "name", "first_name", "last_name", "description", "email", "number", "organisation_id", "person_id", "status",
    "type",
)  # fmt: skip
"""What people know a record by: its attributes without the name of its entity, in this order."""


def known_by(record: Model | type[Model]) -> list[str]:
    """Return the attributes that people know a record by, the id and the name first."""
    names = record._shape.names  # noqa: SLF001
    entity = next(iter(names), "").removesuffix("id")  # the id is required, and so it is the first
    return [name for each in _FIRST if (name := f"{entity}{each}") in names]


def in_order(record: Model) -> list[str]:
    """Return the attributes of a record: what people know it by comes first."""
    return list(dict.fromkeys([*known_by(record), *record._shape.names]))  # noqa: SLF001


def filled(record: Model) -> dict[str, Any]:
    """Return the attributes that have a value, in their order, and those values.

    None, "", 0, False, empty lists and "[]" are no values here: the service has them for what was never set.
    """
    values = ((name, getattr(record, name)) for name in in_order(record))
    return {name: value for name, value in values if value is not UNSET and value and value != "[]"}


def cell(name: str, value: Any, longest: int | None = _CELL_CHARACTERS) -> str:
    """Return the text of a value in a table; secrets are redacted.

    Args:
        name: The name of the attribute or column.
        value: The value.
        longest: The characters after which the text is cut; None for the whole text.
    """
    text = "***" if is_secret(name) else "" if value is None else _text(value, str)
    return text if longest is None or len(text) <= longest else f"{text[:longest]}…"


def record_repr(record: Model) -> str:
    """Return the repr of a record: at most two lines of 100 characters."""
    values = filled(record)
    text, count = "", 0
    for name, value in values.items():
        part = f"{', ' if text else ''}{name}={_shown(name, value)}"
        if text and len(type(record).__name__) + len(text) + len(part) > _REPR_CHARACTERS - len("(, … 000 more)"):
            break
        text += part
        count += 1
    more = len(values) - count
    return f"{type(record).__name__}({text}{f', … {more} more' if more else ''})"


def _shown(name: str, value: Any) -> str:
    if is_secret(name):
        return "'***'"
    text = value.isoformat() if isinstance(value, datetime.datetime) else _text(value, repr)
    return text if len(text) <= _VALUE_CHARACTERS else f"{text[:_VALUE_CHARACTERS]}…"


def _text(value: Any, convert: Callable[[Any], str]) -> str:
    try:
        return convert(redact_address(value))
    except Exception:  # noqa: BLE001 - of any class that a program has put into a record
        return f"<{type(value).__name__}>"


def record_html(record: Model) -> str:
    """Return an HTML table of what is set in a record, at most 40 rows."""
    rows = [(name, cell(name, value)) for name, value in filled(record).items()]
    more = len(rows) - _ROWS
    return table_html(type(record).__name__, ("attribute", "value"), rows[:_ROWS], f"… {more} more" if more > 0 else "")


def table_html(caption: str, columns: Iterable[str], rows: Iterable[Iterable[str]], note: str = "") -> str:
    """Return an HTML table; all text is escaped.

    Args:
        caption: The line above it.
        columns: The names of the columns.
        rows: The texts of the cells, row by row.
        note: A line below it.
    """
    heads = "".join(f"<th{_LEFT}>{escape(each)}</th>" for each in columns)
    cells = "".join("<tr>" + "".join(f"<td{_LEFT}>{escape(each)}</td>" for each in row) + "</tr>" for row in rows)
    table = f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>"
    return f"<div>{table}{f'<p>{escape(note)}</p>' if note else ''}</div>"


__all__ = ["cell", "filled", "in_order", "known_by", "record_html", "record_repr", "table_html"]
