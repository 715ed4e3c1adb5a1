"""Dates and the values of custom fields, read and written."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.examples import examples
from webcrm_ext import (
    FieldValueError,
    InvalidCheckboxError,
    InvalidChoiceError,
    InvalidNumberError,
    QueryError,
    ValueTooLongError,
)
from webcrm_ext.custom_fields import (
    as_bool,
    check_choice,
    read_date,
    read_double,
    read_integer,
    read_moment,
    read_selection,
    write_date,
    write_double,
    write_integer,
    write_moment,
    write_selection,
    yes_no,
)
from webcrm_ext.custom_fields.native import check_native
from webcrm_ext.custom_fields.text import check_length
from webcrm_ext.dates import EMPTY_DATE, from_ole_date, is_empty_date, ole_date, query_date, without_offset
from webcrm_ext.queries.formatting import literal


class FloatWithOwnRepr(float):
    """A float with its own repr, as numpy's have."""

    def __repr__(self) -> str:
        return f"FloatWithOwnRepr({float(self)})"


CHOICES = ("-- choose --", "VIP", "Café  au lait", "01: Item")
DAY = datetime.date(2018, 1, 30)
NOT_STORED = (5, b"5", ["5"], DAY, len)


def test_ole_dates_are_exact_to_the_millisecond():
    assert from_ole_date(43853.4536689814) == datetime.datetime(2020, 1, 23, 10, 53, 17, tzinfo=datetime.UTC)
    assert f"{ole_date(datetime.datetime(2020, 1, 23, 10, 53, 17)):.10f}" == "43853.4536689815"
    assert ole_date(datetime.datetime(1899, 12, 29, 6)) == -1.25
    assert ole_date(datetime.datetime(2020, 1, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))) == 43831


@given(some.datetimes(min_value=datetime.datetime(1, 1, 2), max_value=datetime.datetime(9999, 12, 30)))
def test_ole_dates_read_back_the_same(moment):
    exact = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert from_ole_date(ole_date(exact)) == exact.replace(tzinfo=datetime.UTC)


def test_query_dates_have_seven_fractional_digits():
    moment = datetime.datetime(2018, 6, 28, 6, 32, 8)
    assert query_date(moment) == "2018-06-28T06:32:08.0000000"
    assert query_date(moment.replace(tzinfo=datetime.UTC)) == "2018-06-28T06:32:08.0000000Z"


def test_first_and_last_date_convert_from_any_offset():
    east, west = (datetime.timezone(datetime.timedelta(hours=hours)) for hours in (2, -2))
    assert without_offset(EMPTY_DATE.replace(tzinfo=east)) == without_offset(EMPTY_DATE) == datetime.datetime(1, 1, 1)
    last = datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)
    assert without_offset(last.replace(tzinfo=west)) == without_offset(last) == last
    assert query_date(EMPTY_DATE.replace(tzinfo=east)) == "0001-01-01T00:00:00.0000000Z"
    assert ole_date(EMPTY_DATE.replace(tzinfo=east)) == ole_date(EMPTY_DATE)
    assert from_ole_date(ole_date(last)) == last.replace(microsecond=999000, tzinfo=datetime.UTC)
    assert from_ole_date(ole_date(EMPTY_DATE)) == EMPTY_DATE


def test_ole_dates_round_half_a_millisecond_up():
    moment = datetime.datetime(2020, 1, 23, tzinfo=datetime.UTC)
    for microseconds, rounded in ((122_500, 123), (123_500, 124), (122_499, 122), (999_500, 1000)):
        exact = moment + datetime.timedelta(microseconds=microseconds)
        assert from_ole_date(ole_date(exact)) == moment + datetime.timedelta(milliseconds=rounded)


@pytest.mark.parametrize(
    "value", ["", "0001-01-01T00:00:00", "0001-01-01T00:00:00+00:00", None, datetime.datetime(1, 1, 1)]
)
def test_empty_date_reads_as_none(value):
    assert is_empty_date(value)
    assert isinstance(value, datetime.datetime) or read_date(value) is None


def test_checkboxes_are_exactly_yes_or_no():
    assert (yes_no(True), yes_no(False), yes_no("Yes"), yes_no("No")) == ("Yes", "No", "Yes", "No")
    assert as_bool("Yes") is True
    assert as_bool("No") is False
    for wrong in ("yes", "true", "1", ""):
        with pytest.raises(InvalidCheckboxError, match='"yes", "true" and "1"'):
            as_bool(wrong)
        with pytest.raises(InvalidCheckboxError, match='"yes", "true" and "1"'):
            yes_no(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [("vip", "VIP"), ("cafe au lait", "Café  au lait"), ("Item", "01: Item"), ("VIPP", "VIP"), ("zzz", None)],
)
def test_inexact_choice_raises_with_a_suggestion(value, suggestion):
    assert check_choice("VIP", CHOICES) == "VIP"
    with pytest.raises(InvalidChoiceError) as caught:
        check_choice(value, CHOICES)
    assert caught.value.suggestion == suggestion
    assert caught.value.choices == CHOICES
    assert (f"Did you mean {suggestion!r}?" in str(caught.value)) is (suggestion is not None)


def test_closest_case_accepts_case_accents_and_spaces_only():
    assert check_choice("cafe AU lait", CHOICES, match="closest-case") == "Café  au lait"
    with pytest.raises(InvalidChoiceError):
        check_choice("VIPP", CHOICES, match="closest-case")


def test_numbers_are_read_and_written():
    assert (read_integer(" 12 "), read_integer(""), write_integer(-3)) == (12, None, "-3")
    assert (read_double("1,5"), read_double("1e-7"), read_double(None)) == (1.5, 1e-7, None)
    assert write_double(1e-7) == "0.0000001"
    assert write_double(FloatWithOwnRepr(1.5)) == "1.5"
    assert (write_double(10**20), write_double(0)) == ("1" + "0" * 20, "0")
    assert write_double(Decimal("1.50")) == "1.50"


def test_dates_are_read_and_written():
    assert read_date("20180130") == datetime.date(2018, 1, 30)
    assert read_date("2018-06-28") == read_date("28/06/2018") == datetime.date(2018, 6, 28)
    assert write_date(datetime.date(2018, 1, 30), compact=True) == "20180130"


def test_selections_are_read_and_written():
    assert read_selection("[]") == []
    assert read_selection("00: A, B, 01: C") == ["00: A, B", "01: C"]
    assert read_selection("VIP, 01: Item", CHOICES) == ["VIP", "01: Item"]
    assert read_selection("A, B", ("A", "B")) == ["A", "B"]
    assert read_selection("A, B", ("A, B",)) == read_selection("A, B") == ["A, B"]
    assert write_selection([], CHOICES) == "[]"
    assert write_selection(["vip"], CHOICES, match="closest-case") == "VIP"


def test_length_counts_an_emoji_as_two_characters():
    assert check_length("a😀", 3) == "a😀"


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-05", "20180605", "2018/06/05", "2018.06.05", "2018-6-5", "2018 06 05", "12:00 2018/06/05",
        "05/06/2018", "5.6.2018", "05-06-2018 12:00", "5 June 2018", "June 5, 2018", "Tue, 5 Jun 2018 06:32:08 GMT",
        "20180605123000", "2018-06-05T06:32:08.1234567Z",
    ],
)  # fmt: skip
def test_dates_are_read_year_first_or_day_first(text):
    assert read_date(text) == datetime.date(2018, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2018", "5", "Friday", "12:30", "2018-06", "June 2018", "Saturday June 2018", "5 June", "29 Feb", "05.06.18",
        "18-06-05", "180605", "201806", "05/06/2018 12:00 CEST", "4h8T2T,",
    ],
)  # fmt: skip
def test_incomplete_dates_are_invalid(text):
    with pytest.raises(FieldValueError, match="with a day, a month and a year of four digits"):
        read_moment(text)


def test_free_form_moments_keep_their_offset():
    at_four = datetime.datetime(2018, 6, 5, 4, tzinfo=datetime.UTC)
    assert read_moment("05/06/2018 06:00 +02:00") == read_moment("05/06/2018 04:00 UTC") == at_four


@pytest.mark.parametrize(
    ("choices", "selected"),
    [
        (("Food, beverages", "Retail"), ["Food, beverages", "Retail"]),
        (("Food, beverages", "Retail"), ["Retail", "Food, beverages"]),
        (("a", "b", "a, b"), ["a, b", "a"]),
        (("a", "a, b", "b, c"), ["a", "b, c"]),
        ((" a", "b "), ["b ", " a"]),
        (("00: A, 01: B", "02: C"), ["02: C", "00: A, 01: B"]),
    ],
)
def test_choices_with_commas_and_spaces_read_back_the_same(choices, selected):
    assert read_selection(write_selection(selected, choices), choices) == selected


@pytest.mark.parametrize(
    ("choices", "selected", "read"),
    [(("a", "b", "a, b"), ["a", "b"], ["a, b"]), (("[]", "a"), ["[]"], []), (("", "a"), [""], [])],
)
def test_ambiguous_selection_raises(choices, selected, read):
    with pytest.raises(FieldValueError, match=re.escape(f"be read as {read}.")):
        write_selection(selected, choices)


def test_selection_is_read_with_any_spaces_around_commas():
    choices = ("Food, beverages", "Retail")
    for text in ("Retail,Food, beverages", " Retail,   Food, beverages ", "Retail, Food, beverages"):
        assert read_selection(text, choices) == ["Retail", "Food, beverages"]
    assert read_selection("Retail, Gone", choices) == ["Retail, Gone"]


@settings(max_examples=examples(300))
@given(some.data(), some.lists(some.text("aB, :0[]", max_size=6), min_size=1, max_size=6, unique=True))
def test_accepted_selections_read_back_the_same(data, choices):
    selected = data.draw(some.lists(some.sampled_from(choices), max_size=5))
    try:
        written = write_selection(selected, choices)
    except FieldValueError:
        is_twice = len(set(selected)) < len(selected)
        assert is_twice or any("," in choice or not choice.strip() or choice == "[]" for choice in selected)
    else:
        assert read_selection(written, choices) == selected
        assert len(set(selected)) == len(selected)


@pytest.mark.parametrize(
    ("error", "make"),
    [
        (InvalidNumberError, lambda: read_integer("1.5")),
        (InvalidNumberError, lambda: read_integer("١")),
        (InvalidNumberError, lambda: write_integer(True)),
        (InvalidNumberError, lambda: write_integer("1")),
        (InvalidNumberError, lambda: write_integer(-1, positive=True)),
        (InvalidNumberError, lambda: read_double("1.234,5")),
        (InvalidNumberError, lambda: read_double("nan")),
        (InvalidNumberError, lambda: read_double("x")),
        (InvalidNumberError, lambda: read_double("1e400")),
        (InvalidNumberError, lambda: read_double("-1e-400")),
        (InvalidNumberError, lambda: write_double(float("inf"))),
        (InvalidNumberError, lambda: write_double(10**400)),
        (InvalidNumberError, lambda: write_double(Decimal("sNaN"))),
        (InvalidNumberError, lambda: write_double(Decimal("1e999999"))),
        (InvalidNumberError, lambda: write_double("1")),
        (InvalidNumberError, lambda: write_double(2**60 + 1)),
        (InvalidNumberError, lambda: write_double(Decimal("0.12345678901234567890"))),
        (FieldValueError, lambda: read_date("someday")),
        (FieldValueError, lambda: read_date("99999999999999999999")),
        (FieldValueError, lambda: write_date("2018-01-01")),
        (FieldValueError, lambda: write_date(datetime.datetime(2018, 1, 1, 12))),
        (FieldValueError, lambda: write_date(datetime.date(1, 1, 1))),
        (FieldValueError, lambda: write_moment(DAY)),
        (FieldValueError, lambda: write_moment(datetime.datetime(1, 1, 1))),
        (FieldValueError, lambda: write_selection("VIP", CHOICES)),
        (FieldValueError, lambda: write_selection(5, CHOICES)),
        (FieldValueError, lambda: write_selection(["VIP", "01: Item", "VIP"], CHOICES)),
        (FieldValueError, lambda: write_selection(["VIP", "vip"], CHOICES, match="closest-case")),
        (InvalidChoiceError, lambda: write_selection([10**5000], CHOICES)),
        (QueryError, lambda: literal(10**5000)),
        (QueryError, lambda: literal([10**5000])),
        (InvalidNumberError, lambda: read_integer("9" * 5000)),
        (InvalidNumberError, lambda: read_integer("x" * 5000)),
        (InvalidNumberError, lambda: write_integer(10**5000)),
        (InvalidNumberError, lambda: write_integer(-(10**5000), positive=True)),
        (InvalidNumberError, lambda: write_integer([10**5000])),
        (InvalidNumberError, lambda: read_double("9" * 5000)),
        (InvalidNumberError, lambda: write_double(10**5000)),
        (InvalidNumberError, lambda: write_double([10**5000])),
        *((InvalidNumberError, partial(read, wrong)) for read in (read_integer, read_double) for wrong in NOT_STORED),
        *((FieldValueError, partial(read, wrong)) for read in (read_date, read_selection) for wrong in NOT_STORED),
        *((InvalidCheckboxError, partial(as_bool, wrong)) for wrong in (*NOT_STORED, 10**5000)),
        (FieldValueError, lambda: check_native(10**5000, "int")),
        (FieldValueError, lambda: check_native(2**63, "int")),
        (FieldValueError, lambda: check_native(10**5000, "bool")),
        (FieldValueError, lambda: check_length(10**5000, 2)),
        (FieldValueError, lambda: write_date(10**5000)),
        (FieldValueError, lambda: read_moment("9999-12-31T24:00:00.5")),
        (FieldValueError, lambda: read_moment("31 December 99999")),
        (FieldValueError, lambda: from_ole_date(float("nan"))),
        (FieldValueError, lambda: from_ole_date(float("inf"))),
        (FieldValueError, lambda: from_ole_date(2_958_466)),
        (FieldValueError, lambda: from_ole_date(-693_594)),
        (FieldValueError, lambda: from_ole_date(10**5000)),
        (FieldValueError, lambda: from_ole_date("43853")),
        (FieldValueError, lambda: ole_date("2020-01-01")),
        (FieldValueError, lambda: query_date(DAY)),
        (InvalidChoiceError, lambda: write_selection(["VIP", "x"], CHOICES)),
        (InvalidChoiceError, lambda: check_choice("VIP", ())),
        (InvalidChoiceError, lambda: check_choice(None, CHOICES)),
        (ValueTooLongError, lambda: check_length("abc", 2)),
        (ValueTooLongError, lambda: check_length("a😀", 2)),
        (FieldValueError, lambda: check_length(3, 2)),
        (FieldValueError, lambda: check_length("\ud800", 2)),
    ],
)
def test_invalid_values_raise_the_documented_error(error, make):
    with pytest.raises(error) as caught:
        make()
    assert type(caught.value) is error
    assert isinstance(caught.value, ValueError)


@settings(derandomize=True, deadline=None)
@given(some.floats(allow_nan=False, allow_infinity=False) | some.integers(-(2**53), 2**53))
def test_numbers_are_written_without_exponent_and_read_back(number):
    written = write_double(number)
    assert "e" not in written.lower()
    assert read_double(written) == number


@settings(derandomize=True, deadline=None)
@given(some.dates(min_value=datetime.date(1, 1, 2)), some.booleans())
def test_dates_read_back_the_same(day, compact):
    if day.year > 1:
        assert read_date(write_date(day, compact=compact)) == day


@settings(derandomize=True, deadline=None)
@given(some.datetimes(min_value=datetime.datetime(2, 1, 1), timezones=some.none() | some.just(datetime.UTC)))
def test_moments_read_back_the_same(moment):
    assert read_moment(write_moment(moment)) == moment
