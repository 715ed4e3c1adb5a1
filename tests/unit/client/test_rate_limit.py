"""The rate limiters: blocks, releases, forks, and the limiters of users that are slow or fail."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from types import SimpleNamespace

import anyio
import httpx
import pytest
import trio

from webcrm_ext import AsyncWebCRM, Retries, WebCRM
from webcrm_ext.config import Config
from webcrm_ext.operations import Pause
from webcrm_ext.transport.connection import ConnectionState
from webcrm_ext.transport.rate_limit import LocalRateLimiter, RateLimit

TOKEN = "00000000-0000-4000-8000-0000000000ff"
ASYNC = pytest.mark.parametrize("backend", ["asyncio", "trio"])


def service(request: httpx.Request) -> httpx.Response:
    if request.url.path.startswith("/Auth"):
        return httpx.Response(200, json={"AccessToken": "a" * 20, "ExpiresIn": 3600})
    return httpx.Response(200, json={"PersonId": 1})


def test_callers_that_wake_up_in_any_order_after_a_block_keep_the_limit():
    now = 0.0
    limit = RateLimit(Config(TOKEN, clock=lambda: now, requests_per_minute=2), "key", ConnectionState())
    limit.obey(httpx.Response(429, headers={"Retry-After": "100"}))
    callers = [limit.reserve("GET", "/Persons", Retries()) for _ in range(6)]
    assert all(isinstance(next(each), Pause) for each in callers)
    now = 100.0
    due = 0
    for caller in reversed(callers):
        try:
            next(caller)
        except StopIteration:
            due += 1
    assert due == 2


def test_copy_with_a_shorter_wait_is_not_blocked_for_the_wait_of_another():
    now = 1000.0
    answers = iter([httpx.Response(429, headers={"Retry-After": "100"})])

    def answer(request: httpx.Request) -> httpx.Response:
        return service(request) if "/Auth" in request.url.path else next(answers, service(request))

    slept = []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        if len(slept) == 1:
            now += 20
            assert copy.persons.get(2).person_id == 1
        now += seconds

    with WebCRM(TOKEN, transport=httpx.MockTransport(answer), clock=lambda: now, sleep=sleep) as crm:
        copy = crm.with_options(retries=Retries(max_rate_limit_wait=10))
        crm.persons.get(1)
    assert slept[0] == 100
    assert len(slept) == 1


def test_slot_that_was_dropped_can_be_released():
    limiter = LocalRateLimiter(lambda: 0.0)
    first = limiter.acquire("key", None)
    assert first.wait == 0
    second = limiter.acquire("key", None)
    limiter.release(second)
    limiter.release(first)
    assert limiter.acquire("key", None).wait == 0


class SlowLimiter:
    """A rate limiter over a slow network, which counts its open reservations."""

    def __init__(self, seconds: float = 0.05) -> None:
        self.seconds = seconds
        self.open = 0
        self.threads: set[int] = set()

    def acquire(self, key, requests_per_minute):
        self._work()
        self.open += 1
        limiter = self

        class Slot:
            @property
            def wait(self) -> float:
                limiter._work()
                return limiter.delay

        return Slot()

    delay = 0.0

    def confirm(self, reservation):
        self._work()
        self.open -= 1

    release = confirm

    def block(self, key, seconds):
        self._work()

    def _work(self) -> None:
        self.threads.add(threading.get_ident())
        time.sleep(self.seconds)


def cancelled_after(seconds: float, backend: str, crm: AsyncWebCRM) -> None:
    async def in_asyncio() -> None:
        await crm.persons.get(1)
        task = asyncio.ensure_future(crm.persons.get(1))
        await asyncio.sleep(seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await crm.close()

    async def in_trio() -> None:
        await crm.persons.get(1)
        with trio.move_on_after(seconds):
            await crm.persons.get(1)
        await crm.close()

    if backend == "asyncio":
        asyncio.run(in_asyncio())
    else:
        trio.run(in_trio)


@ASYNC
@pytest.mark.parametrize("seconds", [0.02, 0.07, 0.15], ids=["in acquire", "in wait", "in the request"])
def test_cancelled_call_returns_its_slot_to_a_slow_limiter(backend, seconds):
    limiter = SlowLimiter()

    async def answer(request: httpx.Request) -> httpx.Response:
        if limiter.seconds and request.url.path.startswith("/Persons") and len(requests) > 1:
            await anyio.sleep(5)
        requests.append(request)
        return service(request)

    requests: list[httpx.Request] = []
    crm = AsyncWebCRM(TOKEN, transport=httpx.MockTransport(answer), rate_limiter=limiter)
    cancelled_after(seconds, backend, crm)
    time.sleep(0.2)  # for a thread that was not waited for
    assert limiter.open == 0


@ASYNC
def test_cancelled_wait_returns_its_slot_without_blocking_the_loop(backend):
    limiter = SlowLimiter(0.01)
    crm = AsyncWebCRM(TOKEN, transport=httpx.MockTransport(service), rate_limiter=limiter)

    async def main() -> None:
        await crm.persons.get(1)
        limiter.delay = 100
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(crm.persons.get, 1)
            await anyio.sleep(0.2)
            tasks.cancel_scope.cancel()
        await crm.close()

    anyio.run(main, backend=backend)
    assert limiter.open == 0
    assert threading.get_ident() not in limiter.threads


def test_limiter_that_fails_after_the_response_does_not_lose_it(caplog):
    class Failing(SimpleNamespace):
        def acquire(self, key, requests_per_minute):
            return SimpleNamespace(wait=0.0)

        def confirm(self, reservation):
            raise ConnectionError("the network of the limiter is down")

        release = block = confirm

    with WebCRM(TOKEN, transport=httpx.MockTransport(service), rate_limiter=Failing()) as crm:
        assert crm.persons.get(1).person_id == 1
    assert "rate limiter failed: ConnectionError the network of the limiter is down" in caplog.text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_shared_limiter_works_after_a_fork_while_it_was_locked():
    limiter = LocalRateLimiter()
    crm = WebCRM(TOKEN, rate_limiter=limiter)
    in_lock, done = threading.Event(), threading.Event()

    def hold() -> None:
        clock = limiter._clock

        def stopped_clock() -> float:
            in_lock.set()
            done.wait(30)
            return clock()

        limiter.acquire("other key", 2)
        limiter._queues["other key"].clock = stopped_clock
        limiter.acquire("other key", 2)

    thread = threading.Thread(target=hold)
    thread.start()
    in_lock.wait(30)
    child = os.fork()
    if child == 0:
        signal.alarm(5)
        os._exit(0 if limiter.acquire("other key", 2).wait == 0 else 1)
    done.set()
    thread.join()
    assert os.waitpid(child, 0)[1] == 0
    crm.close()
