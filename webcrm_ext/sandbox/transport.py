"""The server's HTTP protocol, with access to the connection for the application."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

EXTENSION = "webcrm.sandbox.transport"


class ClosableProtocol(H11Protocol):
    """Passes the transport to the application, because no ASGI message can close a connection without a response."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Add the transport to the scope of every request of this connection."""
        super().connection_made(transport)
        # Head and body of a response are written separately. With Nagle's algorithm the body would wait 40 ms for
        # the client's ACK of the head; asyncio switches it off only for sockets that name the protocol TCP.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        application: Any = self.app

        async def with_transport(scope: dict[str, Any], receive: Any, send: Any) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), EXTENSION: transport}
            await application(scope, receive, send)

        self.app = with_transport
