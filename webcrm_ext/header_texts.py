"""What a header can hold. What cannot be sent is refused before it is taken for a call that got no answer."""

from __future__ import annotations

import re

_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")
_VALUE = re.compile(r"(?:[!-~]+(?:[ \t]+[!-~]+)*)?")


def is_header_name(text: str) -> bool:
    """Say whether a text is a token, as RFC 9110 has names of headers."""
    return _NAME.fullmatch(text) is not None


def is_header_value(text: str) -> bool:
    """Say whether a text is visible ASCII, with spaces and tabs only within, as RFC 9110 has values of headers."""
    return _VALUE.fullmatch(text) is not None
