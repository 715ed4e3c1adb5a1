"""The rate limit: at most so many requests in any 60 seconds, for all callers of one application token.

A call reserves a slot before its request is sent. While the window has room, slots are due at once, so bursts are sent
without a wait; beyond that, callers queue first come, first served. A caller that is cancelled releases its slot. A 429
blocks all callers for as long as its `Retry-After` says. Everything about the limit and about 429 is in this module:

    RateLimiter, Reservation    the protocol, for other implementations
    LocalRateLimiter            the default: a sliding window in this process
    RateLimit                   the limit of one client: reserves slots, and obeys 429s
    requested_wait              how long a 429 asks to wait
"""

from __future__ import annotations

import datetime
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from webcrm_api.errors import UnexpectedContent
from webcrm_api.readers import decode

from webcrm_ext.errors import RateLimitError
from webcrm_ext.operations import Pause, RunBlocking

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.config import Config, Retries

WINDOW = 60.0
"""Seconds of the service's sliding window (documented)."""

MARGIN = 0.05
"""Seconds added to the window, for the clocks of service and client differ."""

TOO_MANY_REQUESTS = 429

_DEFAULT_WAIT = 1.0
"""Seconds to wait after a 429 without a usable `Retry-After`."""


class Reservation(Protocol):
    """A slot for one request.

    Attributes:
        wait: Seconds until the request may be sent, 0 for now. Read it again after sleeping: it can shrink when another
            caller releases its slot, and grow when a 429 blocks the key.
    """

    @property
    def wait(self) -> float: ...  # noqa: D102 - documented above


class RateLimiter(Protocol):
    """Counts requests by key, for all callers that share it. No method sleeps; all are thread-safe.

    A key identifies base URL and application token, and shows neither; it is the key of the token store. The async
    client may call the methods in a thread.
    """

    def acquire(self, key: str, requests_per_minute: int | None) -> Reservation:
        """Reserve the next slot; None means no limit, so that only a block makes callers wait."""
        ...

    def confirm(self, reservation: Reservation) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        ...

    def release(self, reservation: Reservation) -> None:
        """Return a slot whose request was not sent to the queue."""
        ...

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        ...


class _Slot:
    """A reservation in a queue: its number there, when its request was sent at the earliest, and whether it waits."""

    __slots__ = ("__weakref__", "number", "queue", "sent_at", "waiting")

    def __init__(self, queue: _Queue, number: int, now: float) -> None:
        self.queue = queue
        self.number = number
        self.sent_at = now
        self.waiting = True

    @property
    def wait(self) -> float:
        return self.queue.wait_for(self)


class _Queue:
    """The slots of one key, in the order in which they were acquired."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.limit: int | None = None
        self._clock = clock
        self._lock = threading.Lock()
        self._slots: deque[_Slot] = deque()
        self._blocked_until = float("-inf")

    def acquire(self, limit: int | None) -> _Slot:
        with self._lock:
            self.limit = limit
            slots = self._slots
            # A slot is compared with the one that is `limit` before it. Releases move that back by as many at most.
            kept = 2 * (limit or 0)
            while len(slots) > kept and not slots[0].waiting and not (kept and slots[kept].waiting):
                slots.popleft()
            slot = _Slot(self, slots[-1].number + 1 if slots else 0, self._clock())
            slots.append(slot)
            return slot

    def wait_for(self, slot: _Slot) -> float:
        with self._lock:
            now = self._clock()
            due = max(now, self._blocked_until)
            if self.limit is not None:
                before = slot.number - self._slots[0].number - self.limit
                if before >= 0:
                    due = max(due, self._slots[before].sent_at + WINDOW + MARGIN)
            slot.sent_at = due
            slot.waiting = due > now
            return due - now

    def confirm(self, slot: _Slot) -> None:
        with self._lock:
            slot.sent_at = max(slot.sent_at, self._clock())

    def release(self, slot: _Slot) -> None:
        with self._lock:
            index = slot.number - self._slots[0].number
            if slot.waiting:
                for later in islice(self._slots, index + 1, None):
                    later.number -= 1
                del self._slots[index]
            elif self.limit is not None and index >= self.limit:
                # Due, but not sent: the slot that is compared with this one may be sent as soon as this one was due.
                slot.sent_at = self._slots[index - self.limit].sent_at

    def block(self, seconds: float) -> None:
        with self._lock:
            self._blocked_until = max(self._blocked_until, self._clock() + seconds)


class LocalRateLimiter:
    """A sliding window in this process. Pass one to several clients of a token, and they share the limit.

    Args:
        clock: Returns seconds that only increase; for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}

    def acquire(self, key: str, requests_per_minute: int | None) -> _Slot:
        """Reserve the next slot of a key."""
        return (self._queues.get(key) or self._queue(key)).acquire(requests_per_minute)

    def confirm(self, reservation: _Slot) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        reservation.queue.confirm(reservation)

    def release(self, reservation: _Slot) -> None:
        """Return a slot whose request was not sent to the queue; later slots move forward."""
        reservation.queue.release(reservation)

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        self._queue(key).block(seconds)

    def _queue(self, key: str) -> _Queue:
        with self._lock:
            return self._queues.setdefault(key, _Queue(self._clock))


class RateLimit:
    """The rate limit of one client and its copies.

    Args:
        config: The settings.
        key: The key for the rate limiter.
        check_open: Raises where the client is closed; called before a request and after each wait.
    """

    def __init__(self, config: Config, key: str, check_open: Callable[[], None]) -> None:
        self._limiter: Any = config.rate_limiter or LocalRateLimiter(config.clock)
        # Others may use the network.
        self._may_block = not isinstance(self._limiter, LocalRateLimiter)
        self._limit = config.requests_per_minute
        self._clock = config.clock
        self._key = key
        self._check_open = check_open
        self._blocked_at = float("-inf")
        self._blocked_until = float("-inf")

    def reserve(self, method: str, path: str, retries: Retries) -> Generator[Pause | RunBlocking, Any, Reservation]:
        """Reserve a slot and wait until it is due.

        Raises:
            RateLimitError: A 429 asked for a longer wait than `max_rate_limit_wait`; nothing was sent.
            ConfigurationError: The client is closed.
        """
        self._check_open()
        reservation: Reservation
        if self._may_block:
            reservation = yield RunBlocking(lambda: self._limiter.acquire(self._key, self._limit))
        else:
            reservation = self._limiter.acquire(self._key, self._limit)
        try:
            # Wait for a block first: the slot counts as used once its own wait is over.
            while (seconds := self._blocked_seconds(method, path, retries.max_rate_limit_wait) or reservation.wait) > 0:
                yield Pause(seconds)
                self._check_open()
        except BaseException:
            self._limiter.release(reservation)
            raise
        return reservation

    def release(self, reservation: Reservation) -> None:
        """Return a slot whose request was not sent to the queue."""
        self._limiter.release(reservation)

    def confirm(self, reservation: Reservation) -> Generator[RunBlocking, Any, None]:
        """Record that a request is over."""
        if self._may_block:
            yield RunBlocking(lambda: self._limiter.confirm(reservation))
        else:
            self._limiter.confirm(reservation)

    def obey(self, response: httpx.Response) -> None:
        """Block this client for as long as a 429 asks; other responses are ignored.

        Call it when the headers arrive, for a body can take its time, and once more with the body.
        """
        if response.status_code == TOO_MANY_REQUESTS:
            self._blocked_at = self._clock()
            self._blocked_until = max(self._blocked_until, self._blocked_at + _wait_of(response))

    def share_block(self, response: httpx.Response, retries: Retries) -> Generator[RunBlocking, Any, None]:
        """Block all who share the rate limiter for as long as a 429 asks, up to `max_rate_limit_wait`."""
        seconds = requested_wait(response)
        if seconds is not None:
            seconds = min(seconds, retries.max_rate_limit_wait)
            if self._may_block:
                yield RunBlocking(lambda: self._limiter.block(self._key, seconds))
            else:
                self._limiter.block(self._key, seconds)

    def _blocked_seconds(self, method: str, path: str, max_wait: float) -> float:
        """Return the seconds that a 429 still blocks this caller for; 0 where it is not blocked."""
        now = self._clock()
        seconds = self._blocked_until - now
        if seconds <= max_wait:
            return max(0.0, seconds)
        if now >= self._blocked_at + max_wait:
            return 0.0  # ask again: the service may have recovered early
        raise RateLimitError(
            status=TOO_MANY_REQUESTS,
            message="the service asked all callers of this application token to wait; nothing was sent",
            kind=None,
            method=method,
            path=path,
            body="",
            retry_after=seconds,
        )


def requested_wait(response: httpx.Response) -> float | None:
    """Return the seconds that a 429 asks to wait, at least 1 where it names none; None for other responses.

    That is the larger of the header `Retry-After` (seconds or a date) and of `RetryAfterSeconds` in the body.
    """
    return _wait_of(response) if response.status_code == TOO_MANY_REQUESTS else None


def _wait_of(response: httpx.Response) -> float:
    header = response.headers.get("Retry-After", "")
    seconds = _seconds(header) or _seconds_until(header, response.headers.get("Date"))
    if response.is_closed:  # the body has been read
        try:
            body = decode(response)
        except UnexpectedContent:
            body = None
        if isinstance(body, dict):
            seconds = max(seconds, _seconds(body.get("RetryAfterSeconds")))
    return seconds or _DEFAULT_WAIT


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return seconds if 0 <= seconds < float("inf") else 0.0


def _seconds_until(date: str, now: str | None) -> float:
    """Return the seconds until a date in `Retry-After`, by the service's own clock where it sends a `Date`."""
    then = _date(date)
    if then is None:
        return 0.0
    return max(0.0, (then - (_date(now or "") or datetime.datetime.now(datetime.UTC))).total_seconds())


def _date(text: str) -> datetime.datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=datetime.UTC)
