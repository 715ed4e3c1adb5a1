"""Addresses: the service's own, and which of them are this machine."""

from __future__ import annotations

import ipaddress

DEFAULT_BASE_URL = "https://api.webcrm.com"


def is_loopback(host: str | None) -> bool:
    """Say whether a host name is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
