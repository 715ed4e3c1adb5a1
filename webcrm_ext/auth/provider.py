"""How the service is asked for tokens."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import httpx
from webcrm_api.api.auth import auth_api_login, auth_api_refresh
from webcrm_api.calls import Call
from webcrm_api.errors import UnexpectedContent
from webcrm_api.models.auth_api_login_form import AuthApiLoginForm
from webcrm_api.models.token_response_dto import TokenResponseDto
from webcrm_api.redaction import SecretStr

from webcrm_ext.auth.stores import Token
from webcrm_ext.config import Config
from webcrm_ext.errors import APIConnectionError, AuthenticationError, ConfigurationError, WebCRMError, sentence
from webcrm_ext.transport.headers import headers_of, is_token
from webcrm_ext.transport.redaction import Secrets
from webcrm_ext.transport.responses import what_was_said

LIFETIME = 3600.0
"""Seconds that an access token is valid, where the service does not say it."""

_PASSING = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.REQUEST_TIMEOUT})
_NO_SUCH_ADDRESS = frozenset({httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED})
_LOGIN = auth_api_login.call(body=AuthApiLoginForm()).path

Renewal = Generator[httpx.Request, httpx.Response, Token]


class TokenUnavailable(APIConnectionError):
    """No token could be obtained, so the call was not sent; whatever it is, it can be tried again."""


def unreachable(base_url: str, failure: Exception | None) -> str:
    """Say that no connection to the service was made, why, and what to look at."""
    why = f"{type(failure).__name__} {failure}".strip()
    return f"{base_url} could not be reached: {sentence(why)} Check base_url and the network."


class TokenProvider:
    """Asks the service for tokens. Each renewal is a generator of requests, sent by whoever runs it."""

    def __init__(self, config: Config, secrets: Secrets) -> None:
        self._config = config
        self._secrets = secrets

    def renew(self, current: Token | None, *, needed: bool) -> Renewal:
        """Refresh a token, or log in where there is none or its refresh is refused.

        Args:
            current: The token to refresh.
            needed: Log in too where the refresh failed in another way: the old token is of no use any more.

        Raises:
            AuthenticationError: The service refuses the application token.
            TokenUnavailable: It answered something else.
        """
        if current is not None and current.refresh:
            passing = (TokenUnavailable, httpx.RequestError) if needed else ()
            with suppress(AuthenticationError, *passing):
                return self._read((yield self._request(auth_api_refresh.call(refresh_token=current.refresh))))
        form = AuthApiLoginForm(auth_code=self._config.application_token)
        return self._read((yield self._request(auth_api_login.call(body=form))))

    def _request(self, call: Call[TokenResponseDto]) -> httpx.Request:
        arguments = call.request()
        return httpx.Request(
            arguments.pop("method"),
            self._config.base_url.rstrip("/") + arguments.pop("url"),
            headers=headers_of(self._config.user_agent, arguments.pop("headers", {})),
            extensions={"timeout": self._config.timeouts().as_dict()},
            **arguments,
        )

    def _read(self, response: httpx.Response) -> Token:
        answer = _token_in(response)
        if not response.is_success or answer is None or answer.is_error or not answer.access_token:
            raise self._refusal(response, answer)
        refresh = SecretStr(answer.refresh_token or "")
        self._secrets.add(answer.access_token, refresh)
        if not is_token(answer.access_token):
            raise TokenUnavailable("No access token could be obtained: the service gave one that no header can hold.")
        seconds = answer.expires_in if isinstance(answer.expires_in, int | float) else LIFETIME
        return Token(
            access=answer.access_token,
            refresh=refresh if is_token(refresh) else None,
            expires_at=self._config.clock() + seconds,
        )

    def _refusal(self, response: httpx.Response, answer: TokenResponseDto | None) -> WebCRMError:
        said = what_was_said(response, self._secrets) or "nothing"
        what = f"{response.request.method} {response.request.url.path}"
        said = f"{what} was answered with status {response.status_code}: {said}"
        passing = response.status_code in _PASSING or response.is_server_error or response.is_redirect
        if passing or (response.is_success and (answer is None or not (answer.is_error or answer.error))):
            return TokenUnavailable(f"No access token could be obtained. {said}")
        # Where it is the refresh that is not there, a login may be.
        if response.status_code in _NO_SUCH_ADDRESS and response.request.url.path.endswith(_LOGIN):
            return ConfigurationError(f"No access token could be obtained. {sentence(said)} Check base_url.")
        return AuthenticationError(
            f"The application token was refused. {sentence(said)} Check it, and that it is enabled, at "
            "Configuration > Integration > API > REST in webCRM."
        )


def _token_in(response: httpx.Response) -> TokenResponseDto | None:
    # A refusal may be a success with IsError, or an error whose body is the same record or any text.
    with suppress(UnexpectedContent):
        answer = auth_api_login.call(body=AuthApiLoginForm()).reader(response)
        tokens = (answer.access_token, answer.refresh_token)
        return answer if all(isinstance(each, str) for each in tokens if each) else None
    return None
