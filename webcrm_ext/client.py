"""`WebCRM` and `AsyncWebCRM`: the clients that people use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypedDict, TypeVar, Unpack, overload
from urllib.parse import parse_qs

from attrs import evolve
from webcrm_api.calls import Call
from webcrm_api.redaction import redact_members, redacted
from webcrm_api.types import UNSET

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.extensions import AsyncExtended, Extended
from webcrm_ext.transport.captured_responses import listening, remembered
from webcrm_ext.transport.connection import AsyncConnection, Connection

if TYPE_CHECKING:
    import ssl

    import httpx
    from webcrm_api.calls import Listing
    from webcrm_api.client import Client
    from webcrm_api.pages import Progress
    from webcrm_api.types import Response

    from webcrm_ext.auth.stores import TokenStore
    from webcrm_ext.config import Retries
    from webcrm_ext.paging.pages import AsyncPages, Pages

T = TypeVar("T")
P = ParamSpec("P")
C = TypeVar("C")


class CallOptions(TypedDict, total=False):
    """Settings that `with_options` changes; `webcrm_ext.config.Config` documents each."""

    timeout: float | httpx.Timeout
    connect_timeout: float
    retries: Retries
    user_agent: str


class Options(CallOptions, total=False):
    """Settings of a client; `webcrm_ext.config.Config` documents each."""

    requests_per_minute: int | None
    linked_data: Mapping[str, bool]
    token_store: TokenStore | None
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None
    verify: bool | ssl.SSLContext
    proxy: str | None
    event_hooks: Mapping[str, list[Callable[..., Any]]]
    clock: Callable[[], float]
    wall_clock: Callable[[], float]
    sleep: Callable[[float], None]
    sleep_async: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float]


class _Copyable(Generic[C]):
    """What blocking and async clients share: settings, and copies with other settings."""

    _config: Config
    _connection: C
    _runner: Any

    def with_options(self, **changes: Unpack[CallOptions]) -> Self:
        """Give a copy with other settings that shares connections, token and pace.

        The copy is open as long as this client is.

        Raises:
            ConfigurationError: A setting belongs to the connection, is not known, or cannot be.
        """
        copied = type(self).__new__(type(self))
        copied._config = _changed(self._config, changes)
        copied._connection = self._connection
        copied._runner = copied
        return copied

    def __repr__(self) -> str:
        config = vars(self).get("_config")  # there is none where making the client failed
        return f"<{type(self).__name__} {config.base_url if config else 'not made'}>"


class WebCRM(_Copyable[Connection], Extended):
    """The webCRM REST API, blocking. Every resource is an attribute: `crm.persons.get(12)`.

    It logs in on first use, renews its token, keeps to the service's pace, repeats what may be
    repeated, and raises the errors of `webcrm_ext.errors`. Threads may share it.

        with WebCRM(application_token="…") as crm:
            for person in crm.persons.list():
                print(person.person_name)

    Args:
        application_token: The GUID made in webCRM for an integration; else `WEBCRM_APPLICATION_TOKEN`.
        base_url: The address of the API; else `WEBCRM_BASE_URL`; else `https://api.webcrm.com`.
        options: Further settings, documented at `webcrm_ext.config.Config`.

    Raises:
        ConfigurationError: There is no application token, or a setting cannot be; nothing was sent.
    """

    def __init__(
        self, application_token: str | None = None, *, base_url: str | None = None, **options: Unpack[Options]
    ) -> None:
        application_token = redacted(application_token)  # of what a traceback shows, too
        self._config = _config(application_token, base_url, options)
        self._connection = Connection(self._config)
        self._runner = self

    @property
    def raw(self) -> Client:
        """The generated functions' client, with the same token, pace, retries and errors.

        `persons_get.sync_detailed(12, client=crm.raw)` gives status and headers beside the record.
        """
        from webcrm_ext.transport.raw_client import Raw  # noqa: PLC0415 - it brings httpx, as the first call does

        return Raw(self, self._config.base_url)

    def run(self, call: Call[T], /) -> T:
        """Make a call and give its value.

        Raises:
            WebCRMError: One of the tree in `webcrm_ext.errors`.
        """
        return remembered(self._connection.exchange(call, self._config)).parsed

    @overload
    def with_raw_response(self, call: Call[T], /) -> Response[T]: ...
    @overload
    def with_raw_response(self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]: ...

    def with_raw_response(self, what: Any, /, *args: Any, **kwargs: Any) -> Response[Any]:
        """Make a call and give status, headers and content beside its value, `parsed`.

            answer = crm.with_raw_response(crm.persons.get, 12)
            answer.status_code, answer.headers["date"], answer.parsed.person_name

        Args:
            what: A method of a resource, or a prepared call. Where a method makes several calls, the last one's
                answer is given; where it reads pages ahead, that of any page. Its content is empty where it went to
                a file.
            args: The method's arguments.
            kwargs: The method's arguments by name.

        Raises:
            ConfigurationError: The method made no call; a list makes none until it is read: give `list().page`.
            WebCRMError: What the call raises otherwise.
        """
        if isinstance(what, Call):
            return self._connection.exchange(what, self._config)
        with listening() as heard:
            value = what(*args, **kwargs)
        return heard.answer(value)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Make a call that the definition lacks, and give its JSON, or None where the answer is empty.

        Args:
            method: The HTTP method. POST and PATCH are never repeated blindly.
            path: The path, from `/` on. It may have a query.
            params: Query parameters, beside those of the path.
            json: What is sent as JSON.
            headers: Further headers.

        Raises:
            WebCRMError: One of the tree in `webcrm_ext.errors`.
        """
        json, headers = redact_members(json), redact_members(headers)  # of what a traceback shows
        return self.run(_any_call(method, path, params, json, headers))

    def list_pages(self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None) -> Pages[T]:
        """Give the records of a listing; the resources' lists come from here."""
        from webcrm_ext.paging.pages import Pages  # noqa: PLC0415 - at the first list

        return Pages(self.run, listing, size=size, concurrency=concurrency, progress=progress)

    def close(self) -> None:
        """Close the connections, those on which another thread's call is under way when that has ended.

        Closing twice is no error.
        """
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncWebCRM(_Copyable[AsyncConnection], AsyncExtended):
    """The webCRM REST API, to be awaited, on asyncio and trio; otherwise as `WebCRM`.

    async with AsyncWebCRM(application_token="…") as crm:
        async for person in crm.persons.list():
            print(person.person_name)
    """

    def __init__(
        self, application_token: str | None = None, *, base_url: str | None = None, **options: Unpack[Options]
    ) -> None:
        application_token = redacted(application_token)  # of what a traceback shows, too
        self._config = _config(application_token, base_url, options)
        self._connection = AsyncConnection(self._config)
        self._runner = self

    @property
    def raw(self) -> Client:
        """The generated functions' client, with the same token, pace, retries and errors.

        `await persons_get.asyncio_detailed(12, client=crm.raw)` gives status and headers beside the record.
        """
        from webcrm_ext.transport.raw_client import AsyncRaw  # noqa: PLC0415 - it brings httpx, as the first call does

        return AsyncRaw(self, self._config.base_url)

    async def run(self, call: Call[T], /) -> T:
        """Make a call and give its value.

        Raises:
            WebCRMError: One of the tree in `webcrm_ext.errors`.
        """
        return remembered(await self._connection.exchange(call, self._config)).parsed

    @overload
    async def with_raw_response(self, call: Call[T], /) -> Response[T]: ...
    @overload
    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]: ...

    async def with_raw_response(self, what: Any, /, *args: Any, **kwargs: Any) -> Response[Any]:
        """Make a call and give status, headers and content beside its value; as `WebCRM.with_raw_response`.

        answer = await crm.with_raw_response(crm.persons.get, 12)
        """
        if isinstance(what, Call):
            return await self._connection.exchange(what, self._config)
        with listening() as heard:
            value = await what(*args, **kwargs)
        return heard.answer(value)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Make a call that the definition lacks, and give its JSON, or None where the answer is empty.

        Args:
            method: The HTTP method. POST and PATCH are never repeated blindly.
            path: The path, from `/` on. It may have a query.
            params: Query parameters, beside those of the path.
            json: What is sent as JSON.
            headers: Further headers.

        Raises:
            WebCRMError: One of the tree in `webcrm_ext.errors`.
        """
        json, headers = redact_members(json), redact_members(headers)  # of what a traceback shows
        return await self.run(_any_call(method, path, params, json, headers))

    def list_pages(
        self, listing: Listing[T], /, *, size: int, concurrency: int, progress: Progress | None
    ) -> AsyncPages[T]:
        """Give the records of a listing; the resources' lists come from here."""
        from webcrm_ext.paging.pages import AsyncPages  # noqa: PLC0415 - at the first list

        return AsyncPages(self.run, listing, size=size, concurrency=concurrency, progress=progress)

    async def close(self) -> None:
        """Close the connections; closing twice is no error."""
        await self._connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _config(application_token: str | None, base_url: str | None, options: Options) -> Config:
    given: dict[str, Any] = dict(options)
    if application_token is not None:
        given["application_token"] = application_token
    if base_url is not None:
        given["base_url"] = base_url
    return Config.from_environment(**given)


def _changed(config: Config, changes: CallOptions) -> Config:
    wrong = sorted(changes.keys() - CallOptions.__annotations__.keys())
    if wrong:
        raise ConfigurationError(
            f"with_options cannot change {', '.join(wrong)}; "
            f"it changes {', '.join(CallOptions.__annotations__)} alone. Any other setting is unknown, or belongs to "
            "the connection, which copies share; for that make a new client."
        )
    return evolve(config, **changes)


def _any_call(
    method: str, path: str, params: Mapping[str, Any] | None, json: Any, headers: Mapping[str, str] | None
) -> Call[Any]:
    path, _, query = path.partition("?")
    if not path.startswith("/") or path.startswith("//") or not {".", ".."}.isdisjoint(path.split("/")):
        raise ConfigurationError(
            f'path is {path!r}; it must start with one `/`, name no host, and hold no "." or ".." segment.'
        )
    if "#" in path + query:
        raise ConfigurationError("path holds a `#`, and nothing behind one is ever sent; write it as %23.")
    # httpx drops the query of an address that is given parameters besides. What cannot be read stays unreadable.
    in_path = parse_qs(query, keep_blank_values=True, errors="surrogateescape")
    params = params or {}
    twice = {name.lower() for name in in_path} & {str(name).lower() for name in params}
    if twice:
        raise ConfigurationError(f"The query of path and params both have {', '.join(sorted(twice))}; give it once.")
    if not method.isalpha():
        raise ConfigurationError(f"method is {method!r}; it must be an HTTP method, such as GET.")
    # Braces in a path are the caller's own, not gaps to fill.
    literal = path.replace("{", "{{").replace("}", "}}")
    return Call(
        name="request",
        method=method.upper(),
        path=literal,
        query={**in_path, **params},
        headers=headers or {},
        body=json,
        reader=_any_json,
    )


def _any_json(response: httpx.Response) -> Any:
    from webcrm_api.readers import decode  # noqa: PLC0415 - at the first call

    return decode(response) if response.content.strip() else None
