# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""What may hold a secret, by its name or as part of an address: it is never shown, in a repr or in an error."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")

# What is repeated here has a bound, so that a long text of another kind takes no longer than its length.
_PATTERN = r"password|secret|token(?!_?type)|authorization|auth[a-z]{0,20}_?code|publish_?code"
_NAME = re.compile(_PATTERN, re.IGNORECASE)
# A value of such a name is hidden as far as it goes, also where the text is cut off in it. Of lists, those of single
# values have an end that can be told; an object has none, so whatever follows is hidden with it.
_JSON = re.compile(
    rf"""("[^"]{{0,80}}?(?:{_PATTERN})[^"]{{0,80}}"\s*:\s*)"""
    r"""(\\*"(?:[^"\\]|\\.)*|-?[0-9][0-9.eE+-]*|\[[^][{}]*(?=\]|\Z)|[\[{].*)""",
    re.IGNORECASE | re.DOTALL,
)
_FORM = re.compile(rf"""((?:{_PATTERN})[\w.%\[\]-]{{0,80}}=)(?:\\*"[^"]*|'[^']*|[^&\s"<>]+)""", re.IGNORECASE)
_XML = re.compile(rf"(<[^\s<>/]{{0,80}}?(?:{_PATTERN})[^<>]{{0,400}}(?<!/)>)(?:[^<]|<(?!/))+", re.IGNORECASE)
# How often a password was wrong is no secret.
_COUNT = re.compile(r"(?:_c|C)ount$")
# User and password, host and path, and what follows them.
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)


class SecretStr(str):
    """A text that is not shown where Python shows values, as in the arguments of a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Say whether a property, by its name here or in the API, holds a secret."""
    return _NAME.search(name) is not None and _COUNT.search(name) is None


def without_keys(value: Any) -> Any:
    """Give an address without user, query and fragment, where keys are put; any other value as it is."""
    address = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if address is None:
        return value
    return address[1] + address[2] + ("?…" if address[3] else "")


def hidden(members: Any) -> Any:
    """Give a mapping with each text that is a secret, by its name, as one that is not shown; anything else as it is."""
    if not isinstance(members, dict):
        return members
    return {
        name: SecretStr(value) if isinstance(value, str) and is_secret(str(name)) else value
        for name, value in members.items()
    }


def unshown(value: T) -> T:
    """Give a text as one that is not shown; anything else as it is."""
    return SecretStr(value) if isinstance(value, str) else value  # type: ignore[return-value]  # it is a text still


def without_secrets(text: str) -> str:
    """Give a text, or what there is of it, with `***` for all that is a secret in its JSON, its forms and its XML."""
    text = _JSON.sub(_hidden_member, text)
    return _XML.sub(r"\1***", _FORM.sub(r"\1***", text))


def _hidden_member(found: re.Match[str]) -> str:
    name, value = found.groups()
    opened = value[0] if value[0] in "[{" else value[: value.find('"') + 1]
    return f"{name}{opened}***"


__all__ = ["SecretStr", "hidden", "is_secret", "unshown", "without_keys", "without_secrets"]
