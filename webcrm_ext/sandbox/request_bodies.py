"""Reading request bodies: JSON in every JSON media type of the definition."""

import json
import math
import re
from typing import Any, NoReturn

from .responses import HTTPError, bad_request

# An escaped NUL, unless its backslash is itself escaped.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_JSON_TYPES = frozenset({"application/json", "text/json", "application/json-patch+json"})


def parse_json(content_type: str, body: bytes) -> Any:
    """The value of a JSON body.

    Raises:
        HTTPError: 415 for another media type, 400 for an empty body or one that is no JSON.
    """
    media_type, charset = _media_type(content_type)
    if media_type not in _JSON_TYPES and not (media_type.startswith("application/") and media_type.endswith("+json")):
        message = f"The media type {media_type or '(none)'} is not taken here; send application/json."
        raise HTTPError(415, message, "UnsupportedMediaTypeException")
    if not body.strip():
        raise bad_request("A non-empty request body is required.")
    try:
        text = body.decode(charset)
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_constant, parse_float=_finite)
        if "\\u" in text:
            # An escaped half of a surrogate pair makes a text that could never be answered again.
            json.dumps(value, ensure_ascii=False).encode()
        if "\\u0000" in text and _NUL.search(text) is not None:
            # The functions of SQLite end a text there, so that a query would response less than a GET.
            raise bad_request("A text cannot hold the character U+0000.")
    except (ValueError, LookupError) as error:
        raise bad_request(f"The request body is not JSON: {error}.") from None
    except RecursionError:
        raise bad_request("The request body is nested too deeply.") from None
    return value


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON number"
    raise ValueError(msg)


def _finite(digits: str) -> float:
    """A number with a fraction or an exponent, which can be too large to be written down again."""
    number = float(digits)
    if math.isinf(number):
        raise bad_request(f"{digits[:50]} is larger than a number can be.")
    return number


def _media_type(content_type: str) -> tuple[str, str]:
    media_type, *options = (part.strip() for part in content_type.split(";"))
    charset = "utf-8"
    for option in options:
        name, _, value = option.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"') or charset
    return media_type.lower(), charset
