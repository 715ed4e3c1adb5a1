"""Every kind of change at every kind of location gets its code and its judgement."""

from __future__ import annotations

import copy
import json
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
    after = json.loads(json.dumps(before))
    for each in several:
        each.change(after)
    return before, after


@pytest.mark.slow
@pytest.mark.parametrize("mutation", CORPUS, ids=lambda mutation: mutation.name)
def test_a_single_change_gets_its_code_and_judgement(mutation: Mutation) -> None:
    before, after = both_sides(mutation)
    untouched = copy.deepcopy((before, after))
    [change] = compare(before, after).changes
    assert (change.code, change.subject, change.guess) == (mutation.code, mutation.subject, mutation.guess)
    verdict = CODES[mutation.code].verdict(mutation.directions, in_python=mutation.in_python)
    assert (change.judgement, change.why) == verdict
    for address, document in ((change.was, before), (change.now, after)):
        assert address is None or existing_pointer(address, document) == address
    within = ("default-", "enum-")
    assert (change.was is None) == (change.code.endswith("-added") and not change.code.startswith(within))
    assert (change.now is None) == (change.code.endswith("-removed") and not change.code.startswith(within))
    assert untouched == (before, after)


@pytest.mark.slow
def test_openapi_3_yields_the_same_changes() -> None:
    # Every third mutation: each has its own test, and the upgrade is the same for all.
    for number, mutation in enumerate(CORPUS[::3]):
        before, after = both_sides(mutation)
        # In turn the new side is upgraded, the old side, and both.
        pair = (upgrade(before) if number % 3 else before, upgrade(after) if number % 3 != 1 else after)
        [change] = compare(*pair).changes
        assert (change.code, change.subject) == (mutation.code, mutation.subject), mutation.name
        assert change.judgement is CODES[mutation.code].verdict(mutation.directions).judgement


def pairs() -> list[tuple[Mutation, Mutation]]:
    generator = random.Random(6)
    found = []
    while len(found) < 150:
        one, other = generator.sample(CORPUS, 2)
        # Two enums with the same values can share a type, which is a further change.
        are_enums = all(each.code.startswith("enum-") for each in (one, other))
        if one.owner != other.owner and not are_enums:
            found.append((one, other))
    return found


@pytest.mark.slow
def test_two_changes_yield_both_codes() -> None:
    for pair in pairs():
        changes = compare(*both_sides(*pair)).changes
        assert Counter((each.code, each.subject) for each in changes) == Counter(
            (each.code, each.subject) for each in pair
        ), [each.name for each in pair]


@pytest.mark.slow
def test_no_change_yields_no_drift() -> None:
    for mutation in CORPUS[::4]:
        _, after = both_sides(mutation)
        assert compare(after, copy.deepcopy(after)).changes == ()


def test_the_corpus_covers_every_code() -> None:
    assert {each.code for each in CORPUS} == CODES.keys() - {
        "documentation-changed",
        "method-renamed",
        # Swagger 2.0 has no `writeOnly`.
        "became-write-only",
        "became-readable",
    }
    assert len(CORPUS) >= 60
    assert len({each.name for each in CORPUS}) == len(CORPUS)
