"""Error responses: the exception that each becomes, and its message.

Error bodies come as `{Message, Type}`, as a JSON string, as plain text, as an HTML page, empty, or in a charset that
they do not name. Each becomes one of the errors of this package, without secrets.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from webcrm_api.errors import UnexpectedContent, excerpt, sentence
from webcrm_api.readers import decode
from webcrm_api.redaction import SecretStr, redact_text

from webcrm_ext.auth.provider import PROXY_ADVICE, PROXY_REFUSED
from webcrm_ext.errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
    WebCRMError,
)
from webcrm_ext.transport.retry_after import requested_wait

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.transport.redaction import Redactor

    ResponseRule = Callable[[Call[Any], httpx.Response, Redactor], WebCRMError | None]

_UNAUTHORIZED = 401
_BAD_REQUEST = 400
_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
}
_ADVICE = {
    403: "The application token lacks the right: see Configuration > Integration > API > REST in webCRM.",
    PROXY_REFUSED: PROXY_ADVICE,
    404: "Check the id, and that the token may see the record.",
}
_LOGIN_PATH = re.compile(r"/auth(?:/\w*)?$", re.IGNORECASE)
_MAX_CHARACTERS = 20_000
"""Characters of a body that are read for its message."""

# Each match ends at the next tag or at the end of the text, so the time is linear.
_HEAD = re.compile(r"<head\b.*?(?:</head>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def error_of(call: Call[Any], response: httpx.Response, redactor: Redactor) -> WebCRMError:
    """Return the error for a refusal; its body has been read. A success with an error object is that of a 400."""
    redactor = redactor.including(*_secrets_of(call))
    status = _BAD_REQUEST if response.is_success else response.status_code
    if response.is_success and _LOGIN_PATH.search(response.request.url.path):
        return AuthenticationError(
            f"{call.method} {call.url()} was refused: {sentence(message_of(response, redactor) or 'no message')} "
            "Check the names and tokens that were sent."
        )
    if status == _UNAUTHORIZED:
        with_token = ", also with a new access token" if "Authorization" in response.request.headers else ""
        return AuthenticationError(
            f"{call.method} {call.url()} was refused with status 401{with_token}: "
            f"{sentence(message_of(response, redactor) or 'no message')} "
            "Check the application token and its rights in webCRM."
        )
    arguments = error_arguments(call, response, redactor)
    wait = requested_wait(response)
    if wait is not None:
        return RateLimitError(**arguments, retry_after=wait)
    advice = _ADVICE.get(status) or _redirect_advice(response, redactor)
    if response.is_server_error:
        return ServerError(**arguments, advice=advice or "The service failed: try again later.")
    return _BY_STATUS.get(status, APIError)(**arguments, advice=advice)


def error_arguments(call: Call[Any], response: httpx.Response, redactor: Redactor) -> dict[str, Any]:
    """Return the arguments that every `APIError` takes, read from a response."""
    message, kind = _message_and_kind(response, redactor)
    return {
        "status": response.status_code,
        "message": message,
        "kind": kind,
        "method": call.method,
        "path": call.url(),
        "body": _excerpt_of(response, redactor),
    }


def unexpected_response(
    call: Call[Any], response: httpx.Response, error: UnexpectedContent, redactor: Redactor
) -> WebCRMError:
    """Return the error for a success whose content is not what the API definition declares."""
    return UnexpectedResponseError(
        f"{call.method} {call.url()}: {error}",
        status=response.status_code,
        body=_excerpt_of(response, redactor),
    )


def redact_content(error: UnexpectedContent, response: httpx.Response, redactor: Redactor) -> None:
    """Redact what a reader's error shows of a body. The reader may have cut a secret in two."""
    expected, verb, _ = str(error).partition(" contains: ")
    error.args = (f"{expected}{verb}{_excerpt_of(response, redactor) or 'nothing'}",)


def text_of(response: httpx.Response) -> str:
    """Return a body as a string; the charset that it declares is ignored."""
    try:
        text = response.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = response.content.decode("cp1252", errors="replace")
    return text.replace("\0", "")  # between the letters of UTF-16


def message_of(response: httpx.Response, redactor: Redactor) -> str:
    """Return the service's message in a response, in one line; of a successful login only its error."""
    return _message_and_kind(response, redactor)[0]


def without_tags(page: str) -> str:
    """Return the text of HTML, with escapes decoded."""
    return html.unescape(_TAG.sub(" ", page))


def _message_and_kind(response: httpx.Response, redactor: Redactor) -> tuple[str, str | None]:
    """Return the service's message, and the kind of error it names; the beginning of each, in one line."""
    whole = _redacted_text(response, redactor)
    try:
        body = decode(response)
    except UnexpectedContent:
        return _one_line(_text_of_page(whole) if whole.lstrip()[:1] == "<" else whole, redactor), None
    if isinstance(body, dict):
        by_name = {str(name).lower(): value for name, value in body.items()}
        texts = (by_name.get(name) for name in ("message", "errordescription", "title", "error"))
        message = next((text for text in texts if isinstance(text, str) and text), whole if body else "")
        kind = by_name.get("type")
        return _one_line(message, redactor), _one_line(kind, redactor) if isinstance(kind, str) and kind else None
    if isinstance(body, str) and not _is_successful_login(response):
        return _one_line(body, redactor), None
    return "" if body is None else _one_line(whole, redactor), None


def _excerpt_of(response: httpx.Response, redactor: Redactor) -> str:
    return excerpt(_redacted_text(response, redactor).encode())


def _redirect_advice(response: httpx.Response, redactor: Redactor) -> str:
    location = _one_line(response.headers.get("location", ""), redactor)
    return f"It points to {location}; redirects are not followed. Check base_url." if location else ""


def _redacted_text(response: httpx.Response, redactor: Redactor) -> str:
    """Return the beginning of a body as a string, without secrets."""
    if _is_successful_login(response) and response.content:
        return "(not shown: it may contain tokens)"
    return redact_text(redactor.redact(text_of(response), _MAX_CHARACTERS))


def _is_successful_login(response: httpx.Response) -> bool:
    return response.is_success and _LOGIN_PATH.search(response.request.url.path) is not None


def _text_of_page(page: str) -> str:
    # The head repeats what the body says, unless the body is empty.
    body = without_tags(_HEAD.sub(" ", page))
    return body if body.strip() else without_tags(page)


def _one_line(text: str, redactor: Redactor) -> str:
    """Return the beginning of a string in one line. Redact first and cut then: half a secret is not recognised."""
    return " ".join(excerpt(redactor.redact(text, _MAX_CHARACTERS).encode()).split())


def _secrets_of(call: Call[Any]) -> list[str]:
    """Return the secrets that a call sends itself, as logins do."""
    arguments = call.request()
    parts = (arguments.get(part) for part in ("headers", "json", "data"))
    return [each for part in parts if isinstance(part, dict) for each in part.values() if isinstance(each, SecretStr)]
