"""One attempt of a call: a slot of the rate limit, an access token, the request, and replays after a 401.

Written once, as generators of steps; the HTTP clients perform the steps.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from webcrm_ext.auth.token import StoredToken
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Pause, RunBlocking, WaitFor
from webcrm_ext.transport.bodies import LoginTooLargeError, ResponseTooLargeError
from webcrm_ext.validation.syntax import is_header_name, is_header_value

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.auth.token import Token
    from webcrm_ext.auth.tokens import AccessTokens
    from webcrm_ext.config import Config
    from webcrm_ext.transport.deadline import Deadline
    from webcrm_ext.transport.rate_limit import RateLimit
    from webcrm_ext.transport.rate_limiter import Reservation

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
        config: The settings of the call.
        file: Where a successful response is written, if anywhere.
        is_login: Whether it is a login that the call needs; prefetch does not order its response.
    """

    request: httpx.Request
    config: Config
    file: IO[bytes] | None = None
    is_login: bool = False


Step = BuildRequest | SendRequest | Pause | RunBlocking | WaitFor


class Attempts:
    """Makes attempts of calls, with the tokens and the rate limit of one client."""

    def __init__(self, tokens: AccessTokens, rate_limit: RateLimit) -> None:
        self._tokens = tokens
        self._rate_limit = rate_limit

    def attempt(
        self, call: Call[Any], config: Config, file: IO[bytes] | None, deadline: Deadline
    ) -> Generator[Step, Any, httpx.Response]:
        """Send a call within the rate limit, with an access token; replay it with a new token after a 401.

        It is replayed once; once more, after a login, where the new token came from a token store.
        """
        if config.read_only and call.method != "GET" and call.name not in _LOGINS:
            raise ConfigurationError(
                f"{call.method} {call.path} was not sent: the client is read-only. To write, create a client without "
                "read_only=True, and without WEBCRM_READ_ONLY."
            )
        request: httpx.Request = yield BuildRequest(call, config)
        if call.name in _LOGINS:
            reservation, _ = yield from self._rate_limit.reserve(call.method, call.path, config.retries, first=True)
            deadline.start_for_login()
            return (yield from self._send_in_slot(reservation, SendRequest(request, config, is_login=True)))
        number = 0
        while True:
            number += 1
            reservation, token = yield from self._slot_and_token(
                call, config, deadline, must_log_in=number == _LAST_ROUND
            )
            if not deadline.is_running:
                deadline.is_running, deadline.ends_at = True, config.clock() + deadline.seconds
            request.headers["Authorization"] = f"Bearer {token.access}"
            if call.before_send is not None:
                call.before_send()
            response = yield from self._send_in_slot(reservation, SendRequest(request, config, file))
            is_last = number == _LAST_ROUND or (number > 1 and not isinstance(token, StoredToken))
            if is_last or response.status_code != _UNAUTHORIZED:
                return response
            self._tokens.reject(token)

    def log_in(self, config: Config, deadline: Deadline) -> Generator[Step, Any, httpx.Response]:
        """Log in, also where there is a token, and return the response; later calls use the new token."""
        responses: list[httpx.Response] = []

        def send(login: Call[Any]) -> Generator[Step, Any, httpx.Response]:
            responses.append((yield from self._log_in([], config, deadline, login)))
            return responses[0]

        yield from self._tokens.log_in(send)
        return responses[0]

    def _slot_and_token(
        self, call: Call[Any], config: Config, deadline: Deadline, *, must_log_in: bool
    ) -> Generator[Step, Any, tuple[Reservation, Token]]:
        """Return a due slot and a valid token.

        The token comes first: a call that gets none takes no slot. While the call waits for its slot, the token may
        expire. Then the login uses the slot, for all who wait need its token, and the call gets the next one.
        """
        slots: list[Reservation] = []
        waited = False
        while True:
            try:
                token = yield from self._tokens.get(
                    partial(self._log_in, slots, config, deadline), must_log_in=must_log_in
                )
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
            deadline.restart_after_queue()

    def _log_in(
        self, slots: list[Reservation], config: Config, deadline: Deadline, login: Call[Any]
    ) -> Generator[Step, Any, httpx.Response]:
        request: httpx.Request = yield BuildRequest(login, config)
        if slots and self._rate_limit.blocked:
            yield from self._rate_limit.release(slots.pop())
        if slots:
            reservation = slots.pop()
        else:
            reservation, _ = yield from self._rate_limit.reserve(login.method, login.path, config.retries, first=True)
        deadline.start_for_login()
        problem = ""
        try:
            return (yield from self._send_in_slot(reservation, SendRequest(request, config, is_login=True)))
        except ResponseTooLargeError as error:
            problem = str(error)
        # Raised here, because the error above contains the body.
        raise LoginTooLargeError(f"No access token. {login.method} {login.path}: {problem}")

    def _send_in_slot(self, reservation: Reservation, step: SendRequest) -> Generator[Step, Any, httpx.Response]:
        """Send a request in its slot."""
        try:
            response: httpx.Response = yield step
        except BaseException:
            yield from self._rate_limit.confirm(reservation, None, step.config.retries)
            raise
        yield from self._rate_limit.confirm(reservation, response, step.config.retries)
        return response


def request_headers(defaults: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a request. The call's own replace the client's, in any case.

    Raises:
        ValueError: A header is invalid.
    """
    headers = dict(defaults)
    for name, value in own.items():
        if not is_header_name(name) or not is_header_value(value):
            raise ValueError("a header must be visible ASCII, and its value without line breaks or spaces at its ends")
        for default in list(headers):
            if default.lower() == name.lower():
                del headers[default]
        headers[name] = value
    return headers
