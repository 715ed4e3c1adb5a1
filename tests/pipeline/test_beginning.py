"""The beginning of long lists."""

from __future__ import annotations

from scripts.beginning import beginning


def test_a_list_is_cut_only_where_it_is_longer_than_wanted() -> None:
    assert beginning([], 2) == []
    assert beginning(["a", "b"], 2) == ["a", "b"]
    assert beginning(["a", "b", "c", "d", "e"], 2) == ["a", "b", "… and 3 more"]
    assert beginning(["a", "b"], 1, "more lines") == ["a", "… and 1 more lines"]
