"""The rate limit: at most so many requests in any 60 seconds, for all callers of one application token.

A call reserves a slot before its request is sent. While the window has room, slots are due at once, so bursts are sent
without a wait; beyond that, callers queue first come, first served. A caller that is cancelled releases its slot. A 429
blocks all callers for as long as its `Retry-After` says. Everything about the limit and about 429 is in this module:

    RateLimiter, Reservation    the protocol, for other implementations
    LocalRateLimiter            the default: a sliding window in this process
    RateLimit                   the limit of one client: reserves slots, and respects 429s
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

from attrs import define, field
from webcrm_api.errors import UnexpectedContent
from webcrm_api.readers import decode

from webcrm_ext.errors import RateLimitError
from webcrm_ext.operations import Pause, RunBlocking

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.config import Config, Retries
    from webcrm_ext.transport.connection import ConnectionState

WINDOW = 60.0
"""Seconds of the service's sliding window (documented)."""

MARGIN = 0.05
"""Seconds added to the window, because the clocks of service and client differ."""

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
        """Release a slot whose request was not sent."""
        ...

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        ...


@define(eq=False)
class _Queue:
    """The slots of one key, in the order in which they were acquired."""

    clock: Callable[[], float]
    limit: int | None = None
    slots: deque[_Slot] = field(factory=deque)
    blocked_until: float = float("-inf")
    lock: threading.Lock = field(factory=threading.Lock)


@define(eq=False)
class _Slot:
    """A reservation.

    Attributes:
        queue: The queue of its key.
        number: Its number in the queue.
        sent_at: When its request was sent, or can be sent at the earliest.
        waiting: Whether it is not due yet.
    """

    queue: _Queue
    number: int
    sent_at: float
    waiting: bool = True

    @property
    def wait(self) -> float:
        """Seconds until the request may be sent; at 0 the slot counts as used."""
        queue = self.queue
        with queue.lock:
            now = queue.clock()
            due = max(now, queue.blocked_until)
            if queue.limit is not None:
                before = self.number - queue.slots[0].number - queue.limit
                if before >= 0:
                    due = max(due, queue.slots[before].sent_at + WINDOW + MARGIN)
            self.sent_at = due
            self.waiting = due > now
            return due - now


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
        queue = self._queues.get(key) or self._create_queue(key)
        with queue.lock:
            queue.limit = requests_per_minute
            slots = queue.slots
            # A slot is compared with the one that is `limit` before it. Releases move that back by as many at most.
            kept = 2 * (requests_per_minute or 0)
            while len(slots) > kept and not slots[0].waiting and not (kept and slots[kept].waiting):
                slots.popleft()
            slot = _Slot(queue, slots[-1].number + 1 if slots else 0, queue.clock())
            slots.append(slot)
            return slot

    def confirm(self, reservation: _Slot) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        queue = reservation.queue
        with queue.lock:
            reservation.sent_at = max(reservation.sent_at, queue.clock())

    def release(self, reservation: _Slot) -> None:
        """Release a slot whose request was not sent; later slots move forward."""
        queue = reservation.queue
        with queue.lock:
            index = reservation.number - queue.slots[0].number
            if reservation.waiting:
                for later in islice(queue.slots, index + 1, None):
                    later.number -= 1
                del queue.slots[index]
            elif queue.limit is not None and index >= queue.limit:
                # Due, but not sent: the slot that is compared with this one may be sent as soon as this one was due.
                reservation.sent_at = queue.slots[index - queue.limit].sent_at

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        queue = self._create_queue(key)
        with queue.lock:
            queue.blocked_until = max(queue.blocked_until, queue.clock() + seconds)

    def _create_queue(self, key: str) -> _Queue:
        with self._lock:
            return self._queues.setdefault(key, _Queue(self._clock))


class RateLimit:
    """The rate limit of one client and its copies.

    Args:
        config: The settings.
        key: The key for the rate limiter.
        state: Whether the client is closed; checked before a request and after each wait.
    """

    def __init__(self, config: Config, key: str, state: ConnectionState) -> None:
        self._limiter: Any = config.rate_limiter or LocalRateLimiter(config.clock)
        # Others may use the network.
        self._may_block = not isinstance(self._limiter, LocalRateLimiter)
        self._limit = config.requests_per_minute
        self._clock = config.clock
        self._key = key
        self._state = state
        self._blocked_at = float("-inf")
        self._blocked_until = float("-inf")

    def reserve(self, method: str, path: str, retries: Retries) -> Generator[Pause | RunBlocking, Any, Reservation]:
        """Reserve a slot and wait until it is due.

        Raises:
            RateLimitError: A 429 asked for a longer wait than `max_rate_limit_wait`; nothing was sent.
            ConfigurationError: The client is closed.
        """
        reservation: Reservation
        if self._may_block:
            reservation = yield RunBlocking(lambda: self._limiter.acquire(self._key, self._limit))
        else:
            reservation = self._limiter.acquire(self._key, self._limit)
        try:
            while True:
                if self._state.closed:
                    self._state.raise_closed()
                # Wait for a block first: the slot counts as used once its own wait is over.
                seconds = self._blocked_seconds(method, path, retries.max_rate_limit_wait) or reservation.wait
                if seconds <= 0:
                    return reservation
                yield Pause(seconds)
        except BaseException:
            self._limiter.release(reservation)
            raise

    def release(self, reservation: Reservation) -> None:
        """Release a slot whose request was not sent."""
        self._limiter.release(reservation)

    def confirm(
        self, reservation: Reservation, response: httpx.Response | None, retries: Retries
    ) -> Generator[RunBlocking, Any, None]:
        """Record that a request is over. After a 429, block all who share the limiter, up to `max_rate_limit_wait`."""

        def confirm() -> None:
            self._limiter.confirm(reservation)
            if response is not None and response.status_code == TOO_MANY_REQUESTS:
                self._limiter.block(self._key, min(_wait_of(response), retries.max_rate_limit_wait))

        if self._may_block:
            yield RunBlocking(confirm)
        else:
            confirm()

    def obey(self, response: httpx.Response) -> None:
        """Block this client for as long as a 429 asks; other responses are ignored.

        Call it when the headers arrive, because a body can take long, and once more with the body.
        """
        if response.status_code == TOO_MANY_REQUESTS:
            self._blocked_at = self._clock()
            self._blocked_until = max(self._blocked_until, self._blocked_at + _wait_of(response))

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
