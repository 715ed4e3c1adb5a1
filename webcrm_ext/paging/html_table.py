"""A small HTML table of records, for notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from webcrm_api.model import Model
from webcrm_api.redaction import is_secret, redact_address

from webcrm_ext.dates import is_empty_date

_ROWS = 20
_COLUMNS = 8
_CHARACTERS = 60

_FIRST = tuple(
    re.compile(pattern)
    for pattern in (
        r"Id",
        r"Name|.*Name|.*Description",
        r".*E[mM]ail",
        r"(?:Organisation|Person|Delivery|\w+)Id",
        r".*Status",
    )
)
"""Columns that are shown first: id, name, e-mail, parent and status, without the entity's name before them."""


def html_table(records: Sequence[Any]) -> str:
    """Return a table of the first 20 records, with the 8 columns that tell most; secrets are redacted."""
    rows = [each.to_dict() if isinstance(each, Model) else each for each in records[:_ROWS]]
    if not rows or not all(isinstance(row, dict) for row in rows):
        return f"<p>{escape(repr(list(records[:_ROWS])) if records else 'No records')}</p>"
    entity = type(records[0]).__name__.removesuffix("Dto") if isinstance(records[0], Model) else ""
    filled = list(dict.fromkeys(name for row in rows for name, value in row.items() if _is_filled(value)))
    columns = list(dict.fromkeys([*_first(entity, filled), *filled]))[:_COLUMNS]
    head = "".join(f"<th>{escape(str(name))}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(name, row.get(name))}</td>' for name in columns)}</tr>" for row in rows)
    shown = f"{len(rows)} of {len(records)} records, {len(columns)} of {len(filled)} filled columns"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{shown}</p>"


def _first(entity: str, names: Sequence[str]) -> Iterator[str]:
    for pattern in _FIRST:
        matching = [name for name in names if pattern.fullmatch(name.removeprefix(entity))]
        yield from sorted(matching, key=len)[:1]


def _is_filled(value: Any) -> bool:
    return value not in (0, "[]", []) and not is_empty_date(value)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    text = "***" if is_secret(str(name)) else str(redact_address(value))
    return escape(text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…")
