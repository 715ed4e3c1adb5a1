"""A client's request for a lease of a token store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webcrm_ext.auth.stores import LeasingTokenStore


class LeaseRequest:
    """One client's request for the lease of a key.

    It is released also where its caller is cancelled while a thread still acquires it.

    Args:
        store: The token store.
        key: The key.
        seconds: How long the lease lasts, from each renewal on.
    """

    def __init__(self, store: LeasingTokenStore, key: str, seconds: float) -> None:
        self._store = store
        self._key = key
        self._seconds = seconds
        self._holder = os.urandom(16).hex()
        self._process = os.getpid()
        self._acquired = False
        self._is_over = False

    def acquire(self) -> bool:
        """Acquire or renew the lease, and return whether this client has it."""
        self._acquired = self._store.acquire_lease(self._key, self._holder, self._seconds)
        acquired = self._acquired
        if self._is_over:  # checked after the assignment above, as `release` does in the reverse order
            self.release()
        return acquired

    def release(self) -> None:
        """Release the lease, also one that is being acquired. In a forked process it is the parent's: do nothing."""
        self._is_over = True
        if self._acquired and self._process == os.getpid():
            self._acquired = False
            self._store.release_lease(self._key, self._holder)
