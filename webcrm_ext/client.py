"""`WebCRM`: the blocking client."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from functools import cached_property
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, overload

from webcrm_api.calls import Call, with_known_arguments
from webcrm_api.model import Model
from webcrm_api.redaction import redact_members, redacted
from webcrm_api.resources import Resources
from webcrm_api.types import UNSET

from webcrm_ext.base_client import BaseClient, config_of
from webcrm_ext.config import Config, redact_settings, takes_settings
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Pause, RunBlocking, Together, WaitFor, drive
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.transport.call_context import CapturedResponse, call_context, current_call_context, validate_method
from webcrm_ext.transport.connection import Connection

if TYPE_CHECKING:
    import datetime

    from webcrm_api.calls import Listing
    from webcrm_api.client import Client
    from webcrm_api.pages import Pages, Progress
    from webcrm_api.tables import Table
    from webcrm_api.types import Response

    from webcrm_ext.custom_fields import FieldType, Match
    from webcrm_ext.custom_fields.fields import Fields
    from webcrm_ext.custom_fields.view import CustomView
    from webcrm_ext.paging.sequences import Source
    from webcrm_ext.queries.options import Dates
    from webcrm_ext.queries.rows import Row
    from webcrm_ext.resources.documents import Documents
    from webcrm_ext.resources.linked_data import LinkedData
    from webcrm_ext.resources.quotation_lines import QuotationLines
    from webcrm_ext.resources.webhooks import Hooks
    from webcrm_ext.transport.check import CheckResult

T = TypeVar("T")
P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class WebCRM(BaseClient, Resources):
    """The webCRM REST API, blocking. Every resource is an attribute: `crm.persons.get(12)`.

    It logs in on first use, respects the rate limit, and retries only what is safe to retry. Threads can share it.

        with WebCRM(application_token="…") as crm:
            for person in crm.persons.list():
                print(person.person_name)

    Args:
        application_token: The GUID that webCRM creates for an integration; else `WEBCRM_APPLICATION_TOKEN`.
        settings: Further settings by name, see `webcrm_ext.config.Config`.

    Raises:
        ConfigurationError: A setting is missing, unknown or invalid; nothing was sent.
    """

    @takes_settings(Config)
    def __init__(self, application_token: str | None = None, *more: Any, **settings: Any) -> None:
        application_token, settings = redacted(application_token), redact_settings(settings)  # tracebacks show them
        more = tuple(map(redacted, more))
        self._config = config_of(application_token, settings, more)
        self._fields: dict[str, Fields] = {}
        self._linked_data_memory = LinkedDataMemory(self._config.linked_data)
        self._connection = Connection(self._config, (self._linked_data_memory.error_rule,))
        self._runner = self  # resources run their calls through it

    @cached_property
    def documents(self) -> Documents:
        """Documents."""
        from webcrm_ext.resources.documents import Documents  # noqa: PLC0415 - when it is used

        return Documents(self)

    @cached_property
    def quotation_lines(self) -> QuotationLines:
        """Quotation lines."""
        from webcrm_ext.resources.quotation_lines import QuotationLines  # noqa: PLC0415 - when it is used

        return QuotationLines(self, self._linked_data_memory)

    @cached_property
    def hooks(self) -> Hooks:
        """Webhooks of any entity."""
        from webcrm_ext.resources.webhooks import Hooks  # noqa: PLC0415 - when it is used

        return Hooks(self)

    @cached_property
    def linked_data(self) -> LinkedData:
        """Whether linked data is on, by entity."""
        from webcrm_ext.resources.linked_data import LinkedData  # noqa: PLC0415 - when it is used

        return LinkedData(self, self._linked_data_memory)

    @property
    def raw(self) -> Client:
        """A client for the generated functions, with the same token, rate limit, retries and errors.

        `persons_get.sync_detailed(12, client=crm.raw)` returns status and headers beside the record.
        """
        from webcrm_ext.transport.raw_client import RawClient  # noqa: PLC0415 - loads httpx

        return RawClient(self, self._config.base_url)

    def run(self, call: Call[T], /) -> T:
        """Make a call and return its value.

        Raises:
            WebCRMError: See `webcrm_ext.errors`.
        """
        return self._send(call).parsed

    @overload
    def with_raw_response(self, call: Call[T], /) -> Response[T]: ...
    @overload
    def with_raw_response(self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]: ...

    def with_raw_response(self, what: Any, /, *args: Any, **kwargs: Any) -> Response[Any]:
        """Make a call and return status, headers and content beside its value, `parsed`.

            response = crm.with_raw_response(crm.persons.get, 12)
            response.status_code, response.headers["date"], response.parsed.person_name

        Args:
            what: A method of a resource, or a prepared call. If the method makes several calls, the last response is
                returned; if it prefetches, that of any page. The content is empty if it was written to a file.
            args: The method's arguments.
            kwargs: The method's arguments by name.

        Raises:
            ConfigurationError: The method made no call. A list makes none until it is read: pass `list().page`.
            WebCRMError: What the call raises otherwise.
        """
        if isinstance(what, Call):
            return self._send(what)
        validate_method(what)
        captured = CapturedResponse()
        with call_context(captured=captured):
            value = what(*args, **kwargs)
        return captured.with_value(value)

    @with_known_arguments
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Make a call that the API definition lacks, and return its JSON, or None for an empty response.

        Args:
            method: The HTTP method. POST and PATCH are never retried blindly.
            path: The path, with a leading `/`. It may contain a query.
            params: Query parameters, in addition to those of the path.
            json: The body, sent as JSON.
            headers: Further headers.

        Raises:
            ConfigurationError: The call cannot be sent; nothing was sent.
            WebCRMError: See `webcrm_ext.errors`.
        """
        from webcrm_ext.transport.any_call import any_call  # noqa: PLC0415 - when it is used

        json, headers = redact_members(json), redact_members(headers)  # a traceback shows arguments
        return self.run(any_call(method, path, params, json, headers))

    @overload
    def query(
        self, statement: str, /, *, into: type[M], size: int = ..., limit: int | None = ..., dates: Dates = ...,
        format_custom_fields: bool = ..., **values: Any,
    ) -> Pages[M]: ...  # fmt: skip
    @overload
    def query(
        self, statement: str, /, *, into: None = None, size: int = ..., limit: int | None = ..., dates: Dates = ...,
        format_custom_fields: bool = ..., **values: Any,
    ) -> Pages[Row]: ...  # fmt: skip

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
    ) -> Pages[Any]:
        """Return the rows of a SELECT. Values are passed by name and escaped; injection is not possible.

        `crm.query("SELECT * FROM Person WHERE PersonUpdatedAt >= :since", since=monday)`

        Args:
            statement: A SELECT with placeholders such as `:since`, and `IN :ids` for a list. A list that is too long
                for one URL is split over several queries, whose rows follow each other.
            into: A model to read the rows into. Columns that only queries have (RowNumber, and names with an
                underscore) are left out then; other unknown columns are kept.
            size: Rows in a page, 1 to 1000.
            limit: Stop after this many rows; None for all.
            dates: How dates are written: `"iso"` for quoted ISO 8601, `"ole"` for OLE automation numbers.
            format_custom_fields: Whether custom fields have the format of other endpoints; else they are raw.
            values: A value for each placeholder: string, number, boolean, date (in UTC without an offset), list, or
                None for IS NULL. The other arguments cannot be names of placeholders.

        Raises:
            QueryError: The statement is not one SELECT, a placeholder and its value do not match, or `into` is the
                model of another table; nothing was sent. While rows are read: they have no column of `into`.
            ConfigurationError: `size`, `limit` or `dates` is invalid; nothing was sent.

        Calls `GET /Queries`.
        """
        from webcrm_ext.queries.options import validate_dates  # noqa: PLC0415 - when it is used
        from webcrm_ext.queries.selection import query_source  # noqa: PLC0415 - when it is used

        validate_dates(dates)
        source = query_source(statement, values, into, dates=dates, format_custom_fields=format_custom_fields)
        return self._pages(source, size=size, limit=limit)

    @with_known_arguments
    def fields(
        self, entity: str | type[Model], *, types: Mapping[str, FieldType] | None = None, refresh: bool = False
    ) -> Fields:
        """Return the fields of an entity in this system by label, property or attribute; `print` shows a table.

        `crm.fields("Organisation")["ERP number"].choices`

        Args:
            entity: The entity, as `GET /FieldsMetadata/{entityTypes}` takes it, or its model.
            types: Types by label or property, in place of those that the service declares.
            refresh: Whether to request them again; otherwise they are cached.

        Raises:
            ConfigurationError: The entity or a type is unknown.
            FieldValueError: `types` names an unknown field.

        Calls `GET /FieldsMetadata/{entityTypes}`, once for each entity.
        """
        from webcrm_ext.custom_fields.metadata import fields  # noqa: PLC0415 - when it is used

        return self.run_operation(fields(self._fields, entity, types or {}, refresh=refresh))

    @with_known_arguments
    def custom(self, record: Model, *, match: Match = "exact") -> CustomView:
        """Return a view of a record's fields by label: `crm.custom(organisation)["Customer type"] = "VIP"`.

        Args:
            record: A record of an entity that has custom fields.
            match: `"closest-case"` accepts a choice that differs by case, accents or spaces only.

        Raises:
            ConfigurationError: The API has no field metadata for such records.

        Calls `GET /FieldsMetadata/{entityTypes}`, once for each entity. To send what was changed, call `save()`.
        """
        from webcrm_ext.custom_fields.metadata import entity_of_record  # noqa: PLC0415 - when it is used
        from webcrm_ext.custom_fields.view import CustomView  # noqa: PLC0415

        return CustomView(self.fields(entity_of_record(record)), record, self, match=match)

    @with_known_arguments
    def check(self, *, entities: Iterable[str] | None = None) -> CheckResult:
        """Log in, and return what this application token can read, the clock, and what is left of the rate limit.

        Nothing is written. Costs one request for the login, and one for each entity; `entities=[]` only logs in. None
        is retried, so that it takes no longer where the service is down.

        Args:
            entities: The entities to list one record of, such as `["persons"]`; None for all 18 that have a list.

        Raises:
            AuthenticationError: The application token was refused.
            ConfigurationError: An entity is unknown; nothing was sent.
            WebCRMError: The login failed otherwise, or the service became unreachable. A refused list raises nothing.

        Calls `POST /Auth/ApiLogin`, and `GET` of each entity.
        """
        from webcrm_ext.transport.check import check  # noqa: PLC0415 - when it is used

        http = self._connection.http or self._connection.open()
        return drive(check(entities, self._config, http), lambda step: step())

    def list_pages(
        self, listing: Listing[T], /, *, size: int, limit: int | None, concurrency: int, progress: Progress | None
    ) -> Pages[T]:
        """Return the records of a listing; the lists of resources call it."""
        from webcrm_ext.paging.pages import Pages  # noqa: PLC0415 - at the first list
        from webcrm_ext.paging.sequences import Source  # noqa: PLC0415

        return Pages(self, Source(listing=listing), size=size, limit=limit, concurrency=concurrency, progress=progress)

    def find(
        self, table: Table[M], properties: Mapping[str, Any], /, *, size: int, limit: int | None, keyset: bool
    ) -> Pages[M]:
        """Return the records with these property values; the `find` of resources calls it."""
        from webcrm_ext.custom_fields.names import find  # noqa: PLC0415 - when it is used

        return self._pages(find(self._fields, table, properties).source(keyset=keyset), size=size, limit=limit)

    def changed_since(
        self, table: Table[M], when: datetime.date, /, *, size: int, limit: int | None, keyset: bool
    ) -> Pages[M]:
        """Return the records created or changed since a moment; the `changed_since` of resources calls it."""
        from webcrm_ext.queries.selection import changed_since  # noqa: PLC0415 - when it is used

        return self._pages(changed_since(table, when).source(keyset=keyset), size=size, limit=limit)

    def update(self, prepare: Callable[[Any], Call[T]], model: str, record: Any, properties: Mapping[str, Any], /) -> T:
        """Update a record, or some of its properties; the `update` of resources calls it."""
        from webcrm_ext.custom_fields.names import update  # noqa: PLC0415 - when it is used

        prepare(UNSET).url()  # a wrong id is the first error
        return self.run_operation(update(self._fields, prepare, model, record, properties))

    def run_operation(self, operation: Generator[Any, Any, T], /) -> T:
        """Run an operation of several calls; see `webcrm_ext.operations`."""

        def perform(step: Call[Any] | Pause | WaitFor | Together | RunBlocking) -> Any:
            if isinstance(step, RunBlocking):
                return step.work()
            if isinstance(step, WaitFor):
                step.wait()
                return None
            if isinstance(step, Together):
                from webcrm_ext.transport.together import run_together  # noqa: PLC0415 - when it is used

                return run_together(step.calls, self.run)
            return step.perform(self._config.sleep) if isinstance(step, Pause) else self.run(step)

        return drive(operation, perform)

    def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Make a call and write its response to a file, in pieces.

        The file is truncated before the first piece, and again before a retry. A refused call leaves it unchanged.

        Args:
            call: The call of an operation that returns bytes, prepared by its module's `call(…)`.
            file: A seekable file, open for writing bytes.

        Raises:
            ConfigurationError: The file is not open for writing bytes; nothing was sent.
            OSError: The file cannot be written.
            WebCRMError: See `webcrm_ext.errors`. If the response was cut off, the file contains its beginning.
        """
        from webcrm_ext.transport.downloads import validate_file  # noqa: PLC0415 - when it is used

        validate_file(file)
        self._send(call, file)

    def close(self) -> None:
        """Close the connection. Requests that other threads have sent are completed first. Closing twice is allowed."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, call: Call[T], file: IO[bytes] | None = None) -> Response[T]:
        if not isinstance(call, Call):
            raise ConfigurationError(
                f"Expected a prepared call, such as persons_get.call(12), not a {type(call).__name__}."
            )
        http = self._connection.http or self._connection.open()
        response = http.send(call, self._config, file)
        captured = current_call_context().captured
        if captured is not None:
            captured.response = response
        return response

    def _pages(self, source: Source[T], *, size: int, limit: int | None) -> Pages[T]:
        from webcrm_ext.paging.pages import Pages  # noqa: PLC0415 - when it is used

        return Pages(self, source, size=size, limit=limit)
