"""Lists, page by page: lazy, complete at the first short page, protected against endless loops, with prefetch."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

from webcrm_api.calls import Call, Listing
from webcrm_api.pages import Progress
from webcrm_api.resource import public_names

from webcrm_ext.errors import ConfigurationError, MultipleRecordsError, NoRecordError, short_repr
from webcrm_ext.paging.reader import MAX_PAGE_SIZE, PageReader, page_call
from webcrm_ext.paging.records import Records, as_plain
from webcrm_ext.paging.sequences import PageSequence, Source

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

T = TypeVar("T")

MAX_CONCURRENCY = 64
"""The most pages that are prefetched at once."""


def validate_size(size: int) -> None:
    """Validate a page size.

    Raises:
        ConfigurationError: It is not a whole number from 1 to 1000.
    """
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_PAGE_SIZE:
        raise ConfigurationError(f"size is {short_repr(size)}; a page has 1 to {MAX_PAGE_SIZE} records.")


def validate_limit(limit: int) -> None:
    """Validate the number of records after which a list stops.

    Raises:
        ConfigurationError: It is not a whole number, or it is below 1.
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= sys.maxsize:
        raise ConfigurationError(f"limit is {short_repr(limit)}; pass a whole number from 1 on, or None for all.")


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


def validate_concurrency(concurrency: int) -> None:
    """Validate the number of pages that are prefetched.

    Raises:
        ConfigurationError: It is not a whole number from 1 to 64.
    """
    whole = isinstance(concurrency, int) and not isinstance(concurrency, bool)
    if not whole or not 1 <= concurrency <= MAX_CONCURRENCY:
        raise ConfigurationError(
            f"concurrency is {short_repr(concurrency)}; 1 to {MAX_CONCURRENCY} pages can be prefetched."
        )


class BasePages(Generic[T]):
    """The base of blocking and async pages: everything that sends nothing."""

    _AWAIT = ""

    def __init__(
        self,
        client: Any,
        source: Source[T],
        *,
        size: int,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> None:
        self._client = client
        self._run = client.run
        self._source = source
        self._size = size
        self._limit = limit
        self._concurrency = concurrency
        self._progress = progress
        validate_size(size)
        if limit is not None:
            validate_limit(limit)
            self._size = min(size, limit)
        if progress is not None:
            validate_progress(progress)
        if type(concurrency) is not int or concurrency != 1:
            validate_concurrency(concurrency)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"A list has no truth value, because it is not read yet. Use `{self._AWAIT}….exists()`, or "
            f"`{self._AWAIT}….first()` for the first record or None."
        )

    if not TYPE_CHECKING:  # else a type checker would accept them

        def __len__(self) -> NoReturn:
            raise TypeError(f"A list has no length before it is read. `{self._AWAIT}….count()` reads it and counts.")

        def __getitem__(self, index: object) -> NoReturn:
            raise TypeError(
                f"A list has no index before it is read. Use `{self._AWAIT}….first()` for the first record, "
                f"`list(limit=5)` for the first five, or `{self._AWAIT}….to_list()` for all."
            )

    def __dir__(self) -> list[str]:
        return public_names(type(self))

    def __repr__(self) -> str:
        limit = f", limit {self._limit}" if self._limit is not None else ""
        size = f", size {self._size}" if self._source.listing is None or self._source.listing.paged else ""
        return f"<{type(self).__name__} of {self._source.describe()}{size}{limit}: requested when it is read>"

    def _first(self, count: int) -> Self:
        """Return the list of the first records only, read in one page."""
        limit = count if self._limit is None else min(count, self._limit)
        return type(self)(self._client, self._source, size=limit, limit=limit)

    def _rows(self) -> Self:
        """Return the list that is read to count the records."""
        source = self._source.to_count()
        return type(self)(self._client, source, size=MAX_PAGE_SIZE, limit=self._limit, concurrency=self._concurrency)

    def _plain_records(self) -> Self:
        """Return the same list with records as dictionaries where they need not be decoded to models."""
        source = self._source.undecoded()
        return type(self)(
            self._client, source, size=self._size, limit=self._limit, concurrency=self._concurrency,
            progress=self._progress,
        )  # fmt: skip

    def _only(self, records: list[T]) -> T:
        if not records:
            raise NoRecordError(f"Nothing matched: {self._source.describe()}. `first()` returns None instead.")
        if len(records) > 1:
            raise MultipleRecordsError(
                f"Several records: {self._source.describe()} returned more than one. Narrow it down, or use `first()`."
            )
        return records[0]

    def _page_call(self, listing: Listing[T], number: int) -> Call[Any] | None:
        """Return the call for one page, or None for a page after the end."""
        validate_page(number)
        if number > 1 and not listing.paged:
            return None
        if self._limit is None:
            return listing.call(number, self._size)
        offset = (number - 1) * self._size
        return page_call(listing, offset, self._size, self._limit) if offset < self._limit else None

    def _limited(self, records: list[T], number: int) -> list[T]:
        """Return the records of one page that are within the limit."""
        left = max(0, (self._limit or 0) - (number - 1) * self._size)
        return Records(records[: min(left, self._size)])

    def _reader(self, listing: Listing[T]) -> PageReader[T]:
        return PageReader(listing, self._size, self._limit, self._progress)

    def _sequence(self) -> PageSequence[T]:
        return self._source.in_sequence(self._size, self._limit)


class Pages(BasePages[T]):
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
        if self._source.listing is None:
            with closing(self._pages_in_sequence()) as pages:
                yield from pages
            return
        reader = self._reader(self._source.listing)
        with closing(self._values(reader)) as values:
            for value in values:
                records, more = reader.take(value)
                if records:
                    yield records
                if not more:
                    return

    def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty.

        It is one request. Only pages by id and a query that is split over several requests read the pages before, too.

        Raises:
            ConfigurationError: The number is below 1; nothing was sent.
        """
        listing = self._source.listing
        if listing is not None:
            call = self._page_call(listing, number)
            records = Records(listing.items(self._run(call))) if call else Records()
            return records if self._limit is None else self._limited(records, number)
        validate_page(number)
        with closing(self.pages()) as pages:
            return Records(next(islice(pages, number - 1, None), ()))

    def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record only."""
        return next(iter(self._first(1).to_list()), None)

    def one(self) -> T:
        """Return the only record. It requests two records at most.

        Raises:
            NoRecordError: There is none.
            MultipleRecordsError: There are several.
        """
        return self._only(self._first(2).to_list())

    def exists(self) -> bool:
        """Return whether there is a record. It requests one record only."""
        return len(self._first(1).to_list()) > 0

    def count(self) -> int:
        """Return the number of records, up to `limit`.

        The API does not count, so this reads the list: one request for each 1000 records. Records are not decoded to
        models, and a `find` requests their ids only.
        """
        return sum(len(page) for page in self._rows().pages())

    def to_list(self) -> list[T]:
        """Return all records; in a notebook they are shown as a table."""
        records: list[T] = Records()
        with closing(self.pages()) as pages:
            for page in pages:
                records += page
        return records

    def to_dicts(self, *, labels: bool = False) -> list[dict[str, Any]]:
        """Return all records as dictionaries: `to_dict()` of each, and rows of a query as they are.

        Args:
            labels: Whether keys are the labels that the system's users see, and values of custom fields Python values.
                A label that several fields share is replaced by the property. A stored value that does not fit its
                field stays as it is.

        Raises:
            QueryError: `labels` is true for rows of a query without `into`; nothing was sent.
            ConfigurationError: `labels` is true, and the API has no field metadata for the records; nothing was sent.

        With `labels` it also calls `GET /FieldsMetadata/{entityTypes}`, once for each entity.
        """
        from webcrm_ext.paging.tables import entity_for_labels, to_dicts  # noqa: PLC0415 - when it is used

        entity = entity_for_labels(self._source.model, labels)
        fields = self._client.fields(entity) if entity else None
        return to_dicts(self.to_list(), self._source.model, fields)

    def to_pandas(self, *, labels: bool | None = None) -> pd.DataFrame:
        """Return all records as a data frame: a row for each record, a column for each property.

        Dates are `datetime64[us, UTC]`, integers `Int64`, booleans `boolean`, strings `string`, other numbers
        `float64`, the rest `object`; no date and null are missing values. A value of another type makes its column
        `object`. A list without records has the columns of its model. Needs the extra `pandas`.

        Args:
            labels: Whether columns are named by labels, and values of custom fields are Python values, as for
                `to_dicts`. None uses labels where the API has field metadata for the records.

        Raises:
            ConfigurationError: pandas is not installed; or see `to_dicts`.
            QueryError: See `to_dicts`.
        """
        from webcrm_ext.paging.data_frames import load_pandas, to_data_frame  # noqa: PLC0415 - when it is used
        from webcrm_ext.paging.tables import entity_for_labels  # noqa: PLC0415

        pandas, model = load_pandas(), self._source.model
        entity = entity_for_labels(model, labels)
        fields = self._client.fields(entity) if entity else None
        frame: pd.DataFrame = to_data_frame(pandas, self.to_list(), model, fields)
        return frame

    def arrow_batches(self) -> Generator[pa.RecordBatch, None, None]:
        """Iterate over the pages as batches of Arrow, whose schema does not depend on the records.

        Columns are strings, `int32`, `int64`, `float64`, `bool` and `timestamp[us, UTC]`; enums are strings, nested
        records structs. No date and null are null. A value of another type than declared, and properties that the
        definition lacks, are in the column `_unexpected`, as JSON. Needs the extra `arrow`.

        Raises:
            ConfigurationError: pyarrow is not installed; nothing was sent.
            QueryError: The records are rows of a query without `into`; nothing was sent.
        """
        converter = self._client.arrow_converter(self._source.model)
        with closing(self._plain_records().pages()) as pages:
            for page in pages:
                yield converter.batch(as_plain(page))

    def to_arrow(self) -> pa.Table:
        """Return all records as a table of Arrow; see `arrow_batches`. Without records it has the same columns."""
        converter = self._client.arrow_converter(self._source.model)
        with closing(self.arrow_batches()) as batches:
            table: pa.Table = converter.table(list(batches))
        return table

    def _pages_in_sequence(self) -> Generator[list[T], None, None]:
        response = None
        with closing(self._sequence()) as sequence:
            while True:
                try:
                    step = sequence.send(response)
                except StopIteration:
                    return
                response = self._run(step) if isinstance(step, Call) else (yield step)

    def _values(self, reader: PageReader[T]) -> Generator[Any, None, None]:
        calls = reader.calls()
        yield self._run(next(calls))  # without prefetch: most lists end with it
        if self._concurrency == 1:
            yield from map(self._run, calls)
            return
        from webcrm_ext.paging.prefetch import ThreadPrefetcher  # noqa: PLC0415 - when it is used

        with ThreadPrefetcher(self._run, calls, self._concurrency) as values:
            yield from values
