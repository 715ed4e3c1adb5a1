"""Which lines of a delivery stay: as many as can be, also where there are a thousand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.examples import examples
from webcrm_ext.quotation_lines.matching import equals, matched

NAMES = ("QuotationLineData1", "QuotationLineQuantity", "QuotationLinePrice")
VALUE = some.sampled_from([1, 2])
WANTED = some.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUE))
OLD = some.fixed_dictionaries(dict.fromkeys(NAMES, VALUE))


@settings(max_examples=examples(200))
@given(some.lists(WANTED, max_size=5), some.lists(OLD, max_size=5))
def test_as_many_lines_stay_as_can_be(wanted, old):
    def most(index: int, used: frozenset[int]) -> int:
        if index == len(wanted):
            return 0
        free = [n for n in range(len(old)) if n not in used and equals(wanted[index], old[n])]
        return max([most(index + 1, used), *(1 + most(index + 1, used | {n}) for n in free)])

    pairs = matched(wanted, old)
    assert len(set(pairs.values())) == len(pairs) == most(0, frozenset())
    assert all(equals(wanted[index], old[n]) for index, n in pairs.items())


def test_a_thousand_equal_lines_stay_and_so_do_those_that_must_make_room_for_each_other():
    old = [{"QuotationLineId": number, NAMES[0]: "a", NAMES[1]: number} for number in range(1, 1201)]
    assert len(matched([{NAMES[0]: "a"}] * 1200, old)) == 1200
    # Those who say little come first and take what those who say more need.
    picky = [{NAMES[0]: "a", NAMES[1]: number} for number in range(1, 601)]
    assert len(matched([{NAMES[0]: "a"}] * 600 + picky, old)) == 1200


def test_values_that_are_lists_can_be_compared():
    assert matched(
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
def test_what_was_never_set_or_is_kept_otherwise_is_equal(name, wanted, found):
    assert equals({name: wanted}, {name: found})
    assert equals({name: found}, {name: wanted})
    assert matched([{name: wanted}], [{name: "other"}, {name: found}]) == {0: 1}


def test_a_dash_is_nothing_only_where_linked_data_stands():
    assert not equals({"QuotationLineComment": ""}, {"QuotationLineComment": "-"})
