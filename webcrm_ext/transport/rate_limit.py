"""The rate limit: at most so many requests in any 60 seconds, for all callers of one application token.

A call reserves a slot before its request is sent. While the window has room, slots are due at once, so bursts are sent
without a wait; beyond that, callers queue first come, first served; logins go first. A cancelled caller releases its
slot. A 429 blocks all callers for as long as it asks for (`retry_after.py`). The limit is here:

    LocalRateLimiter    the default, in `local_rate_limiter.py`: a sliding window in this process
    RedisRateLimiter    in `redis_rate_limit.py`: a sliding window of many processes
    RateLimit           the limit of one client, here: reserves slots, and respects 429s

`rate_limiter.py` has the protocol of the first two.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define

from webcrm_ext.errors import RateLimitError
from webcrm_ext.operations import Pause, RateLimitPause, RunBlocking
from webcrm_ext.transport.local_rate_limiter import LocalRateLimiter
from webcrm_ext.transport.retry_after import TOO_MANY_REQUESTS, wait_of

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.config import Config, Retries
    from webcrm_ext.transport.connection import ConnectionState
    from webcrm_ext.transport.rate_limiter import Reservation

logger = logging.getLogger("webcrm_ext")

LOGGED_WAIT = 1.0
"""Seconds of a wait above which it is logged."""


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
