"""`crm.raw`: a client for the generated functions that sends through a `WebCRM` or an `AsyncWebCRM`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Never, Self, TypeVar

from webcrm_api.calls import Call
from webcrm_api.client import Client

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx
    from webcrm_api.runner import AsyncRawRunner, RawRunner
    from webcrm_api.types import Response

T = TypeVar("T")


class _RawClient(Client):
    """The base of both raw clients, which have no httpx client."""

    def __init__(self, runner: RawRunner | AsyncRawRunner, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._runner = runner

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """Return a copy with another timeout, with the same token, rate limit, retries and errors."""
        return type(self)(self._runner.with_options(timeout=timeout), self.base_url)

    def with_headers(self, headers: dict[str, str]) -> Never:  # noqa: ARG002 - always refused
        """Raise `ConfigurationError`: headers belong to one call."""
        raise ConfigurationError("crm.raw sends no further headers. Use crm.request(…, headers=…) for one call.")

    def with_cookies(self, cookies: dict[str, str]) -> Never:  # noqa: ARG002 - always refused
        """Raise `ConfigurationError`: the API uses no cookies."""
        raise ConfigurationError("crm.raw sends no cookies; the API uses none.")

    def set_httpx_client(self, client: httpx.Client) -> Never:  # noqa: ARG002 - always refused
        """Raise `ConfigurationError`: another httpx client has no token, rate limit, retries and errors."""
        raise self._no_httpx_client()

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Never:  # noqa: ARG002 - always refused
        """Raise `ConfigurationError`, as `set_httpx_client`."""
        raise self._no_httpx_client()

    def get_httpx_client(self) -> Never:
        """Raise `ConfigurationError`, as `set_httpx_client`."""
        raise self._no_httpx_client()

    def get_async_httpx_client(self) -> Never:
        """Raise `ConfigurationError`, as `set_httpx_client`."""
        raise self._no_httpx_client()

    def _no_httpx_client(self) -> ConfigurationError:
        return ConfigurationError(
            "crm.raw has no httpx client: requests would lack token, rate limit, retries and errors. "
            "Use crm.request, pass the client a transport, or use webcrm_api's own Client. crm.raw is open as long as "
            "crm is."
        )


def _prepared(call: Any) -> Call[Any]:
    if not isinstance(call, Call):
        raise ConfigurationError(
            f"Expected a prepared call, such as persons_get.call(12), not a {type(call).__name__}."
        )
    return call


class RawClient(_RawClient):
    """Sends the calls of generated functions through a `WebCRM`."""

    _runner: RawRunner

    def send(self, call: Call[T]) -> Response[T]:
        """Send a call, as `WebCRM.with_raw_response`."""
        return self._runner.with_raw_response(_prepared(call))

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Raise `ConfigurationError`: this client blocks."""
        raise ConfigurationError(f"{_prepared(call).name} was awaited on a WebCRM, which blocks. Use AsyncWebCRM.")


class AsyncRawClient(_RawClient):
    """Sends the calls of generated functions through an `AsyncWebCRM`."""

    _runner: AsyncRawRunner

    def send(self, call: Call[T]) -> Response[T]:
        """Raise `ConfigurationError`: a blocking call would stop the event loop."""
        raise ConfigurationError(
            f"{_prepared(call).name} would block an AsyncWebCRM. Await its asyncio function, or use WebCRM."
        )

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Send a call, as `AsyncWebCRM.with_raw_response`."""
        return await self._runner.with_raw_response(_prepared(call))
