"""Shared by all tests: Hypothesis profiles, the test matrix, and a sandbox with clients."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.clock import SimulatedClock
from tests.examples import FULL
from tests.leaks import Watch, watching
from tests.pairwise import pairwise
from tests.pipeline.documents import untested
from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

# The same examples in each run, and no time limit for one: the machine may be busy. `make quick` loads the second.
settings.register_profile("full", deadline=None, derandomize=True, database=None, max_examples=FULL)
settings.register_profile("quick", settings.get_profile("full"), max_examples=FULL // 10)
settings.load_profile("full")

# A shell starts background jobs with Ctrl-C ignored, and so would the programs that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "combinations of tests marked `matrix`: enough to cover every pair of values, or all"
    parser.addoption("--matrix", choices=["pairwise", "full"], default="pairwise", help=help_)
    help_ = "make only this call of tests/fuzz"
    parser.addoption("--fuzz-call", type=int, metavar="NUMBER", help=help_)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the combinations of matrix tests that pairwise testing does not need."""
    if config.getoption("--matrix") == "full":
        return
    tests: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("matrix"):
            tests[item.nodeid.partition("[")[0]].append(item)
    deselected = set()
    for combinations in tests.values():
        kept = pairwise([_values(item) for item in combinations])
        deselected |= set(combinations) - {combinations[index] for index in kept}
    config.hook.pytest_deselected(items=[item for item in items if item in deselected])
    items[:] = [item for item in items if item not in deselected]


def pytest_collection_finish() -> None:
    """Exclude modules and collected tests from garbage collection: scanning them again and again takes long."""
    gc.collect()
    gc.freeze()


def _values(item: Any) -> list[str]:
    """Return the values of a test's parameters; a tuple counts as one parameter for each element."""
    parameters = sorted(item.callspec.params.items())
    return [repr(each) for _, value in parameters for each in (value if isinstance(value, tuple) else (value,))]


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which is not always installed
def pytest_xdist_auto_num_workers() -> int:
    """Start one worker more than there are cores: tests over sockets spend time waiting."""
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report tests that did not run because a file is missing."""
    for line in untested():
        terminalreporter.write_line(f"NOT TESTED: {line}", yellow=True)


def prefetch_threads() -> list[threading.Thread]:
    """Return the prefetch threads that are running."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("webcrm-pages")]


def join_prefetch_threads() -> None:
    """Wait for prefetch threads that a test left running, so that they do not affect the next test."""
    for thread in prefetch_threads():
        thread.join(timeout=60)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Fail the test if a token in use is logged, raised or shown in a traceback."""
    with watching(monkeypatch) as watch:
        yield watch
        join_prefetch_threads()
        leaks = watch.leaks()
        watch.raised.clear()
    assert leaks == []


@pytest.fixture
def open_sandbox() -> Iterator[Callable[..., Sandbox]]:
    """Open sandboxes with any options, and close them after the test."""
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
def clock(sandbox: Sandbox) -> SimulatedClock:
    """Return the simulated clock of `crm`, which also moves the sandbox's."""
    return SimulatedClock(sandbox)


@pytest.fixture
def connect(watch: Watch) -> Iterator[Callable[..., WebCRM]]:
    """Connect clients to a sandbox, and close them after the test.

    Each client has its own simulated clock; pass `clock` to read or move it.
    """
    clients: list[WebCRM] = []

    def connect_one(sandbox: Sandbox, *, clock: SimulatedClock | None = None, **options: Any) -> WebCRM:
        clock = clock or SimulatedClock(sandbox)
        settings = {"sleep": clock.sleep, "jitter": lambda: 0.5, "requests_per_minute": None, **options}
        token = settings.pop("application_token", sandbox.application_token)
        clients.append(WebCRM(token, base_url=sandbox.url, clock=clock, **settings))
        return clients[-1]

    yield connect_one
    join_prefetch_threads()
    for crm in clients:
        crm.close()


@pytest.fixture
def crm(sandbox: Sandbox, connect: Callable[..., WebCRM], clock: SimulatedClock) -> WebCRM:
    return connect(sandbox, clock=clock)
