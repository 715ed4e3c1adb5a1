"""The protocol of the server, which lets the application close a connection without an response."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

EXTENSION = "webcrm.sandbox.transport"


class ClosableProtocol(H11Protocol):
    """Passes the connection to the application, which no ASGI message can close."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give every request of this connection a handle of it."""
        super().connection_made(transport)
        # The head and the body of an response are written apart; without this the body waits 40 ms for the client's
        # kernel to confirm the head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        application: Any = self.app

        async def with_transport(scope: dict[str, Any], receive: Any, send: Any) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), EXTENSION: transport}
            await application(scope, receive, send)

        self.app = with_transport
