"""Access tokens: got with the application token, kept, renewed in time, and sent with every call.

The provider knows how the service is asked; the cache decides when; the auth puts the token on a call.

    seconds until the token ends     what happens on a call
    ─────────────────────────────    ──────────────────────────────────────────────────────────────
    more than 120                    it is sent
    120 to 30                        one caller refreshes; the others send the old one, and so does
                                     the one whose refresh fails
    less than 30, or none            one caller refreshes, or logs in where that fails; the others wait
                                     for it; when it fails or is cancelled, one of them takes over
    any, and the service says 401    it is dropped, if it is still the current one; the call is
                                     repeated once with a new one

With a token store the one who renews looks there first, and among processes only one renews at a time.
No lock is held while the network or a store is waited for, so threads and event loops may share one cache.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import suppress
from typing import Any

import httpx
from attrs import frozen

from webcrm_ext.auth.cache import Flight, KeptTokens, TokenCache
from webcrm_ext.auth.provider import TokenProvider, TokenUnavailable, unreachable
from webcrm_ext.auth.stores import Claim, Token
from webcrm_ext.config import Config
from webcrm_ext.errors import AuthenticationError, ConfigurationError, WebCRMError, sentence
from webcrm_ext.operations import Pause, drive, drive_async
from webcrm_ext.transport.cancellation import wanted_sleep
from webcrm_ext.transport.partial_responses import take_what_comes
from webcrm_ext.transport.rate_limit import Pacing, Place

logger = logging.getLogger("webcrm_ext")

TAKEOVERS = 2
"""How many failed renewals a caller waits for before it fails too."""

_LONGEST = 60.0
"""Seconds to wait for a leader whose requests have no time limit."""

_LOOK = 0.05
_LOOKS = 200
"""How often, and how many times, to look whether another process has ended its renewal: 10 seconds in all.

After that it is renewed all the same: two logins are better than none.
"""


@frozen
class StoreStep:
    """A step: read or write the token store, which may take a while."""

    work: Callable[[], Any]


Step = httpx.Request | Flight | Pause | StoreStep


class TokenAuth(httpx.Auth):
    """Sends the current access token with a call, in its turn, and repeats the call once when it is refused.

    Args:
        config: The settings.
        provider: Asks for tokens.
        pacing: The line in which requests wait.
        send: Sends a request of the provider's, blocking.
        send_async: Sends a request of the provider's, awaiting.
    """

    def __init__(
        self,
        config: Config,
        provider: TokenProvider,
        pacing: Pacing,
        *,
        send: Callable[[httpx.Request], httpx.Response] | None = None,
        send_async: Callable[[httpx.Request], Awaitable[httpx.Response]] | None = None,
    ) -> None:
        self._config = config
        self._cache = TokenCache(config)
        self._kept = KeptTokens(config)
        self._provider = provider
        self._pacing = pacing
        self._send = send
        self._send_async = send_async

    @property
    def token(self) -> Token | None:
        """The newest token, whether or not it still works."""
        return self._cache.token

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token on a call, blocking while one is got and until it is the call's turn."""
        for last in (False, True):
            token, place = drive(self._ready(request), self._perform)
            with self._pacing.counted(place):
                response = yield _bearing(request, token)
            take_what_comes(response)
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                self._pacing.obey(response)  # by its header, for its body may take its time
                response.read()
                self._pacing.obey(response)
            if last or response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._cache.invalidate(token)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Put the token on a call, awaiting; otherwise as `sync_auth_flow`."""
        for last in (False, True):
            token, place = await drive_async(self._ready(request), self._perform_async)
            with self._pacing.counted(place):
                response = yield _bearing(request, token)
            take_what_comes(response)
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                self._pacing.obey(response)  # by its header, for its body may take its time
                await response.aread()
                self._pacing.obey(response)
            if last or response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._cache.invalidate(token)

    def _ready(self, request: httpx.Request) -> Generator[Step, Any, tuple[Token, Place]]:
        """Give the token for a call when it is the call's turn, and its place in the line."""
        token = yield from self._current()
        place, waited = yield from self._pacing.turn(request)
        if waited:  # it may have been renewed meanwhile
            token = yield from self._current()
        return token, place

    def _current(self) -> Generator[Step, Any, Token]:
        """Give a token that can be sent: yields requests to send, and what to wait for."""
        failed = 0
        while True:
            token, flight, leads = self._cache.decide()
            if flight is None and token is not None:
                return token
            assert flight is not None  # noqa: S101 - a decision holds a token or a flight
            if leads:
                return (yield from self._lead(flight, token))
            yield flight
            if not flight.landed.done():
                self._cache.give_up(flight)
                continue
            if isinstance(flight.error, AuthenticationError | ConfigurationError):
                # Asking again for each who waits changes nothing.
                raise type(flight.error)(*flight.error.args)
            failed += flight.error is not None
            if failed >= TAKEOVERS:
                raise TokenUnavailable(*(flight.error.args if flight.error else ()))

    def _lead(self, flight: Flight, usable: Token | None) -> Generator[Step, Any, Token]:
        fresh: Token | None = None
        failure: WebCRMError | None = None
        try:
            fresh = yield from self._renewed(needed=usable is None)
        except (AuthenticationError, ConfigurationError, TokenUnavailable) as error:
            failure = error
        except httpx.RequestError as error:
            if isinstance(error, httpx.TransportError):
                said = unreachable(self._config.base_url, error)
            else:
                said = f"the answer cannot be decoded: {sentence(str(error))}"
            failure = TokenUnavailable(f"No access token could be obtained: {said}")
            failure.__cause__ = error
        finally:
            self._cache.land(flight, fresh, failure)
        token = fresh or usable
        if token is None:
            raise failure or TokenUnavailable("No access token could be obtained.")
        if isinstance(failure, ConfigurationError):
            # The old token serves still; what is wrong will be in the way when it ends.
            logger.warning("%s", failure)
        return token

    def _renewed(self, *, needed: bool) -> Generator[Step, Any, Token]:
        """Renew the token, or take the one that another process got."""
        if not self._kept:
            return (yield from self._provider.renew(self._cache.token, needed=needed))
        kept = yield from self._stored()
        if kept and self._cache.is_news(kept):
            return kept
        claims: list[Claim | None] = []
        try:
            yield from self._claim(claims)
            kept = yield from self._stored()
            if kept and self._cache.is_news(kept):
                return kept
            # Whoever renewed last holds the refresh token that still works.
            known = max(filter(None, (self._cache.token, kept)), key=lambda each: each.expires_at, default=None)
            token = yield from self._provider.renew(known, needed=needed)
            try:
                yield StoreStep(lambda: self._kept.save(token))
            except ConfigurationError as error:
                # The token is good; that others must get one of their own is no reason to fail.
                logger.warning("%s", error)
            return token
        finally:
            for claim in filter(None, claims):
                claim()

    def _stored(self) -> Generator[Step, Any, Token | None]:
        kept: Token | None = yield StoreStep(self._kept.load)
        return kept

    def _claim(self, claims: list[Claim | None]) -> Generator[Step, Any, None]:
        # Into a list: what a step gives is lost when its caller is cancelled, and a claim must not be.
        for _ in range(_LOOKS):
            yield StoreStep(lambda: claims.append(self._kept.claim()))
            if claims[-1] is not None:
                return
            yield Pause(_LOOK)

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Flight):
            with suppress(TimeoutError):
                step.landed.result(self._patience())
            return None
        if isinstance(step, StoreStep):
            return step.work()
        if isinstance(step, Pause):
            return wanted_sleep(self._config.sleep, step.seconds)
        if self._send is None:
            raise RuntimeError("This client awaits; use AsyncWebCRM.")
        return self._send(step)

    async def _perform_async(self, step: Step) -> Any:
        import anyio  # noqa: PLC0415 - only who awaits pays

        from webcrm_ext.transport.event_loops import in_thread, landed  # noqa: PLC0415

        if isinstance(step, Flight):
            # Its leader may be in a thread or in another event loop, of another library even.
            with anyio.move_on_after(self._patience()):
                await landed(step.landed)
            return None
        if isinstance(step, StoreStep):
            return await in_thread(step.work)
        if isinstance(step, Pause):
            return await self._config.sleep_async(step.seconds)
        if self._send_async is None:
            raise RuntimeError("This client blocks; use WebCRM.")
        return await self._send_async(step)

    def _patience(self) -> float:
        """Give the real seconds after which a leader is taken for gone: its event loop stands still, perhaps.

        A leader that only waits for its turn costs a second login, at the worst.
        """
        limits = self._config.timeouts()
        return sum(_LONGEST if each is None else each for each in (limits.connect, limits.write, limits.read))


def _bearing(request: httpx.Request, token: Token) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token.access}"
    return request
