"""The syntax of URLs and HTTP headers: what can be sent, and which hosts are this machine."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

# Labels of 1 to 63 characters, separated by single dots; an IPv6 address is one label.
_HOST = re.compile(r"(?:[^\s.]{1,63}\.)*[^\s.]{1,63}\.?")

# URL parsers drop some of these characters silently, and a request would contain them.
_FORBIDDEN_IN_URL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|^\s|\s$")

# RFC 9110: a token, a field value, and a token68 as access tokens are sent.
_HEADER_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")
_HEADER_VALUE = re.compile(r"(?:[!-~]+(?:[ \t]+[!-~]+)*)?")
_ACCESS_TOKEN = re.compile(r"[!-~]+")


def host_of(url: Any, schemes: Collection[str]) -> str | None:
    """Return the host of a URL, or None if the URL is invalid or has another scheme.

    Args:
        url: A value of any type.
        schemes: The accepted schemes, in lower case.
    """
    if not isinstance(url, str) or _FORBIDDEN_IN_URL.search(url):
        return None
    try:
        address = urlsplit(url)
        host, port = address.hostname or "", address.port
    except ValueError:  # unbalanced brackets, or a port that is not a number up to 65535
        return None
    return host if address.scheme in schemes and port != 0 and _HOST.fullmatch(host) else None


def is_loopback(host: str | None) -> bool:
    """Return whether a host name is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_header_name(name: str) -> bool:
    """Return whether a string is a valid header name."""
    return _HEADER_NAME.fullmatch(name) is not None


def is_header_value(value: str) -> bool:
    """Return whether a string is a header value: visible ASCII, with spaces and tabs only inside."""
    return _HEADER_VALUE.fullmatch(value) is not None


def is_access_token(value: str) -> bool:
    """Return whether a string can be sent as an access or refresh token: visible ASCII without spaces."""
    return _ACCESS_TOKEN.fullmatch(value) is not None
