"""The rate limiter of one process: a sliding window in memory."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import islice

from attrs import define, field

from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.validation.validators import is_positive, is_wait

WINDOW = 60.0
"""Seconds of the service's sliding window (documented)."""

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
    window: float
    waiting: deque[LocalSlot] = field(factory=deque)
    sent: dict[LocalSlot, None] = field(factory=dict)
    blocked_until: float = float("-inf")
    lock: threading.Lock = field(factory=threading.Lock)

    def count(self) -> int:
        """Return the number of requests that were sent and may still be in the window."""
        with self.lock:
            now = self.clock()
            return sum(each.sent_at + self.window + MARGIN > now for each in self.sent)

    def record(self) -> None:
        """Count a request that was sent without a slot of this queue."""
        with self.lock:
            now = self.clock()
            while self.sent and (first := next(iter(self.sent))).sent_at + self.window + MARGIN <= now:
                del self.sent[first]
            self.sent[LocalSlot(self, None, sent_at=now)] = None

    def leave(self, slot: LocalSlot) -> None:
        """Remove a waiting slot; later ones move forward."""
        index = slot.number - self.waiting[0].number
        if index == 0:
            self.waiting.popleft()
            return
        for later in islice(self.waiting, index + 1, None):
            later.number -= 1
        del self.waiting[index]


@define(eq=False)
class LocalSlot:
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
                queue.sent = {each: None for each in queue.sent if each.sent_at + queue.window + MARGIN > now}
            if len(queue.sent) >= room:
                due = max(due, sorted([each.sent_at for each in queue.sent])[-room] + queue.window + MARGIN)
            due += windows * (queue.window + MARGIN)
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
        window: Seconds in which a key may send as many requests as its limit, above 0; others than 60 are for tests.

    Raises:
        ConfigurationError: An argument, or one of a method, is of another type or out of range.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, window: float = WINDOW) -> None:
        if not callable(clock):
            raise invalid_argument("clock", "a function", clock)
        if not is_positive(window):
            raise invalid_argument("window", "a number of seconds above 0", window)
        self._clock = clock
        self._window = float(window)
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Start again without slots: threads of the parent process may hold the locks."""
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}

    def acquire(self, key: str, requests_per_minute: int | None) -> LocalSlot:
        """Reserve the next slot of a key; None means no limit."""
        validate_key_and_limit(key, requests_per_minute)
        limit = requests_per_minute
        queue = self._queues.get(key) or self._create_queue(key)
        slot = LocalSlot(queue, limit)
        if limit is not None:
            with queue.lock:
                slot.waiting, slot.number = True, queue.waiting[-1].number + 1 if queue.waiting else 0
                queue.waiting.append(slot)
        return slot

    def confirm(self, reservation: LocalSlot) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        if not isinstance(reservation, LocalSlot):
            raise invalid_argument("reservation", "what acquire returns", reservation)
        queue = reservation.queue
        with queue.lock:
            if reservation.limit is not None:
                reservation.sent_at = queue.clock()
                queue.sent[reservation] = None

    def release(self, reservation: LocalSlot) -> None:
        """Release a slot whose request was not sent; later slots move forward."""
        if not isinstance(reservation, LocalSlot):
            raise invalid_argument("reservation", "what acquire returns", reservation)
        queue = reservation.queue
        with queue.lock:
            if reservation.waiting:
                queue.leave(reservation)
                reservation.waiting = False
            else:
                queue.sent.pop(reservation, None)

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        validate_block(key, seconds)
        queue = self._create_queue(key)
        with queue.lock:
            queue.blocked_until = max(queue.blocked_until, queue.clock() + seconds)

    def count(self, key: str) -> int:
        """Return the number of requests of a key in the window."""
        validate_key_and_limit(key, None)
        return self._create_queue(key).count()

    def record(self, key: str) -> None:
        """Count a request of a key that another rate limiter has let pass."""
        validate_key_and_limit(key, None)
        self._create_queue(key).record()

    def _create_queue(self, key: str) -> _Queue:
        with self._lock:
            return self._queues.setdefault(key, _Queue(self._clock, self._window))


def validate_key_and_limit(key: str, requests_per_minute: int | None) -> None:
    """Check who asks a rate limiter for a slot.

    Raises:
        ConfigurationError: The key is not a string, or the limit is not a whole number above 0 or None.
    """
    limit = requests_per_minute
    if not isinstance(key, str):
        raise invalid_argument("key", "a string", key)
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise invalid_argument("requests_per_minute", "a whole number above 0, or None", limit)


def validate_block(key: str, seconds: float) -> None:
    """Check who asks a rate limiter to block a key, and for how long.

    Raises:
        ConfigurationError: The key is not a string, or the seconds are not a number, 0 or more.
    """
    if not isinstance(key, str):
        raise invalid_argument("key", "a string", key)
    if not is_wait(seconds):
        raise invalid_argument("seconds", "a number, 0 or more", seconds)


def invalid_argument(name: str, expected: str, value: object) -> ConfigurationError:
    """Return the error for an argument of a rate limiter."""
    return ConfigurationError(f"{name} of the rate limiter must be {expected}, not {short_repr(value)}.")
