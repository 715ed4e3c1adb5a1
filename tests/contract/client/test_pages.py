"""Lists: what they cost, in what order they come, how they end, and what is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import time
import tracemalloc
import weakref
from collections import deque
from itertools import count, islice, repeat

import anyio
import httpx
import pytest
from webcrm_api.calls import Call
from webcrm_api.models import PersonDto

from tests.clock import MovedClock
from tests.conftest import join_prefetch_threads, prefetch_threads
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, run_in
from webcrm_ext import AsyncWebCRM, ConfigurationError, NotFoundError, Retries, UnexpectedResponseError, WebCRM
from webcrm_ext.paging.prefetch import TaskPrefetcher, ThreadPrefetcher


class PagedService(MockService):
    """Answers pages of numbered persons, and counts what is under way at once."""

    def __init__(self, pages: int, size: int = 10) -> None:
        super().__init__(self._page)
        self._pages = pages
        self._size = size
        self.failing: dict[int, int] = {}
        self.gate: dict[int, threading.Event] = {}
        self.under_way = self.most_under_way = 0

    @property
    def numbers(self) -> list[int]:
        """Which pages were asked for."""
        return [number_of(request) for request in self.asked if "Page" in request.url.params]

    def _page(self, request: httpx.Request) -> httpx.Response:
        number = number_of(request)
        with self._lock:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
        if number in self.gate:
            assert self.gate[number].wait(timeout=60)
        with self._lock:
            self.under_way -= 1
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
    async def answer(request: httpx.Request) -> httpx.Response:
        await anyio.lowlevel.checkpoint()
        return service.handler(request)

    return AsyncWebCRM(TOKEN, transport=httpx.MockTransport(answer), **{"requests_per_minute": None, **settings})


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
    service.gate[2] = threading.Event()
    with connected(service) as crm:
        pages = crm.persons.list(size=10, concurrency=4).pages()
        assert next(pages)[0].person_id == 1
        assert service.numbers == [1]  # most lists end there
        service.gate[2].set()
        assert [page[0].person_id for page in pages] == list(range(11, 300, 10))
    assert service.most_under_way <= 4
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


@pytest.mark.parametrize("concurrency", [1, 3])
def test_repeated_page_raises(concurrency):
    service = MockService(lambda _: httpx.Response(200, json=[{"PersonId": 1}] * 10))
    with connected(service) as crm:
        with pytest.raises(UnexpectedResponseError, match="does not seem to page"):
            crm.persons.list(size=10, concurrency=concurrency).to_list()

    async def main() -> None:
        async with connected_async(service) as crm:
            with pytest.raises(UnexpectedResponseError, match="does not seem to page"):
                await crm.persons.list(size=10, concurrency=concurrency).to_list()

    asyncio.run(main())


def test_closed_iterator_cancels_prefetch_threads():
    service = PagedService(pages=100)
    # Page 2 comes; those behind it wait before they are asked for again.
    service.failing.update(dict.fromkeys(range(3, 100), 503))
    clock = MovedClock()
    waiting = threading.Semaphore(0)
    hold = threading.Event()

    def sleep(seconds: float) -> None:
        waiting.release()
        assert hold.wait(timeout=60)
        clock.sleep(seconds)

    with connected(service, clock=clock, sleep=sleep, retries=Retries(initial_wait=100, max_wait=100)) as crm:
        pages = crm.persons.list(size=10, concurrency=4).pages()
        next(pages)
        next(pages)
        for _ in range(3):
            assert waiting.acquire(timeout=60)
        pages.close()
        hold.set()
        join_prefetch_threads()
        assert prefetch_threads() == []
        # They were stopped in the middle of the wait, and not asked for again.
        assert sorted(service.numbers) == [1, 2, 3, 4, 5]
        assert clock.now < 1000 + 10


@pytest.mark.parametrize("ahead", [False, True])
def test_collected_iterator_leaves_no_thread(ahead):
    with connected(PagedService(pages=100)) as crm:
        people = iter(crm.persons.list(size=10, concurrency=4))
        for _ in range(15 if ahead else 1):
            next(people)
        assert bool(prefetch_threads()) == ahead
        del people
        gc.collect()
        join_prefetch_threads()
        assert prefetch_threads() == []


def stuck_behind(last: int, cancelled: list[int]) -> MockService:
    """A service that never answers pages behind one, and writes down those of them that are given up."""
    paged = PagedService(pages=100)

    async def answer(request: httpx.Request) -> httpx.Response:
        number = number_of(request)
        try:
            if number > last:
                await anyio.sleep_forever()
        except anyio.get_cancelled_exc_class():
            cancelled.append(number)
            raise
        return paged.handler(request)

    return MockService(answer)


@EVENT_LOOPS
def test_closed_iterator_cancels_prefetch_tasks(run):
    cancelled: list[int] = []

    async def main() -> None:
        service = stuck_behind(2, cancelled)
        async with AsyncWebCRM(TOKEN, transport=service, requests_per_minute=None) as crm:
            async with contextlib.aclosing(crm.persons.list(size=10, concurrency=4).pages()) as pages:
                seen = [page[0].person_id async for page, _ in _zipped(pages, 2)]
                await anyio.wait_all_tasks_blocked()
            await anyio.wait_all_tasks_blocked()
            assert seen == [1, 11]
            assert sorted(cancelled) == [3, 4, 5]  # here, for an event loop that ends cancels whatever is left

    run_in(run, main)


async def _zipped(pages, most):
    for number in range(most):
        yield await anext(pages), number


@EVENT_LOOPS
def test_cancelled_reader_cancels_prefetch_tasks(run):
    cancelled: list[int] = []

    async def main() -> None:
        service = stuck_behind(1, cancelled)
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
    told: list[tuple[int, int]] = []

    async def main() -> None:
        async with connected_async(service) as crm:
            pages = crm.persons.list(size=10, concurrency=concurrency, progress=lambda *each: told.append(each))
            assert [each.person_id async for each in pages] == list(range(1, 301))
            service.failing[7] = 404
            with pytest.raises(NotFoundError):
                async with contextlib.aclosing(pages.pages()) as each:
                    assert [page async for page in each] == []

    run_in(run, main)
    assert told[:31] == [(number, 10 * min(number, 30)) for number in range(1, 32)]
    assert told[31:] == [(number, 10 * number) for number in range(1, 7)]
    assert service.most_under_way <= concurrency


def test_client_closed_during_iteration_raises(sandbox, connect):
    for concurrency in (1, 3):
        crm = connect(sandbox)
        with pytest.raises(ConfigurationError, match="closed"):
            for _ in crm.persons.list(size=10, concurrency=concurrency):
                crm.close()


@pytest.mark.slow
def test_memory_stays_flat_over_a_thousand_pages(record_testsuite_property, watch):
    watch.logged = deque(maxlen=100)  # which would grow with every page
    service = PagedService(pages=1000, size=20)
    service.asked = deque(maxlen=100)
    with connected(service, retries=Retries(max_attempts=1)) as crm:
        crm.persons.list(size=20).first()
        peaks = []
        tracemalloc.start()
        try:
            for number, page in enumerate(crm.persons.list(size=20).pages(), 1):
                assert isinstance(page[0], PersonDto)
                if number in (500, 1000):
                    peaks.append(tracemalloc.get_traced_memory()[1])
                    tracemalloc.reset_peak()
        finally:
            tracemalloc.stop()
    assert number == 1000
    record_testsuite_property("peak of the first 500 pages, bytes", peaks[0])
    record_testsuite_property("peak of the other 500 pages, bytes", peaks[1])
    assert peaks[1] <= peaks[0] * 1.1 + 50_000


@contextlib.contextmanager
def without_collecting():
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_page_body_is_released_at_once(sandbox, connect):
    answers: list[weakref.ref[httpx.Response]] = []
    crm = connect(sandbox, event_hooks={"response": [lambda answer: answers.append(weakref.ref(answer))]})
    with without_collecting():
        for _ in crm.persons.list(size=10).pages():
            assert answers[-1]() is None
    assert len(answers) > 2


@EVENT_LOOPS
def test_async_page_body_is_released_at_once(sandbox, run):
    answers: list[weakref.ref[httpx.Response]] = []

    async def heard(answer):
        answers.append(weakref.ref(answer))

    async def main():
        async with AsyncWebCRM(
            sandbox.application_token, base_url=sandbox.url, event_hooks={"response": [heard]}
        ) as crm:
            with without_collecting():
                async for _ in crm.persons.list(size=10).pages():
                    assert answers[-1]() is None
        assert len(answers) > 2

    run_in(run, main)


def test_prefetch_threads_decode_one_at_a_time():
    arrived = threading.Barrier(4)
    decoding = threading.Lock()

    def run(call):
        arrived.wait(timeout=20)
        return call.reader(None)

    def reader(response):
        assert decoding.acquire(blocking=False)
        for _ in range(100):
            time.sleep(0)  # any other thread may go on
        decoding.release()
        return "decoded"

    calls = (Call(name="any", method="GET", path="/", reader=reader) for _ in count())
    with ThreadPrefetcher(run, calls, 4) as answers:
        assert list(islice(answers, 8)) == ["decoded"] * 8
    arrived.abort()


@EVENT_LOOPS
def test_prefetch_tasks_send_the_next_call_before_decoding(run):
    log = []

    async def answer(request: httpx.Request) -> httpx.Response:
        number = number_of(request)
        log.append(("asked", number))
        if number == 4:
            all_asked.set()
        await all_asked.wait()
        return httpx.Response(200, json=[])

    def call(number):
        def reader(_response):
            log.append(("decoded", number))
            return number

        return Call(name="any", method="GET", path="/Persons", query={"Page": number}, reader=reader)

    async def main():
        nonlocal all_asked
        all_asked = anyio.Event()
        async with AsyncWebCRM(TOKEN, transport=MockService(answer), requests_per_minute=None) as crm:
            with TaskPrefetcher(crm.run, map(call, count(1)), 4) as answers:
                assert [await answers.next() for _ in range(4)] == [1, 2, 3, 4]

    all_asked = None
    run_in(run, main)
    # All four came together.
    assert sorted(log[:4]) == [("asked", number) for number in range(1, 5)]
    assert log[4:11] == [
        *(("decoded", 1), ("asked", 5), ("decoded", 2), ("asked", 6), ("decoded", 3), ("asked", 7), ("decoded", 4)),
    ]


@EVENT_LOOPS
def test_failed_page_does_not_block_later_pages(run):
    service = PagedService(pages=30)
    service.failing[3] = 404

    async def main():
        async with connected_async(service) as crm:
            answers = TaskPrefetcher(crm.run, map(crm.persons.list(size=10)._listing.call, count(1), repeat(10)), 4)
            with answers:
                assert [page[0].person_id for page in [await answers.next() for _ in range(2)]] == [1, 11]
                with pytest.raises(NotFoundError):
                    await answers.next()
                assert (await answers._queue[1].result())[0].person_id == 31

    run_in(run, main)
