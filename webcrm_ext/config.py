"""Every setting of the clients, declared once, with its default, its environment variable and its validator.

`WebCRM(...)` and `AsyncWebCRM(...)` take the settings of `Config`, `with_options(...)` those of `CallOptions`. The
table in docs/settings.md is generated from here.
"""

from __future__ import annotations

import inspect
import os
import random
import re
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from attrs import Attribute, evolve, field, fields, frozen
from webcrm_api.redaction import redacted
from webcrm_api.suggestions import suggest_setting

from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.validation.syntax import host_of, is_header_value, is_loopback
from webcrm_ext.validation.validators import (
    from_environment,
    has_methods,
    is_count,
    is_event_hooks,
    is_number,
    is_positive,
    is_positive_or_none,
    is_wait,
    must_be,
    switch,
    with_known_settings,
)

if TYPE_CHECKING:
    import ssl

    import httpx

    from webcrm_ext.auth.stores import TokenStore
    from webcrm_ext.transport.rate_limiter import RateLimiter

P = ParamSpec("P")
R = TypeVar("R")

DEFAULT_BASE_URL = "https://api.webcrm.com"

REQUESTS_PER_MINUTE: int | None = 250
"""Requests that the service allows an application token in a sliding minute, since 2021-10-01 (documented)."""

CREATE_TOKEN = "Create one in webCRM at Configuration > Integration > API > REST."  # noqa: S105 - not a token

_SHOWN_SETTINGS = frozenset({"base_url", "user_agent"})
"""Settings that are strings and no secrets."""

_GUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_LONGEST_APPLICATION_TOKEN = 100
_LONGEST_TIMEOUT = 2e6
"""Seconds, 23 days: sockets overflow beyond 2.1e6."""

_LONGEST_DEADLINE = 1e9
"""Seconds, 31 years: a longer deadline is none, because sockets and event loops take no such waits."""

_PASS_APPLICATION_TOKEN = "Pass the application token, a GUID; the client uses it to get access tokens. "  # noqa: S105


def takes_settings(settings: Callable[P, object]) -> Callable[[Callable[..., R]], Callable[Concatenate[Any, P], R]]:
    """Declare that a method takes the settings of a class, for type checkers, editors and `help`."""

    def decorate(method: Callable[..., R]) -> Callable[Concatenate[Any, P], R]:
        own = list(inspect.signature(method).parameters.values())[:1]
        taken = inspect.signature(settings).parameters.values()
        method.__signature__ = inspect.Signature([*own, *taken])  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[Any, P], R]", method)

    return decorate


def redact_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with each string that may be a secret as `SecretStr`: a traceback shows arguments.

    A name that is no setting may be meant as the application token, and a URL may contain a password.
    """
    return {
        name: value if name in _SHOWN_SETTINGS and not (isinstance(value, str) and "@" in value) else redacted(value)
        for name, value in settings.items()
    }


def _limit_or_none(text: str) -> int | None:
    return int(text) or None


def _is_timeout(value: Any) -> bool:
    httpx = sys.modules.get("httpx")  # not loaded: then the value is not an httpx.Timeout
    return is_positive(value) or (httpx is not None and isinstance(value, httpx.Timeout))


def _is_verify(value: Any) -> bool:
    ssl = sys.modules.get("ssl")
    return isinstance(value, bool) or (ssl is not None and isinstance(value, ssl.SSLContext))


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _stripped_secret(value: Any) -> Any:
    return redacted(_stripped(value))


def _application_token(value: str | None) -> str:
    if value is None:
        value = os.environ.get("WEBCRM_APPLICATION_TOKEN", "").strip() or None
    return cast("str", _stripped_secret(value))


def _base_url(value: str | None) -> str:
    if value is None:
        value = os.environ.get("WEBCRM_BASE_URL", "").strip() or DEFAULT_BASE_URL
    return cast("str", _stripped(value))


def _validate_application_token(_config: Config, _attribute: Attribute[Any], token: Any) -> None:
    if token is None:
        raise ConfigurationError(
            f"No application token. Pass application_token=…, or set WEBCRM_APPLICATION_TOKEN. {CREATE_TOKEN}"
        )
    if not isinstance(token, str):
        raise ConfigurationError(f"application_token must be a string, a GUID. {CREATE_TOKEN}")
    if _GUID.fullmatch(token):
        return
    # The message does not show the token: it may be a valid one of another system.
    if token.count(".") == 2 or len(token) > _LONGEST_APPLICATION_TOKEN:  # noqa: PLR2004 - the dots of a JWT
        raise ConfigurationError(
            f"application_token looks like an access token. {_PASS_APPLICATION_TOKEN}{CREATE_TOKEN}"
        )
    raise ConfigurationError(f"application_token is not a GUID (it has {len(token)} characters). {CREATE_TOKEN}")


def _validate_base_url(config: Config, _attribute: Attribute[Any], url: Any) -> None:
    if isinstance(url, str) and re.search(r"[@?#]", url):
        # The message does not show the URL: it may contain a password.
        raise ConfigurationError("base_url must contain no user name, query or fragment. Remove it.")
    host = host_of(url, ("https", "http"))
    if host is None or re.search(r"\s", url):
        raise ConfigurationError(f"base_url is {short_repr(url)}; it must look like {DEFAULT_BASE_URL}.")
    if not url.lower().startswith("https:") and not is_loopback(host) and config.allow_insecure_http is not True:
        raise ConfigurationError(
            f"base_url is {url!r}; tokens are sent by https only, except to this machine. Use https, or for a sandbox "
            "in another container set allow_insecure_http=True (WEBCRM_ALLOW_INSECURE_HTTP=1)."
        )


def _validate_event_names(_config: Config, _attribute: Attribute[Any], hooks: Mapping[str, Any]) -> None:
    unknown = sorted(set(hooks) - {"request", "response"})
    if unknown:
        raise ConfigurationError(f"Unknown event hook {', '.join(unknown)}. Use request or response.")


def _limited_timeout(value: Any) -> Any:
    """Return timeouts that sockets take; what is none is left to the validator."""
    if is_number(value):
        return min(value, _LONGEST_TIMEOUT)
    httpx = sys.modules.get("httpx")
    if httpx is None or not isinstance(value, httpx.Timeout):
        return value
    parts = value.as_dict().items()
    return httpx.Timeout(**{name: seconds and min(seconds, _LONGEST_TIMEOUT) for name, seconds in parts})


def _none_if_endless(value: Any) -> Any:
    is_endless = isinstance(value, int | float) and value > _LONGEST_DEADLINE
    return None if is_endless else value


async def _sleep_async(seconds: float) -> None:
    import anyio  # noqa: PLC0415 - comes with httpx; for asyncio and trio

    await anyio.sleep(seconds)


_WAIT = must_be("0 seconds or more", is_wait, "retries.")
_FUNCTION = must_be("a function", callable)


@with_known_settings
@frozen(kw_only=True)
class Retries:
    """How calls are retried: GET, PUT and DELETE. Other writes are never retried blindly.

    Attributes:
        max_attempts: Attempts of one call, 1 or more; 1 means no retry. Waiting for a 429 is not an attempt.
        initial_wait: Seconds before the first retry, 0 or more; doubled for each further one, with jitter.
        max_wait: The longest wait between two attempts, in seconds, 0 or more.
        max_rate_limit_wait: The longest wait that a 429 may ask for, in seconds, 0 or more; a longer one raises
            `RateLimitError`. 0 never waits, `math.inf` always does.

    Raises:
        ConfigurationError: A value is invalid, or a name is unknown.
    """

    max_attempts: int = field(
        default=5, validator=must_be("a whole number, 1 or more; 1 means no retry", is_count, "retries.")
    )
    initial_wait: float = field(default=0.5, validator=_WAIT)
    max_wait: float = field(default=8.0, validator=_WAIT)
    max_rate_limit_wait: float = field(default=120.0, validator=_WAIT)


@frozen(kw_only=True)
class CallOptions:
    """The settings of calls, which `with_options(...)` can change; see `Config`."""

    timeout: float | httpx.Timeout = field(
        factory=from_environment("WEBCRM_TIMEOUT", float, "a number", 60.0),
        converter=_limited_timeout,
        validator=must_be("a number of seconds above 0, or an httpx.Timeout", _is_timeout),
    )
    connect_timeout: float = field(
        factory=from_environment("WEBCRM_CONNECT_TIMEOUT", float, "a number", 5.0),
        converter=_limited_timeout,
        validator=must_be("a number of seconds above 0", is_positive),
    )
    deadline: float | None = field(
        factory=from_environment("WEBCRM_DEADLINE", float, "a number", 300.0),
        converter=_none_if_endless,
        validator=must_be("a number of seconds above 0, or None for no deadline", is_positive_or_none),
    )
    max_response_bytes: int = field(
        default=256_000_000, validator=must_be("a whole number of bytes, 1 or more", is_count)
    )
    min_download_rate: float | None = field(
        default=1000.0,
        validator=must_be("a number of bytes a second above 0, or None for any rate", is_positive_or_none),
    )
    retries: Retries = field(
        factory=Retries,
        validator=must_be(
            "a Retries(…) of webcrm_ext, such as Retries(max_attempts=1)", lambda value: isinstance(value, Retries)
        ),
    )
    user_agent: str = field(
        default="webcrm-client",
        validator=must_be(
            "a string of visible ASCII, without spaces at its ends",
            lambda value: isinstance(value, str) and is_header_value(value),
        ),
    )


@frozen
class Config(CallOptions):
    """All settings of a client.

    Attributes:
        application_token: The GUID that webCRM creates for an integration. Environment: `WEBCRM_APPLICATION_TOKEN`.
        base_url: The address of the API; https, or http on this machine. Environment: `WEBCRM_BASE_URL`.
        allow_insecure_http: Whether `base_url` may be http on another machine, such as a sandbox in a container. Tokens
            and records are then sent in clear. Environment: `WEBCRM_ALLOW_INSECURE_HTTP`.
        read_only: Whether calls that may write are refused before anything is sent: all but GET and logins, those of
            `crm.raw` and `crm.request` too. Environment: `WEBCRM_READ_ONLY`.
        timeout: Seconds to wait for data, above 0, or an `httpx.Timeout`. Environment: `WEBCRM_TIMEOUT`.
        connect_timeout: Seconds to wait for a connection, above 0. Ignored if `timeout` is an `httpx.Timeout`, which
            has its own: `httpx.Timeout(60, connect=5)`. Environment: `WEBCRM_CONNECT_TIMEOUT`.
        deadline: Seconds that a call may take from its first attempt to its result, above 0, or None. Each page of a
            list is a call. See docs/settings.md for what is not counted. Environment: `WEBCRM_DEADLINE`.
        max_response_bytes: The most bytes of a response that is read into memory, decompressed, 1 or more. A longer
            one raises `UnexpectedResponseError`, after POST and PATCH `OutcomeUnknownError`; it is not retried.
        min_download_rate: The lowest rate of a download to a file, in bytes a second over 60 seconds, above 0, or None.
        retries: How calls are retried.
        user_agent: The `User-Agent` header, in visible ASCII.
        requests_per_minute: The rate limit: calls in any 60 seconds, 1 or more, or None for no limit. The service
            allows 250. Environment: `WEBCRM_REQUESTS_PER_MINUTE`, where 0 means None.
        rate_limiter: Counts requests; None counts those of this client and its copies. Environment: `WEBCRM_REDIS_URL`,
            the URL for a `RedisRateLimiter`.
        token_store: Shares tokens between clients or processes; None keeps them in this client. Environment:
            `WEBCRM_REDIS_URL`, the URL for a `RedisTokenStore`.
        linked_data: Whether linked data is on, by entity: `{"QuotationLines": True}`. Other entities are detected.
        transport: An httpx transport to send through, in place of the network. A forked process keeps using it: if it
            has open connections, create a new client there.
        verify: How certificates are checked: True, an `ssl.SSLContext`, or False for no check.
        proxy: A proxy's URL, `http://`, `https://` or `socks5://`; it may contain a user name and a password.
        event_hooks: httpx's event hooks, `request` and `response`. They also see logins, with their secrets.
        clock: Returns seconds that only increase; for tests.
        wall_clock: Returns seconds since 1970, for tokens that are kept between processes; for tests.
        sleep: Waits, blocking; for tests.
        sleep_async: Waits, awaiting; for tests.
        jitter: Returns a number from 0 to 1, for the waits between retries; for tests.

    Raises:
        ConfigurationError: A value is missing or invalid. The message shows no value that may be a secret.
    """

    application_token: str = field(
        default=None, repr=False, converter=_application_token, validator=_validate_application_token
    )
    base_url: str = field(default=None, kw_only=True, converter=_base_url, validator=_validate_base_url)
    allow_insecure_http: bool = switch("WEBCRM_ALLOW_INSECURE_HTTP")
    read_only: bool = switch("WEBCRM_READ_ONLY")
    requests_per_minute: int | None = field(
        kw_only=True,
        factory=from_environment("WEBCRM_REQUESTS_PER_MINUTE", _limit_or_none, "a whole number", REQUESTS_PER_MINUTE),
        validator=must_be(
            "a whole number, 1 or more, or None for no limit", lambda value: value is None or is_count(value)
        ),
    )
    rate_limiter: RateLimiter | None = field(
        default=None,
        kw_only=True,
        repr=False,
        validator=must_be(
            "a LocalRateLimiter, or an object with acquire, confirm, release and block",
            has_methods("acquire", "confirm", "release", "block"),
        ),
    )
    token_store: TokenStore | None = field(
        default=None,
        kw_only=True,
        repr=False,
        validator=must_be("a FileTokenStore, or an object with load and save", has_methods("load", "save")),
    )
    linked_data: Mapping[str, bool] = field(
        factory=dict,
        kw_only=True,
        validator=must_be(
            'True or False by entity, such as {"QuotationLines": True}',
            lambda value: isinstance(value, Mapping) and all(isinstance(on, bool) for on in value.values()),
        ),
    )
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = field(default=None, kw_only=True, repr=False)
    verify: bool | ssl.SSLContext = field(
        default=True,
        kw_only=True,
        validator=must_be("True, False or an ssl.SSLContext, such as ssl.create_default_context(cafile=…)", _is_verify),
    )
    proxy: str | None = field(
        default=None,
        kw_only=True,
        repr=False,
        converter=_stripped_secret,
        validator=must_be(
            f"a URL with a host and one of the schemes {', '.join(_PROXY_SCHEMES)}",
            lambda value: value is None or host_of(value, _PROXY_SCHEMES) is not None,
        ),
    )
    event_hooks: Mapping[str, list[Callable[..., Any]]] = field(
        factory=dict,
        kw_only=True,
        repr=False,
        validator=[
            must_be('lists of functions by event, such as {"response": [log]}', is_event_hooks),
            _validate_event_names,
        ],
    )
    clock: Callable[[], float] = field(default=time.monotonic, kw_only=True, repr=False, validator=_FUNCTION)
    wall_clock: Callable[[], float] = field(default=time.time, kw_only=True, repr=False, validator=_FUNCTION)
    sleep: Callable[[float], None] = field(default=time.sleep, kw_only=True, repr=False, validator=_FUNCTION)
    sleep_async: Callable[[float], Awaitable[None]] = field(
        default=_sleep_async, kw_only=True, repr=False, validator=_FUNCTION
    )
    jitter: Callable[[], float] = field(default=random.random, kw_only=True, repr=False, validator=_FUNCTION)

    @classmethod
    def create(cls, application_token: str | None, settings: Mapping[str, Any], more: tuple[Any, ...] = ()) -> Config:
        """Return a config from a client's arguments.

        Raises:
            TypeError: There are more arguments by position than the application token.
            ConfigurationError: A setting is unknown, missing or invalid.
        """
        if more:
            raise TypeError("Only the application token goes by position. Pass settings by name, such as base_url=….")
        known = [each.name for each in fields(cls)]
        for name in settings:
            if name not in known:
                raise ConfigurationError(
                    f"Unknown setting {name!r}.{suggest_setting(name, known)} The settings are {', '.join(known)}."
                )
        return cls(application_token, **settings)

    def changed(self, options: Mapping[str, Any]) -> Config:
        """Return a copy with other call options.

        Raises:
            ConfigurationError: An option is unknown, belongs to the connection, or is invalid.
        """
        allowed = [each.name for each in fields(CallOptions)]
        for name in options:
            if name not in allowed:
                raise ConfigurationError(
                    f"with_options cannot change {name!r}.{suggest_setting(name, allowed)} It changes "
                    f"{', '.join(allowed)}. For a setting of the connection, create a new client."
                )
        return evolve(self, **options)
