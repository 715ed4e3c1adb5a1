"""Thousands of mixed calls in bad weather: every read is right, every write is done once or said to be unknown."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from webcrm_api.models import PersonDto

from tests.clock import MovedClock
from webcrm_ext import AsyncWebCRM, OutcomeUnknownError, Retries, WebCRM
from webcrm_ext.sandbox import Fault, Sandbox
from webcrm_ext.sandbox.faults import Faults

CALLS = {"blocking": 10_000, "asyncio": 2_500}
"""By kind of client; what is shared is soaked once, and the sending of each kind by itself."""
WORKERS = 16
WEATHER = (
    (0.05, Fault(status=429)),
    (0.01, Fault(status=503)),
    (0.01, Fault(status=502, after_work=True)),
    (0.01, Fault(status=500, after_work=True)),
    (0.01, Fault(kind="close-before")),
    (0.01, Fault(kind="close-after")),
    (0.01, Fault(kind="truncated")),
)
TOKENS_END_EVERY = 500


class BadWeather(Faults):
    """Shares of every kind of fault, logins included, and tokens that end again and again."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self._tokens = sandbox.tenant.tokens
        self._chance = Random(7)
        self._calls = itertools.count(1)
        self.met: Counter[str] = Counter()

    def take(self, method: str, path: str) -> Fault | None:
        if next(self._calls) % TOKENS_END_EVERY == 0:
            self._tokens.expire()
            self.met["tokens ended"] += 1
        left = self._chance.random()
        for share, fault in WEATHER:
            left -= share
            if left < 0:
                self.met[f"{fault.kind} {fault.status if fault.kind == 'status' else ''}".strip()] += 1
                return fault
        return None


@contextmanager
def one_client(kind: str, sandbox: Sandbox) -> Iterator[tuple[Any, Callable[..., Any]]]:
    """A client, and the way to call one of its methods from any thread: as it is, or as a task of one event loop."""
    clock = MovedClock(sandbox)
    options: dict[str, Any] = {
        "base_url": sandbox.url,
        "requests_per_minute": None,
        "clock": clock,
        "jitter": Random(1).random,
        "retries": Retries(max_attempts=8),
    }
    if kind == "blocking":
        with WebCRM(sandbox.application_token, sleep=clock.sleep, **options) as crm:
            yield crm, lambda method, *arguments: method(*arguments)
    else:
        with start_blocking_portal(kind) as portal:
            made = AsyncWebCRM(sandbox.application_token, sleep_async=clock.sleep_async, **options)
            with portal.wrap_async_context_manager(made) as async_crm:
                yield async_crm, portal.call


class Worker:
    """Makes its share of the calls, on persons of its own."""

    def __init__(self, sandbox: Sandbox, crm: Any, call: Callable[..., Any], number: int, persons: range) -> None:
        self._sandbox = sandbox
        self._crm = crm
        self._call = call
        self._number = number
        self._mine = persons[number::WORKERS]
        self._chance = Random(number)
        self.titles: dict[int, set[str]] = {}  # more than one where no answer came
        self.created: set[str] = set()
        self.unknown: set[str] = set()
        self.deleted: set[int] = set()
        self.done: Counter[str] = Counter()

    def work(self, calls: int) -> None:
        kinds = (self.read, self.read, self.read_page, self.update, self.upsert, self.create, self.delete)
        for number in range(calls):
            kind = self._chance.choice(kinds)
            kind(number)
            self.done[kind.__name__] += 1

    def read(self, _number: int) -> None:
        id_ = self._chance.choice(self._mine)
        person = self._call(self._crm.persons.get, id_)
        assert person.person_id == id_
        if id_ in self.titles:
            assert person.person_title in self.titles[id_]
            self.titles[id_] = {person.person_title}

    def read_page(self, _number: int) -> None:
        page = self._chance.randint(1, 3)
        people = self._call(self._crm.persons.list(size=20).page, page)
        assert [each.person_id for each in people] == list(range(20 * page - 19, 20 * page + 1))

    def update(self, number: int) -> None:
        id_ = self._chance.choice(self._mine)
        title = f"title {self._number}.{number}"
        self._call(self._crm.persons.update, id_, PersonDto(person_id=id_, person_title=title))
        self.titles[id_] = {title}

    def upsert(self, number: int) -> None:
        id_ = self._chance.choice([each for each in self._mine if each in self.titles] or self._mine)
        title, name = f"title {self._number}.{number}", f"soaked {self._number}.{number}"
        people = [PersonDto(person_id=id_, person_title=title), PersonDto(person_id=0, person_last_name=name)]
        try:
            answers = self._call(self._crm.persons.upsert, people)
        except OutcomeUnknownError:
            self.unknown.add(name)
            if id_ in self.titles:
                self.titles[id_].add(title)
        else:
            assert answers[0] == ""
            assert int(answers[1]) > 0
            self.created.add(name)
            self.titles[id_] = {title}

    def create(self, number: int) -> None:
        name = f"soaked {self._number}.{number}"
        try:
            self._call(self._crm.persons.create, PersonDto(person_id=0, person_last_name=name))
        except OutcomeUnknownError:
            self.unknown.add(name)
        else:
            self.created.add(name)

    def delete(self, number: int) -> None:
        id_ = 1000 * (self._number + 1) + number
        self._sandbox.put_record("Products", id_, {"ProductId": id_})
        self._call(self._crm.products.delete, id_)
        self.deleted.add(id_)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["blocking", "asyncio"])
def test_thousands_of_calls_survive_injected_faults(kind, open_sandbox):
    sandbox = open_sandbox(records=120)
    weather: Any = BadWeather(sandbox)
    sandbox.tenant.faults = weather
    with one_client(kind, sandbox) as (crm, call), ThreadPoolExecutor(WORKERS) as pool:
        workers = [Worker(sandbox, crm, call, number, range(1, 121)) for number in range(WORKERS)]
        list(pool.map(lambda worker: worker.work(CALLS[kind] // WORKERS), workers, timeout=300))

    done = sum((worker.done for worker in workers), Counter())
    assert done.total() == CALLS[kind] // WORKERS * WORKERS
    assert min(weather.met.values()) > CALLS[kind] / 1000
    stored = Counter(
        sandbox.record("Persons", id_)["PersonLastName"] for id_ in range(121, sandbox.count("Persons") + 1)
    )
    for worker in workers:
        for name in worker.created:
            assert stored[name] == 1
        for name in worker.unknown:
            assert stored[name] <= 1
        for id_, titles in worker.titles.items():
            assert sandbox.record("Persons", id_)["PersonTitle"] in titles
        assert [id_ for id_ in worker.deleted if sandbox.record("Products", id_) is not None] == []
    known = set().union(*(worker.created | worker.unknown for worker in workers))
    assert set(stored) <= known
    # Each write that was done was sent once with success, or its answer was lost.
    sent = Counter((call.method, call.status) for call in sandbox.requests if call.path == "/Persons")
    assert sent["POST", 200] + sent["PATCH", 200] >= sum(len(worker.created) for worker in workers)
    assert any(call.method == "DELETE" and call.status == 404 for call in sandbox.requests)  # its answer was lost
