"""Pacing: at most so many requests in any 60 seconds, for all callers of one application token.

A place in the window is taken before a request goes out. While there is room that costs nothing, so
bursts go out at once; past it, callers wait in the order in which they came. A 429 stops all of them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx
from webcrm_api.readers import decode

from webcrm_ext.config import Config

WINDOW = 60.0
"""Seconds that the service's window is long."""

MARGIN = 0.05
"""Seconds added to the window, for the service's clock and ours are not one."""

_PLACE = "webcrm.place"
_UNTOLD = 1.0
"""Seconds to wait after a 429 that does not say how long."""


class Place:
    """One request's place in the window: when it was, or will be, counted by the service."""

    __slots__ = ("at",)

    def __init__(self, at: float) -> None:
        self.at = at


class Pacer:
    """A sliding window, for threads and tasks alike. It waits for nobody itself: it tells how long to wait."""

    def __init__(self, limit: int | None, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._places: deque[Place] = deque(maxlen=limit)
        self._stopped_until = float("-inf")

    def take(self) -> Place:
        """Take the next place; its time may lie ahead, and the caller waits for it."""
        with self._lock:
            at = max(self._clock(), self._stopped_until)
            if self._limit is not None and len(self._places) == self._limit:
                at = max(at, self._places[0].at + WINDOW + MARGIN)
            place = Place(at)
            self._places.append(place)
            return place

    def wait_for(self, place: Place) -> float:
        """Give the seconds still to wait for a place; a stop since it was taken moves it."""
        with self._lock:
            place.at = max(place.at, self._stopped_until)
            return place.at - self._clock()

    def answered(self, place: Place) -> None:
        """Note that a request was answered: the service counted it now at the latest, not when it was sent."""
        with self._lock:
            place.at = max(place.at, self._clock())

    def stop(self, seconds: float) -> None:
        """Let nobody send for so many seconds."""
        with self._lock:
            self._stopped_until = max(self._stopped_until, self._clock() + seconds)


def retry_after(response: httpx.Response) -> float:
    """Give the seconds that a 429 asks to wait: the larger of its header and its body. The body must be read."""
    told = [_seconds(response.headers.get("Retry-After"))]
    try:
        body = decode(response)
    except Exception:  # noqa: BLE001 - a 429 whose body cannot be read is a 429 all the same
        body = None
    if isinstance(body, dict):
        told.append(_seconds(body.get("RetryAfterSeconds")))
    return max(told) or _UNTOLD


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return 0.0
    return seconds if 0 <= seconds < float("inf") else 0.0


class PacingHooks:
    """httpx event hooks that keep every request in its place, logins and repetitions included."""

    def __init__(self, pacer: Pacer, config: Config) -> None:
        self._pacer = pacer
        self._config = config

    def before(self, request: httpx.Request) -> None:
        """Wait for a place, blocking."""
        place = request.extensions[_PLACE] = self._pacer.take()
        while (seconds := self._pacer.wait_for(place)) > 0:
            self._config.sleep(seconds)

    def after(self, response: httpx.Response) -> None:
        """Note the answer, and stop everybody when it is a 429."""
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            response.read()
        self._note(response)

    async def before_async(self, request: httpx.Request) -> None:
        """Wait for a place, awaiting."""
        place = request.extensions[_PLACE] = self._pacer.take()
        while (seconds := self._pacer.wait_for(place)) > 0:
            await self._config.sleep_async(seconds)

    async def after_async(self, response: httpx.Response) -> None:
        """Note the answer, and stop everybody when it is a 429."""
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            await response.aread()
        self._note(response)

    def _note(self, response: httpx.Response) -> None:
        self._pacer.answered(response.request.extensions[_PLACE])
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            self._pacer.stop(min(retry_after(response), self._config.retries.longest_rate_limit))
