"""Connect to a Redis or Valkey server, and handle the time while it is unreachable.

Token stores and rate limiters with the same URL share a `RedisServer`: its connections and its warning.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from webcrm_api.errors import sentence
from webcrm_api.redaction import redacted

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    import redis

T = TypeVar("T")
logger = logging.getLogger("webcrm_ext")

RETRY_SECONDS = 2.0
"""Seconds from a failure to the next attempt to reach the server."""

SOCKET_SECONDS = 1.0
"""Seconds to wait for a connection and for a response, unless the URL sets others. A slow server delays calls."""

_MAX_CONNECTIONS = 2**31

_EXAMPLE = "Pass one such as redis://localhost:6379/0, or rediss://user:password@host:6379/0 for TLS."


class RedisUnavailableError(Exception):
    """The server cannot be used now. This was logged; the caller continues without it."""


class RedisServer:
    """A server, and whether it can be reached. Thread-safe.

    Args:
        url: Its URL, in the format of redis-py.
        clock: Returns seconds that only increase.

    Raises:
        ConfigurationError: redis-py is not installed, or the URL is invalid.
    """

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        self._client, self.address = _connect(_load_redis(), url)
        self._clock = clock
        self._retry_at: float | None = None
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Replace the lock in a forked process. redis-py opens new connections by itself."""
        self._lock = threading.Lock()  # held for memory only

    def script(self, source: str) -> Callable[..., Any]:
        """Return a Lua script of this server; call it with `keys` and `args`, inside `run`."""
        script: Callable[..., Any] = self._client.register_script(source)
        return script

    def run(self, command: Callable[[redis.Redis], T]) -> T:
        """Run a command and return its result.

        After a failure, one caller tries the server again `RETRY_SECONDS` later. The first failure is logged as a
        warning.

        Raises:
            RedisUnavailableError: The server cannot be reached, refuses the command, or was not tried.
        """
        with self._lock:
            is_retry = self._retry_at is not None
            if self._retry_at is not None:
                now = self._clock()
                if now < self._retry_at:
                    raise RedisUnavailableError
                self._retry_at = now + RETRY_SECONDS  # other callers do not wait for this one
        try:
            result = command(self._client)
        except Exception as error:  # noqa: BLE001 - no call fails because of Redis alone
            self._mark_down(error)
        else:
            if is_retry:
                self._mark_up()
            return result
        raise RedisUnavailableError  # here, because the error above contains what was stored

    def _mark_down(self, error: Exception) -> None:
        with self._lock:
            is_first = self._retry_at is None
            self._retry_at = self._clock() + RETRY_SECONDS
        if is_first:
            logger.warning(
                "Redis at %s failed (%s: %s). Until it is back, this process sends its share of the rate limit and "
                "keeps its tokens in memory.",
                self.address, type(error).__name__, sentence(str(error)).rstrip("."),
            )  # fmt: skip

    def _mark_up(self) -> None:
        with self._lock:
            was_down, self._retry_at = self._retry_at is not None, None
        if was_down:
            logger.info("Redis at %s is back.", self.address)


_servers: WeakValueDictionary[tuple[str, int], RedisServer] = WeakValueDictionary()
_servers_lock = threading.Lock()


def server_of(url: str, clock: Callable[[], float] = time.monotonic) -> RedisServer:
    """Return the server of a URL: the same one for each caller with this URL and clock.

    Raises:
        ConfigurationError: redis-py is not installed, or the URL or the clock is invalid.
    """
    if not isinstance(url, str):
        raise ConfigurationError(f"The URL of Redis must be a string, not a {type(url).__name__}. {_EXAMPLE}")
    if not callable(clock):
        raise ConfigurationError("The clock of a Redis token store or rate limiter must be a function.")
    url = redacted(url.strip())  # a traceback shows arguments
    with _servers_lock:
        server = _servers.get((url, id(clock)))
        if server is None:
            server = _servers[url, id(clock)] = RedisServer(url, clock)
        return server


def redis_key(key: str, part: str) -> str:
    """Return the Redis key for a part of a key: a hash, in braces so that a cluster keeps the parts together."""
    return f"webcrm:{{{hashlib.sha256(key.encode()).hexdigest()[:32]}}}:{part}"


def _load_redis() -> Any:
    try:
        return import_module("redis")
    except ImportError as error:
        message = "RedisTokenStore and RedisRateLimiter need redis-py. Run: pip install 'webcrm-client[redis]'"
        raise ConfigurationError(message) from error


def _connect(module: Any, url: str) -> tuple[redis.Redis, str]:
    """Return a client, which opens its connections when they are needed, and the address without a password."""
    retry = import_module("redis.retry").Retry
    no_backoff = import_module("redis.backoff").NoBackoff
    client: redis.Redis | None = None
    address = ""
    try:
        pool = module.ConnectionPool.from_url(
            url,
            socket_timeout=SOCKET_SECONDS,
            socket_connect_timeout=SOCKET_SECONDS,
            max_connections=_MAX_CONNECTIONS,
            # One retry, at once: an idle connection may be closed. A timeout is not retried.
            retry=retry(no_backoff(), 1, supported_errors=(module.ConnectionError,)),
        )
        settings = pool.connection_kwargs
        settings["decode_responses"] = True
        pool.connection_class(**settings)  # fails where the URL has an unknown option; connects to nothing
        address = settings.get("path") or f"{settings.get('host', 'localhost')}:{settings.get('port', 6379)}"
        client = module.Redis(connection_pool=pool)
    except Exception:  # noqa: BLE001, S110 - whatever redis-py raises for a URL
        pass  # raised below, because the error may contain the password
    if client is None:
        raise ConfigurationError(f"The URL of Redis is invalid. {_EXAMPLE}")
    return client, address


def _reset_all_after_fork() -> None:
    global _servers_lock  # noqa: PLW0603 - a thread of the parent may hold it
    _servers_lock = threading.Lock()
    for server in list(_servers.values()):
        server.reset_after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(after_in_child=_reset_all_after_fork)
