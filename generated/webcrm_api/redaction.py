# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Redact secrets, found by their names or as part of an address, from reprs and errors."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")

# Repetitions are bounded, so that the time is linear in the length of the text.
_PATTERN = r"password|secret|token(?!_?type)|authorization|auth[a-z]{0,20}_?code|publish_?code"
_NAME = re.compile(_PATTERN, re.IGNORECASE)
# The value of such a name is redacted to its end, or to the end of a text that is cut off. The end of an object or
# of a nested list cannot be detected, so everything after its start is redacted.
_JSON = re.compile(
    rf"""("[^"]{{0,80}}?(?:{_PATTERN})[^"]{{0,80}}"\s*:\s*)"""
    r"""(\\*"(?:[^"\\]|\\.)*|-?[0-9][0-9.eE+-]*|\[[^][{}]*(?=\]|\Z)|[\[{].*)""",
    re.IGNORECASE | re.DOTALL,
)
_FORM = re.compile(rf"""((?:{_PATTERN})[\w.%\[\]-]{{0,80}}=)(?:\\*"[^"]*|'[^']*|[^&\s"<>]+)""", re.IGNORECASE)
_XML = re.compile(rf"(<[^\s<>/]{{0,80}}?(?:{_PATTERN})[^<>]{{0,400}}(?<!/)>)(?:[^<]|<(?!/))+", re.IGNORECASE)
# The number of wrong passwords is not a secret.
_COUNT = re.compile(r"(?:_c|C)ount$")
# User and password, host and path, and what follows them.
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)


class SecretStr(str):
    """A string whose repr is redacted, as in the arguments of a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Return whether a property contains a secret, by its name in Python or in the API."""
    return _NAME.search(name) is not None and _COUNT.search(name) is None


def redact_address(value: Any) -> Any:
    """Return an address without user, query and fragment, which may contain keys; any other value unchanged."""
    address = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if address is None:
        return value
    return address[1] + address[2] + ("?…" if address[3] else "")


def redact_members(members: Any) -> Any:
    """Return a mapping with every secret string as `SecretStr`; any other value unchanged."""
    if not isinstance(members, dict):
        return members
    return {
        name: SecretStr(value) if isinstance(value, str) and isinstance(name, str) and is_secret(name) else value
        for name, value in members.items()
    }


def redacted(value: T) -> T:
    """Return a string as `SecretStr`, whose repr is redacted; any other value unchanged."""
    return SecretStr(value) if isinstance(value, str) else value  # type: ignore[return-value]  # still a string


def redact_text(text: str) -> str:
    """Return a text, which may be cut off, with `***` for the secrets in its JSON, form and XML parts."""
    text = _JSON.sub(_redacted_member, text)
    return _XML.sub(r"\1***", _FORM.sub(r"\1***", text))


def _redacted_member(found: re.Match[str]) -> str:
    name, value = found.groups()
    opened = value[0] if value[0] in "[{" else value[: value.find('"') + 1]
    return f"{name}{opened}***"


__all__ = ["SecretStr", "is_secret", "redact_address", "redact_members", "redact_text", "redacted"]
