"""The retry quota: an outage is not hammered, by threads, tasks and copies of a client, and successes fill it again."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest

from tests.clock import SimulatedClock
from tests.contract.client.conftest import Connect
from tests.contract.client.service import TOKEN, MockService, person
from webcrm_ext import APIConnectionError, AsyncWebCRM, RateLimitError, ServerError, WebCRM

pytestmark = pytest.mark.slow

RETRIES = 500 // 14
"""Retries that a full quota allows."""

DOWN = [503] * (8 * 5 + 4)
"""Statuses of 9 calls: 8 with 4 retries and one with 3. They take 490 of 500."""


class Outage(MockService):
    """Returns the scripted statuses, then 503 or another status for ever. A success is one person."""

    def __init__(self, statuses: Iterable[int] = (), *, then: int = 503, **headers: str) -> None:
        super().__init__(self._next)
        self._statuses = iter(statuses)
        self._then = then
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.calls = 0

    def _next(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            self.calls += 1
            status = next(self._statuses, self._then)
        return person(request) if status == 200 else httpx.Response(status, headers=self._headers)


def read_many(client: Any, service: MockService, number: int, **settings: Any) -> list[Exception]:
    """Read a person so many times with a client of either kind, and return the errors."""
    clock = SimulatedClock()
    settings = {"transport": service, "clock": clock, "requests_per_minute": None, **settings}
    errors: list[Exception] = []

    def read(crm: WebCRM) -> None:
        try:
            crm.persons.get(1)
        except (ServerError, RateLimitError) as error:
            errors.append(error)

    if client is WebCRM:
        with WebCRM(TOKEN, sleep=clock.sleep, **settings) as crm:
            for _ in range(number):
                read(crm)
        return errors

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, sleep_async=clock.sleep_async, **settings) as crm:
            for _ in range(number):
                try:
                    await crm.persons.get(1)
                except (ServerError, RateLimitError) as error:
                    errors.append(error)

    anyio.run(main)
    return errors


EITHER = pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])


@pytest.mark.slow
@EITHER
def test_1000_reads_in_an_outage_make_1035_requests(client):
    service = Outage([200])
    errors = read_many(client, service, 1001)
    assert len(errors) == 1000
    assert service.calls == 1 + 1000 + RETRIES


def test_copies_share_the_quota_and_the_error_names_it(sandbox, connect_either: Connect, caplog):
    crm = connect_either(sandbox)
    copy = crm.with_options(timeout=5)
    crm.persons.get(1)
    before = len(sandbox.requests)
    sandbox.fail_next(1000, status=503)
    caplog.set_level(logging.INFO, "webcrm_ext")
    errors = []
    for number in range(12):
        with pytest.raises(ServerError) as caught:
            (crm, copy)[number % 2].persons.get(1)
        errors.append(str(caught.value))
    assert len(sandbox.requests) - before == 12 + RETRIES
    named = "No retry: the retry quota of this client is used up (10 of 500 left)"
    assert [named in error for error in errors] == [False] * 8 + [True] * 4
    assert "It was tried 5 times." in errors[0]
    assert "It was tried 4 times. No retry" in errors[8]
    assert "(attempt 2, retry quota 486 of 500): status 503" in caplog.text
    assert "GET /Persons/1: no retry: the retry quota of this client is used up (10 of 500 left)" in caplog.text


def test_threads_share_the_quota():
    service = Outage([200])
    clock = SimulatedClock()
    with WebCRM(TOKEN, transport=service, clock=clock, sleep=clock.sleep, requests_per_minute=None) as crm:
        crm.persons.get(1)

        def read(_: int) -> bool:
            with pytest.raises(ServerError):
                crm.persons.get(1)
            return True

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(read, range(20)))
    assert service.calls == 1 + 20 + RETRIES


def test_tasks_share_the_quota():
    service = Outage([200])
    clock = SimulatedClock()

    async def main() -> None:
        settings = {"transport": service, "clock": clock, "sleep_async": clock.sleep_async}
        async with AsyncWebCRM(TOKEN, requests_per_minute=None, **settings) as crm:
            await crm.persons.get(1)

            async def read() -> None:
                with pytest.raises(ServerError):
                    await crm.persons.get(1)

            async with anyio.create_task_group() as tasks:
                for _ in range(20):
                    tasks.start_soon(read)

    anyio.run(main)
    assert service.calls == 1 + 20 + RETRIES


@EITHER
@pytest.mark.parametrize(("successes", "can_retry"), [(3, False), (4, True)])
def test_each_success_at_the_first_attempt_returns_one(client, successes, can_retry):
    service = Outage([200, *DOWN, *[200] * successes, 503], then=200)
    errors = read_many(client, service, 1 + 9 + successes + 1)
    assert len(errors) == 9 + (not can_retry)
    assert service.calls == 1 + len(DOWN) + successes + 1 + can_retry


@EITHER
def test_retried_success_returns_what_its_last_retry_took(client):
    # Each call takes 14 twice, and returns 14. The 35th gets one retry.
    service = Outage([503, 503, 200] * 34, then=503)
    errors = read_many(client, service, 35)
    assert "(10 of 500 left)" in str(errors[0])
    assert (len(errors), service.calls) == (1, 34 * 3 + 2)


@EITHER
def test_retry_after_a_429_costs_five(client):
    service = Outage(DOWN, then=429, Retry_After="1")
    *_, error = read_many(client, service, 9 + 1)
    assert isinstance(error, RateLimitError)
    assert "retry quota of this client is used up (0 of 500 left)" in str(error)
    assert service.calls == len(DOWN) + 3


def test_delete_that_was_done_by_an_earlier_attempt_returns_its_cost():
    # Each delete takes 14 and returns 14.
    statuses = iter([503, 404] * 40)
    service = MockService(lambda _: httpx.Response(next(statuses)))
    clock = SimulatedClock()
    with WebCRM(TOKEN, transport=service, clock=clock, sleep=clock.sleep, requests_per_minute=None) as crm:
        for _ in range(40):
            crm.documents.delete(1)


def test_failed_logins_and_writes_that_were_not_sent_use_the_quota():
    service = MockService(login=lambda *_: httpx.Response(503))
    clock = SimulatedClock()
    with WebCRM(TOKEN, transport=service, clock=clock, sleep=clock.sleep, requests_per_minute=None) as crm:
        for _ in range(12):
            with pytest.raises(APIConnectionError, match="No access token"):
                crm.persons.create({"PersonId": 0, "PersonLastName": "-"})
    assert service.logins == 12 + RETRIES
