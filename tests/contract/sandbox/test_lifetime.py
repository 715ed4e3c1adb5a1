"""The life of a sandbox in Python: start, stop, and what is left behind."""

import asyncio
import gc
import socket
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

import webcrm_ext.sandbox
from webcrm_ext.sandbox import Clock, Request, Sandbox

from .browser import Browser


def test_sandbox_without_a_port_is_stopped():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sandbox = Sandbox(records=0, port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            sandbox.start()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        sandbox.count("Persons")


def test_sandbox_and_its_requests_are_readable():
    assert {"ApplicationToken", "Fault", "Sandbox"} <= set(dir(webcrm_ext.sandbox))
    with Sandbox(records=0) as sandbox:
        assert repr(sandbox) == f"<Sandbox {sandbox.url}, 0 requests>"
        assert repr(sandbox.requests) == "<0 requests>"
        for _ in range(11):
            sandbox.requests.add(Request("GET", "/Persons", 200))
        sandbox.requests.add(Request("GET", "/Persons/1", 404))
        assert repr(sandbox) == f"<Sandbox {sandbox.url}, 12 requests>"
        assert repr(sandbox.requests) == f"<12 requests: …, {'GET /Persons 200, ' * 9}GET /Persons/1 404>"


def test_stopped_sandbox_does_not_start_again():
    with Sandbox(records=0) as sandbox:
        pass
    for start in (sandbox.start, sandbox.serve, sandbox.__enter__):
        with pytest.raises(RuntimeError, match=r"cannot start again\. Create a new one"):
            start()
    sandbox.stop()


class ConnectingClock(Clock):
    """Stops the server when a request reads the time, and connects some iterations of the event loop later."""

    def __init__(self, iterations: int) -> None:
        super().__init__(frozen=True)
        self.iterations = iterations
        self.sandbox: Sandbox | None = None
        self.connections: list[socket.socket] = []
        self.task: asyncio.Task[None] | None = None

    def seconds(self) -> float:
        if self.sandbox is not None and self.task is None:
            self.task = asyncio.get_running_loop().create_task(self._connect(self.sandbox))
        return super().seconds()

    async def _connect(self, sandbox: Sandbox) -> None:
        sandbox.stop_serving()
        for _ in range(self.iterations):
            await asyncio.sleep(0)
        with suppress(ConnectionRefusedError):  # the server has closed its socket by then
            for _ in range(3):
                self.connections.append(socket.create_connection(("127.0.0.1", sandbox.port)))


@pytest.mark.parametrize("iterations", range(8))
def test_connections_opened_during_stop_are_closed(monkeypatch, iterations):
    """asyncio reports a socket that it leaves open when the garbage collector finds it."""
    unraisable = []
    monkeypatch.setattr("sys.unraisablehook", lambda each: unraisable.append(each.exc_value))
    clock = ConnectingClock(iterations)
    with Sandbox(records=0, clock=clock) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        clock.sandbox = sandbox
        crm.get("/Users")
    gc.collect()
    assert clock.task is not None
    assert clock.task.done()
    for each in clock.connections:
        with each, suppress(ConnectionResetError):
            assert each.recv(1) == b""
    assert len(clock.connections) == 3 or iterations > 2
    assert unraisable == []


@pytest.mark.parametrize("content", [None, b"These are no records.\n" * 100], ids=["no folder", "no records"])
def test_unusable_file_is_named_in_the_error(tmp_path, content):
    file = tmp_path / "folder" / "sandbox.sqlite"
    if content is not None:
        file.parent.mkdir()
        file.write_bytes(content)
    with pytest.raises(OSError, match=r"Cannot store records in .*sandbox\.sqlite: "):
        Sandbox(data=file)
    assert content is None or file.read_bytes() == content


def test_sandboxes_without_a_file_are_independent():
    with Sandbox(records=12) as one, Sandbox(records=12) as other, Browser(one.url) as crm:
        crm.log_in(one.application_token)
        crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl"})
        assert (one.count("Persons"), other.count("Persons")) == (13, 12)


def test_stop_succeeds_after_the_server_has_ended(monkeypatch):
    """The event loop closes after `stop` has decided to wake it, and before it does."""
    call_soon_threadsafe = asyncio.BaseEventLoop.call_soon_threadsafe
    sandbox = Sandbox(records=0).start()
    (server,) = (each for each in threading.enumerate() if each.name == "webcrm-sandbox")

    def wake_too_late(loop, *arguments):
        if threading.current_thread() is threading.main_thread():
            server.join()
            assert loop.is_closed()
        return call_soon_threadsafe(loop, *arguments)

    monkeypatch.setattr(asyncio.BaseEventLoop, "call_soon_threadsafe", wake_too_late)
    sandbox.stop()
    assert not server.is_alive()


def test_stop_can_be_called_from_several_threads():
    sandbox = Sandbox(records=0).start()
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: sandbox.stop(), range(4))) == [None] * 4


def test_stop_waits_for_serve_in_another_thread():
    sandbox = Sandbox(records=24, requests_per_minute=None)
    sandbox.listen()
    with ThreadPoolExecutor(1) as threads:
        serving = threads.submit(sandbox.serve)
        with Browser(sandbox.url) as crm:
            crm.log_in(sandbox.application_token)
        sandbox.stop()
        serving.result()
