"""The connection of a fleet to Redis: for leases and records."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.settings import FleetSettings

T = TypeVar("T")
logger = logging.getLogger("webcrm_ext")

_SOCKET_SECONDS = 5.0
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 5.0


def connect(settings: FleetSettings) -> Any:
    """Return a client of redis-py, which connects on first use.

    Raises:
        ConfigurationError: No Redis is set, or redis-py is not installed.
    """
    if settings.redis_url is None:
        raise ConfigurationError(
            "The fleet has no Redis. Set WEBCRM_REDIS_URL, or redis_url or redis_env in the table [fleet]."
        )
    redis = load_extra("redis")
    return redis.Redis.from_url(
        settings.redis_url, decode_responses=True, socket_timeout=_SOCKET_SECONDS,
        socket_connect_timeout=_SOCKET_SECONDS,
    )  # fmt: skip


def until_reachable(
    action: Callable[[], T],
    seconds: float,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """Return the result of an action in Redis; while Redis is not reachable, retry it.

    Args:
        action: The action; it must be safe to retry.
        seconds: How long to retry.
        sleep: Waits; for tests.
        clock: Returns seconds that only increase; for tests.

    Raises:
        redis.RedisError: Redis was not reachable for `seconds`, or refuses the action.
    """
    exceptions = load_extra("redis.exceptions")
    end, wait = clock() + seconds, _FIRST_WAIT
    while True:
        try:
            return action()
        # Loading: Redis was restarted, and reads its file.
        except (exceptions.ConnectionError, exceptions.TimeoutError, exceptions.BusyLoadingError) as error:
            if isinstance(error, exceptions.AuthenticationError) or clock() + wait > end:
                raise
            if wait == _FIRST_WAIT:
                logger.warning("fleet: Redis is not reachable (%s); retrying.", type(error).__name__)
            sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
