"""Truncation of long lists."""

from __future__ import annotations

from scripts.truncate import truncate_lines


def test_only_lists_over_the_limit_are_truncated() -> None:
    assert truncate_lines([], 2) == []
    assert truncate_lines(["a", "b"], 2) == ["a", "b"]
    assert truncate_lines(["a", "b", "c", "d", "e"], 2) == ["a", "b", "… and 3 more"]
    assert truncate_lines(["a", "b"], 1, "more lines") == ["a", "… and 1 more lines"]
