"""The records of a page or a list: a list that notebooks show as a table."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


class Records(list[T]):
    """A list of records."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from webcrm_ext.paging.html_table import html_table  # noqa: PLC0415 - in notebooks only

        return html_table(self)
