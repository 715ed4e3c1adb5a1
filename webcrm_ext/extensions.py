"""What the clients know beyond the generated resources; blocking and async, over the same operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, TypeVar, overload

from webcrm_api.calls import Call
from webcrm_api.model import Model
from webcrm_api.resources import AsyncResources, Resources

from webcrm_ext.flow import Operation, Pause, drive, drive_async
from webcrm_ext.linked_data import LinkedDataMemory, detect

if TYPE_CHECKING:
    from webcrm_api.calls import Listing
    from webcrm_api.pages import AsyncPages, Pages, Progress

    from webcrm_ext.config import Config
    from webcrm_ext.connection import AsyncConnection, Connection
    from webcrm_ext.custom_fields import CustomView, Fields, FieldType
    from webcrm_ext.custom_values import Match
    from webcrm_ext.hooks import EventType, HookEvent
    from webcrm_ext.queries import Row
    from webcrm_ext.query_text import Dates
    from webcrm_ext.resources.activities import Activities, AsyncActivities
    from webcrm_ext.resources.deliveries import AsyncDeliveries, Deliveries
    from webcrm_ext.resources.documents import AsyncDocuments, Documents
    from webcrm_ext.resources.events import AsyncEvents, Events
    from webcrm_ext.resources.opportunities import AsyncOpportunities, Opportunities
    from webcrm_ext.resources.organisations import AsyncOrganisations, Organisations
    from webcrm_ext.resources.persons import AsyncPersons, Persons
    from webcrm_ext.resources.products import AsyncProducts, Products
    from webcrm_ext.resources.quotation_lines import AsyncQuotationLines, QuotationLines
    from webcrm_ext.resources.support_cases import AsyncSupportCases, SupportCases
    from webcrm_ext.resources.users import AsyncUsers, Users

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class _LinkedData:
    """Whether linked data is on, by entity."""

    def __init__(self, memory: LinkedDataMemory) -> None:
        self.memory = memory

    def enabled(self, entity: str) -> bool | None:
        """Say whether linked data is on for an entity (`"QuotationLines"`): True, False, or None, not known yet."""
        return self.memory.enabled(entity)


class LinkedData(_LinkedData):
    """Whether linked data is on, by entity: what is known, and how to find out."""

    def __init__(self, crm: Extended, memory: LinkedDataMemory) -> None:
        super().__init__(memory)
        self._crm = crm

    def detect(self, entity: str) -> bool:
        """Find out without writing, from the entity's linked setup (on when any field is used), and remember it."""
        return self._crm.operate(detect(self.memory, entity))


class AsyncLinkedData(_LinkedData):
    """Whether linked data is on, by entity; finding out is awaited."""

    def __init__(self, crm: AsyncExtended, memory: LinkedDataMemory) -> None:
        super().__init__(memory)
        self._crm = crm

    async def detect(self, entity: str) -> bool:
        """Find out without writing, from the entity's linked setup, and remember it."""
        return await self._crm.operate(detect(self.memory, entity))


class Hooks:
    """Hooks on any entity."""

    def __init__(self, crm: Extended) -> None:
        self._crm = crm

    def ensure(self, entity: str, target_url: str, *, event: EventType, filters: Iterable[str] = ("All",)) -> int:
        """See to it that a hook is there and enabled, and give its id; done again, it changes nothing.

        Args:
            entity: The entity, such as `"Organisations"`.
            target_url: Where the service calls.
            event: What it calls for: `"Create"`, `"Update"` or `"Delete"`.
            filters: Whose records; the entity's hook model lists the values.

        Calls `/X/Hooks`.
        """
        from webcrm_ext.hooks import ensure  # noqa: PLC0415 - when it is used

        return self._crm.operate(ensure(entity, target_url, event, filters))

    @staticmethod
    def parse(body: bytes | str | Mapping[str, Any]) -> HookEvent:
        """Give entity and id of the record that a delivery is about.

        Raises:
            FieldValueError: It names no record.
        """
        from webcrm_ext.hooks import parse  # noqa: PLC0415 - when it is used

        return parse(body)


class AsyncHooks:
    """Hooks on any entity, to be awaited."""

    def __init__(self, crm: AsyncExtended) -> None:
        self._crm = crm

    async def ensure(self, entity: str, target_url: str, *, event: EventType, filters: Iterable[str] = ("All",)) -> int:
        """See to it that a hook is there and enabled; as `Hooks.ensure`."""
        from webcrm_ext.hooks import ensure  # noqa: PLC0415 - when it is used

        return await self._crm.operate(ensure(entity, target_url, event, filters))

    parse = staticmethod(Hooks.parse)


class Extended(Resources):
    """What `WebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: Connection

    if TYPE_CHECKING:  # what the client supplies

        def run(self, call: Call[T], /) -> T: ...  # noqa: D102
        def list_pages(  # noqa: D102
            self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
        ) -> Pages[T]: ...

    def operate(self, operation: Operation[T], /) -> T:
        """Run an operation of several calls; see `webcrm_ext.flow` for writing one."""

        def perform(step: Call[Any] | Pause) -> Any:
            return self._config.sleep(step.seconds) if isinstance(step, Pause) else self.run(step)

        return drive(operation, perform)

    def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Make a call and write the bytes of its answer to a file, piece by piece.

        The file is emptied first, and again before the call is repeated.
        """
        self._connection.download(call, self._config, file)

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
            values: A value for each place: text, numbers, booleans, dates, lists, None for IS NULL.

        Raises:
            QueryError: It is no SELECT, a place has no value, a value no place; nothing was sent.

        Calls `GET /Queries`.
        """
        from webcrm_ext.queries import query_listing, rows_into  # noqa: PLC0415 - when it is used
        from webcrm_ext.query_pages import ChainedPages  # noqa: PLC0415
        from webcrm_ext.query_text import format_query  # noqa: PLC0415

        listings = [
            query_listing(script, rows_into(into), format_custom_fields=format_custom_fields)
            for script in format_query(statement, values, dates=dates)
        ]
        parts = [self.list_pages(each, size=size, concurrency=1, progress=None) for each in listings]
        return parts[0] if len(parts) == 1 else ChainedPages(parts)

    def fields(self, entity: str, *, types: Mapping[str, FieldType] | None = None, refresh: bool = False) -> Fields:
        """The system's fields of an entity, such as `"Organisation"`; printed, they are a table.

        Args:
            entity: The entity, as `GET /FieldsMetadata/{entityTypes}` takes it.
            types: Types that overrule what the service's display codes say, by label or property.
            refresh: Ask again; otherwise they are asked for once.

        Raises:
            ConfigurationError: There is no such entity.
            FieldValueError: `types` names a field that is not there.
        """
        from webcrm_ext.field_operations import fields  # noqa: PLC0415 - when it is used

        return self.operate(fields(self._connection.fields, entity, types or {}, refresh=refresh))

    def custom(self, record: Model, *, match: Match = "exact") -> CustomView:
        """A record's fields by label: `crm.custom(organisation)["Customer type"] = "VIP"`.

        Args:
            record: A record of an entity that has fields of the system's own.
            match: `"closest-case"` takes a list entry that differs by case, accents or spaces only.
        """
        from webcrm_ext.custom_fields import CustomView, entity_of  # noqa: PLC0415 - when it is used

        return CustomView(self.fields(entity_of(type(record))), record, match=match)

    @cached_property
    def linked_data(self) -> LinkedData:
        """Whether linked data is on: `.enabled("QuotationLines")`, `.detect("QuotationLines")`."""
        return LinkedData(self, self._connection.linked_data)

    @cached_property
    def hooks(self) -> Hooks:
        """Hooks on any entity: `.ensure(...)`, `.parse(...)`."""
        return Hooks(self)

    @cached_property
    def activities(self) -> Activities:
        """Activities."""
        from webcrm_ext.resources.activities import Activities  # noqa: PLC0415 - each when it is touched

        return Activities(self)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Deliveries."""
        from webcrm_ext.resources.deliveries import Deliveries  # noqa: PLC0415 - each when it is touched

        return Deliveries(self)

    @cached_property
    def documents(self) -> Documents:
        """Documents."""
        from webcrm_ext.resources.documents import Documents  # noqa: PLC0415 - each when it is touched

        return Documents(self)

    @cached_property
    def events(self) -> Events:
        """Events."""
        from webcrm_ext.resources.events import Events  # noqa: PLC0415 - each when it is touched

        return Events(self)

    @cached_property
    def opportunities(self) -> Opportunities:
        """Opportunities."""
        from webcrm_ext.resources.opportunities import Opportunities  # noqa: PLC0415 - each when it is touched

        return Opportunities(self)

    @cached_property
    def organisations(self) -> Organisations:
        """Organisations."""
        from webcrm_ext.resources.organisations import Organisations  # noqa: PLC0415 - each when it is touched

        return Organisations(self)

    @cached_property
    def persons(self) -> Persons:
        """Persons."""
        from webcrm_ext.resources.persons import Persons  # noqa: PLC0415 - each when it is touched

        return Persons(self)

    @cached_property
    def products(self) -> Products:
        """Products."""
        from webcrm_ext.resources.products import Products  # noqa: PLC0415 - each when it is touched

        return Products(self)

    @cached_property
    def quotation_lines(self) -> QuotationLines:
        """Quotation lines."""
        from webcrm_ext.resources.quotation_lines import QuotationLines  # noqa: PLC0415 - each when it is touched

        return QuotationLines(self)

    @cached_property
    def support_cases(self) -> SupportCases:
        """Support cases."""
        from webcrm_ext.resources.support_cases import SupportCases  # noqa: PLC0415 - each when it is touched

        return SupportCases(self)

    @cached_property
    def users(self) -> Users:
        """Users."""
        from webcrm_ext.resources.users import Users  # noqa: PLC0415 - each when it is touched

        return Users(self)


class AsyncExtended(AsyncResources):
    """What `AsyncWebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: AsyncConnection

    if TYPE_CHECKING:  # what the client supplies

        async def run(self, call: Call[T], /) -> T: ...  # noqa: D102
        def list_pages(  # noqa: D102
            self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
        ) -> AsyncPages[T]: ...

    async def operate(self, operation: Operation[T], /) -> T:
        """Run an operation of several calls; see `webcrm_ext.flow` for writing one."""

        async def perform(step: Call[Any] | Pause) -> Any:
            return await (self._config.sleep_async(step.seconds) if isinstance(step, Pause) else self.run(step))

        return await drive_async(operation, perform)

    async def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Make a call and write the bytes of its answer to a file; as `WebCRM.download`."""
        await self._connection.download(call, self._config, file)

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
        from webcrm_ext.queries import query_listing, rows_into  # noqa: PLC0415 - when it is used
        from webcrm_ext.query_pages import AsyncChainedPages  # noqa: PLC0415
        from webcrm_ext.query_text import format_query  # noqa: PLC0415

        listings = [
            query_listing(script, rows_into(into), format_custom_fields=format_custom_fields)
            for script in format_query(statement, values, dates=dates)
        ]
        parts = [self.list_pages(each, size=size, concurrency=1, progress=None) for each in listings]
        return parts[0] if len(parts) == 1 else AsyncChainedPages(parts)

    async def fields(
        self, entity: str, *, types: Mapping[str, FieldType] | None = None, refresh: bool = False
    ) -> Fields:
        """The system's fields of an entity; as `WebCRM.fields`."""
        from webcrm_ext.field_operations import fields  # noqa: PLC0415 - when it is used

        return await self.operate(fields(self._connection.fields, entity, types or {}, refresh=refresh))

    async def custom(self, record: Model, *, match: Match = "exact") -> CustomView:
        """A record's fields by label: `(await crm.custom(organisation))["Customer type"] = "VIP"`."""
        from webcrm_ext.custom_fields import CustomView, entity_of  # noqa: PLC0415 - when it is used

        return CustomView(await self.fields(entity_of(type(record))), record, match=match)

    @cached_property
    def linked_data(self) -> AsyncLinkedData:
        """Whether linked data is on: `.enabled("QuotationLines")`, `await .detect("QuotationLines")`."""
        return AsyncLinkedData(self, self._connection.linked_data)

    @cached_property
    def hooks(self) -> AsyncHooks:
        """Hooks on any entity: `await .ensure(...)`, `.parse(...)`."""
        return AsyncHooks(self)

    @cached_property
    def activities(self) -> AsyncActivities:
        """Activities."""
        from webcrm_ext.resources.activities import AsyncActivities  # noqa: PLC0415 - each when it is touched

        return AsyncActivities(self)

    @cached_property
    def deliveries(self) -> AsyncDeliveries:
        """Deliveries."""
        from webcrm_ext.resources.deliveries import AsyncDeliveries  # noqa: PLC0415 - each when it is touched

        return AsyncDeliveries(self)

    @cached_property
    def documents(self) -> AsyncDocuments:
        """Documents."""
        from webcrm_ext.resources.documents import AsyncDocuments  # noqa: PLC0415 - each when it is touched

        return AsyncDocuments(self)

    @cached_property
    def events(self) -> AsyncEvents:
        """Events."""
        from webcrm_ext.resources.events import AsyncEvents  # noqa: PLC0415 - each when it is touched

        return AsyncEvents(self)

    @cached_property
    def opportunities(self) -> AsyncOpportunities:
        """Opportunities."""
        from webcrm_ext.resources.opportunities import AsyncOpportunities  # noqa: PLC0415 - each when it is touched

        return AsyncOpportunities(self)

    @cached_property
    def organisations(self) -> AsyncOrganisations:
        """Organisations."""
        from webcrm_ext.resources.organisations import AsyncOrganisations  # noqa: PLC0415 - each when it is touched

        return AsyncOrganisations(self)

    @cached_property
    def persons(self) -> AsyncPersons:
        """Persons."""
        from webcrm_ext.resources.persons import AsyncPersons  # noqa: PLC0415 - each when it is touched

        return AsyncPersons(self)

    @cached_property
    def products(self) -> AsyncProducts:
        """Products."""
        from webcrm_ext.resources.products import AsyncProducts  # noqa: PLC0415 - each when it is touched

        return AsyncProducts(self)

    @cached_property
    def quotation_lines(self) -> AsyncQuotationLines:
        """Quotation lines."""
        from webcrm_ext.resources.quotation_lines import AsyncQuotationLines  # noqa: PLC0415 - each when it is touched

        return AsyncQuotationLines(self)

    @cached_property
    def support_cases(self) -> AsyncSupportCases:
        """Support cases."""
        from webcrm_ext.resources.support_cases import AsyncSupportCases  # noqa: PLC0415 - each when it is touched

        return AsyncSupportCases(self)

    @cached_property
    def users(self) -> AsyncUsers:
        """Users."""
        from webcrm_ext.resources.users import AsyncUsers  # noqa: PLC0415 - each when it is touched

        return AsyncUsers(self)
