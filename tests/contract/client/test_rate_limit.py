"""Rate limit: as many requests as the window allows, for threads, tasks and processes; 429 and Retry-After."""

from __future__ import annotations

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import pytest

from tests.clock import SimulatedClock
from tests.contract.client.processes import run_programs
from tests.contract.client.service import LOGIN_RESPONSE, TOKEN, MockService, RecordingRateLimiter, person
from webcrm_ext import AsyncWebCRM, ConfigurationError, RateLimitError, Retries, WebCRM
from webcrm_ext.transport.local_rate_limiter import MARGIN, WINDOW, LocalRateLimiter
from webcrm_ext.transport.retry_after import requested_wait

READS = 600


def statuses(sandbox):
    return {call.status for call in sandbox.requests}


@pytest.fixture
def limited(open_sandbox):
    """Return a sandbox with the service's limit, whose clock only a simulated clock moves."""
    sandbox = open_sandbox(records=READS, requests_per_minute=250)
    sandbox.clock.freeze()
    return sandbox


@pytest.mark.slow
def test_600_pages_take_two_windows(limited, connect):
    clock = SimulatedClock(limited)
    crm = connect(limited, clock=clock, requests_per_minute=250)
    started = clock.now
    assert sum(len(page) for page in crm.persons.list(size=1).pages()) == READS
    assert statuses(limited) == {200}
    assert 120 <= clock.now - started <= 120 * 1.03


@pytest.mark.slow
def test_600_pages_read_by_16_threads_take_two_windows(limited, connect):
    clock = SimulatedClock(limited)
    crm = connect(limited, clock=clock, requests_per_minute=250)
    started = clock.now
    crm.persons.get(1)
    barrier = threading.Barrier(16)

    def read(first: int) -> int:
        with clock.at_work():
            barrier.wait()
            return sum(len(crm.persons.list(size=1).page(number)) for number in range(first, READS + 1, 16))

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(read, range(1, 17))) == READS
    assert statuses(limited) == {200}
    assert 120 <= clock.now - started <= 120 * 1.03


@pytest.mark.slow
def test_600_pages_read_by_16_tasks_take_two_windows(limited):
    clock = SimulatedClock(limited)
    read: list[int] = []

    async def main() -> None:
        async with AsyncWebCRM(
            limited.application_token, base_url=limited.url, clock=clock, sleep_async=clock.sleep_async
        ) as crm:
            await crm.persons.get(1)

            async def read_some(first: int) -> None:
                with clock.at_work():
                    for number in range(first, READS + 1, 16):
                        read.extend(each.person_id for each in await crm.persons.list(size=1).page(number))

            async with anyio.create_task_group() as tasks:
                for first in range(1, 17):
                    tasks.start_soon(read_some, first)

    started = clock.now
    anyio.run(main)
    assert sorted(read) == list(range(1, READS + 1))
    assert statuses(limited) == {200}
    assert 120 <= clock.now - started <= 120 * 1.03


READ_ALL = """
import itertools, httpx
from webcrm_ext import WebCRM
now = 0.0
def sleep(seconds):
    global now
    now += seconds
    httpx.post({url!r} + "/_sandbox/clock", json={{"advance": seconds}})
with WebCRM({token!r}, base_url={url!r}, clock=lambda: now, sleep=sleep, requests_per_minute=60) as crm:
    print([person.person_id for person in crm.persons.list(size=1)])
"""


@pytest.mark.slow
def test_two_processes_with_one_token_read_every_page(open_sandbox):
    sandbox = open_sandbox(records=120, requests_per_minute=60)
    code = READ_ALL.format(url=sandbox.url, token=sandbox.application_token)
    assert run_programs(code, code) == [str(list(range(1, 121)))] * 2
    assert statuses(sandbox) == {200, 429}


def test_429_blocks_all_callers(sandbox, connect, clock):
    blocked = threading.Event()

    def sleep(seconds: float) -> None:
        blocked.set()
        clock.sleep(seconds)

    crm = connect(sandbox, clock=clock, sleep=sleep)
    crm.persons.get(1)
    sandbox.fail_next(1, status=429, retry_after=40)

    def read() -> float:
        with clock.at_work():
            crm.persons.get(1)
            return clock.now

    with ThreadPoolExecutor(1) as pool:
        with clock.at_work():
            first = pool.submit(read)
            assert blocked.wait(timeout=60)
            assert clock.now == 1000  # stopped while this thread is at work
            crm.persons.get(2)
            assert clock.now == 1040
        assert first.result(timeout=60) == 1040
    assert clock.slept == [40, 40]
    assert [call.status for call in sandbox.requests].count(429) == 1


def test_429_above_max_rate_limit_wait_raises_for_all_callers(sandbox, crm, clock):
    crm.persons.get(1)
    sandbox.fail_next(1, status=429, retry_after=1000)
    with pytest.raises(RateLimitError, match="Wait 1000 s") as caught:
        crm.persons.get(1)
    assert caught.value.retry_after == 1000
    sent = len(sandbox.requests)
    clock.sleep(100)
    with pytest.raises(RateLimitError, match=r"nothing was sent.*Wait 900 s") as caught:
        crm.persons.get(2)
    assert (caught.value.retry_after, caught.value.path, len(sandbox.requests)) == (900, "/Persons/2", sent)
    clock.sleep(21)  # max_rate_limit_wait is over: the service may have recovered early
    assert crm.persons.get(2).person_id == 2


@pytest.fixture
def impatient(sandbox, crm):
    """Return a copy that waits for 5 seconds at most, and has just received a 429 that asks for 30."""
    crm.persons.get(1)
    copy = crm.with_options(retries=Retries(max_rate_limit_wait=5))
    sandbox.fail_next(1, status=429, retry_after=30)
    with pytest.raises(RateLimitError):
        copy.persons.get(1)
    return copy


def test_copy_uses_its_own_max_rate_limit_wait(sandbox, crm, clock, impatient):
    assert clock.slept == []
    sent = len(sandbox.requests)
    with pytest.raises(RateLimitError, match=r"nothing was sent.*Wait 30 s"):
        impatient.persons.get(1)
    assert len(sandbox.requests) == sent
    assert crm.persons.get(1).person_id == 1
    assert clock.slept == [30]


def test_copy_sends_again_after_its_max_rate_limit_wait(sandbox, clock, impatient):
    clock.sleep(6)  # the service may have recovered early
    assert impatient.persons.get(1).person_id == 1
    sandbox.fail_next(1, status=429, retry_after=30)
    with pytest.raises(RateLimitError):
        impatient.persons.get(1)
    clock.sleep(26)  # the rest, 4 s, is within max_rate_limit_wait
    assert impatient.persons.get(1).person_id == 1
    assert clock.slept == [6, 26, 4]


def test_cancelled_async_callers_release_their_slots():
    clock = SimulatedClock()
    sent: list[float] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(clock.now)
        return person(request)

    async def main() -> None:
        cancelled = False

        async def sleep(seconds: float) -> None:
            await (clock.sleep_async(seconds) if cancelled else anyio.sleep_forever())

        settings = {"clock": clock, "sleep_async": sleep, "requests_per_minute": 2}
        async with AsyncWebCRM(TOKEN, transport=MockService(respond), **settings) as crm:
            await crm.persons.get(1)
            async with anyio.create_task_group() as tasks:
                for id_ in (2, 3):  # as many as a window allows
                    tasks.start_soon(crm.persons.get, id_)
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()
            cancelled = True
            await crm.persons.get(4)

    anyio.run(main)
    assert sent == [1000.0, 1000.0 + WINDOW + MARGIN]


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"Retry-After": "14"}, {}, 14),
        ({"Retry-After": "14"}, {"RetryAfterSeconds": 20}, 20),
        ({"Retry-After": "30"}, {"RetryAfterSeconds": "20"}, 30),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT", "Date": "Wed, 21 Oct 2026 07:27:00 GMT"}, {}, 60),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00", "Date": "Wed, 21 Oct 2026 07:27:00 -0000"}, {}, 60),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, {}, 1),
        ({"Retry-After": "-5"}, {"RetryAfterSeconds": None}, 1),
        ({"Retry-After": "soon"}, {"RetryAfterSeconds": "soon"}, 1),
        ({}, [], 1),
    ],
)
def test_wait_is_read_from_the_headers_or_body_of_a_429(headers, body, seconds):
    assert requested_wait(httpx.Response(429, headers=headers, json=body)) == seconds


def test_429_does_not_count_as_an_attempt(sandbox, connect, clock):
    crm = connect(sandbox, clock=clock, retries=Retries(max_attempts=1))
    crm.persons.get(1)
    sandbox.fail_next(2, status=429, retry_after=14)
    assert crm.persons.get(1).person_id == 1
    assert clock.slept == [14, 14]
    impatient = crm.with_options(retries=Retries(max_attempts=1, max_rate_limit_wait=0))
    sandbox.fail_next(1, status=429, retry_after=14)
    with pytest.raises(RateLimitError):
        impatient.persons.get(1)


def test_429_without_a_json_body_is_obeyed():
    assert requested_wait(httpx.Response(429, headers={"Retry-After": "7"}, content=b"<html>")) == 7


def test_released_slots_move_later_callers_forward():
    limiter = LocalRateLimiter(lambda: 0.0)
    first, second, third = (limiter.acquire("key", 1) for _ in range(3))
    assert [each.wait for each in (first, second, third)] == [0, WINDOW + MARGIN, 2 * (WINDOW + MARGIN)]
    limiter.release(second)
    assert third.wait == WINDOW + MARGIN
    assert limiter.acquire("another key", 1).wait == 0


def test_expired_token_is_refreshed_in_the_slot_of_the_waiting_call():
    clock = SimulatedClock()
    sent: list[tuple[str, float]] = []

    def login(_number: int, request: httpx.Request) -> httpx.Response:
        sent.append(("login", clock.now - 1000))
        return httpx.Response(200, json=LOGIN_RESPONSE | {"ExpiresIn": 150 if len(sent) == 1 else 3600})

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(("person", clock.now - 1000))
        return person(request)

    settings = {"clock": clock, "sleep": clock.sleep, "requests_per_minute": 1}
    with WebCRM(TOKEN, transport=MockService(respond, login), **settings) as crm, ThreadPoolExecutor(2) as pool:
        crm.persons.get(1)

        def read(_: int) -> None:
            with clock.at_work():
                crm.persons.get(1)

        with clock.at_work():
            reads = [pool.submit(read, number) for number in range(2)]
        for each in reads:
            each.result(timeout=60)
    slot = WINDOW + MARGIN
    # The token is due for a refresh while both calls wait. A login behind them in the queue would come too late.
    assert [name for name, _ in sent] == ["login", "person", "login", "person", "person"]
    assert [at for _, at in sent] == pytest.approx([0, slot, 2 * slot, 3 * slot, 4 * slot])


def test_no_call_waits_without_a_limit():
    limiter = LocalRateLimiter(lambda: 0.0)
    assert {limiter.acquire("key", None).wait for _ in range(100)} == {0}


def test_window_can_be_shorter():
    limiter = LocalRateLimiter(lambda: 0.0, window=6)
    assert [limiter.acquire("key", 1).wait for _ in range(3)] == [0, 6 + MARGIN, 12 + 2 * MARGIN]
    for window in (0, -1, "60", None, True, float("inf")):
        with pytest.raises(ConfigurationError, match="window of the rate limiter must be"):
            LocalRateLimiter(window=window)


def test_recorded_requests_count_for_a_window():
    now = 0.0
    limiter = LocalRateLimiter(lambda: now)
    for _ in range(100):
        limiter.record("key")
        now += 10
        assert limiter.count("key") <= 6
    assert len(limiter._queues["key"].sent) <= 7
    assert limiter.acquire("key", 6).wait > 0
    assert limiter.acquire("key", 8).wait == 0  # one is ahead


def test_rate_limiter_keeps_no_old_slots():
    now = 0.0
    limiter = LocalRateLimiter(lambda: now)
    slots = []
    for _ in range(500):
        slot = limiter.acquire("key", 5)
        while (seconds := slot.wait) > 0:
            now += seconds
        slots.append(weakref.ref(slot))
    del slot
    assert sum(each() is not None for each in slots) <= 11


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_custom_rate_limiter_sees_every_request(client):
    statuses_left = iter([200, 429, 200])
    limiter = RecordingRateLimiter()
    clock = SimulatedClock()
    service = MockService(lambda _: httpx.Response(next(statuses_left), json={"PersonId": 1, "RetryAfterSeconds": 9}))
    settings = {"transport": service, "rate_limiter": limiter, "requests_per_minute": 60, "clock": clock}
    if client is WebCRM:
        with WebCRM(TOKEN, sleep=clock.sleep, **settings) as crm:
            assert [crm.persons.get(1).person_id for _ in range(2)] == [1, 1]
    else:

        async def main() -> None:
            async with AsyncWebCRM(TOKEN, sleep_async=clock.sleep_async, **settings) as crm:
                assert [(await crm.persons.get(1)).person_id for _ in range(2)] == [1, 1]

        anyio.run(main)
    sent = [("acquire", 60), ("confirm",)]
    assert limiter.calls == [*sent, *sent, *sent, ("block", 9.0), *sent]
    assert clock.slept == [9]


def test_429_of_a_login_is_obeyed():
    responses = iter([httpx.Response(429, json={"RetryAfterSeconds": 7}), httpx.Response(200, json=LOGIN_RESPONSE)])
    service = MockService(login=lambda *_: next(responses))
    clock = SimulatedClock()
    with WebCRM(TOKEN, transport=service, clock=clock, sleep=clock.sleep, jitter=lambda: 0) as crm:
        assert crm.persons.get(1).person_id == 1
    assert clock.now == 1007
