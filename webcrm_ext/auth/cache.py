"""The current token, shared by all copies of a client, threads and event loops, and through a store by processes."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import Future
from typing import NamedTuple

from attrs import evolve

from webcrm_ext.auth.stores import Claim, ClaimableStore, Token
from webcrm_ext.config import Config
from webcrm_ext.errors import AuthenticationError, WebCRMError

ADVISORY = 120.0
"""Seconds before its end from which a token is renewed when that goes well."""

MANDATORY = 30.0
"""Seconds before its end from which a token is no longer sent."""

FAILURE_PAUSE = 10.0
"""Seconds to leave the service alone after a renewal failed with the old token still good, or was refused."""


class Flight:
    """One renewal under way. Whoever leads it lands it, whatever happens; anybody can wait for that."""

    def __init__(self) -> None:
        self.landed: Future[None] = Future()
        self.error: WebCRMError | None = None


class Decision(NamedTuple):
    """What a caller does: send the token, lead the flight, or wait for it."""

    token: Token | None
    flight: Flight | None = None
    leads: bool = False


class TokenCache:
    """The current token. Nothing but memory is touched under its lock: neither the network nor a store."""

    def __init__(self, config: Config) -> None:
        self._clock = config.clock
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._refused: Token | None = None
        self._flight: Flight | None = None
        self._leave_until = float("-inf")
        self._refusal: tuple[float, AuthenticationError] | None = None

    @property
    def token(self) -> Token | None:
        """The newest token, whether or not it still works: its refresh token may."""
        return self._token or self._refused

    def decide(self) -> Decision:
        """Decide about a call, as the table in `webcrm_ext.auth.tokens` says.

        Raises:
            AuthenticationError: The application token was refused a moment ago.
        """
        with self._lock:
            now = self._clock()
            left = self._token.expires_at - now if self._token else float("-inf")
            if left > ADVISORY:
                return Decision(self._token)
            usable = self._token if left > MANDATORY else None
            if usable and (self._flight is not None or now < self._leave_until):
                return Decision(usable)
            if self._flight is not None:
                return Decision(None, self._flight)
            if self._refusal and now < self._refusal[0]:
                raise AuthenticationError(*self._refusal[1].args)
            self._flight = Flight()
            return Decision(usable, self._flight, leads=True)

    def land(self, flight: Flight, token: Token | None, error: WebCRMError | None = None) -> None:
        """End a flight: with a token, with an error, or with neither when its leader was cancelled."""
        with self._lock:
            flight.error = error
            current = self._flight is flight  # otherwise it was given up, and what became of it may be old
            if token is not None and (current or self._token is None or token.expires_at > self._token.expires_at):
                self._token = token
                self._refused = self._refusal = None
            if current:
                self._flight = None
                until = self._clock() + FAILURE_PAUSE
                if isinstance(error, AuthenticationError):
                    self._refusal = (until, error)
                if error is not None:
                    self._leave_until = until
        flight.landed.set_result(None)

    def give_up(self, flight: Flight) -> None:
        """Wait no longer for a flight; whoever decides next leads another one."""
        with self._lock:
            if self._flight is flight:
                self._flight = None

    def invalidate(self, token: Token) -> None:
        """Drop a token that the service refused, unless another has taken its place already."""
        with self._lock:
            if self._token is not None and self._token.access == token.access:
                self._token, self._refused = None, self._token

    def is_news(self, kept: Token) -> bool:
        """Say whether a token that another process got is good, and newer than what is known here."""
        with self._lock:
            known = self._token or self._refused
            longest = max(self._clock() + MANDATORY, self._token.expires_at if self._token else float("-inf"))
            return kept.expires_at > longest and (known is None or kept.access != known.access)


class KeptTokens:
    """The token store as one client sees it: one key, and moments by this client's own clock."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._store = config.token_store
        self._key = hashlib.sha256(f"{config.base_url}\0{config.application_token}".encode()).hexdigest()

    def load(self) -> Token | None:
        """Give the token that is kept, or None."""
        kept = self._store.load(self._key) if self._store else None
        return evolve(kept, expires_at=kept.expires_at + self._lag()) if kept else None

    def save(self, token: Token) -> None:
        """Keep a token."""
        if self._store:
            self._store.save(self._key, evolve(token, expires_at=token.expires_at - self._lag()))

    def claim(self) -> Claim | None:
        """Try to be the one who renews; None while another process is at it."""
        return self._store.claim(self._key) if isinstance(self._store, ClaimableStore) else _nothing

    def __bool__(self) -> bool:
        return self._store is not None

    def _lag(self) -> float:
        return self._config.clock() - self._config.wall_clock()


def _nothing() -> None:
    """End a claim where none can be made."""
