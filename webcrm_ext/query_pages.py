"""Pages of queries: by id instead of page number, or of several queries one after the other."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from webcrm_api.calls import Call

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.queries import KeysetCourse

if TYPE_CHECKING:
    from webcrm_api.pages import AsyncPages, Pages

T = TypeVar("T")


class _QueryPages(Generic[T]):
    """What can be said of records when there is a way to go through their pages, blocking."""

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages."""
        raise TypeError(f"{type(self).__name__} has no pages.")

    def __iter__(self) -> Iterator[T]:
        """Go through the records of all pages."""
        for page in self.pages():
            yield from page

    def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; the pages before it are read too. Past the end it is empty."""
        return next(islice(self.pages(), _index(number), None), [])

    def to_list(self) -> list[T]:
        """Give all records at once."""
        return list(self)


class KeysetPages(_QueryPages[T]):
    """The records of a table, each page asked for by the last id of the one before it."""

    def __init__(self, run: Callable[[Call[Any]], Any], course: Callable[[int], KeysetCourse[T]], size: int) -> None:
        self._run = run
        self._course = course
        self._size = size

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages, each a list of at most `size` records."""
        course, more = self._course(self._size), True
        while more:
            records, more = course.take(self._run(course.call()))
            if records:
                yield records

    def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        course = self._course(1)
        return next(iter(course.take(self._run(course.call()))[0]), None)


class ChainedPages(_QueryPages[T]):
    """The records of several queries, one query after the other."""

    def __init__(self, parts: Sequence[Pages[T]]) -> None:
        self._parts = parts

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages of the first query, then of the next."""
        for part in self._parts:
            yield from part.pages()

    def first(self) -> T | None:
        """Give the first record, or None when there is none."""
        return next((record for part in self._parts if (record := part.first()) is not None), None)


class _AsyncQueryPages(Generic[T]):
    """What can be said of records when there is a way to go through their pages, awaiting."""

    def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages."""
        raise TypeError(f"{type(self).__name__} has no pages.")

    async def __aiter__(self) -> AsyncIterator[T]:
        """Go through the records of all pages."""
        async for page in self.pages():
            for record in page:
                yield record

    async def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; the pages before it are read too. Past the end it is empty."""
        left = _index(number)
        async for page in self.pages():
            if left == 0:
                return page
            left -= 1
        return []

    async def to_list(self) -> list[T]:
        """Give all records at once."""
        return [record async for record in self]


class AsyncKeysetPages(_AsyncQueryPages[T]):
    """The records of a table, to be awaited, each page asked for by the last id of the one before it."""

    def __init__(
        self, run: Callable[[Call[Any]], Awaitable[Any]], course: Callable[[int], KeysetCourse[T]], size: int
    ) -> None:
        self._run = run
        self._course = course
        self._size = size

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages, each a list of at most `size` records."""
        course, more = self._course(self._size), True
        while more:
            records, more = course.take(await self._run(course.call()))
            if records:
                yield records

    async def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        course = self._course(1)
        return next(iter(course.take(await self._run(course.call()))[0]), None)


class AsyncChainedPages(_AsyncQueryPages[T]):
    """The records of several queries, to be awaited, one query after the other."""

    def __init__(self, parts: Sequence[AsyncPages[T]]) -> None:
        self._parts = parts

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages of the first query, then of the next."""
        for part in self._parts:
            async for page in part.pages():
                yield page

    async def first(self) -> T | None:
        """Give the first record, or None when there is none."""
        for part in self._parts:
            record = await part.first()
            if record is not None:
                return record
        return None


def _index(number: int) -> int:
    if number < 1:
        raise ConfigurationError(f"page {number} cannot be: pages are counted from 1.")
    return number - 1
