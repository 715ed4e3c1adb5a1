"""Pairwise testing: fewer combinations of parameters, with every pair of values still covered."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations_with_replacement


def pairwise(rows: Sequence[Sequence[Hashable]]) -> list[int]:
    """Return the indexes of rows that together contain every pair of values of two columns.

    Args:
        rows: Combinations of values, one value a column. Pairs that no row contains are not required.
    """
    pairs = [set(combinations_with_replacement(enumerate(row), 2)) for row in rows]
    missing = set[tuple[tuple[int, Hashable], ...]]().union(*pairs)
    chosen = []
    while missing:
        best = max(range(len(rows)), key=lambda index: len(pairs[index] & missing))
        chosen.append(best)
        missing -= pairs[best]
    return sorted(chosen)
