"""`AsyncPages`: lists for async code."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from webcrm_api.calls import Call

from webcrm_ext.paging.pages import BasePages, validate_page
from webcrm_ext.paging.reader import PageReader
from webcrm_ext.paging.records import Records, as_plain

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

T = TypeVar("T")


class AsyncPages(BasePages[T]):
    """The records of a list, for async code; otherwise like `Pages`.

    An iteration that ends early cancels its calls at once where the iterator is closed
    (`async with contextlib.aclosing(pages.pages()) as each:`), else when Python collects it.
    """

    _AWAIT = "await "

    if not TYPE_CHECKING:  # else a type checker would accept them

        def __getitem__(self, index: object) -> NoReturn:
            # A `for` calls it, too. With `__iter__`, this would be an instance of `Pages`.
            raise TypeError(
                "An async list has no index and no blocking iteration. Use `async for record in …`, `await ….first()`, "
                "`list(limit=5)`, or `await ….to_list()` for all records."
            )

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        """Iterate over the records of all pages, in the order of the API (by id)."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for record in page:
                    yield record

    async def pages(self) -> AsyncGenerator[list[T], None]:
        """Iterate over the pages, each a list of at most `size` records; an empty page is left out."""
        if self._source.listing is None:
            async with aclosing(self._pages_in_sequence()) as pages:
                async for page in pages:
                    yield page
            return
        reader = self._reader(self._source.listing)
        async with aclosing(self._values(reader)) as values:
            async for value in values:
                records, more = reader.take(value)
                if records:
                    yield records
                if not more:
                    return

    async def page(self, number: int, /) -> list[T]:
        """Return one page, numbered from 1; past the end it is empty.

        It is one request. Only pages by id and a query that is split over several requests read the pages before, too.

        Raises:
            ConfigurationError: The number is below 1; nothing was sent.
        """
        listing = self._source.listing
        if listing is not None:
            call = self._page_call(listing, number)
            records = Records(listing.items(await self._run(call))) if call else Records()
            return records if self._limit is None else self._limited(records, number)
        validate_page(number)
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                number -= 1
                if number == 0:
                    return Records(page)
        return Records()

    async def first(self) -> T | None:
        """Return the first record, or None if there is none. It requests one record only."""
        return next(iter(await self._first(1).to_list()), None)

    async def one(self) -> T:
        """Return the only record. It requests two records at most.

        Raises:
            NoRecordError: There is none.
            MultipleRecordsError: There are several.
        """
        return self._only(await self._first(2).to_list())

    async def exists(self) -> bool:
        """Return whether there is a record. It requests one record only."""
        return len(await self._first(1).to_list()) > 0

    async def count(self) -> int:
        """Return the number of records, up to `limit`.

        The API does not count, so this reads the list: one request for each 1000 records. Records are not decoded to
        models, and a `find` requests their ids only.
        """
        return sum([len(page) async for page in self._rows().pages()])

    async def to_list(self) -> list[T]:
        """Return all records; in a notebook they are shown as a table."""
        records: list[T] = Records()
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                records += page
        return records

    async def to_dicts(self, *, labels: bool = False) -> list[dict[str, Any]]:
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
        fields = await self._client.fields(entity) if entity else None
        return to_dicts(await self.to_list(), self._source.model, fields)

    async def to_pandas(self, *, labels: bool | None = None) -> pd.DataFrame:
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
        fields = await self._client.fields(entity) if entity else None
        frame: pd.DataFrame = to_data_frame(pandas, await self.to_list(), model, fields)
        return frame

    async def arrow_batches(self) -> AsyncGenerator[pa.RecordBatch, None]:
        """Iterate over the pages as batches of Arrow; see `Pages.arrow_batches`."""
        converter = self._client.arrow_converter(self._source.model)
        async with aclosing(self._plain_records().pages()) as pages:
            async for page in pages:
                yield converter.batch(as_plain(page))

    async def to_arrow(self) -> pa.Table:
        """Return all records as a table of Arrow; see `arrow_batches`. Without records it has the same columns."""
        converter = self._client.arrow_converter(self._source.model)
        async with aclosing(self.arrow_batches()) as batches:
            table: pa.Table = converter.table([batch async for batch in batches])
        return table

    async def _pages_in_sequence(self) -> AsyncGenerator[list[T], None]:
        response = None
        with closing(self._sequence()) as sequence:
            while True:
                try:
                    step = sequence.send(response)
                except StopIteration:
                    return
                response = await self._run(step) if isinstance(step, Call) else (yield step)

    async def _values(self, reader: PageReader[T]) -> AsyncGenerator[Any, None]:
        calls = reader.calls()
        yield await self._run(next(calls))  # without prefetch: most lists end with it
        if self._concurrency == 1:
            for call in calls:
                yield await self._run(call)
            return
        from webcrm_ext.paging.prefetch import TaskPrefetcher  # noqa: PLC0415 - when it is used

        with TaskPrefetcher(self._run, calls, self._concurrency) as values:
            while True:
                yield await values.next()
