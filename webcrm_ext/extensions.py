"""What the clients know beyond the generated resources; blocking and async, over the same operations."""

# The resources are narrower than those of the generated base, and nobody assigns to them.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import IO, TYPE_CHECKING, Any, TypeVar, overload

from webcrm_api.calls import Call
from webcrm_api.model import Model
from webcrm_api.resources import AsyncResources, Resources

from webcrm_ext.operations import Operation, Pause, drive, drive_async
from webcrm_ext.transport.captured_responses import remembered

if TYPE_CHECKING:
    from datetime import date

    from webcrm_api.calls import Listing
    from webcrm_api.pages import AsyncPages, Pages, Progress
    from webcrm_api.results import UpsertReport
    from webcrm_api.tables import Table

    from webcrm_ext.config import Config
    from webcrm_ext.custom_fields.fields import CustomView, Fields, FieldType
    from webcrm_ext.custom_fields.values import Match
    from webcrm_ext.queries.formatting import Dates
    from webcrm_ext.queries.selection import Row, Selection
    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
    from webcrm_ext.resources.documents import AsyncDocuments, Documents
    from webcrm_ext.resources.hooks import AsyncHooks, Hooks
    from webcrm_ext.resources.linked_data import AsyncLinkedData, LinkedData
    from webcrm_ext.resources.quotation_lines import AsyncQuotationLines, QuotationLines
    from webcrm_ext.transport.connection import AsyncConnection, Connection

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Extended(Resources):
    """What `WebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: Connection

    @cached_property
    def documents(self) -> Documents:
        """Documents."""
        from webcrm_ext.resources.documents import Documents  # noqa: PLC0415 - when it is first touched

        return Documents(self)

    @cached_property
    def quotation_lines(self) -> QuotationLines:
        """Quotation lines."""
        from webcrm_ext.resources.quotation_lines import QuotationLines  # noqa: PLC0415 - when it is first touched

        return QuotationLines(self, self.linked_data_memory)

    @cached_property
    def hooks(self) -> Hooks:
        """Hooks on any entity."""
        from webcrm_ext.resources.hooks import Hooks  # noqa: PLC0415 - when it is first touched

        return Hooks(self)

    @cached_property
    def linked_data(self) -> LinkedData:
        """Whether linked data is on, by entity."""
        from webcrm_ext.resources.linked_data import LinkedData  # noqa: PLC0415 - when it is first touched

        return LinkedData(self, self.linked_data_memory)

    if TYPE_CHECKING:  # what the client supplies

        def run(self, call: Call[T], /) -> T: ...  # noqa: D102
        def list_pages(  # noqa: D102
            self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
        ) -> Pages[T]: ...

    @property
    def linked_data_memory(self) -> LinkedDataMemory:
        """What this client and its copies know of linked data."""
        return self._connection.linked_data

    def find(self, table: Table[M], properties: Mapping[str, Any], /, *, size: int, keyset: bool) -> Pages[M]:
        """Return the records of a table whose properties equal the given values."""
        from webcrm_ext.queries.selection import find  # noqa: PLC0415 - when it is used

        return self._select(find(table, properties), size=size, keyset=keyset)

    def changed_since(self, table: Table[M], when: date, /, *, size: int, keyset: bool) -> Pages[M]:
        """Return the records of a table that were created or changed at a moment or after it."""
        from webcrm_ext.queries.selection import changed_since  # noqa: PLC0415 - when it is used

        return self._select(changed_since(table, when), size=size, keyset=keyset)

    def _select(self, selection: Selection[M], *, size: int, keyset: bool) -> Pages[M]:
        if not keyset:
            return self.list_pages(selection.listing(), size=size, concurrency=1, progress=None)
        from webcrm_ext.paging.keyset import SequencePages  # noqa: PLC0415 - when it is used

        return SequencePages(self.run, selection.by_id, size)

    def upsert_by(self, table: Table[M], key: str, records: Iterable[M], /, *, dry_run: bool) -> UpsertReport:
        """Create or update records by a key property, and return the outcome of each."""
        from webcrm_ext.upsert.operation import upsert_by, writer_for  # noqa: PLC0415 - when it is used

        return self.run_operation(upsert_by(writer_for(table), key, records, dry_run=dry_run))

    def run_operation(self, operation: Operation[T], /) -> T:
        """Run an operation of several calls; see `webcrm_ext.operations` for writing one."""

        def perform(step: Call[Any] | Pause) -> Any:
            return self._config.sleep(step.seconds) if isinstance(step, Pause) else self.run(step)

        return drive(operation, perform)

    def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Make a call and write the bytes of its answer to a file, piece by piece.

        The file is emptied before the first piece, and again where the call is repeated. A refusal leaves it as it
        is.

        Args:
            call: The call of an operation that answers bytes, as its module's `call(…)` gives it.
            file: A file open for writing bytes, and able to seek.

        Raises:
            OSError: The file cannot be written.
            WebCRMError: One of the tree in `webcrm_ext.errors`. Where the answer was cut off, the file holds its
                beginning.
        """
        remembered(self._connection.exchange(call, self._config, file))

    @overload
    def query(
        self,
        statement: str,
        /,
        *,
        into: type[M],
        size: int = ...,
        dates: Dates = ...,
        format_custom_fields: bool = ...,
        **values: Any,
    ) -> Pages[M]: ...

    @overload
    def query(
        self,
        statement: str,
        /,
        *,
        into: None = None,
        size: int = ...,
        dates: Dates = ...,
        format_custom_fields: bool = ...,
        **values: Any,
    ) -> Pages[Row]: ...

    def query(
        self,
        statement: str,
        /,
        *,
        into: type[Model] | None = None,
        size: int = 1000,
        dates: Dates = "iso",
        format_custom_fields: bool = True,
        **values: Any,
    ) -> Pages[Any]:
        """The rows of a SELECT; values go in by name, never by pasting.

        `crm.query("SELECT * FROM Person WHERE PersonUpdatedAt >= :since", since=monday)`

        Args:
            statement: A SELECT with places such as `:since`, and `IN :ids` for a list. A list too long for
                one address is split over several queries, whose rows come one after the other.
            into: A model to read the rows into; extra columns are kept.
            size: Rows a page, 1 to 1000.
            dates: How dates are written: quoted ISO 8601, or OLE automation numbers.
            format_custom_fields: Whether custom fields look as they do elsewhere; otherwise they are raw.
            values: A value for each place: text, numbers, booleans, dates, lists, None for IS NULL. No place
                can be called `into`, `size`, `dates` or `format_custom_fields`.

        Raises:
            QueryError: It is no SELECT, a place has no value, a value no place, or there is no way to write it;
                nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000; nothing was sent.

        Calls `GET /Queries`.
        """
        from webcrm_ext.queries.selection import query_listings  # noqa: PLC0415 - when it is used

        listings = query_listings(statement, values, into, dates=dates, format_custom_fields=format_custom_fields)
        if len(listings) == 1:
            return self.list_pages(listings[0], size=size, concurrency=1, progress=None)
        from webcrm_ext.paging.keyset import SequencePages, one_after_another  # noqa: PLC0415 - for long lists only

        return SequencePages(self.run, partial(one_after_another, listings), size)

    def fields(self, entity: str, *, types: Mapping[str, FieldType] | None = None, refresh: bool = False) -> Fields:
        """The system's fields of an entity, such as `"Organisation"`; printed, they are a table.

        Args:
            entity: The entity, as `GET /FieldsMetadata/{entityTypes}` takes it.
            types: Types that overrule what the service's display codes say, by label or property.
            refresh: Ask again; otherwise they are asked for once.

        Raises:
            ConfigurationError: There is no such entity, or no such type.
            FieldValueError: `types` names a field that is not there.

        Calls `GET /FieldsMetadata/{entityTypes}`, once for each entity.
        """
        from webcrm_ext.custom_fields.metadata import fields  # noqa: PLC0415 - when it is used

        return self.run_operation(fields(self._connection.fields, entity, types or {}, refresh=refresh))

    def custom(self, record: Model, *, match: Match = "exact") -> CustomView:
        """A record's fields by label: `crm.custom(organisation)["Customer type"] = "VIP"`.

        Args:
            record: A record of an entity that has fields of the system's own.
            match: `"closest-case"` takes a list entry that differs by case, accents or spaces only.

        Raises:
            ConfigurationError: The service has no field metadata for such records.

        Calls `GET /FieldsMetadata/{entityTypes}`, once for each entity. Nothing is written before
        `crm.organisations.update(id, organisation)`.
        """
        from webcrm_ext.custom_fields.fields import CustomView, entity_of  # noqa: PLC0415 - when it is used

        return CustomView(self.fields(entity_of(type(record))), record, match=match)


class AsyncExtended(AsyncResources):
    """What `AsyncWebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: AsyncConnection

    @cached_property
    def documents(self) -> AsyncDocuments:
        """Documents."""
        from webcrm_ext.resources.documents import AsyncDocuments  # noqa: PLC0415 - when it is first touched

        return AsyncDocuments(self)

    @cached_property
    def quotation_lines(self) -> AsyncQuotationLines:
        """Quotation lines."""
        from webcrm_ext.resources.quotation_lines import AsyncQuotationLines  # noqa: PLC0415 - when it is first touched

        return AsyncQuotationLines(self, self.linked_data_memory)

    @cached_property
    def hooks(self) -> AsyncHooks:
        """Hooks on any entity."""
        from webcrm_ext.resources.hooks import AsyncHooks  # noqa: PLC0415 - when it is first touched

        return AsyncHooks(self)

    @cached_property
    def linked_data(self) -> AsyncLinkedData:
        """Whether linked data is on, by entity."""
        from webcrm_ext.resources.linked_data import AsyncLinkedData  # noqa: PLC0415 - when it is first touched

        return AsyncLinkedData(self, self.linked_data_memory)

    if TYPE_CHECKING:  # what the client supplies

        async def run(self, call: Call[T], /) -> T: ...  # noqa: D102
        def list_pages(  # noqa: D102
            self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
        ) -> AsyncPages[T]: ...

    @property
    def linked_data_memory(self) -> LinkedDataMemory:
        """What this client and its copies know of linked data."""
        return self._connection.linked_data

    def find(self, table: Table[M], properties: Mapping[str, Any], /, *, size: int, keyset: bool) -> AsyncPages[M]:
        """Return the records of a table whose properties equal the given values."""
        from webcrm_ext.queries.selection import find  # noqa: PLC0415 - when it is used

        return self._select(find(table, properties), size=size, keyset=keyset)

    def changed_since(self, table: Table[M], when: date, /, *, size: int, keyset: bool) -> AsyncPages[M]:
        """Return the records of a table that were created or changed at a moment or after it."""
        from webcrm_ext.queries.selection import changed_since  # noqa: PLC0415 - when it is used

        return self._select(changed_since(table, when), size=size, keyset=keyset)

    def _select(self, selection: Selection[M], *, size: int, keyset: bool) -> AsyncPages[M]:
        if not keyset:
            return self.list_pages(selection.listing(), size=size, concurrency=1, progress=None)
        from webcrm_ext.paging.keyset import AsyncSequencePages  # noqa: PLC0415 - when it is used

        return AsyncSequencePages(self.run, selection.by_id, size)

    async def upsert_by(self, table: Table[M], key: str, records: Iterable[M], /, *, dry_run: bool) -> UpsertReport:
        """Create or update records by a key property, and return the outcome of each."""
        from webcrm_ext.upsert.operation import upsert_by, writer_for  # noqa: PLC0415 - when it is used

        return await self.run_operation(upsert_by(writer_for(table), key, records, dry_run=dry_run))

    async def run_operation(self, operation: Operation[T], /) -> T:
        """Run an operation of several calls; see `webcrm_ext.operations` for writing one."""

        async def perform(step: Call[Any] | Pause) -> Any:
            return await (self._config.sleep_async(step.seconds) if isinstance(step, Pause) else self.run(step))

        return await drive_async(operation, perform)

    async def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Make a call and write the bytes of its answer to a file; as `WebCRM.download`."""
        remembered(await self._connection.exchange(call, self._config, file))

    @overload
    def query(
        self,
        statement: str,
        /,
        *,
        into: type[M],
        size: int = ...,
        dates: Dates = ...,
        format_custom_fields: bool = ...,
        **values: Any,
    ) -> AsyncPages[M]: ...

    @overload
    def query(
        self,
        statement: str,
        /,
        *,
        into: None = None,
        size: int = ...,
        dates: Dates = ...,
        format_custom_fields: bool = ...,
        **values: Any,
    ) -> AsyncPages[Row]: ...

    def query(
        self,
        statement: str,
        /,
        *,
        into: type[Model] | None = None,
        size: int = 1000,
        dates: Dates = "iso",
        format_custom_fields: bool = True,
        **values: Any,
    ) -> AsyncPages[Any]:
        """The rows of a SELECT; as `WebCRM.query`."""
        from webcrm_ext.queries.selection import query_listings  # noqa: PLC0415 - when it is used

        listings = query_listings(statement, values, into, dates=dates, format_custom_fields=format_custom_fields)
        if len(listings) == 1:
            return self.list_pages(listings[0], size=size, concurrency=1, progress=None)
        from webcrm_ext.paging.keyset import AsyncSequencePages, one_after_another  # noqa: PLC0415 - for long lists only

        return AsyncSequencePages(self.run, partial(one_after_another, listings), size)

    async def fields(
        self, entity: str, *, types: Mapping[str, FieldType] | None = None, refresh: bool = False
    ) -> Fields:
        """The system's fields of an entity; as `WebCRM.fields`."""
        from webcrm_ext.custom_fields.metadata import fields  # noqa: PLC0415 - when it is used

        return await self.run_operation(fields(self._connection.fields, entity, types or {}, refresh=refresh))

    async def custom(self, record: Model, *, match: Match = "exact") -> CustomView:
        """A record's fields by label: `(await crm.custom(organisation))["Customer type"] = "VIP"`."""
        from webcrm_ext.custom_fields.fields import CustomView, entity_of  # noqa: PLC0415 - when it is used

        return CustomView(await self.fields(entity_of(type(record))), record, match=match)
