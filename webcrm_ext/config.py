"""One frozen set of settings, with what stands in the environment as the fallback."""

from __future__ import annotations

import ipaddress
import os
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.secrets import SecretText, secret

if TYPE_CHECKING:
    import ssl

    import httpx

    from webcrm_ext.transport.token_store import TokenStore

DEFAULT_BASE_URL = "https://api.webcrm.com"
REQUESTS_PER_MINUTE = 250
"""What the service allows an application token, in a sliding window, since 2021-10-01."""

_GUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_PROXIES = ("http", "https", "socks5", "socks5h")
_WHERE = "Make one in webCRM at Configuration > Integration > API > REST."


def _trimmed(text: str) -> SecretText:
    return SecretText(text.strip())


async def _sleep_async(seconds: float) -> None:
    import anyio  # noqa: PLC0415 - comes with httpx; asyncio and trio both

    await anyio.sleep(seconds)


@frozen(kw_only=True)
class Retries:
    """How calls are repeated. Reads, PUT and DELETE only; other writes never blindly.

    Attributes:
        attempts: How often a call is tried at the most; 1 switches repeating off.
        first_wait: Seconds before the first repetition; doubled each time, with jitter.
        longest_wait: Seconds that one wait takes at the most.
        deadline: Seconds from the first failure after which nothing is repeated any more.
        longest_rate_limit: Seconds that a 429 may ask for; a longer one is raised as `RateLimited`.
    """

    attempts: int = 5
    first_wait: float = 0.5
    longest_wait: float = 8.0
    deadline: float = 300.0
    longest_rate_limit: float = 120.0

    def __attrs_post_init__(self) -> None:
        if self.attempts < 1:
            raise ConfigurationError("retries.attempts must be 1 or more; 1 means that nothing is repeated.")
        for name in ("first_wait", "longest_wait", "deadline", "longest_rate_limit"):
            if not getattr(self, name) >= 0:
                raise ConfigurationError(f"retries.{name} must be 0 seconds or more.")


@frozen(kw_only=True)
class Config:
    """All settings of a client. `with_options(...)` of a client takes the same names.

    Attributes:
        application_token: The GUID made in webCRM for an integration. `WEBCRM_APPLICATION_TOKEN`.
        base_url: The address of the API; https, or http on this machine. `WEBCRM_BASE_URL`.
        timeout: Seconds to wait for data, or an `httpx.Timeout`. `WEBCRM_TIMEOUT`.
        connect_timeout: Seconds to wait for a connection. `WEBCRM_CONNECT_TIMEOUT`.
        requests_per_minute: Calls in any 60 seconds, or None for no pacing. `WEBCRM_REQUESTS_PER_MINUTE`.
        retries: How calls are repeated.
        linked_data: What is known of linked data, by entity: `{"QuotationLines": True}`.
        token_store: Where tokens are kept between clients or processes; in memory when None.
        user_agent: What the client calls itself.
        transport: An httpx transport to send through, instead of the network.
        verify: How certificates are checked: True, an `ssl.SSLContext`, or False for not at all.
        proxy: A proxy's URL, `http://`, `https://` or `socks5://`; it may hold a user and a password.
        event_hooks: httpx's event hooks, `request` and `response`. They see logins too, with their secrets.
        clock: Gives seconds that only grow; for tests.
        wall_clock: Gives seconds since 1970, for tokens that are kept between processes; for tests.
        sleep: Waits, blocking; for tests.
        sleep_async: Waits, awaiting; for tests.
        jitter: Gives a number from 0 to 1, for the waits between repetitions; for tests.
    """

    application_token: str = field(repr=False, converter=_trimmed)
    base_url: str = DEFAULT_BASE_URL
    timeout: float | httpx.Timeout = 60.0
    connect_timeout: float = 5.0
    requests_per_minute: int | None = REQUESTS_PER_MINUTE
    retries: Retries = field(factory=Retries)
    linked_data: Mapping[str, bool] = field(factory=dict)
    token_store: TokenStore | None = field(default=None, repr=False)
    user_agent: str = "webcrm-client"
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = field(default=None, repr=False)
    verify: bool | ssl.SSLContext = True
    proxy: str | None = field(default=None, repr=False, converter=secret)
    event_hooks: Mapping[str, list[Callable[..., Any]]] = field(factory=dict, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    wall_clock: Callable[[], float] = field(default=time.time, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    sleep_async: Callable[[float], Awaitable[None]] = field(default=_sleep_async, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    def __attrs_post_init__(self) -> None:
        _check_application_token(self.application_token)
        _check_base_url(self.base_url)
        if self.requests_per_minute is not None and self.requests_per_minute < 1:
            raise ConfigurationError("requests_per_minute must be 1 or more, or None for no pacing.")
        if not self.connect_timeout > 0 or (isinstance(self.timeout, int | float) and not self.timeout > 0):
            raise ConfigurationError("timeout and connect_timeout must be more than 0 seconds.")
        _check_httpx_settings(self)

    def timeouts(self) -> httpx.Timeout:
        """Give the time limits of a request, as httpx takes them."""
        import httpx  # noqa: PLC0415 - a config alone does not need it

        if isinstance(self.timeout, httpx.Timeout):
            return self.timeout
        return httpx.Timeout(self.timeout, connect=self.connect_timeout)

    @classmethod
    def from_environment(cls, **given: Any) -> Config:
        """Give a config from arguments, and from `WEBCRM_…` variables for what is not given.

        Raises:
            ConfigurationError: There is no application token, or a value cannot be.
        """
        known = set(cls.__annotations__)
        unknown = sorted(given.keys() - known)
        if unknown:
            raise ConfigurationError(
                f"There is no setting {', '.join(unknown)}. There are: {', '.join(sorted(known))}."
            )
        settings = dict(given)
        for name, (variable, read) in _VARIABLES.items():
            text = _trimmed(os.environ.get(variable, ""))
            if name not in settings and text:
                try:
                    settings[name] = read(text)
                except ValueError:
                    raise ConfigurationError(f"{variable} is {str(text)!r}, which is not a number.") from None
        if "application_token" not in settings:
            raise ConfigurationError(
                "There is no application token: pass application_token=…, or set WEBCRM_APPLICATION_TOKEN. " + _WHERE
            )
        return cls(**settings)

    def with_changes(self, **changes: Any) -> Config:
        """Give a copy with other settings.

        Raises:
            ConfigurationError: A setting is not known, or a value cannot be.
        """
        unknown = sorted(changes.keys() - set(type(self).__annotations__))
        if unknown:
            raise ConfigurationError(f"There is no setting {', '.join(unknown)}.")
        return evolve(self, **changes)


_VARIABLES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "application_token": ("WEBCRM_APPLICATION_TOKEN", str),
    "base_url": ("WEBCRM_BASE_URL", str),
    "timeout": ("WEBCRM_TIMEOUT", float),
    "connect_timeout": ("WEBCRM_CONNECT_TIMEOUT", float),
    "requests_per_minute": ("WEBCRM_REQUESTS_PER_MINUTE", lambda text: int(text) or None),
}


def _check_application_token(token: str) -> None:
    if _GUID.fullmatch(token):
        return
    # The token itself is never shown, not even a wrong one: it may be a right one of something else.
    if token.count(".") == 2 or len(token) > 100:  # noqa: PLR2004 - the look of an access token
        raise ConfigurationError(
            "application_token looks like an access token. Give the application token, a GUID; the client "
            "gets access tokens with it by itself. " + _WHERE
        )
    raise ConfigurationError(f"application_token is not a GUID ({len(token)} characters were given). " + _WHERE)


def _check_base_url(base_url: str) -> None:
    address = urlsplit(base_url)
    if address.scheme not in ("https", "http") or not address.hostname:
        raise ConfigurationError(f"base_url is {base_url!r}; it must look like {DEFAULT_BASE_URL}.")
    if address.username or address.query or address.fragment:
        raise ConfigurationError("base_url must hold neither a user, nor a query, nor a fragment.")
    if address.scheme == "http" and not is_loopback(address.hostname):
        raise ConfigurationError(f"base_url is {base_url!r}; tokens are only sent by https, or to this machine itself.")


def _check_httpx_settings(config: Config) -> None:
    """Refuse what httpx would refuse, here and not at the first call. Nothing of the values is shown."""
    if not isinstance(config.verify, bool):
        import ssl  # noqa: PLC0415 - only who sets it pays

        if not isinstance(config.verify, ssl.SSLContext):
            raise ConfigurationError(
                "verify must be True, False or an ssl.SSLContext, such as ssl.create_default_context(cafile=…)."
            )
    if config.proxy is not None:
        try:
            address = urlsplit(config.proxy)
            usable = address.scheme in _PROXIES and bool(address.hostname) and address.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ConfigurationError(f"proxy must be a URL with a host that begins with {', '.join(_PROXIES)}.")
    unknown = sorted(set(config.event_hooks) - {"request", "response"})
    if unknown:
        raise ConfigurationError(f"There is no event hook {', '.join(unknown)}; there are request and response.")


def is_loopback(host: str) -> bool:
    """Say whether a host name is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
