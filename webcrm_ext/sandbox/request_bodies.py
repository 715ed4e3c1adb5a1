"""Read request bodies up to a limit, and parse JSON in every JSON media type."""

import json
import math
import re
from typing import Any, NoReturn

from starlette.requests import Request

from .responses import HTTPError, bad_request

# An escaped NUL, unless its backslash is itself escaped.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_JSON_TYPES = frozenset({"application/json", "text/json", "application/json-patch+json"})

MAX_JSON_BYTES = 64 * 1024 * 1024
MAX_FORM_BYTES = 1024 * 1024


async def read_body(request: Request, max_bytes: int) -> bytes:
    """Return the body of a request.

    Raises:
        HTTPError: 413 if it is longer than `max_bytes`; the rest is then not read.
        ClientDisconnect: The client disconnects first.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(body)


def _too_large(max_bytes: int) -> HTTPError:
    return HTTPError(413, f"The request body is longer than {max_bytes} bytes.", "RequestTooLargeException")


def parse_json(content_type: str, body: bytes) -> Any:
    """Return the value of a JSON body.

    Raises:
        HTTPError: 415 for another media type, 400 for an empty or invalid body.
    """
    media_type, charset = media_type_of(content_type)
    if media_type not in _JSON_TYPES and not (media_type.startswith("application/") and media_type.endswith("+json")):
        message = f"The media type {media_type or '(none)'} is not supported. Send application/json."
        raise HTTPError(415, message, "UnsupportedMediaTypeException")
    if not body.strip():
        raise bad_request("A non-empty request body is required.")
    try:
        text = body.decode(charset)
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_constant, parse_float=_finite)
        if "\\u" in text:
            # Half of a surrogate pair could not be encoded in a response.
            json.dumps(value, ensure_ascii=False).encode()
        if "\\u0000" in text and _NUL.search(text) is not None:
            # SQLite's functions end a string there, so that a query would return less than a GET.
            raise bad_request("A string must not contain the character U+0000.")
    except (ValueError, LookupError) as error:
        raise bad_request(f"The request body is not valid JSON: {error}.") from None
    except RecursionError:
        raise bad_request("The request body is nested too deeply.") from None
    return value


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is not a JSON number"
    raise ValueError(msg)


def _finite(digits: str) -> float:
    """Return a number with a fraction or an exponent, unless it is too large for a float."""
    number = float(digits)
    if math.isinf(number):
        raise bad_request(f"{digits[:50]} is too large for a number.")
    return number


def media_type_of(content_type: str) -> tuple[str, str]:
    """Return the media type in lower case, and the charset, of a header Content-Type."""
    media_type, *options = (part.strip() for part in content_type.split(";"))
    charset = "utf-8"
    for option in options:
        name, _, value = option.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"') or charset
    return media_type.lower(), charset
