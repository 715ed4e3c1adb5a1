"""A sandbox in Python: how it begins, and how it ends."""

import asyncio
import gc
import socket
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from webcrm_ext.sandbox import Sandbox

from .browser import Browser


def test_a_sandbox_that_gets_no_port_is_stopped():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sandbox = Sandbox(records=0, port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            sandbox.start()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        sandbox.count("Persons")


def test_a_sandbox_that_was_stopped_does_not_start_again():
    with Sandbox(records=0) as sandbox:
        pass
    for start in (sandbox.start, sandbox.serve, sandbox.__enter__):
        with pytest.raises(RuntimeError, match="does not start again; make a new one"):
            start()
    sandbox.stop()


@pytest.mark.parametrize("turns", range(6))
def test_who_connects_as_it_stops_is_closed_too(monkeypatch, turns):
    """Whichever turn of its event loop they come in: what asyncio leaves open, it tells when it is found."""
    found = []
    monkeypatch.setattr("sys.unraisablehook", lambda unraisable: found.append(unraisable.exc_value))
    late = []
    with Sandbox(records=0) as sandbox:

        async def tick(_: int) -> bool:
            """Be the chore during which some connect, so many turns before the end."""
            late.extend(socket.create_connection(("127.0.0.1", sandbox.port)) for _ in range(3))
            for _ in range(turns):
                await asyncio.sleep(0)
            return True

        monkeypatch.setattr(sandbox._server, "on_tick", tick)
    gc.collect()
    for each in late:
        each.close()
    assert (len(late), found) == (3, [])


@pytest.mark.parametrize("content", [None, b"These are no records.\n" * 100], ids=["no folder", "no records"])
def test_a_file_that_cannot_be_used_is_named(tmp_path, content):
    file = tmp_path / "folder" / "sandbox.sqlite"
    if content is not None:
        file.parent.mkdir()
        file.write_bytes(content)
    with pytest.raises(OSError, match=r"sandbox\.sqlite cannot be used to keep records in: "):
        Sandbox(data=file)
    assert content is None or file.read_bytes() == content


def test_two_sandboxes_without_a_file_know_nothing_of_each_other():
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
