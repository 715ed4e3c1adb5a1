"""Read a table: all pages of its list, or the rows of a query by id. Written once for files and warehouses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from attrs import define, field
from webcrm_api.calls import Call
from webcrm_api.tables import Table

from webcrm_ext.errors import BadRequestError, UnexpectedResponseError, WebCRMError
from webcrm_ext.exports.pages import IdReader, Page, list_call, query_call
from webcrm_ext.exports.text_formats import Records
from webcrm_ext.operations import Operation, Together

_GAPS_AT_ONCE = 30
"""So many conditions make a query of about 2,000 characters."""


@define
class ReadIds:
    """The ids of the records that were read.

    Attributes:
        ids: All ids.
        ranges: The first and the last id of each page of the list.
        is_ordered: Whether the pages of the list are in the order of ids.
    """

    ids: set[int] = field(factory=set)
    ranges: list[tuple[int, int]] = field(factory=list)
    is_ordered: bool = True

    def clear(self) -> None:
        """Forget all of them."""
        self.ids.clear()
        self.ranges.clear()
        self.is_ordered = True

    def add(self, ids: Sequence[int], *, listed: bool) -> None:
        """Add the ids of a page.

        Args:
            ids: The ids.
            listed: Whether it is a page of the list, not of a query.
        """
        self.ids.update(ids)
        if listed and ids:
            last = self.ranges[-1][1] if self.ranges else -1
            self.is_ordered &= ids[0] > last and list(ids) == sorted(ids)
            self.ranges.append((ids[0], ids[-1]))


@define(eq=False)
class TableReader:
    """Reads a table. Each record is taken once.

    Attributes:
        table: The table.
        concurrency: The most pages that are requested at once.
        read: The ids of the records that were read.
        take: Takes the records of a page that were not read before, their ids, and whether a query returned them.
    """

    table: Table[Any]
    concurrency: int
    read: ReadIds
    take: Callable[[Records, list[int], bool], Operation[Any]]
    _read_ids: IdReader = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._read_ids = IdReader(self.table)

    def read_rows(self, page: Page, where: str) -> Operation[None]:
        """Read the rows of a query by id. Records that others add or delete meanwhile move no other.

        Args:
            page: The first page.
            where: The condition; "" for the rest of the table.

        Raises:
            UnexpectedResponseError: The rows are not in the order of ids.
            WebCRMError: A call failed.
        """
        start = 0
        while True:
            ids = self._read_ids(page.records)
            yield from self._take(page, ids, by_query=True)
            if page.is_last:
                return
            if not all(id_ is not None and id_ >= start for id_ in ids):
                raise UnexpectedResponseError(
                    f"The rows of {self.table.name} are not in the order of {self.table.id_column}.",
                    status=200,
                    body="",
                )
            start = max(id_ for id_ in ids if id_ is not None) + 1
            page = yield query_call(self.table, start, where)

    def read_list(self, page: Page, number: int = 1, *, known: bool = False) -> Operation[None]:
        """Read the pages of the list, several at once.

        Args:
            page: The first page.
            number: Its number.
            known: Whether its records may all have been read before.

        Raises:
            UnexpectedResponseError: A page has only records of the pages before.
            WebCRMError: A call failed.
        """
        yield from self._read_pages(page, number, known=known)
        yield from self.read_between_pages()

    def _read_pages(self, page: Page, number: int, *, known: bool) -> Operation[None]:
        together = 1
        while True:
            new = yield from self._take(page, self._read_ids(page.records), by_query=False)
            if page.is_last:
                return
            if not new and not known:
                raise self._endless(number)
            together = min(2 * together, self.concurrency)
            calls = tuple(list_call(self.table, number + each) for each in range(1, together + 1))
            *before, page = yield from _all(calls)
            number, known = number + together, False
            for position, each in enumerate(before):
                new = yield from self._take(each, self._read_ids(each.records), by_query=False)
                if each.is_last:
                    return
                if not new:
                    raise self._endless(number - together + position + 1)

    def read_between_pages(self) -> Operation[None]:
        """Read the records between the last id of a page of the list and the first of the next.

        Usually there are none. If a record is deleted while the list is read, the service moves the later ones
        forwards, and the first of a page is then on the page before, which was read already.

        Raises:
            WebCRMError: A call failed; a refused query raises nothing.
        """
        if not self.read.is_ordered:
            return
        column, ranges = self.table.id_column, self.read.ranges
        gaps = [(before + 1, after - 1) for (_, before), (after, _) in pairwise(ranges) if after - before > 1]
        for start in range(0, len(gaps), _GAPS_AT_ONCE):
            some = gaps[start : start + _GAPS_AT_ONCE]
            where = " OR ".join(f"({column} >= {first} AND {column} <= {last})" for first, last in some)
            (page,) = yield Together((query_call(self.table, 0, where),))
            if is_refused_query(page):
                return
            if isinstance(page, WebCRMError):
                raise page
            yield from self.read_rows(page, where)

    def read_ids(self) -> Operation[set[int]]:
        """Read the ids of all records by queries, 1000 with each.

        Raises:
            WebCRMError: A call failed.
        """
        ids, start = set[int](), 0
        while True:
            page: Page = yield query_call(self.table, start, columns=self.table.id_column)
            found = {id_ for id_ in self._read_ids(page.records) if id_ is not None and id_ >= start}
            ids |= found
            if page.is_last or not found:
                return ids
            start = max(found) + 1

    def _take(self, page: Page, ids: list[int | None], *, by_query: bool) -> Operation[int]:
        """Take the records of a page that were not read before, and return their number."""
        records = _not_read(page.records, ids, self.read.ids)
        if records:
            new = [id_ for id_ in dict.fromkeys(ids) if id_ is not None and id_ not in self.read.ids]
            yield from self.take(records, new, by_query)
            self.read.add(new, listed=not by_query)
        return len(records)

    def _endless(self, number: int) -> UnexpectedResponseError:
        return UnexpectedResponseError(
            f"Page {number} of {self.table.resource} has only records of the pages before: the service does not "
            "seem to page this list. Reading stopped.",
            status=200,
            body="",
        )


def is_refused_query(outcome: Any) -> bool:
    """Return whether the service has no table for a query, or refuses it otherwise."""
    return isinstance(outcome, BadRequestError)


def _not_read(records: Records, ids: Sequence[int | None], read: set[int]) -> Records:
    """Return the records whose ids were not read before, each once; those without an id are all returned."""
    if read.isdisjoint(ids) and len(set(ids)) == len(ids):
        return records
    found = dict.fromkeys(ids)
    new = []
    for record, id_ in zip(records, ids, strict=True):
        if id_ is None or (id_ in found and id_ not in read):
            new.append(record)
            found.pop(id_, None)
    return new


def _all(calls: tuple[Call[Page], ...]) -> Operation[list[Page]]:
    """Make calls at once, and return their pages.

    Raises:
        WebCRMError: One failed.
    """
    pages: list[Page] = []
    for outcome in (yield Together(calls)):
        if isinstance(outcome, WebCRMError):
            raise outcome
        pages.append(outcome)
    return pages
