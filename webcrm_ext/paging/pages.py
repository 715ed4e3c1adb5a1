"""Lists, page by page: lazy, complete at the first short page, protected against endless loops, with prefetch."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing
from itertools import count
from typing import Any, Generic, TypeVar

from webcrm_api.calls import Call, Listing
from webcrm_api.pages import Progress

from webcrm_ext.errors import ConfigurationError, UnexpectedResponseError, short_repr
from webcrm_ext.operations import Operation
from webcrm_ext.paging.recent_pages import RecentPages

T = TypeVar("T")

MAX_PAGE_SIZE = 1000
"""The most records that the service returns in one page (documented)."""

MAX_CONCURRENCY = 64
"""The most pages that are prefetched at once."""


def validate_size(size: int) -> None:
    """Validate a page size.

    Raises:
        ConfigurationError: It is not a whole number from 1 to 1000.
    """
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_PAGE_SIZE:
        raise ConfigurationError(f"size is {short_repr(size)}; a page has 1 to {MAX_PAGE_SIZE} records.")


def validate_page(number: int) -> None:
    """Validate a page number.

    Raises:
        ConfigurationError: It is not a whole number, or it is below 1.
    """
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ConfigurationError(f"page is {short_repr(number)}; pages are numbered from 1.")


def validate_progress(progress: Progress) -> None:
    """Validate the function that is called after each page.

    Raises:
        ConfigurationError: It is not a function.
    """
    if not callable(progress):
        raise ConfigurationError(f"progress is {short_repr(progress)}; pass a function of two numbers, or None.")


class PageReader(Generic[T]):
    """Reads the pages of one iteration: which call is next, and whether the list is complete."""

    def __init__(self, listing: Listing[T], size: int, progress: Progress | None) -> None:
        self._listing = listing
        self._size = size
        self._progress = progress
        self._recent = RecentPages()
        self._pages = 0
        self._records = 0

    def call(self, number: int) -> Call[Any]:
        """Return the call for a page."""
        return self._listing.call(number, self._size)

    def take(self, value: Any) -> tuple[list[T], bool]:
        """Return the records of the next page, and whether more pages may follow.

        Raises:
            UnexpectedResponseError: The page equals one of the 16 before it: the list would never end.
        """
        records = self._listing.items(value)
        more = self._listing.paged and len(records) >= self._size  # a shorter page is the last one
        ago = self._recent.add(records) if more else None
        if ago is not None:
            number = self._pages + 1
            raise UnexpectedResponseError(
                f"Page {number} of {self.call(1).path} equals page {number - ago} ({len(records)} records): the "
                "service does not seem to page this list. Reading stopped. Rows of a query are compared by their "
                "content without dates: if they may be equal, select the id too.",
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
    reader = PageReader(Listing(call=call_for, items=lambda value: value, paged=True), MAX_PAGE_SIZE, None)
    found: list[T] = []
    number, more = 0, True
    while more:
        number += 1
        records, more = reader.take((yield reader.call(number)))
        found += records
    return found


class _Pages(Generic[T]):
    """The base of blocking and async pages."""

    def __init__(
        self, run: Any, listing: Listing[T], *, size: int, concurrency: int, progress: Progress | None
    ) -> None:
        self._run = run
        self._listing = listing
        self._size = size
        self._concurrency = concurrency if listing.paged else 1
        self._progress = progress
        if progress is not None:
            validate_progress(progress)
        validate_size(size)
        whole = isinstance(concurrency, int) and not isinstance(concurrency, bool)
        if not whole or not 1 <= concurrency <= MAX_CONCURRENCY:
            raise ConfigurationError(
                f"concurrency is {short_repr(concurrency)}; 1 to {MAX_CONCURRENCY} pages can be prefetched."
            )

    def _reader(self) -> PageReader[T]:
        return PageReader(self._listing, self._size, self._progress)

    def _page_call(self, number: int) -> Call[Any] | None:
        validate_page(number)
        if number > 1 and not self._listing.paged:
            return None
        return self._listing.call(number, self._size)

    def _first_call(self) -> Call[Any]:
        return self._listing.call(1, 1)

    def __repr__(self) -> str:
        call = self._listing.call(1, self._size)
        return f"<{type(self).__name__} of {call.method} {call.path}, read when it is iterated>"


class Pages(_Pages[T]):
    """The records of a list. Nothing is sent until they are requested; each iteration starts again.

    Prefetched pages keep their order, and an error is raised at its page. At most `concurrency` pages are in memory.
    An iteration that ends early cancels the calls in flight. Each page is a call, with a deadline of its own.

    Raises:
        WebCRMError: While records are read, what their calls raise; `UnexpectedResponseError` also if a page equals
            one of the 16 before it: the list would never end.
    """

    def __iter__(self) -> Generator[T, None, None]:
        """Iterate over the records of all pages, in the order of the API (by id)."""
        with closing(self.pages()) as pages:
            for page in pages:
                yield from page

    def pages(self) -> Generator[list[T], None, None]:
        """Iterate over the pages, each a list of at most `size` records; an empty page is left out."""
        reader = self._reader()
        with closing(self._values(reader)) as values:
            for value in values:
                records, more = reader.take(value)
                if records:
                    yield records
                if not more:
                    return

    def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty.

        Raises:
            ConfigurationError: The number is below 1; nothing was sent.
        """
        call = self._page_call(number)
        return self._listing.items(self._run(call)) if call else []

    def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record only."""
        return next(iter(self._listing.items(self._run(self._first_call()))), None)

    def to_list(self) -> list[T]:
        """Return all records."""
        return list(self)

    def _values(self, reader: PageReader[T]) -> Generator[Any, None, None]:
        yield self._run(reader.call(1))  # without prefetch: most lists end with it
        calls = map(reader.call, count(2))
        if self._concurrency == 1:
            yield from map(self._run, calls)
            return
        from webcrm_ext.paging.prefetch import ThreadPrefetcher  # noqa: PLC0415 - when it is used

        with ThreadPrefetcher(self._run, calls, self._concurrency) as values:
            yield from values


class AsyncPages(_Pages[T]):
    """The records of a list, for async code; otherwise like `Pages`.

    An iteration that ends early cancels its calls at once where the iterator is closed
    (`async with contextlib.aclosing(pages.pages()) as each:`), else when Python collects it.
    """

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        """Iterate over the records of all pages, in the order of the API (by id)."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for record in page:
                    yield record

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Iterate over the pages, each a list of at most `size` records; an empty page is left out."""
        reader = self._reader()
        async with aclosing(self._values(reader)) as values:
            async for value in values:
                records, more = reader.take(value)
                if records:
                    yield records
                if not more:
                    return

    async def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty.

        Raises:
            ConfigurationError: The number is below 1; nothing was sent.
        """
        call = self._page_call(number)
        return self._listing.items(await self._run(call)) if call else []

    async def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record only."""
        return next(iter(self._listing.items(await self._run(self._first_call()))), None)

    async def to_list(self) -> list[T]:
        """Return all records."""
        return [record async for record in self]

    async def _values(self, reader: PageReader[T]) -> AsyncGenerator[Any, None]:
        yield await self._run(reader.call(1))
        calls = map(reader.call, count(2))
        if self._concurrency == 1:
            for call in calls:
                yield await self._run(call)
            return
        from webcrm_ext.paging.prefetch import TaskPrefetcher  # noqa: PLC0415 - when it is used

        with TaskPrefetcher(self._run, calls, self._concurrency) as values:
            while True:
                yield await values.next()
