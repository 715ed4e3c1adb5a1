"""Lines that need the same new linked-data item make one: at once, in threads, tasks and event loops, or cancelled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import anyio
import pytest
import trio

from tests.contract.client.records import ITEMS, LINES, LINKED, line, owner, texts
from webcrm_ext import AsyncWebCRM, OutcomeUnknownError, PermissionDeniedError, WebCRM
from webcrm_ext.operations import WaitFor
from webcrm_ext.quotation_lines.item_creations import ItemCreations
from webcrm_ext.sandbox import Sandbox
from webcrm_ext.transport.event_loops import wait_for_future

pytestmark = pytest.mark.slow

COUNT = 16
OWNER = {"quotation_line_opportunity_id": 1, "quotation_line_organisation_id": 1}
ITEMS_PATH = f"/{ITEMS}"


class RequestBarrier:
    """Stops requests until a number of them has arrived, from any thread or event loop."""

    def __init__(self, count: int, method: str) -> None:
        self._left = count
        self._method = method
        self._lock = threading.Lock()
        self._complete: Future[None] = Future()

    def hooks(self, event: str, *, blocking: bool) -> dict[str, Any]:
        """Return hooks of httpx that stop requests for items before they are sent, or before a response is read."""

        def is_concerned(message: Any) -> bool:
            request = getattr(message, "request", message) if event == "response" else message
            if (request.method, request.url.path) != (self._method, ITEMS_PATH):
                return False
            with self._lock:
                self._left -= 1
                if self._left == 0:
                    self._complete.set_result(None)
            return True

        def stop(message: Any) -> None:
            if is_concerned(message):
                self._complete.result(timeout=60)

        async def stop_async(message: Any) -> None:
            if is_concerned(message):
                with anyio.fail_after(60):
                    await wait_for_future(self._complete)

        return {event: [stop if blocking else stop_async]}


def settings(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    return {"base_url": sandbox.url, "requests_per_minute": None, **more}


def in_threads(sandbox: Sandbox, lines: list[Any], barrier: RequestBarrier, event: str) -> list[Any]:
    hooks = barrier.hooks(event, blocking=True)
    with WebCRM(sandbox.application_token, **settings(sandbox, event_hooks=hooks)) as crm:
        copies = [crm, crm.with_options(timeout=60)]

        def create(number: int) -> Any:
            try:
                return copies[number % 2].quotation_lines.create(lines[number])
            except PermissionDeniedError as error:
                return error

        with ThreadPoolExecutor(len(lines)) as pool:
            return list(pool.map(create, range(len(lines))))


def in_loops(sandbox: Sandbox, lines: list[Any], barrier: RequestBarrier, event: str, runs: list[Any]) -> list[Any]:
    hooks = barrier.hooks(event, blocking=False)
    crm = AsyncWebCRM(sandbox.application_token, **settings(sandbox, event_hooks=hooks))
    results: list[Any] = []

    async def create(each: Any) -> None:
        try:
            results.append(await crm.quotation_lines.create(each))
        except PermissionDeniedError as error:
            results.append(error)

    async def write(share: list[Any]) -> None:
        async with anyio.create_task_group() as tasks:
            for each in share:
                tasks.start_soon(create, each)

    shares = [lines[number :: len(runs)] for number in range(len(runs))]
    with ThreadPoolExecutor(len(runs)) as pool:
        for run in [pool.submit(run, write, share) for run, share in zip(runs, shares, strict=True)]:
            run.result(timeout=120)
    asyncio.run(crm.close())
    return results


def in_asyncio(work: Callable[..., Coroutine[Any, Any, None]], share: list[Any]) -> None:
    asyncio.run(work(share))


each_kind = pytest.mark.parametrize(
    "write",
    [
        pytest.param(in_threads, id="threads"),
        pytest.param(lambda *arguments: in_loops(*arguments, [in_asyncio]), id="tasks"),
        pytest.param(
            lambda *arguments: in_loops(*arguments, [in_asyncio, in_asyncio, trio.run]),
            id="event loops",
            marks=pytest.mark.slow,
        ),
    ],
)


@each_kind
@pytest.mark.parametrize("fails", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["", "one fails"])
def test_equal_lines_written_at_once_make_one_item(open_sandbox, write, fails):
    sandbox = open_sandbox(records=10, linked_data=LINKED)
    items, lines = sandbox.count(ITEMS), sandbox.count(LINES)
    if fails:
        sandbox.fail_next(1, status=403, method="POST", path=ITEMS_PATH)
    all_have_read = RequestBarrier(COUNT, "GET")
    results = write(sandbox, [line("New", **OWNER)] * COUNT, all_have_read, "response")
    created = {result for result in results if isinstance(result, int)}
    assert len(created) == COUNT - fails
    assert (sandbox.count(ITEMS), sandbox.count(LINES)) == (items + 1, lines + len(created))
    stored = [sandbox.record(LINES, id_) for id_ in created]
    assert {record["QuotationLineData1"] for record in stored if record} == {"New"}


@each_kind
def test_different_lines_are_written_at_the_same_time(open_sandbox, write):
    sandbox = open_sandbox(records=10, linked_data=LINKED)
    items = sandbox.count(ITEMS)
    # Each waits for the others in the middle of its creation.
    lines = [line(f"New {number}", **OWNER) for number in range(6)]
    assert len(set(write(sandbox, lines, RequestBarrier(6, "POST"), "request"))) == 6
    assert sandbox.count(ITEMS) == items + 6


def test_cancelled_writes_let_the_next_equal_line_go_on(open_sandbox):
    sandbox = open_sandbox(records=10, linked_data=LINKED)
    items = sandbox.count(ITEMS)
    new = line("New", **OWNER)

    async def main() -> None:
        creating: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        async def stop_first(request: Any) -> None:
            if (request.method, request.url.path) == ("POST", ITEMS_PATH) and not creating.done():
                creating.set_result(asyncio.current_task())
                await asyncio.Event().wait()

        reads = RequestBarrier(4, "GET").hooks("response", blocking=False)
        options = settings(sandbox, event_hooks={"request": [stop_first], **reads}, linked_data={LINES: True})
        async with AsyncWebCRM(sandbox.application_token, **options) as crm:
            tasks = [asyncio.ensure_future(crm.quotation_lines.create(new)) for _ in range(4)]
            first = await asyncio.wait_for(creating, 60)
            waiting = [task for task in tasks if task is not first]
            waiting[0].cancel()
            first.cancel()
            results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 60)
        assert sum(isinstance(result, asyncio.CancelledError) for result in results) == 2
        assert len({result for result in results if isinstance(result, int)}) == 2

    asyncio.run(main())
    assert sandbox.count(ITEMS) == items + 1


@pytest.mark.parametrize("fault", ["", "close-after"], ids=["created", "outcome unknown"])
def test_item_that_another_call_creates_meanwhile_is_used(open_sandbox, connect, fault):
    sandbox = open_sandbox(records=10, linked_data=LINKED)
    other: list[Any] = []

    def meanwhile(request: Any) -> None:
        if (request.method, request.url.path) != ("POST", ITEMS_PATH) or other:
            return
        other.append(None)
        if fault:
            sandbox.fail_next(1, kind=fault, method="POST", path=ITEMS_PATH)
            with pytest.raises(OutcomeUnknownError, match="The line was not written"):
                crm.quotation_lines.create(line("B", **OWNER))
        else:
            crm.quotation_lines.create(line("B", **OWNER))

    crm = connect(sandbox, linked_data={LINES: True}, event_hooks={"request": [meanwhile]})
    delivery = crm.deliveries.list().first()
    items = sandbox.count(ITEMS)
    crm.quotation_lines.replace_for_delivery(delivery.delivery_id, [line("A"), line("B", **owner(delivery))])
    assert texts(crm, delivery.delivery_id) == ["A", "B"]
    assert sandbox.count(ITEMS) == items + 2
    reads = [call for call in sandbox.requests if (call.method, call.path) == ("GET", ITEMS_PATH)]
    assert len(reads) == (3 if fault else 2)


def work() -> Any:
    yield "work"


def test_stuck_creation_is_replaced_and_its_end_releases_nothing():
    creations = ItemCreations(patience=5)
    stuck, second, third = (creations.one_at_a_time("key", work()) for _ in range(3))
    assert next(stuck) == "work"
    assert next(creations.one_at_a_time("another key", work())) == "work"
    wait = next(second)
    assert isinstance(wait, WaitFor)
    assert wait.timeout == 5
    assert second.send(None) == "work"
    stuck.close()
    assert isinstance(next(third), WaitFor)
    second.close()
    assert third.send(None) == "work"


def test_forked_process_does_not_wait_for_its_parent(monkeypatch):
    creations = ItemCreations()
    parent = creations.one_at_a_time("key", work())
    assert next(parent) == "work"
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert next(creations.one_at_a_time("key", work())) == "work"
