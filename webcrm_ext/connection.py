"""What all copies of a client share: one httpx client, one token, one pace, and one memory."""

from __future__ import annotations

import warnings
from typing import Any, TypeVar

import httpx
from webcrm_api.calls import Call
from webcrm_api.types import Response

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.flow import drive, drive_async
from webcrm_ext.secrets import Secrets
from webcrm_ext.transport.pacing import Pacer, PacingHooks
from webcrm_ext.transport.retry import Pause, Send, exchange
from webcrm_ext.transport.token import TokenAuth, TokenCache, TokenProvider

T = TypeVar("T")

_IDLE_SECONDS = 30.0
_LOGIN_CALLS = frozenset({"auth.api_login", "auth.api_refresh", "auth.crm_login", "auth.crm_refresh", "auth.login"})


class _Shared:
    """What a blocking and an async connection have in common."""

    def __init__(self, config: Config) -> None:
        self.secrets = Secrets(config.application_token)
        self.tokens = TokenCache(config)
        self.closed = False
        self._pacing = PacingHooks(Pacer(config.requests_per_minute, config.clock), config)
        self._provider = TokenProvider(config, self.secrets)
        self._config = config
        self._origin = httpx.URL(config.base_url)

    def _httpx_settings(self, before: Any, after: Any) -> dict[str, Any]:
        config = self._config
        return {
            "base_url": config.base_url,
            "transport": config.transport,
            "verify": config.verify,
            "proxy": config.proxy,
            "follow_redirects": False,
            "limits": httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
            "event_hooks": {
                "request": [before, *config.event_hooks.get("request", ())],
                "response": [after, *config.event_hooks.get("response", ())],
            },
        }

    def _request(self, client: httpx.Client | httpx.AsyncClient, call: Call[Any], config: Config) -> httpx.Request:
        try:
            arguments = call.request()
        except ValueError as error:
            raise ConfigurationError(f"{call.method} {call.path}: {error}") from error
        headers = {"User-Agent": config.user_agent, "Accept": "application/json", **arguments.pop("headers", {})}
        request = client.build_request(**arguments, headers=headers, timeout=config.timeouts())
        if (request.url.scheme, request.url.host, request.url.port) != (
            self._origin.scheme,
            self._origin.host,
            self._origin.port,
        ):
            raise ConfigurationError(f"{call.path!r} does not lead to {config.base_url}, and tokens go nowhere else.")
        return request

    def _check_open(self) -> None:
        if self.closed:
            raise ConfigurationError("This client is closed. Make a new one, or keep it open with `with`.")

    def _warn_if_open(self, how: str) -> None:
        if not self.closed:
            warnings.warn(f"A webCRM client was forgotten while open; {how}", ResourceWarning, stacklevel=3)


class Connection(_Shared):
    """Sends calls, blocking."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._http = httpx.Client(**self._httpx_settings(self._pacing.before, self._pacing.after))
        self._auth = TokenAuth(config, self.tokens, self._provider, send=self._send_for_token)

    def exchange(self, call: Call[T], config: Config) -> Response[T]:
        """Make a call and give its answer."""
        self._check_open()

        def perform(step: Send | Pause) -> httpx.Response | None:
            if isinstance(step, Pause):
                config.sleep(step.seconds)
                return None
            auth = None if call.name in _LOGIN_CALLS else self._auth
            return self._http.send(self._request(self._http, step.call, config), auth=auth)

        return drive(exchange(call, config, self.secrets), perform)

    def close(self) -> None:
        """Close the connections; closing twice is no error."""
        self.closed = True
        self._http.close()

    def _send_for_token(self, request: httpx.Request) -> httpx.Response:
        return self._http.send(request, auth=None, follow_redirects=False)

    def __del__(self) -> None:
        if not getattr(self, "closed", True):
            self._warn_if_open("close it, or use `with WebCRM(...) as crm:`.")


class AsyncConnection(_Shared):
    """Sends calls, awaiting."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._http = httpx.AsyncClient(**self._httpx_settings(self._pacing.before_async, self._pacing.after_async))
        self._auth = TokenAuth(config, self.tokens, self._provider, send_async=self._send_for_token)

    async def exchange(self, call: Call[T], config: Config) -> Response[T]:
        """Make a call and give its answer."""
        self._check_open()

        async def perform(step: Send | Pause) -> httpx.Response | None:
            if isinstance(step, Pause):
                await config.sleep_async(step.seconds)
                return None
            auth = None if call.name in _LOGIN_CALLS else self._auth
            return await self._http.send(self._request(self._http, step.call, config), auth=auth)

        return await drive_async(exchange(call, config, self.secrets), perform)

    async def aclose(self) -> None:
        """Close the connections; closing twice is no error."""
        self.closed = True
        await self._http.aclose()

    async def _send_for_token(self, request: httpx.Request) -> httpx.Response:
        return await self._http.send(request, auth=None, follow_redirects=False)

    def __del__(self) -> None:
        if not getattr(self, "closed", True):
            self._warn_if_open("close it, or use `async with AsyncWebCRM(...) as crm:`.")
