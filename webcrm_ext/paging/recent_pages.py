"""Detect a list that never ends, because the service returns the same pages again and again."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from itertools import chain
from typing import Any

import msgspec
from webcrm_api.model import Model

LIMIT = 16
"""Pages that the next one is compared with."""

_ID_TYPES = (int, str)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,20})?\Z")


class RecentPages:
    """The fingerprints of the last 16 pages of a list. The pages themselves are not kept.

    Records are compared by their ids. Records without an id and rows of a query, where a join repeats ids, are
    compared by their content without dates: a date may be that of the request.
    """

    def __init__(self) -> None:
        self._fingerprints: deque[int] = deque(maxlen=LIMIT)

    def add(self, records: Sequence[Any]) -> int | None:
        """Add a page that is not empty, and return how many pages ago it came already; None if it did not."""
        fingerprint = _fingerprint(records)
        ago = None
        if fingerprint in self._fingerprints:
            ago = len(self._fingerprints) - self._fingerprints.index(fingerprint)
        self._fingerprints.append(fingerprint)
        return ago


def _fingerprint(records: Sequence[Any]) -> int:
    name = _id_name(records[0])
    if name is not None:
        ids = [getattr(record, name, None) for record in records]
        # A query can read rows with repeated or missing ids into records.
        if all(each.__class__ in _ID_TYPES and each for each in ids) and len(set(ids)) == len(ids):
            return hash(repr(ids))  # not of a tuple: Python 3.11 keeps thousands of freed tuples with 20 elements
    rows = [record.to_dict() if isinstance(record, Model) else record for record in records]
    return _content_fingerprint(rows) if isinstance(rows[0], dict) else hash(repr(rows))


def _id_name(record: Any) -> str | None:
    """Return the attribute with the id of a record. It is the first one of an entity, and `Id` of others."""
    if not isinstance(record, Model):
        return None
    names = record._shape.names  # noqa: SLF001 - the generated base's, for this layer
    first, api_name = next(iter(names.items()), ("", ""))
    return first if api_name.endswith("Id") else "id" if "id" in names else None


def _content_fingerprint(rows: list[dict[str, Any]]) -> int:
    """Return the fingerprint of all columns but dates; of the dates, where there is nothing else."""
    differ = len(set(map(len, rows))) > 1
    columns = list(dict.fromkeys(chain.from_iterable(rows)) if differ else rows[0])
    kept = [column for column in columns if _is_content(column, rows)] or columns
    values = [list(map(row.get, kept)) for row in rows]
    try:
        return hash(msgspec.msgpack.encode(values))
    except (TypeError, ValueError, OverflowError):  # such as a half character
        return hash(repr(values))


def _is_content(column: str, rows: list[dict[str, Any]]) -> bool:
    """Return whether a column has values that are no dates; its first value decides."""
    for row in rows:
        value = row.get(column)
        if value is not None:
            return not (isinstance(value, str) and _DATE.match(value))
    return False
