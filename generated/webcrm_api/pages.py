# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Protocols of lists: lazy sequences of records, read page by page."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from typing import Protocol, TypeVar, runtime_checkable

T = TypeVar("T")

Progress = Callable[[int, int], object]
"""Called after each page with the number of pages and of records so far."""


@runtime_checkable
class Pages(Protocol[T]):
    """The records of a list. Nothing is sent until they are iterated; each iteration starts again."""

    def __iter__(self) -> Iterator[T]:
        """Iterate over the records of all pages, in the API's order."""
        ...

    def pages(self) -> Generator[list[T], None, None]:
        """Iterate over the pages, each a list of at most `size` records; `close()` cancels pending requests."""
        ...

    def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty."""
        ...

    def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record only."""
        ...

    def to_list(self) -> list[T]:
        """Return all records."""
        ...


@runtime_checkable
class AsyncPages(Protocol[T]):
    """The records of a list, async. Nothing is sent until they are iterated."""

    def __aiter__(self) -> AsyncIterator[T]:
        """Iterate over the records of all pages, in the API's order."""
        ...

    def pages(self) -> AsyncGenerator[list[T], None]:
        """Iterate over the pages, each a list of at most `size` records; `aclose()` cancels pending requests."""
        ...

    async def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty."""
        ...

    async def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record only."""
        ...

    async def to_list(self) -> list[T]:
        """Return all records."""
        ...


__all__ = ["AsyncPages", "Pages", "Progress"]
