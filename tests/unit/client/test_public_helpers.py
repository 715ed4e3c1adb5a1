"""The public helpers: their names, one use of each, and what importing them loads."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys

import pytest

from webcrm_ext import custom_fields, dates
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
from webcrm_ext.dates import EMPTY_DATE, from_ole_date, is_empty_date, ole_date, query_date, without_offset

DAY = datetime.date(2018, 6, 28)
MOMENT = datetime.datetime(2018, 6, 28, 6, 32, 8, tzinfo=datetime.UTC)
CHOICES = ["00: Item", "02: Item"]
LOADED = "import json, sys, {}; print(json.dumps([name for name in sys.modules if name in {!r}]))"


def test_helpers_for_custom_fields_have_stable_names():
    functions = {name for name in custom_fields.__all__ if name.islower()}
    assert functions == {
        "yes_no", "as_bool", "check_choice", "read_integer", "write_integer", "read_double", "write_double",
        "read_date", "write_date", "read_moment", "write_moment", "read_selection", "write_selection",
    }  # fmt: skip
    assert set(custom_fields.__all__) - functions == {"FieldType", "Match"}


def test_each_helper_for_custom_fields_converts_a_value():
    assert (yes_no(True), as_bool("Yes")) == ("Yes", True)
    assert check_choice("02: Item", CHOICES) == "02: Item"
    assert (write_integer(12), read_integer("12")) == ("12", 12)
    assert (write_double(1.5), read_double("1.5")) == ("1.5", 1.5)
    assert (write_date(DAY), read_date("2018-06-28")) == ("2018-06-28", DAY)
    assert (write_moment(MOMENT), read_moment("2018-06-28T06:32:08Z")) == ("2018-06-28T06:32:08+00:00", MOMENT)
    assert (write_selection(CHOICES, CHOICES), read_selection("02: Item", CHOICES)) == (
        "00: Item, 02: Item",
        ["02: Item"],
    )


def test_helpers_for_dates_have_stable_names_and_convert_a_value():
    assert set(dates.__all__) == {
        "EMPTY_DATE", "format_date", "from_ole_date", "is_empty_date", "ole_date", "parse_date", "query_date",
        "without_offset",
    }  # fmt: skip
    assert is_empty_date(EMPTY_DATE)
    assert without_offset(MOMENT) == MOMENT.replace(tzinfo=None)
    assert from_ole_date(ole_date(MOMENT)) == MOMENT
    assert query_date(MOMENT) == "2018-06-28T06:32:08.0000000Z"


@pytest.mark.parametrize(
    ("module", "not_loaded"),
    [
        ("webcrm_ext", ["webcrm_ext.custom_fields", "webcrm_ext.dates", "httpx"]),
        ("webcrm_ext.custom_fields", ["httpx", "dateutil", "webcrm_api.models", "webcrm_ext.client"]),
        ("webcrm_ext.dates", ["httpx", "dateutil", "webcrm_api.models", "webcrm_ext.client"]),
    ],
)
def test_import_does_not_load(module, not_loaded):
    command = [sys.executable, "-c", LOADED.format(module, not_loaded)]
    assert json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) == []
