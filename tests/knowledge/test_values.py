"""Dates, values of custom fields, fields by label, and the typed module."""

from __future__ import annotations

import datetime
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import MeetingInfoGetByIdDto, PersonDto

from webcrm_ext import FieldValueError, NotAChoice, NotANumber, NotYesNo, TooLong, WebCRM, field_module
from webcrm_ext import custom_values as values
from webcrm_ext.dates import from_ole_date, is_empty_date, ole_date, query_date
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.sandbox import Sandbox

CHOICES = ("-- choose --", "VIP", "Café  au lait", "01: Item")


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
        with pytest.raises(NotYesNo, match='"yes", "true" and "1"'):
            values.as_bool(wrong)
        with pytest.raises(NotYesNo):
            values.yes_no(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [("vip", "VIP"), ("cafe au lait", "Café  au lait"), ("Item", "01: Item"), ("VIPP", "VIP"), ("zzz", None)],
)
def test_a_choice_is_exact_or_suggested(value, suggestion):
    assert values.check_choice("VIP", CHOICES) == "VIP"
    with pytest.raises(NotAChoice) as caught:
        values.check_choice(value, CHOICES)
    assert caught.value.suggestion == suggestion
    assert caught.value.choices == CHOICES
    assert (f"did you mean {suggestion!r}?" in str(caught.value)) is (suggestion is not None)


def test_the_closest_entry_is_taken_on_request_only():
    assert values.check_choice("cafe AU lait", CHOICES, match="closest-case") == "Café  au lait"
    with pytest.raises(NotAChoice):
        values.check_choice("VIPP", CHOICES, match="closest-case")


def test_numbers_dates_and_selections_are_read_and_written():
    assert (values.read_integer(" 12 "), values.read_integer(""), values.write_integer(-3)) == (12, None, "-3")
    assert (values.read_double("1,5"), values.read_double("1e-7"), values.read_double(None)) == (1.5, 1e-7, None)
    assert values.write_double(1e-7) == "0.0000001"
    assert values.read_date("20180130") == datetime.date(2018, 1, 30)
    assert values.read_date("2018-06-28") == values.read_date("28/06/2018") == datetime.date(2018, 6, 28)
    assert values.write_date(datetime.date(2018, 1, 30), compact=True) == "20180130"
    assert values.read_selection("[]") == []
    assert values.read_selection("00: A, B, 01: C") == ["00: A, B", "01: C"]
    assert values.write_selection([], CHOICES) == "[]"


@pytest.mark.parametrize(
    ("error", "make"),
    [
        (NotANumber, lambda: values.read_integer("1.5")),
        (NotANumber, lambda: values.write_integer(True)),
        (NotANumber, lambda: values.write_integer(-1, positive=True)),
        (NotANumber, lambda: values.read_double("1.234,5")),
        (NotANumber, lambda: values.read_double("nan")),
        (NotANumber, lambda: values.write_double(float("inf"))),
        (FieldValueError, lambda: values.read_date("someday")),
        (FieldValueError, lambda: values.write_date("2018-01-01")),
        (FieldValueError, lambda: values.write_selection("VIP", CHOICES)),
        (TooLong, lambda: values.check_length("abc", 2)),
        (FieldValueError, lambda: values.check_length(3, 2)),
    ],
)
def test_what_does_not_fit_is_refused(error, make):
    with pytest.raises(error):
        make()


SAMPLES = {
    "Customer segment": some.sampled_from(["-- choose --", "A", "B", "C"]),
    "Wants the newsletter": some.booleans(),
    "Number of employees": some.integers(-(10**9), 10**9),
    "Agreed discount": some.integers(-(10**8), 10**8).map(lambda number: number / 1000),
    "Customer since": some.dates(min_value=datetime.date(1900, 1, 1)),
    "Interested in": some.lists(some.sampled_from(["00: Pendants", "01: Spotlights"]), unique=True),
    "ERP number": some.text(string.printable.strip(), min_size=1, max_size=50),
}


@pytest.fixture(scope="module")
def organisation_crm():
    with (
        Sandbox(records=20, requests_per_minute=None) as sandbox,
        WebCRM(sandbox.application_token, base_url=sandbox.url, requests_per_minute=None) as crm,
    ):
        yield crm


@settings(max_examples=25, deadline=None, derandomize=True)
@given(given_values=some.fixed_dictionaries(SAMPLES))
def test_every_value_that_is_accepted_reads_back_the_same(organisation_crm, given_values):
    organisation = organisation_crm.organisations.get(1)
    organisation_crm.custom(organisation).update(given_values)
    organisation_crm.organisations.update(1, organisation)
    view = organisation_crm.custom(organisation_crm.organisations.get(1))
    assert {name: view[name] for name in given_values} == given_values


def test_fields_are_found_by_label_property_and_attribute(sandbox, crm):
    fields = crm.fields("organisations")
    assert crm.fields("Organisation") is fields
    assert fields.find("ERP number") is fields.find("OrganisationCustom2") is fields.find("organisation_custom_2")
    assert str(fields).splitlines()[0].split() == ["label", "property", "type", "length", "choices"]
    assert "Organisation" in repr(fields)
    with pytest.raises(FieldValueError, match="Did you mean 'ERP number'"):
        fields.find("erp numbers")
    with pytest.raises(FieldValueError, match="no field 'qqqqqq'"):
        fields.find("qqqqqq")
    changed = crm.fields("Organisation", types={"ERP number": "integer"}, refresh=True)
    assert changed.find("ERP number").type == "integer"
    with pytest.raises(ConfigurationError, match="no type"):
        crm.fields("Organisation", types={"ERP number": "number"})  # type: ignore[dict-item]
    with pytest.raises(ConfigurationError, match="tells no fields"):
        crm.fields("Nonsense")
    assert crm.fields("SyncedMeeting").entity == "SyncedMeeting"
    assert sum(1 for call in sandbox.requests if "FieldsMetadata" in call.path) == 3


def test_a_value_that_does_not_fit_leaves_the_record_as_it_was(crm):
    organisation = crm.organisations.get(1)
    before = organisation.to_dict()
    view = crm.custom(organisation)
    with pytest.raises(NotAChoice, match="Customer segment"):
        view.update({"ERP number": "7", "Customer segment": "b"})
    with pytest.raises(FieldValueError):
        view["X int 1"] = "seven"
    assert organisation.to_dict() == before
    view["X int 1"] = 7
    view["X date 1"] = datetime.datetime(2020, 1, 1)
    view["ERP number"] = None
    assert (view["X int 1"], view["X date 1"], view["ERP number"]) == (7, datetime.datetime(2020, 1, 1), None)
    assert view["X date 2"] is None
    assert "Customer segment" in repr(view)
    person = crm.custom(PersonDto(person_id=0), match="closest-case")
    person["Role"] = "decides"
    assert person["Role"] == "Decides"
    with pytest.raises(ConfigurationError):
        crm.custom(MeetingInfoGetByIdDto.from_dict({}))


def test_the_typed_module_is_written_and_says_what_changed(sandbox, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.chdir(tmp_path)
    assert field_module.main(["Organisation"]) == 0
    module = tmp_path / "organisation_fields.py"
    source = module.read_text(encoding="utf-8")
    compile(source, "module", "exec")
    assert "def customer_segment(self, value: Literal['-- choose --', 'A', 'B', 'C'] | None)" in source
    assert field_module.main(["Organisation", "--check"]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    changed = source.replace("'ERP number', 'text'", "'Old number', 'integer'").replace("('A', 'B'", "('A', 'Q'")
    module.write_text(
        changed.replace("('OrganisationXText8', 'X text 8', 'text', ()),", "('Gone', 'Gone', 'text', ()),"),
        encoding="utf-8",
    )
    assert field_module.main(["Organisation", "--check"]) == 1
    said = capsys.readouterr().out
    assert "the label was 'Old number'" in said
    assert "integer became text" in said
    assert "+ X text 8" in said
    assert "- Gone" in said
    assert field_module.main(["Nonsense"]) == 2
    assert field_module.read_facts("not python (") == field_module.read_facts("x = 1") == []
    assert field_module.read_facts("FIELDS = [1, 2]") == field_module.read_facts("FIELDS = f()") == []
