"""Redaction: keep application, access and refresh tokens out of everything that is printed."""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from html.entities import html5
from threading import Lock

_REDACTED = "***"
_SHORTEST = 8
"""Shorter strings are not redacted: that would garble messages."""

_MAX_TOKENS = 64
"""Tokens that are redacted. Each is valid for an hour, so these are the tokens of more than two days."""

_LONGEST_PATTERN = 16_000
"""Characters of a pattern, which suffice for a token of 4,000. A longer secret is recognised by its beginning, and
redacted with everything that follows: compiling and matching a pattern of any length would stall."""

_GUID = re.compile(r"\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?", re.IGNORECASE)


class Redactor:
    """Replaces known secrets in strings. Thread-safe.

    Args:
        application_token: A secret that is always redacted.
    """

    def __init__(self, application_token: str) -> None:
        self._permanent = _pattern_of(application_token)
        self._tokens: dict[str, re.Pattern[str]] = {}
        self._patterns: tuple[re.Pattern[str], ...] = (self._permanent,)
        self._lock = Lock()

    def add(self, *secrets: str | None) -> None:
        """Redact more secrets. The oldest are dropped when there are more than 64."""
        with self._lock:
            for secret in secrets:
                if secret and len(secret) >= _SHORTEST and secret not in self._tokens:
                    self._tokens[secret] = _pattern_of(secret)
            while len(self._tokens) > _MAX_TOKENS:
                self._tokens.pop(next(iter(self._tokens)))
            # The longest first, because one secret may contain another.
            patterns = (self._permanent, *self._tokens.values())
            self._patterns = tuple(sorted(patterns, key=lambda each: len(each.pattern), reverse=True))

    def including(self, *secrets: str | None) -> Redactor:
        """Return a copy that redacts more secrets."""
        if not secrets:
            return self
        more = copy(self)
        more._tokens = dict(self._tokens)  # noqa: SLF001 - of the copy
        more.add(*secrets)
        return more

    def redact(self, text: str, limit: int | None = None) -> str:
        """Return a string with each secret replaced, however JSON, URLs or HTML escape it, in any case.

        After a secret of more than about 4,000 characters the rest of the string is replaced, too.

        Args:
            text: The string.
            limit: Read this many characters only. The end is cut further, because a secret may begin there.
        """
        redacted = text[:limit]
        patterns = self._patterns
        for pattern in patterns:
            redacted = pattern.sub(_REDACTED, redacted)
        if limit is None or len(text) <= limit:
            return redacted
        # An escaped secret is never longer than its pattern, and the longest pattern is the first.
        return redacted[: max(0, len(redacted) - len(patterns[0].pattern))]

    def __repr__(self) -> str:
        return "Redactor()"


def _pattern_of(secret: str) -> re.Pattern[str]:
    guid = _GUID.fullmatch(secret)
    if guid:  # it is the same with and without dashes
        return re.compile(f"(?:{_escaped('-')})?".join(guid.groups()), re.IGNORECASE)
    parts: list[str] = []
    length = 0
    for character in secret:
        if length > _LONGEST_PATTERN:
            parts.append(r"[\s\S]*")
            break
        parts.append(_escaped(character))
        length += len(parts[-1])
    return re.compile("".join(parts), re.IGNORECASE)


@lru_cache(maxsize=512)
def _escaped(character: str) -> str:
    """Return a pattern for a character in every escaped form."""
    if character.isascii() and character.isalnum():
        return character
    code = ord(character)
    in_url = "".join(f"%(?:25){{0,3}}{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    if character == " ":
        in_url += r"|\+"
    # Names such as `&amp;`; the `&` of an escape may be escaped again, and the semicolon may be missing.
    names = sorted({name.rstrip(";").lower() for name, value in html5.items() if value == character})
    in_html = rf"&(?:amp;){{0,3}}(?:#0{{0,5}}{code}|#x0{{0,5}}{code:x}{''.join(f'|{name}' for name in names)});?"
    return rf"(?:{in_html}|\\{{0,4}}{re.escape(character)}|\\{{1,4}}u{code:04x}|{in_url})"
