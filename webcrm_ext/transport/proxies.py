"""Connection pools of httpcore, direct or through a proxy, as httpx creates them, and their errors."""

from __future__ import annotations

import ipaddress
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl

FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)
"""The errors of httpcore."""


def httpx_error(error: Exception) -> Exception:
    """Return the error of httpx that has the name of one of httpcore."""
    kind: type[Exception] = getattr(httpx, type(error).__name__)
    return kind(str(error))


def connection_pool(
    ssl_context: ssl.SSLContext | None, proxy: httpx.Proxy | None, backend: httpcore.NetworkBackend, keepalive: float
) -> httpcore.ConnectionPool:
    """Return a pool without a limit of connections.

    Args:
        ssl_context: How certificates are checked; None if no host is reached by https.
        proxy: The proxy of all requests, if any.
        backend: Opens connections.
        keepalive: Seconds until an unused connection is closed.

    Raises:
        ImportError: The package for SOCKS proxies is not installed.
    """
    settings: dict[str, Any] = {
        "ssl_context": ssl_context,
        "max_connections": None,
        "max_keepalive_connections": None,
        "keepalive_expiry": keepalive,
        "network_backend": backend,
    }
    if proxy is None:
        return httpcore.ConnectionPool(**settings)
    url = proxy.url
    settings |= {
        "proxy_url": httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        "proxy_auth": proxy.raw_auth,
    }
    if url.scheme in ("http", "https"):
        headers = proxy.headers.raw
        return httpcore.HTTPProxy(proxy_headers=headers, proxy_ssl_context=proxy.ssl_context, **settings)
    try:
        import_module("socksio")
    except ImportError:
        raise ImportError("a SOCKS proxy needs the package socksio; install httpx[socks]") from None
    return httpcore.SOCKSProxy(**settings)


def environment_proxies() -> dict[str, str | None]:
    """Return the proxies of the environment by URL pattern, None for no proxy, as httpx reads them."""
    found = getproxies()
    excluded = [host.strip() for host in found.get("no", "").split(",")]
    if "*" in excluded:
        return {}
    proxies: dict[str, str | None] = {}
    for scheme in ("http", "https", "all"):
        if url := found.get(scheme):
            proxies[f"{scheme}://"] = url if "://" in url else f"http://{url}"
    return proxies | {_pattern(host): None for host in excluded if host}


def _pattern(host: str) -> str:
    """Return the URL pattern of a host in NO_PROXY; a name includes its subdomains."""
    if "://" in host:
        return host
    try:
        version = ipaddress.ip_address(host.partition("/")[0]).version
    except ValueError:
        return f"all://{host}" if host.lower() == "localhost" else f"all://*{host}"
    return f"all://{host}" if version == 4 else f"all://[{host}]"  # noqa: PLR2004 - IPv4
