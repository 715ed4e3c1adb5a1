"""Refreshing a token that several clients share through a token store: one refreshes, the others take its token."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from attrs import evolve

from webcrm_ext.auth.stores import LockableTokenStore, TokenStore, Unlock
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Pause, RunBlocking

if TYPE_CHECKING:
    from webcrm_ext.auth.token import Token
    from webcrm_ext.config import Config

logger = logging.getLogger("webcrm_ext")

_LOCK_CHECK_SECONDS = 0.05
_LOCK_CHECKS = 200
"""Attempts to get the lock: for 10 seconds. Then refresh without it: two logins are better than none."""


class SharedTokens:
    """A token store as one client sees it: one key, and expiry in seconds of this client's clock."""

    def __init__(self, config: Config, store: TokenStore, key: str) -> None:
        self._config = config
        self._store = store
        self._key = key

    def refresh(
        self,
        current: Token | None,
        is_newer: Callable[[Token], bool],
        refresh_or_log_in: Callable[[Token | None], Generator[Any, Any, Token]],
    ) -> Generator[Any, Any, Token]:
        """Return the store's token where it is newer, else refresh and store it.

        Raises:
            ConfigurationError: The store is unusable.
            WebCRMError: What `refresh_or_log_in` raises.
        """
        stored = yield from self._load()
        if stored and is_newer(stored):
            return stored
        locks: list[Unlock | None] = []
        try:
            yield from self._lock(locks)
            stored = yield from self._load()
            if stored and is_newer(stored):
                return stored
            # The refresh token is valid once: only the latest token has one that still works.
            known = max(filter(None, (current, stored)), key=lambda token: token.expires_at, default=None)
            token = yield from refresh_or_log_in(known)
            yield from self._save(token)
            return token
        finally:
            for unlock in filter(None, locks):
                unlock()

    def _load(self) -> Generator[Any, Any, Token | None]:
        stored: Token | None = yield RunBlocking(lambda: self._store.load(self._key))
        return stored and evolve(stored, expires_at=stored.expires_at + self._clock_offset())

    def _save(self, token: Token) -> Generator[Any, Any, None]:
        stored = evolve(token, expires_at=token.expires_at - self._clock_offset())
        try:
            yield RunBlocking(lambda: self._store.save(self._key, stored))
        except ConfigurationError as error:
            logger.warning("%s", error)  # the token is valid; other clients log in themselves

    def _lock(self, locks: list[Unlock | None]) -> Generator[Any, Any, None]:
        # The lock goes into a list: the result of a step is lost when its caller is cancelled.
        store = self._store
        if isinstance(store, LockableTokenStore):
            for _ in range(_LOCK_CHECKS):
                yield RunBlocking(lambda: locks.append(store.try_lock(self._key)))
                if locks[-1] is not None:
                    return
                yield Pause(_LOCK_CHECK_SECONDS)

    def _clock_offset(self) -> float:
        return self._config.clock() - self._config.wall_clock()
