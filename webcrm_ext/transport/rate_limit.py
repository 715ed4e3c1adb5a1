"""Pacing: at most so many requests in any 60 seconds, for all callers of one application token.

A place in the line is taken before a request goes out. While the window has room that costs nothing, so
bursts go out at once; past it, callers wait in the order in which they came. A login goes before those who
wait, for they cannot do without it. Who gives up while waiting leaves the line, and its place is not lost.
A 429 stops all of them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import islice, takewhile
from typing import Any

import httpx

from webcrm_ext.config import Config
from webcrm_ext.errors import RateLimitError
from webcrm_ext.operations import Pause
from webcrm_ext.transport.lifetime import Lifetime
from webcrm_ext.transport.retry_after import retry_after

WINDOW = 60.0
"""Seconds that the service's window is long."""

MARGIN = 0.05
"""Seconds added to the window, for the service's clock and ours are not one."""


class Place:
    """One request's place in the line.

    Attributes:
        number: The place's number in the line.
        at: When the service counted the request, or will, as far as is known.
        waits: Whether the request has not gone out yet.
    """

    __slots__ = ("at", "number", "waits")

    def __init__(self, number: int, at: float) -> None:
        self.number = number
        self.at = at
        self.waits = True


class Pacer:
    """A sliding window, for threads and tasks alike. It waits for nobody itself: it tells how long to wait."""

    def __init__(self, limit: int | None, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._line: deque[Place] = deque()
        self._stopped_at = float("-inf")
        self._stopped_until = float("-inf")

    def take(self, *, urgent: bool = False) -> Place:
        """Take the next place, or with `urgent` one before those who wait.

        Not before one who waits while somebody behind has gone: to move that one back would make room that is not
        there.
        """
        with self._lock:
            self._forget()
            place = Place(self._line[-1].number + 1 if self._line else 0, self._clock())
            waiting = sum(1 for _ in takewhile(lambda each: each.waits, reversed(self._line))) if urgent else 0
            if not waiting:
                self._line.append(place)
                return place
            index = len(self._line) - waiting
            place.number = self._line[index].number
            self._renumber(index, 1)
            self._line.insert(index, place)
            return place

    def wait_for(self, place: Place, bearable: float = float("inf")) -> float:
        """Give the seconds still to wait for a place; at 0 it counts as used.

        A stop that is longer than is bearable is not waited for: it is refused, or the service is asked again.
        """
        with self._lock:
            now = self._clock()
            before = self._before(place)
            stopped_until = self._stopped_until if self._stopped_until - now <= bearable else now
            place.at = max(now, stopped_until, before.at + WINDOW + MARGIN if before else now)
            place.waits = place.at > now
            return place.at - now

    def give_back(self, place: Place) -> None:
        """Leave the line; those behind move up."""
        with self._lock:
            if place.waits:
                index = place.number - self._line[0].number
                self._renumber(index + 1, -1)
                del self._line[index]

    def answered(self, place: Place) -> None:
        """Note that a request is over, and was counted by now."""
        with self._lock:
            place.at = max(place.at, self._clock())

    def stop(self, seconds: float) -> None:
        """Let nobody send for so many seconds, which each caller waits for or not, by what is bearable to it."""
        with self._lock:
            self._stopped_at = self._clock()
            self._stopped_until = max(self._stopped_until, self._stopped_at + seconds)

    def refused_for(self, bearable: float) -> float:
        """Give the seconds that the service will refuse calls for, longer than is bearable; 0 where it will not.

        Refusing ends after what is bearable, so that a service that recovers early is seen to.
        """
        with self._lock:
            now = self._clock()
            left = self._stopped_until - now
            return left if left > bearable and now < self._stopped_at + bearable else 0.0

    def _renumber(self, start: int, by: int) -> None:
        for place in islice(self._line, start, None):
            place.number += by

    def _before(self, place: Place) -> Place | None:
        """Give the place that must be a window old before this one is due."""
        if self._limit is None:
            return None
        index = place.number - self._line[0].number - self._limit
        return self._line[index] if index >= 0 else None

    def _forget(self) -> None:
        # Nobody looks further back than one window's worth of places, nor than two when others leave the line.
        most = 2 * (self._limit or 0)
        while len(self._line) > most and not self._line[0].waits:
            if most and self._line[most].waits:
                return
            self._line.popleft()


class Pacing:
    """Keeps every request in its place, logins and repetitions included."""

    def __init__(self, config: Config, lifetime: Lifetime) -> None:
        self._pacer = Pacer(config.requests_per_minute, config.clock)
        self._config = config
        self._lifetime = lifetime

    def turn(self, request: httpx.Request, *, urgent: bool = False) -> Generator[Pause, None, tuple[Place, bool]]:
        """Wait for a request's place, in pauses; give it, and whether it was waited for.

        Raises:
            RateLimitError: The service said that the wait is longer than is bearable.
            ConfigurationError: The client was closed meanwhile.
        """
        place = self._pacer.take(urgent=urgent)
        waited = False
        try:
            while (seconds := self._seconds_for(place, request)) > 0:
                waited = True
                yield Pause(seconds)
        except BaseException:
            self._pacer.give_back(place)
            raise
        return place, waited

    @contextmanager
    def counted(self, place: Place) -> Iterator[None]:
        """Note when a request is over: the service counted it now at the latest, not when it was sent."""
        try:
            yield
        finally:
            self._pacer.answered(place)

    def obey(self, response: httpx.Response) -> None:
        """Stop everybody for as long as a 429 asks, as far as it is read; pass over other answers."""
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            self._pacer.stop(retry_after(response))

    def _seconds_for(self, place: Place, request: httpx.Request) -> float:
        """Give the seconds that a request still waits for its place, unless it is not to go out at all."""
        self._lifetime.check()
        longest = bearable(request, self._config)
        seconds = self._pacer.refused_for(longest)
        if seconds > 0:
            raise RateLimitError(
                status=httpx.codes.TOO_MANY_REQUESTS,
                message="the service asked all callers of this application token to wait; nothing was sent",
                kind=None,
                method=request.method,
                path=request.url.path,
                body="",
                retry_after=seconds,
            )
        return self._pacer.wait_for(place, longest)


_BEARABLE = "webcrm.max_rate_limit_wait"


def with_bearable(config: Config) -> dict[str, Any]:
    """Give the request extension that says which wait the caller's settings bear."""
    return {_BEARABLE: config.retries.max_rate_limit_wait}


def bearable(request: httpx.Request, config: Config) -> float:
    """Give the longest wait that a 429 may ask for."""
    seconds: float = request.extensions.get(_BEARABLE, config.retries.max_rate_limit_wait)
    return seconds
