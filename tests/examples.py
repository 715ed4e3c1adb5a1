"""Numbers of Hypothesis examples that follow the loaded profile."""

from __future__ import annotations

from hypothesis import settings

FULL = 100
"""The examples of a test that sets no number, in the full profile."""


def examples(count: int) -> int:
    """Return the number of examples for a test that has `count` in the full profile."""
    return max(1, count * settings.default.max_examples // FULL)
