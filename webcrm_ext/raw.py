"""`crm.raw`: the generated functions' client, over a `WebCRM` or an `AsyncWebCRM`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from webcrm_api.client import Client

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from webcrm_api.calls import Call
    from webcrm_api.types import Response

    from webcrm_ext.client import AsyncWebCRM, WebCRM

T = TypeVar("T")


class Raw(Client):
    """Sends the generated functions' calls through a `WebCRM`."""

    def __init__(self, crm: WebCRM, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._crm = crm

    def send(self, call: Call[T]) -> Response[T]:
        """Send a call, as `WebCRM.with_raw_response`."""
        return self._crm.with_raw_response(call)

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Refuse a call that would be awaited."""
        raise ConfigurationError(f"{call.name} was awaited on a WebCRM, which blocks; use AsyncWebCRM.")


class AsyncRaw(Client):
    """Sends the generated functions' calls through an `AsyncWebCRM`."""

    def __init__(self, crm: AsyncWebCRM, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._crm = crm

    def send(self, call: Call[T]) -> Response[T]:
        """Refuse a call that would block."""
        raise ConfigurationError(f"{call.name} would block an AsyncWebCRM; await its asyncio function, or use WebCRM.")

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Send a call, as `AsyncWebCRM.with_raw_response`."""
        return await self._crm.with_raw_response(call)
