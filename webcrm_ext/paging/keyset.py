"""Pages of queries whose next page is not simply the next number: by id, or of several queries in turn.

A course is written once, as a generator: it yields a call and is sent its answer, and it yields a page of
records when it has one. `CoursePages` goes through it blocking, `AsyncCoursePages` awaiting.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import aclosing
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from webcrm_api.calls import Call

from webcrm_ext.paging.pages import PageReader, validate_page, validate_size

if TYPE_CHECKING:
    from webcrm_api.calls import Listing

T = TypeVar("T")

Course = Generator[Call[Any] | list[T], Any, None]
"""Yields calls, and is sent their answers; yields the records of each page, and is sent nothing."""


def one_after_another(listings: Sequence[Listing[T]], size: int) -> Course[T]:
    """Go through the pages of one listing, then of the next."""
    for listing in listings:
        paging, number, more = PageReader(listing, size, None), 0, True
        while more:
            number += 1
            records, more = paging.take((yield paging.call(number)))
            if records:
                yield records


class _Reader(Generic[T]):
    """What blocking and async pages share."""

    def __init__(self, run: Callable[[Call[Any]], Any], course: Callable[[int], Course[T]], size: int) -> None:
        validate_size(size)
        self._run = run
        self._course = course
        self._size = size

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of a query, read when it is iterated>"


class CoursePages(_Reader[T]):
    """The records of a query. Nothing is sent until they are asked for; each iteration starts anew."""

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages, each a list of at most `size` records; an empty one is not given."""
        course = self._course(self._size)
        answer = None
        while (step := _next(course, answer)) is not None:
            answer = self._run(step) if isinstance(step, Call) else (yield step)

    def __iter__(self) -> Iterator[T]:
        """Go through the records of all pages."""
        for page in self.pages():
            yield from page

    def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; the pages before it are read too. Past the end it is empty."""
        return next(islice(self.pages(), _index(number), None), [])

    def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record at a time."""
        return next(iter(CoursePages(self._run, self._course, 1).page(1)), None)

    def to_list(self) -> list[T]:
        """Give all records at once."""
        return list(self)


class AsyncCoursePages(_Reader[T]):
    """The records of a query, to be awaited; otherwise as `CoursePages`."""

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages, each a list of at most `size` records; an empty one is not given."""
        course = self._course(self._size)
        answer = None
        while (step := _next(course, answer)) is not None:
            answer = await self._run(step) if isinstance(step, Call) else (yield step)

    async def __aiter__(self) -> AsyncIterator[T]:
        """Go through the records of all pages."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for record in page:
                    yield record

    async def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; the pages before it are read too. Past the end it is empty."""
        left = _index(number)
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                if left == 0:
                    return page
                left -= 1
        return []

    async def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record at a time."""
        return next(iter(await AsyncCoursePages(self._run, self._course, 1).page(1)), None)

    async def to_list(self) -> list[T]:
        """Give all records at once."""
        return [record async for record in self]


def _next(course: Course[T], answer: Any) -> Call[Any] | list[T] | None:
    try:
        return course.send(answer)
    except StopIteration:
        return None


def _index(number: int) -> int:
    validate_page(number)
    return number - 1
