"""Token stores: the protocols, and the store in memory."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from webcrm_ext.auth.token import Token

Unlock = Callable[[], None]
"""Releases a lock."""


class TokenStore(Protocol):
    """Keeps one token for each key. A key identifies base URL and application token, and shows neither.

    The async client calls it in a thread, so it may block.
    """

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None. Its `expires_at` is in seconds of `time.time`."""
        ...

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key. Its `expires_at` is in seconds of `time.time`."""
        ...


@runtime_checkable
class LockableTokenStore(TokenStore, Protocol):
    """A token store with a lock for refreshing, so that clients that start together share one login."""

    def try_lock(self, key: str) -> Unlock | None:
        """Lock a key for refreshing its token.

        Returns at once. The lock ends with the process at the latest.

        Returns:
            A function that releases the lock; None if another client holds it.
        """
        ...


class MemoryTokenStore:
    """Keeps tokens in this process. Pass one to several clients of a token, and they share a login."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None."""
        return self._tokens.get(key)

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key."""
        self._tokens[key] = token

    def try_lock(self, key: str) -> Unlock | None:
        """Lock a key for refreshing its token; see `LockableTokenStore.try_lock`."""
        lock = self._locks[key]
        return lock.release if lock.acquire(blocking=False) else None
