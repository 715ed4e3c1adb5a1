"""Sending requests, awaiting; see `http.py`. anyio cancels whatever the deadline ends: connecting, sending, reading."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from functools import partial
from logging import DEBUG
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

import httpx
from webcrm_api.calls import Call
from webcrm_api.types import Response

from webcrm_ext.config import Config
from webcrm_ext.operations import Pause, RunBlocking, drive_async
from webcrm_ext.transport.attempt import BuildRequest, SendRequest, Step
from webcrm_ext.transport.base_http import (
    CUT_OFF,
    KEEPALIVE_SECONDS,
    UNUSABLE,
    BaseHttpClient,
    raise_if_success,
    with_content,
)
from webcrm_ext.transport.bodies import FileBody, body_of
from webcrm_ext.transport.call_context import current_call_context
from webcrm_ext.transport.call_log import logger
from webcrm_ext.transport.deadline import Deadline
from webcrm_ext.transport.http import build_request
from webcrm_ext.transport.observers import current, observe
from webcrm_ext.transport.retry import send_with_retries

if TYPE_CHECKING:
    import anyio
    from webcrm_api.models.token_response_dto import TokenResponseDto

    from webcrm_ext.transport.bodies import Body
    from webcrm_ext.transport.connection import ConnectionState
    from webcrm_ext.transport.responses import ResponseRule

T = TypeVar("T")

_CONNECT_GRACE = 1.0
"""Seconds after the deadline until connecting is cancelled, where its own timeout has not ended it.

httpcore leaves a connection open whose TLS handshake is cancelled; it closes one whose handshake times out.
"""


class AsyncHttpClient(BaseHttpClient[httpx.AsyncClient]):
    """Sends calls, awaiting. Each event loop has its own httpx client, because sockets belong to a loop."""

    def __init__(self, config: Config, state: ConnectionState, rules: Sequence[ResponseRule]) -> None:
        super().__init__(config, state, rules)
        from webcrm_ext.transport.loop_clients import LoopClients  # noqa: PLC0415 - loads asyncio

        self._clients = LoopClients(lambda: self._create(httpx.AsyncClient))

    async def send(self, call: Call[T], config: Config, file: IO[bytes] | None) -> Response[T]:
        """Make a call and return its response."""
        deadline = Deadline(config.clock, math.inf if config.deadline is None else config.deadline)
        attempt = partial(self._attempts.attempt, call, config, file, deadline)
        steps = send_with_retries(
            call, attempt, config, self._redactor, self._rules, self._retry_quota, deadline, self._rate_limit
        )
        if current.telemetry is not None or logger.isEnabledFor(DEBUG):
            steps = observe(steps, call, config.clock)
        return await drive_async(steps, partial(self._perform, deadline))

    async def log_in(self, config: Config) -> Response[TokenResponseDto]:
        """Log in, also where there is a token, and return the response; later calls use the new token."""
        steps, deadline = self._login_steps(config)
        return await drive_async(steps, partial(self._perform, deadline))

    async def aclose(self) -> None:
        """Close the httpx client of the running event loop; those of other loops are closed with them."""
        await self._clients.aclose()

    def _connection_settings(self) -> dict[str, Any]:
        return {
            "transport": self._config.transport,
            "verify": self._verification() or False,
            "proxy": self._config.proxy,
            "trust_env": not self._is_loopback,
            "limits": httpx.Limits(keepalive_expiry=KEEPALIVE_SECONDS),
        }

    async def _perform(self, deadline: Deadline, step: Step) -> Any:
        if isinstance(step, SendRequest):
            return await self._send(deadline, step)
        if isinstance(step, BuildRequest):
            return build_request(await self._open_client(), step, self._origin)
        if isinstance(step, Pause):
            deadline.check_wait(step.seconds)
            return await self._config.sleep_async(step.seconds)
        from webcrm_ext.transport.event_loops import run_in_thread, wait_for_future  # noqa: PLC0415 - loads asyncio

        if isinstance(step, RunBlocking):
            return await run_in_thread(step.work)
        import anyio  # noqa: PLC0415 - comes with httpx

        with anyio.move_on_after(deadline.start_for_login(step.timeout)):
            await wait_for_future(step.future)  # its caller may be in another thread or event loop
        deadline.check_login(step.future)
        return None

    async def _open_client(self) -> httpx.AsyncClient:
        if self._state.closed:
            self._state.raise_closed()
        return await self._clients.get()

    async def _send(self, deadline: Deadline, step: SendRequest) -> httpx.Response:
        import anyio  # noqa: PLC0415 - comes with httpx

        client = await self._open_client()
        name = "the response to the login" if step.is_login else "the response"
        response: httpx.Response | None = None
        body = b""
        left = deadline.left()
        if not left:
            raise deadline.error("its turn to be sent", sent=False)
        is_network = self._config.transport is None
        limits_connecting = is_network and _limit_connecting(step.request, left)
        limit = anyio.CancelScope(deadline=anyio.current_time() + left + _CONNECT_GRACE * is_network)
        progress = _Progress(step.request, limit, is_sent=not is_network)
        try:
            with limit:
                request, telemetry = step.request, current.telemetry
                sending = telemetry.send(client, request) if telemetry else client.send(request, stream=True)
                response = cast("httpx.Response", await sending)
                async with contextlib.aclosing(response):
                    name = f"the rest of {name}"
                    self._rate_limit.obey(response)
                    body = await self._read(deadline, limit, step, response)
        except UNUSABLE as error:
            if limits_connecting and isinstance(error, httpx.ConnectTimeout):
                raise deadline.error("a connection", sent=False) from error
            raise self._connection_error(error) from error
        except RuntimeError:
            if self._state.closed:  # closed during the request
                self._state.raise_closed()
            raise
        if limit.cancelled_caught or response is None:
            sent = progress.is_sent(step.request)
            stopped = deadline.error(name if sent else "a connection", sent=sent)
            if response is None or response.is_success:
                raise stopped
        response.stream = httpx.ByteStream(b"")  # it and the response refer to each other
        complete = with_content(response, body)
        self._rate_limit.obey(complete)
        before_decoding = current_call_context().before_decoding
        if before_decoding is not None and complete.is_success and not step.is_login:
            await before_decoding()
        return complete

    async def _read(
        self, deadline: Deadline, limit: anyio.CancelScope, step: SendRequest, response: httpx.Response
    ) -> bytes:
        """Return the body of a response, as far as it arrives; nothing where it is written to a file."""
        body: Body | FileBody | None = None
        began = self._config.clock()
        try:
            body = body_of(response, step.file, step.config)
            if isinstance(body, FileBody):
                limit.deadline = math.inf
            async for piece in response.aiter_bytes() if response.is_stream_consumed else response.aiter_raw():
                body.write(piece)
            body.finish()
        except CUT_OFF as error:
            raise_if_success(response, error)
        finally:
            if isinstance(body, FileBody):
                deadline.extend(self._config.clock() - began)
        return body.content() if body else b""


class _Progress:
    """Whether a request has been sent: httpcore reports it to the extension `trace` of the request.

    Args:
        request: The request.
        limit: Ends at the deadline from then on, and not later.
        is_sent: Whether it counts as sent from the beginning: other transports report nothing.
    """

    def __init__(self, request: httpx.Request, limit: anyio.CancelScope, *, is_sent: bool) -> None:
        self._limit = limit
        self._is_sent = is_sent
        request.extensions["trace"] = self._trace

    def is_sent(self, request: httpx.Request) -> bool:
        """Return whether the request may have reached the service."""
        # An event hook may have replaced the extension.
        return self._is_sent or request.extensions.get("trace") != self._trace

    async def _trace(self, event: str, _info: object) -> None:
        if not self._is_sent and event.endswith("send_request_headers.started"):
            self._is_sent = True
            self._limit.deadline -= _CONNECT_GRACE


def _limit_connecting(request: httpx.Request, left: float) -> bool:
    """Shorten the connect timeout of a request to the seconds left, and return whether it was longer."""
    timeouts = request.extensions["timeout"]
    is_longer = left < math.inf and (timeouts["connect"] is None or timeouts["connect"] > left)
    if is_longer:
        request.extensions["timeout"] = timeouts | {"connect": left}
    return is_longer
