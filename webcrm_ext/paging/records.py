"""The records of a page or a list: a list that notebooks show as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from webcrm_api.model import Model

T = TypeVar("T")


class Records(list[T]):
    """A list of records."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from webcrm_ext.paging.html_table import html_table  # noqa: PLC0415 - in notebooks only

        return html_table(self)


def as_plain(records: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the dictionary of each record; rows stay as they are."""
    return [each.to_dict() if isinstance(each, Model) else each for each in records]
