"""The lease of a system in Redis, so that it has one run at a time. A run renews it, and it expires by itself."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from attrs import frozen

from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.settings import FleetSettings

logger = logging.getLogger("webcrm_ext")

_KEY = "webcrm:fleet:lease:{}"

_TAKE = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return redis.call('PTTL', KEYS[1]) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
"""
"""Take or renew the lease: return 0, or the milliseconds until the lease of another holder expires."""

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


def is_leased(redis: Any, system: str) -> bool:
    """Return whether a run of a system has the lease."""
    return bool(redis.exists(_KEY.format(system)))


@frozen
class LeaseTaken:
    """Another run of the system has the lease.

    Attributes:
        seconds: How long the lease lasts unless it is renewed.
    """

    seconds: float


class Lease:
    """The lease of one run, renewed by a thread until it is released.

    A run that has lost its lease continues. Tables are merged by id, so two runs at once only cost requests.

    Args:
        redis: The connection to Redis.
        system: The name of the system.
        settings: The settings of the fleet.
        wait: Waits until the event is set, or for some seconds, and returns whether it is set; for tests.
        clock: Returns seconds that only increase; for tests.
    """

    def __init__(
        self,
        redis: Any,
        system: str,
        settings: FleetSettings,
        *,
        wait: Callable[[threading.Event, float], bool] = threading.Event.wait,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._redis = redis
        self._system = system
        self._key = _KEY.format(system)
        self._holder = str(uuid.uuid4())
        self._settings = settings
        self._wait = wait
        self._clock = clock
        self._expires_at = float("-inf")
        self._released = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self) -> LeaseTaken | None:
        """Take the lease, or renew it. This is atomic, also for an expired lease.

        Returns:
            None, or how long the lease of another run still lasts.

        Raises:
            redis.RedisError: Redis is not reachable.
        """
        now = self._clock()
        left = self._redis.eval(_TAKE, 1, self._key, self._holder, int(self._settings.lease_seconds * 1000))
        if left:
            return LeaseTaken(left / 1000)
        self._expires_at = now + self._settings.lease_seconds
        return None

    def renew(self) -> bool:
        """Renew the lease, or take it again if it has expired and no other run has it.

        Returns:
            Whether to go on renewing: False once another run has the lease.
        """
        try:
            taken = self.take()
        except load_extra("redis").RedisError as error:
            if self._clock() >= self._expires_at:
                logger.warning(
                    "fleet: the lease on %s has expired, because Redis is not reachable (%s). The run goes on.",
                    self._system, type(error).__name__,
                )  # fmt: skip
            return True
        if taken is not None:
            logger.warning("fleet: another run has taken over the lease on %s. This one goes on.", self._system)
        return taken is None

    def release(self) -> None:
        """Stop renewing, and release the lease unless another run has it. If Redis is unreachable, it expires."""
        self._released.set()
        if self._thread is not None:
            self._thread.join()
        try:
            self._redis.eval(_RELEASE, 1, self._key, self._holder)
        except load_extra("redis").RedisError as error:
            logger.warning("fleet: the lease on %s could not be released: %s", self._system, type(error).__name__)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._keep, name=f"lease-{self._system}", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _keep(self) -> None:
        while not self._wait(self._released, self._settings.renew_seconds) and self.renew():
            pass
