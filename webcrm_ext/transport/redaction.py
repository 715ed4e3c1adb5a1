"""Keep tokens out of everything that is printed."""

from __future__ import annotations

import re
from copy import copy
from threading import Lock

_HIDDEN = "***"
_SHORTEST = 8
"""Shorter texts are not taken for secrets: hiding them would garble messages."""

_MOST_KNOWN = 64
"""Tokens that are remembered; they are good for an hour each, so these are those of more than two days."""

_GUID = re.compile(r"\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?", re.IGNORECASE)


class Secrets:
    """The secrets in use, and a way to take them out of a text. Safe for threads.

    Args:
        lasting: A secret that is never forgotten.
    """

    def __init__(self, lasting: str) -> None:
        self._lasting = _pattern_of(lasting)
        self._known: dict[str, re.Pattern[str]] = {}
        self._patterns: tuple[re.Pattern[str], ...] = (self._lasting,)
        self._lock = Lock()

    def add(self, *secrets: str | None) -> None:
        """Remember more secrets; the oldest of very many are forgotten."""
        with self._lock:
            for secret in secrets:
                if secret and len(secret) >= _SHORTEST and secret not in self._known:
                    self._known[secret] = _pattern_of(secret)
            while len(self._known) > _MOST_KNOWN:
                self._known.pop(next(iter(self._known)))
            # One secret may hold another.
            patterns = (self._lasting, *self._known.values())
            self._patterns = tuple(sorted(patterns, key=lambda each: len(each.pattern), reverse=True))

    def with_more(self, *secrets: str | None) -> Secrets:
        """Give these with more, which are not remembered here."""
        if not secrets:
            return self
        more = copy(self)
        more._known = dict(self._known)  # noqa: SLF001 - its own
        more.add(*secrets)
        return more

    def hide(self, text: str, most: int | None = None) -> str:
        """Give a text with every known secret replaced, as it stands and as JSON, URLs and HTML write it, in any case.

        Args:
            text: The text.
            most: Look at so many characters, and give what is certain of them: a secret may begin at their end.
        """
        hidden = text[:most]
        patterns = self._patterns
        for pattern in patterns:
            hidden = pattern.sub(_HIDDEN, hidden)
        if most is None or len(text) <= most:
            return hidden
        # A secret is never written longer than the pattern that finds it, and the longest comes first.
        return hidden[: max(0, len(hidden) - len(patterns[0].pattern))]

    def __repr__(self) -> str:
        return "Secrets()"


def _pattern_of(secret: str) -> re.Pattern[str]:
    guid = _GUID.fullmatch(secret)
    # A GUID is the same with dashes and without.
    pattern = f"(?:{_written('-')})?".join(guid.groups()) if guid else "".join(map(_written, secret))
    return re.compile(pattern, re.IGNORECASE)


def _written(character: str) -> str:
    """Give a pattern for a character in whatever way it is written."""
    if character.isascii() and character.isalnum():
        return character
    code = ord(character)
    in_url = "".join(f"%(?:25){{0,3}}{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    if character == " ":
        in_url += r"|\+"
    return rf"(?:\\{{0,4}}{re.escape(character)}|\\{{1,4}}u{code:04x}|{in_url}|&#(?:0{{0,5}}{code}|x0{{0,5}}{code:x});)"
