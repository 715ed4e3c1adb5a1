"""Keep tokens out of everything that is printed."""

from __future__ import annotations

import re
from threading import Lock

_HIDDEN = "***"
_SHORTEST = 8
"""Shorter texts are not taken for secrets: hiding them would garble messages."""


class SecretText(str):
    """A text that is not shown where Python shows values, as in the arguments of a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(_HIDDEN)


def secret(text: str | None) -> SecretText | None:
    """Give a text as one that is not shown."""
    return None if text is None else SecretText(text)


class Secrets:
    """The secrets in use, and a way to take them out of a text. Safe for threads.

    Args:
        lasting: A secret that is never forgotten.
    """

    def __init__(self, lasting: str) -> None:
        self._lasting = lasting
        self._known: dict[str, None] = {}
        self._pattern = re.compile(re.escape(lasting), re.IGNORECASE)
        self._lock = Lock()

    def add(self, *secrets: str | None) -> None:
        """Remember more secrets; the oldest of very many are forgotten."""
        with self._lock:
            for secret in secrets:
                if secret and len(secret) >= _SHORTEST:
                    self._known[secret] = None
            while len(self._known) > 64:  # noqa: PLR2004 - an hour each: three days of tokens
                self._known.pop(next(iter(self._known)))
            longest_first = sorted((self._lasting, *self._known), key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)

    def hide(self, text: str) -> str:
        """Give the text with every known secret replaced, in whatever case: a GUID is the same in any."""
        return self._pattern.sub(_HIDDEN, text)

    def __repr__(self) -> str:
        return "Secrets()"
