"""URLs: the API's default address, and checks of hosts."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

DEFAULT_BASE_URL = "https://api.webcrm.com"

_HOST = re.compile(r"(?:[^\s.]{1,63}\.)*[^\s.]{1,63}\.?")
"""Labels separated by single dots, each of 1 to 63 characters; an IPv6 address is one label."""

# Characters that `urlsplit` drops, or that no URL may contain.
_INVALID = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|^\s|\s$")


def host_of(url: Any, schemes: Collection[str]) -> str | None:
    """Return the host of a URL, or None where the URL is invalid or has another scheme.

    Args:
        url: A value of any type.
        schemes: The allowed schemes, in lower case.
    """
    if not isinstance(url, str) or _INVALID.search(url):
        return None
    try:
        address = urlsplit(url)
        host, port = address.hostname or "", address.port
    except ValueError:  # unclosed brackets, or a port that is not a number up to 65535
        return None
    return host if address.scheme in schemes and port != 0 and _HOST.fullmatch(host) else None


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
