"""Reading ahead: calls under way at once, their answers in order, never more than so many."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve
from webcrm_api.calls import Call

from webcrm_ext.transport.cancellation import abandoned_by
from webcrm_ext.transport.decode_order import in_turn

if TYPE_CHECKING:
    import anyio
    import httpx

    from webcrm_ext.transport.event_loops import BackgroundTask

_STEPS_TO_SEND = 4
"""Steps of an event loop in which a call gets from its start to the network; three were counted."""


class ThreadsAhead:
    """The answers to calls without end, each made by a thread; leaving it ends them.

    Args:
        run: Makes a call.
        calls: The calls.
        most: How many are under way or wait for being taken, at the most.
    """

    def __init__(self, run: Callable[[Call[Any]], Any], calls: Iterator[Call[Any]], most: int) -> None:
        self._run = run
        self._calls = calls
        self._most = most
        self._unwanted = Event()
        self._decoding = Lock()
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="webcrm-pages")
        self._under_way: deque[Future[Any]] = deque()

    def __iter__(self) -> Iterator[Any]:
        while True:
            while len(self._under_way) < self._most:
                self._under_way.append(self._pool.submit(self._read, next(self._calls)))
            yield self._under_way.popleft().result()

    def _read(self, call: Call[Any]) -> Any:
        def decode_in_turn(response: httpx.Response) -> Any:
            # Python decodes one page at a time anyway. Side by side they would all be done together, and then all
            # wait for the network together; in turn, the next is on its way while others are decoded.
            with self._decoding:
                return call.reader(response)

        with abandoned_by(self._unwanted):
            return self._run(evolve(call, reader=decode_in_turn))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unwanted.set()
        self._pool.shutdown(wait=False, cancel_futures=True)


class TasksAhead:
    """As `ThreadsAhead`, each call made by a task.

    Pages that came together would be decoded one after the other before anything else is done, and then all
    wait for the network together. So each is decoded in its turn, and in between whoever takes them has a go:
    the next call is on its way while others are decoded.
    """

    def __init__(self, run: Callable[[Call[Any]], Awaitable[Any]], calls: Iterator[Call[Any]], most: int) -> None:
        self._run = run
        self._calls = calls
        self._most = most
        self._under_way: deque[BackgroundTask[Any]] = deque()
        self._last_decoded: anyio.Event | None = None

    async def next(self) -> Any:
        """Give the next answer, or raise its error."""
        import anyio  # noqa: PLC0415 - comes with httpx, and is for those who await

        from webcrm_ext.transport.event_loops import start  # noqa: PLC0415

        while len(self._under_way) < self._most:
            before, self._last_decoded = self._last_decoded, anyio.Event()
            self._under_way.append(start(partial(self._read, next(self._calls), before, self._last_decoded)))
        # It stays in the line while it is waited for, so that it too is cancelled at the end.
        answer = await self._under_way[0].result()
        self._under_way.popleft()
        return answer

    async def _read(self, call: Call[Any], before: anyio.Event | None, decoded: anyio.Event) -> Any:
        from anyio.lowlevel import checkpoint  # noqa: PLC0415 - see above

        async def turn() -> None:
            if before is not None:
                await before.wait()
            for _ in range(_STEPS_TO_SEND):
                await checkpoint()

        try:
            with in_turn(turn):
                return await self._run(call)
        finally:
            decoded.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for task in self._under_way:
            task.cancel()
