"""What the blocking and the async HTTP client have in common: the parts that they are made of, and errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx
from webcrm_api.api.auth import auth_api_login
from webcrm_api.models.auth_api_login_form import AuthApiLoginForm

from webcrm_ext.auth.provider import TokenProvider
from webcrm_ext.auth.shared_refresh import SharedTokens
from webcrm_ext.auth.token import storage_key
from webcrm_ext.auth.tokens import AccessTokens
from webcrm_ext.config import Config
from webcrm_ext.errors import APIConnectionError, APITimeoutError, ConfigurationError
from webcrm_ext.transport.attempt import Attempts
from webcrm_ext.transport.bodies import ResponseTooLargeError
from webcrm_ext.transport.call_observer import RECEIVED
from webcrm_ext.transport.deadline import Deadline, DeadlineError
from webcrm_ext.transport.downloads import DecompressionError
from webcrm_ext.transport.observers import observe
from webcrm_ext.transport.rate_limit import RateLimit
from webcrm_ext.transport.redaction import Redactor
from webcrm_ext.transport.responses import message_of
from webcrm_ext.transport.retry import send_with_retries
from webcrm_ext.transport.retry_quota import RetryQuota
from webcrm_ext.validation.syntax import is_loopback

if TYPE_CHECKING:
    import ssl

    from webcrm_api.models.token_response_dto import TokenResponseDto
    from webcrm_api.types import Response

    from webcrm_ext.transport.connection import ConnectionState
    from webcrm_ext.transport.responses import ResponseRule

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

KEEPALIVE_SECONDS = 30.0
_UNLIMITED_SECONDS = 60.0
"""Seconds to wait for another caller's login, where its requests have no timeout."""

_LEASE_MARGIN = 5.0
"""Seconds that the lease for a login lasts longer than its timeouts."""

_INVALID_REDIRECT = (httpx.InvalidURL, UnicodeError)
"""httpx reads the address of a redirect that it does not follow, and raises these for `mailto:` or an invalid host."""

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

UNUSABLE = (httpx.RequestError, DecompressionError, *_INVALID_REDIRECT)
"""Errors of a request without a usable response."""

CUT_OFF = (httpx.TransportError, httpx.DecodingError, DecompressionError, ResponseTooLargeError, DeadlineError)
"""What ends the body of a response before it is complete."""


class BaseHttpClient(Generic[C]):
    """The base of both HTTP clients."""

    def __init__(self, config: Config, state: ConnectionState, rules: Sequence[ResponseRule]) -> None:
        key = storage_key(config.base_url, config.application_token)
        self._config = config
        self._state = state
        self._rules = rules
        self._redactor = Redactor(config.application_token.strip("{}"))
        self._rate_limit = RateLimit(config, key, state)
        self._retry_quota = RetryQuota()
        tokens = AccessTokens(
            config,
            TokenProvider(config, self._redactor.add, lambda response: message_of(response, self._redactor)),
            self._shared_tokens(key) if config.token_store else None,
            _patience(config),
        )
        self._attempts = Attempts(tokens, self._rate_limit)
        try:
            base_url = httpx.URL(config.base_url)
        except (httpx.InvalidURL, ValueError) as error:
            raise ConfigurationError(f"base_url is {config.base_url!r}, which is not a valid URL: {error}") from None
        self._origin = base_url.scheme, base_url.host, base_url.port
        self._is_loopback = is_loopback(base_url.host)

    def _shared_tokens(self, key: str) -> SharedTokens:
        return SharedTokens(self._config, key, _lease_seconds(self._config), self._redactor.add, self._redactor.redact)

    @property
    def requests_left(self) -> int | None:
        """The requests that can be sent now without a wait; see `RateLimit.left`."""
        return self._rate_limit.left

    # Responses, which the async client awaits.
    log_in: Callable[[Config], Any]
    send: Callable[..., Any]

    def _login_steps(self, config: Config) -> tuple[Generator[Any, Any, Response[TokenResponseDto]], Deadline]:
        """Return the steps of a login, also where there is a token, and its deadline."""
        call = auth_api_login.call(body=AuthApiLoginForm(auth_code=config.application_token))
        deadline = Deadline(config.clock, math.inf if config.deadline is None else config.deadline)
        attempt = partial(self._attempts.log_in, config, deadline)
        steps = send_with_retries(
            call, attempt, config, self._redactor, (), self._retry_quota, deadline, self._rate_limit
        )
        return observe(steps, call, config.clock), deadline

    def _create(self, kind: type[C]) -> C:
        config = self._config
        try:
            return kind(
                base_url=config.base_url,
                follow_redirects=False,
                event_hooks={name: list(hooks) for name, hooks in config.event_hooks.items()},
                **self._connection_settings(),
            )
        except (ImportError, TypeError, ValueError, OSError) as error:
            raise ConfigurationError(f"The connection cannot be created: {type(error).__name__} {error}") from None

    def _connection_settings(self) -> dict[str, Any]:
        """Return the arguments of an httpx client that concern its connections."""
        raise NotImplementedError

    def _verification(self) -> ssl.SSLContext | None:
        """Return how certificates are checked; None where no host is reached by https: reading them takes long."""
        # The certificates that the environment names count for this machine, too; its proxies do not.
        is_used = self._origin[0] == "https" and (self._config.transport is None or self._config.proxy is not None)
        return httpx.create_ssl_context(verify=self._config.verify) if is_used else None

    def _connection_error(self, error: Exception) -> APIConnectionError:
        """Return this package's error for one of httpx or of a body."""
        kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
        prefix = ""
        if isinstance(error, httpx.DecodingError | DecompressionError):
            prefix = "the response cannot be decoded: "
        elif isinstance(error, _INVALID_REDIRECT):
            prefix = "the response redirects to an invalid address: "
        failure = kind(self._redactor.redact(f"{prefix}{type(error).__name__} {error}".strip()))
        failure.sent = not isinstance(error, _NOT_SENT)
        return failure


def raise_if_success(response: httpx.Response, error: Exception) -> None:
    """Raise the error of a body that is not complete, unless its response is a refusal: the status is enough then."""
    if response.is_success:
        if isinstance(error, ResponseTooLargeError):
            error.response = with_content(response, error.content)
        raise error


def with_content(response: httpx.Response, body: bytes) -> httpx.Response:
    """Return a response with another body, already decoded; its extensions have the bytes of the body as received."""
    received = {RECEIVED: response.num_bytes_downloaded}
    replaced = httpx.Response(response.status_code, content=body, request=response.request, extensions=received)
    replaced.headers = response.headers
    return replaced


def _timeout(config: Config) -> httpx.Timeout:
    if isinstance(config.timeout, httpx.Timeout):
        return config.timeout
    return httpx.Timeout(config.timeout, connect=config.connect_timeout)


def _patience(config: Config) -> float:
    """Return the seconds after which another caller's login is considered stuck. A second login is the worst result."""
    timeout = _timeout(config)
    parts = (timeout.connect, timeout.write, timeout.read)
    return sum(_UNLIMITED_SECONDS if each is None else each for each in parts)


def _lease_seconds(config: Config) -> float:
    """Return how long one login may take: the lease of a process that was killed in between expires then."""
    timeout = _timeout(config)
    parts = (timeout.connect, timeout.read)
    return sum(_UNLIMITED_SECONDS if each is None else each for each in parts) + _LEASE_MARGIN
