"""The token provider: how to log in and refresh, and how to read what the service responds."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from webcrm_api.api.auth import auth_api_login, auth_api_refresh
from webcrm_api.calls import Call
from webcrm_api.errors import UnexpectedContent, sentence
from webcrm_api.models.auth_api_login_form import AuthApiLoginForm
from webcrm_api.models.token_response_dto import TokenResponseDto
from webcrm_api.readers import is_error_object
from webcrm_api.redaction import SecretStr

from webcrm_ext.auth.token import DEFAULT_LIFETIME, Token
from webcrm_ext.config import CREATE_TOKEN
from webcrm_ext.errors import APIConnectionError, AuthenticationError, ConfigurationError, WebCRMError
from webcrm_ext.validation.syntax import is_access_token

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.config import Config

_LONGEST_LIFETIME = 365 * 86400.0
"""Seconds of the longest lifetime that is believed."""

PROXY_REFUSED = 407
PROXY_ADVICE = "A proxy refused the request. Check the user name and password in `proxy`, or in HTTPS_PROXY."

_TRANSIENT = frozenset({408, 429})
_WRONG_PATH = frozenset({404, 405})
_LOGIN_PATH = auth_api_login.call(body=AuthApiLoginForm()).path

Send = Callable[[Call[Any]], Generator[Any, Any, "httpx.Response"]]
"""Sends a login or refresh within the rate limit, without a token and without retries."""


class TokenUnavailableError(APIConnectionError):
    """No access token was available, so the call was not sent. It is safe to retry.

    Attributes:
        timed_out: Whether the login took too long.
    """

    timed_out: bool = False


class TokenProvider:
    """Gets tokens from the service.

    Args:
        config: The settings.
        remember: Called with each new access and refresh token, to redact them from messages.
        message_of: Returns the service's message in a response.
    """

    def __init__(
        self, config: Config, remember: Callable[..., None], message_of: Callable[[httpx.Response], str]
    ) -> None:
        self._config = config
        self._remember = remember
        self._message_of = message_of

    def refresh_or_log_in(self, current: Token | None, send: Send, *, required: bool) -> Generator[Any, Any, Token]:
        """Refresh a token; log in where there is none, or its refresh is refused.

        Args:
            current: The token to refresh.
            send: Sends a call.
            required: Also log in where the refresh failed for another reason: the current token has expired.

        Raises:
            AuthenticationError: The service refuses the application token.
            ConfigurationError: The base URL has no login.
            APIConnectionError: No token could be obtained now.
        """
        if current is not None and current.refresh:
            failures = (AuthenticationError, APIConnectionError) if required else (AuthenticationError,)
            with suppress(*failures):
                return self._read((yield from send(auth_api_refresh.call(refresh_token=current.refresh))))
        form = AuthApiLoginForm(auth_code=self._config.application_token)
        return self._read((yield from send(auth_api_login.call(body=form))))

    def _read(self, response: httpx.Response) -> Token:
        record = _record_in(response)
        if not response.is_success or record is None or record.is_error or not record.access_token:
            raise self._error_of(response, record)
        refresh = SecretStr(record.refresh_token or "")
        self._remember(record.access_token, refresh)
        if not is_access_token(record.access_token):
            raise TokenUnavailableError("No access token: the service sent one that is invalid in a header.")
        lifetime = _lifetime_of(record)
        return Token(
            access=record.access_token,
            refresh=refresh if is_access_token(refresh) else None,
            expires_at=self._config.clock() + lifetime,
            lifetime=lifetime,
        )

    def _error_of(self, response: httpx.Response, record: TokenResponseDto | None) -> WebCRMError:
        path = response.request.url.path
        text = sentence(
            f"{response.request.method} {path} returned status {response.status_code}: "
            f"{self._message_of(response) or 'no message'}"
        )
        if response.status_code == PROXY_REFUSED:
            return TokenUnavailableError(f"No access token. {text} {PROXY_ADVICE}")
        transient = response.status_code in _TRANSIENT or response.is_server_error or response.is_redirect
        refused = is_error_object(response) or (record is not None and (record.is_error or record.error))
        if transient or (response.is_success and not refused):
            return TokenUnavailableError(f"No access token. {text}")
        # Only a missing login path is an error of base_url: the refresh may be missing where the login exists.
        if response.status_code in _WRONG_PATH and path.endswith(_LOGIN_PATH):
            return ConfigurationError(f"No access token. {text} Check base_url.")
        return AuthenticationError(
            f"The application token was refused. {text} Check that it is right and enabled. {CREATE_TOKEN}"
        )


def _lifetime_of(record: TokenResponseDto) -> float:
    seconds: Any = record.expires_in
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return float(seconds) if is_number and 0 < seconds <= _LONGEST_LIFETIME else DEFAULT_LIFETIME


def _record_in(response: httpx.Response) -> TokenResponseDto | None:
    # A refusal is a success with IsError, or an error whose body is the same record or any text.
    with suppress(UnexpectedContent, ValueError, RecursionError):
        record = _read_record(response)
        tokens = (record.access_token, record.refresh_token)
        return record if all(isinstance(each, str) for each in tokens if each) else None
    return None


def _read_record(response: httpx.Response) -> TokenResponseDto:
    try:
        return auth_api_login.call(body=AuthApiLoginForm()).reader(response)
    except UnexpectedContent:
        # One number that is out of range, such as a lifetime of 400 digits, must not cost the token.
        members = json.loads(response.content, parse_int=float)
        if isinstance(members, dict):
            return TokenResponseDto.from_dict(members)
        raise
