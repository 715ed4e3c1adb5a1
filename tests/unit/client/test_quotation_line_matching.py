"""Matching wanted and existing lines of a delivery: as many pairs as possible, also for a thousand lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.examples import examples
from webcrm_ext.quotation_lines.matching import match_lines

NAMES = ("QuotationLineData1", "QuotationLineQuantity", "QuotationLinePrice")
VALUE = some.sampled_from([1, 2])
WANTED = some.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUE))
OLD = some.fixed_dictionaries(dict.fromkeys(NAMES, VALUE))


def is_equal(wanted, old):
    """Return whether one line equals another in every property that it sets."""
    return match_lines([wanted], [old]) == {0: 0}


@settings(max_examples=examples(200))
@given(some.lists(WANTED, max_size=5), some.lists(OLD, max_size=5))
def test_matching_finds_the_largest_number_of_pairs(wanted, old):
    def most(index: int, used: frozenset[int]) -> int:
        if index == len(wanted):
            return 0
        free = [n for n in range(len(old)) if n not in used and is_equal(wanted[index], old[n])]
        return max([most(index + 1, used), *(1 + most(index + 1, used | {n}) for n in free)])

    pairs = match_lines(wanted, old)
    assert len(set(pairs.values())) == len(pairs) == most(0, frozenset())
    assert all(is_equal(wanted[index], old[n]) for index, n in pairs.items())


def test_matching_handles_a_thousand_equal_lines():
    old = [{"QuotationLineId": number, NAMES[0]: "a", NAMES[1]: number} for number in range(1, 1201)]
    assert len(match_lines([{NAMES[0]: "a"}] * 1200, old)) == 1200
    # Lines with few properties come first and take the matches of the others.
    specific = [{NAMES[0]: "a", NAMES[1]: number} for number in range(1, 601)]
    assert len(match_lines([{NAMES[0]: "a"}] * 600 + specific, old)) == 1200


def test_list_values_are_compared():
    assert match_lines(
        [{"QuotationLineLabels": ["a"]}], [{"QuotationLineLabels": ["b"]}, {"QuotationLineLabels": ["a"]}]
    ) == {0: 1}


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        ("QuotationLineData2", "", "-"),
        ("QuotationLineData2", None, "-"),
        ("QuotationLineComment", None, ""),
        ("QuotationLineComment", "a ", "a"),
        ("QuotationLineQuantity", None, 0),
        ("QuotationLineDate", None, "0001-01-01T00:00:00"),
    ],
)
def test_unset_and_normalised_values_are_equal(name, wanted, found):
    assert is_equal({name: wanted}, {name: found})
    assert is_equal({name: found}, {name: wanted})
    assert match_lines([{name: wanted}], [{name: "other"}, {name: found}]) == {0: 1}


def test_dash_means_blank_only_in_linked_data():
    assert not is_equal({"QuotationLineComment": ""}, {"QuotationLineComment": "-"})
