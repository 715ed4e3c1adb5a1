"""Responses: JSON values, and errors with the error body that webCRM documents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON_TYPE = "application/json; charset=utf-8"
WITHOUT_BODY = frozenset({204, 205, 304})
"""The statuses whose responses have no body in HTTP."""


@dataclass(slots=True)
class Response:
    """A response before it is sent."""

    status: int = 200
    body: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class HTTPError(Exception):
    """A request that the API refuses. It becomes a response with the body `{Message, Type}`."""

    def __init__(
        self,
        status: int,
        message: str,
        type_: str = "ArgumentException",
        *,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type_
        self.more = dict(more or {})
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """Return the response to send."""
        body = {**self.more, "Message": self.message, "Type": self.type}
        return Response(self.status, dumps(body), JSON_TYPE, self.headers)


class UnauthorizedError(HTTPError):
    """A 401. The service does not document a body, so an option decides: none, `{Message, Type}` or plain text."""

    def __init__(self, body: str) -> None:
        super().__init__(401, "Unauthorized", "UnauthorizedAccessException", headers={"WWW-Authenticate": "Bearer"})
        self._body = body

    def response(self) -> Response:
        """Return the response to send."""
        if self._body == "model":
            return super().response()
        text = self.message if self._body == "text" else ""
        return Response(401, text.encode(), "text/plain; charset=utf-8" if text else None, self.headers)


def bad_request(message: str) -> HTTPError:
    """Return a 400 with its reason."""
    return HTTPError(400, message)


def not_found(what: str, status: int = 404) -> HTTPError:
    """Return a 404, or another status, that names what does not exist."""
    return HTTPError(status, f"{what} was not found.", "NotFoundException")


def too_many_requests(message: str, seconds: int) -> HTTPError:
    """Return a 429 with the seconds to wait in the message, the body and the header Retry-After."""
    return HTTPError(
        429,
        f"{message} Try again in {seconds} seconds.",
        "TooManyRequestsException",
        more={"RetryAfterSeconds": seconds},
        headers={"Retry-After": str(seconds)},
    )


def dumps(value: Any) -> bytes:
    """Return a value as compact JSON, without escapes of letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def json_response(value: Any, status: int = 200) -> Response:
    """Return a response with a value as JSON."""
    return Response(status, dumps(value), JSON_TYPE)


def encoded_json_response(content: bytes) -> Response:
    """Return a response with JSON that is already encoded."""
    return Response(200, content, JSON_TYPE)


def empty_response(status: int = 200) -> Response:
    """Return a response without a body."""
    return Response(status)
