"""The last requests with their responses, for the pages of the browser."""

import json
import re
from collections import deque
from dataclasses import dataclass
from itertools import count
from threading import Lock
from time import monotonic
from typing import Any

from starlette.requests import Request

from .responses import Response
from .tenant import Tenant

KEPT = 200
"""The most exchanges that are kept."""
_MAX_BODY = 16 * 1024
_SECRET = re.compile(r"token|password|authcode|secret", re.IGNORECASE)
_REDACTED = "•••"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response. Secrets are redacted, and long bodies are truncated."""

    number: int
    at: str
    """The sandbox's time of the response, in UTC."""
    method: str
    path: str
    query: str
    operation: str
    status: int
    """0 if the connection was closed without a complete response."""
    seconds: float
    left: int | None
    """Requests that the rate limit still allowed; None if it is off or the request had no valid token."""
    request: str
    is_cut: bool
    """Whether the body of the request was truncated."""
    response: str
    response_bytes: int


class Exchanges:
    """The last exchanges, oldest first."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._kept: deque[Exchange] = deque(maxlen=KEPT)
        self._numbers = count(1)
        self._lock = Lock()

    def begin(self, request: Request) -> None:
        """Record when a request arrived."""
        request.state.began = monotonic()
        request.state.content = b""
        request.state.application_token = None

    def add(self, request: Request, operation: str, status: int, response: Response) -> None:
        """Add a request that was passed to `begin`, with its response."""
        token, options = request.state.application_token, self._tenant.options
        left_of = self._tenant.rate_limit.left
        is_login = request.url.path.lower().startswith("/auth")
        exchange = Exchange(
            number=next(self._numbers),
            at=f"{self._tenant.clock.now():%Y-%m-%d %H:%M:%S}",
            method=request.method,
            path=request.url.path,
            query=_without_secrets(request.url.query),
            operation=operation,
            status=status,
            seconds=monotonic() - request.state.began,
            left=None if token is None else left_of(token, options.requests_per_minute, options.rate_window),
            request=_text(request.state.content, request.headers.get("content-type"), is_login=is_login),
            is_cut=len(request.state.content) > _MAX_BODY,
            response=_text(response.body, response.media_type, is_login=is_login) if status else "",
            response_bytes=len(response.body) if status else 0,
        )
        with self._lock:
            self._kept.append(exchange)

    def after(self, number: int = 0) -> list[Exchange]:
        """Return the exchanges with a higher number, newest first."""
        with self._lock:
            return [each for each in reversed(self._kept) if each.number > number]

    def find(self, number: int) -> Exchange | None:
        """Return the exchange with this number, or None if it is no longer kept."""
        return next((each for each in self.after(number - 1) if each.number == number), None)

    def clear(self) -> None:
        """Delete all exchanges."""
        with self._lock:
            self._kept.clear()


def _text(content: bytes, media_type: str | None, *, is_login: bool) -> str:
    """Return a body as text: JSON is indented, and secrets are redacted."""
    kind = (media_type or "").lower()
    if not content:
        return ""
    if "json" not in kind and not kind.startswith("text/"):
        return f"({len(content)} bytes of {media_type or 'unknown type'})"
    if len(content) > _MAX_BODY:
        # The rest of a login's body could have a secret that is cut in two; logins are short.
        shown = content[:_MAX_BODY].decode(errors="ignore")
        return f"{_REDACTED if is_login else shown}\n… {len(content)} bytes in all"
    text = content.decode(errors="replace")
    if "json" not in kind:
        return _REDACTED if is_login else text
    try:
        value = json.loads(text)
    except ValueError:
        return _REDACTED if is_login else text
    return json.dumps(_redacted(value) if is_login else value, ensure_ascii=False, indent=2)


def _redacted(value: Any) -> Any:
    if isinstance(value, list):
        return [_redacted(each) for each in value]
    if isinstance(value, dict):
        return {name: _REDACTED if _SECRET.search(name) and each else _redacted(each) for name, each in value.items()}
    return value


def _without_secrets(query: str) -> str:
    return "&".join(
        f"{name}={_REDACTED}" if is_set and _SECRET.search(name) else name + is_set + value
        for name, is_set, value in (part.partition("=") for part in query.split("&"))
    )
