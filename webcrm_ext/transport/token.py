"""Access tokens: got with the application token, kept, renewed in time, and sent with every call.

The provider knows how the service is asked; the cache decides when; the auth puts the token on a call.

    seconds until the token ends     what happens on a call
    ─────────────────────────────    ──────────────────────────────────────────────────────────────
    more than 120                    it is sent
    120 to 30                        one caller refreshes; the others send the old one, and so does
                                     the one whose refresh fails
    less than 30, or none            one caller refreshes or logs in; the others wait for it; when it
                                     fails or is cancelled, one of them takes over
    any, and the service says 401    it is dropped, if it is still the current one; the call is
                                     repeated once with a new one

No lock is held while the network is waited for, so threads and event loops may share one cache.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import suppress
from typing import Any, NamedTuple

import httpx
from attrs import evolve
from webcrm_api.api.auth import auth_api_login, auth_api_refresh
from webcrm_api.calls import Call
from webcrm_api.errors import UnexpectedContent
from webcrm_api.models.auth_api_login_form import AuthApiLoginForm
from webcrm_api.models.token_response_dto import TokenResponseDto

from webcrm_ext.config import Config
from webcrm_ext.errors import AuthenticationError, ConnectionFailed, WebCRMError
from webcrm_ext.flow import drive, drive_async
from webcrm_ext.secrets import Secrets
from webcrm_ext.transport.token_store import Token

ADVISORY = 120.0
"""Seconds before its end from which a token is renewed when that goes well."""

MANDATORY = 30.0
"""Seconds before its end from which a token is no longer sent."""

REFRESH_PAUSE = 10.0
"""Seconds to leave a refresh alone that failed while the old token still works."""

LIFETIME = 3600.0
"""Seconds that an access token is valid, where the service does not say it."""

TAKEOVERS = 2
"""How many failed renewals a caller waits for before it fails too."""

_LOOK = 0.005
_PASSING = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.REQUEST_TIMEOUT})

Renewal = Generator[httpx.Request, httpx.Response, Token]


class TokenProvider:
    """Asks the service for tokens. Each renewal is a generator of requests, sent by whoever runs it."""

    def __init__(self, config: Config, secrets: Secrets) -> None:
        self._config = config
        self._secrets = secrets

    def renew(self, current: Token | None) -> Renewal:
        """Refresh a token, or log in where there is none or its refresh is refused."""
        if current is not None and current.refresh:
            response = yield self._request(auth_api_refresh.call(refresh_token=current.refresh))
            with suppress(AuthenticationError):
                return self._read(response)
        return (yield from self.log_in())

    def log_in(self) -> Renewal:
        """Log in with the application token.

        Raises:
            AuthenticationError: The service refuses it.
        """
        form = AuthApiLoginForm(auth_code=self._config.application_token)
        response = yield self._request(auth_api_login.call(body=form))
        return self._read(response)

    def _request(self, call: Call[TokenResponseDto]) -> httpx.Request:
        arguments = call.request()
        return httpx.Request(
            arguments.pop("method"),
            self._config.base_url.rstrip("/") + arguments.pop("url"),
            extensions={"timeout": self._config.timeouts().as_dict()},
            **arguments,
        )

    def _read(self, response: httpx.Response) -> Token:
        answer = self._answer(response)
        if not response.is_success or answer is None or answer.is_error or not answer.access_token:
            raise self._refusal(response, answer)
        seconds = answer.expires_in if isinstance(answer.expires_in, int | float) else LIFETIME
        refresh = answer.refresh_token or None
        self._secrets.add(answer.access_token, refresh)
        return Token(access=answer.access_token, refresh=refresh, expires_at=self._config.clock() + seconds)

    def _refusal(self, response: httpx.Response, answer: TokenResponseDto | None) -> WebCRMError:
        said = (answer and (answer.error_description or answer.error)) or response.text[:200].strip() or "nothing"
        what = f"{response.request.method} {response.request.url.path}"
        said = f"{what} was answered with status {response.status_code}: {self._secrets.hide(str(said))}"
        passing = response.status_code in _PASSING or response.is_server_error
        if passing or (response.is_success and answer is None):
            return TokenUnavailable(f"No access token could be had. {said}")
        return AuthenticationError(
            f"The application token was refused. {said}. Check it, and that it is enabled, at "
            "Configuration > Integration > API > REST in webCRM."
        )

    @staticmethod
    def _answer(response: httpx.Response) -> TokenResponseDto | None:
        # A refusal may be a success with IsError, or an error whose body is the same record or any text.
        with suppress(UnexpectedContent):
            return auth_api_login.call(body=AuthApiLoginForm()).reader(response)
        return None


class TokenUnavailable(ConnectionFailed):
    """No token could be had, so the call was not sent; whatever it is, it can be tried again."""


class Flight:
    """One renewal under way. Whoever leads it ends it, whatever happens."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.error: WebCRMError | None = None


class Decision(NamedTuple):
    """What a caller does: send the token, lead the flight, or wait for it."""

    token: Token | None
    flight: Flight | None = None
    leads: bool = False


class TokenCache:
    """The current token, shared by all copies of a client, threads and event loops."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._store = config.token_store
        self._key = hashlib.sha256(f"{config.base_url}\0{config.application_token}".encode()).hexdigest()
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._flight: Flight | None = None
        self._leave_until = float("-inf")

    @property
    def token(self) -> Token | None:
        """The current token, whether or not it still works."""
        return self._token

    def decide(self) -> Decision:
        """Decide about a call, as the table in this module's documentation says."""
        with self._lock:
            now = self._config.clock()
            if self._seconds_left(now) <= ADVISORY:
                self._look_in_store(now)
            left = self._seconds_left(now)
            if left > ADVISORY:
                return Decision(self._token)
            usable = self._token if left > MANDATORY else None
            if usable and (self._flight is not None or now < self._leave_until):
                return Decision(usable)
            if self._flight is not None:
                return Decision(None, self._flight)
            self._flight = Flight()
            return Decision(usable, self._flight, leads=True)

    def land(self, flight: Flight, token: Token | None, error: WebCRMError | None = None) -> None:
        """End a flight: with a token, with an error, or with neither when its leader was cancelled."""
        with self._lock:
            if token is not None:
                self._token = token
            else:
                self._leave_until = self._config.clock() + REFRESH_PAUSE
            flight.error = error
            self._flight = None
        flight.landed.set()
        if token is not None and self._store is not None:
            ends = self._config.wall_clock() + token.expires_at - self._config.clock()
            self._store.save(self._key, evolve(token, expires_at=ends))

    def invalidate(self, access: str) -> None:
        """Drop a token that the service refused, unless another has taken its place already."""
        with self._lock:
            if self._token is None or self._token.access != access:
                return
            # The refresh token may still work, and spares a login where it does.
            self._token = Token(access="", refresh=self._token.refresh, expires_at=float("-inf"))
        kept = self._store.load(self._key) if self._store else None
        if self._store and kept and kept.access == access:
            self._store.save(self._key, None)

    def _seconds_left(self, now: float) -> float:
        return self._token.expires_at - now if self._token else float("-inf")

    def _look_in_store(self, now: float) -> None:
        kept = self._store.load(self._key) if self._store else None
        if kept is not None:
            ends = now + kept.expires_at - self._config.wall_clock()
            if ends > now + max(self._seconds_left(now), MANDATORY):
                self._token = evolve(kept, expires_at=ends)


class TokenAuth(httpx.Auth):
    """Sends the current access token with a call, and repeats the call once when it is refused.

    Args:
        config: The settings.
        cache: The tokens, shared by all copies of a client.
        provider: Asks for new ones.
        send: Sends a request of the provider's, blocking.
        send_async: Sends a request of the provider's, awaiting.
    """

    def __init__(
        self,
        config: Config,
        cache: TokenCache,
        provider: TokenProvider,
        *,
        send: Callable[[httpx.Request], httpx.Response] | None = None,
        send_async: Callable[[httpx.Request], Awaitable[httpx.Response]] | None = None,
    ) -> None:
        self._config = config
        self._cache = cache
        self._provider = provider
        self._send = send
        self._send_async = send_async

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token on a call, blocking while one is got."""
        for last in (False, True):
            access = drive(self._access(), self._perform)
            response = yield _bearing(request, access)
            if last or response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._cache.invalidate(access)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Put the token on a call, awaiting while one is got."""
        for last in (False, True):
            access = await drive_async(self._access(), self._perform_async)
            response = yield _bearing(request, access)
            if last or response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._cache.invalidate(access)

    def _access(self) -> Generator[httpx.Request | Flight, Any, str]:
        """Give an access token: yields requests to send, and flights to wait for."""
        failed = 0
        while True:
            token, flight, leads = self._cache.decide()
            if flight is None and token is not None:
                return token.access
            assert flight is not None  # noqa: S101 - a decision holds a token or a flight
            if leads:
                return (yield from self._lead(flight, token))
            yield flight
            if isinstance(flight.error, AuthenticationError):
                # The service refused the application token; asking again for each who waits changes nothing.
                raise AuthenticationError(*flight.error.args)
            failed += flight.error is not None
            if failed >= TAKEOVERS:
                raise TokenUnavailable(*(flight.error.args if flight.error else ()))

    def _lead(self, flight: Flight, usable: Token | None) -> Generator[httpx.Request, httpx.Response, str]:
        fresh: Token | None = None
        failure: WebCRMError | None = None
        try:
            fresh = yield from self._provider.renew(self._cache.token)
        except (AuthenticationError, TokenUnavailable) as error:
            failure = error
        except httpx.TransportError as error:
            failure = TokenUnavailable(f"No access token could be had: {type(error).__name__} {error}".rstrip())
            failure.__cause__ = error
        finally:
            self._cache.land(flight, fresh, failure)
        if fresh is not None:
            return fresh.access
        if usable is not None:
            return usable.access
        raise failure or TokenUnavailable("No access token could be had.")

    def _perform(self, step: httpx.Request | Flight) -> httpx.Response | None:
        if isinstance(step, Flight):
            step.landed.wait()
            return None
        if self._send is None:
            raise RuntimeError("This client awaits; use AsyncWebCRM.")
        return self._send(step)

    async def _perform_async(self, step: httpx.Request | Flight) -> httpx.Response | None:
        if isinstance(step, Flight):
            # The leader may be in a thread or in another event loop, of another library even: looking now
            # and then is what works for all of them, and a login takes much longer than a look.
            while not step.landed.is_set():
                await self._config.sleep_async(_LOOK)
            return None
        if self._send_async is None:
            raise RuntimeError("This client blocks; use WebCRM.")
        return await self._send_async(step)


def _bearing(request: httpx.Request, access: str) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {access}"
    return request
