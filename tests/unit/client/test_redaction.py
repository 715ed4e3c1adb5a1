"""Redaction of secrets of any length, with bounded work."""

from __future__ import annotations

import re
from string import ascii_letters, digits

import pytest

from webcrm_ext.transport.redaction import Redactor

GUID = "00000000-0000-4000-8000-0000000000ff"
LIMIT = 20_000


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Record the lengths of the patterns that are compiled."""
    lengths: list[int] = []
    compile_ = re.compile

    def record(pattern: str, flags: int = 0) -> re.Pattern[str]:
        lengths.append(len(pattern))
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", record)
    return lengths


@pytest.mark.parametrize("unit", ["abcdefghij", "-", "&", "Ab0._-"], ids=["letters", "dashes", "ampersands", "mixed"])
def test_token_of_200_kb_has_a_short_pattern(compiled, unit):
    token = unit * (200_000 // len(unit))
    redactor = Redactor(GUID).including(token, token[::-1])
    assert max(compiled) < 20_000
    for text in (f"before {token} after", f'{{"a": "before {token}', f"before {token[:30_000]}"):
        assert redactor.redact(text).partition("before ")[2] == "***"
        assert unit * 20 not in redactor.redact(text, LIMIT)


def test_tokens_of_usual_length_are_redacted_alone():
    token = (ascii_letters + digits + "-_") * 50  # as base64 has it
    assert Redactor(GUID).including(token).redact(f"before {token} after") == "before *** after"
