"""Parse request bodies: JSON in every JSON media type."""

import json
import math
import re
from typing import Any, NoReturn

from .responses import HTTPError, bad_request

# An escaped NUL, unless its backslash is itself escaped.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_JSON_TYPES = frozenset({"application/json", "text/json", "application/json-patch+json"})


def parse_json(content_type: str, body: bytes) -> Any:
    """Return the value of a JSON body.

    Raises:
        HTTPError: 415 for another media type, 400 for an empty or invalid body.
    """
    media_type, charset = _media_type(content_type)
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


def _media_type(content_type: str) -> tuple[str, str]:
    media_type, *options = (part.strip() for part in content_type.split(";"))
    charset = "utf-8"
    for option in options:
        name, _, value = option.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"') or charset
    return media_type.lower(), charset
