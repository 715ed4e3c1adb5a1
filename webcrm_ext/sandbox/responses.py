"""What the sandbox answers: values as JSON, and refusals in the error body that webCRM documents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON_TYPE = "application/json; charset=utf-8"
WITHOUT_BODY = frozenset({204, 205, 304})
"""The statuses of answers that HTTP gives no body."""


@dataclass(slots=True)
class Response:
    """An response before it is sent."""

    status: int = 200
    body: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class HTTPError(Exception):
    """A request that the API does not take; it becomes an response `{Message, Type}`."""

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
        """The refusal as it is sent."""
        body = {**self.more, "Message": self.message, "Type": self.type}
        return Response(self.status, dumps(body), JSON_TYPE, self.headers)


class UnauthorizedError(HTTPError):
    """401; what its body is, the service does not say, so it has none."""

    def __init__(self) -> None:
        super().__init__(401, "Unauthorized")

    def response(self) -> Response:
        """An empty response."""
        return Response(401, headers={"WWW-Authenticate": "Bearer"})


def bad_request(message: str) -> HTTPError:
    """A 400 with its reason."""
    return HTTPError(400, message)


def not_found(what: str, status: int = 404) -> HTTPError:
    """A 404, or another status, that names what is not there."""
    return HTTPError(status, f"{what} was not found.", "NotFoundException")


def too_many_requests(message: str, seconds: int) -> HTTPError:
    """A 429 that says how long to wait, in words and in figures."""
    return HTTPError(
        429,
        f"{message} Try again in {seconds} seconds.",
        "TooManyRequestsException",
        more={"RetryAfterSeconds": seconds},
        headers={"Retry-After": str(seconds)},
    )


def dumps(value: Any) -> bytes:
    """JSON text as it is stored and sent: no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def json_response(value: Any, status: int = 200) -> Response:
    """A value as a JSON response."""
    return Response(status, dumps(value), JSON_TYPE)


def encoded_json_response(text: bytes) -> Response:
    """An response of JSON text that is already encoded."""
    return Response(200, text, JSON_TYPE)


def empty_response(status: int = 200) -> Response:
    """An response without a body."""
    return Response(status)
