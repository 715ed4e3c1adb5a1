"""Sending requests, blocking; `async_http.py` does it awaiting, and `base_http.py` is their base.

One call passes through here from top to bottom:

    HttpClient.send       drives the generators below
    send_with_retries     makes attempts until one succeeds (retry.py)
    Attempts.attempt      one attempt: a slot of the rate limit, an access token, the request (attempt.py)
    HttpClient._perform   performs each step within the deadline (deadline.py): build, send, wait
    DeadlineTransport     sends a request through a connection pool of httpcore
    _Stream               writes and reads, for no longer than what is left of the deadline

httpx has a timeout for each read alone: a peer that sends a byte now and then, or one informational response after the
other, keeps a call alive for ever. httpcore, which httpx is built on, takes a network backend; the one below gives each
connect, TLS handshake, read and write the time that is left. Name resolution is not bounded.
"""

from __future__ import annotations

import contextlib
import math
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from logging import DEBUG
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, TypeVar

import httpcore
import httpx
from attrs import define
from webcrm_api.calls import Call
from webcrm_api.readers import content
from webcrm_api.types import Response

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError, FieldValueError
from webcrm_ext.operations import Pause, RunBlocking, drive
from webcrm_ext.transport.attempt import BuildRequest, SendRequest, Step, request_headers
from webcrm_ext.transport.base_http import (
    CUT_OFF,
    KEEPALIVE_SECONDS,
    UNUSABLE,
    BaseHttpClient,
    raise_if_success,
    with_content,
)
from webcrm_ext.transport.bodies import FileBody, body_of
from webcrm_ext.transport.call_context import cancellable_sleep, cancellable_wait, current_call_context
from webcrm_ext.transport.call_log import logger
from webcrm_ext.transport.deadline import ENDLESS, Deadline, DeadlineError, TimeLimit, time_limit
from webcrm_ext.transport.observers import current, observe
from webcrm_ext.transport.proxies import FAILURES, connection_pool, environment_proxies, httpx_error
from webcrm_ext.transport.retry import send_with_retries

if TYPE_CHECKING:
    import ssl

    from webcrm_api.models.token_response_dto import TokenResponseDto

    from webcrm_ext.transport.bodies import Body
    from webcrm_ext.transport.connection import ConnectionState
    from webcrm_ext.transport.responses import ResponseRule

T = TypeVar("T")

_PIECE = 16 * 1024
"""Bytes that are written at once: writing them counts as one wait."""


class HttpClient(BaseHttpClient[httpx.Client]):
    """Sends calls, blocking."""

    def __init__(self, config: Config, state: ConnectionState, rules: Sequence[ResponseRule]) -> None:
        super().__init__(config, state, rules)
        self._client = self._create(httpx.Client)
        self._lock = threading.Lock()
        self._requests_in_flight = 0

    def send(self, call: Call[T], config: Config, file: IO[bytes] | None) -> Response[T]:
        """Make a call and return its response."""
        deadline = Deadline(config.clock, math.inf if config.deadline is None else config.deadline)
        attempt = partial(self._attempts.attempt, call, config, file, deadline)
        steps = send_with_retries(
            call, attempt, config, self._redactor, self._rules, self._retry_quota, deadline, self._rate_limit
        )
        if current.telemetry is not None or logger.isEnabledFor(DEBUG):
            steps = observe(steps, call, config.clock)
        return drive(steps, partial(self._perform, deadline))

    def log_in(self, config: Config) -> Response[TokenResponseDto]:
        """Log in, also where there is a token, and return the response; later calls use the new token."""
        steps, deadline = self._login_steps(config)
        return drive(steps, partial(self._perform, deadline))

    def close(self) -> None:
        """Close the httpx client of a closed connection: now, or when the last request in flight is over.

        A thread that is sending must not lose its socket to another thread.
        """
        with self._lock:
            unused = self._state.closed and not self._requests_in_flight
        if unused:
            self._client.close()

    def _connection_settings(self) -> dict[str, Any]:
        config, context = self._config, self._verification()
        proxies: Mapping[str, str | None] = {}
        if config.proxy is not None:
            proxies = {"all://": config.proxy}
        elif config.transport is None and not self._is_loopback:
            proxies = environment_proxies()
        return {
            "transport": config.transport or DeadlineTransport(context, None),
            "mounts": {
                pattern: DeadlineTransport(context, httpx.Proxy(url)) if url else None
                for pattern, url in proxies.items()
            },
        }

    def _perform(self, deadline: Deadline, step: Step) -> Any:
        if isinstance(step, SendRequest):
            with self._lock:
                if self._state.closed:
                    self._state.raise_closed()
                self._requests_in_flight += 1
            try:
                return self._send(deadline, step)
            finally:
                with self._lock:
                    self._requests_in_flight -= 1
                if self._state.closed:
                    self.close()
        if isinstance(step, BuildRequest):
            return build_request(self._client, step, self._origin)
        if isinstance(step, Pause):
            deadline.check_wait(step.seconds)
            return cancellable_sleep(self._config.sleep, step.seconds)
        if isinstance(step, RunBlocking):
            return step.work()
        cancellable_wait(step.future, deadline.start_for_login(step.timeout))
        deadline.check_login(step.future)
        return None

    def _send(self, deadline: Deadline, step: SendRequest) -> httpx.Response:
        ends_at = monotonic() + deadline.ends_at - self._config.clock()
        name = "the response to the login" if step.is_login else "the response"
        limit = TimeLimit(deadline, ends_at, current_call_context().cancelled, name)
        reset = time_limit.set(limit)
        try:
            if ends_at <= monotonic() or limit.cancelled is not None:
                limit.check("its turn to be sent")
            request, telemetry = step.request, current.telemetry
            sent = telemetry.send(self._client, request) if telemetry else self._client.send(request, stream=True)
            with contextlib.closing(sent) as response:
                limit.waiting_for = f"the rest of {name}"
                if not response.is_success:
                    self._rate_limit.obey(response)
                # Of a transport of the user's own, only the body is bounded, between its pieces.
                is_bounded = self._config.transport is None or response.is_stream_consumed
                if is_bounded and fits_in_memory(response, step):
                    response.read()
                    complete = response
                else:
                    complete = self._read(deadline, limit, step, response)
        except UNUSABLE as error:
            raise self._connection_error(error) from error
        finally:
            time_limit.reset(reset)
        response.stream = httpx.ByteStream(b"")  # it and the response refer to each other
        return complete

    def _read(
        self, deadline: Deadline, limit: TimeLimit, step: SendRequest, response: httpx.Response
    ) -> httpx.Response:
        """Return a response whose body may be large, is compressed, goes to a file or belongs to a refusal."""
        body: Body | FileBody | None = None
        began = self._config.clock()
        try:
            body = body_of(response, step.file, step.config)
            if isinstance(body, FileBody):
                limit.ends_at = math.inf
            for piece in response.iter_bytes() if response.is_stream_consumed else response.iter_raw():
                limit.check()
                body.write(piece)
            body.finish()
        except CUT_OFF as error:
            raise_if_success(response, error)
        finally:
            if isinstance(body, FileBody):
                deadline.extend(self._config.clock() - began)
        complete = with_content(response, body.content() if body else b"")
        self._rate_limit.obey(complete)
        return complete


def build_request(
    client: httpx.Client | httpx.AsyncClient, step: BuildRequest, origin: tuple[str, str, int | None]
) -> httpx.Request:
    """Return the request of a call.

    Args:
        client: The client that will send it.
        step: The call, and its settings.
        origin: The scheme, host and port that every request has.

    Raises:
        FieldValueError: A value of the call is invalid.
        ConfigurationError: The call cannot be sent.
    """
    call, config = step
    request, problem = None, ""
    kind: type[ConfigurationError | FieldValueError] = ConfigurationError
    try:
        arguments = call.request()
        headers = {
            "User-Agent": config.user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "identity" if call.reader is content else "gzip",
        }
        if "headers" in arguments:
            headers = request_headers(headers, arguments["headers"])
        arguments["headers"] = headers
        timeout = config.timeout
        if not isinstance(timeout, httpx.Timeout):
            timeout = httpx.Timeout(timeout, connect=config.connect_timeout)
        request = client.build_request(**arguments, timeout=timeout)
    except (httpx.InvalidURL, ValueError, TypeError, KeyError, RecursionError) as error:
        problem = str(error)
        kind = FieldValueError if isinstance(error, FieldValueError) else kind
    if request is None:  # raised here, because the error above may contain a secret
        raise kind(f"{call.method} {call.path} cannot be sent: {problem}")
    if (request.url.scheme, request.url.host, request.url.port) != origin:
        raise ConfigurationError(f"{call.path!r} leads away from {config.base_url}. Pass a path below it.")
    return request


def fits_in_memory(response: httpx.Response, step: SendRequest) -> bool:
    """Return whether httpx may read the body itself: it names its size, which is within the limit, and is not coded."""
    size = response.headers.get("content-length", "")
    is_plain = step.file is None and response.is_success and "content-encoding" not in response.headers
    return is_plain and size.isdecimal() and int(size) <= step.config.max_response_bytes


class DeadlineTransport(httpx.BaseTransport):
    """Sends requests through a connection pool of httpcore, within the time limit of the thread.

    Args:
        ssl_context: How certificates are checked; None if no host is reached by https.
        proxy: The proxy of all requests, if any.

    Raises:
        ImportError: The package for SOCKS proxies is not installed.
    """

    def __init__(self, ssl_context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        self._pool = connection_pool(ssl_context, proxy, _Backend(), KEEPALIVE_SECONDS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its response, the body unread."""
        url = request.url
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            response = self._pool.handle_request(sent)
        except FAILURES as error:
            raise httpx_error(error) from error
        stream: Any = response.stream
        body = _Body(stream, stream.close)
        return httpx.Response(response.status, headers=response.headers, stream=body, extensions=response.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


@define(slots=False)
class _Body(httpx.SyncByteStream):
    stream: Iterable[bytes]
    close: Callable[[], None]  # pyright: ignore[reportIncompatibleMethodOverride] - it takes no arguments but self

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self.stream
        except FAILURES as error:
            raise httpx_error(error) from error


class _Backend(httpcore.NetworkBackend):
    """Opens connections within the time limit."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        limit = time_limit.get()
        failure: Exception = httpcore.ConnectError("the host has no address")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for *_, address in found:  # each has the whole timeout
            seconds = limit.connect_seconds(timeout)
            try:
                return _Stream(self._backend.connect_tcp(str(address[0]), port, seconds, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        limit.check("a connection")
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection that keeps to the time limit of the thread.

    Args:
        stream: The connection of httpcore.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self.close = stream.close  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        limit = time_limit.get()
        ends_at = limit.ends_at if timeout is None else min(limit.ends_at, monotonic() + timeout)
        while True:
            left = ends_at - monotonic()
            is_plain = 0 < left < ENDLESS and limit.cancelled is None
            seconds = left if is_plain else limit.read_seconds(left)
            try:
                return self._stream.read(max_bytes, seconds)
            except httpcore.ReadTimeout:
                if monotonic() >= ends_at:
                    limit.check()
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        limit = time_limit.get()
        for start in range(0, len(buffer), _PIECE):
            seconds = limit.ends_at - monotonic()
            try:
                if seconds <= 0:
                    limit.check()
                if timeout is not None:
                    seconds = min(timeout, seconds)
                self._stream.write(buffer[start : start + _PIECE], seconds if seconds < ENDLESS else None)
            except (httpcore.WriteError, httpcore.WriteTimeout, DeadlineError):
                buffer = b""  # a traceback shows arguments, and a login contains a secret
                limit.check()
                raise

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = time_limit.get()
        try:
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit.connect_seconds(timeout)))
        except httpcore.ConnectTimeout:
            limit.check("a connection")
            raise
