"""Prefetch: several calls in flight at once, their responses in order, never more than a fixed number."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import islice
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve
from webcrm_api.calls import Call

from webcrm_ext.transport.call_context import call_context

if TYPE_CHECKING:
    import anyio
    import httpx

    from webcrm_ext.transport.event_loops import BackgroundTask

_CHECKPOINTS = 4
"""Steps of an event loop until a task that was just started has sent its request; three were counted."""


class ThreadPrefetcher:
    """Iterates over the values of calls, each made by a thread. Leaving its `with` block cancels them.

    The threads have the context variables of the caller.

    Args:
        run: Makes a call.
        calls: The calls.
        limit: Calls that are in flight, or whose values wait to be taken, at most.
    """

    def __init__(self, run: Callable[[Call[Any]], Any], calls: Iterator[Call[Any]], limit: int) -> None:
        self._run = run
        self._calls = calls
        self._limit = limit
        self._cancelled = Event()
        self._decoding = Lock()
        self._pool = ThreadPoolExecutor(limit, thread_name_prefix="webcrm-pages")
        self._queue: deque[Future[Any]] = deque()

    def __iter__(self) -> Iterator[Any]:
        while True:
            for call in islice(self._calls, self._limit - len(self._queue)):
                self._queue.append(self._pool.submit(copy_context().run, self._read, call))
            if not self._queue:
                return
            yield self._queue.popleft().result()

    def _read(self, call: Call[Any]) -> Any:
        def decode_alone(response: httpx.Response) -> Any:
            # Python decodes one page at a time. If threads decoded together, they would also wait for the network
            # together; one after another, the next request is in flight while others are decoded.
            with self._decoding:
                return call.reader(response)

        with call_context(cancelled=self._cancelled):
            return self._run(evolve(call, reader=decode_alone))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cancelled.set()
        self._pool.shutdown(wait=False, cancel_futures=True)


class TaskPrefetcher:
    """Like `ThreadPrefetcher`, each call made by a task.

    Pages that arrive together would be decoded together, and then all tasks would wait for the network together. So
    each is decoded after the one before it, and the code that takes them runs in between: the next request is in
    flight while others are decoded.
    """

    def __init__(self, run: Callable[[Call[Any]], Awaitable[Any]], calls: Iterator[Call[Any]], limit: int) -> None:
        self._run = run
        self._calls = calls
        self._limit = limit
        self._queue: deque[BackgroundTask[Any]] = deque()
        self._last_decoded: anyio.Event | None = None

    async def next(self) -> Any:
        """Return the next value, or raise its error."""
        import anyio  # noqa: PLC0415 - comes with httpx; only async clients use it

        from webcrm_ext.transport.event_loops import start_task  # noqa: PLC0415 - loads asyncio

        for call in islice(self._calls, self._limit - len(self._queue)):
            previous, self._last_decoded = self._last_decoded, anyio.Event()
            self._queue.append(start_task(partial(self._read, call, previous, self._last_decoded)))
        # The task stays in the queue while it is waited for, so that it is cancelled at the end, too.
        value = await self._queue[0].result()
        self._queue.popleft()
        return value

    async def _read(self, call: Call[Any], previous: anyio.Event | None, decoded: anyio.Event) -> Any:
        from anyio.lowlevel import checkpoint  # noqa: PLC0415 - see above

        async def wait_for_previous() -> None:
            if previous is not None:
                await previous.wait()
            for _ in range(_CHECKPOINTS):
                await checkpoint()

        try:
            with call_context(before_decoding=wait_for_previous):
                return await self._run(call)
        finally:
            decoded.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for task in self._queue:
            task.cancel()
