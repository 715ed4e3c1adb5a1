# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""What a list gives: its records, page by page, as they are asked for."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from typing import Protocol, TypeVar, runtime_checkable

T = TypeVar("T")

Progress = Callable[[int, int], object]
"""Is told how many pages and how many records have come so far, after each page."""


@runtime_checkable
class Pages(Protocol[T]):
    """The records of a list. Nothing is sent until they are asked for; each iteration starts anew."""

    def __iter__(self) -> Iterator[T]:
        """Go through the records of all pages, in the API's order."""
        ...

    def pages(self) -> Generator[list[T], None, None]:
        """Go through the pages, each a list of at most `size` records; `close()` cancels what is under way."""
        ...

    def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; past the end it is empty."""
        ...

    def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        ...

    def to_list(self) -> list[T]:
        """Give all records at once."""
        ...


@runtime_checkable
class AsyncPages(Protocol[T]):
    """The records of a list, to be awaited. Nothing is sent until they are asked for."""

    def __aiter__(self) -> AsyncIterator[T]:
        """Go through the records of all pages, in the API's order."""
        ...

    def pages(self) -> AsyncGenerator[list[T], None]:
        """Go through the pages, each a list of at most `size` records; `aclose()` cancels what is under way."""
        ...

    async def page(self, number: int, /) -> list[T]:
        """Give one page, counted from 1; past the end it is empty."""
        ...

    async def first(self) -> T | None:
        """Give the first record, or None when there is none; asks for one record only."""
        ...

    async def to_list(self) -> list[T]:
        """Give all records at once."""
        ...


__all__ = ["AsyncPages", "Pages", "Progress"]
