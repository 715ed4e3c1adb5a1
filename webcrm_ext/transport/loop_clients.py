"""One httpx client for each event loop, closed before its loop."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING

from webcrm_ext.transport.event_loops import is_closed, running_loop

if TYPE_CHECKING:
    import httpx


class LoopClients:
    """The httpx clients of an async connection, by event loop: sockets belong to a loop.

    Args:
        create: Creates a client.
    """

    def __init__(self, create: Callable[[], httpx.AsyncClient]) -> None:
        self._create = create
        self._by_loop: dict[object, tuple[httpx.AsyncClient, AsyncGenerator[None, None]]] = {}

    async def get(self) -> httpx.AsyncClient:
        """Return the client of the running loop, created at its first call."""
        loop = running_loop()
        client, _ = self._by_loop.get(loop, (None, None))
        if client is None:
            self._drop_closed()
            client = self._create()
            closer = self._close_with(loop, client)
            self._by_loop[loop] = client, closer
            await anext(closer)
        return client

    async def aclose(self) -> None:
        """Close the client of the running loop; the others are closed with their loops."""
        self._drop_closed()
        _, closer = self._by_loop.pop(running_loop(), (None, None))
        if closer is not None:
            await closer.aclose()

    async def _close_with(self, loop: object, client: httpx.AsyncClient) -> AsyncGenerator[None, None]:
        """Close a client before its loop is closed: a loop that ends finishes the generators that began in it."""
        try:
            yield
        finally:
            self._by_loop.pop(loop, None)
            await client.aclose()

    def _drop_closed(self) -> None:
        """Drop the clients of loops that were closed without finishing their generators; their sockets are gone."""
        for loop in list(self._by_loop):
            if is_closed(loop):
                self._by_loop.pop(loop, None)
