"""Read a list page by page: which call is next, and whether the list is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import evolve
from webcrm_api.calls import Call, Listing
from webcrm_api.readers import each

from webcrm_ext.errors import UnexpectedResponseError
from webcrm_ext.operations import Operation
from webcrm_ext.paging.recent_pages import RecentPages

if TYPE_CHECKING:
    from webcrm_api.pages import Progress

T = TypeVar("T")

MAX_PAGE_SIZE = 1000
"""The most records that the service returns in one page (documented)."""


def page_call(listing: Listing[Any], offset: int, size: int, limit: int | None) -> Call[Any]:
    """Return the call for the page that begins after `offset` records, a multiple of `size`.

    The last page of a limited list is as small as its offset allows: page 3 of 500 instead of page 2 of 1000.
    """
    if limit is not None and limit - offset < size:
        size = next(smaller for smaller in range(limit - offset, size + 1) if offset % smaller == 0)
    return listing.call(offset // size + 1, size)


class PageReader(Generic[T]):
    """Reads the pages of one iteration."""

    def __init__(
        self, listing: Listing[T], size: int, limit: int | None = None, progress: Progress | None = None
    ) -> None:
        self._listing = listing
        self._size = size
        self._limit = limit
        self._progress = progress
        self._recent = RecentPages()
        self._pages = 0
        self._records = 0

    def calls(self) -> Iterator[Call[Any]]:
        """Return the calls for the pages, endless if there is no limit."""
        offsets = count(0, self._size) if self._limit is None else range(0, self._limit, self._size)
        return (page_call(self._listing, offset, self._size, self._limit) for offset in offsets)

    def take(self, value: Any) -> tuple[list[T], bool]:
        """Return the records of the next page, and whether more pages may follow.

        Raises:
            UnexpectedResponseError: The page equals one of the 16 before it: the list would never end.
        """
        records = self._listing.items(value)
        more = self._listing.paged and len(records) >= self._size  # a shorter page is the last one
        if self._limit is not None:
            left = self._limit - self._pages * self._size
            records = records[:left]
            more = more and left > self._size
        ago = self._recent.add(records) if more else None
        if ago is not None:
            number = self._pages + 1
            raise UnexpectedResponseError(
                f"Page {number} of {self._listing.call(1, 1).path} equals page {number - ago} ({len(records)} "
                "records): the service does not seem to page this list. Reading stopped. Rows of a query are compared "
                "by their content without dates: if they may be equal, select the id too.",
                status=200,
                body="",
            )
        self._pages += 1
        self._records += len(records)
        if self._progress is not None:
            self._progress(self._pages, self._records)
        return records, more


def all_records(call_for: Callable[[int, int], Call[list[T]]]) -> Operation[list[T]]:
    """Read all pages of a list inside an operation, in pages of 1000, and return their records.

    Raises:
        UnexpectedResponseError: A page equals one of the 16 before it.
    """
    reader = PageReader(Listing(call=call_for, items=_unchanged, paged=True), MAX_PAGE_SIZE)
    found: list[T] = []
    for call in reader.calls():
        records, more = reader.take((yield call))
        found += records
        if not more:
            break
    return found


def as_rows(listing: Listing[Any]) -> Listing[Any]:
    """Return a listing of the same records as dictionaries, which are not decoded to models."""
    if not listing.paged:
        return listing  # one call, whose response may be an object around the list

    def call(page: int, size: int) -> Call[list[dict[str, Any]]]:
        return evolve(listing.call(page, size), reader=_read_rows)

    return Listing(call=call, items=_unchanged, paged=True)


def _unchanged(value: Any) -> Any:
    return value


_read_rows = each(_unchanged, "objects")
