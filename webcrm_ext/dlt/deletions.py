"""Deletions: find the records of the destination that webCRM no longer has."""

from __future__ import annotations

from typing import Any

from webcrm_ext.errors import BadRequestError, WebCRMError
from webcrm_ext.exports.pages import query_call
from webcrm_ext.exports.reader import TableReader
from webcrm_ext.operations import Operation, Together
from webcrm_ext.queries.selection import equal_to_any, select


def find_deleted(reader: TableReader, present: set[int], marked: set[int], *, all_read: bool) -> Operation[set[int]]:
    """Read the records that exist again, and return the ids of those that were deleted.

    Args:
        reader: The reader, which has read the table, or its changes.
        present: The ids in the destination that are not marked as deleted.
        marked: The ids that are marked as deleted.
        all_read: Whether the reader has read the whole list; then the ids are read again only if some are missing.

    Raises:
        WebCRMError: A call failed.
    """
    read = frozenset(reader.read.ids)
    gone = present - read
    if not gone and (all_read or not marked):
        return gone
    try:
        current: set[int] = yield from reader.read_ids()
    except BadRequestError:  # the service has no query for this table
        if not all_read:
            raise
        return gone
    # A record that came back may have its old date of change. The list may lack one, see `read_between_pages`.
    unread = current & (marked | gone if all_read else marked) - read
    yield from _read_by_id(reader, sorted(unread))
    return gone - current


def _read_by_id(reader: TableReader, ids: list[int]) -> Operation[None]:
    table: Any = reader.table
    frame = select(table, f"() AND {table.id_column} >= {max(ids, default=0)}")
    for where in equal_to_any(table.id_column, ids, rest=frame):
        (page,) = yield Together((query_call(table, 0, where),))
        if isinstance(page, WebCRMError):
            raise page
        yield from reader.read_rows(page, where)
