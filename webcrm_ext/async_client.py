"""`AsyncWebCRM`: the async client, for asyncio and trio."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping
from functools import cached_property
from inspect import isawaitable
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, overload

from webcrm_api.calls import Call, with_known_arguments
from webcrm_api.model import Model
from webcrm_api.redaction import redact_members, redacted
from webcrm_api.resources import AsyncResources
from webcrm_api.types import UNSET

from webcrm_ext.base_client import BaseClient, config_of
from webcrm_ext.config import Config, redact_settings, takes_settings
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Pause, RunBlocking, Together, WaitFor, drive_async
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.transport.call_context import CapturedResponse, call_context, current_call_context, validate_method
from webcrm_ext.transport.connection import AsyncConnection

if TYPE_CHECKING:
    import datetime

    from webcrm_api.calls import Listing
    from webcrm_api.client import Client
    from webcrm_api.pages import AsyncPages, Progress
    from webcrm_api.tables import Table
    from webcrm_api.types import Response

    from webcrm_ext.custom_fields import FieldType, Match
    from webcrm_ext.custom_fields.fields import Fields
    from webcrm_ext.custom_fields.view import AsyncCustomView
    from webcrm_ext.paging.sequences import Source
    from webcrm_ext.queries.options import Dates
    from webcrm_ext.queries.rows import Row
    from webcrm_ext.resources.documents import AsyncDocuments
    from webcrm_ext.resources.linked_data import AsyncLinkedData
    from webcrm_ext.resources.quotation_lines import AsyncQuotationLines
    from webcrm_ext.resources.webhooks import AsyncHooks
    from webcrm_ext.transport.check import CheckResult

T = TypeVar("T")
P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class AsyncWebCRM(BaseClient, AsyncResources):
    """The webCRM REST API for asyncio and trio; otherwise like `WebCRM`. Tasks and event loops can share it.

    async with AsyncWebCRM(application_token="…") as crm:
        async for person in crm.persons.list():
            print(person.person_name)
    """

    @takes_settings(Config)
    def __init__(self, application_token: str | None = None, *more: Any, **settings: Any) -> None:
        application_token, settings = redacted(application_token), redact_settings(settings)  # tracebacks show them
        more = tuple(map(redacted, more))
        self._config = config_of(application_token, settings, more)
        self._fields: dict[str, Fields] = {}
        self._linked_data_memory = LinkedDataMemory(self._config.linked_data)
        self._connection = AsyncConnection(self._config, (self._linked_data_memory.error_rule,))
        self._runner = self  # resources run their calls through it

    @cached_property
    def documents(self) -> AsyncDocuments:
        """Documents."""
        from webcrm_ext.resources.documents import AsyncDocuments  # noqa: PLC0415 - when it is used

        return AsyncDocuments(self)

    @cached_property
    def quotation_lines(self) -> AsyncQuotationLines:
        """Quotation lines."""
        from webcrm_ext.resources.quotation_lines import AsyncQuotationLines  # noqa: PLC0415 - when it is used

        return AsyncQuotationLines(self, self._linked_data_memory)

    @cached_property
    def hooks(self) -> AsyncHooks:
        """Webhooks of any entity."""
        from webcrm_ext.resources.webhooks import AsyncHooks  # noqa: PLC0415 - when it is used

        return AsyncHooks(self)

    @cached_property
    def linked_data(self) -> AsyncLinkedData:
        """Whether linked data is on, by entity."""
        from webcrm_ext.resources.linked_data import AsyncLinkedData  # noqa: PLC0415 - when it is used

        return AsyncLinkedData(self, self._linked_data_memory)

    @property
    def raw(self) -> Client:
        """A client for the generated functions, with the same token, rate limit, retries and errors.

        `await persons_get.asyncio_detailed(12, client=crm.raw)` returns status and headers beside the record.
        """
        from webcrm_ext.transport.raw_client import AsyncRawClient  # noqa: PLC0415 - loads httpx

        return AsyncRawClient(self, self._config.base_url)

    async def run(self, call: Call[T], /) -> T:
        """Make a call and return its value.

        Raises:
            WebCRMError: See `webcrm_ext.errors`.
        """
        return (await self._send(call)).parsed

    @overload
    async def with_raw_response(self, call: Call[T], /) -> Response[T]: ...
    @overload
    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]: ...

    async def with_raw_response(self, what: Any, /, *args: Any, **kwargs: Any) -> Response[Any]:
        """Make a call and return status, headers and content beside its value; see `WebCRM.with_raw_response`."""
        if isinstance(what, Call):
            return await self._send(what)
        validate_method(what)
        captured = CapturedResponse()
        with call_context(captured=captured):
            value = what(*args, **kwargs)
            if isawaitable(value) and not hasattr(value, "__aiter__"):  # a list makes no call until it is read
                value = await value
        return captured.with_value(value)

    @with_known_arguments
    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Make a call that the API definition lacks, and return its JSON; see `WebCRM.request`."""
        from webcrm_ext.transport.any_call import any_call  # noqa: PLC0415 - when it is used

        json, headers = redact_members(json), redact_members(headers)  # a traceback shows arguments
        return await self.run(any_call(method, path, params, json, headers))

    @overload
    def query(
        self, statement: str, /, *, into: type[M], size: int = ..., limit: int | None = ..., dates: Dates = ...,
        format_custom_fields: bool = ..., **values: Any,
    ) -> AsyncPages[M]: ...  # fmt: skip
    @overload
    def query(
        self, statement: str, /, *, into: None = None, size: int = ..., limit: int | None = ..., dates: Dates = ...,
        format_custom_fields: bool = ..., **values: Any,
    ) -> AsyncPages[Row]: ...  # fmt: skip

    @with_known_arguments
    def query(
        self,
        statement: str,
        /,
        *,
        into: type[Model] | None = None,
        size: int = 1000,
        limit: int | None = None,
        dates: Dates = "iso",
        format_custom_fields: bool = True,
        **values: Any,
    ) -> AsyncPages[Any]:
        """Return the rows of a SELECT; see `WebCRM.query`."""
        from webcrm_ext.queries.options import validate_dates  # noqa: PLC0415 - when it is used
        from webcrm_ext.queries.selection import query_source  # noqa: PLC0415 - when it is used

        validate_dates(dates)
        source = query_source(statement, values, into, dates=dates, format_custom_fields=format_custom_fields)
        return self._pages(source, size=size, limit=limit)

    @with_known_arguments
    async def fields(
        self, entity: str | type[Model], *, types: Mapping[str, FieldType] | None = None, refresh: bool = False
    ) -> Fields:
        """Return the fields of an entity in this system; see `WebCRM.fields`."""
        from webcrm_ext.custom_fields.metadata import fields  # noqa: PLC0415 - when it is used

        return await self.run_operation(fields(self._fields, entity, types or {}, refresh=refresh))

    @with_known_arguments
    async def custom(self, record: Model, *, match: Match = "exact") -> AsyncCustomView:
        """Return a view of a record's fields by label: `(await crm.custom(organisation))["Customer type"] = "VIP"`."""
        from webcrm_ext.custom_fields.metadata import entity_of_record  # noqa: PLC0415 - when it is used
        from webcrm_ext.custom_fields.view import AsyncCustomView  # noqa: PLC0415

        return AsyncCustomView(await self.fields(entity_of_record(record)), record, self, match=match)

    @with_known_arguments
    async def check(self, *, entities: Iterable[str] | None = None) -> CheckResult:
        """Log in, and return what this application token can read; see `WebCRM.check`."""
        from webcrm_ext.transport.check import check  # noqa: PLC0415 - when it is used

        http = self._connection.http or self._connection.open()
        return await drive_async(check(entities, self._config, http), lambda step: step())

    def list_pages(
        self, listing: Listing[T], /, *, size: int, limit: int | None, concurrency: int, progress: Progress | None
    ) -> AsyncPages[T]:
        """Return the records of a listing; the lists of resources call it."""
        from webcrm_ext.paging.async_pages import AsyncPages  # noqa: PLC0415 - at the first list
        from webcrm_ext.paging.sequences import Source  # noqa: PLC0415

        source = Source(listing=listing)
        return AsyncPages(self, source, size=size, limit=limit, concurrency=concurrency, progress=progress)

    def find(
        self, table: Table[M], properties: Mapping[str, Any], /, *, size: int, limit: int | None, keyset: bool
    ) -> AsyncPages[M]:
        """Return the records with these property values; the `find` of resources calls it."""
        from webcrm_ext.custom_fields.names import find  # noqa: PLC0415 - when it is used

        return self._pages(find(self._fields, table, properties).source(keyset=keyset), size=size, limit=limit)

    def changed_since(
        self, table: Table[M], when: datetime.date, /, *, size: int, limit: int | None, keyset: bool
    ) -> AsyncPages[M]:
        """Return the records created or changed since a moment; the `changed_since` of resources calls it."""
        from webcrm_ext.queries.selection import changed_since  # noqa: PLC0415 - when it is used

        return self._pages(changed_since(table, when).source(keyset=keyset), size=size, limit=limit)

    async def update(
        self, prepare: Callable[[Any], Call[T]], model: str, record: Any, properties: Mapping[str, Any], /
    ) -> T:
        """Update a record, or some of its properties; the `update` of resources calls it."""
        from webcrm_ext.custom_fields.names import update  # noqa: PLC0415 - when it is used

        prepare(UNSET).url()  # a wrong id is the first error
        return await self.run_operation(update(self._fields, prepare, model, record, properties))

    async def run_operation(self, operation: Generator[Any, Any, T], /) -> T:
        """Run an operation of several calls; see `WebCRM.run_operation`."""

        async def perform(step: Call[Any] | Pause | WaitFor | Together | RunBlocking) -> Any:
            if isinstance(step, RunBlocking):
                from webcrm_ext.transport.event_loops import run_in_thread  # noqa: PLC0415 - when it is used

                return await run_in_thread(step.work)
            if isinstance(step, Together):
                from webcrm_ext.transport.together import run_together_async  # noqa: PLC0415 - when it is used

                return await run_together_async(step.calls, self.run)
            if isinstance(step, WaitFor):
                from webcrm_ext.transport.event_loops import wait_for_future  # noqa: PLC0415 - loads asyncio

                await wait_for_future(step.future, step.timeout)
                return None
            return await (step.perform(self._config.sleep_async) if isinstance(step, Pause) else self.run(step))

        return await drive_async(operation, perform)

    async def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Make a call and write its response to a file, in pieces; see `WebCRM.download`."""
        from webcrm_ext.transport.downloads import validate_file  # noqa: PLC0415 - when it is used

        validate_file(file)
        await self._send(call, file)

    async def close(self) -> None:
        """Close the connection; see `WebCRM.close`."""
        await self._connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _send(self, call: Call[T], file: IO[bytes] | None = None) -> Response[T]:
        if not isinstance(call, Call):
            raise ConfigurationError(
                f"Expected a prepared call, such as persons_get.call(12), not a {type(call).__name__}."
            )
        http = self._connection.http or self._connection.open()
        response = await http.send(call, self._config, file)
        captured = current_call_context().captured
        if captured is not None:
            captured.response = response
        return response

    def _pages(self, source: Source[T], *, size: int, limit: int | None) -> AsyncPages[T]:
        from webcrm_ext.paging.async_pages import AsyncPages  # noqa: PLC0415 - when it is used

        return AsyncPages(self, source, size=size, limit=limit)
