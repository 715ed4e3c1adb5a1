"""A token store in Redis, for processes and machines that share a login."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from webcrm_ext.auth.lease import validate_key, validate_request
from webcrm_ext.auth.redis_server import RedisUnavailableError, redis_key, server_of
from webcrm_ext.auth.stores import MemoryTokenStore
from webcrm_ext.auth.token import Token, validate_token
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.validation.syntax import is_access_token

_ACQUIRE = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
"""

_LOAD = """
return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}
"""


class RedisTokenStore:
    """Keeps tokens in Redis or Valkey, so that processes on many machines share one login.

    Tokens and leases expire by the clock of Redis. While Redis is unreachable, tokens are kept in this process, and no
    call fails.

    Args:
        url: The URL of the server, in the format of redis-py: `redis://…`, `rediss://…` for TLS, `unix://…`.
        clock: Returns seconds that only increase; for tests.
        wall_clock: Returns seconds since 1970; for tests.

    Raises:
        ConfigurationError: redis-py is not installed, or an argument is invalid. No message shows the URL.
    """

    _address = ""  # shown in the traceback of an invalid URL

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._server = server_of(url, clock)
        self._address = self._server.address
        if not callable(wall_clock):
            raise ConfigurationError("wall_clock of the token store must be a function.")
        self._wall_clock = wall_clock
        self._memory = MemoryTokenStore(clock=clock)
        self._acquire = self._server.script(_ACQUIRE)
        self._release = self._server.script(_RELEASE)
        self._load = self._server.script(_LOAD)

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None."""
        validate_key(key)
        name = redis_key(key, "token")
        try:
            text, milliseconds = self._server.run(lambda _: self._load(keys=[name]))
        except RedisUnavailableError:
            return self._memory.load(key)
        return None if text is None else _token(text, self._wall_clock() + milliseconds / 1000)

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key, until it expires."""
        validate_key(key)
        validate_token(token)
        self._memory.save(key, token)
        name = redis_key(key, "token")
        milliseconds = int((token.expires_at - self._wall_clock()) * 1000)
        members = {"access": token.access, "refresh": token.refresh, "lifetime": token.lifetime}
        try:
            if milliseconds > 0:
                self._server.run(lambda redis: redis.set(name, json.dumps(members), px=milliseconds))
            else:
                self._server.run(lambda redis: redis.delete(name))
        except RedisUnavailableError:
            return

    def acquire_lease(self, key: str, holder: str, seconds: float) -> bool:
        """Acquire the lease of a key, or renew it; see `LeasingTokenStore.acquire_lease`."""
        validate_key(key)
        validate_request(holder, seconds)
        milliseconds = max(1, int(seconds * 1000))
        name = redis_key(key, "lease")
        try:
            return bool(self._server.run(lambda _: self._acquire(keys=[name], args=[holder, milliseconds])))
        except RedisUnavailableError:
            return self._memory.acquire_lease(key, holder, seconds)

    def release_lease(self, key: str, holder: str) -> None:
        """Release the lease of a key, unless another holder has it by now."""
        validate_key(key)
        self._memory.release_lease(key, holder)
        name = redis_key(key, "lease")
        try:
            self._server.run(lambda _: self._release(keys=[name], args=[holder]))
        except RedisUnavailableError:
            return

    def __repr__(self) -> str:
        return f"<RedisTokenStore {self._address}>"


def _token(text: Any, expires_at: float) -> Token | None:
    """Return a stored token, or None for an invalid value, such as one of another program: the client then logs in."""
    try:
        members = json.loads(text)
        access, refresh = members["access"], members["refresh"]
        if not is_access_token(access) or (refresh is not None and not is_access_token(refresh)):
            return None
        return Token(access=access, refresh=refresh, expires_at=expires_at, lifetime=float(members["lifetime"]))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
