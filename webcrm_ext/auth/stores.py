"""Token stores: the protocols, and the store in memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable
from weakref import WeakSet

from webcrm_ext.auth.lease import Lease, decide_lease, validate_key, validate_request
from webcrm_ext.auth.token import Token, validate_token
from webcrm_ext.errors import ConfigurationError


class TokenStore(Protocol):
    """Keeps one token for each key. A key identifies base URL and application token, and shows neither.

    The async client calls it in a thread, so it may block. If it raises, the client logs a warning and logs in.
    """

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None. Its `expires_at` is in seconds of `time.time`."""
        ...

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key. Its `expires_at` is in seconds of `time.time`."""
        ...


@runtime_checkable
class LeasingTokenStore(TokenStore, Protocol):
    """A token store with leases, so that clients that start together share one login: only its holder refreshes."""

    def acquire_lease(self, key: str, holder: str, seconds: float) -> bool:
        """Acquire the lease of a key, or renew it. Of two holders who ask at once, one gets it.

        Returns at once.

        Args:
            key: The key.
            holder: Identifies the caller, among all processes.
            seconds: How long the lease lasts. Then any holder can take it over.

        Returns:
            Whether the holder has the lease.
        """
        ...

    def release_lease(self, key: str, holder: str) -> None:
        """Release the lease of a key, unless another holder has it by now.

        A cancelled call of the async client runs it in the event loop, so it must be fast.
        """
        ...


class MemoryTokenStore:
    """Keeps tokens in this process. Pass one to several clients of a token, and they share a login.

    Args:
        clock: Returns seconds that only increase; for tests.

    Raises:
        ConfigurationError: `clock` is not a function.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        if not callable(clock):
            raise ConfigurationError("clock of the token store must be a function.")
        self._clock = clock
        self._tokens: dict[str, Token] = {}
        self.reset_after_fork()
        _memory_stores.add(self)

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None."""
        validate_key(key)
        return self._tokens.get(key)

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key."""
        validate_key(key)
        validate_token(token)
        self._tokens[key] = token

    def acquire_lease(self, key: str, holder: str, seconds: float) -> bool:
        """Acquire the lease of a key, or renew it; see `LeasingTokenStore.acquire_lease`."""
        validate_key(key)
        validate_request(holder, seconds)
        with self._lock:
            lease = decide_lease(self._leases.get(key), holder, self._clock(), seconds)
            if lease is not None:
                self._leases[key] = lease
            return lease is not None

    def release_lease(self, key: str, holder: str) -> None:
        """Release the lease of a key, unless another holder has it by now."""
        validate_key(key)
        with self._lock:
            lease = self._leases.get(key)
            if lease is not None and lease.holder == holder:
                del self._leases[key]

    def reset_after_fork(self) -> None:
        """Drop the lock and the leases in a forked process: threads of the parent have them."""
        self._lock = threading.Lock()  # for memory only
        self._leases: dict[str, Lease] = {}


_memory_stores: WeakSet[MemoryTokenStore] = WeakSet()


def _reset_all_after_fork() -> None:
    for store in _memory_stores:
        store.reset_after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(after_in_child=_reset_all_after_fork)
