"""Dates, and the values of custom fields: pure functions, both ways."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.examples import examples
from webcrm_ext import FieldValueError, InvalidCheckboxError, InvalidChoiceError, InvalidNumberError, ValueTooLongError
from webcrm_ext.custom_fields import values
from webcrm_ext.dates import EMPTY_DATE, from_ole_date, is_empty_date, ole_date, query_date, without_offset


class Shown(float):
    """A number that shows itself in its own way, as numpy's do."""

    def __repr__(self) -> str:
        return f"Shown({float(self)})"


CHOICES = ("-- choose --", "VIP", "Café  au lait", "01: Item")
DAY = datetime.date(2018, 1, 30)


def test_ole_dates_are_exact_to_the_millisecond():
    assert from_ole_date(43853.4536689814) == datetime.datetime(2020, 1, 23, 10, 53, 17)
    assert f"{ole_date(datetime.datetime(2020, 1, 23, 10, 53, 17)):.10f}" == "43853.4536689815"
    assert ole_date(datetime.datetime(1899, 12, 29, 6)) == -1.25
    assert ole_date(datetime.datetime(2020, 1, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))) == 43831


@given(some.datetimes(min_value=datetime.datetime(1, 1, 2), max_value=datetime.datetime(9999, 12, 30)))
def test_ole_dates_come_back(moment):
    exact = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert from_ole_date(ole_date(exact)) == exact


def test_query_dates_have_seven_digits():
    moment = datetime.datetime(2018, 6, 28, 6, 32, 8)
    assert query_date(moment) == "2018-06-28T06:32:08.0000000"
    assert query_date(moment.replace(tzinfo=datetime.UTC)) == "2018-06-28T06:32:08.0000000Z"


def test_the_empty_date_and_a_day_without_end_have_any_offset():
    east, west = (datetime.timezone(datetime.timedelta(hours=hours)) for hours in (2, -2))
    assert without_offset(EMPTY_DATE.replace(tzinfo=east)) == without_offset(EMPTY_DATE) == EMPTY_DATE
    last = datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)
    assert without_offset(last.replace(tzinfo=west)) == without_offset(last) == last
    assert query_date(EMPTY_DATE.replace(tzinfo=east)) == "0001-01-01T00:00:00.0000000Z"
    assert ole_date(EMPTY_DATE.replace(tzinfo=east)) == ole_date(EMPTY_DATE)


@pytest.mark.parametrize(
    "value", ["", "0001-01-01T00:00:00", "0001-01-01T00:00:00+00:00", None, datetime.datetime(1, 1, 1)]
)
def test_the_empty_date_is_none(value):
    assert is_empty_date(value)
    assert isinstance(value, datetime.datetime) or values.read_date(value) is None


def test_checkboxes_are_yes_or_no_to_the_letter():
    assert (values.yes_no(True), values.yes_no(False)) == ("Yes", "No")
    assert values.as_bool("Yes") is True
    assert values.as_bool("No") is False
    for wrong in ("yes", "true", "1", ""):
        with pytest.raises(InvalidCheckboxError, match='"yes", "true" and "1"'):
            values.as_bool(wrong)
        with pytest.raises(InvalidCheckboxError):
            values.yes_no(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [("vip", "VIP"), ("cafe au lait", "Café  au lait"), ("Item", "01: Item"), ("VIPP", "VIP"), ("zzz", None)],
)
def test_a_choice_is_exact_or_suggested(value, suggestion):
    assert values.check_choice("VIP", CHOICES) == "VIP"
    with pytest.raises(InvalidChoiceError) as caught:
        values.check_choice(value, CHOICES)
    assert caught.value.suggestion == suggestion
    assert caught.value.choices == CHOICES
    assert (f"did you mean {suggestion!r}?" in str(caught.value)) is (suggestion is not None)


def test_the_closest_entry_is_taken_on_request_only():
    assert values.check_choice("cafe AU lait", CHOICES, match="closest-case") == "Café  au lait"
    with pytest.raises(InvalidChoiceError):
        values.check_choice("VIPP", CHOICES, match="closest-case")


def test_numbers_dates_and_selections_are_read_and_written():
    assert (values.read_integer(" 12 "), values.read_integer(""), values.write_integer(-3)) == (12, None, "-3")
    assert (values.read_double("1,5"), values.read_double("1e-7"), values.read_double(None)) == (1.5, 1e-7, None)
    assert values.write_double(1e-7) == "0.0000001"
    assert (values.write_double(Shown(1.5)), values.write_double(10**20), values.write_double(0)) == (
        "1.5",
        "1" + "0" * 20,
        "0",
    )
    assert values.read_date("20180130") == datetime.date(2018, 1, 30)
    assert values.read_date("2018-06-28") == values.read_date("28/06/2018") == datetime.date(2018, 6, 28)
    assert values.write_date(datetime.date(2018, 1, 30), compact=True) == "20180130"
    assert values.read_selection("[]") == []
    assert values.read_selection("00: A, B, 01: C") == ["00: A, B", "01: C"]
    assert values.read_selection("VIP, 01: Item", CHOICES) == ["VIP", "01: Item"]
    assert values.read_selection("A, B", ("A", "B")) == ["A", "B"]
    assert values.read_selection("A, B", ("A, B",)) == values.read_selection("A, B") == ["A, B"]
    assert values.write_selection([], CHOICES) == "[]"
    assert values.write_selection(["vip"], CHOICES, match="closest-case") == "VIP"
    assert values.write_double(Decimal("1.50")) == "1.50"
    assert values.check_length("a😀", 3) == "a😀"


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-05", "20180605", "2018/06/05", "2018.06.05", "2018-6-5", "2018 06 05", "12:00 2018/06/05",
        "05/06/2018", "5.6.2018", "05-06-2018 12:00", "5 June 2018", "June 5, 2018", "Tue, 5 Jun 2018 06:32:08 GMT",
        "20180605123000", "2018-06-05T06:32:08.1234567Z",
    ],
)  # fmt: skip
def test_a_date_is_read_with_the_year_first_or_the_day_first(text):
    assert values.read_date(text) == datetime.date(2018, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2018", "5", "Friday", "12:30", "2018-06", "June 2018", "Saturday June 2018", "5 June", "29 Feb", "05.06.18",
        "18-06-05", "180605", "201806", "05/06/2018 12:00 CEST", "4h8T2T,",
    ],
)  # fmt: skip
def test_what_is_no_whole_date_is_not_made_one(text):
    with pytest.raises(FieldValueError, match="with a day, a month and a year of four digits"):
        values.read_moment(text)


def test_a_moment_that_is_not_iso_keeps_its_offset():
    at_four = datetime.datetime(2018, 6, 5, 4, tzinfo=datetime.UTC)
    assert values.read_moment("05/06/2018 06:00 +02:00") == values.read_moment("05/06/2018 04:00 UTC") == at_four


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
def test_entries_with_commas_and_blanks_read_back_the_same(choices, selected):
    assert values.read_selection(values.write_selection(selected, choices), choices) == selected


@pytest.mark.parametrize(
    ("choices", "selected", "read"),
    [(("a", "b", "a, b"), ["a", "b"], ["a, b"]), (("[]", "a"), ["[]"], []), (("", "a"), [""], [])],
)
def test_entries_that_would_be_read_as_others_are_refused(choices, selected, read):
    with pytest.raises(FieldValueError, match=re.escape(f"be read as {read}.")):
        values.write_selection(selected, choices)


def test_a_selection_is_read_however_its_commas_are_spaced():
    choices = ("Food, beverages", "Retail")
    for text in ("Retail,Food, beverages", " Retail,   Food, beverages ", "Retail, Food, beverages"):
        assert values.read_selection(text, choices) == ["Retail", "Food, beverages"]
    assert values.read_selection("Retail, Gone", choices) == ["Retail, Gone"]


@settings(max_examples=examples(300))
@given(some.data(), some.lists(some.text("aB, :0[]", max_size=6), min_size=1, max_size=6, unique=True))
def test_every_selection_that_is_accepted_reads_back_the_same(data, choices):
    selected = data.draw(some.lists(some.sampled_from(choices), max_size=5))
    try:
        written = values.write_selection(selected, choices)
    except FieldValueError:
        assert any("," in choice or not choice.strip() or choice == "[]" for choice in selected)
    else:
        assert values.read_selection(written, choices) == selected


@pytest.mark.parametrize(
    ("error", "make"),
    [
        (InvalidNumberError, lambda: values.read_integer("1.5")),
        (InvalidNumberError, lambda: values.read_integer("١")),
        (InvalidNumberError, lambda: values.write_integer(True)),
        (InvalidNumberError, lambda: values.write_integer("1")),
        (InvalidNumberError, lambda: values.write_integer(-1, positive=True)),
        (InvalidNumberError, lambda: values.read_double("1.234,5")),
        (InvalidNumberError, lambda: values.read_double("nan")),
        (InvalidNumberError, lambda: values.read_double("x")),
        (InvalidNumberError, lambda: values.read_double("1e400")),
        (InvalidNumberError, lambda: values.read_double("-1e-400")),
        (InvalidNumberError, lambda: values.write_double(float("inf"))),
        (InvalidNumberError, lambda: values.write_double(10**400)),
        (InvalidNumberError, lambda: values.write_double(Decimal("sNaN"))),
        (InvalidNumberError, lambda: values.write_double(Decimal("1e999999"))),
        (InvalidNumberError, lambda: values.write_double("1")),
        (InvalidNumberError, lambda: values.write_double(2**60 + 1)),
        (InvalidNumberError, lambda: values.write_double(Decimal("0.12345678901234567890"))),
        (FieldValueError, lambda: values.read_date("someday")),
        (FieldValueError, lambda: values.read_date("99999999999999999999")),
        (FieldValueError, lambda: values.write_date("2018-01-01")),
        (FieldValueError, lambda: values.write_date(datetime.datetime(2018, 1, 1, 12))),
        (FieldValueError, lambda: values.write_date(datetime.date(1, 1, 1))),
        (FieldValueError, lambda: values.write_moment(DAY)),
        (FieldValueError, lambda: values.write_moment(datetime.datetime(1, 1, 1))),
        (FieldValueError, lambda: values.write_selection("VIP", CHOICES)),
        (InvalidChoiceError, lambda: values.write_selection(["VIP", "x"], CHOICES)),
        (InvalidChoiceError, lambda: values.check_choice("VIP", ())),
        (InvalidChoiceError, lambda: values.check_choice(None, CHOICES)),
        (ValueTooLongError, lambda: values.check_length("abc", 2)),
        (ValueTooLongError, lambda: values.check_length("a😀", 2)),
        (FieldValueError, lambda: values.check_length(3, 2)),
        (FieldValueError, lambda: values.check_length("\ud800", 2)),
    ],
)
def test_what_does_not_fit_is_refused(error, make):
    with pytest.raises(error) as caught:
        make()
    assert type(caught.value) is error
    assert isinstance(caught.value, ValueError)


@settings(derandomize=True, deadline=None)
@given(some.floats(allow_nan=False, allow_infinity=False) | some.integers(-(2**53), 2**53))
def test_numbers_read_back_the_same_without_an_exponent(number):
    written = values.write_double(number)
    assert "e" not in written.lower()
    assert values.read_double(written) == number


@settings(derandomize=True, deadline=None)
@given(some.dates(min_value=datetime.date(1, 1, 2)), some.booleans())
def test_dates_read_back_the_same(day, compact):
    if day.year > 1:
        assert values.read_date(values.write_date(day, compact=compact)) == day


@settings(derandomize=True, deadline=None)
@given(some.datetimes(min_value=datetime.datetime(2, 1, 1), timezones=some.none() | some.just(datetime.UTC)))
def test_moments_read_back_the_same(moment):
    assert values.read_moment(values.write_moment(moment)) == moment
