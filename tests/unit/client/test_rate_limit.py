"""The rate limiters: blocks, releases, forks, and the limiters of users that are slow or fail."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import threading
from types import SimpleNamespace

import anyio
import httpx
import pytest

from webcrm_ext import AsyncWebCRM, Retries, WebCRM
from webcrm_ext.config import Config
from webcrm_ext.operations import Pause, RateLimitPause
from webcrm_ext.transport.connection import ConnectionState
from webcrm_ext.transport.rate_limit import LocalRateLimiter, RateLimit

TOKEN = "00000000-0000-4000-8000-0000000000ff"


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


def test_infinite_wait_of_a_limiter_is_limited():
    limiter = LocalRateLimiter(lambda: 0.0)
    limiter.block("key", math.inf)
    limit = RateLimit(Config(TOKEN, rate_limiter=limiter, clock=lambda: 0.0), "key", ConnectionState())
    assert next(limit.reserve("GET", "/Persons", Retries())) == RateLimitPause(1e9)


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


def test_cancelled_slot_does_not_let_later_callers_exceed_the_limit():
    now = 0.0
    limiter = LocalRateLimiter(lambda: now)
    first, second, late, early, cancelled, *last = (limiter.acquire("key", 2) for _ in range(7))
    assert first.wait == 0
    now = 50
    assert second.wait == 0
    now = 111
    assert early.wait == 0
    now = 115
    assert late.wait == 0  # its caller woke up late, and the one behind it was sent before it
    now = 172
    sent = [each for each in last if each.wait == 0]
    limiter.release(cancelled)
    sent += [each for each in last if each not in sent and each.wait == 0]
    assert len(sent) == 1  # `late` was sent in the same window


class SlowLimiter:
    """A rate limiter over a slow network, which counts its open reservations.

    From the second reservation on, it is stuck where `stuck_in` says until `go_on` is set.
    """

    def __init__(self, stuck_in: str, wait: float = 0.0) -> None:
        self.open = 0
        self.acquired = 0
        self.threads: set[int] = set()
        self.is_stuck = threading.Event()
        self.go_on = threading.Event()
        self._stuck_in = stuck_in
        self._wait = wait

    def acquire(self, _key: str, _requests_per_minute: int | None) -> SlowReservation:
        self.acquired += 1
        self.work("acquire")
        self.open += 1
        return SlowReservation(self)

    def confirm(self, _reservation: SlowReservation) -> None:
        self.work("confirm")
        self.open -= 1

    def release(self, _reservation: SlowReservation) -> None:
        self.work("release")
        self.open -= 1

    def block(self, _key: str, _seconds: float) -> None:
        self.work("block")

    def wait(self) -> float:
        self.work("wait")
        return self._wait if self.acquired > LOGIN_AND_FIRST_CALL else 0.0

    def work(self, step: str) -> None:
        self.threads.add(threading.get_ident())
        if step == self._stuck_in and self.acquired > LOGIN_AND_FIRST_CALL:
            self.is_stuck.set()
            assert self.go_on.wait(timeout=60)


class SlowReservation:
    def __init__(self, limiter: SlowLimiter) -> None:
        self._limiter = limiter

    @property
    def wait(self) -> float:
        return self._limiter.wait()


LOGIN_AND_FIRST_CALL = 2


async def call_twice_and_cancel(crm: AsyncWebCRM, limiter: SlowLimiter) -> None:
    """Cancel the second call once it is stuck."""
    await crm.persons.get(1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(crm.persons.get, 1)
        await anyio.to_thread.run_sync(limiter.is_stuck.wait)
        tasks.cancel_scope.cancel()
        limiter.go_on.set()
    await crm.close()


async def call_twice_and_cancel_task(crm: AsyncWebCRM, limiter: SlowLimiter) -> None:
    """As `call_twice_and_cancel`, by a task of asyncio, which is cancelled once and not again and again."""
    await crm.persons.get(1)
    task = asyncio.ensure_future(crm.persons.get(1))
    await anyio.to_thread.run_sync(limiter.is_stuck.wait)
    task.cancel()
    limiter.go_on.set()
    await asyncio.wait([task])
    await crm.close()


CANCELLED = pytest.mark.parametrize(
    ("cancelled", "backend"),
    [(call_twice_and_cancel, "asyncio"), (call_twice_and_cancel, "trio"), (call_twice_and_cancel_task, "asyncio")],
    ids=["asyncio", "trio", "asyncio task"],
)


@CANCELLED
@pytest.mark.parametrize("step", ["acquire", "wait", "request", "confirm"])
def test_cancelled_call_returns_its_slot_to_a_slow_limiter(cancelled, backend, step):
    limiter = SlowLimiter(stuck_in=step)

    async def respond(request: httpx.Request) -> httpx.Response:
        if step == "request" and limiter.acquired > LOGIN_AND_FIRST_CALL:
            limiter.is_stuck.set()
            await anyio.sleep_forever()
        return service(request)

    crm = AsyncWebCRM(TOKEN, transport=httpx.MockTransport(respond), rate_limiter=limiter)
    anyio.run(cancelled, crm, limiter, backend=backend)
    assert limiter.acquired == LOGIN_AND_FIRST_CALL + 1
    assert limiter.open == 0


@CANCELLED
def test_cancelled_wait_returns_its_slot_without_blocking_the_loop(cancelled, backend):
    limiter = SlowLimiter(stuck_in="nothing", wait=100)

    async def sleep(seconds: float) -> None:
        assert seconds == 100
        limiter.is_stuck.set()
        await anyio.sleep_forever()

    crm = AsyncWebCRM(TOKEN, transport=httpx.MockTransport(service), rate_limiter=limiter, sleep_async=sleep)
    anyio.run(cancelled, crm, limiter, backend=backend)
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

        assert limiter.acquire("other key", 2).wait == 0
        limiter._queues["other key"].clock = stopped_clock
        assert limiter.acquire("other key", 2).wait == 0

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
