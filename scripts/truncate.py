"""The beginning of a list that may be long, for messages that people read in a terminal."""

from __future__ import annotations

from collections.abc import Sequence


def truncate_lines(lines: Sequence[str], limit: int, more: str = "more") -> list[str]:
    """Give the first lines, `limit` at the most, and then one that says how many are left out: `… and 3 more`."""
    left_out = len(lines) - limit
    return [*lines[:limit], *([f"… and {left_out} {more}"] if left_out > 0 else [])]
