# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Clients for the raw functions: settings, and the httpx client that sends the calls."""

from __future__ import annotations

import ssl
from typing import Any, Self, TypeVar

import httpx
from attrs import define, evolve, field

from .calls import Call
from .types import Response

T = TypeVar("T")


@define(kw_only=True)
class Client:
    """Sends calls. It creates httpx clients from its settings, or uses those that are set.

    Attributes:
        base_url: The address of the API, such as `https://api.webcrm.com`.
        cookies: Cookies to send with every call.
        headers: Headers to send with every call.
        timeout: The timeout of a call; httpx's default if None.
        verify_ssl: The verification of certificates, as httpx's `verify`.
        follow_redirects: Whether redirects are followed.
        httpx_args: More arguments for `httpx.Client` and `httpx.AsyncClient`.
    """

    base_url: str
    cookies: dict[str, str] = field(factory=dict, repr=False)
    headers: dict[str, str] = field(factory=dict, repr=False)
    timeout: httpx.Timeout | None = None
    verify_ssl: bool | ssl.SSLContext = True
    follow_redirects: bool = False
    httpx_args: dict[str, Any] = field(factory=dict, repr=False)
    _client: httpx.Client | None = field(default=None, init=False, repr=False, eq=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False, eq=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Return a copy that sends more headers and has its own httpx clients."""
        return evolve(self, headers={**self.headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """Return a copy that sends more cookies and has its own httpx clients."""
        return evolve(self, cookies={**self.cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """Return a copy with another timeout and its own httpx clients."""
        return evolve(self, timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Send through this httpx client; its settings replace the ones here."""
        self._client = client
        return self

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Send through this httpx client; its settings replace the ones here."""
        self._async_client = async_client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """Return the blocking httpx client, created on first use."""
        if self._client is None:
            self._client = httpx.Client(**self._httpx_settings())
        return self._client

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the async httpx client, created on first use."""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._httpx_settings())
        return self._async_client

    def send(self, call: Call[T]) -> Response[T]:
        """Send a call and return its response.

        Raises:
            errors.UnexpectedStatus: The status is not a success.
            errors.UnexpectedContent: The body is not what the definition declares.
            httpx.HTTPError: The call could not be made.
        """
        return _response(call, self.get_httpx_client().request(**call.request()))

    async def send_async(self, call: Call[T]) -> Response[T]:
        """Send a call and return its response; raises the same errors as `send`."""
        return _response(call, await self.get_async_httpx_client().request(**call.request()))

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        self.get_httpx_client().__exit__(*args)

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        await self.get_async_httpx_client().__aexit__(*args)

    def _headers_to_send(self) -> dict[str, str]:
        return self.headers

    def _httpx_settings(self) -> dict[str, Any]:
        timeout = {} if self.timeout is None else {"timeout": self.timeout}
        return {
            "base_url": self.base_url,
            "cookies": self.cookies,
            "headers": self._headers_to_send(),
            "verify": self.verify_ssl,
            "follow_redirects": self.follow_redirects,
            **timeout,
            **self.httpx_args,
        }


@define(kw_only=True)
class AuthenticatedClient(Client):
    """A client that sends an access token, which is redacted in its repr.

    Attributes:
        token: The access token that `auth_api_login` returns; it expires after an hour.
    """

    token: str = field(repr=False)

    def _headers_to_send(self) -> dict[str, str]:
        return {**self.headers, "Authorization": f"Bearer {self.token}"}


def _response(call: Call[T], response: httpx.Response) -> Response[T]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=call.read(response),
    )
