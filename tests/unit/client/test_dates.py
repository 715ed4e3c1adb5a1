"""OLE dates and query dates, with time zones and fractions of a second."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from webcrm_ext.dates import from_ole_date, is_empty_date, ole_date, query_date


@given(st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30)))
def test_ole_dates_read_back_to_the_millisecond(moment):
    assert abs(from_ole_date(ole_date(moment)) - moment) <= datetime.timedelta(milliseconds=1)


def test_query_and_ole_dates_are_in_utc():
    moment = datetime.datetime(2018, 6, 28, 8, 32, 8, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert query_date(moment) == "2018-06-28T06:32:08.0000000Z"
    assert query_date(moment.replace(tzinfo=None)) == "2018-06-28T08:32:08.0000000"
    assert ole_date(datetime.datetime(1900, 1, 1, 12)) == 2.5
    assert ole_date(moment) == ole_date(datetime.datetime(2018, 6, 28, 6, 32, 8))


def test_empty_date_is_recognised_in_any_type():
    assert all(is_empty_date(each) for each in (None, "", "0001-01-01T00:00:00+00:00", datetime.date(1, 1, 1)))
    assert not is_empty_date("2018-06-28")
