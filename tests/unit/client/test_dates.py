"""OLE dates and query dates, with time zones and fractions of a second."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webcrm_api.models import PersonDto

from webcrm_ext import FieldValueError
from webcrm_ext.dates import (
    EMPTY_DATE,
    format_date,
    from_ole_date,
    is_empty_date,
    ole_date,
    parse_date,
    query_date,
    without_offset,
)

OFFSETS = st.none() | st.integers(-14 * 60, 14 * 60)
CUT = datetime.timedelta(microseconds=1)


@st.composite
def wire_dates(draw):
    """A date as the service may send it, and its moment: any offset or none, none to nine digits of a second."""
    offset, digits = draw(OFFSETS), draw(st.text("0123456789", max_size=9))
    local = draw(st.datetimes(datetime.datetime(2, 1, 1), datetime.datetime(9998, 1, 1))).replace(microsecond=0)
    sign = "" if offset is None else "+" if offset >= 0 else "-"
    zone = f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}" if sign else ""
    zone = draw(st.sampled_from((zone, "Z"))) if offset == 0 else zone
    moment = local.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=offset or 0)))
    moment += datetime.timedelta(microseconds=int((digits + "000000")[:6]))
    return f"{local.isoformat()}{'.' if digits else ''}{digits}{zone}", moment


@given(wire_dates())
def test_dates_keep_their_instant_in_every_form_and_back(wire):
    text, moment = wire
    person = PersonDto.from_dict({"PersonId": 1, "PersonUpdatedAt": text})
    assert person.person_updated_at == moment
    assert person.to_request() == {"PersonId": 1, "PersonUpdatedAt": text}
    shown = person.to_dict()["PersonUpdatedAt"]
    assert shown == format_date(moment) == PersonDto.from_dict({"PersonUpdatedAt": shown}).to_dict()["PersonUpdatedAt"]
    assert parse_date(text) == parse_date(shown) == parse_date(query_date(moment)) == moment
    assert PersonDto(person_id=1, person_updated_at=moment).person_updated_at == moment
    written = PersonDto(person_id=1, person_updated_at=moment).to_request()["PersonUpdatedAt"]
    assert parse_date(written) == moment
    assert abs(from_ole_date(ole_date(moment)) - moment) <= datetime.timedelta(milliseconds=1)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "0001-01-01T00:00:00.0000000+02:00", "", None])
def test_no_date_is_none_and_sent_back_as_it_was_read(text):
    person = PersonDto.from_dict({"PersonId": 1, "PersonBirthday": text})
    assert person.person_birthday is None
    assert person.to_dict()["PersonBirthday"] is None
    assert person.to_request()["PersonBirthday"] == text
    person.person_birthday = None
    assert person.to_request()["PersonBirthday"] == text
    person.person_birthday = datetime.date(2024, 2, 29)
    assert person.to_request()["PersonBirthday"] == "2024-02-29T00:00:00+00:00"
    assert person.person_birthday == datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC)
    person.person_birthday = None
    assert person.to_request()["PersonBirthday"] == "0001-01-01T00:00:00"
    assert parse_date(text) is None


def test_equal_moment_leaves_the_value_as_it_was_read():
    person = PersonDto.from_dict({"PersonId": 1, "PersonUpdatedAt": "2024-05-31T12:00:00.1234567"})
    read = person.person_updated_at
    person.person_updated_at = read.astimezone(datetime.timezone(datetime.timedelta(hours=2)))
    assert person.to_request()["PersonUpdatedAt"] == "2024-05-31T12:00:00.1234567"
    person.person_updated_at = read + CUT
    assert person.to_request()["PersonUpdatedAt"] == "2024-05-31T12:00:00.123457+00:00"


def test_latest_date_of_records_with_and_without_offset():
    texts = ("2024-05-31T12:00:00", "2024-05-31T13:00:00+02:00", "0001-01-01T00:00:00", None)
    persons = [PersonDto.from_dict({"PersonId": 1, "PersonUpdatedAt": text}) for text in texts]
    latest = max(each.person_updated_at for each in persons if each.person_updated_at)
    assert latest == datetime.datetime(2024, 5, 31, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (datetime.datetime(2024, 5, 31), "has no offset from UTC"),
        ("tomorrow", "'tomorrow' is not a date"),
        (20240531, "An int is not a date"),
        ([], "A list is not a date"),
    ],
)
def test_invalid_date_is_refused_when_it_is_assigned(value, message):
    person = PersonDto(person_id=1)
    with pytest.raises(FieldValueError, match=message):
        person.person_birthday = value
    with pytest.raises(FieldValueError, match=message):
        PersonDto(person_id=1, person_birthday=value)
    with pytest.raises(FieldValueError, match=message):
        person["PersonBirthday"] = value
    assert "PersonBirthday" not in person


def test_moments_that_iso_8601_cannot_write_are_sent_in_utc():
    local = datetime.timezone(datetime.timedelta(minutes=53, seconds=28))
    person = PersonDto(person_id=1, person_birthday=datetime.datetime(1890, 1, 1, tzinfo=local))
    assert person.to_request()["PersonBirthday"] == "1889-12-31T23:06:32+00:00"


def test_unreadable_dates_raise():
    with pytest.raises(FieldValueError, match="'soon' is not a date"):
        parse_date("soon")
    with pytest.raises(FieldValueError, match="no offset"):
        format_date(datetime.datetime(2024, 5, 31))
    assert without_offset(EMPTY_DATE) == datetime.datetime(1, 1, 1)


@given(st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30)))
def test_ole_dates_read_back_to_the_millisecond(moment):
    difference = from_ole_date(ole_date(moment)) - moment.replace(tzinfo=datetime.UTC)
    assert abs(difference) <= datetime.timedelta(milliseconds=1)


def test_query_and_ole_dates_are_in_utc():
    moment = datetime.datetime(2018, 6, 28, 8, 32, 8, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert query_date(moment) == "2018-06-28T06:32:08.0000000Z"
    assert query_date(moment.replace(tzinfo=None)) == "2018-06-28T08:32:08.0000000"
    assert ole_date(datetime.datetime(1900, 1, 1, 12)) == 2.5
    assert ole_date(moment) == ole_date(datetime.datetime(2018, 6, 28, 6, 32, 8))


def test_empty_date_is_recognised_in_any_type():
    assert all(is_empty_date(each) for each in (None, "", "0001-01-01T00:00:00+00:00", datetime.date(1, 1, 1)))
    assert not is_empty_date("2018-06-28")


def test_ends_of_the_calendar_are_written():
    east = datetime.timezone(datetime.timedelta(hours=2))
    old = datetime.timezone(datetime.timedelta(minutes=53, seconds=28))
    person = PersonDto(person_id=1, person_birthday=datetime.datetime.min.replace(tzinfo=east))
    assert person.to_request()["PersonBirthday"] == "0001-01-01T00:00:00"
    assert person.person_birthday is None
    person.person_birthday = datetime.datetime.max.replace(tzinfo=datetime.timezone(-old.utcoffset(None)))
    assert person.to_request()["PersonBirthday"].startswith("9999-12-31T23:59:59")


def test_blanks_are_no_date():
    assert parse_date(" ") is PersonDto.from_dict({"PersonBirthday": " "}).person_birthday is None
    with pytest.raises(FieldValueError, match="no offset"):
        parse_date(datetime.datetime(2024, 5, 31))
    with pytest.raises(FieldValueError):
        from_ole_date(True)
