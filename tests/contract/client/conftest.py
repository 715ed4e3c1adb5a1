"""Fixtures for client tests: a client that is blocking in one run of a test and async in another, and httpx clients."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import httpx
import pytest

from tests.clock import SimulatedClock
from tests.contract.client.records import LINES, LINKED
from tests.leaks import Watch
from webcrm_ext import AsyncWebCRM, WebCRM
from webcrm_ext.sandbox import Sandbox

Connect = Callable[..., Any]


@pytest.fixture(autouse=True)
def _watch_for_leaks(watch: Watch) -> None:
    """Watch every test of the client for leaked tokens."""


class Awaited:
    """An object of the async client with a blocking interface: it awaits every coroutine at once."""

    def __init__(self, target: Any, runner: asyncio.Runner) -> None:
        self._target = target
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        wrapped = _is_async(value) or (callable(value) and not inspect.isclass(value))
        return Awaited(value, self._runner) if wrapped else value

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        value = self._target(*arguments, **named)
        if inspect.iscoroutine(value):
            value = self._runner.run(value)
        return Awaited(value, self._runner) if _is_async(value) else value

    def __bool__(self) -> bool:
        return bool(self._target)

    def __repr__(self) -> str:
        return repr(self._target)

    def __getitem__(self, name: str) -> Any:
        return self._target[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._target[name] = value

    def __iter__(self) -> Iterator[Any]:
        async def collect() -> list[Any]:
            return [each async for each in self._target]

        return iter(self._runner.run(collect()))


def _is_async(value: Any) -> bool:
    """Return whether a value is a client, a resource, or something to iterate over."""
    return hasattr(value, "_crm") or hasattr(value, "_runner") or hasattr(value, "__aiter__")


class HttpClients:
    """The httpx clients of a test. They are referenced weakly, so that a test also sees whether they are released."""

    def __init__(self) -> None:
        self.created = 0
        self._clients: WeakSet[httpx.Client | httpx.AsyncClient] = WeakSet()

    @property
    def open(self) -> int:
        """The number of clients that exist and are not closed."""
        return sum(not each.is_closed for each in self._clients)

    def add(self, client: httpx.Client | httpx.AsyncClient) -> None:
        """Record a new client."""
        self.created += 1
        self._clients.add(client)


@pytest.fixture
def http_clients(monkeypatch: pytest.MonkeyPatch) -> HttpClients:
    """Record the httpx clients that are created: each has its own connections."""
    clients = HttpClients()

    def record(kind: type[Any]) -> None:
        create = kind.__init__

        def create_and_record(client: Any, *arguments: Any, **settings: Any) -> None:
            create(client, *arguments, **settings)
            clients.add(client)

        monkeypatch.setattr(kind, "__init__", create_and_record)

    record(httpx.Client)
    record(httpx.AsyncClient)
    return clients


@pytest.fixture(params=["blocking", "async"])
def connect_either(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Connect clients of one kind to a sandbox, and close them after the test.

    `on_request` is called with each request before it is sent.
    """
    with asyncio.Runner() as runner:
        clients: list[Any] = []

        def connect(sandbox: Sandbox, *, on_request: Callable[[Any], None] = lambda _: None, **options: Any) -> Any:
            async def on_request_async(request: Any) -> None:
                on_request(request)

            blocking = request.param == "blocking"
            options["event_hooks"] = {"request": [on_request if blocking else on_request_async]}
            clock = SimulatedClock(sandbox)
            settings: dict[str, Any] = {"base_url": sandbox.url, "requests_per_minute": None, "clock": clock}
            settings |= {"sleep": clock.sleep, "sleep_async": clock.sleep_async, "jitter": lambda: 0.5, **options}
            token = sandbox.application_token
            clients.append(WebCRM(token, **settings) if blocking else Awaited(AsyncWebCRM(token, **settings), runner))
            return clients[-1]

        yield connect
        for crm in clients:
            crm.close()


@pytest.fixture
def either(sandbox: Sandbox, connect_either: Connect) -> Any:
    """Return a client of a new sandbox."""
    return connect_either(sandbox)


@pytest.fixture(params=[False, True], ids=["off", "on"])
def linked(request):
    return request.param


@pytest.fixture
def lines(open_sandbox, connect_either, linked):
    """Return a sandbox with linked data on or off, and a client without that setting."""
    sandbox = open_sandbox(records=30, linked_data=LINKED if linked else frozenset())
    return sandbox, connect_either(sandbox)


@pytest.fixture
def with_items(open_sandbox, connect_either):
    """Return a sandbox with linked data on, and a client with that setting."""
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    return sandbox, connect_either(sandbox, linked_data={LINES: True})


JOBS = frozenset({
    "test_batches", "test_documents", "test_download_all", "test_export", "test_line_batches", "test_many",
    "test_quotation_lines", "test_result_files", "test_sync", "test_tables", "test_upsert_by", "test_upsert_chunks",
    "test_upsert_csv", "test_upsert_journal", "test_upsert_options", "test_upsert_outcomes", "test_values_sent",
})  # fmt: skip
"""Tests of jobs: both clients run the same generator, so the quick selection runs them with the blocking client."""


COVERING = frozenset({"test_cli", "test_export", "test_list_exports"})
"""Tests that count for coverage also where they are slow: no others cover the same code."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent != Path(__file__).parent:
            continue
        if item.path.stem in JOBS and "async" in re.split(r"[\[\]-]", item.name)[1:]:
            item.add_marker(pytest.mark.slow)
        elif item.path.stem in COVERING:
            item.add_marker(pytest.mark.covering)
