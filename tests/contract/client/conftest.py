"""One client for a test, blocking or async, so that each test is written once and says the same of both."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import MovedClock
from tests.contract.client.records import LINES, LINKED
from tests.leaks import Watch
from webcrm_ext import AsyncWebCRM, WebCRM
from webcrm_ext.sandbox import Sandbox

Connect = Callable[..., Any]


@pytest.fixture(autouse=True)
def _watch_for_leaks(watch: Watch) -> None:
    """Watch every test of the client for leaked tokens."""


class Awaited:
    """Something of the async client, used as if it blocked: what is to be awaited is awaited at once."""

    def __init__(self, target: Any, runner: asyncio.Runner) -> None:
        self._target = target
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        wrapped = _is_of_the_client(value) or (callable(value) and not inspect.isclass(value))
        return Awaited(value, self._runner) if wrapped else value

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        value = self._target(*arguments, **named)
        if inspect.iscoroutine(value):
            return self._runner.run(value)
        return Awaited(value, self._runner) if _is_of_the_client(value) else value

    def __iter__(self) -> Iterator[Any]:
        async def collected() -> list[Any]:
            return [each async for each in self._target]

        return iter(self._runner.run(collected()))


def _is_of_the_client(value: Any) -> bool:
    return hasattr(value, "_crm") or hasattr(value, "_runner") or hasattr(value, "__aiter__")


@pytest.fixture(params=["blocking", "async"])
def connect_either(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Connect clients of the one kind or of the other to a sandbox; they are closed after the test.

    `on_request` is told each request before it goes out.
    """
    with asyncio.Runner() as runner:
        made: list[Any] = []

        def connect(sandbox: Sandbox, *, on_request: Callable[[Any], None] = lambda _: None, **options: Any) -> Any:
            async def on_request_async(request: Any) -> None:
                on_request(request)

            blocking = request.param == "blocking"
            options["event_hooks"] = {"request": [on_request if blocking else on_request_async]}
            clock = MovedClock(sandbox)
            settings: dict[str, Any] = {"base_url": sandbox.url, "requests_per_minute": None, "clock": clock}
            settings |= {"sleep": clock.sleep, "sleep_async": clock.sleep_async, "jitter": lambda: 0.5, **options}
            token = sandbox.application_token
            made.append(WebCRM(token, **settings) if blocking else Awaited(AsyncWebCRM(token, **settings), runner))
            return made[-1]

        yield connect
        for crm in made:
            crm.close()


@pytest.fixture
def either(sandbox: Sandbox, connect_either: Connect) -> Any:
    """A client of a new sandbox: the blocking one, and in another run of the test the async one."""
    return connect_either(sandbox)


@pytest.fixture(params=[False, True], ids=["off", "on"])
def linked(request):
    return request.param


@pytest.fixture
def lines(open_sandbox, connect_either, linked):
    """A sandbox of its own, with linked data on or off, and a client that does not know."""
    sandbox = open_sandbox(records=30, linked_data=LINKED if linked else frozenset())
    return sandbox, connect_either(sandbox)


@pytest.fixture
def with_items(open_sandbox, connect_either):
    """A sandbox of its own with linked data on, and a client that knows it."""
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    return sandbox, connect_either(sandbox, linked_data={LINES: True})
