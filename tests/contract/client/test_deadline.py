"""The deadline of a call: responses that never end, waits, logins, downloads, prefetch."""

from __future__ import annotations

import asyncio
import gc
import io
import math
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import anyio
import anyio.to_thread
import httpx
import pytest
import trio
from webcrm_api.api.documents import documents_download
from webcrm_api.models import PersonDto

from tests.clock import SimulatedClock
from tests.conftest import join_prefetch_threads, prefetch_threads
from tests.contract.client.raw_server import Request, json_response, serving
from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import (
    APIConnectionError,
    APITimeoutError,
    AsyncWebCRM,
    ConfigurationError,
    OutcomeUnknownError,
    RateLimitError,
    Retries,
    ServerError,
    WebCRM,
)

NO_SANDBOX = SimpleNamespace(
    application_token=TOKEN, url="http://localhost:1", clock=SimpleNamespace(advance=lambda _seconds: None)
)
ENDLESS = ["slow-body", "slow-headers", "endless-1xx", "stall"]
"""Faults of the sandbox that never end, or not for hours: `timeout` does not, because bytes arrive."""


def download(crm) -> io.BytesIO:
    file = io.BytesIO()
    crm.download(documents_download.call(1), file)
    return file


CALLS = {
    "call": ("/Persons", lambda crm: crm.persons.list().page(1)),
    "login": ("/Auth", lambda crm: crm.persons.get(1)),
    "headers of a download": ("/Documents", download),
}
QUICK = {("slow-body", "call"), ("endless-1xx", "login"), ("slow-headers", "headers of a download")}


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        pytest.param(kind, what, marks=[] if (kind, what) in QUICK else pytest.mark.slow)
        for kind in ENDLESS
        for what in CALLS
        if (kind, what) != ("slow-body", "headers of a download")
    ],
)
def test_response_that_never_ends_is_stopped_at_the_deadline(open_sandbox, connect_either, kind, what):
    sandbox = open_sandbox(records=40)
    path, call = CALLS[what]
    crm = connect_either(sandbox, deadline=0.15)
    sandbox.fail_next(5, kind=kind, path=path, delay=0.02)
    with pytest.raises(APITimeoutError, match=r"the deadline of 0\.15 s ended while waiting for"):
        call(crm)
    assert sum(each.path.startswith(path) for each in sandbox.requests) <= 1  # it is not retried


@pytest.mark.slow
def test_write_that_was_sent_has_an_unknown_outcome_at_the_deadline(sandbox, connect_either):
    crm = connect_either(sandbox)
    crm.persons.get(1)
    crm = crm.with_options(deadline=0.5)
    sandbox.fail_next(kind="slow-body", delay=3600)
    what = r"the deadline of 0\.5 s ended while waiting for the"
    with pytest.raises(OutcomeUnknownError, match=rf"POST /Persons was sent.*{what}.*Look for the record"):
        crm.persons.create(PersonDto(person_id=0, person_last_name="Dahl"))
    sandbox.fail_next(kind="stall")
    with pytest.raises(
        APITimeoutError, match=r"PUT /Persons/1 was stopped: the deadline.* the .*response\. It is safe"
    ):
        crm.persons.update(1, {"PersonTitle": "x"})
    assert [each.method for each in sandbox.requests][-2:] == ["POST", "PUT"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_write_that_was_not_sent_at_the_deadline_has_no_outcome(connect_either):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = {"base_url": f"https://127.0.0.1:{silent.getsockname()[1]}", "verify": False}  # TLS never begins
        crm = connect_either(NO_SANDBOX, **settings, deadline=0.1)
        with pytest.raises(APITimeoutError, match=r"POST /Persons was not sent.*waiting for a connection") as caught:
            crm.persons.create(PersonDto(person_id=0, person_last_name="Dahl"))
        assert caught.value.sent is False
    # On a machine so busy that the handshake is cancelled before it times out, httpcore leaves its connection open.
    gc.collect()


@pytest.fixture
def connect_service(connect_either):
    """Connect a client, on a simulated clock, to a service that returns these statuses and then one person."""

    def connect(*statuses: int, **options):
        left = iter(statuses)
        body = {"PersonId": 1, "RetryAfterSeconds": 30}
        service = MockService(lambda _: httpx.Response(next(left, 200), json=body))
        return connect_either(NO_SANDBOX, transport=service, **options), service

    return connect


def test_retries_end_at_the_deadline(connect_service):
    retries = Retries(max_attempts=50, initial_wait=8, max_wait=8)
    crm, _ = connect_service(*[503] * 50, retries=retries, deadline=20)
    with pytest.raises(ServerError, match=r"It was tried 4 times\. The deadline of 20 s ends before another attempt"):
        crm.persons.get(1)
    crm, _ = connect_service(*[503] * 50, retries=retries)
    with pytest.raises(ServerError, match=r"It was tried 2 times\. The deadline of 7 s ends before another attempt"):
        crm.with_options(deadline=7).persons.get(1)


def test_429_that_outlasts_the_deadline_is_raised_at_once(connect_service):
    crm, service = connect_service(429, deadline=20)
    with pytest.raises(RateLimitError, match=r"Wait 30 s.*The deadline of 20 s ends before another attempt") as caught:
        crm.persons.create(PersonDto(person_id=0))
    assert (caught.value.retry_after, service.paths) == (30, ["/Auth/ApiLogin", "/Persons"])


def test_only_the_first_wait_in_the_own_queue_does_not_count(connect_service):
    crm, service = connect_service(200, 200, 200, 200, 503, requests_per_minute=2, deadline=30)
    for _ in range(4):
        assert crm.persons.get(1).person_id == 1
    with pytest.raises(ServerError, match=r"status 503.*The deadline of 30 s ends before another attempt"):
        crm.persons.get(1)
        crm.persons.get(1)
    assert len(service.paths) == 6


def test_second_login_after_a_long_queue_has_its_own_deadline(connect_either):
    def log_in(number: int, _request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"AccessToken": f"{number}" * 20, "ExpiresIn": 50 if number == 1 else 3600})

    service = MockService(login=log_in)
    crm = connect_either(NO_SANDBOX, transport=service, requests_per_minute=1, deadline=30)
    assert crm.persons.get(1).person_id == 1
    assert service.paths == ["/Auth/ApiLogin", "/Auth/ApiLogin", "/Persons/1"]


def test_replay_that_queues_beyond_the_deadline_was_not_sent(connect_service):
    crm, service = connect_service(401, requests_per_minute=2, deadline=30)
    with pytest.raises(APITimeoutError, match=r"was not sent.*the deadline of 30 s ends before a wait of \d"):
        crm.persons.get(1)
    assert len(service.paths) == 2


@pytest.mark.parametrize("seconds", [None, math.inf, 1e12])
def test_call_without_a_deadline_uses_all_attempts(connect_service, seconds):
    crm, _ = connect_service(503, 503, deadline=seconds, retries=Retries(initial_wait=1e6, max_wait=1e6))
    assert crm.persons.get(1).person_id == 1


def test_deadline_is_read_from_the_environment(connect_service, monkeypatch):
    monkeypatch.setenv("WEBCRM_DEADLINE", "7")
    crm, _ = connect_service(503, retries=Retries(initial_wait=100, max_wait=100))
    with pytest.raises(ServerError, match="The deadline of 7 s"):
        crm.persons.get(1)
    monkeypatch.setenv("WEBCRM_DEADLINE", "soon")
    with pytest.raises(ConfigurationError, match="WEBCRM_DEADLINE is 'soon', which is not a number"):
        WebCRM(TOKEN)


@pytest.mark.slow
def test_threads_that_wait_for_a_login_end_with_it(sandbox, connect):
    sandbox.fail_next(20, kind="slow-body", path="/Auth", delay=0.02)
    crm = connect(sandbox, deadline=0.15)
    errors: list[Exception] = []

    def read() -> None:
        try:
            crm.persons.get(1)
        except APIConnectionError as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 4
    assert all("the deadline of 0.15 s" in str(error) for error in errors)


class Drip(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body of a transport of the user's own: pieces without end, or until the clock has moved far enough."""

    def __init__(self, clock: SimulatedClock, pieces: int, seconds: float, size: int = 1) -> None:
        self._clock, self._pieces, self._seconds, self._size = clock, pieces, seconds, size

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self._pieces):
            self._clock.now += self._seconds
            yield b"x" * self._size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def test_body_of_an_own_transport_is_stopped_between_pieces():
    for headers in ({}, {"Content-Length": "2"}):
        body = Drip(SimulatedClock(), 10**12, 0)  # without the deadline it would not end
        service = MockService(lambda _, headers=headers, body=body: httpx.Response(200, headers=headers, stream=body))
        with WebCRM(TOKEN, transport=service, deadline=0.05) as crm:
            with pytest.raises(APITimeoutError, match="waiting for the rest of the response"):
                crm.persons.get(1)


@pytest.fixture(params=["blocking", "async"])
def download_from(request) -> Callable[..., bytes]:
    """Download a file whose body is sent in pieces, on a simulated clock."""

    def run(pieces: int, seconds: float, size: int, **options) -> bytes:
        clock, file = SimulatedClock(), io.BytesIO()
        service = MockService(lambda _: httpx.Response(200, stream=Drip(clock, pieces, seconds, size)))
        settings = {"transport": service, "clock": clock, "retries": Retries(max_attempts=1), **options}
        if request.param == "blocking":
            with WebCRM(TOKEN, **settings) as crm:
                crm.download(documents_download.call(1), file)
            return file.getvalue()

        async def main() -> None:
            async with AsyncWebCRM(TOKEN, **settings) as crm:
                await crm.download(documents_download.call(1), file)

        asyncio.run(main())
        return file.getvalue()

    return run


def test_slow_download_is_stopped(download_from):
    match = r"too slow: 29\d\d\d bytes in 60 s, and min_download_rate is 1000 bytes a second"
    with pytest.raises(APITimeoutError, match=match):
        download_from(1000, 2, 990)
    assert len(download_from(1000, 2, 990, min_download_rate=400)) == 990_000
    assert len(download_from(1000, 2, 990, min_download_rate=None)) == 990_000


def test_body_of_a_download_may_take_longer_than_the_deadline(download_from):
    assert len(download_from(100, 10, 20_000, deadline=30)) == 2_000_000


def test_deadline_runs_on_after_the_body_of_a_download():
    clock, sent = SimulatedClock(), []

    class Cut(Drip):
        def __iter__(self) -> Iterator[bytes]:
            yield from super().__iter__()
            raise httpx.ReadError("cut off")

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, stream=Cut(clock, 100, 10, 20_000) if len(sent) == 1 else Drip(clock, 3, 1, 5))

    file = io.BytesIO()
    with WebCRM(TOKEN, transport=MockService(respond), clock=clock, sleep=clock.sleep, deadline=30) as crm:
        crm.download(documents_download.call(1), file)  # the 1000 s of the first body do not count
    assert (file.getvalue(), len(sent)) == (b"x" * 15, 2)


class DrippingPages:
    """Two pages of one record, and then pages that never end, or never begin."""

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent
        self.stalled = threading.Semaphore(0)
        self.ended = threading.Semaphore(0)

    def __call__(self, request: Request, send: Callable[[bytes], None]) -> bool:
        number = int(dict(parse_qsl(urlsplit(request.target).query))["Page"])
        if number < 3:
            send(json_response([{"PersonId": number}]))
            return True
        self.stalled.release()
        try:
            if not self._silent:
                send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while True:
                send(b"" if self._silent else b" ")
                time.sleep(0.01)
        except OSError:
            self.ended.release()
            raise


@pytest.mark.parametrize("silent", [False, True], ids=["dripping", "silent"])
def test_closed_iterator_stops_prefetch_threads_that_read(silent):
    respond = DrippingPages(silent=silent)
    with serving(respond) as server, WebCRM(TOKEN, base_url=f"http://127.0.0.1:{server.port}") as crm:
        pages = crm.persons.list(size=1, concurrency=3).pages()
        assert [next(pages)[0].person_id for _ in range(2)] == [1, 2]
        for _ in range(2):
            assert respond.stalled.acquire(timeout=60)
        pages.close()
        join_prefetch_threads()
        assert prefetch_threads() == []


INTERRUPTED = """
from webcrm_ext import WebCRM
with WebCRM({token!r}, base_url={url!r}) as crm:
    try:
        for page in crm.persons.list(size=1, concurrency=3).pages():
            pass
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process")
def test_ctrl_c_ends_a_program_whose_prefetch_never_ends():
    respond = DrippingPages()
    with serving(respond) as server:
        code = INTERRUPTED.format(token=TOKEN, url=f"http://127.0.0.1:{server.port}")
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as program:
            for _ in range(3):
                assert respond.stalled.acquire(timeout=60)
            program.send_signal(signal.SIGINT)
            output, _ = program.communicate(timeout=60)
    assert (output, program.returncode) == ("interrupted\n", 0)


@pytest.mark.parametrize("run", [lambda main: asyncio.run(main()), trio.run], ids=["asyncio", "trio"])
def test_cancelled_async_call_closes_its_connection(run):
    respond = DrippingPages()

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, base_url=f"http://127.0.0.1:{server.port}") as crm:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(crm.persons.list(size=1).page, 3)
                assert await anyio.to_thread.run_sync(respond.stalled.acquire, True, 60)
                tasks.cancel_scope.cancel()

    with serving(respond) as server:
        run(main)
        assert respond.ended.acquire(timeout=60)
