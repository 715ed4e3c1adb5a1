"""The operations under /Auth: they exchange an application token or a password for an access token."""

from collections.abc import Mapping
from typing import Any

from .call import Call, Handler
from .responses import Response, json_response
from .tenant import Tenant
from .tokens import ApplicationToken, Caller, Grant

SYSTEM_CODE = "sandbox"
"""The publish code and the database code of user logins."""
SYSTEM_ID = 1
PASSWORD = "sandbox"  # noqa: S105 - of every user of the fictional tenant


class Login:
    """Issues tokens."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def handlers(self) -> dict[tuple[str, str], Handler]:
        """Return the handlers by method and path."""
        return {
            ("POST", "/Auth/ApiLogin"): self.api_login,
            ("POST", "/Auth/ApiRefresh"): self.refresh,
            ("POST", "/Auth/CrmLogin"): self.crm_login,
            ("POST", "/Auth/CrmRefresh"): self.refresh,
            ("POST", "/Auth"): self.login,
            ("GET", "/Auth"): self.who_am_i,
        }

    def api_login(self, call: Call) -> Response:
        """Exchange an application token for an access token."""
        code = call.form.get("authcode", "") or call.headers.get("authcode", "")
        if not code and self._tenant.options.auth_code_in_query:
            code = call.query.get("authcode", "")
        if not code:
            return self._error_response("invalid_request", "authCode is missing: a field of a form, or a header.")
        application_token = self._tenant.tokens.application_token(code)
        if application_token is None:
            return self._error_response("invalid_grant", "The application token is not valid.")
        self._count(application_token)
        return self._token_response(self._issue(Caller(application_token)), SystemId=SYSTEM_ID)

    def crm_login(self, call: Call) -> Response:
        """Exchange a user's name and password for an access token, and return the user's id as well."""
        return self._log_in(call.form, code="publishcode", name="loginname", with_id=True)

    def login(self, call: Call) -> Response:
        """Exchange a user's name and password, with the database code, for an access token."""
        return self._log_in(call.form, code="dbncode", name="username")

    def refresh(self, call: Call) -> Response:
        """Exchange a refresh token for a new pair of tokens, and revoke it."""
        refresh_token = call.parameters.get("refreshtoken") or ""
        if not refresh_token and self._tenant.options.refresh_token_in_form:
            refresh_token = call.form.get("refreshtoken", "")
        grant = self._tenant.tokens.grant_of(refresh_token)
        of_a_user = call.operation.path == "/Auth/CrmRefresh"
        if grant is None or of_a_user != bool(grant.caller.user_id):
            return self._error_response("invalid_grant", "invalid_grant: the refresh token is not valid.")
        self._count(grant.caller.application_token)
        self._tenant.tokens.revoke_refresh_token(grant)
        return self._token_response(self._issue(grant.caller))

    def who_am_i(self, call: Call) -> Response:
        """Return the name and the user id of the access token."""
        return json_response({"Name": call.caller.application_token.name, "UserId": call.caller.user_id})

    def _log_in(self, form: Mapping[str, str], *, code: str, name: str, with_id: bool = False) -> Response:
        user_id = self._user(form, code=code, name=name)
        if user_id is None:
            return self._error_response("invalid_grant", "The user name or the password is wrong.")
        grant = self._issue(Caller(ApplicationToken(f"user {user_id}", form[name]), user_id))
        return self._token_response(grant, **({"UserId": user_id} if with_id else {}))

    def _user(self, form: Mapping[str, str], *, code: str, name: str) -> int | None:
        """Return the id of the user that logs in with a form, or None."""
        if form.get(code) != SYSTEM_CODE or form.get("password") != PASSWORD:
            return None
        login_name = form.get(name, "").lower()
        users = self._tenant.store
        for id_ in users.ids("Users"):
            user = users.record("Users", id_) or {}
            if login_name and str(user.get("UserLoginName") or "").lower() == login_name:
                return id_
        return None

    def _count(self, application_token: ApplicationToken) -> None:
        if self._tenant.options.logins_count:
            options = self._tenant.options
            self._tenant.rate_limit.count(application_token.token, options.requests_per_minute, options.rate_window)

    def _issue(self, caller: Caller) -> Grant:
        return self._tenant.tokens.issue(caller, self._tenant.options.token_seconds)

    def _token_response(self, grant: Grant, **more: Any) -> Response:
        return json_response(
            {
                "AccessToken": grant.access_token,
                "RefreshToken": grant.refresh_token,
                "ExpiresIn": self._tenant.options.token_seconds,
                "TokenType": "Bearer",
                "IsError": False,
                "Error": None,
                "ErrorDescription": None,
                **more,
            }
        )

    def _error_response(self, error: str, description: str) -> Response:
        body = {
            "AccessToken": None,
            "RefreshToken": None,
            "ExpiresIn": 0,
            "TokenType": None,
            "IsError": True,
            "Error": error,
            "ErrorDescription": description,
        }
        return json_response(body, self._tenant.options.refused_login_status)
