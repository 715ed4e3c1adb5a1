"""What all tests share: how examples are made, and a sandbox with clients of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.clock import MovedClock
from tests.leaks import Watch, watching
from tests.pipeline.documents import untested
from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

__all__ = ["MovedClock"]

# The same examples in each run, and no limit of time for one: the machine may be busy.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which not everybody runs the tests with
def pytest_xdist_auto_num_workers() -> int:
    """Give one process more than there are processors: a good part of a test over a socket is waiting."""
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested for want of a file: a shorter run should not look like a whole one."""
    for line in untested():
        terminalreporter.write_line(f"NOT TESTED: {line}", yellow=True)


def page_threads() -> list[threading.Thread]:
    """The threads that read pages ahead."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("webcrm-pages")]


def let_page_threads_end() -> None:
    """Wait for pages that a test asked for and did not take, so that they are no part of the next."""
    for thread in page_threads():
        thread.join(timeout=60)


@pytest.fixture(autouse=True)
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Fail any test in which a token in use is logged, raised or shown in a traceback."""
    with watching(monkeypatch) as watch:
        yield watch
        let_page_threads_end()
        leaks = watch.leaks()
        watch.raised.clear()
    assert leaks == []


@pytest.fixture
def open_sandbox() -> Iterator[Callable[..., Sandbox]]:
    """Open sandboxes with any options; they are closed after the test."""
    opened: list[Sandbox] = []

    def open_one(**options: Any) -> Sandbox:
        sandbox = Sandbox(**{"records": 120, "requests_per_minute": None, **options})
        opened.append(sandbox)
        return sandbox.__enter__()

    yield open_one
    for sandbox in opened:
        sandbox.__exit__(None, None, None)


@pytest.fixture
def sandbox(open_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return open_sandbox()


@pytest.fixture
def connect() -> Iterator[Callable[..., WebCRM]]:
    """Connect clients to a sandbox; they are closed after the test."""
    made: list[WebCRM] = []

    def connect_one(sandbox: Sandbox, **options: Any) -> WebCRM:
        clock = MovedClock(sandbox)
        settings = {"clock": clock, "sleep": clock.sleep, "jitter": lambda: 0.5, "requests_per_minute": None, **options}
        crm = WebCRM(settings.pop("application_token", sandbox.application_token), base_url=sandbox.url, **settings)
        made.append(crm)
        return crm

    yield connect_one
    let_page_threads_end()
    for crm in made:
        crm.close()


@pytest.fixture
def crm(sandbox: Sandbox, connect: Callable[..., WebCRM]) -> WebCRM:
    return connect(sandbox)
