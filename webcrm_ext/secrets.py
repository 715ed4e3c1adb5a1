"""Keep tokens out of everything that is printed."""

from __future__ import annotations

from threading import Lock

_HIDDEN = "***"
_SHORTEST = 8
"""Shorter texts are not taken for secrets: hiding them would garble messages."""


class Secrets:
    """The secrets in use, and a way to take them out of a text. Safe for threads."""

    def __init__(self, *secrets: str) -> None:
        self._known: dict[str, None] = {}
        self._lock = Lock()
        self.add(*secrets)

    def add(self, *secrets: str | None) -> None:
        """Remember more secrets; the oldest of very many are forgotten."""
        with self._lock:
            for secret in secrets:
                if secret and len(secret) >= _SHORTEST:
                    self._known[secret] = None
            while len(self._known) > 64:  # noqa: PLR2004 - an hour each: three days of tokens
                self._known.pop(next(iter(self._known)))

    def hide(self, text: str) -> str:
        """Give the text with every known secret replaced."""
        with self._lock:
            known = list(self._known)
        for secret in known:
            text = text.replace(secret, _HIDDEN)
        return text

    def __repr__(self) -> str:
        return "Secrets()"
