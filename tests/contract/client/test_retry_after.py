"""Waits after a 429: absurd numbers and dates of `Retry-After`, and settings without a limit."""

from __future__ import annotations

import math
from itertools import pairwise

import anyio
import httpx
import pytest

from tests.clock import SimulatedClock
from tests.contract.client.service import TOKEN, MockService, RecordingRateLimiter, person
from webcrm_ext import AsyncWebCRM, RateLimitError, Retries, WebCRM
from webcrm_ext.transport.retry_after import requested_wait

LONGEST = 1e9
NINES = "9" * 400
EITHER = pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])


def too_many(headers: dict[str, str] | None = None, content: str = "") -> httpx.Response:
    return httpx.Response(429, headers=headers, content=content.encode())


def read_one(client, clock, respond, **settings):
    """Read a person with a client of either kind."""
    settings = {"transport": MockService(respond), "clock": clock, "requests_per_minute": None, **settings}
    if client is WebCRM:
        with WebCRM(TOKEN, sleep=clock.sleep, **settings) as crm:
            return crm.persons.get(1)

    async def main():
        async with AsyncWebCRM(TOKEN, sleep_async=clock.sleep_async, **settings) as crm:
            return await crm.persons.get(1)

    return anyio.run(main)


@pytest.mark.parametrize(
    ("headers", "content", "seconds"),
    [
        ({"Retry-After": NINES}, "", LONGEST),
        ({"Retry-After": f"{NINES}.5"}, "", LONGEST),
        ({"Retry-After": f"-{NINES}"}, "", 1),
        ({"Retry-After": "1e999"}, "", LONGEST),
        ({"Retry-After": "nan"}, "", 1),
        ({"Retry-After": "0.001"}, "", 0.001),
        ({}, f'{{"RetryAfterSeconds": {NINES}}}', LONGEST),
        ({}, f'{{"RetryAfterSeconds": -{NINES}}}', 1),
        ({}, f'{{"RetryAfterSeconds": "{NINES}"}}', LONGEST),
        ({}, '{"RetryAfterSeconds": 1e999}', LONGEST),
        ({}, '{"RetryAfterSeconds": NaN}', 1),
        ({"Retry-After": "14"}, '{"RetryAfterSeconds": [20]}', 14),
        ({"Retry-After": "14"}, "[" * 100_000, 14),
    ],
)
def test_absurd_numbers_of_a_429_are_limited(headers, content, seconds):
    assert requested_wait(too_many(headers, content)) == seconds


@pytest.mark.parametrize(
    ("date", "now", "seconds"),
    [
        ("Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:29 GMT", 30),
        ("Friday, 31-Dec-99 23:59:59 GMT", "Friday, 31-Dec-99 23:59:29 GMT", 30),
        ("Fri Dec 31 23:59:59 9999", "Fri Dec 31 23:59:29 9999", 30),
        ("Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0100 00:00:00 +2359", LONGEST),
        ("Mon, 01 Jan 0100 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359", 1),
        ("Sat, 01 Jan 10000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:29 GMT", 31),
        ("Sat, 01 Jan 99999 00:00:00 GMT", "Sat, 28 Nov 2026 12:00:00 GMT", LONGEST),
        (f"Sat, 01 Jan {NINES} 00:00:00 GMT", "Sat, 28 Nov 2026 12:00:00 GMT", LONGEST),
        ("Sat, 32 Jan 2027 00:00:00 GMT", "Sat, 28 Nov 2026 12:00:00 GMT", 1),
        ("Sat, 01 Jan 2027 00:00:00 +9999999999", "Sat, 28 Nov 2026 12:00:00 GMT", 1),
    ],
)
def test_dates_at_the_ends_of_the_calendar_are_read(date, now, seconds):
    assert requested_wait(too_many({"Retry-After": date, "Date": now})) == pytest.approx(seconds, abs=1)


@EITHER
def test_retry_after_of_400_digits_is_above_any_limit(client):
    clock = SimulatedClock()
    with pytest.raises(RateLimitError, match=r"Wait 1000000000 s") as caught:
        read_one(client, clock, lambda _: too_many({"Retry-After": NINES}))
    assert (caught.value.retry_after, clock.slept) == (LONGEST, [])


@EITHER
def test_infinite_settings_wait_for_the_longest_time_at_most(client):
    clock = SimulatedClock()
    responses = iter([too_many({"Retry-After": NINES}), httpx.Response(503), httpx.Response(503)])
    retries = Retries(initial_wait=math.inf, max_wait=math.inf, max_rate_limit_wait=math.inf, max_attempts=3)
    settings = {"retries": retries, "deadline": math.inf, "jitter": lambda: 1}
    found = read_one(client, clock, lambda request: next(responses, None) or person(request), **settings)
    assert found.person_id == 1
    assert clock.slept == [LONGEST, LONGEST, LONGEST]


@EITHER
@pytest.mark.parametrize("retry_after", ["0", "0.001", "-3", "soon", "1"])
@pytest.mark.parametrize("limiter", [None, RecordingRateLimiter()], ids=["no limit", "limiter that does nothing"])
def test_tiny_retry_after_is_no_busy_loop(client, retry_after, limiter):
    clock = SimulatedClock()
    sent: list[float] = []

    def respond(_request: httpx.Request) -> httpx.Response:
        sent.append(clock.now - 1000)
        return too_many({"Retry-After": retry_after})

    with pytest.raises(RateLimitError):
        read_one(client, clock, respond, rate_limiter=limiter)
    assert sum(at <= 5 for at in sent) <= 7
    assert len(sent) <= 50
    assert sent[-1] <= 300 + 10
    waits = [later - earlier for earlier, later in pairwise(sent)]
    assert waits == sorted(waits)


@pytest.mark.parametrize(
    "settings",
    [
        {"timeout": 1e12, "connect_timeout": 1e300},
        {"timeout": httpx.Timeout(math.inf)},
        {"timeout": httpx.Timeout(1e12, connect=None)},
    ],
    ids=["seconds", "infinite", "of httpx"],
)
def test_huge_timeouts_do_not_overflow(sandbox, connect_either, settings):
    assert connect_either(sandbox, **settings).persons.get(1).person_id == 1
