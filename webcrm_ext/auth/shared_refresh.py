"""Refreshing a token that several clients share through a token store: one refreshes, the others take its token."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve
from webcrm_api.errors import sentence

from webcrm_ext.auth.lease_request import LeaseRequest
from webcrm_ext.auth.provider import TokenUnavailableError
from webcrm_ext.auth.stores import LeasingTokenStore
from webcrm_ext.auth.token import StoredToken
from webcrm_ext.errors import WebCRMError
from webcrm_ext.operations import Pause, RunBlocking
from webcrm_ext.validation.syntax import is_access_token

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.auth.provider import Send
    from webcrm_ext.auth.stores import TokenStore
    from webcrm_ext.auth.token import Token
    from webcrm_ext.config import Config

T = TypeVar("T")
logger = logging.getLogger("webcrm_ext")

_LEASE_CHECK_SECONDS = 0.1
_PATIENCE = 1.0
"""Seconds to wait for a lease after the time when it should have expired."""


class SharedTokens:
    """A token store as one client sees it: one key, and expiry in seconds of this client's clock.

    A store that raises costs a login and a warning, never the call.

    Args:
        config: The settings, with the store.
        key: The key of the client's tokens.
        lease_seconds: How long one request may take. A lease for refreshing lasts so long, and is renewed before each
            further request. A client waits a second longer for the lease of another one, and then refreshes without
            it: two logins are better than none.
        remember: Called with each access and refresh token of the store, to redact them from messages.
        redact: Redacts the message of a store's error.
    """

    def __init__(
        self,
        config: Config,
        key: str,
        lease_seconds: float,
        remember: Callable[..., None],
        redact: Callable[[str], str],
    ) -> None:
        self._config = config
        self._store = cast("TokenStore", config.token_store)
        self._key = key
        self._lease_seconds = lease_seconds
        self._remember = remember
        self._redact = redact

    def refresh(
        self,
        current: Token | None,
        is_newer: Callable[[Token], bool],
        refresh_or_log_in: Callable[[Token | None, Callable[[Send], Send]], Generator[Any, Any, Token]],
        *,
        required: bool,
        must_log_in: bool,
    ) -> Generator[Any, Any, Token]:
        """Return the store's token where it is newer, else refresh and store it.

        Args:
            current: The client's token, or the one that was refused.
            is_newer: Whether a token of the store can take its place.
            refresh_or_log_in: Refreshes a token, or logs in. Its second argument adds to how requests are sent.
            required: Wait for the lease where another client has it: the current token has expired.
            must_log_in: Log in, and take no token of the store.

        Raises:
            TokenUnavailableError: Another client has the lease, and no refresh is required.
            WebCRMError: What `refresh_or_log_in` raises.
        """
        errors: list[Exception] = []
        lease = self._new_lease()
        try:
            stored = None if must_log_in else (yield from self._load(errors))
            if stored and is_newer(stored):
                return stored
            if lease and not errors:
                yield from self._acquire(lease, errors, required=required)
            if lease and not errors and not must_log_in:
                stored = yield from self._load(errors)
                if stored and is_newer(stored):
                    return stored
            # The refresh token is valid once: only the latest token has one that still works.
            known = max(filter(None, (current, stored)), key=lambda token: token.expires_at, default=None)
            token = yield from refresh_or_log_in(
                None if must_log_in else known, lambda send: self._renewing(send, lease, errors)
            )
            yield from self._save(token, errors)
            return token
        finally:
            # Here and not as a step: it also runs where the caller is cancelled.
            if lease:
                self._release(lease)

    def _new_lease(self) -> LeaseRequest | None:
        if isinstance(self._store, LeasingTokenStore):
            return LeaseRequest(self._store, self._key, self._lease_seconds)
        return None

    def _load(self, errors: list[Exception]) -> Generator[Any, Any, StoredToken | None]:
        return (yield from self._use_store(lambda: self._own(self._store.load(self._key)), errors))

    def _own(self, stored: Token | None) -> StoredToken | None:
        """Return a token of the store by this client's clock; None if it cannot be sent."""
        if stored is None or not is_access_token(stored.access):
            return None
        self._remember(stored.access, stored.refresh)
        return StoredToken(
            access=stored.access,
            refresh=stored.refresh if stored.refresh and is_access_token(stored.refresh) else None,
            expires_at=float(stored.expires_at) + self._clock_offset(),
            lifetime=float(stored.lifetime),
        )

    def _save(self, token: Token, errors: list[Exception]) -> Generator[Any, Any, None]:
        stored = evolve(token, expires_at=token.expires_at - self._clock_offset())
        yield from self._use_store(lambda: self._store.save(self._key, stored), errors)

    def _acquire(self, lease: LeaseRequest, errors: list[Exception], *, required: bool) -> Generator[Any, Any, None]:
        waited = 0.0
        while True:
            acquired = yield from self._use_store(lease.acquire, errors)
            if errors or acquired or waited > self._lease_seconds + _PATIENCE:
                return
            if not required:
                raise TokenUnavailableError("No new access token: another client is getting one.")
            yield Pause(_LEASE_CHECK_SECONDS)
            waited += _LEASE_CHECK_SECONDS

    def _renewing(self, send: Send, lease: LeaseRequest | None, errors: list[Exception]) -> Send:
        """Return a function that sends a call, and renews the lease before each call but the first."""
        sent = 0

        def renew_and_send(call: Call[Any]) -> Generator[Any, Any, httpx.Response]:
            nonlocal sent
            if lease and sent and not errors:
                yield from self._use_store(lease.acquire, errors)
            sent += 1
            return (yield from send(call))

        return renew_and_send

    def _release(self, lease: LeaseRequest) -> None:
        try:
            lease.release()
        except Exception as error:  # noqa: BLE001 - the store may be the user's own
            self._warn(error)

    def _use_store(self, work: Callable[[], T], errors: list[Exception]) -> Generator[Any, Any, T | None]:
        """Return the result of work of the store, which may block. The first error of a refresh is logged."""
        try:
            result: T = yield RunBlocking(work)
        except Exception as error:  # noqa: BLE001 - the store may be the user's own
            if not errors:
                self._warn(error)
            errors.append(error)
            return None
        return result

    def _warn(self, error: Exception) -> None:
        text = str(error) if isinstance(error, WebCRMError) else f"{type(error).__name__}: {error}"
        logger.warning("The token store failed, so this client logs in itself: %s", self._redact(sentence(text)))

    def _clock_offset(self) -> float:
        return self._config.clock() - self._config.wall_clock()
