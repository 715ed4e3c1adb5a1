"""What sends: one httpx client, one token, one pace. Made at the first call, and loaded with httpx only then."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncGenerator, Iterator
from typing import IO, Any, Generic, TypeVar

import httpx
from webcrm_api.calls import Call
from webcrm_api.types import Response

from webcrm_ext.auth.provider import TokenProvider
from webcrm_ext.auth.tokens import TokenAuth
from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Pause, drive, drive_async
from webcrm_ext.transport.cancellation import check_wanted, wanted_sleep
from webcrm_ext.transport.decode_order import ones_turn
from webcrm_ext.transport.headers import check_headers, headers_of
from webcrm_ext.transport.lifetime import Lifetime
from webcrm_ext.transport.partial_responses import TakingWhatComes
from webcrm_ext.transport.rate_limit import Pacing, with_bearable
from webcrm_ext.transport.redaction import Secrets
from webcrm_ext.transport.responses import ResponseRule
from webcrm_ext.transport.retry import Send, exchange

T = TypeVar("T")
H = TypeVar("H", httpx.Client, httpx.AsyncClient)

_IDLE_SECONDS = 30.0
_LOGIN_CALLS = frozenset({"auth.api_login", "auth.api_refresh", "auth.crm_login", "auth.crm_refresh", "auth.login"})


class _Sender(Generic[H]):
    """What a blocking and an async sender have in common."""

    def __init__(self, config: Config, lifetime: Lifetime, rules: tuple[ResponseRule, ...], **send: Any) -> None:
        self._config = config
        self._lifetime = lifetime
        self._rules = rules
        self._secrets = Secrets(config.application_token.strip("{}"))
        self._pacing = Pacing(config, lifetime)
        self._auth = TokenAuth(config, TokenProvider(config, self._secrets), self._pacing, **send)
        try:
            self._origin = _origin(httpx.URL(config.base_url))
        except (httpx.InvalidURL, ValueError) as error:
            raise ConfigurationError(f"base_url is {config.base_url!r}, which is not a valid URL: {error}") from None

    def _make(self, kind: type[H]) -> H:
        config = self._config
        try:
            return kind(
                base_url=config.base_url,
                transport=config.transport,  # type: ignore[arg-type]  # the connection checked its kind
                # http is taken on this machine alone; there the certificates, which take long to read, prove nothing.
                verify=config.verify if self._origin[0] == "https" else False,
                proxy=config.proxy,
                follow_redirects=False,
                limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
                event_hooks={name: list(hooks) for name, hooks in config.event_hooks.items()},
            )
        except (ImportError, TypeError, ValueError, OSError) as error:
            raise ConfigurationError(f"No connection can be made: {type(error).__name__} {error}") from None

    def _request(self, client: H, call: Call[Any], config: Config) -> httpx.Request:
        request, why = None, ""
        try:
            arguments = call.request()
            given = arguments.pop("headers", {})
            check_headers(given)
            headers = headers_of(config.user_agent, given)
            request = client.build_request(
                **arguments, headers=headers, timeout=config.timeouts(), extensions=with_bearable(config)
            )
        except (httpx.InvalidURL, ValueError, TypeError, KeyError) as error:
            why = str(error)
        if request is None:  # raised out here, for that error may hold what was to be sent, and would come along
            raise ConfigurationError(f"{call.method} {call.path} cannot be sent: {why}")
        if _origin(request.url) != self._origin:
            raise ConfigurationError(f"{call.path!r} does not lead to {config.base_url}, and tokens go nowhere else.")
        return request


class Sender(_Sender[httpx.Client]):
    """Sends calls, blocking."""

    def __init__(self, config: Config, lifetime: Lifetime, rules: tuple[ResponseRule, ...]) -> None:
        super().__init__(config, lifetime, rules, send=self._send_for_token)
        self._client = self._make(httpx.Client)
        self._lock = threading.Lock()
        self._under_way = 0

    def exchange(self, call: Call[T], config: Config, file: IO[bytes] | None) -> Response[T]:
        """Make a call and give its answer; with a file, its bytes go there piece by piece."""

        def perform(step: Send | Pause) -> httpx.Response | None:
            if isinstance(step, Pause):
                self._pause(step)
                return None
            check_wanted()
            request = self._request(self._client, step.call, config)
            if step.call.name in _LOGIN_CALLS:
                return self._send_for_token(request)
            with self._being_open():
                response = self._client.send(request, auth=self._auth, stream=file is not None)
                if file is None:
                    return _untangled(response)
                with contextlib.closing(response):
                    if not response.is_success:
                        response.read()
                        return response
                    file.seek(0)
                    file.truncate()
                    for piece in response.iter_bytes():
                        file.write(piece)
            return httpx.Response(response.status_code, headers=response.headers, request=request)

        return drive(exchange(call, config, self._secrets, self._rules), perform)

    def close(self) -> None:
        """Close the connections, once the client is closed: now, or when the last call on the wire has ended.

        A connection that a thread uses, or is about to have, cannot be closed by another: what the thread does next
        would reach whatever was opened since, or stay open.
        """
        with self._lock:
            unused = self._lifetime.closed and not self._under_way
        if unused:
            self._client.close()

    @contextlib.contextmanager
    def _being_open(self) -> Iterator[None]:
        with self._lock:
            self._lifetime.check()
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
            self.close()

    def _pause(self, step: Pause) -> None:
        wanted_sleep(self._config.sleep, step.seconds)

    def _send_for_token(self, request: httpx.Request) -> httpx.Response:
        place, _ = drive(self._pacing.turn(request, urgent=True), self._pause)
        with self._pacing.counted(place), self._being_open():
            response = self._client.send(request, auth=TakingWhatComes(), follow_redirects=False)
        self._pacing.obey(response)
        return response


class AsyncSender(_Sender[httpx.AsyncClient]):
    """Sends calls, awaiting. Each event loop has an httpx client of its own, for connections belong to a loop."""

    def __init__(self, config: Config, lifetime: Lifetime, rules: tuple[ResponseRule, ...]) -> None:
        super().__init__(config, lifetime, rules, send_async=self._send_for_token)
        self._by_loop: dict[object, tuple[httpx.AsyncClient, AsyncGenerator[None, None]]] = {}

    async def exchange(self, call: Call[T], config: Config, file: IO[bytes] | None) -> Response[T]:
        """Make a call and give its answer; with a file, its bytes go there piece by piece."""

        async def perform(step: Send | Pause) -> httpx.Response | None:
            if isinstance(step, Pause):
                await self._pause(step)
                return None
            client = await self._client()
            request = self._request(client, step.call, config)
            if step.call.name in _LOGIN_CALLS:
                return await self._send_for_token(request)
            with self._being_open():
                response = await client.send(request, auth=self._auth, stream=file is not None)
            if file is None:
                if response.is_success:
                    await ones_turn()
                return _untangled(response)
            async with contextlib.aclosing(response):
                if not response.is_success:
                    await response.aread()
                    return response
                file.seek(0)
                file.truncate()
                async for piece in response.aiter_bytes():
                    file.write(piece)
            return httpx.Response(response.status_code, headers=response.headers, request=request)

        return await drive_async(exchange(call, config, self._secrets, self._rules), perform)

    async def aclose(self) -> None:
        """Close the connections of the running event loop; those of another end with it."""
        from webcrm_ext.transport.event_loops import running_loop  # noqa: PLC0415 - asyncio is for those who await

        self._forget_ended_loops()
        _, keeper = self._by_loop.pop(running_loop(), (None, None))
        if keeper is not None:
            await keeper.aclose()

    @contextlib.contextmanager
    def _being_open(self) -> Iterator[None]:
        """Say that the client is closed where httpx says it in its own way, for it was closed at this moment."""
        self._lifetime.check()
        try:
            yield
        except RuntimeError:
            self._lifetime.check()
            raise

    async def _client(self) -> httpx.AsyncClient:
        from webcrm_ext.transport.event_loops import running_loop  # noqa: PLC0415 - asyncio is for those who await

        self._lifetime.check()
        loop = running_loop()
        client, _ = self._by_loop.get(loop, (None, None))
        if client is None:
            self._forget_ended_loops()
            client = self._make(httpx.AsyncClient)
            keeper = _until_the_loop_ends(self._by_loop, loop, client)
            self._by_loop[loop] = client, keeper
            await anext(keeper)
        return client

    def _forget_ended_loops(self) -> None:
        """Forget the loops that were closed without finishing their generators; their connections go with them."""
        from webcrm_ext.transport.event_loops import has_ended  # noqa: PLC0415 - asyncio is for those who await

        for loop in list(self._by_loop):
            if has_ended(loop):
                self._by_loop.pop(loop, None)

    async def _pause(self, step: Pause) -> None:
        await self._config.sleep_async(step.seconds)

    async def _send_for_token(self, request: httpx.Request) -> httpx.Response:
        place, _ = await drive_async(self._pacing.turn(request, urgent=True), self._pause)
        client = await self._client()
        with self._pacing.counted(place), self._being_open():
            response = await client.send(request, auth=TakingWhatComes(), follow_redirects=False)
        self._pacing.obey(response)
        return response


async def _until_the_loop_ends(
    by_loop: dict[object, Any], loop: object, client: httpx.AsyncClient
) -> AsyncGenerator[None, None]:
    """Close a loop's client with the loop: a loop that ends finishes the generators that began in it.

    Afterwards it would be too late: what a connection holds of a closed loop cannot be closed without that loop.
    """
    try:
        yield
    finally:
        by_loop.pop(loop, None)
        await client.aclose()


def _untangled(response: httpx.Response) -> httpx.Response:
    """Let an answer that was read go as soon as nobody needs it.

    It and its stream name each other, so that its body, megabytes where it is a page, would stay until Python
    looks for such circles.
    """
    response.stream = httpx.ByteStream(b"")
    return response


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
