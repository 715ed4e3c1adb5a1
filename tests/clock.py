"""A simulated clock for threads and tasks. Sleeping on it takes no real time."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count

from webcrm_ext.sandbox import Sandbox
from webcrm_ext.transport.event_loops import wait_for_future


class SimulatedClock:
    """Moves to the next wake-up when all threads and tasks in `at_work` sleep, together with the sandbox's clock.

    With no thread or task in `at_work`, every sleep moves it at once.
    """

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        self._sandbox = sandbox
        self._lock = threading.Lock()
        self._sleepers: list[tuple[float, int, Future[None]]] = []
        self._numbers = count()
        self._at_work = 0
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self._start_sleep(seconds).result(timeout=60)

    async def sleep_async(self, seconds: float) -> None:
        await wait_for_future(self._start_sleep(seconds))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Stop the clock while this thread or task is not asleep."""
        with self._lock:
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                self._advance()

    def _start_sleep(self, seconds: float) -> Future[None]:
        wake_up: Future[None] = Future()
        with self._lock:
            self.slept.append(seconds)
            heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), wake_up))
            self._advance()
        return wake_up

    def _advance(self) -> None:
        while self._sleepers and len(self._sleepers) >= self._at_work:
            target = max(self.now, self._sleepers[0][0])
            if self._sandbox is not None:
                self._sandbox.clock.advance(target - self.now)
            self.now = target
            while self._sleepers and self._sleepers[0][0] <= target:
                heapq.heappop(self._sleepers)[2].set_result(None)
