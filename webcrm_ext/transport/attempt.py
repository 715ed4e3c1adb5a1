"""One attempt of a call: a slot of the rate limit, an access token, the request, and replays after a 401.

Written once, as generators of steps; the HTTP clients perform the steps.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from webcrm_api.readers import content

from webcrm_ext.auth.token import StoredToken
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Pause, RunBlocking, WaitFor
from webcrm_ext.syntax import is_header_name, is_header_value
from webcrm_ext.transport.downloads import FileInMemory

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.auth.token import Token
    from webcrm_ext.auth.tokens import AccessTokens
    from webcrm_ext.config import Config
    from webcrm_ext.transport.rate_limit import RateLimit, Reservation

_LOGINS = frozenset({"auth.api_login", "auth.api_refresh", "auth.crm_login", "auth.crm_refresh", "auth.login"})
"""Calls that are sent without an access token."""

_UNAUTHORIZED = 401
_LAST_ROUND = 3
"""The last time that a call is sent when its token is refused."""


class BuildRequest(NamedTuple):
    """A step: build the request of a call."""

    call: Call[Any]
    config: Config


class SendRequest(NamedTuple):
    """A step: send a request and read its response.

    Attributes:
        request: The request.
        file: Where a successful response is written, if anywhere.
        is_login: Whether it is a login that the call needs; prefetch does not order its response.
    """

    request: httpx.Request
    file: IO[bytes] | None = None
    is_login: bool = False


Step = BuildRequest | SendRequest | Pause | RunBlocking | WaitFor


class Attempts:
    """Makes attempts of calls, with the tokens and the rate limit of one client."""

    def __init__(self, tokens: AccessTokens, rate_limit: RateLimit) -> None:
        self._tokens = tokens
        self._rate_limit = rate_limit

    def attempt(self, call: Call[Any], config: Config, file: IO[bytes] | None) -> Generator[Step, Any, httpx.Response]:
        """Send a call within the rate limit, with an access token; replay it with a new token after a 401.

        It is replayed once; once more, after a login, where the new token came from a token store.
        """
        if config.read_only and call.method != "GET" and call.name not in _LOGINS:
            raise ConfigurationError(
                f"{call.method} {call.path} was not sent: the client is read-only. To write, create a client without "
                "read_only=True, and without WEBCRM_READ_ONLY."
            )
        request: httpx.Request = yield BuildRequest(call, config)
        if file is None and call.reader is content:
            file = FileInMemory()
        if call.name in _LOGINS:
            reservation, _ = yield from self._rate_limit.reserve(call.method, call.path, config.retries, first=True)
            return (yield from self._send_in_slot(reservation, SendRequest(request, is_login=True), config))
        number = 0
        while True:
            number += 1
            reservation, token = yield from self._slot_and_token(call, config, must_log_in=number == _LAST_ROUND)
            request.headers["Authorization"] = f"Bearer {token.access}"
            response = yield from self._send_in_slot(reservation, SendRequest(request, file), config)
            is_last = number == _LAST_ROUND or (number > 1 and not isinstance(token, StoredToken))
            if is_last or response.status_code != _UNAUTHORIZED:
                return response
            self._tokens.reject(token)

    def _slot_and_token(
        self, call: Call[Any], config: Config, *, must_log_in: bool
    ) -> Generator[Step, Any, tuple[Reservation, Token]]:
        """Return a due slot and a valid token.

        The token comes first: a call that gets none takes no slot. While the call waits for its slot, the token may
        expire. Then the login uses the slot, for all who wait need its token, and the call gets the next one.
        """
        slots: list[Reservation] = []
        waited = False
        while True:
            try:
                token = yield from self._tokens.get(partial(self._log_in, slots, config), must_log_in=must_log_in)
            except BaseException:
                for slot in slots:
                    yield from self._rate_limit.release(slot)
                raise
            if slots:
                return slots[0], token
            reservation, waited = yield from self._rate_limit.reserve(
                call.method, call.url(), config.retries, first=waited
            )
            if not waited:
                return reservation, token
            slots.append(reservation)

    def _log_in(
        self, slots: list[Reservation], config: Config, login: Call[Any]
    ) -> Generator[Step, Any, httpx.Response]:
        request: httpx.Request = yield BuildRequest(login, config)
        if slots and self._rate_limit.blocked:
            yield from self._rate_limit.release(slots.pop())
        if slots:
            reservation = slots.pop()
        else:
            reservation, _ = yield from self._rate_limit.reserve(login.method, login.path, config.retries, first=True)
        return (yield from self._send_in_slot(reservation, SendRequest(request, is_login=True), config))

    def _send_in_slot(
        self, reservation: Reservation, step: SendRequest, config: Config
    ) -> Generator[Step, Any, httpx.Response]:
        """Send a request in its slot."""
        try:
            response: httpx.Response = yield step
        except BaseException:
            yield from self._rate_limit.confirm(reservation, None, config.retries)
            raise
        yield from self._rate_limit.confirm(reservation, response, config.retries)
        return response


def request_headers(user_agent: str, own: Mapping[str, str] | None) -> dict[str, str]:
    """Return the headers of a request. The call's own replace the client's, in any case.

    Raises:
        ValueError: A header is invalid.
    """
    headers = {"User-Agent": user_agent, "Accept": "application/json"}
    for name, value in (own or {}).items():
        if not is_header_name(name) or not is_header_value(value):
            raise ValueError("a header must be visible ASCII, and its value without line breaks or spaces at its ends")
        for default in list(headers):
            if default.lower() == name.lower():
                del headers[default]
        headers[name] = value
    return headers
