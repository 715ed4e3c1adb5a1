"""What the clients know beyond the generated resources; blocking and async, over the same operations."""

# The resources are narrower than those of the generated base, and nobody assigns to them.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import IO, TYPE_CHECKING, Any, TypeVar, overload

from webcrm_api.calls import Call
from webcrm_api.model import Model
from webcrm_api.resources import AsyncResources, Resources

from webcrm_ext.operations import Operation, Pause, drive, drive_async
from webcrm_ext.resources import Lazy
from webcrm_ext.transport.captured_responses import remembered

if TYPE_CHECKING:
    from webcrm_api.calls import Listing
    from webcrm_api.pages import AsyncPages, Pages, Progress

    from webcrm_ext.config import Config
    from webcrm_ext.custom_fields.fields import CustomView, Fields, FieldType
    from webcrm_ext.custom_fields.values import Match
    from webcrm_ext.queries.formatting import Dates
    from webcrm_ext.queries.selection import Row
    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
    from webcrm_ext.resources import (
        Activities,
        AsyncActivities,
        AsyncBudgets,
        AsyncDeliveries,
        AsyncDocuments,
        AsyncEmailSupports,
        AsyncEvents,
        AsyncHooks,
        AsyncLinkedData,
        AsyncMilestones,
        AsyncOpportunities,
        AsyncOrganisations,
        AsyncPersons,
        AsyncPersonsB2C,
        AsyncProducts,
        AsyncQuotationLines,
        AsyncRelations,
        AsyncRevenues,
        AsyncSupportCases,
        AsyncTimeExpenses,
        AsyncUsers,
        Budgets,
        Deliveries,
        Documents,
        EmailSupports,
        Events,
        Hooks,
        LinkedData,
        Milestones,
        Opportunities,
        Organisations,
        Persons,
        PersonsB2C,
        Products,
        QuotationLines,
        Relations,
        Revenues,
        SupportCases,
        TimeExpenses,
        Users,
    )
    from webcrm_ext.transport.connection import AsyncConnection, Connection

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Extended(Resources):
    """What `WebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: Connection
    _linked_data: LinkedDataMemory

    activities: Lazy[Activities] = Lazy("Activities")
    budgets: Lazy[Budgets] = Lazy("Budgets")
    deliveries: Lazy[Deliveries] = Lazy("Deliveries")
    documents: Lazy[Documents] = Lazy("Documents")
    email_supports: Lazy[EmailSupports] = Lazy("EmailSupports")
    events: Lazy[Events] = Lazy("Events")
    milestones: Lazy[Milestones] = Lazy("Milestones")
    opportunities: Lazy[Opportunities] = Lazy("Opportunities")
    organisations: Lazy[Organisations] = Lazy("Organisations")
    persons: Lazy[Persons] = Lazy("Persons")
    persons_b2c: Lazy[PersonsB2C] = Lazy("PersonsB2C")
    products: Lazy[Products] = Lazy("Products")
    quotation_lines: Lazy[QuotationLines] = Lazy("QuotationLines")
    relations: Lazy[Relations] = Lazy("Relations")
    revenues: Lazy[Revenues] = Lazy("Revenues")
    support_cases: Lazy[SupportCases] = Lazy("SupportCases")
    time_expenses: Lazy[TimeExpenses] = Lazy("TimeExpenses")
    users: Lazy[Users] = Lazy("Users")
    hooks: Lazy[Hooks] = Lazy("Hooks")
    linked_data: Lazy[LinkedData] = Lazy("LinkedData")

    if TYPE_CHECKING:  # what the client supplies

        def run(self, call: Call[T], /) -> T: ...  # noqa: D102
        def list_pages(  # noqa: D102
            self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
        ) -> Pages[T]: ...

    @property
    def linked_data_memory(self) -> LinkedDataMemory:
        """What this client and its copies know of linked data."""
        return self._linked_data

    def operate(self, operation: Operation[T], /) -> T:
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
        from webcrm_ext.paging.keyset import CoursePages, one_after_another  # noqa: PLC0415 - for long lists only

        return CoursePages(self.run, partial(one_after_another, listings), size)

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

        return self.operate(fields(self._connection.fields, entity, types or {}, refresh=refresh))

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
    _linked_data: LinkedDataMemory

    activities: Lazy[AsyncActivities] = Lazy("AsyncActivities")
    budgets: Lazy[AsyncBudgets] = Lazy("AsyncBudgets")
    deliveries: Lazy[AsyncDeliveries] = Lazy("AsyncDeliveries")
    documents: Lazy[AsyncDocuments] = Lazy("AsyncDocuments")
    email_supports: Lazy[AsyncEmailSupports] = Lazy("AsyncEmailSupports")
    events: Lazy[AsyncEvents] = Lazy("AsyncEvents")
    milestones: Lazy[AsyncMilestones] = Lazy("AsyncMilestones")
    opportunities: Lazy[AsyncOpportunities] = Lazy("AsyncOpportunities")
    organisations: Lazy[AsyncOrganisations] = Lazy("AsyncOrganisations")
    persons: Lazy[AsyncPersons] = Lazy("AsyncPersons")
    persons_b2c: Lazy[AsyncPersonsB2C] = Lazy("AsyncPersonsB2C")
    products: Lazy[AsyncProducts] = Lazy("AsyncProducts")
    quotation_lines: Lazy[AsyncQuotationLines] = Lazy("AsyncQuotationLines")
    relations: Lazy[AsyncRelations] = Lazy("AsyncRelations")
    revenues: Lazy[AsyncRevenues] = Lazy("AsyncRevenues")
    support_cases: Lazy[AsyncSupportCases] = Lazy("AsyncSupportCases")
    time_expenses: Lazy[AsyncTimeExpenses] = Lazy("AsyncTimeExpenses")
    users: Lazy[AsyncUsers] = Lazy("AsyncUsers")
    hooks: Lazy[AsyncHooks] = Lazy("AsyncHooks")
    linked_data: Lazy[AsyncLinkedData] = Lazy("AsyncLinkedData")

    if TYPE_CHECKING:  # what the client supplies

        async def run(self, call: Call[T], /) -> T: ...  # noqa: D102
        def list_pages(  # noqa: D102
            self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
        ) -> AsyncPages[T]: ...

    @property
    def linked_data_memory(self) -> LinkedDataMemory:
        """What this client and its copies know of linked data."""
        return self._linked_data

    async def operate(self, operation: Operation[T], /) -> T:
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
        from webcrm_ext.paging.keyset import AsyncCoursePages, one_after_another  # noqa: PLC0415 - for long lists only

        return AsyncCoursePages(self.run, partial(one_after_another, listings), size)

    async def fields(
        self, entity: str, *, types: Mapping[str, FieldType] | None = None, refresh: bool = False
    ) -> Fields:
        """The system's fields of an entity; as `WebCRM.fields`."""
        from webcrm_ext.custom_fields.metadata import fields  # noqa: PLC0415 - when it is used

        return await self.operate(fields(self._connection.fields, entity, types or {}, refresh=refresh))

    async def custom(self, record: Model, *, match: Match = "exact") -> CustomView:
        """A record's fields by label: `(await crm.custom(organisation))["Customer type"] = "VIP"`."""
        from webcrm_ext.custom_fields.fields import CustomView, entity_of  # noqa: PLC0415 - when it is used

        return CustomView(await self.fields(entity_of(type(record))), record, match=match)
