"""The corpus of labelled mutations."""

from __future__ import annotations

from collections import Counter

from .labels import ADDITIVE, BREAKING, NEUTRAL, labelled

CORPUS = labelled()


def test_the_corpus_has_enough_mutations_of_each_label() -> None:
    assert len(CORPUS) >= 250
    assert len({each.name for each in CORPUS}) == len(CORPUS)
    counts = Counter(each.label for each in CORPUS)
    assert counts.keys() == {NEUTRAL, ADDITIVE, BREAKING}
    assert counts[BREAKING] >= 150
    assert counts[NEUTRAL] + counts[ADDITIVE] >= 150
