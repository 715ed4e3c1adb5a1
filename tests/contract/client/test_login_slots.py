"""Logins and the rate limit: a login goes before the calls that wait for it, and takes no slot from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from tests.clock import SimulatedClock
from tests.contract.client.service import EVENT_LOOPS, LOGIN_RESPONSE, TOKEN, MockService, person, run_in
from webcrm_ext import AsyncWebCRM, AuthenticationError, Retries, WebCRM, WebCRMError
from webcrm_ext.transport.local_rate_limiter import MARGIN, WINDOW


class Sent:
    """A service that records when each request arrives, in seconds from the start."""

    def __init__(
        self, login: Callable[[int], Any] | None = None, respond: Callable[[httpx.Request], Any] = person
    ) -> None:
        self.clock = SimulatedClock()
        self.log: list[tuple[str, float]] = []
        self.all_started = anyio.Event()
        self._login = login or (lambda _number: httpx.Response(200, json=LOGIN_RESPONSE))
        self._respond = respond
        self.service = MockService(self._answer, self._answer_login)

    def _answer(self, request: httpx.Request) -> Any:
        self.log.append((request.url.path.rpartition("/")[2], round(self.clock.now - 1000, 2)))
        return self._respond(request)

    def _answer_login(self, number: int, request: httpx.Request) -> Any:
        self.log.append((request.url.path.split("/")[2], round(self.clock.now - 1000, 2)))
        return self._login(number)

    def client(self, **settings: Any) -> AsyncWebCRM:
        return AsyncWebCRM(
            TOKEN, transport=self.service, clock=self.clock, sleep_async=self.clock.sleep_async, **settings
        )

    async def get(self, crm: AsyncWebCRM, ids: range) -> None:
        """Get persons, each in a task, started in their order."""
        async with anyio.create_task_group() as tasks:
            for id_ in ids:
                tasks.start_soon(self._get, crm, id_)
                await anyio.wait_all_tasks_blocked()
            self.all_started.set()

    async def get_asleep(self, crm: AsyncWebCRM, ids: range) -> None:
        """As `get`, and every sleep moves the clock at once, also while other calls wait for a login."""
        async with anyio.create_task_group() as tasks:
            for id_ in ids:
                tasks.start_soon(crm.persons.get, id_)
            await anyio.wait_all_tasks_blocked()
            self.all_started.set()

    async def slow_login(self) -> httpx.Response:
        """Log in after all calls have started."""
        await self.all_started.wait()
        return httpx.Response(200, json=LOGIN_RESPONSE)

    async def _get(self, crm: AsyncWebCRM, id_: int) -> None:
        with self.clock.at_work():
            try:
                await crm.persons.get(id_)
            except WebCRMError as error:
                self.log.append((type(error).__name__, round(self.clock.now - 1000, 2)))


@EVENT_LOOPS
def test_call_that_logs_in_is_not_sent_last(run):
    sent = Sent(lambda _number: sent.slow_login())

    async def main() -> None:
        async with sent.client(requests_per_minute=3) as crm:
            await sent.get(crm, range(1, 7))

    run_in(run, main)
    slot = round(WINDOW + MARGIN, 2)
    assert [at for _, at in sent.log] == [0, 0, 0, slot, slot, slot, 2 * slot]
    assert {name for name, at in sent.log if at == 0} >= {"ApiLogin", "1"}


@EVENT_LOOPS
def test_login_after_a_refused_refresh_goes_before_waiting_calls(run):
    async def login(number: int) -> httpx.Response:
        if number == 2:
            await sent.all_started.wait()
            return httpx.Response(401, json={"IsError": True, "ErrorDescription": "used already"})
        lifetime = 200 if number == 1 else 3600
        return httpx.Response(200, json=LOGIN_RESPONSE | {"RefreshToken": "r" * 20, "ExpiresIn": lifetime})

    sent = Sent(login)

    async def main() -> None:
        async with sent.client(requests_per_minute=4) as crm:
            await crm.persons.get(1)
            sent.clock.sleep(190)
            sent.log.clear()
            await sent.get_asleep(crm, range(1, 13))

    run_in(run, main)
    assert [name for name, _ in sent.log[:2]] == ["ApiRefresh", "ApiLogin"]
    assert [at for _, at in sent.log[:4]] == [190] * 4
    assert len(sent.log) == 14


@EVENT_LOOPS
def test_login_after_a_refused_access_token_goes_before_waiting_calls(run):
    async def refuse() -> httpx.Response:
        await sent.all_started.wait()
        return httpx.Response(401)

    def respond(request: httpx.Request) -> Any:
        is_first = request.url.path == "/Persons/2" and sent.service.paths.count("/Persons/2") == 1
        return refuse() if is_first else person(request)

    sent = Sent(respond=respond)

    async def main() -> None:
        async with sent.client(requests_per_minute=3) as crm:
            await crm.persons.get(1)
            sent.log.clear()
            await sent.get(crm, range(2, 10))

    run_in(run, main)
    slot = round(WINDOW + MARGIN, 2)
    assert [at for name, at in sent.log if name == "ApiLogin"] == [slot]
    assert len(sent.log) == 10


def test_calls_with_a_refused_application_token_take_no_slot():
    clock = SimulatedClock()
    service = MockService(login=lambda *_: httpx.Response(401, json={"IsError": True, "ErrorDescription": "disabled"}))
    with WebCRM(TOKEN, transport=service, clock=clock, sleep=clock.sleep, requests_per_minute=2) as crm:
        for _ in range(5):
            with pytest.raises(AuthenticationError):
                crm.persons.get(1)
    assert clock.slept == []
    assert service.paths == ["/Auth/ApiLogin"]


@EVENT_LOOPS
def test_next_login_waits_for_the_429_of_the_one_before(run):
    async def refused() -> httpx.Response:
        await sent.all_started.wait()
        return httpx.Response(429, headers={"Retry-After": "30"})

    sent = Sent(lambda number: refused() if number == 1 else sent.slow_login())

    async def main() -> None:
        async with sent.client(retries=Retries(max_attempts=9)) as crm:
            await sent.get_asleep(crm, range(1, 5))

    run_in(run, main)
    assert [at for name, at in sent.log if name == "ApiLogin"] == [0, 30]


@EVENT_LOOPS
def test_calls_that_waited_for_a_slow_login_keep_the_limit(run):
    async def minute_long() -> httpx.Response:
        await sent.clock.sleep_async(80)
        return httpx.Response(200, json=LOGIN_RESPONSE)

    sent = Sent(lambda _number: minute_long())

    async def main() -> None:
        async with sent.client(requests_per_minute=2) as crm:
            await sent.get_asleep(crm, range(1, 7))

    run_in(run, main)
    times = [at for _, at in sent.log]
    assert len(times) == 7
    assert all(later - earlier >= WINDOW for earlier, later in zip(times, times[2:], strict=False))
