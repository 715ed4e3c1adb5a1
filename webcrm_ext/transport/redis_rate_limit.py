"""The rate limiter in Redis: one window for all processes and machines that share an application token."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from attrs import define

from webcrm_ext.auth.redis_server import RETRY_SECONDS, SOCKET_SECONDS, RedisUnavailableError, server_of
from webcrm_ext.transport.local_rate_limiter import (
    MARGIN,
    WINDOW,
    LocalRateLimiter,
    LocalSlot,
    invalid_argument,
    validate_block,
    validate_key_and_limit,
)
from webcrm_ext.transport.redis_window import RedisScripts, RedisWindow
from webcrm_ext.validation.validators import is_positive

logger = logging.getLogger("webcrm_ext")

_FRESH_SECONDS = 1.0
"""Seconds for which Redis is not queried again for the wait of a new slot."""


@define(eq=False)
class _Key:
    """A key as this process sees it.

    Attributes:
        name: The key.
        window: Its window in Redis.
        shared_from: From when the window in Redis is used again; until then, this process uses its share of the limit.
    """

    name: str
    window: RedisWindow
    shared_from: float = float("-inf")


@define(eq=False)
class _Slot:
    """A reservation: of the window in Redis, or of this process while Redis cannot be used.

    Attributes:
        limiter: The rate limiter.
        key: Its key.
        limit: Requests in a window, or None.
        id: The id of the window in Redis.
        slot: The slot in Redis; "" for none.
        started: Whether it counts as used since it was taken.
        due: When it is due, as far as known.
        fresh_until: Until when `started` and `due` are used without a query to Redis.
        local: The reservation in this process.
    """

    limiter: RedisRateLimiter
    key: _Key
    limit: int | None
    id: str = ""
    slot: str = ""
    started: bool = False
    due: float = 0.0
    fresh_until: float = float("-inf")
    local: LocalSlot | None = None

    @property
    def wait(self) -> float:
        """Seconds until the request may be sent; at 0 the slot counts as used."""
        return self.limiter._wait(self)  # noqa: SLF001 - one class in two parts


class RedisRateLimiter:
    """A sliding window in Redis or Valkey, for all processes that share an application token.

    Slots are first come, first served, by the clock of Redis. A 429 blocks all processes. While Redis is unreachable,
    and for one more window after it is back, each process uses its own share of the limit. No call fails.

    Args:
        url: The URL of the server, in the format of redis-py: `redis://…`, `rediss://…` for TLS, `unix://…`.
        window: Seconds in which a key may send as many requests as its limit, above 0; others than 60 are for tests.
        fallback_share: The share of the limit that this process may send while Redis is unreachable, above 0 to 1: one
            divided by the number of processes. It is at least one request in a window.
        clock: Returns seconds that only increase; for tests.

    Raises:
        ConfigurationError: redis-py is not installed, or an argument is invalid. No message shows the URL.
    """

    _address = ""  # shown in the traceback of an invalid URL

    def __init__(
        self,
        url: str,
        *,
        window: float = WINDOW,
        fallback_share: float = 1 / 8,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not is_positive(fallback_share) or fallback_share > 1:
            raise invalid_argument("fallback_share", "a number above 0, at most 1", fallback_share)
        self._local = LocalRateLimiter(clock, window=window)
        self._server = server_of(url, clock)
        self._address = self._server.address
        self._scripts = RedisScripts(self._server, window)
        self._share = fallback_share
        # By then, other processes use Redis again, and their earlier requests are no longer in the window.
        self._recovery_seconds = window + MARGIN + RETRY_SECONDS + SOCKET_SECONDS
        self._clock = clock
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Discard all slots and locks in a forked process: threads of the parent process may hold the locks."""
        self._lock = threading.Lock()  # held for memory only
        self._keys: dict[str, _Key] = {}
        self._local.reset_after_fork()

    def acquire(self, key: str, requests_per_minute: int | None) -> _Slot:
        """Reserve the next slot of a key; None means no limit."""
        validate_key_and_limit(key, requests_per_minute)
        slot = _Slot(self, self._key(key), requests_per_minute)
        if not self._is_shared(slot.key):
            slot.local = self._local_slot(slot)
            return slot
        try:
            slot.id, slot.slot, wait = slot.key.window.take(slot.limit)
        except RedisUnavailableError as error:
            self._leave_redis(slot.key, error)
            slot.local = self._local_slot(slot)
            return slot
        now = self._clock()
        slot.started, slot.due, slot.fresh_until = wait <= 0, now + wait, now + _FRESH_SECONDS
        return slot

    def confirm(self, reservation: _Slot) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        slot = _validated(reservation)
        if slot.limit is None:
            return
        if slot.local is None:
            self._local.record(slot.key.name)
        else:
            self._local.confirm(slot.local)
        try:
            slot.key.window.confirm(slot.id, slot.slot)
        except RedisUnavailableError as error:
            self._leave_redis(slot.key, error)
            return
        if slot.key.shared_from == float("inf"):
            slot.key.shared_from = self._clock() + self._recovery_seconds

    def release(self, reservation: _Slot) -> None:
        """Release a slot whose request was not sent; later slots move forward."""
        slot = _validated(reservation)
        if slot.local is not None:
            self._local.release(slot.local)
        elif slot.slot:
            try:
                slot.key.window.release(slot.id, slot.slot)
            except RedisUnavailableError as error:
                self._leave_redis(slot.key, error)

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds, in all processes."""
        validate_block(key, seconds)
        self._local.block(key, seconds)
        entry = self._key(key)
        try:
            entry.window.block(seconds)
        except RedisUnavailableError as error:
            self._leave_redis(entry, error)

    def __repr__(self) -> str:
        return f"<RedisRateLimiter {self._address}>"

    def _wait(self, slot: _Slot) -> float:
        if slot.local is None:
            now = self._clock()
            is_fresh, slot.fresh_until = now < slot.fresh_until, float("-inf")
            if is_fresh and (slot.started or now < slot.due):
                return 0.0 if slot.started else slot.due - now
            try:
                return slot.key.window.start(slot.limit, slot.id, slot.slot)
            except RedisUnavailableError as error:
                self._leave_redis(slot.key, error)
                slot.local = self._local_slot(slot)
        return slot.local.wait

    def _is_shared(self, key: _Key) -> bool:
        return self._clock() >= key.shared_from

    def _leave_redis(self, key: _Key, error: RedisUnavailableError) -> None:
        """Use this process's share of the limit from now on."""
        # If Redis is unreachable, `RedisServer` has logged it.
        if error.args and all(self._is_shared(each) for each in list(self._keys.values())):
            logger.warning("%s. For one window, this process sends its share of the rate limit.", error)
        key.shared_from = float("inf")

    def _local_slot(self, slot: _Slot) -> LocalSlot:
        """Return a slot of this process's share of the limit, instead of one in Redis."""
        limit = None if slot.limit is None else max(1, int(slot.limit * self._share))
        slot.slot = slot.id = ""
        return self._local.acquire(slot.key.name, limit)

    def _key(self, name: str) -> _Key:
        key = self._keys.get(name)
        if key is None:
            with self._lock:
                key = self._keys.setdefault(name, _Key(name, RedisWindow(self._scripts, name, self._clock)))
        return key


def _validated(reservation: _Slot) -> _Slot:
    if not isinstance(reservation, _Slot):
        raise invalid_argument("reservation", "what acquire returns", reservation)
    return reservation
