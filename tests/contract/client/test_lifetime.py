"""A client's life: closed while calls are under way, used from many event loops, and in forked processes."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
import trio

from tests.contract.client.processes import outputs
from tests.contract.client.service import GRANTED, TOKEN, Service
from webcrm_ext import AsyncWebCRM, ConfigurationError, WebCRM

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


WAITS = pytest.mark.parametrize(
    ("status", "limit", "reads"), [(503, None, 1), (200, 2, 2)], ids=["before a repetition", "before its turn"]
)


@WAITS
def test_a_client_that_is_closed_while_a_call_waits_sends_nothing_more(status, limit, reads):
    service = Service(lambda _: httpx.Response(status, json={"PersonId": 1}))
    closing = {"sleep": lambda _seconds: crm.close(), "requests_per_minute": limit}
    with WebCRM(TOKEN, transport=service, **closing) as crm:
        with pytest.raises(ConfigurationError, match="This client is closed"):
            for _ in range(reads):
                crm.persons.get(1)
    assert service.paths == ["/Auth/ApiLogin", "/Persons/1"]


@WAITS
def test_an_async_client_that_is_closed_while_a_call_waits_sends_nothing_more(status, limit, reads):
    service = Service(lambda _: httpx.Response(status, json={"PersonId": 1}))

    async def main() -> None:
        async def close(_seconds: float) -> None:
            await crm.close()

        closing = {"sleep_async": close, "requests_per_minute": limit}
        async with AsyncWebCRM(TOKEN, transport=service, **closing) as crm:
            with pytest.raises(ConfigurationError, match="This client is closed"):
                for _ in range(reads):
                    await crm.persons.get(1)
            assert crm._connection.http._clients._by_loop == {}

    asyncio.run(main())
    assert service.paths == ["/Auth/ApiLogin", "/Persons/1"]


def test_a_call_on_the_wire_ends_before_the_connections_are_closed():
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        crm = WebCRM(TOKEN, base_url="http://127.0.0.1:{}".format(*listener.getsockname()[1:]))
        reading = threads.submit(crm.persons.get, 1)
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as caller:
            answer(caller, GRANTED)
            answer(caller, {"PersonId": 1}, first=crm.close)
            assert reading.result().person_id == 1
            assert caller.read() == b""  # for nobody was left
        with pytest.raises(ConfigurationError, match="This client is closed"):
            crm.persons.get(1)


def answer(caller: IO[bytes], content: Any, first: Callable[[], None] = lambda: None) -> None:
    """Read a request, do something first, and answer it."""
    length = 0
    for line in iter(caller.readline, b"\r\n"):
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    caller.read(length)
    first()
    body = json.dumps(content).encode()
    caller.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    caller.flush()


def test_an_async_client_that_is_closed_at_the_moment_of_a_call_says_so():
    async def close(_: httpx.Request) -> None:
        await crm.close()
        raise RuntimeError("Cannot send a request, as the client has been closed.")

    async def fail(_: httpx.Request) -> None:
        raise RuntimeError("The hook's own")

    async def main() -> None:
        nonlocal crm
        async with AsyncWebCRM(TOKEN, transport=Service(), event_hooks={"request": [close]}) as crm:
            with pytest.raises(ConfigurationError, match="This client is closed"):
                await crm.persons.get(1)
        async with AsyncWebCRM(TOKEN, transport=Service(), event_hooks={"request": [fail]}) as other:
            with pytest.raises(RuntimeError, match="The hook's own"):
                await other.persons.get(1)

    crm: AsyncWebCRM | None = None
    asyncio.run(main())


def test_a_client_that_is_closed_in_one_event_loop_is_closed_in_all():
    crm = AsyncWebCRM(TOKEN, transport=Service())
    asyncio.run(crm.persons.get(1))
    asyncio.run(crm.close())
    for run in (lambda: asyncio.run(crm.persons.get(1)), lambda: trio.run(crm.persons.get, 1)):
        with pytest.raises(ConfigurationError, match="This client is closed"):
            run()


MANY_LOOPS = """
import asyncio, os, trio
from webcrm_ext import AsyncWebCRM
crm = AsyncWebCRM({token!r}, base_url={url!r}, requests_per_minute=None)
open_now = lambda: len(os.listdir("/dev/fd"))
asyncio.run(crm.persons.get(1))
trio.run(crm.persons.get, 1)
before = open_now()
for number in range(1, 21):
    asyncio.run(crm.persons.get(number))
    trio.run(crm.persons.get, number)
print(open_now() - before, len(crm._connection.http._clients._by_loop))
asyncio.run(crm.close())
"""


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="descriptors cannot be counted here")
def test_a_client_leaves_nothing_open_in_event_loops_that_ended(sandbox):
    code = MANY_LOOPS.format(token=sandbox.application_token, url=sandbox.url)
    assert outputs(code) == ["0 0"]


def test_an_event_loop_that_was_closed_without_finishing_its_generators_is_forgotten():
    crm = AsyncWebCRM(TOKEN, transport=Service())
    for _ in range(3):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(crm.persons.get(1))
        loop.close()
        assert len(crm._connection.http._clients._by_loop) == 1
    asyncio.run(crm.close())
    assert crm._connection.http._clients._by_loop == {}


FORKED = """
import multiprocessing
from webcrm_ext import WebCRM
crm = WebCRM({token!r}, base_url={url!r}, requests_per_minute=None, timeout=5)
def read(number):
    return crm.persons.get(number).person_id
crm.persons.get(1)
with multiprocessing.get_context("fork").Pool(4) as pool:
    given = pool.map_async(read, range(1, 121), chunksize=1)
    own = [read(number) for number in range(1, 121)]
    print(given.get(timeout=60) == own == list(range(1, 121)))
    pool.close()
    pool.join()
crm.close()
"""


@FORKS
def test_forked_processes_read_over_connections_of_their_own(sandbox):
    code = FORKED.format(token=sandbox.application_token, url=sandbox.url)
    assert outputs(code) == ["True"]


FORKED_WHILE_LOGGING_IN = """
import asyncio, os, signal, threading, warnings
import httpx
from webcrm_ext import AsyncWebCRM, WebCRM
warnings.simplefilter("ignore", DeprecationWarning)  # that threads do not survive a fork is what this is about
parent = os.getpid()
logging_in, forked = threading.Event(), threading.Event()
def answer(request):
    if request.url.path.startswith("/Auth"):
        if os.getpid() == parent:
            logging_in.set()
            forked.wait()
        return httpx.Response(200, json={{"AccessToken": "a" * 20, "ExpiresIn": 3600}})
    return httpx.Response(200, json={{"PersonId": 1}})
crm = {client}({token!r}, transport=httpx.MockTransport(answer))
run = (lambda made: made) if {client} is WebCRM else asyncio.run
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


@FORKS
@pytest.mark.parametrize("client", ["WebCRM", "AsyncWebCRM"])
def test_a_process_forked_while_a_thread_logs_in_logs_in_itself(client):
    assert outputs(FORKED_WHILE_LOGGING_IN.format(client=client, token=TOKEN)) == ["1"]


@FORKS
def test_a_client_that_is_closed_stays_closed_in_a_forked_process():
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
    assert outputs(code) == ["7"]
