"""Lists, page by page: lazy, ending at the first short page, refusing to loop, reading ahead in order."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing
from itertools import count
from typing import Any, Generic, TypeVar

from webcrm_api.calls import Call, Listing
from webcrm_api.pages import Progress

from webcrm_ext.errors import ConfigurationError, UnexpectedResponseError
from webcrm_ext.operations import Operation

T = TypeVar("T")

LARGEST_PAGE = 1000
"""Records that the service gives in one page at the most."""

MOST_AHEAD = 64
"""Pages that may be read ahead at once."""


def check_size(size: int) -> None:
    """Refuse a size that no page can have.

    Raises:
        ConfigurationError: It is no whole number from 1 to 1000.
    """
    if not isinstance(size, int) or not 1 <= size <= LARGEST_PAGE:
        raise ConfigurationError(f"size is {size!r}; a page holds 1 to {LARGEST_PAGE} records.")


def check_page(number: int) -> None:
    """Refuse a number that no page can have.

    Raises:
        ConfigurationError: It is not 1 or more.
    """
    if number < 1:
        raise ConfigurationError(f"page is {number}; pages are counted from 1.")


class Paging(Generic[T]):
    """Which page comes next, and when the list is at its end; shared by the blocking and the async reader."""

    def __init__(self, listing: Listing[T], size: int, progress: Progress | None) -> None:
        self._listing = listing
        self._size = size
        self._progress = progress
        self._previous: list[T] | None = None
        self._pages = 0
        self._records = 0

    def call(self, number: int) -> Call[Any]:
        """Give the call for a page."""
        return self._listing.call(number, self._size)

    def take(self, answer: Any) -> tuple[list[T], bool]:
        """Give the records of the next page, and whether more may follow.

        Raises:
            UnexpectedResponseError: The page repeats the one before it: going on would never end.
        """
        records = self._listing.items(answer)
        if records and records == self._previous:
            raise UnexpectedResponseError(
                f"Page {self._pages + 1} of {self.call(1).path} holds the same {len(records)} records as the one "
                "before: the service does not seem to page this list. Nothing more was read.",
                status=200,
                body="",
            )
        self._previous = records
        self._pages += 1
        self._records += len(records)
        if self._progress is not None:
            self._progress(self._pages, self._records)
        return records, self._listing.paged and len(records) >= self._size


def every_record(call_for: Callable[[int, int], Call[list[T]]]) -> Operation[list[T]]:
    """Read all pages of a list inside an operation, each as large as can be, and give their records.

    Raises:
        UnexpectedResponseError: A page repeats the one before it.
    """
    paging = Paging(Listing(call=call_for, items=lambda answer: answer, paged=True), LARGEST_PAGE, None)
    found: list[T] = []
    number, more = 0, True
    while more:
        number += 1
        records, more = paging.take((yield paging.call(number)))
        found += records
    return found


class _Reader(Generic[T]):
    """What blocking and async pages share."""

    def __init__(
        self, run: Any, listing: Listing[T], *, size: int, concurrency: int, progress: Progress | None
    ) -> None:
        self._run = run
        self._listing = listing
        self._size = size
        self._concurrency = concurrency if listing.paged else 1
        self._progress = progress
        check_size(size)
        if not 1 <= concurrency <= MOST_AHEAD:
            raise ConfigurationError(f"concurrency is {concurrency}; 1 to {MOST_AHEAD} pages can be read at once.")

    def _paging(self) -> Paging[T]:
        return Paging(self._listing, self._size, self._progress)

    def _page_call(self, number: int) -> Call[Any] | None:
        check_page(number)
        if number > 1 and not self._listing.paged:
            return None
        return self._listing.call(number, self._size)

    def _first_call(self) -> Call[Any]:
        return self._listing.call(1, 1)

    def __repr__(self) -> str:
        call = self._listing.call(1, self._size)
        return f"<{type(self).__name__} of {call.method} {call.path}, read when it is iterated>"


class Pages(_Reader[T]):
    """The records of a list. Nothing is sent until they are asked for; each iteration starts anew.

    Pages that are read ahead come in order, and an error comes at its place. At most `concurrency` pages are
    held, and the one before for comparison. Where the iteration ends early, what waits is stopped, and what is
    on the wire is let finish and dropped.

    Raises:
        WebCRMError: While records are read, what their calls raise; `UnexpectedResponseError` also where a page repeats
            the one before it, for going on would never end.
    """

    def __iter__(self) -> Generator[T, None, None]:
        """Go through the records of all pages, in the API's order (by id)."""
        with closing(self.pages()) as pages:
            for page in pages:
                yield from page

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages, each a list of at most `size` records; an empty one is not given."""
        paging = self._paging()
        with closing(self._answers(paging)) as answers:
            for answer in answers:
                records, more = paging.take(answer)
                if records:
                    yield records
                if not more:
                    return

    def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; past the end it is empty.

        Raises:
            ConfigurationError: The number is below 1; nothing was sent.
        """
        call = self._page_call(number)
        return self._listing.items(self._run(call)) if call else []

    def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        return next(iter(self._listing.items(self._run(self._first_call()))), None)

    def to_list(self) -> list[T]:
        """Give all records at once."""
        return list(self)

    def _answers(self, paging: Paging[T]) -> Generator[Any, None, None]:
        yield self._run(paging.call(1))  # alone: most lists end with it, and then nothing was asked for in vain
        calls = map(paging.call, count(2))
        if self._concurrency == 1:
            yield from map(self._run, calls)
            return
        from webcrm_ext.paging.prefetch import ThreadsAhead  # noqa: PLC0415 - only who reads ahead pays

        with ThreadsAhead(self._run, calls, self._concurrency) as answers:
            yield from answers


class AsyncPages(_Reader[T]):
    """The records of a list, to be awaited. Nothing is sent until they are asked for.

    Otherwise as `Pages`. Where the iteration ends early, what is under way is cancelled at once if the iterator
    is closed (`async with contextlib.aclosing(pages.pages()) as each:`), else when Python collects it.
    """

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        """Go through the records of all pages, in the API's order (by id)."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for record in page:
                    yield record

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages, each a list of at most `size` records; an empty one is not given."""
        paging = self._paging()
        async with aclosing(self._answers(paging)) as answers:
            async for answer in answers:
                records, more = paging.take(answer)
                if records:
                    yield records
                if not more:
                    return

    async def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; past the end it is empty.

        Raises:
            ConfigurationError: The number is below 1; nothing was sent.
        """
        call = self._page_call(number)
        return self._listing.items(await self._run(call)) if call else []

    async def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        return next(iter(self._listing.items(await self._run(self._first_call()))), None)

    async def to_list(self) -> list[T]:
        """Give all records at once."""
        return [record async for record in self]

    async def _answers(self, paging: Paging[T]) -> AsyncGenerator[Any, None]:
        yield await self._run(paging.call(1))
        calls = map(paging.call, count(2))
        if self._concurrency == 1:
            for call in calls:
                yield await self._run(call)
            return
        from webcrm_ext.paging.prefetch import TasksAhead  # noqa: PLC0415 - only who reads ahead pays

        with TasksAhead(self._run, calls, self._concurrency) as answers:
            while True:
                yield await answers.next()
