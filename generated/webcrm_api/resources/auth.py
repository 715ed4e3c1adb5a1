# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `auth`: logins, blocking and async."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..redaction import redacted
from ..resource import Resource
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..models.auth_api_login_form import AuthApiLoginForm
    from ..models.auth_crm_login_form import AuthCrmLoginForm
    from ..models.auth_login_form import AuthLoginForm
    from ..models.token_response_dto import TokenResponseDto
    from ..models.token_response_with_user_id_dto import TokenResponseWithUserIdDto
    from ..runner import AsyncRunner, Runner


class Auth(Resource):
    """Logins."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def api_login(self, auth_api_login_form: AuthApiLoginForm | Mapping[str, Any]) -> TokenResponseDto:
        """Log in with an application token (`authCode`), and return an access token for one hour.

        Args:
            auth_api_login_form: The values to send, `AuthApiLoginForm`, or a dict with the API's names.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/ApiLogin`.
        """
        from ..api.auth import auth_api_login as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=auth_api_login_form))

    def api_refresh(self, *, refresh_token: str | Unset = UNSET) -> TokenResponseDto:
        """Exchange a refresh token for a new access token and a new refresh token.

        Args:
            refresh_token: The refresh token; it works once.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/ApiRefresh`.
        """
        from ..api.auth import auth_api_refresh as operation  # noqa: PLC0415

        refresh_token = redacted(refresh_token)  # in tracebacks
        return self._runner.run(operation.call(refresh_token=refresh_token))

    def crm_login(self, auth_crm_login_form: AuthCrmLoginForm | Mapping[str, Any]) -> TokenResponseWithUserIdDto:
        """Log in as a user of the CRM, and return tokens and the user's id.

        Args:
            auth_crm_login_form: The values to send, `AuthCrmLoginForm`, or a dict with the API's names.

        Returns:
            The service's response, `TokenResponseWithUserIdDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/CrmLogin`.
        """
        from ..api.auth import auth_crm_login as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=auth_crm_login_form))

    def crm_refresh(self, *, refresh_token: str | Unset = UNSET) -> TokenResponseDto:
        """Exchange a user's refresh token for a new access token and a new refresh token.

        Args:
            refresh_token: The refresh token; it works once.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/CrmRefresh`.
        """
        from ..api.auth import auth_crm_refresh as operation  # noqa: PLC0415

        refresh_token = redacted(refresh_token)  # in tracebacks
        return self._runner.run(operation.call(refresh_token=refresh_token))

    def login(self, auth_login_form: AuthLoginForm | Mapping[str, Any]) -> TokenResponseDto:
        """Log in with a user's name and password, and return tokens.

        Args:
            auth_login_form: The values to send, `AuthLoginForm`, or a dict with the API's names.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth`.
        """
        from ..api.auth import auth_login as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=auth_login_form))

    def who_am_i(self) -> None:
        """Return the owner of the token; the response is not declared.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Auth`.
        """
        from ..api.auth import auth_who_am_i as operation  # noqa: PLC0415

        self._runner.run(operation.call())


class AsyncAuth(Resource):
    """Logins, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def api_login(self, auth_api_login_form: AuthApiLoginForm | Mapping[str, Any]) -> TokenResponseDto:
        """Log in with an application token (`authCode`), and return an access token for one hour.

        Args:
            auth_api_login_form: The values to send, `AuthApiLoginForm`, or a dict with the API's names.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/ApiLogin`.
        """
        from ..api.auth import auth_api_login as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=auth_api_login_form))

    async def api_refresh(self, *, refresh_token: str | Unset = UNSET) -> TokenResponseDto:
        """Exchange a refresh token for a new access token and a new refresh token.

        Args:
            refresh_token: The refresh token; it works once.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/ApiRefresh`.
        """
        from ..api.auth import auth_api_refresh as operation  # noqa: PLC0415

        refresh_token = redacted(refresh_token)  # in tracebacks
        return await self._runner.run(operation.call(refresh_token=refresh_token))

    async def crm_login(self, auth_crm_login_form: AuthCrmLoginForm | Mapping[str, Any]) -> TokenResponseWithUserIdDto:
        """Log in as a user of the CRM, and return tokens and the user's id.

        Args:
            auth_crm_login_form: The values to send, `AuthCrmLoginForm`, or a dict with the API's names.

        Returns:
            The service's response, `TokenResponseWithUserIdDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/CrmLogin`.
        """
        from ..api.auth import auth_crm_login as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=auth_crm_login_form))

    async def crm_refresh(self, *, refresh_token: str | Unset = UNSET) -> TokenResponseDto:
        """Exchange a user's refresh token for a new access token and a new refresh token.

        Args:
            refresh_token: The refresh token; it works once.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth/CrmRefresh`.
        """
        from ..api.auth import auth_crm_refresh as operation  # noqa: PLC0415

        refresh_token = redacted(refresh_token)  # in tracebacks
        return await self._runner.run(operation.call(refresh_token=refresh_token))

    async def login(self, auth_login_form: AuthLoginForm | Mapping[str, Any]) -> TokenResponseDto:
        """Log in with a user's name and password, and return tokens.

        Args:
            auth_login_form: The values to send, `AuthLoginForm`, or a dict with the API's names.

        Returns:
            The service's response, `TokenResponseDto`.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Auth`.
        """
        from ..api.auth import auth_login as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=auth_login_form))

    async def who_am_i(self) -> None:
        """Return the owner of the token; the response is not declared.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Auth`.
        """
        from ..api.auth import auth_who_am_i as operation  # noqa: PLC0415

        await self._runner.run(operation.call())
