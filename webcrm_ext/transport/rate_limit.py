"""The rate limit: at most so many requests in any 60 seconds, for all callers of one application token.

A call reserves a slot before its request is sent. While the window has room, slots are due at once, so bursts are sent
without a wait; beyond that, callers queue first come, first served; logins go first. A cancelled caller releases its
slot. A 429 blocks all callers for as long as it asks for (`retry_after.py`). The limit is here:

    LocalRateLimiter    the default: a sliding window in this process; `rate_limiter.py` has the protocol of others
    RateLimit           the limit of one client: reserves slots, and respects 429s
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import define, field

from webcrm_ext.errors import ConfigurationError, RateLimitError, short_repr
from webcrm_ext.operations import Pause, RateLimitPause, RunBlocking
from webcrm_ext.transport.retry_after import TOO_MANY_REQUESTS, wait_of
from webcrm_ext.validation.validators import is_wait

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.config import Config, Retries
    from webcrm_ext.transport.connection import ConnectionState
    from webcrm_ext.transport.rate_limiter import Reservation

logger = logging.getLogger("webcrm_ext")

WINDOW = 60.0
"""Seconds of the service's sliding window (documented)."""

LOGGED_WAIT = 1.0
"""Seconds of a wait above which it is logged."""

MARGIN = 0.05
"""Seconds added to the window, because the clocks of service and client differ."""


@define(eq=False)
class _Queue:
    """The slots of one key.

    Attributes:
        waiting: The slots whose requests were not sent, in the order in which they were acquired.
        sent: The slots whose requests may still be in the window.
    """

    clock: Callable[[], float]
    waiting: deque[_Slot] = field(factory=deque)
    sent: dict[_Slot, None] = field(factory=dict)
    blocked_until: float = float("-inf")
    lock: threading.Lock = field(factory=threading.Lock)

    def count(self) -> int:
        """Return the number of requests that were sent and may still be in the window."""
        with self.lock:
            now = self.clock()
            return sum(each.sent_at + WINDOW + MARGIN > now for each in self.sent)

    def leave(self, slot: _Slot) -> None:
        """Remove a waiting slot; later ones move forward."""
        index = slot.number - self.waiting[0].number
        if index == 0:
            self.waiting.popleft()
            return
        for later in islice(self.waiting, index + 1, None):
            later.number -= 1
        del self.waiting[index]


@define(eq=False)
class _Slot:
    """A reservation.

    Attributes:
        queue: The queue of its key.
        limit: Requests in a window; None for a slot that is not counted.
        number: Its position in the queue, counted from the number of the first slot.
        waiting: Whether it is in the queue.
        sent_at: When its request was sent; from its response on, when that arrived.
    """

    queue: _Queue
    limit: int | None
    number: int = 0
    waiting: bool = False
    sent_at: float = float("-inf")

    @property
    def wait(self) -> float:
        """Seconds until the request may be sent; at 0 the slot counts as used."""
        queue = self.queue
        with queue.lock:
            now = queue.clock()
            due = max(now, queue.blocked_until)
            if self.limit is None:
                return due - now
            waiting = queue.waiting
            if not self.waiting:  # it was due before, and its request was not sent
                queue.sent.pop(self, None)
                self.waiting, self.number = True, waiting[0].number - 1 if waiting else 0
                waiting.appendleft(self)
            # The slots ahead are sent first: as many in each window as the limit allows.
            windows, ahead = divmod(self.number - waiting[0].number, self.limit)
            room = self.limit - ahead
            if len(queue.sent) >= room:
                queue.sent = {each: None for each in queue.sent if each.sent_at + WINDOW + MARGIN > now}
            if len(queue.sent) >= room:
                due = max(due, sorted([each.sent_at for each in queue.sent])[-room] + WINDOW + MARGIN)
            due += windows * (WINDOW + MARGIN)
            if due <= now:
                if ahead or windows:
                    queue.leave(self)
                else:
                    waiting.popleft()
                self.waiting, self.sent_at = False, now
                queue.sent[self] = None
            return due - now


class LocalRateLimiter:
    """A sliding window in this process. Pass one to several clients of a token, and they share the limit.

    Args:
        clock: Returns seconds that only increase; for tests.

    Raises:
        ConfigurationError: The clock, or an argument of a method, is of another type or out of range.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        if not callable(clock):
            raise ConfigurationError(f"clock of the rate limiter must be a function, not {short_repr(clock)}.")
        self._clock = clock
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Start again without slots: threads of the parent process may hold the locks."""
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}

    def acquire(self, key: str, requests_per_minute: int | None) -> _Slot:
        """Reserve the next slot of a key; None means no limit."""
        if not isinstance(key, str):
            raise _invalid("key", "a string", key)
        limit = requests_per_minute
        if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
            raise _invalid("requests_per_minute", "a whole number above 0, or None", limit)
        queue = self._queues.get(key) or self._create_queue(key)
        slot = _Slot(queue, limit)
        if limit is not None:
            with queue.lock:
                slot.waiting, slot.number = True, queue.waiting[-1].number + 1 if queue.waiting else 0
                queue.waiting.append(slot)
        return slot

    def confirm(self, reservation: _Slot) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        if not isinstance(reservation, _Slot):
            raise _invalid("reservation", "what acquire returns", reservation)
        queue = reservation.queue
        with queue.lock:
            if reservation.limit is not None:
                reservation.sent_at = queue.clock()
                queue.sent[reservation] = None

    def release(self, reservation: _Slot) -> None:
        """Release a slot whose request was not sent; later slots move forward."""
        if not isinstance(reservation, _Slot):
            raise _invalid("reservation", "what acquire returns", reservation)
        queue = reservation.queue
        with queue.lock:
            if reservation.waiting:
                queue.leave(reservation)
                reservation.waiting = False
            else:
                queue.sent.pop(reservation, None)

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        if not isinstance(key, str):
            raise _invalid("key", "a string", key)
        if not is_wait(seconds):
            raise _invalid("seconds", "a number, 0 or more", seconds)
        queue = self._create_queue(key)
        with queue.lock:
            queue.blocked_until = max(queue.blocked_until, queue.clock() + seconds)

    def count(self, key: str) -> int:
        """Return the number of requests of a key in the last minute."""
        if not isinstance(key, str):
            raise _invalid("key", "a string", key)
        return self._create_queue(key).count()

    def _create_queue(self, key: str) -> _Queue:
        with self._lock:
            return self._queues.setdefault(key, _Queue(self._clock))


def _invalid(name: str, expected: str, value: object) -> ConfigurationError:
    return ConfigurationError(f"{name} of the rate limiter must be {expected}, not {short_repr(value)}.")


@define(eq=False)
class _Waiter:
    """A caller with a slot. While it waits, a login can exchange the slot for a later one."""

    reservation: Reservation | None = None


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
        self._is_shared = config.rate_limiter is not None
        self._limit = config.requests_per_minute
        self._clock = config.clock
        self._key = key
        self._state = state
        self._lock = threading.Lock()  # held for memory only
        self._waiters: dict[_Waiter, None] = {}  # in the order in which they came
        self._blocked_at = float("-inf")
        self._blocked_until = float("-inf")

    @property
    def blocked(self) -> bool:
        """Whether a 429 blocks this client."""
        return self._clock() < self._blocked_until

    @property
    def blocked_seconds(self) -> float:
        """The seconds that a 429 still blocks this client for."""
        return max(0.0, self._blocked_until - self._clock())

    @property
    def left(self) -> int | None:
        """The requests that can be sent now without a wait, as far as this client knows; None where it does not."""
        if self._limit is None or not isinstance(self._limiter, LocalRateLimiter):
            return None
        return 0 if self.blocked else max(0, self._limit - self._limiter.count(self._key))

    def reserve(
        self, method: str, path: str, retries: Retries, *, first: bool = False
    ) -> Generator[Pause | RunBlocking, Any, tuple[Reservation, bool]]:
        """Reserve a slot and wait until it is due; return it, and whether there was a wait.

        With `first`, go before this client's waiting callers, as logins do: all of them need the token.

        Raises:
            RateLimitError: A 429 asked for a longer wait than `max_rate_limit_wait`; nothing was sent.
            ConfigurationError: The client is closed.
        """
        waiter = _Waiter()
        waited = False
        try:
            if self._may_block:
                # Stored by the thread: the result of a step is lost when its caller is cancelled.
                yield RunBlocking(lambda: setattr(waiter, "reservation", self._limiter.acquire(self._key, self._limit)))
            else:
                waiter.reservation = self._limiter.acquire(self._key, self._limit)
            while True:
                if self._state.closed:
                    self._state.raise_closed()
                reservation: Any = waiter.reservation
                # Wait for a block first: the slot counts as used once its own wait is over.
                is_blocked = self._clock() < self._blocked_until
                seconds = self._blocked_seconds(method, path, retries.max_rate_limit_wait) if is_blocked else 0.0
                if not seconds and self._may_block:
                    seconds = yield RunBlocking(partial(getattr, reservation, "wait"))
                seconds = seconds or (0.0 if self._may_block else reservation.wait)
                if seconds <= 0 and (not waited or self._leave(waiter, reservation)):
                    return reservation, waited
                if not waited:
                    waited = True
                    self._join(waiter, first=first)
                    seconds = 0.0 if first else seconds  # read the wait of the slot that it has now
                if seconds > 0:
                    self._log_wait(seconds, is_blocked=is_blocked)
                    yield RateLimitPause(seconds)
        except BaseException:
            self._leave(waiter, None)
            if waiter.reservation is not None:
                yield from self.release(waiter.reservation)
            raise

    def _log_wait(self, seconds: float, *, is_blocked: bool) -> None:
        if seconds <= LOGGED_WAIT:
            return
        why = "as the service asks after a 429"
        if not is_blocked:
            is_local = isinstance(self._limiter, LocalRateLimiter)
            why = f"{self._limiter.count(self._key)} requests in the last minute" if is_local else "for a shared slot"
        logger.info("rate limit: waiting %.0f s, %s", seconds, why)

    def _join(self, waiter: _Waiter, *, first: bool) -> None:
        with self._lock:
            if first:
                # It takes the slot of the first waiter, who takes that of the second, and so on.
                for other in reversed(self._waiters):
                    waiter.reservation, other.reservation = other.reservation, waiter.reservation
            else:
                self._waiters[waiter] = None

    def _leave(self, waiter: _Waiter, reservation: Reservation | None) -> bool:
        """Stop waiting, unless the slot was exchanged since it was read."""
        with self._lock:
            unchanged = reservation is None or waiter.reservation is reservation
            if unchanged:
                self._waiters.pop(waiter, None)
            return unchanged

    def release(self, reservation: Reservation) -> Generator[RunBlocking, Any, None]:
        """Return a slot whose request was not sent to the queue."""
        yield from self._report(lambda: self._limiter.release(reservation))

    def confirm(
        self, reservation: Reservation, response: httpx.Response | None, retries: Retries
    ) -> Generator[RunBlocking, Any, None]:
        """Record that a request is over. After a 429, block all who share the limiter, up to `max_rate_limit_wait`."""
        blocks = self._is_shared and response is not None and response.status_code == TOO_MANY_REQUESTS
        if not blocks and not self._may_block:
            self._limiter.confirm(reservation)
            return

        def confirm() -> None:
            self._limiter.confirm(reservation)
            if blocks and response is not None:
                self._limiter.block(self._key, min(wait_of(response), retries.max_rate_limit_wait))

        yield from self._report(confirm)

    def _report(self, report: Callable[[], None]) -> Generator[RunBlocking, Any, None]:
        """Tell the limiter about a slot. Where that fails, the call keeps its response or its own error."""

        def attempt() -> None:
            try:
                report()
            except Exception as error:  # noqa: BLE001 - a limiter may raise anything
                logger.warning("The rate limiter failed: %s %s", type(error).__name__, error)

        # A generator that is closed must not yield.
        if self._may_block and not isinstance(sys.exception(), GeneratorExit):
            yield RunBlocking(attempt)
        else:
            attempt()

    def obey(self, response: httpx.Response) -> None:
        """Block this client for as long as a 429 asks; other responses are ignored.

        Call it when the headers arrive, because a body can take long, and once more with the body.
        """
        if response.status_code == TOO_MANY_REQUESTS:
            wait = wait_of(response)
            with self._lock:
                self._blocked_at = self._clock()
                self._blocked_until = max(self._blocked_until, self._blocked_at + wait)

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
