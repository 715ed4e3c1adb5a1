"""Thousands of calls with injected faults: reads are right; writes are done once, or their outcome is unknown."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from webcrm_api.models import PersonDto

from tests.clock import SimulatedClock
from webcrm_ext import AsyncWebCRM, OutcomeUnknownError, Retries, WebCRM
from webcrm_ext.sandbox import Fault, Sandbox
from webcrm_ext.sandbox.faults import Faults

CALLS = {"full": {"blocking": 7_500, "asyncio": 2_500}, "pairwise": {"blocking": 1_500, "asyncio": 500}}
"""The number of calls, by the option `--matrix` and the kind of client. The code that both share needs one long run."""
WORKERS = 16
DELAY = 2.0
"""Seconds of the sandbox's clock until a late commit."""
FAULTS = (
    Fault(status=429, path="/", probability=0.05),
    Fault(status=503, path="/", probability=0.01),
    Fault(status=502, path="/", after_work=True, probability=0.01),
    Fault(status=500, path="/", after_work=True, probability=0.01),
    Fault(kind="close-before", path="/", probability=0.01),
    Fault(kind="close-after", path="/", probability=0.01),
    Fault(kind="truncated", path="/", probability=0.01),
    Fault(kind="html", path="/", probability=0.01),
    # Not of a PUT: it would undo a later PUT, and no client can prevent that.
    Fault(kind="late-commit", method="POST", path="/P", delay=DELAY, probability=0.01),
    Fault(kind="late-commit", method="PATCH", delay=DELAY, probability=0.01),
    Fault(kind="late-commit", method="DELETE", delay=DELAY, probability=0.01),
)
"""The faults, each with the share of the requests that it concerns. The path "/" includes logins."""
CALLS_UNTIL_EXPIRY = 500


class CountedFaults(Faults):
    """Counts the faults of its rules, and lets all access tokens expire from time to time."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(operations=())
        self._tokens = sandbox.tenant.tokens
        self._calls = itertools.count(1)
        self.injected: Counter[str] = Counter()

    def take(self, method: str, path: str, operation: str) -> Fault | None:
        if next(self._calls) % CALLS_UNTIL_EXPIRY == 0:
            self._tokens.expire()
            self.injected["tokens expired"] += 1
        fault = super().take(method, path, operation)
        if fault is not None:
            self.injected[f"{fault.kind} {fault.status}"] += 1
        return fault


@contextmanager
def connected(kind: str, sandbox: Sandbox) -> Iterator[tuple[Any, Callable[..., Any]]]:
    """Return a client, and a function that calls its methods from any thread; an async one runs in one event loop."""
    clock = SimulatedClock(sandbox)
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
            client = AsyncWebCRM(sandbox.application_token, sleep_async=clock.sleep_async, **options)
            with portal.wrap_async_context_manager(client) as async_crm:
                yield async_crm, portal.call


class Worker:
    """Makes its share of the calls. No other worker writes its persons."""

    def __init__(self, sandbox: Sandbox, crm: Any, call: Callable[..., Any], number: int, persons: range) -> None:
        self._sandbox = sandbox
        self._crm = crm
        self._call = call
        self._number = number
        self._ids = persons[number::WORKERS]
        self._random = Random(number)
        self.titles: dict[int, set[str]] = {}  # the possible titles by person: several where an outcome is unknown
        self.created: set[str] = set()
        self.unknown: set[str] = set()
        self.late: dict[int, set[str]] = defaultdict(set)  # titles of unknown outcome, which may still be written
        self.deleted: set[int] = set()
        self.calls: Counter[str] = Counter()

    def work(self, calls: int) -> None:
        kinds = (self.read, self.read, self.read_page, self.update, self.upsert, self.create, self.delete)
        for number in range(calls):
            make_call = self._random.choice(kinds)
            make_call(number)
            self.calls[make_call.__name__] += 1

    def read(self, _number: int) -> None:
        id_ = self._random.choice(self._ids)
        person = self._call(self._crm.persons.get, id_)
        assert person.person_id == id_
        if id_ in self.titles:
            assert person.person_title in self.titles[id_] | self.late[id_]
            self.titles[id_] = {person.person_title}

    def read_page(self, _number: int) -> None:
        page = self._random.randint(1, 3)
        people = self._call(self._crm.persons.list(size=5).page, page)
        assert [each.person_id for each in people] == list(range(5 * page - 4, 5 * page + 1))

    def update(self, number: int) -> None:
        id_ = self._random.choice(self._ids)
        title = f"title {self._number}.{number}"
        self._call(self._crm.persons.update, id_, PersonDto(person_id=id_, person_title=title))
        self.titles[id_] = {title}

    def upsert(self, number: int) -> None:
        id_ = self._random.choice([each for each in self._ids if each in self.titles] or self._ids)
        title, name = f"title {self._number}.{number}", f"soak {self._number}.{number}"
        people = [PersonDto(person_id=id_, person_title=title), PersonDto(person_id=0, person_last_name=name)]
        try:
            results = self._call(self._crm.persons.upsert, people)
        except OutcomeUnknownError:
            self.unknown.add(name)
            self.late[id_].add(title)
        else:
            assert [each.outcome for each in results] == ["updated", "created"]
            self.created.add(name)
            self.titles[id_] = {title}

    def create(self, number: int) -> None:
        name = f"soak {self._number}.{number}"
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
def test_thousands_of_calls_survive_injected_faults(kind, open_sandbox, request):
    count = CALLS[request.config.getoption("--matrix")][kind] // WORKERS * WORKERS
    sandbox = open_sandbox(records=120)
    faults: Any = CountedFaults(sandbox)
    sandbox.tenant.faults = faults
    sandbox.set_faults(rules=FAULTS, seed=7)
    with connected(kind, sandbox) as (crm, call), ThreadPoolExecutor(WORKERS) as pool:
        workers = [Worker(sandbox, crm, call, number, range(1, 121)) for number in range(WORKERS)]
        list(pool.map(lambda worker: worker.work(count // WORKERS), workers, timeout=1200))

    calls = sum((worker.calls for worker in workers), Counter())
    assert calls.total() == count
    kinds = {f"{fault.kind} {fault.status}" for fault in FAULTS} | {"tokens expired"}
    assert set(faults.injected) == kinds
    sandbox.clock.advance(DELAY)  # the last late commits are made
    stored = Counter(
        sandbox.record("Persons", id_)["PersonLastName"] for id_ in range(121, sandbox.count("Persons") + 1)
    )
    for worker in workers:
        for name in worker.created:
            assert stored[name] == 1
        for name in worker.unknown:
            assert stored[name] <= 1
        for id_, titles in worker.titles.items():
            assert sandbox.record("Persons", id_)["PersonTitle"] in titles | worker.late[id_]
        assert [id_ for id_ in worker.deleted if sandbox.record("Products", id_) is not None] == []
    known = set().union(*(worker.created | worker.unknown for worker in workers))
    assert set(stored) <= known
    # Each successful write has a successful request.
    sent = Counter((call.method, call.status) for call in sandbox.requests if call.path == "/Persons")
    assert sent["POST", 200] + sent["PATCH", 200] >= sum(len(worker.created) for worker in workers)
    assert any(call.method == "DELETE" and call.status == 404 for call in sandbox.requests)  # retried
