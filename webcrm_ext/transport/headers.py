"""The headers of a request. What one cannot hold is refused before it is taken for a call that got no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")
_TOKEN = re.compile(r"[!-~]+")
_VALUE = re.compile(r"(?:[!-~]+(?:[ \t]+[!-~]+)*)?")


def is_header_name(text: str) -> bool:
    """Say whether a text is a token, as RFC 9110 has names of headers."""
    return _NAME.fullmatch(text) is not None


def is_header_value(text: str) -> bool:
    """Say whether a text is visible ASCII, with spaces and tabs only within, as RFC 9110 has values of headers."""
    return _VALUE.fullmatch(text) is not None


def is_token(text: str) -> bool:
    """Say whether a text is visible ASCII without spaces, as access and refresh tokens are sent."""
    return _TOKEN.fullmatch(text) is not None


def check_headers(given: Mapping[str, str]) -> None:
    """Refuse headers that cannot be sent.

    Raises:
        ValueError: There is such a one.
    """
    for name, value in given.items():
        if not is_header_name(name) or not is_header_value(value):
            raise ValueError("a header must be visible ASCII, its value without line breaks or spaces at its ends")


def headers_of(user_agent: str, given: Mapping[str, str]) -> dict[str, str]:
    """Give the headers of a request: those given, in whatever case, and what each request has besides."""
    names = {name.lower() for name in given}
    defaults = {"User-Agent": user_agent, "Accept": "application/json"}
    return {**{name: value for name, value in defaults.items() if name.lower() not in names}, **given}
