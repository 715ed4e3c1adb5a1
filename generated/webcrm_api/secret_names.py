# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Which of the API's names speak of a secret: their values are never shown, in a repr or in an error."""

from __future__ import annotations

import re

_PATTERN = r"password|secret|token(?!_?type)|auth[a-z]*_?code|publish_?code"
_NAME = re.compile(_PATTERN, re.IGNORECASE)
# A JSON member of such a name, as far as its value goes, also where the text is cut off in it.
_MEMBER = re.compile(rf"""("[^"]*(?:{_PATTERN})[^"]*"\s*:\s*")(?:[^"\\]|\\.)*""", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Say whether a property, by its name here or in the API, holds a secret."""
    return _NAME.search(name) is not None


def without_secrets(json_text: str) -> str:
    """Give a JSON text, or what there is of it, with `***` for every text that is a secret."""
    return _MEMBER.sub(r"\1***", json_text)


__all__ = ["is_secret", "without_secrets"]
