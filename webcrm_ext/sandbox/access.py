"""Who may send requests: no web page of another site, and no name that leads to this machine by a trick of DNS."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from starlette.requests import Request

from .hooks import is_loopback
from .messages import shown
from .responses import HTTPError

_NAME = re.compile(r"[a-z0-9._-]{1,253}|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?", re.ASCII | re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)?$")


def host_names(names: Iterable[str]) -> frozenset[str]:
    """Return the names of `allowed_hosts`, checked and in lower case.

    Raises:
        ValueError: One is not a host name or an IP address without a port.
    """
    if isinstance(names, str):
        msg = f"allowed_hosts must be a list of names, not the string {names!r}"
        raise ValueError(msg)  # noqa: TRY004 - as for the other settings
    checked = tuple(names) if isinstance(names, Iterable) else (names,)
    for name in checked:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            msg = f"An allowed host must be a name or an IP address without a port, such as crm.test, not {shown(name)}"
            raise ValueError(msg)
    return frozenset(name.lower().strip("[]").rstrip(".") for name in checked)


def check_access(request: Request, allowed_hosts: frozenset[str]) -> None:
    """Check the headers Host and Origin, before the body is read.

    A web page can send requests to this machine. Its Origin is then another than the host of the request; and if a
    name of its own was made to resolve to this machine, so is the Host.

    Raises:
        HTTPError: 421 for another Host than this machine or `allowed_hosts`, 403 for a foreign Origin.
    """
    sent = request.headers.getlist("host")
    name = _name(sent)
    if not is_loopback(name) and name not in allowed_hosts:
        host = shown(", ".join(sent))
        message = f"The sandbox refuses the host {host}. Start it with --allow-host NAME to accept another name."
        raise HTTPError(421, message, "UnauthorizedAccessException")
    for origin in request.headers.getlist("origin"):
        if not _is_own(origin, sent[0]):
            message = f"The sandbox refuses requests of web pages of another origin, such as {origin[:100]!r}."
            raise HTTPError(403, message, "UnauthorizedAccessException")


def check_control_access(request: Request) -> None:
    """Check that the request is one of this machine to a name of this machine.

    Raises:
        HTTPError: 403 if it is not.
    """
    peer = None if request.client is None else request.client.host
    if not is_loopback(peer) or not is_loopback(_name(request.headers.getlist("host"))):
        message = "The control addresses accept requests only from this machine, to localhost or a loopback address."
        raise HTTPError(403, message, "UnauthorizedAccessException")


def _name(hosts: Sequence[str]) -> str | None:
    """Return the host of the header without its port, or None if it is missing or invalid."""
    if len(hosts) != 1 or not re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(:\d*)?", hosts[0], re.ASCII):
        return None
    return re.sub(r":\d*$", "", hosts[0]).strip("[]").lower().rstrip(".") if hosts[0] else None


def _is_own(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    is_http = parts.scheme in {"http", "https"}
    return is_http and _DEFAULT_PORT.sub("", parts.netloc.lower()) == _DEFAULT_PORT.sub("", host.lower())
