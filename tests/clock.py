"""A clock that many threads and tasks can sleep on, and that nobody waits for."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count

from webcrm_ext.sandbox import Sandbox
from webcrm_ext.transport.event_loops import wait_for_future


class MovedClock:
    """Stands until everybody at work sleeps; then it moves to the first wake-up, and the sandbox's with it.

    Where nobody has said that they are `at_work`, whoever sleeps moves it at once.
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
        self._fall_asleep(seconds).result(timeout=60)

    async def sleep_async(self, seconds: float) -> None:
        await wait_for_future(self._fall_asleep(seconds))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Hold the clock while this thread or task does something."""
        with self._lock:
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                self._move()

    def _fall_asleep(self, seconds: float) -> Future[None]:
        woken: Future[None] = Future()
        with self._lock:
            self.slept.append(seconds)
            heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), woken))
            self._move()
        return woken

    def _move(self) -> None:
        while self._sleepers and len(self._sleepers) >= self._at_work:
            then = max(self.now, self._sleepers[0][0])
            if self._sandbox is not None:
                self._sandbox.clock.advance(then - self.now)
            self.now = then
            while self._sleepers and self._sleepers[0][0] <= then:
                heapq.heappop(self._sleepers)[2].set_result(None)
