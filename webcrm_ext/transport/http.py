"""Sending requests: the only module that imports httpx at run time.

One call passes through here from top to bottom:

    HttpClient.send       drives the generators below, blocking; AsyncHttpClient.send awaits
    send_with_retries     makes attempts until one succeeds (retry.py)
    Attempts.attempt      one attempt: a slot of the rate limit, an access token, the request (attempt.py)
    HttpClient._perform   performs each step: build, send, wait
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import httpx
from webcrm_api.calls import Call
from webcrm_api.readers import content
from webcrm_api.types import Response
from webcrm_api.values import InvalidValueError

from webcrm_ext.auth.provider import TokenProvider
from webcrm_ext.auth.shared_refresh import SharedTokens
from webcrm_ext.auth.token import storage_key
from webcrm_ext.auth.tokens import AccessTokens
from webcrm_ext.config import Config
from webcrm_ext.errors import APIConnectionError, APITimeoutError, ConfigurationError, FieldValueError
from webcrm_ext.operations import Pause, RunBlocking, drive, drive_async
from webcrm_ext.syntax import is_loopback
from webcrm_ext.transport.attempt import Attempts, BuildRequest, SendRequest, Step, request_headers
from webcrm_ext.transport.call_context import PrefetchCancelledError, cancellable_sleep, current_call_context
from webcrm_ext.transport.downloads import DecompressionError, decompressor_of, kept_content
from webcrm_ext.transport.rate_limit import RateLimit
from webcrm_ext.transport.redaction import Redactor
from webcrm_ext.transport.responses import message_of
from webcrm_ext.transport.retry import send_with_retries

if TYPE_CHECKING:
    import ssl

    from webcrm_ext.transport.connection import ConnectionState
    from webcrm_ext.transport.responses import ResponseRule

T = TypeVar("T")
C = TypeVar("C", httpx.Client, httpx.AsyncClient)

_KEEPALIVE_SECONDS = 30.0
_UNLIMITED_SECONDS = 60.0
"""Seconds to wait for another caller's login, where its requests have no timeout."""

_LEASE_MARGIN = 5.0
"""Seconds that the lease for a login lasts longer than its timeouts."""
_INVALID_REDIRECT = (httpx.InvalidURL, UnicodeError)
"""httpx reads the address of a redirect that it does not follow, and raises these for `mailto:` or an invalid host."""

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class _Http(Generic[C]):
    """The base of both HTTP clients: building requests, and errors."""

    def __init__(self, config: Config, state: ConnectionState, rules: Sequence[ResponseRule]) -> None:
        key = storage_key(config.base_url, config.application_token)
        self._config = config
        self._state = state
        self._rules = rules
        self._redactor = Redactor(config.application_token.strip("{}"))
        self._rate_limit = RateLimit(config, key, state)
        tokens = AccessTokens(
            config,
            TokenProvider(config, self._redactor.add, lambda response: message_of(response, self._redactor)),
            self._shared_tokens(key) if config.token_store else None,
            _patience(config),
        )
        self._attempts = Attempts(tokens, self._rate_limit)
        try:
            base_url = httpx.URL(config.base_url)
        except (httpx.InvalidURL, ValueError) as error:
            raise ConfigurationError(f"base_url is {config.base_url!r}, which is not a valid URL: {error}") from None
        self._origin = base_url.scheme, base_url.host, base_url.port
        self._is_loopback = is_loopback(base_url.host)

    def _shared_tokens(self, key: str) -> SharedTokens:
        return SharedTokens(self._config, key, _lease_seconds(self._config), self._redactor.add, self._redactor.redact)

    def _create(self, kind: type[C]) -> C:
        config = self._config
        try:
            return kind(
                base_url=config.base_url,
                transport=config.transport,  # type: ignore[arg-type]  # the connection has checked its type
                # Reading the certificates takes long, and http uses none.
                verify=self._verification() if self._origin[0] == "https" else False,
                proxy=config.proxy,
                trust_env=not self._is_loopback,
                follow_redirects=False,
                limits=httpx.Limits(keepalive_expiry=_KEEPALIVE_SECONDS),
                event_hooks={name: list(hooks) for name, hooks in config.event_hooks.items()},
            )
        except (ImportError, TypeError, ValueError, OSError) as error:
            raise ConfigurationError(f"The connection cannot be created: {type(error).__name__} {error}") from None

    def _verification(self) -> bool | ssl.SSLContext:
        # For this machine httpx ignores the environment and its proxies; the certificates named there still count.
        own = self._is_loopback and self._config.verify is True and self._config.transport is None
        return httpx.create_ssl_context() if own else self._config.verify

    def _build(self, client: C, step: BuildRequest) -> httpx.Request:
        call, config = step
        request, problem = None, ""
        kind: type[ConfigurationError | FieldValueError] = ConfigurationError
        try:
            arguments = call.request()
            headers = request_headers(config.user_agent, arguments.get("headers"))
            arguments["headers"] = headers | ({"Accept-Encoding": "identity"} if call.reader is content else {})
            request = client.build_request(**arguments, timeout=_timeout(config))
        except (httpx.InvalidURL, ValueError, TypeError, KeyError, RecursionError) as error:
            problem = str(error)
            kind = FieldValueError if isinstance(error, InvalidValueError) else kind
        if request is None:  # raised here, because the error above may contain a secret
            raise kind(f"{call.method} {call.path} cannot be sent: {problem}")
        if (request.url.scheme, request.url.host, request.url.port) != self._origin:
            raise ConfigurationError(f"{call.path!r} leads away from {config.base_url}. Pass a path below it.")
        return request

    def _connection_error(self, error: Exception) -> APIConnectionError:
        """Return this package's error for one of httpx or of a download."""
        kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
        prefix = ""
        if isinstance(error, httpx.DecodingError | DecompressionError):
            prefix = "the response cannot be decoded: "
        elif isinstance(error, _INVALID_REDIRECT):
            prefix = "the response redirects to an invalid address: "
        failure = kind(self._redactor.redact(f"{prefix}{type(error).__name__} {error}".strip()))
        failure.sent = not isinstance(error, _NOT_SENT)
        return failure


class HttpClient(_Http[httpx.Client]):
    """Sends calls, blocking."""

    def __init__(self, config: Config, state: ConnectionState, rules: Sequence[ResponseRule]) -> None:
        super().__init__(config, state, rules)
        self._client = self._create(httpx.Client)
        self._lock = threading.Lock()
        self._requests_in_flight = 0

    def send(self, call: Call[T], config: Config, file: IO[bytes] | None) -> Response[T]:
        """Make a call and return its response."""
        attempt = partial(self._attempts.attempt, call, config, file)
        return drive(send_with_retries(call, attempt, config, self._redactor, self._rules), self._perform)

    def close(self) -> None:
        """Close the httpx client of a closed connection: now, or when the last request in flight is over.

        A thread that is sending must not lose its socket to another thread.
        """
        with self._lock:
            unused = self._state.closed and not self._requests_in_flight
        if unused:
            self._client.close()

    def _perform(self, step: Step) -> Any:
        if isinstance(step, SendRequest):
            return self._send(step)
        if isinstance(step, BuildRequest):
            return self._build(self._client, step)
        if isinstance(step, Pause):
            return cancellable_sleep(self._config.sleep, step.seconds)
        if isinstance(step, RunBlocking):
            return step.work()
        with contextlib.suppress(TimeoutError):
            step.future.result(step.timeout)
        return None

    def _send(self, step: SendRequest) -> httpx.Response:
        cancelled = current_call_context().cancelled
        if cancelled is not None and cancelled.is_set():
            raise PrefetchCancelledError
        try:
            with self._in_flight(), contextlib.closing(self._client.send(step.request, stream=True)) as stream:
                self._rate_limit.obey(stream)
                response = stream
                if not stream.is_success:
                    response = self._read_error(stream)
                    self._rate_limit.obey(response)
                elif step.file is None:
                    stream.read()
                else:
                    step.file.seek(0)
                    step.file.truncate()
                    body = decompressor_of(stream)
                    for piece in stream.iter_bytes() if stream.is_stream_consumed else stream.iter_raw():
                        step.file.write(body.decompress(piece))
                    body.finish()
                    response = _with_body(stream, kept_content(step.file))
        except (httpx.RequestError, DecompressionError, *_INVALID_REDIRECT) as error:
            raise self._connection_error(error) from error
        response.stream = httpx.ByteStream(b"")  # it and the response refer to each other, and keep the body in memory
        return response

    @staticmethod
    def _read_error(response: httpx.Response) -> httpx.Response:
        """Read the body of an error response as far as it arrives; the status is enough to decide."""
        pieces = []
        with contextlib.suppress(httpx.TransportError, httpx.DecodingError):
            for piece in response.iter_bytes():
                pieces.append(piece)  # noqa: PERF402 - what has arrived is kept when the next piece fails
        return _with_body(response, b"".join(pieces))

    @contextlib.contextmanager
    def _in_flight(self) -> Iterator[None]:
        with self._lock:
            if self._state.closed:
                self._state.raise_closed()
            self._requests_in_flight += 1
        try:
            yield
        finally:
            with self._lock:
                self._requests_in_flight -= 1
            if self._state.closed:
                self.close()


class AsyncHttpClient(_Http[httpx.AsyncClient]):
    """Sends calls, awaiting. Each event loop has its own httpx client, because sockets belong to a loop."""

    def __init__(self, config: Config, state: ConnectionState, rules: Sequence[ResponseRule]) -> None:
        super().__init__(config, state, rules)
        from webcrm_ext.transport.loop_clients import LoopClients  # noqa: PLC0415 - loads asyncio

        self._clients = LoopClients(lambda: self._create(httpx.AsyncClient))

    async def send(self, call: Call[T], config: Config, file: IO[bytes] | None) -> Response[T]:
        """Make a call and return its response."""
        attempt = partial(self._attempts.attempt, call, config, file)
        return await drive_async(send_with_retries(call, attempt, config, self._redactor, self._rules), self._perform)

    async def aclose(self) -> None:
        """Close the httpx client of the running event loop; those of other loops are closed with them."""
        await self._clients.aclose()

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, SendRequest):
            return await self._send(step)
        if isinstance(step, BuildRequest):
            return self._build(await self._open_client(), step)
        if isinstance(step, Pause):
            return await self._config.sleep_async(step.seconds)
        from webcrm_ext.transport.event_loops import run_in_thread, wait_for_future  # noqa: PLC0415 - loads asyncio

        if isinstance(step, RunBlocking):
            return await run_in_thread(step.work)
        import anyio  # noqa: PLC0415 - comes with httpx

        with anyio.move_on_after(step.timeout):
            await wait_for_future(step.future)  # its caller may be in another thread or event loop
        return None

    async def _open_client(self) -> httpx.AsyncClient:
        if self._state.closed:
            self._state.raise_closed()
        return await self._clients.get()

    async def _send(self, step: SendRequest) -> httpx.Response:
        client = await self._open_client()
        try:
            async with contextlib.aclosing(await client.send(step.request, stream=True)) as stream:
                self._rate_limit.obey(stream)
                response = stream
                if not stream.is_success:
                    response = await self._read_error(stream)
                    self._rate_limit.obey(response)
                elif step.file is None:
                    await stream.aread()
                else:
                    step.file.seek(0)
                    step.file.truncate()
                    body = decompressor_of(stream)
                    async for piece in stream.aiter_bytes() if stream.is_stream_consumed else stream.aiter_raw():
                        step.file.write(body.decompress(piece))
                    body.finish()
                    response = _with_body(stream, kept_content(step.file))
        except (httpx.RequestError, DecompressionError, *_INVALID_REDIRECT) as error:
            raise self._connection_error(error) from error
        except RuntimeError:
            if self._state.closed:  # closed during the request
                self._state.raise_closed()
            raise
        before_decoding = current_call_context().before_decoding
        if before_decoding is not None and response.is_success and not step.is_login:
            await before_decoding()
        response.stream = httpx.ByteStream(b"")  # as in HttpClient
        return response

    @staticmethod
    async def _read_error(response: httpx.Response) -> httpx.Response:
        pieces = []
        with contextlib.suppress(httpx.TransportError, httpx.DecodingError):
            async for piece in response.aiter_bytes():
                pieces.append(piece)  # noqa: PERF401 - what has arrived is kept when the next piece fails
        return _with_body(response, b"".join(pieces))


def _with_body(response: httpx.Response, body: bytes) -> httpx.Response:
    """Return a response with another body, already decoded."""
    replaced = httpx.Response(response.status_code, content=body, request=response.request)
    replaced.headers = response.headers
    return replaced


def _timeout(config: Config) -> httpx.Timeout:
    if isinstance(config.timeout, httpx.Timeout):
        return config.timeout
    return httpx.Timeout(config.timeout, connect=config.connect_timeout)


def _patience(config: Config) -> float:
    """Return the seconds after which another caller's login is considered stuck. A second login is the worst result."""
    timeout = _timeout(config)
    parts = (timeout.connect, timeout.write, timeout.read)
    return sum(_UNLIMITED_SECONDS if each is None else each for each in parts)


def _lease_seconds(config: Config) -> float:
    """Return how long one login may take: the lease of a process that was killed in between expires then."""
    timeout = _timeout(config)
    parts = (timeout.connect, timeout.read)
    return sum(_UNLIMITED_SECONDS if each is None else each for each in parts) + _LEASE_MARGIN


class Fetched(NamedTuple):
    """The response to `fetch`: its status, where it redirects to, and its body, or None if that is too large."""

    status: int
    redirect: str | None
    body: bytes | None


def fetch(
    url: str, *, limit: int, timeout: tuple[float, float], trust_env: bool, is_cancelled: Callable[[], bool]
) -> Fetched:
    """Make a GET request without a client, such as for the API definition. Redirects are not followed.

    Args:
        url: The URL.
        limit: The most bytes of the body, both as sent and decompressed.
        timeout: Seconds to wait for data and for a connection.
        trust_env: Whether to use the proxies and certificates of the environment.
        is_cancelled: Whether to stop reading.

    Raises:
        ConfigurationError: A proxy or the certificates of the environment are invalid.
        ValueError: The URL is invalid.
        APIConnectionError: No complete response arrived.
    """
    try:
        client = httpx.Client(timeout=httpx.Timeout(timeout[0], connect=timeout[1]), trust_env=trust_env)
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise ConfigurationError(str(error)) from error
    try:
        with client, client.stream("GET", url, headers={"Accept": "application/json"}) as response:
            redirect = str(response.next_request.url) if response.next_request else None
            body = _limited_body(response, limit, is_cancelled) if response.status_code == httpx.codes.OK else b""
            return Fetched(response.status_code, redirect, body)
    except httpx.HTTPError as error:
        raise APIConnectionError(str(error) or type(error).__name__) from error
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error


def _limited_body(response: httpx.Response, limit: int, is_cancelled: Callable[[], bool]) -> bytes | None:
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        return None

    def raw() -> Iterator[bytes]:
        for chunk in response.iter_raw():
            if is_cancelled() or response.num_bytes_downloaded > limit:
                return
            yield chunk

    # Decompressed separately, to limit both sizes: an endless compressed body can decompress to nothing.
    body = bytearray()
    for chunk in httpx.Response(response.status_code, headers=response.headers, content=raw()).iter_bytes():
        body += chunk
        if len(body) > limit:
            return None
    return None if response.num_bytes_downloaded > limit else bytes(body)
