"""Queries by SQL: `format_query` writes a SELECT with named values; `crm.query` also sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webcrm_ext.queries.formatting import format_query


def __getattr__(name: str) -> Any:
    if name != "format_query":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from webcrm_ext.queries.formatting import format_query  # noqa: PLC0415 - importing the package stays cheap

    return format_query


__all__ = ["format_query"]
