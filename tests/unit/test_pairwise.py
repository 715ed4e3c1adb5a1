"""Pairwise selection covers every pair with few rows."""

from __future__ import annotations

from itertools import combinations, product

from tests.pairwise import pairwise


def test_every_pair_of_values_is_covered() -> None:
    rows = list(product(("model", "text", "json"), (200, 400, 404, 500), (False, True)))
    chosen = [rows[index] for index in pairwise(rows)]
    for first, second in combinations(range(3), 2):
        assert {(row[first], row[second]) for row in chosen} == {(row[first], row[second]) for row in rows}
    assert len(chosen) <= 14


def test_impossible_pairs_are_not_required() -> None:
    assert pairwise([("off", 400), ("on", 200), ("on", 400)]) == [0, 1, 2]


def test_a_single_column_keeps_every_value() -> None:
    assert pairwise([("a",), ("b",), ("a",)]) == [0, 1]
    assert pairwise([]) == []
