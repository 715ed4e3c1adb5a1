"""Lifetime of clients: closed during calls, used in many event loops, and in forked processes."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any
from weakref import WeakSet

import httpx
import pytest
import trio

from tests.contract.client.processes import run_programs
from tests.contract.client.service import LOGIN_RESPONSE, TOKEN, MockService
from webcrm_ext import AsyncWebCRM, ConfigurationError, WebCRM

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork does not exist here")


WAITS = pytest.mark.parametrize(
    ("status", "limit", "reads"), [(503, None, 1), (200, 2, 2)], ids=["before a retry", "for the rate limit"]
)


@WAITS
def test_client_closed_during_a_wait_sends_nothing_more(status, limit, reads):
    service = MockService(lambda _: httpx.Response(status, json={"PersonId": 1}))
    settings = {"sleep": lambda _seconds: crm.close(), "requests_per_minute": limit}
    with WebCRM(TOKEN, transport=service, **settings) as crm:
        with pytest.raises(ConfigurationError, match="This client is closed"):
            for _ in range(reads):
                crm.persons.get(1)
    assert service.paths == ["/Auth/ApiLogin", "/Persons/1"]


@WAITS
def test_async_client_closed_during_a_wait_sends_nothing_more(http_clients, status, limit, reads):
    service = MockService(lambda _: httpx.Response(status, json={"PersonId": 1}))

    async def main() -> None:
        async def close(_seconds: float) -> None:
            await crm.close()

        settings = {"sleep_async": close, "requests_per_minute": limit}
        async with AsyncWebCRM(TOKEN, transport=service, **settings) as crm:
            with pytest.raises(ConfigurationError, match="This client is closed"):
                for _ in range(reads):
                    await crm.persons.get(1)
            assert (http_clients.created, http_clients.open) == (1, 0)

    asyncio.run(main())
    assert service.paths == ["/Auth/ApiLogin", "/Persons/1"]


def test_close_lets_requests_in_flight_complete():
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        crm = WebCRM(TOKEN, base_url="http://127.0.0.1:{}".format(*listener.getsockname()[1:]))
        reading = threads.submit(crm.persons.get, 1)
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as stream:
            respond(stream, LOGIN_RESPONSE)
            respond(stream, {"PersonId": 1}, before=crm.close)
            assert reading.result().person_id == 1
            assert stream.read() == b""  # closed with the last request
        with pytest.raises(ConfigurationError, match="This client is closed"):
            crm.persons.get(1)


def respond(stream: IO[bytes], content: Any, before: Callable[[], None] = lambda: None) -> None:
    """Read a request, call `before`, and send the response."""
    length = 0
    for header in iter(stream.readline, b"\r\n"):
        name, _, value = header.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    stream.read(length)
    before()
    body = json.dumps(content).encode()
    stream.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    stream.flush()


def test_async_client_closed_while_sending_raises():
    async def close(_: httpx.Request) -> None:
        await crm.close()
        raise RuntimeError("Cannot send a request, as the client has been closed.")

    async def fail(_: httpx.Request) -> None:
        raise RuntimeError("An error of the hook")

    async def main() -> None:
        nonlocal crm
        async with AsyncWebCRM(TOKEN, transport=MockService(), event_hooks={"request": [close]}) as crm:
            with pytest.raises(ConfigurationError, match="This client is closed"):
                await crm.persons.get(1)
        async with AsyncWebCRM(TOKEN, transport=MockService(), event_hooks={"request": [fail]}) as other:
            with pytest.raises(RuntimeError, match="An error of the hook"):
                await other.persons.get(1)

    crm: AsyncWebCRM | None = None
    asyncio.run(main())


def test_close_in_one_event_loop_closes_in_all():
    crm = AsyncWebCRM(TOKEN, transport=MockService())
    asyncio.run(crm.persons.get(1))
    asyncio.run(crm.close())
    for run in (lambda: asyncio.run(crm.persons.get(1)), lambda: trio.run(crm.persons.get, 1)):
        with pytest.raises(ConfigurationError, match="This client is closed"):
            run()


MANY_LOOPS = """
import asyncio, gc, os, httpx, trio
from webcrm_ext import AsyncWebCRM
crm = AsyncWebCRM({token!r}, base_url={url!r}, requests_per_minute=None)
def open_files():
    return len(os.listdir("/dev/fd"))
def http_clients():
    gc.collect()
    return sum(type(each) is httpx.AsyncClient for each in gc.get_objects())
asyncio.run(crm.persons.get(1))
trio.run(crm.persons.get, 1)
before = open_files()
for number in range(1, 21):
    asyncio.run(crm.persons.get(number))
    trio.run(crm.persons.get, number)
print(open_files() - before, http_clients())
asyncio.run(crm.close())
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="descriptors cannot be counted here")
def test_ended_event_loops_leave_no_open_sockets(sandbox):
    code = MANY_LOOPS.format(token=sandbox.application_token, url=sandbox.url)
    assert run_programs(code) == ["0 0"]


def test_closed_event_loops_are_released():
    crm = AsyncWebCRM(TOKEN, transport=MockService())
    loops: WeakSet[asyncio.AbstractEventLoop] = WeakSet()
    for _ in range(3):
        loop = asyncio.new_event_loop()  # closed below without finishing its async generators, unlike by asyncio.run
        loops.add(loop)
        loop.run_until_complete(crm.persons.get(1))
        loop.close()
        gc.collect()
        assert list(loops) == [loop]
    asyncio.run(crm.close())
    del loop
    gc.collect()
    assert list(loops) == []


FORKED = """
import multiprocessing
from webcrm_ext import WebCRM
crm = WebCRM({token!r}, base_url={url!r}, requests_per_minute=None, timeout=5)
def read(number):
    return crm.persons.get(number).person_id
crm.persons.get(1)
with multiprocessing.get_context("fork").Pool(4) as pool:
    in_children = pool.map_async(read, range(1, 121), chunksize=1)
    in_parent = [read(number) for number in range(1, 121)]
    print(in_children.get(timeout=60) == in_parent == list(range(1, 121)))
    pool.close()
    pool.join()
crm.close()
"""


@pytest.mark.slow
@FORKS
def test_forked_processes_open_their_own_connections(sandbox):
    code = FORKED.format(token=sandbox.application_token, url=sandbox.url)
    assert run_programs(code) == ["True"]


FORKED_WHILE_LOGGING_IN = """
import asyncio, os, signal, threading, warnings
import httpx
from webcrm_ext import AsyncWebCRM, MemoryTokenStore, WebCRM
warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks in a process with threads
parent = os.getpid()
logging_in, forked = threading.Event(), threading.Event()
def respond(request):
    if request.url.path.startswith("/Auth"):
        if os.getpid() == parent:
            logging_in.set()
            forked.wait()
        return httpx.Response(200, json={{"AccessToken": "a" * 20, "ExpiresIn": 3600}})
    return httpx.Response(200, json={{"PersonId": 1}})
crm = {client}({token!r}, transport=httpx.MockTransport(respond), token_store={store})
run = (lambda value: value) if {client} is WebCRM else asyncio.run
thread = threading.Thread(target=lambda: run(crm.persons.get(1)))
thread.start()
logging_in.wait()
child = os.fork()
if child == 0:
    signal.alarm(30)
    os._exit(run(crm.persons.get(1)).person_id)
forked.set()
thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
run(crm.close())
"""


@pytest.mark.slow
@FORKS
@pytest.mark.parametrize("client", ["WebCRM", "AsyncWebCRM"])
@pytest.mark.parametrize("store", ["None", "MemoryTokenStore()"])
def test_process_forked_during_a_login_logs_in_itself(client, store):
    assert run_programs(FORKED_WHILE_LOGGING_IN.format(client=client, store=store, token=TOKEN)) == ["1"]


@pytest.mark.slow
@FORKS
def test_closed_client_stays_closed_after_a_fork():
    code = (
        "import os, httpx\n"
        "from webcrm_ext import ConfigurationError, WebCRM\n"
        f"crm = WebCRM({TOKEN!r})\n"
        "crm.close()\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    try:\n"
        "        crm.persons.get(1)\n"
        "    except ConfigurationError:\n"
        "        os._exit(7)\n"
        "    os._exit(0)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    assert run_programs(code) == ["7"]
