"""Truncation of long lists in terminal messages."""

from __future__ import annotations

from collections.abc import Sequence


def truncate_lines(lines: Sequence[str], limit: int, more: str = "more") -> list[str]:
    """Return the first `limit` lines, and one that counts the others if there are any: `… and 3 more`."""
    left_out = len(lines) - limit
    return [*lines[:limit], *([f"… and {left_out} {more}"] if left_out > 0 else [])]
