"""A small HTML table of records, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from webcrm_api.display import cell, filled, in_order, table_html
from webcrm_api.model import Model

from webcrm_ext.dates import is_empty_date

_ROWS = 20
_COLUMNS = 8


def html_table(records: Sequence[Any]) -> str:
    """Return a table of the first 20 records, and at most 8 columns; secrets are redacted."""
    first = records[:_ROWS]
    if not first or not all(isinstance(each, Model | dict) for each in first):
        return f"<p>{escape(repr(list(first)) if first else 'No records')}</p>"
    rows = [filled(each) if isinstance(each, Model) else _filled(each) for each in first]
    known = dict.fromkeys(name for row in rows for name in row)
    in_rank = [name for name in in_order(first[0]) if name in known] if isinstance(first[0], Model) else []
    names = list(dict.fromkeys([*in_rank, *known]))
    columns = names[:_COLUMNS]
    cells = [[cell(str(name), row.get(name)) for name in columns] for row in rows]
    shown = f"{len(first)} of {len(records)} records, {len(columns)} of {len(names)} filled columns"
    return table_html(type(first[0]).__name__ if in_rank else "Rows", map(str, columns), cells, shown)


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value and not is_empty_date(value)}
