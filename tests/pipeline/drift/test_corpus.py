"""Every kind of change on every kind of place is found, coded and judged as the table says."""

from __future__ import annotations

import copy
import random
from collections import Counter
from typing import Any

import pytest

from webcrm_ext.definition.document import existing_pointer
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.codes import CODES
from webcrm_ext.drift.compare import compare

from .mutations import Mutation, mutations
from .sample import sample

CORPUS = mutations()


def both_sides(*several: Mutation) -> tuple[dict[str, Any], dict[str, Any]]:
    before = sample()
    for each in several:
        each.prepare(before)
    after = copy.deepcopy(before)
    for each in several:
        each.change(after)
    return before, after


@pytest.mark.parametrize("mutation", CORPUS, ids=lambda mutation: mutation.name)
def test_a_change_is_found_coded_and_judged(mutation: Mutation) -> None:
    before, after = both_sides(mutation)
    untouched = copy.deepcopy((before, after))
    [change] = compare(before, after).changes
    assert (change.code, change.subject, change.guess) == (mutation.code, mutation.subject, mutation.guess)
    verdict = CODES[mutation.code].verdict(mutation.directions, in_python=mutation.in_python)
    assert (change.judgement, change.why) == verdict
    for place, document in ((change.was, before), (change.now, after)):
        assert place is None or existing_pointer(place, document) == place
    within = ("default-", "enum-")
    assert (change.was is None) == (change.code.endswith("-added") and not change.code.startswith(within))
    assert (change.now is None) == (change.code.endswith("-removed") and not change.code.startswith(within))
    assert untouched == (before, after)


@pytest.mark.slow
def test_they_are_the_same_changes_in_openapi_3() -> None:
    for number, mutation in enumerate(CORPUS):
        before, after = both_sides(mutation)
        # Each in turn: both sides upgraded, the one, the other.
        pair = (upgrade(before) if number % 3 else before, upgrade(after) if number % 3 != 1 else after)
        [change] = compare(*pair).changes
        assert (change.code, change.subject) == (mutation.code, mutation.subject), mutation.name
        assert change.judgement is CODES[mutation.code].verdict(mutation.directions).judgement


def pairs() -> list[tuple[Mutation, Mutation]]:
    drawn = random.Random(6)
    found = []
    while len(found) < 200:
        one, other = drawn.sample(CORPUS, 2)
        if one.owner != other.owner:
            found.append((one, other))
    return found


@pytest.mark.slow
def test_two_changes_give_both() -> None:
    for pair in pairs():
        changes = compare(*both_sides(*pair)).changes
        assert Counter((each.code, each.subject) for each in changes) == Counter(
            (each.code, each.subject) for each in pair
        ), [each.name for each in pair]


@pytest.mark.slow
def test_no_change_gives_none() -> None:
    for mutation in CORPUS:
        _, after = both_sides(mutation)
        assert compare(after, copy.deepcopy(after)).changes == ()


def test_the_corpus_has_every_code() -> None:
    assert {each.code for each in CORPUS} == CODES.keys() - {
        "documentation-changed",
        "method-renamed",
        # Swagger 2.0 cannot say so.
        "became-write-only",
        "became-readable",
    }
    assert len(CORPUS) >= 60
    assert len({each.name for each in CORPUS}) == len(CORPUS)
