"""The uvicorn server that the sandbox runs."""

import asyncio
import socket
from contextlib import suppress
from threading import Event

import uvicorn

from .application import Application
from .transport import ClosableProtocol

_TICK_SECONDS = 0.1  # uvicorn expects ten ticks a second
_POLL_SECONDS = 0.002
_GRACE_SECONDS = 1.0  # for responses in progress when the sandbox stops


class Server(uvicorn.Server):
    """A uvicorn server that reports when it is ready and stops without delay."""

    def __init__(self, application: Application) -> None:
        config = uvicorn.Config(
            application,
            http=ClosableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,  # the application sends the date of the sandbox's clock
            proxy_headers=False,  # the client is the peer of the connection; X-Forwarded-For is ignored
        )
        super().__init__(config)
        self.ready = Event()
        """Set when requests are accepted."""
        self._application = application
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and report it."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.ready.set()

    async def main_loop(self) -> None:
        """Tick ten times a second, as uvicorn does, but wake at once to stop."""
        tick = 0
        while not await self.on_tick(tick):
            tick += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the requests in progress, then close what is still open after the grace period.

        Replaces uvicorn's own, which always sleeps, waits without a limit, and logs what it cancels.
        """
        self._application.stop()
        await self._stop_accepting()
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._wait_for_connections()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await self._wait_for_connections()
        for server in self.servers:
            await server.wait_closed()

    async def _stop_accepting(self) -> None:
        """Accept no more sockets, and let those accepted just now become connections.

        asyncio creates a transport for an accepted socket in the next iteration of the loop, and its protocol in the
        one after. If the server is closed by then, asyncio fails and leaves the socket open.
        """
        for listener in (each for server in self.servers for each in server.sockets):
            with suppress(NotImplementedError):  # Windows, where asyncio accepts in another way
                asyncio.get_running_loop().remove_reader(listener)
        for _ in range(2):
            await asyncio.sleep(0)

    async def _wait_for_connections(self) -> None:
        """Wait until every connection and task has ended, at most for the grace period."""
        end = asyncio.get_running_loop().time() + _GRACE_SECONDS
        state = self.server_state
        while (state.connections or state.tasks) and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - no event
            await asyncio.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Stop the server, from any thread. If it has not started, it stops at once when it does."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the server has already stopped, and its loop is closed
                self._loop.call_soon_threadsafe(self._stopped.set)
