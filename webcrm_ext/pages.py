"""Lists, page by page: lazy, ending at the first short page, refusing to loop, reading ahead in order."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from webcrm_api.calls import Call, Listing
from webcrm_api.pages import Progress

from webcrm_ext.errors import ConfigurationError, UnexpectedAnswer

if TYPE_CHECKING:
    from webcrm_ext.background import BackgroundTask

T = TypeVar("T")

LARGEST_PAGE = 1000
"""Records that the service gives in one page at the most."""

MOST_AHEAD = 64
"""Pages that may be read ahead at once."""


class Course(Generic[T]):
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
            UnexpectedAnswer: The page repeats the one before it: going on would never end.
        """
        records = self._listing.items(answer)
        if records and records == self._previous:
            raise UnexpectedAnswer(
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


class _Reader(Generic[T]):
    """What blocking and async pages share."""

    def __init__(
        self, run: Any, listing: Listing[T], *, size: int, concurrency: int, progress: Progress | None
    ) -> None:
        if not 1 <= size <= LARGEST_PAGE:
            raise ConfigurationError(f"size is {size}; a page holds 1 to {LARGEST_PAGE} records.")
        if not 1 <= concurrency <= MOST_AHEAD:
            raise ConfigurationError(f"concurrency is {concurrency}; 1 to {MOST_AHEAD} pages can be read at once.")
        self._run = run
        self._listing = listing
        self._size = size
        self._concurrency = concurrency if listing.paged else 1
        self._progress = progress

    def _course(self) -> Course[T]:
        return Course(self._listing, self._size, self._progress)

    def _page_call(self, number: int) -> Call[Any] | None:
        if number < 1:
            raise ConfigurationError(f"page {number} cannot be: pages are counted from 1.")
        if number > 1 and not self._listing.paged:
            return None
        return self._listing.call(number, self._size)

    def _first_call(self) -> Call[Any]:
        return self._listing.call(1, 1)

    def __repr__(self) -> str:
        call = self._listing.call(1, self._size)
        return f"<{type(self).__name__} of {call.method} {call.path}, nothing read yet>"


class Pages(_Reader[T]):
    """The records of a list. Nothing is sent until they are asked for; each iteration starts anew."""

    def __iter__(self) -> Iterator[T]:
        """Go through the records of all pages, in the API's order (by id)."""
        pages = self.pages()
        try:
            for page in pages:
                yield from page
        finally:
            pages.close()

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages, each a list of at most `size` records; an empty one is not given."""
        return self._one_by_one() if self._concurrency == 1 else self._ahead()

    def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; past the end it is empty."""
        call = self._page_call(number)
        return self._listing.items(self._run(call)) if call else []

    def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        return next(iter(self._listing.items(self._run(self._first_call()))), None)

    def to_list(self) -> list[T]:
        """Give all records at once."""
        return list(self)

    def _one_by_one(self) -> Generator[list[T], None, None]:
        course = self._course()
        for number in count(1):
            records, more = course.take(self._run(course.call(number)))
            if records:
                yield records
            if not more:
                return

    def _ahead(self) -> Generator[list[T], None, None]:
        from concurrent.futures import Future, ThreadPoolExecutor  # noqa: PLC0415 - only who reads ahead pays

        course = self._course()
        pool = ThreadPoolExecutor(self._concurrency, thread_name_prefix="webcrm-pages")
        under_way: deque[Future[Any]] = deque()
        numbers = count(1)
        # The first page alone: most lists end with it, and then nothing was asked for in vain.
        ahead = 1
        try:
            while True:
                while len(under_way) < ahead:
                    under_way.append(pool.submit(self._run, course.call(next(numbers))))
                ahead = self._concurrency
                records, more = course.take(under_way.popleft().result())
                if records:
                    yield records
                if not more:
                    return
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class AsyncPages(_Reader[T]):
    """The records of a list, to be awaited. Nothing is sent until they are asked for."""

    async def __aiter__(self) -> AsyncIterator[T]:
        """Go through the records of all pages, in the API's order (by id)."""
        pages = self.pages()
        try:
            async for page in pages:
                for record in page:
                    yield record
        finally:
            await pages.aclose()

    def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages, each a list of at most `size` records; an empty one is not given."""
        return self._one_by_one() if self._concurrency == 1 else self._ahead()

    async def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; past the end it is empty."""
        call = self._page_call(number)
        return self._listing.items(await self._run(call)) if call else []

    async def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        return next(iter(self._listing.items(await self._run(self._first_call()))), None)

    async def to_list(self) -> list[T]:
        """Give all records at once."""
        return [record async for record in self]

    async def _one_by_one(self) -> AsyncGenerator[list[T], None]:
        course = self._course()
        for number in count(1):
            records, more = course.take(await self._run(course.call(number)))
            if records:
                yield records
            if not more:
                return

    async def _ahead(self) -> AsyncGenerator[list[T], None]:
        from webcrm_ext.background import start  # noqa: PLC0415 - only who reads ahead pays

        course = self._course()
        under_way: deque[BackgroundTask[Any]] = deque()
        numbers = count(1)
        ahead = 1
        try:
            while True:
                while len(under_way) < ahead:
                    under_way.append(start(partial(self._run, course.call(next(numbers)))))
                ahead = self._concurrency
                records, more = course.take(await under_way.popleft().result())
                if records:
                    yield records
                if not more:
                    return
        finally:
            for task in under_way:
                task.cancel()
