"""`crm.raw`: the generated functions' client, over a `WebCRM` or an `AsyncWebCRM`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Never, Self, TypeVar

from webcrm_api.client import Client

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call
    from webcrm_api.types import Response

    from webcrm_ext.client import AsyncWebCRM, WebCRM

T = TypeVar("T")


class _Raw(Client):
    """What both have in common: they send by a `WebCRM` or an `AsyncWebCRM`, and by nothing else."""

    def __init__(self, crm: Any, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._crm = crm

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """Give a copy with another timeout, with the same token, pace, retries and errors."""
        return type(self)(self._crm.with_options(timeout=timeout), self.base_url)

    def with_headers(self, headers: dict[str, str]) -> Never:  # noqa: ARG002 - it refuses
        """Refuse headers for all calls.

        Raises:
            ConfigurationError: Always; it says what to use.
        """
        raise ConfigurationError("crm.raw sends no further headers; crm.request(…, headers=…) does, with one call.")

    def with_cookies(self, cookies: dict[str, str]) -> Never:  # noqa: ARG002 - it refuses
        """Refuse cookies, as `with_headers` does headers."""
        raise ConfigurationError("crm.raw sends no cookies; the API needs none.")

    def set_httpx_client(self, client: httpx.Client) -> Never:  # noqa: ARG002 - it refuses
        """Refuse an httpx client: it would send without token, pace, retries and errors."""
        raise self._by_itself()

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Never:  # noqa: ARG002 - it refuses
        """Refuse an httpx client, as `set_httpx_client` does."""
        raise self._by_itself()

    def get_httpx_client(self) -> Never:
        """Refuse to give an httpx client, as `set_httpx_client` does."""
        raise self._by_itself()

    def get_async_httpx_client(self) -> Never:
        """Refuse to give an httpx client, as `set_httpx_client` does."""
        raise self._by_itself()

    def _by_itself(self) -> ConfigurationError:
        return ConfigurationError(
            "crm.raw has no httpx client of its own: it would send without token, pace, retries and errors. Make the "
            "call with crm.request, give the client a transport, or use webcrm_api's own Client; crm.raw is open as "
            "long as crm is."
        )


class Raw(_Raw):
    """Sends the generated functions' calls through a `WebCRM`."""

    _crm: WebCRM

    def send(self, call: Call[T]) -> Response[T]:
        """Send a call, as `WebCRM.with_raw_response`."""
        return self._crm.with_raw_response(call)

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Refuse a call that would be awaited."""
        raise ConfigurationError(f"{call.name} was awaited on a WebCRM, which blocks; use AsyncWebCRM.")


class AsyncRaw(_Raw):
    """Sends the generated functions' calls through an `AsyncWebCRM`."""

    _crm: AsyncWebCRM

    def send(self, call: Call[T]) -> Response[T]:
        """Refuse a call that would block."""
        raise ConfigurationError(f"{call.name} would block an AsyncWebCRM; await its asyncio function, or use WebCRM.")

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Send a call, as `AsyncWebCRM.with_raw_response`."""
        return await self._crm.with_raw_response(call)
