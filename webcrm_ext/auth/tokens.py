"""Choose the access token that a call sends; `AccessTokens.get` decides, from top to bottom.

    seconds until it expires        what happens
    ────────────────────────────    ─────────────────────────────────────────────────────────────────
    more than 120                   send it
    120 to 30                       one caller refreshes it; all others send it. If the refresh fails,
                                    the first sends it too
    less than 30, or no token       one caller refreshes it, or logs in; the others wait for that. If it
                                    fails or is cancelled, another of them does it
    any, and the service says 401   drop it, if it is still the current one; the call is replayed once
                                    with a new one. If that came from a token store and is refused too,
                                    the call is replayed again, after a login

A token that is valid for less than 8 minutes has shorter windows: a quarter and an eighth of its lifetime, at most 120
and 30 seconds.

With a token store, the refresh reads the store first, and one process refreshes at a time: the one that has the lease.
No lock is held during requests or store access, so threads and event loops can share one object.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator
from concurrent.futures import Future
from copy import copy
from typing import TYPE_CHECKING, Any

from webcrm_api.errors import sentence

from webcrm_ext.auth.provider import TokenUnavailableError
from webcrm_ext.auth.token import StoredToken
from webcrm_ext.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ConfigurationError,
    WebCRMError,
)
from webcrm_ext.operations import WaitFor

if TYPE_CHECKING:
    from webcrm_ext.auth.provider import Send, TokenProvider
    from webcrm_ext.auth.shared_refresh import SharedTokens
    from webcrm_ext.auth.token import Token
    from webcrm_ext.config import Config

logger = logging.getLogger("webcrm_ext")

ADVISORY_WINDOW = 120.0
"""Seconds before its expiry from which a token is refreshed, if that succeeds; at most a quarter of its lifetime."""

MANDATORY_WINDOW = 30.0
"""Seconds before its expiry from which a token is no longer sent; at most an eighth of its lifetime."""

FAILURE_PAUSE = 10.0
"""Seconds until the next refresh after one that was refused, or that failed while the old token is valid."""

MAX_FAILED_REFRESHES = 2
"""Failed refreshes of other callers after which a waiting call fails too."""


class RefreshInProgress:
    """One refresh. Its leader always completes it; other callers wait for `done`."""

    def __init__(self) -> None:
        self.done: Future[None] = Future()
        self.error: WebCRMError | None = None


class AccessTokens:
    """The current token of a client and its copies.

    Args:
        config: The settings.
        provider: Refreshes and logs in.
        shared: The token store as this client sees it, or None.
        patience: Real seconds to wait for another caller's refresh; then its event loop is considered stuck.
    """

    def __init__(self, config: Config, provider: TokenProvider, shared: SharedTokens | None, patience: float) -> None:
        self._clock = config.clock
        self._base_url = config.base_url
        self._provider = provider
        self._shared = shared
        self._patience = patience
        self._lock = threading.Lock()  # held for memory only
        self._token: Token | None = None
        self._rejected: Token | None = None
        self._refresh: RefreshInProgress | None = None
        self._pause_until = float("-inf")
        self._refusal: AuthenticationError | None = None

    def get(  # noqa: C901 - one decision, readable in one place
        self, send: Send, *, must_log_in: bool = False
    ) -> Generator[Any, Any, Token]:
        """Return a token that can be sent.

        Args:
            send: Sends a login or refresh.
            must_log_in: Accept no token that came from a token store; log in where there is no other.

        Raises:
            AuthenticationError: The service refuses the application token.
            ConfigurationError: The base URL has no login.
            TokenUnavailableError: No token could be obtained now.
        """
        failures = 0
        while True:
            with self._lock:
                now = self._clock()
                token = None if must_log_in and isinstance(self._token, StoredToken) else self._token
                left = token.expires_at - now if token else float("-inf")
                # A short lifetime has short windows.
                if token and left > min(ADVISORY_WINDOW, token.lifetime / 4):
                    return token
                usable = token if token and left > _mandatory_window(token) else None
                if usable and (self._refresh or now < self._pause_until):
                    return usable
                refresh = self._refresh
                leads = refresh is None
                if refresh is None:
                    if self._refusal and now < self._pause_until:
                        raise AuthenticationError(*self._refusal.args)
                    refresh = self._refresh = RefreshInProgress()
            if leads:
                return (yield from self._lead(refresh, usable, send, must_log_in=must_log_in))
            yield WaitFor(refresh.done, self._patience)
            if not refresh.done.done():
                self._replace(refresh)
            elif isinstance(refresh.error, AuthenticationError | ConfigurationError):
                raise type(refresh.error)(*refresh.error.args)  # the result would be the same for every caller
            elif refresh.error is not None:
                failures += 1
                if failures >= MAX_FAILED_REFRESHES:
                    raise copy(refresh.error)

    def log_in(self, send: Send) -> Generator[Any, Any, Token]:
        """Log in, also where there is a token, and return the new one.

        Raises:
            WebCRMError: What `get` raises.
        """
        return (yield from self._lead(RefreshInProgress(), None, send, must_log_in=True))

    def reject(self, token: Token) -> None:
        """Drop a token that the service refused, unless a newer one has replaced it."""
        with self._lock:
            if self._token is not None and self._token.access == token.access:
                self._token, self._rejected = None, token

    def _lead(
        self, refresh: RefreshInProgress, usable: Token | None, send: Send, *, must_log_in: bool
    ) -> Generator[Any, Any, Token]:
        """Refresh the token, and complete the refresh for those who wait."""
        token: Token | None = None
        error: WebCRMError | None = None
        try:
            token = yield from self._refreshed(send, required=usable is None, must_log_in=must_log_in)
        except (AuthenticationError, ConfigurationError) as refused:
            error = refused
        except APIConnectionError as failed:
            error = failed
            if not isinstance(failed, TokenUnavailableError):
                error = TokenUnavailableError(
                    f"No access token from {self._base_url}: {sentence(str(failed))} Check base_url and the network."
                )
                error.timed_out = isinstance(failed, APITimeoutError)
                error.__cause__ = failed.__cause__
        finally:
            self._complete(refresh, token, error)
        if token is None and usable is None:
            raise error or TokenUnavailableError("No access token.")
        if isinstance(error, ConfigurationError):
            logger.warning("%s", error)  # the call succeeds with the old token; the next ones will not
        return token or usable  # type: ignore[return-value]  # one of them is a token

    def _refreshed(self, send: Send, *, required: bool, must_log_in: bool) -> Generator[Any, Any, Token]:
        # The refresh token of a rejected one may still be valid.
        current = None if must_log_in else self._token or self._rejected
        if self._shared is None:
            return (yield from self._provider.refresh_or_log_in(current, send, required=required))
        return (
            yield from self._shared.refresh(
                current,
                self._is_newer,
                lambda known, extend: self._provider.refresh_or_log_in(known, extend(send), required=required),
                required=required,
                must_log_in=must_log_in,
            )
        )

    def _is_newer(self, stored: Token) -> bool:
        """Return whether a stored token is valid, and newer than the current one."""
        with self._lock:
            known = self._token or self._rejected
            current_expiry = self._token.expires_at if self._token else float("-inf")
            expiry = max(self._clock() + _mandatory_window(stored), current_expiry)
            return stored.expires_at > expiry and (known is None or stored.access != known.access)

    def _complete(self, refresh: RefreshInProgress, token: Token | None, error: WebCRMError | None) -> None:
        """End a refresh: with a token, with an error, or with neither where its caller was cancelled."""
        with self._lock:
            refresh.error = error
            is_current = self._refresh is refresh  # else another caller replaced it, and its token may be older
            if token is not None and (is_current or self._token is None or token.expires_at > self._token.expires_at):
                self._token = token
                self._rejected = self._refusal = None
            if is_current:
                self._refresh = None
                if error is not None:
                    self._refusal = error if isinstance(error, AuthenticationError) else None
                    self._pause_until = self._clock() + FAILURE_PAUSE
        refresh.done.set_result(None)

    def _replace(self, refresh: RefreshInProgress) -> None:
        with self._lock:
            if self._refresh is refresh:
                self._refresh = None


def _mandatory_window(token: Token) -> float:
    return min(MANDATORY_WINDOW, token.lifetime / 8)
