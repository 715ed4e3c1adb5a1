"""The sandbox as it is used from Python."""

import asyncio
import socket
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, RLock, Thread
from types import TracebackType
from typing import Any, Self

import uvicorn

from .application import DOCUMENTATION_PATH, Application
from .clock import Clock
from .definition import Definition
from .faults import Fault, Kind
from .handlers import Handlers
from .hooks import HookDelivery
from .options import Options
from .request_log import RequestLog
from .seed import DEFAULT_RECORDS, seed_tenant
from .tenant import Tenant
from .tokens import DEFAULT_TOKENS, ApplicationToken
from .transport import ClosableProtocol

_SECONDS_BETWEEN_CHORES = 0.1  # uvicorn counts on ten a second
_SECONDS_BETWEEN_LOOKS = 0.002
_SECONDS_OF_GRACE = 1.0  # for answers that are on their way when it stops


class Sandbox:
    """A webCRM on this machine.

    Args:
        port: The port to listen on; 0 takes one that is free.
        host: The address to listen on; only this machine reaches the default.
        data: The file to keep records in; without it they are gone when the sandbox stops.
        seed: The seed of the made-up records.
        records: How many persons to make up; the other records go with them. 0 makes an empty system.
        clock: The time of the sandbox, which tests can move.
        application_tokens: The application tokens that can log in.
        options: Any option of `Options`, such as `requests_per_minute=None`.

    Raises:
        ValueError: if an option or a right of an application token makes no sense.
        OSError: if `data` cannot be used to keep records in; and from `start`, if the port is in use.

    Example:
        >>> with Sandbox() as sandbox:
        ...     print(sandbox.url, sandbox.application_token)
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        data: Path | str | None = None,
        seed: int = 1,
        records: int = DEFAULT_RECORDS,
        clock: Clock | None = None,
        application_tokens: Iterable[ApplicationToken] = DEFAULT_TOKENS,
        **options: Any,
    ) -> None:
        self.host = host
        self.port = port
        self.clock = clock or Clock()
        try:
            self.tenant = Tenant(
                definition=Definition.load(),
                clock=self.clock,
                application_tokens=application_tokens,
                file=None if data is None else Path(data),
            )
            try:
                self.change_options(**options)
                self.handlers = Handlers(self.tenant)
                seed_tenant(self.tenant, seed=seed, records=records)
                self.handlers.make_indexes()
                self.tenant.store.checkpoint()
            except BaseException:
                self.tenant.close()
                raise
        except sqlite3.Error as error:
            msg = f"{data or 'A temporary file'} cannot be used to keep records in: {error}"
            raise OSError(msg) from error
        self._application = Application(self.tenant, self.handlers)
        self._server = _PromptServer(self._application)
        self._listener: socket.socket | None = None
        self._thread: Thread | None = None
        self._stopped = False
        self._lock = RLock()  # held while the sandbox serves, and while it closes

    @property
    def url(self) -> str:
        """The address of the API."""
        return self.tenant.address

    @property
    def application_tokens(self) -> tuple[ApplicationToken, ...]:
        """Every application token that can log in."""
        return self.tenant.tokens.application_tokens

    @property
    def application_token(self) -> str:
        """The application token to log in with; it has every right."""
        return self.application_tokens[0].token

    @property
    def documentation(self) -> str:
        """The address of the documentation page."""
        return self.url + DOCUMENTATION_PATH

    @property
    def requests(self) -> RequestLog:
        """The calls that were answered."""
        return self.tenant.request_log

    @property
    def hook_deliveries(self) -> list[HookDelivery]:
        """What was delivered to hooks, when everything that waits is delivered."""
        self.tenant.outbox.wait()
        return list(self.tenant.outbox.deliveries)

    @property
    def options(self) -> Options:
        """The rules that the sandbox goes by; `change_options` sets them."""
        return self.tenant.options

    def change_options(self, **changes: Any) -> None:
        """Set options of `Options`, such as `linked_data={"QuotationLines"}`.

        Raises:
            ValueError: if there is no such option or it does not take the value.
        """
        self.tenant.change_options(changes)

    def expire_tokens(self, *, refresh_tokens: bool = False) -> None:
        """Let every access token expire now, and on request every refresh token."""
        self.tenant.tokens.expire(refresh_tokens=refresh_tokens)

    def fail_next(self, times: int = 1, status: int = 503, *, kind: Kind = "status", **more: Any) -> None:
        """Let the next calls meet a fault; `more` are the other fields of `Fault`."""
        self.tenant.faults.plan(Fault(kind=kind, status=status, **more), times)

    def set_faults(self, *, seed: int | None = None, share_fault: Fault | None = None, **changes: Any) -> None:
        """Let faults last until `clear_faults`; `changes` are the fields of `FaultSettings`."""
        self.tenant.faults.set_faults(seed=seed, share_fault=share_fault, **changes)

    def clear_faults(self) -> None:
        """End every fault."""
        self.tenant.faults.clear()

    def record(self, path: str, id_: int) -> dict[str, Any] | None:
        """A record as it is stored, without a call of the API; None if there is none."""
        return self.tenant.store.record(path, id_)

    def put_record(self, path: str, id_: int, record: dict[str, Any]) -> None:
        """Store a record as it is, past every rule of the API; its key holds `id_`, which no other record is given.

        Raises:
            ValueError: if the API has no such records, or they cannot have this id.
        """
        self.tenant.put_record(path, id_, record)

    def delete_record(self, path: str, id_: int) -> bool:
        """Delete a record, even of an entity that the API does not delete; whether it was there."""
        return self.tenant.store.delete(path, id_)

    def count(self, path: str) -> int:
        """How many records there are."""
        return self.tenant.store.count(path)

    def start(self) -> Self:
        """Serve from a thread of its own; returns when calls are answered.

        Raises:
            OSError: if the port is in use; the sandbox is then stopped.
            RuntimeError: if it was stopped before.
        """
        listener = self.listen()
        self._thread = Thread(target=self._run, args=(listener,), name="webcrm-sandbox", daemon=True)
        self._thread.start()
        self._server.answers.wait()
        return self

    def serve(self) -> None:
        """Serve from this thread until it is interrupted."""
        with self._lock:
            self._run(self._listener or self.listen())

    def _run(self, listener: socket.socket) -> None:
        with self._lock:
            self._server.run(sockets=[listener])

    def stop_serving(self) -> None:
        """Let `serve` return, or not begin; from any thread, and from a handler of signals."""
        self._server.stop()

    def listen(self) -> socket.socket:
        """Take the port.

        Raises:
            OSError: if it is in use; the sandbox is then stopped.
            RuntimeError: if it was stopped before.
        """
        if self._stopped:
            msg = "a sandbox that was stopped does not start again; make a new one"
            raise RuntimeError(msg)
        try:
            listener = socket.create_server((self.host, self.port), family=_family(self.host), backlog=2048)
        except OSError:
            self.stop()
            raise
        self._listener, self.port = listener, listener.getsockname()[1]
        host = f"[{self.host}]" if ":" in self.host else self.host
        self.tenant.address = f"http://{host}:{self.port}"
        return listener

    def stop(self) -> None:
        """Stop serving, and close the store.

        Calls that wait are answered with 503, and what is not delivered to hooks yet never is.
        """
        self._stopped = True
        self.stop_serving()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            if self._listener is not None:
                self._listener.close()
                self._listener = None
            self._application.close()
            self.tenant.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


class _PromptServer(uvicorn.Server):
    """Tells when it answers, so that nobody has to try, and stops at once, so that tests do not wait."""

    def __init__(self, application: Application) -> None:
        config = uvicorn.Config(
            application,
            http=ClosableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whoever calls is the one at the other end of the connection
        )
        super().__init__(config)
        self.answers = Event()
        """Set when calls are answered."""
        self._application = application
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.answers.set()

    async def main_loop(self) -> None:
        """Do uvicorn's chores ten times a second, but do not sleep when it is time to stop."""
        tick = 0
        while not await self.on_tick(tick):
            tick += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _SECONDS_BETWEEN_CHORES)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what calls wait for, and close what is still open a little later.

        In place of uvicorn's own, which always sleeps a while, waits without end, and logs what it breaks off.
        """
        self._application.stop()
        await self._stop_accepting()
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._ended()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await self._ended()
        for server in self.servers:
            await server.wait_closed()

    async def _stop_accepting(self) -> None:
        """Accept nobody any more, and let those who were accepted just now become connections.

        asyncio gives each of them a transport in its next turn and a protocol in the one after. Where the server
        is closed by then it fails to, and leaves their sockets open.
        """
        for listener in (each for server in self.servers for each in server.sockets):
            with suppress(NotImplementedError):  # of Windows, where asyncio accepts in another way
                asyncio.get_running_loop().remove_reader(listener)
        for _ in range(2):
            await asyncio.sleep(0)

    async def _ended(self) -> None:
        """Wait until nobody is connected and nothing is answered, but not for long."""
        end = asyncio.get_running_loop().time() + _SECONDS_OF_GRACE
        state = self.server_state
        while (state.connections or state.tasks) and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - no event
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        """Stop, from any thread, or do not begin."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the server has already stopped, and its loop is closed
                self._loop.call_soon_threadsafe(self._stopped.set)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
