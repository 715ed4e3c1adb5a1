"""What becomes of an answer: its value, or the error that says what the service said.

Error bodies come as `{Message, Type}`, as a JSON text, as plain text, as an HTML page, empty, or in
a charset that they do not name. All end as one of the errors of this package.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from webcrm_api.errors import UnexpectedContent, excerpt
from webcrm_api.readers import decode
from webcrm_api.redaction import SecretStr, redact_text

from webcrm_ext.errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    LinkedDataRequiredError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
    WebCRMError,
    sentence,
)
from webcrm_ext.transport.retry_after import retry_after

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.transport.redaction import Secrets

_UNAUTHORIZED = 401
_RATE_LIMITED = 429
_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
}
_ADVICE = {
    403: "The application token lacks the right: see Configuration > Integration > API > REST in webCRM.",
    404: "Check the id, and that the token may see the record.",
}
# Its spaces may be line breaks, and those are escaped inside JSON.
_SPACING = r"(?:\s|\\[nrt]|\\u[0-9a-f]{4})+"
_LINKED_DATA = re.compile(_SPACING.join(("possible", "quotation", "not", "found")), re.IGNORECASE)
_LINKED_DATA_ADVICE = "Linked data is on: write the line with a QuotationLineLinkedDataId (crm.quotation_lines does)."
_LOGIN = re.compile(r"/auth(?:/\w*)?$", re.IGNORECASE)
_LOOKED_AT = 20_000
"""Characters of an answer that are looked at for what it says."""

# Each ends at the next tag, or at what it ends with, or with the text: a page of nothing but tags is no slower.
_HEAD = re.compile(r"<head\b.*?(?:</head>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def error_of(call: Call[Any], response: httpx.Response, secrets: Secrets) -> WebCRMError:
    """Give the error for an answer that is not a success. Its body must have been read."""
    secrets = secrets.with_more(*_own_secrets(call))
    status = response.status_code
    if status == _UNAUTHORIZED:
        with_token = ", also with a new access token" if "Authorization" in response.request.headers else ""
        return AuthenticationError(
            f"{call.method} {call.url()} was refused with status 401{with_token}: "
            f"{sentence(what_was_said(response, secrets) or 'nothing was said')} "
            "Check the application token and its rights in webCRM."
        )
    told = _told(call, response, secrets)
    if status == _RATE_LIMITED:
        return RateLimitError(**told, retry_after=retry_after(response))
    told["advice"] = _ADVICE.get(status) or _redirection(response, secrets)
    if response.is_server_error:
        told["advice"] = told["advice"] or "The failure is the service's own: try again later."
        return ServerError(**told)
    return _BY_STATUS.get(status, APIError)(**told)


def linked_data_refusal(call: Call[Any], response: httpx.Response, secrets: Secrets) -> LinkedDataRequiredError | None:
    """Give the error for an answer that says "Possible quotation not found", whatever its status and shape.

    Its status is not known, so a success is looked at too where quotation lines are written; PATCH says it
    in the texts of one.
    """
    if response.is_success and (call.method == "GET" or not call.path.lower().startswith("/quotationlines")):
        return None
    # As it was sent, and as it was meant: inside JSON, markup is escaped.
    if not any(map(is_linked_data_error, (text_of_answer(response), _said(response, secrets)[0]))):
        return None
    try:
        body = decode(response)
    except UnexpectedContent:
        body = None
    answers = ["" if each is None else secrets.hide(str(each)) for each in body] if isinstance(body, list) else None
    return LinkedDataRequiredError(**_told(call, response, secrets), advice=_LINKED_DATA_ADVICE, answers=answers)


def hide_secrets(failure: UnexpectedContent, response: httpx.Response, secrets: Secrets) -> None:
    """Take secrets out of what a reader says of an answer: it has cut the body, and a secret perhaps with it."""
    said, shows, _ = str(failure).partition(" holds: ")
    failure.args = (f"{said}{shows}{_beginning(response, secrets) or 'nothing'}",)


def unexpected(call: Call[Any], response: httpx.Response, error: UnexpectedContent, secrets: Secrets) -> WebCRMError:
    """Give the error for a success whose content is not what was declared."""
    return UnexpectedResponseError(
        f"{call.method} {call.url()}: {error}",
        status=response.status_code,
        body=_beginning(response, secrets),
    )


def is_linked_data_error(text: str) -> bool:
    """Say whether a text is the sign of linked data, in whatever case, spacing and markup (documented in the FAQ)."""
    return any(_LINKED_DATA.search(each) for each in (text, html.unescape(_TAG.sub(" ", text))))


def text_of_answer(response: httpx.Response) -> str:
    """Give a body as text, whatever charset it names or is in."""
    try:
        text = response.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = response.content.decode("cp1252", errors="replace")
    return text.replace("\0", "")  # of UTF-16, whose letters they would keep apart


def what_was_said(response: httpx.Response, secrets: Secrets) -> str:
    """Give what the service said in an answer, in its words; of a login that went well, only why it did not."""
    return _said(response, secrets)[0]


def _told(call: Call[Any], response: httpx.Response, secrets: Secrets) -> dict[str, Any]:
    """Give what every `APIError` tells."""
    message, kind = _said(response, secrets)
    return {
        "status": response.status_code,
        "message": message,
        "kind": kind,
        "method": call.method,
        "path": call.url(),
        "body": _beginning(response, secrets),
    }


def _beginning(response: httpx.Response, secrets: Secrets) -> str:
    return excerpt(_text(response, secrets).encode())


def _redirection(response: httpx.Response, secrets: Secrets) -> str:
    onward = _clean(response.headers.get("location", ""), secrets)
    return f"It points to {onward}; redirects are not followed. Check base_url." if onward else ""


def _text(response: httpx.Response, secrets: Secrets) -> str:
    """Give the beginning of a body as text, without secrets."""
    if _is_success_of_login(response) and response.content:
        return "(not shown: it may hold tokens)"
    return redact_text(secrets.hide(text_of_answer(response), _LOOKED_AT))


def _is_success_of_login(response: httpx.Response) -> bool:
    return response.is_success and _LOGIN.search(response.request.url.path) is not None


def _said(response: httpx.Response, secrets: Secrets) -> tuple[str, str | None]:
    """Give what the service said, and the kind of error that it named; of each the beginning, in one line."""
    whole = _text(response, secrets)
    try:
        body = decode(response)
    except UnexpectedContent:
        return _clean(_words_of(whole) if whole.lstrip()[:1] == "<" else whole, secrets), None
    if isinstance(body, dict):
        by_name = {str(name).lower(): value for name, value in body.items()}
        texts = (by_name.get(name) for name in ("message", "errordescription", "title", "error"))
        message = next((text for text in texts if isinstance(text, str) and text), whole if body else "")
        kind = by_name.get("type")
        return _clean(message, secrets), _clean(kind, secrets) if isinstance(kind, str) and kind else None
    if isinstance(body, str) and not _is_success_of_login(response):
        return _clean(body, secrets), None
    return "" if body is None else _clean(whole, secrets), None


def _words_of(page: str) -> str:
    # The head says once more what the body says, unless that is empty.
    body = html.unescape(_TAG.sub(" ", _HEAD.sub(" ", page)))
    return body if body.strip() else html.unescape(_TAG.sub(" ", page))


def _clean(text: str, secrets: Secrets) -> str:
    """Give the beginning of a text in one line, without secrets.

    Hidden first and cut then: what is left of a secret that is cut could not be told from other text.
    """
    return " ".join(excerpt(secrets.hide(text, _LOOKED_AT).encode()).split())


def _own_secrets(call: Call[Any]) -> list[str]:
    """Give the secrets that a call sends by itself, as logins do."""
    arguments = call.request()
    parts = (arguments.get(part) for part in ("headers", "json", "data"))
    return [each for part in parts if isinstance(part, dict) for each in part.values() if isinstance(each, SecretStr)]
