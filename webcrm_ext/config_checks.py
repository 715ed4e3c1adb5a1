"""What settings must be. Each is checked where it is given, and not at the first call that trips over it."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.transport.headers import is_header_value
from webcrm_ext.urls import DEFAULT_BASE_URL, host_of, is_loopback

if TYPE_CHECKING:
    from webcrm_ext.config import Config, Retries

WHERE = "Make one in webCRM at Configuration > Integration > API > REST."

_GUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_PROXIES = ("http", "https", "socks5", "socks5h")

Check = Callable[[Any], bool]


def check_config(config: Config) -> None:
    """Refuse settings that cannot be. No value that may be a secret is shown.

    Raises:
        ConfigurationError: It names the setting, and what it must be.
    """
    _check_application_token(config.application_token)
    _check_base_url(config.base_url)
    _check_kinds(config, _KINDS)
    _check_proxy(config.proxy)
    unknown = sorted(set(config.event_hooks) - {"request", "response"})
    if unknown:
        raise ConfigurationError(f"There is no event hook {', '.join(unknown)}; there are request and response.")


def check_retries(retries: Retries) -> None:
    """Refuse retries that cannot be.

    Raises:
        ConfigurationError: It names the setting, and what it must be.
    """
    _check_kinds(retries, _RETRIES, "retries.")


def _check_kinds(settings: Any, kinds: Mapping[str, tuple[Check, str]], prefix: str = "") -> None:
    for name, (fits, said) in kinds.items():
        if not fits(getattr(settings, name)):
            raise ConfigurationError(f"{prefix}{name} must be {said}.")


def _is_seconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_wait(value: Any) -> bool:
    # Infinity is a deadline, or a limit, that never comes.
    return value == math.inf or (_is_seconds(value) and value >= 0)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_timeout(value: Any) -> bool:
    # Where httpx was not loaded yet, nobody can have made one of its timeouts.
    httpx = sys.modules.get("httpx")
    return (_is_seconds(value) and value > 0) or (httpx is not None and isinstance(value, httpx.Timeout))


def _is_retries(value: Any) -> bool:
    from webcrm_ext.config import Retries  # noqa: PLC0415 - it asks here to be checked

    return isinstance(value, Retries)


def _is_linked_data(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(on, bool) for on in value.values())


def _is_token_store(value: Any) -> bool:
    return value is None or all(callable(getattr(value, name, None)) for name in ("load", "save"))


def _is_verify(value: Any) -> bool:
    if isinstance(value, bool):
        return True
    import ssl  # noqa: PLC0415 - only who sets it pays

    return isinstance(value, ssl.SSLContext)


def _is_event_hooks(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(hooks, list | tuple) and all(map(callable, hooks)) for hooks in value.values()
    )


_KINDS: Mapping[str, tuple[Check, str]] = {
    "timeout": (_is_timeout, "a number of seconds above 0, or an httpx.Timeout"),
    "connect_timeout": (lambda value: _is_seconds(value) and value > 0, "a number of seconds above 0"),
    "requests_per_minute": (
        lambda value: value is None or _is_count(value),
        "a whole number, 1 or more, or None for no pacing",
    ),
    "retries": (_is_retries, "a Retries(…) of webcrm_ext; Retries(max_attempts=1) repeats nothing that failed"),
    "linked_data": (_is_linked_data, 'True or False by entity, such as {"QuotationLines": True}'),
    "token_store": (_is_token_store, "a FileTokenStore, a MemoryTokenStore, or what has their load and save"),
    "user_agent": (
        lambda value: isinstance(value, str) and is_header_value(value),
        "a text of visible ASCII, without spaces at its ends",
    ),
    "verify": (_is_verify, "True, False or an ssl.SSLContext, such as ssl.create_default_context(cafile=…)"),
    "event_hooks": (_is_event_hooks, 'lists of functions by event, such as {"response": [log]}'),
    **dict.fromkeys(("clock", "wall_clock", "sleep", "sleep_async", "jitter"), (callable, "a function")),
}

_RETRIES: Mapping[str, tuple[Check, str]] = {
    "max_attempts": (_is_count, "a whole number, 1 or more; 1 means that nothing that failed is repeated"),
    **dict.fromkeys(("initial_wait", "max_wait", "deadline", "max_rate_limit_wait"), (_is_wait, "0 seconds or more")),
}


def _check_application_token(token: Any) -> None:
    if not isinstance(token, str):
        raise ConfigurationError("application_token must be a text, a GUID. " + WHERE)
    if _GUID.fullmatch(token):
        return
    # The token itself is never shown, not even a wrong one: it may be a right one of something else.
    if token.count(".") == 2 or len(token) > 100:  # noqa: PLR2004 - the look of an access token
        raise ConfigurationError(
            "application_token looks like an access token. Give the application token, a GUID; the client "
            "gets access tokens with it by itself. " + WHERE
        )
    raise ConfigurationError(f"application_token is not a GUID ({len(token)} characters were given). " + WHERE)


def _check_base_url(base_url: Any) -> None:
    if isinstance(base_url, str) and re.search(r"[@?#]", base_url):
        # Not shown: whoever writes a user there writes a password as well.
        raise ConfigurationError("base_url must hold neither a user, nor a query, nor a fragment.")
    host = host_of(base_url, ("https", "http"))
    if host is None or re.search(r"\s", base_url):
        raise ConfigurationError(f"base_url is {base_url!r}; it must look like {DEFAULT_BASE_URL}.")
    if not base_url.lower().startswith("https:") and not is_loopback(host):
        raise ConfigurationError(f"base_url is {base_url!r}; tokens are only sent by https, or to this machine itself.")


def _check_proxy(proxy: Any) -> None:
    if proxy is not None and host_of(proxy, _PROXIES) is None:
        raise ConfigurationError(f"proxy must be a URL with a host that begins with {', '.join(_PROXIES)}.")
