# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""What may hold a secret, by its name or as part of an address: it is never shown, in a repr or in an error."""

from __future__ import annotations

import re
from typing import Any

_PATTERN = r"password|secret|token(?!_?type)|auth[a-z]*_?code|publish_?code"
_NAME = re.compile(_PATTERN, re.IGNORECASE)
# How often a password was wrong is no secret.
_COUNT = re.compile(r"(?:_c|C)ount$")
# User and password, host and path, and what follows them.
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
# A JSON member of such a name, as far as its value goes, also where the text is cut off in it.
_MEMBER = re.compile(rf"""("[^"]*(?:{_PATTERN})[^"]*"\s*:\s*")(?:[^"\\]|\\.)*""", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Say whether a property, by its name here or in the API, holds a secret."""
    return _NAME.search(name) is not None and _COUNT.search(name) is None


def without_keys(value: Any) -> Any:
    """Give an address without user, query and fragment, where keys are put; any other value as it is."""
    address = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if address is None:
        return value
    return address[1] + address[2] + ("?…" if address[3] else "")


def without_secrets(json_text: str) -> str:
    """Give a JSON text, or what there is of it, with `***` for every text that is a secret."""
    return _MEMBER.sub(r"\1***", json_text)


__all__ = ["is_secret", "without_keys", "without_secrets"]
