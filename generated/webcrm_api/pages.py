# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Protocols of lists: lazy sequences of records, read page by page."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

T = TypeVar("T")

Progress = Callable[[int, int], object]
"""Called after each page with the number of pages and of records so far."""


@runtime_checkable
class Pages(Protocol[T]):
    """The records of a list. Nothing is sent until they are requested; each iteration starts again."""

    def __iter__(self) -> Iterator[T]:
        """Iterate over the records of all pages, in the API's order. It costs one request a page."""
        ...

    def __bool__(self) -> NoReturn:
        """Raise `TypeError`: use `exists()` or `first()`."""
        ...

    def pages(self) -> Generator[list[T], None, None]:
        """Iterate over the pages, each a list of at most `size` records; `close()` cancels pending requests."""
        ...

    def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty. It costs one request.

        Pages by id, and those of a query that is split over several requests, cost the pages before, too.
        """
        ...

    def first(self) -> T | None:
        """Return the first record, or None if there is none. It costs one request, for one record."""
        ...

    def one(self) -> T:
        """Return the only record, or raise an error if there is none or more than one.

        It costs one request, for two records at most.
        """
        ...

    def exists(self) -> bool:
        """Return whether there is a record. It costs one request, for one record."""
        ...

    def count(self) -> int:
        """Return the number of records.

        The API does not count: it costs a request for each 1000 records, as iterating does. Records are not decoded.
        """
        ...

    def to_list(self) -> list[T]:
        """Return all records. It costs one request a page."""
        ...

    def to_dicts(self, *, labels: bool = False) -> list[dict[str, Any]]:
        """Return all records as dictionaries, under the API's names or the labels of their fields.

        It costs one request a page; with `labels` one more, once for each entity.
        """
        ...

    def to_pandas(self, *, labels: bool | None = None) -> pd.DataFrame:
        """Return all records as a data frame, by default with labels where the records have any.

        It costs what `to_dicts` costs.
        """
        ...

    def arrow_batches(self) -> Generator[pa.RecordBatch, None, None]:
        """Iterate over the pages as batches of Arrow, whose schema does not depend on the records.

        Records are not decoded to models. It costs one request a page.
        """
        ...

    def to_arrow(self) -> pa.Table:
        """Return all records as a table of Arrow. It costs one request a page."""
        ...


@runtime_checkable
class AsyncPages(Protocol[T]):
    """The records of a list, async. Nothing is sent until they are requested; each iteration starts again."""

    def __aiter__(self) -> AsyncIterator[T]:
        """Iterate over the records of all pages, in the API's order. It costs one request a page."""
        ...

    def __bool__(self) -> NoReturn:
        """Raise `TypeError`: use `exists()` or `first()`."""
        ...

    def pages(self) -> AsyncGenerator[list[T], None]:
        """Iterate over the pages, each a list of at most `size` records; `aclose()` cancels pending requests."""
        ...

    async def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty. It costs one request.

        Pages by id, and those of a query that is split over several requests, cost the pages before, too.
        """
        ...

    async def first(self) -> T | None:
        """Return the first record, or None if there is none. It costs one request, for one record."""
        ...

    async def one(self) -> T:
        """Return the only record, or raise an error if there is none or more than one.

        It costs one request, for two records at most.
        """
        ...

    async def exists(self) -> bool:
        """Return whether there is a record. It costs one request, for one record."""
        ...

    async def count(self) -> int:
        """Return the number of records.

        The API does not count: it costs a request for each 1000 records, as iterating does. Records are not decoded.
        """
        ...

    async def to_list(self) -> list[T]:
        """Return all records. It costs one request a page."""
        ...

    async def to_dicts(self, *, labels: bool = False) -> list[dict[str, Any]]:
        """Return all records as dictionaries, under the API's names or the labels of their fields.

        It costs one request a page; with `labels` one more, once for each entity.
        """
        ...

    async def to_pandas(self, *, labels: bool | None = None) -> pd.DataFrame:
        """Return all records as a data frame, by default with labels where the records have any.

        It costs what `to_dicts` costs.
        """
        ...

    def arrow_batches(self) -> AsyncGenerator[pa.RecordBatch, None]:
        """Iterate over the pages as batches of Arrow, whose schema does not depend on the records.

        Records are not decoded to models. It costs one request a page.
        """
        ...

    async def to_arrow(self) -> pa.Table:
        """Return all records as a table of Arrow. It costs one request a page."""
        ...


__all__ = ["AsyncPages", "Pages", "Progress"]
