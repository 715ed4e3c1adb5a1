"""The corpus of labelled mutations: no breaking one is missed, and the others raise no false alarm."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.compare import compare_definitions
from webcrm_ext.drift.definition import Definition
from webcrm_ext.drift.normalise import normalise

from .labels import ADDITIVE, BREAKING, NEUTRAL, OPENAPI_3_0, OPENAPI_3_1, SWAGGER_2, Labelled, base, labelled

CORPUS = labelled()
WEIGHTS = {each.value: each.weight for each in Judgement}

ABOVE_THEIR_LABEL: dict[str, str] = {}
"""Mutations that are judged above their label, and why. They may be at most 3 % of those that break nothing."""


@cache
def before(form: str) -> Definition:
    """The base, normalised once for all of its mutations."""
    return normalise(base(form))


def judged(mutation: Labelled) -> int:
    """Return the weight of the worst change, or that of a neutral one without changes."""
    after = base(mutation.form)
    mutation.edit(after)
    worst = compare_definitions(before(mutation.form), normalise(after)).worst
    return worst.weight if worst else Judgement.NEUTRAL.weight


def test_the_corpus_has_enough_mutations_of_each_label() -> None:
    assert len(CORPUS) >= 250
    assert len({each.name for each in CORPUS}) == len(CORPUS)
    counts = Counter(each.label for each in CORPUS)
    assert counts.keys() == {NEUTRAL, ADDITIVE, BREAKING}
    assert counts[BREAKING] >= 150
    assert counts[NEUTRAL] + counts[ADDITIVE] >= 150


@pytest.mark.slow
@pytest.mark.parametrize("form", [SWAGGER_2, OPENAPI_3_0, OPENAPI_3_1])
def test_each_mutation_gets_its_label(form: str) -> None:
    found = {each.name: (judged(each), WEIGHTS[each.label]) for each in CORPUS if each.form == form}
    assert [name for name, (judgement, label) in found.items() if judgement < label] == []
    above = {name for name, (judgement, label) in found.items() if judgement > label}
    assert above == ABOVE_THEIR_LABEL.keys() & found.keys()


def test_few_mutations_are_judged_above_their_label() -> None:
    harmless = {each.name for each in CORPUS if each.label != BREAKING}
    assert ABOVE_THEIR_LABEL.keys() <= harmless
    assert len(ABOVE_THEIR_LABEL) <= 0.03 * len(harmless)
