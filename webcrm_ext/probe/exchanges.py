"""The requests of a probe, and what came back. Only GET requests and logins are possible."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from webcrm_ext.auth.token import Token
from webcrm_ext.client import WebCRM
from webcrm_ext.config import Config, Retries
from webcrm_ext.errors import AuthenticationError, WebCRMError

MAX_REQUESTS = 60
"""The most requests of a probe, logins included."""

_WRONG_TOKEN = "0" * 43


@frozen
class Exchange:
    """A response, and the path that was requested."""

    path: str
    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the status is from 200 to 299."""
        return 200 <= self.status < 300  # noqa: PLR2004 - successes in HTTP

    @property
    def json(self) -> Any:
        """The content as JSON, or None if it is another."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects of a JSON array; empty if the content is another."""
        return [each for each in self.json if isinstance(each, dict)] if isinstance(self.json, list) else []


class _WrongToken:
    """A token store with an access token that the service never issued."""

    def load(self, key: str) -> Token:  # noqa: ARG002 - the same for each login
        return Token(access=_WRONG_TOKEN, expires_at=time.time() + 3600)

    def save(self, key: str, token: Token) -> None:
        """Ignore the token of a login."""


class Exchanges:
    """Makes read-only requests and keeps every response, those of logins too.

    Args:
        application_token: The application token; None for that of the environment.
        settings: Settings of `WebCRM`.
    """

    def __init__(self, application_token: str | None, settings: Mapping[str, Any]) -> None:
        self._application_token = application_token
        self._settings = {
            **settings,
            "read_only": True,
            "retries": Retries(max_attempts=1),
            "event_hooks": {"response": [self._keep]},
        }
        self._crm = WebCRM(application_token, **self._settings)
        self.base_url = Config.create(application_token, settings).base_url
        self.all: list[Exchange] = []

    def get(self, path: str, **parameters: Any) -> Exchange | None:
        """Make a GET request. Return its response, or None if none arrived or the limit of requests is reached.

        Raises:
            AuthenticationError: The login was refused.
        """
        return self._ask(self._crm, path, parameters)

    def get_with_wrong_token(self, path: str) -> Exchange | None:
        """Make a GET request with an access token that is not valid, and return the refusal."""
        start = len(self.all)
        with WebCRM(self._application_token, **self._settings, token_store=_WrongToken()) as crm:
            self._ask(crm, path, {})
        return next((each for each in self.all[start:] if each.path == path), None)

    def close(self) -> None:
        """Close the client."""
        self._crm.close()

    def _ask(self, crm: WebCRM, path: str, parameters: Mapping[str, Any]) -> Exchange | None:
        start = len(self.all)
        # A wrong token costs up to three requests, and a first request a login.
        if start > MAX_REQUESTS - 3:
            return None
        try:
            crm.request("GET", path, params=parameters)
        except AuthenticationError:
            if not any(each.path == path for each in self.all[start:]):
                raise
        except WebCRMError:  # the response, if there is one, says more
            pass
        return next((each for each in reversed(self.all[start:]) if each.path == path), None)

    def _keep(self, response: Any) -> None:
        content = response.read()
        self.all.append(Exchange(response.request.url.path, response.status_code, dict(response.headers), content))
