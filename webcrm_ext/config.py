"""One frozen set of settings, with what stands in the environment as the fallback."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from webcrm_api.redaction import redacted

from webcrm_ext.config_checks import WHERE, check_config, check_retries
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.urls import DEFAULT_BASE_URL

if TYPE_CHECKING:
    import ssl

    import httpx

    from webcrm_ext.auth.stores import TokenStore

REQUESTS_PER_MINUTE = 250
"""What the service allows an application token, in a sliding window, since 2021-10-01."""


def _trimmed(text: Any) -> Any:
    # What is no text is refused by the checks, which say so.
    return text.strip() if isinstance(text, str) else text


def _trimmed_secret(text: Any) -> Any:
    return redacted(_trimmed(text))


async def _sleep_async(seconds: float) -> None:
    import anyio  # noqa: PLC0415 - comes with httpx; asyncio and trio both

    await anyio.sleep(seconds)


@frozen(kw_only=True)
class Retries:
    """How calls are repeated. Reads, PUT and DELETE only; other writes never blindly.

    Attributes:
        max_attempts: How often a call is tried at the most, 1 or more; 1 repeats nothing that failed. A 429 that is
            waited for is no attempt: the service took nothing, and said when to come back.
        initial_wait: Seconds before the first repetition, 0 or more; doubled each time, with jitter.
        max_wait: Seconds that one wait takes at the most, 0 or more.
        deadline: Seconds from the first failure after which nothing is repeated any more, 0 or more; `math.inf` for
            never.
        max_rate_limit_wait: Seconds that a 429 may ask for, 0 or more; a longer one is raised as `RateLimitError`. At 0
            none is waited for, at `math.inf` any.

    Raises:
        ConfigurationError: A value cannot be.
    """

    max_attempts: int = 5
    initial_wait: float = 0.5
    max_wait: float = 8.0
    deadline: float = 300.0
    max_rate_limit_wait: float = 120.0

    def __attrs_post_init__(self) -> None:
        check_retries(self)


@frozen(kw_only=True)
class Config:
    """All settings of a client. `with_options(...)` of a client changes the time limits, retries and user agent.

    Attributes:
        application_token: The GUID made in webCRM for an integration. `WEBCRM_APPLICATION_TOKEN`.
        base_url: The address of the API; https, or http on this machine. `WEBCRM_BASE_URL`.
        timeout: Seconds to wait for data, above 0, or an `httpx.Timeout`. `WEBCRM_TIMEOUT`.
        connect_timeout: Seconds to wait for a connection, above 0. `WEBCRM_CONNECT_TIMEOUT`. It has no effect where
            `timeout` is an `httpx.Timeout`, for that has a limit of its own: `httpx.Timeout(60, connect=5)`.
        requests_per_minute: Calls in any 60 seconds, 1 or more, or None for no pacing; the service allows 250.
            `WEBCRM_REQUESTS_PER_MINUTE`, where 0 stands for None.
        retries: How calls are repeated.
        linked_data: What is known of linked data, by entity: `{"QuotationLines": True}`.
        token_store: Where tokens are kept between clients or processes; in memory when None.
        user_agent: What the client calls itself, in visible ASCII.
        transport: An httpx transport to send through, instead of the network. A forked process goes on with it, so
            where it holds connections, make a client of its own there.
        verify: How certificates are checked: True, an `ssl.SSLContext`, or False for not at all.
        proxy: A proxy's URL, `http://`, `https://` or `socks5://`; it may hold a user and a password.
        event_hooks: httpx's event hooks, `request` and `response`. They see logins too, with their secrets.
        clock: Gives seconds that only grow; for tests.
        wall_clock: Gives seconds since 1970, for tokens that are kept between processes; for tests.
        sleep: Waits, blocking; for tests.
        sleep_async: Waits, awaiting; for tests.
        jitter: Gives a number from 0 to 1, for the waits between repetitions; for tests.

    Raises:
        ConfigurationError: A value cannot be.
    """

    application_token: str = field(repr=False, converter=_trimmed_secret)
    base_url: str = field(default=DEFAULT_BASE_URL, converter=_trimmed)
    timeout: float | httpx.Timeout = 60.0
    connect_timeout: float = 5.0
    requests_per_minute: int | None = REQUESTS_PER_MINUTE
    retries: Retries = field(factory=Retries)
    linked_data: Mapping[str, bool] = field(factory=dict)
    token_store: TokenStore | None = field(default=None, repr=False)
    user_agent: str = "webcrm-client"
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = field(default=None, repr=False)
    verify: bool | ssl.SSLContext = True
    proxy: str | None = field(default=None, repr=False, converter=_trimmed_secret)
    event_hooks: Mapping[str, list[Callable[..., Any]]] = field(factory=dict, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    wall_clock: Callable[[], float] = field(default=time.time, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    sleep_async: Callable[[float], Awaitable[None]] = field(default=_sleep_async, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    def __attrs_post_init__(self) -> None:
        check_config(self)

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
        for name, (variable, read, said) in _VARIABLES.items():
            text = os.environ.get(variable, "").strip()
            if name not in settings and text:
                try:
                    settings[name] = read(text)
                except ValueError:
                    raise ConfigurationError(f"{variable} is {str(text)!r}, which is not {said}.") from None
        if "application_token" not in settings:
            raise ConfigurationError(
                "There is no application token: pass application_token=…, or set WEBCRM_APPLICATION_TOKEN. " + WHERE
            )
        return cls(**settings)


_VARIABLES: dict[str, tuple[str, Callable[[str], Any], str]] = {
    "application_token": ("WEBCRM_APPLICATION_TOKEN", str, "a text"),
    "base_url": ("WEBCRM_BASE_URL", str, "a text"),
    "timeout": ("WEBCRM_TIMEOUT", float, "a number"),
    "connect_timeout": ("WEBCRM_CONNECT_TIMEOUT", float, "a number"),
    "requests_per_minute": ("WEBCRM_REQUESTS_PER_MINUTE", lambda text: int(text) or None, "a whole number"),
}
"""Where a setting stands in the environment, what reads it, and what it is called."""
