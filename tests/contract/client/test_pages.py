"""Lists: their requests, their order, prefetch, errors, cancellation, and what they leave in memory."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import threading
import time
import tracemalloc
import weakref
from collections import deque
from collections.abc import Iterator
from itertools import count, islice

import anyio
import httpx
import pytest
from webcrm_api.calls import Call
from webcrm_api.models import PersonDto

from tests.clock import SimulatedClock
from tests.conftest import join_prefetch_threads, prefetch_threads
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, run_in
from webcrm_ext import AsyncWebCRM, ConfigurationError, NotFoundError, Retries, UnexpectedResponseError, WebCRM
from webcrm_ext.paging.prefetch import TaskPrefetcher, ThreadPrefetcher


class PagedService(MockService):
    """Returns pages of numbered persons, and counts the requests that are in flight at once.

    A page in `failing` gets that status. A page in `gates` is returned when its event is set.
    """

    def __init__(self, pages: int, size: int = 10) -> None:
        super().__init__(self._page)
        self._pages = pages
        self._size = size
        self.failing: dict[int, int] = {}
        self.gates: dict[int, threading.Event] = {}
        self.in_flight = self.max_in_flight = 0

    @property
    def numbers(self) -> list[int]:
        """The numbers of the pages that were requested."""
        return [number_of(request) for request in self.requests if "Page" in request.url.params]

    def _page(self, request: httpx.Request) -> httpx.Response:
        number = number_of(request)
        with self._lock:
            self.in_flight += 1
            self.max_in_flight = max(self.max_in_flight, self.in_flight)
        if number in self.gates:
            assert self.gates[number].wait(timeout=60)
        with self._lock:
            self.in_flight -= 1
        if number in self.failing:
            return httpx.Response(self.failing[number])
        first = (number - 1) * self._size + 1
        ids = range(first, first + self._size) if number <= self._pages else ()
        return httpx.Response(200, json=[{"PersonId": id_} for id_ in ids])


def number_of(request: httpx.Request) -> int:
    return int(request.url.params["Page"])


def connected(service: MockService, **settings) -> WebCRM:
    return WebCRM(TOKEN, transport=service, **{"requests_per_minute": None, **settings})


def connected_async(service: MockService, **settings) -> AsyncWebCRM:
    async def respond(request: httpx.Request) -> httpx.Response:
        await anyio.lowlevel.checkpoint()
        return service.handler(request)

    return AsyncWebCRM(TOKEN, transport=httpx.MockTransport(respond), **{"requests_per_minute": None, **settings})


@pytest.mark.slow
@pytest.mark.parametrize(("records", "requests"), [(0, 1), (1, 1), (999, 1), (1000, 2), (1001, 2), (2000, 3)])
def test_list_sends_one_request_per_thousand_records(open_sandbox, connect, records, requests):
    sandbox = open_sandbox(records=records)
    people = connect(sandbox).persons.list().to_list()
    assert [each.person_id for each in people] == list(range(1, records + 1))
    assert sum(call.path == "/Persons" for call in sandbox.requests) == requests


def test_unpaged_lists_are_read_like_other_lists(crm):
    fields = crm.fields_metadata.list()
    assert len(fields.to_list()) > 100
    assert fields.first() is not None
    notes = crm.activities.notes(1)
    assert list(notes) == notes.to_list() == notes.page(1)


def test_prefetched_pages_are_ordered_and_limited():
    service = PagedService(pages=30)
    service.gates[2] = threading.Event()
    with connected(service) as crm:
        pages = crm.persons.list(size=10, concurrency=4).pages()
        assert next(pages)[0].person_id == 1
        assert service.numbers == [1]  # without prefetch: most lists end there
        service.gates[2].set()
        assert [page[0].person_id for page in pages] == list(range(11, 300, 10))
    assert service.max_in_flight <= 4
    assert max(service.numbers) <= 31 + 3


def test_prefetch_waits_for_a_slow_reader():
    service = PagedService(pages=100)
    with connected(service) as crm:
        for number, _ in enumerate(crm.persons.list(size=10, concurrency=4).pages(), 1):
            assert max(service.numbers) <= number + 3
            if number == 40:
                break


@pytest.mark.parametrize("concurrency", [1, 4])
def test_error_is_raised_after_the_pages_before_it(concurrency):
    service = PagedService(pages=30)
    service.failing[7] = 404
    with connected(service) as crm:
        seen = []
        with pytest.raises(NotFoundError):
            seen.extend(page[0].person_id for page in crm.persons.list(size=10, concurrency=concurrency).pages())
        pages = crm.persons.list(size=10, concurrency=concurrency).pages()
        assert [next(pages)[0].person_id for _ in range(6)] == list(range(1, 60, 10))
        with pytest.raises(NotFoundError):
            next(pages)
        assert list(pages) == []


def read_all(client, rows, read=lambda crm: crm.persons.list(size=2)) -> list[object]:
    """Read a list with a client of either kind, from a service that returns `rows(page number)`."""
    service = MockService(lambda request: httpx.Response(200, json=rows(number_of(request))))
    if client is WebCRM:
        with connected(service) as crm:
            return read(crm).to_list()

    async def main() -> list[object]:
        async with connected_async(service) as crm:
            return await read(crm).to_list()

    return asyncio.run(main())


EITHER = pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])


@EITHER
@pytest.mark.parametrize("concurrency", [1, 3])
@pytest.mark.parametrize("cycle", [1, 2, 3, 16])
def test_repeated_pages_raise(client, concurrency, cycle):
    def rows(number: int) -> list[dict[str, object]]:
        assert number <= 2 * cycle + concurrency
        first = number % cycle * 2 + 1
        return [{"PersonId": first, "PersonComment": f"read {number}"}, {"PersonId": first + 1}]

    with pytest.raises(UnexpectedResponseError, match=rf"Page {cycle + 1} of /Persons equals page 1 \(2 records\)"):
        read_all(client, rows, lambda crm: crm.persons.list(size=2, concurrency=concurrency))


@EITHER
@pytest.mark.parametrize("into", [None, PersonDto])
def test_repeated_pages_without_ids_are_detected_by_content_without_dates(client, into):
    def rows(number: int) -> list[dict[str, object]]:
        assert number <= 3
        name = "AB"[number % 2]
        return [{"PersonName": name, "PersonUpdatedAt": f"2026-11-28T12:00:{number:02}.123"}, {"PersonName": "-"}]

    with pytest.raises(UnexpectedResponseError, match=r"Page 3 of /Queries equals page 1 .*select the id too"):
        read_all(client, rows, lambda crm: crm.query("SELECT PersonName FROM Person", size=2, into=into))


@EITHER
def test_different_pages_with_equal_parts_are_no_repetition(client):
    pages = [
        # A record moved to the next page while the list was read.
        [{"PersonId": 1, "PersonName": "x"}, {"PersonId": 2, "PersonName": "x"}],
        [{"PersonId": 2, "PersonName": "x"}, {"PersonId": 3, "PersonName": "x"}],
        [{"PersonId": 3, "PersonName": "x"}, {"PersonId": 2, "PersonName": "x"}],
        [{"PersonId": 1, "PersonName": "x"}],
    ]
    assert len(read_all(client, lambda number: pages[number - 1])) == 7


@EITHER
@pytest.mark.parametrize("into", [None, PersonDto])
@pytest.mark.parametrize(
    "rows",
    [
        lambda number: [{"PersonId": 1, "ActivityId": 2 * number}, {"PersonId": 1, "ActivityId": 2 * number + 1}],
        lambda number: [{"PersonBirthday": f"20{number:02}-01-01T00:00:00"}] * 2,
        lambda number: [{"PersonName": str(number), "PersonId": None}] * 2,
    ],
    ids=["a join repeats ids", "only dates", "no ids"],
)
def test_rows_of_a_query_that_differ_are_no_repetition(client, into, rows):
    found = read_all(
        client,
        lambda number: rows(number)[: 2 if number < 20 else 1],
        lambda crm: crm.query("SELECT * FROM Person", size=2, into=into),
    )
    assert len(found) == 39


@EITHER
def test_equal_short_and_empty_pages_end_a_list(client):
    assert len(read_all(client, lambda _: [{"PersonId": 1}])) == 1
    assert read_all(client, lambda _: []) == []


@EITHER
def test_page_is_compared_with_the_last_16_only(client):
    ids = [*range(1, 18), 1]  # a real list, in which a page came 17 pages before
    rows = [[{"PersonId": id_}] for id_ in ids] + [[]]
    found = read_all(client, lambda number: rows[number - 1], lambda crm: crm.persons.list(size=1))
    assert [each.person_id for each in found] == ids


def test_closed_iterator_cancels_prefetch_threads():
    service = PagedService(pages=100)
    # Page 2 succeeds. The pages after it fail, and wait for their retry.
    service.failing.update(dict.fromkeys(range(3, 100), 503))
    clock = SimulatedClock()
    waiting = threading.Semaphore(0)
    wake_up = threading.Event()

    def sleep(seconds: float) -> None:
        waiting.release()
        assert wake_up.wait(timeout=60)
        clock.sleep(seconds)

    with connected(service, clock=clock, sleep=sleep, retries=Retries(initial_wait=100, max_wait=100)) as crm:
        pages = crm.persons.list(size=10, concurrency=4).pages()
        next(pages)
        next(pages)
        for _ in range(3):
            assert waiting.acquire(timeout=60)
        pages.close()
        wake_up.set()
        join_prefetch_threads()
        assert prefetch_threads() == []
        # Their waits were cancelled, so there was no retry.
        assert sorted(service.numbers) == [1, 2, 3, 4, 5]
        assert clock.now < 1000 + 10


@pytest.mark.parametrize("prefetch", [False, True])
def test_collected_iterator_leaves_no_thread(prefetch):
    with connected(PagedService(pages=100)) as crm:
        people = iter(crm.persons.list(size=10, concurrency=4))
        for _ in range(15 if prefetch else 1):
            next(people)
        assert bool(prefetch_threads()) == prefetch
        del people
        gc.collect()
        join_prefetch_threads()
        assert prefetch_threads() == []


def stalled_after(last: int, cancelled: list[int]) -> MockService:
    """Return a service that never returns pages after `last`, and adds those that are cancelled to a list."""
    paged = PagedService(pages=100)

    async def respond(request: httpx.Request) -> httpx.Response:
        number = number_of(request)
        try:
            if number > last:
                await anyio.sleep_forever()
        except anyio.get_cancelled_exc_class():
            cancelled.append(number)
            raise
        return paged.handler(request)

    return MockService(respond)


@EVENT_LOOPS
def test_closed_iterator_cancels_prefetch_tasks(run):
    cancelled: list[int] = []

    async def main() -> None:
        service = stalled_after(2, cancelled)
        async with AsyncWebCRM(TOKEN, transport=service, requests_per_minute=None) as crm:
            async with contextlib.aclosing(crm.persons.list(size=10, concurrency=4).pages()) as pages:
                seen = [(await anext(pages))[0].person_id for _ in range(2)]
                await anyio.wait_all_tasks_blocked()
            await anyio.wait_all_tasks_blocked()
            assert seen == [1, 11]
            assert sorted(cancelled) == [3, 4, 5]  # inside the event loop, which cancels all tasks when it ends

    run_in(run, main)


@EVENT_LOOPS
def test_cancelled_reader_cancels_prefetch_tasks(run):
    cancelled: list[int] = []

    async def main() -> None:
        service = stalled_after(1, cancelled)
        async with AsyncWebCRM(TOKEN, transport=service, requests_per_minute=None) as crm:

            async def read() -> None:
                async with contextlib.aclosing(crm.persons.list(size=10, concurrency=4).pages()) as pages:
                    async for _ in pages:
                        pass

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(read)
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()
            await anyio.wait_all_tasks_blocked()
            assert sorted(cancelled) == [2, 3, 4, 5]

    run_in(run, main)


@EVENT_LOOPS
@pytest.mark.parametrize("concurrency", [1, 4])
def test_async_pages_and_their_errors_are_ordered(run, concurrency):
    service = PagedService(pages=30)
    progress: list[tuple[int, int]] = []

    async def main() -> None:
        async with connected_async(service) as crm:
            pages = crm.persons.list(size=10, concurrency=concurrency, progress=lambda *each: progress.append(each))
            assert [each.person_id async for each in pages] == list(range(1, 301))
            service.failing[7] = 404
            with pytest.raises(NotFoundError):
                async with contextlib.aclosing(pages.pages()) as each:
                    assert [page async for page in each] == []

    run_in(run, main)
    assert progress[:31] == [(number, 10 * min(number, 30)) for number in range(1, 32)]
    assert progress[31:] == [(number, 10 * number) for number in range(1, 7)]
    assert service.max_in_flight <= concurrency


def test_client_closed_during_iteration_raises(sandbox, connect):
    for concurrency in (1, 3):
        crm = connect(sandbox)
        with pytest.raises(ConfigurationError, match="closed"):
            for _ in crm.persons.list(size=10, concurrency=concurrency):
                crm.close()


@pytest.mark.slow
def test_memory_stays_flat_over_a_thousand_pages(record_testsuite_property, watch, caplog):
    caplog.set_level(logging.INFO, logger="webcrm_ext")  # pytest keeps what is logged; so do both lists
    watch.logged = deque(maxlen=100)
    service = PagedService(pages=1000, size=20)
    service.requests = deque(maxlen=100)
    with connected(service, retries=Retries(max_attempts=1)) as crm:
        crm.persons.list(size=20).first()
        peaks = []
        tracemalloc.start()
        try:
            for number, page in enumerate(crm.persons.list(size=20).pages(), 1):
                assert isinstance(page[0], PersonDto)
                if number % 100 == 0:
                    peaks.append(tracemalloc.get_traced_memory()[1])
                    tracemalloc.reset_peak()
        finally:
            tracemalloc.stop()
    assert number == 1000
    # The lowest of several: what else runs in this process raises some, and memory that is kept raises all later ones.
    first, last = min(peaks[:5]), min(peaks[5:])
    record_testsuite_property("lowest peak of 100 pages among the first 500, bytes", first)
    record_testsuite_property("lowest peak of 100 pages among the other 500, bytes", last)
    assert last <= first * 1.1 + 50_000


@contextlib.contextmanager
def without_garbage_collection():
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_page_body_is_released_at_once(sandbox, connect):
    responses: list[weakref.ref[httpx.Response]] = []
    crm = connect(sandbox, event_hooks={"response": [lambda response: responses.append(weakref.ref(response))]})
    with without_garbage_collection():
        for _ in crm.persons.list(size=10).pages():
            assert responses[-1]() is None
    assert len(responses) > 2


@EVENT_LOOPS
def test_async_page_body_is_released_at_once(sandbox, run):
    responses: list[weakref.ref[httpx.Response]] = []

    async def record(response):
        responses.append(weakref.ref(response))

    async def main():
        async with AsyncWebCRM(
            sandbox.application_token, base_url=sandbox.url, event_hooks={"response": [record]}
        ) as crm:
            with without_garbage_collection():
                async for _ in crm.persons.list(size=10).pages():
                    assert responses[-1]() is None
        assert len(responses) > 2

    run_in(run, main)


# `ThreadPrefetcher` is used directly, to start four calls at the same moment.
def test_prefetch_threads_decode_one_at_a_time():
    started = threading.Barrier(4)
    decoding = threading.Lock()

    def run(call):
        started.wait(timeout=20)
        return call.reader(None)

    def reader(response):
        assert decoding.acquire(blocking=False)
        for _ in range(100):
            time.sleep(0)  # let other threads run
        decoding.release()
        return "decoded"

    calls = (Call(name="any", method="GET", path="/", reader=reader) for _ in count())
    with ThreadPrefetcher(run, calls, 4) as values:
        assert list(islice(values, 8)) == ["decoded"] * 8
    started.abort()


def logged_calls(log: list[tuple[str, int]]) -> Iterator[Call[int]]:
    """Return the calls for pages 1, 2, …, whose values are the page numbers. Decoding them is logged."""

    def call(number):
        def reader(_response):
            log.append(("decoded", number))
            return number

        return Call(name="any", method="GET", path="/Persons", query={"Page": number}, reader=reader)

    return map(call, count(1))


# `TaskPrefetcher` is used directly: no resource shows when its responses are decoded.
@EVENT_LOOPS
def test_prefetch_tasks_send_the_next_call_before_decoding(run):
    log = []

    async def respond(request: httpx.Request) -> httpx.Response:
        number = number_of(request)
        log.append(("sent", number))
        if number == 4:
            all_sent.set()
        await all_sent.wait()
        return httpx.Response(200, json=[])

    async def main():
        nonlocal all_sent
        all_sent = anyio.Event()
        async with AsyncWebCRM(TOKEN, transport=MockService(respond), requests_per_minute=None) as crm:
            with TaskPrefetcher(crm.run, logged_calls(log), 4) as values:
                assert [await values.next() for _ in range(4)] == [1, 2, 3, 4]

    all_sent = None
    run_in(run, main)
    # The responses to the first four arrive together.
    assert sorted(log[:4]) == [("sent", number) for number in range(1, 5)]
    assert log[4:11] == [
        *(("decoded", 1), ("sent", 5), ("decoded", 2), ("sent", 6), ("decoded", 3), ("sent", 7), ("decoded", 4)),
    ]


@EVENT_LOOPS
def test_failed_page_does_not_block_later_pages(run):
    service = PagedService(pages=30)
    service.failing[3] = 404
    log = []

    async def main():
        async with connected_async(service) as crm:
            with TaskPrefetcher(crm.run, logged_calls(log), 4) as values:
                assert [await values.next() for _ in range(2)] == [1, 2]
                with pytest.raises(NotFoundError):
                    await values.next()
                await anyio.wait_all_tasks_blocked()
                assert sorted(number for _, number in log) == [1, 2, 4, 5, 6]

    run_in(run, main)
