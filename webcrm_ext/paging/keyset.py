"""Pages of queries that are not requested by number: by id, or of several queries in turn.

A page sequence is written once, as a generator. It yields a call and is sent its response; it yields a page
of records when it has one. `SequencePages` runs it blocking, `AsyncSequencePages` async.
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

PageSequence = Generator[Call[Any] | list[T], Any, None]
"""Yields calls and is sent their responses; yields the records of each page and is sent None."""


def one_after_another(listings: Sequence[Listing[T]], size: int) -> PageSequence[T]:
    """Read all pages of each listing in turn."""
    for listing in listings:
        reader, number, more = PageReader(listing, size, None), 0, True
        while more:
            number += 1
            records, more = reader.take((yield reader.call(number)))
            if records:
                yield records


class _Reader(Generic[T]):
    def __init__(self, run: Callable[[Call[Any]], Any], sequence: Callable[[int], PageSequence[T]], size: int) -> None:
        validate_size(size)
        self._run = run
        self._sequence = sequence
        self._size = size

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of a query, read when it is iterated>"


class SequencePages(_Reader[T]):
    """The records of a query. Nothing is sent until they are iterated; each iteration starts again."""

    def pages(self) -> Generator[list[T], None, None]:
        """Iterate over the pages, each a list of at most `size` records and never empty."""
        sequence = self._sequence(self._size)
        response = None
        while (step := _next(sequence, response)) is not None:
            response = self._run(step) if isinstance(step, Call) else (yield step)

    def __iter__(self) -> Iterator[T]:
        """Iterate over the records of all pages."""
        for page in self.pages():
            yield from page

    def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; the pages before it are read too. Past the end it is empty."""
        return next(islice(self.pages(), _index(number), None), [])

    def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record at a time."""
        return next(iter(SequencePages(self._run, self._sequence, 1).page(1)), None)

    def to_list(self) -> list[T]:
        """Return all records."""
        return list(self)


class AsyncSequencePages(_Reader[T]):
    """The records of a query, async; otherwise like `SequencePages`."""

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Iterate over the pages, each a list of at most `size` records and never empty."""
        sequence = self._sequence(self._size)
        response = None
        while (step := _next(sequence, response)) is not None:
            response = await self._run(step) if isinstance(step, Call) else (yield step)

    async def __aiter__(self) -> AsyncIterator[T]:
        """Iterate over the records of all pages."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for record in page:
                    yield record

    async def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; the pages before it are read too. Past the end it is empty."""
        remaining = _index(number)
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                if remaining == 0:
                    return page
                remaining -= 1
        return []

    async def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record at a time."""
        return next(iter(await AsyncSequencePages(self._run, self._sequence, 1).page(1)), None)

    async def to_list(self) -> list[T]:
        """Return all records."""
        return [record async for record in self]


def _next(sequence: PageSequence[T], response: Any) -> Call[Any] | list[T] | None:
    try:
        return sequence.send(response)
    except StopIteration:
        return None


def _index(number: int) -> int:
    validate_page(number)
    return number - 1
