"""Addresses: the service's own, and which of them are this machine."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

DEFAULT_BASE_URL = "https://api.webcrm.com"

_HOST = re.compile(r"(?:[^\s.]{1,63}\.)*[^\s.]{1,63}\.?")
"""Names divided by single dots, each of 1 to 63 characters; an IPv6 address is one."""

# What is read leaves some of them out, and what is sent would hold them.
_NOWHERE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|^\s|\s$")


def host_of(url: Any, schemes: Collection[str]) -> str | None:
    """Give the host of a URL, or None where it is not one of these schemes with a host, and a port if any, that can be.

    Args:
        url: What was given, of whatever type.
        schemes: The schemes, in small letters.
    """
    if not isinstance(url, str) or _NOWHERE.search(url):
        return None
    try:
        address = urlsplit(url)
        host, port = address.hostname or "", address.port
    except ValueError:  # brackets that do not close, or a port that is no number up to 65535
        return None
    return host if address.scheme in schemes and port != 0 and _HOST.fullmatch(host) else None


def is_loopback(host: str | None) -> bool:
    """Say whether a host name is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
