"""Values as a CSV file or a web form has them, field by field, without a server."""

from __future__ import annotations

import copy
import datetime
import gc
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import FieldMetadataDto, OrganisationDto, PersonDto

from tests.examples import examples
from webcrm_ext import FieldValueError, InvalidValuesError
from webcrm_ext.custom_fields.metadata import parse_fields
from webcrm_ext.custom_fields.parse import parse_double
from webcrm_ext.custom_fields.pending import PENDING
from webcrm_ext.custom_fields.view import FieldView

CHOICES = {
    "Segment": ["-- choose --", "A", "B; large"],
    "Sizes": ["00: Small", "01: Gold, large", "02: Extra"],
    "Odd": ["Red; blue", "Red", "00: Twin", "01: Twin"],
}
DISPLAY = {
    "Text": "T", "Segment": "D", "Sizes": "ML", "Odd": "ML", "Newsletter": "C", "Count": "I", "Positive": "PI",
    "Rate": "R", "Since": "DA", "Met": "DT",
}  # fmt: skip
LAST_DAY = datetime.datetime(2024, 12, 31, tzinfo=datetime.UTC)


def metadata(label: str, name: str, **more: Any) -> FieldMetadataDto:
    return FieldMetadataDto.from_dict({"FieldMetadataLabel": label, "FieldMetadataFriendlyFieldName": name, **more})


ORGANISATION = parse_fields(
    "Organisation",
    [
        metadata(
            label,
            f"OrganisationCustom{number}",
            FieldMetadataDisplayType=code,
            FieldMetadataDropdownListData=[{"Value": each} for each in CHOICES.get(label, [])],
        )
        for number, (label, code) in enumerate(DISPLAY.items(), 1)
    ],
    OrganisationDto,
)


def view() -> FieldView:
    return FieldView(ORGANISATION, OrganisationDto.from_dict({}))


@pytest.mark.parametrize(
    ("name", "texts", "value"),
    [
        ("Text", [" x ", "x"], "x"),
        ("Newsletter", ["yes", "YES", "True", "1", " ja ", "Yes", "on", 1, 1.0], True),
        ("Newsletter", ["no", "False", "0", "NEJ", "No", "off", 0], False),
        ("Text", [20001, 20001.0, Decimal(20001)], "20001"),
        ("Text", [0.5, Decimal("0.5")], "0.5"),
        ("Text", [Decimal("NaN")], None),
        ("Segment", ["B; large", " B; large "], "B; large"),
        ("Sizes", ["Gold, large", "01: Gold, large", ["Gold, large"], "Gold, large;"],
         ["01: Gold, large"]),
        ("Sizes", ["Small;Extra", "Small ; 02: Extra ;", "Small\nExtra\r\n", "00: Small, 02: Extra"],
         ["00: Small", "02: Extra"]),
        ("Sizes", ["[]", []], []),
        ("Odd", ["Red; blue", ["Red; blue"]], ["Red; blue"]),
        ("Odd", ["Red\nRed; blue"], ["Red", "Red; blue"]),
        ("Count", ["-12", " -12 ", -12.0], -12),
        ("Count", ["1 234 567", "1.234.567", "1,234,567", "1\u00a0234\u00a0567"], 1234567),
        ("Positive", ["+7", "007"], 7),
        ("Rate", ["1234,5", "1234.5", "1.234,5", "1,234.50", "1 234,5"], 1234.5),
        ("Rate", ["0,125", "0.125"], 0.125),
        ("Rate", ["1234,567"], 1234.567),
        ("Since", ["2024-12-31", "20241231", "31/12/2024", "31.12.2024", "31-12-2024", "2024-12-31T00:00:00", 20241231,
                   datetime.datetime(2024, 12, 31), LAST_DAY],
         datetime.date(2024, 12, 31)),
        ("Since", ["1/2/2024"], datetime.date(2024, 2, 1)),
        ("Met", ["31/12/2024 15:30", "2024-12-31T15:30:00"], datetime.datetime(2024, 12, 31, 15, 30)),
        ("Since", ["", "  ", "0001-01-01T00:00:00+00:00", None], None),
        ("Text", ["", " ", None, float("nan")], None),
        ("OrganisationXInt1", ["1 000", 1000], 1000),
        ("organisation_no_ads", ["ja", True], True),
        ("OrganisationXDate1", ["31/12/2024", "2024-12-31T01:00:00+01:00"], LAST_DAY),
        ("OrganisationCity", [" Odense"], "Odense"),
    ],
)  # fmt: skip
def test_strings_of_files_and_forms_are_taken(name, texts, value):
    for text in texts:
        fields = view()
        fields.update({name: text}, parse=True)
        assert fields[name] == value, text
        assert type(fields[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "texts", "said"),
    [
        ("Newsletter", ["y", "ja!", 2], "Pass True or False|Write yes or no, true or false, 1 or 0"),
        ("Segment", ["a", "B", "A;B; large"], "is not a choice of the list.*Choices: '-- choose --'"),
        ("Sizes", ["Gold", "Small, Extra", "Small;Small", ["Small", 5]], "is not a choice|more than once"),
        ("Odd", ["Red;Red; blue", "Twin"], "is not a choice of the list"),
        ("Count", ["1,5", "1.0", "ten", "1e3", "12 34", "١", "9" * 5000], "is not an integer. Write digits only"),
        ("Count", ["1.234", "-1,234"], r"can be read as -?1.234 and as -?1234. Write -?1234"),
        ("Positive", ["-1"], "below 0"),
        ("Rate", ["1.234", "1,234"], "can be read as"),
        ("Rate", ["1.234.5", "1,234,5", "1.23,4.5", "5 %", "1,2,3", "NaN", "1'000"], "decimal comma or point"),
        ("Since", ["31/12/24", "12/31/2024", "31/12-2024", "2024-02-30", "31 Dec 2024", "2024/12/31", "soon"],
         "Write 2024-12-31, or day first with a year of four digits"),
        ("Since", ["2024-12-31T10:00:00"], "has a time of day"),
        ("OrganisationXDate1", ["31/12/24"], "Write 2024-12-31"),
        ("OrganisationNoAds", ["maybe"], "Write yes or no"),
        ("Text", [["x"], True], "Pass a str"),
        ("Text", [float("inf"), 1e300], "Read the column as strings"),
        ("Count", [1.5], "is not an integer"),
        ("Since", [datetime.datetime(2024, 12, 31, 10)], "is not a date"),
        ("Txet", ["x"], "no field or property 'Txet'. Did you mean 'Text'"),
        ("organisation_citty", ["x"], "Did you mean 'organisation_city'"),
        ("organisation_country_data", ["x"], "no field or property"),
        (None, ["x"], "more cells than the header has names"),
        (7, ["x"], "7 is not the name of a field"),
        ("OrganisationId", ["7"], "is the id of the record and cannot be changed. Leave it out"),
        ("organisation_created_at", ["2024-12-31"], "the service assigns or derives it. Leave it out"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused_and_explained(name, texts, said):
    for text in texts:
        fields = view()
        with pytest.raises(InvalidValuesError, match=said) as caught:
            fields.update({name: text, "Text": "stays out"} if name != "Text" else {name: text}, parse=True)
        assert list(caught.value.errors) == [name], text
        assert (fields.record, fields.changes) == (OrganisationDto.from_dict({}), {})


def test_names_of_columns_may_have_a_byte_order_mark_and_blanks():
    fields = view()
    fields.update({"\ufeffText": "x", " Newsletter\u00a0": "ja"}, parse=True)
    assert (fields["Text"], fields["Newsletter"]) == ("x", True)
    with pytest.raises(InvalidValuesError, match="names the same property"):
        fields.update({"Text": "x", "Text ": "y"}, parse=True)


@pytest.mark.slow
def test_values_of_pandas_and_numpy_are_taken():
    import numpy  # noqa: PLC0415 - slow to import
    import pandas  # noqa: PLC0415

    frame = pandas.DataFrame(
        {"Text": [20001, None], "Since": pandas.to_datetime(["2024-12-31", None]), "Rate": [1.25, None]}
    )
    moment = datetime.datetime(2024, 12, 31, 15, 30)
    fields = view()
    fields.update(frame.to_dict("records")[0], parse=True)
    fields.update(
        {"Newsletter": numpy.bool_(True), "Met": pandas.Timestamp(moment), "Count": numpy.int64(7)}, parse=True
    )
    assert fields.to_dict() == {
        **dict.fromkeys(DISPLAY), "Text": "20001", "Since": datetime.date(2024, 12, 31), "Rate": 1.25,
        "Newsletter": True, "Met": moment, "Count": 7,
    }  # fmt: skip
    fields.update({**frame.to_dict("records")[1], "Newsletter": pandas.NA, "Count": numpy.float32("nan")}, parse=True)
    fields.update({"Met": numpy.datetime64("NaT"), "OrganisationXDate1": pandas.NaT}, parse=True)
    assert fields.to_dict() == dict.fromkeys(DISPLAY)
    fields.update({"Since": numpy.datetime64("2024-12-31", "ns"), "OrganisationXInt1": numpy.int64(3)}, parse=True)
    assert (fields["Since"], fields["OrganisationXInt1"]) == (datetime.date(2024, 12, 31), 3)


def test_all_wrong_values_are_reported_at_once():
    fields = view()
    row = {
        "Newsletter": "maybe",
        "Text": "x",
        "Since": "31/12/24",
        "Nothing": "1",
        "Count": "1",
        "organisation_custom_1": "y",
    }
    with pytest.raises(
        FieldValueError, match=r"^4 values cannot be taken. The record is unchanged.\n- Newsletter "
    ) as caught:
        fields.update(row, parse=True)
    assert isinstance(caught.value, InvalidValuesError)
    assert list(caught.value.errors) == ["Newsletter", "Since", "Nothing", "organisation_custom_1"]
    assert caught.value.errors["Newsletter"].startswith(
        "Newsletter (OrganisationCustom5): 'maybe' is not a checkbox value."
    )
    assert "names the same property as Text" in caught.value.errors["organisation_custom_1"]
    assert fields.record == OrganisationDto.from_dict({})


@settings(max_examples=examples(200), deadline=None)
@given(some.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_numbers_are_read_in_every_notation(number):
    plain = f"{number:f}"
    for text in (plain, plain.replace(".", ","), f"{number:,f}", f"{number:,f}".translate(str.maketrans(",.", ".,"))):
        assert parse_double(text) == number
    assert isinstance(parse_double(plain), Decimal)


def test_choices_without_numbers_are_compared_as_the_view_compares():
    fields = FieldView(ORGANISATION, OrganisationDto.from_dict({}), match="closest-case")
    fields.update({"Sizes": "gold,  large;EXTRA", "Segment": "b; LARGE"}, parse=True)
    assert (fields["Sizes"], fields["Segment"]) == (["01: Gold, large", "02: Extra"], "B; large")


def test_strings_are_parsed_on_request_only():
    fields = view()
    for name, text in (("Newsletter", "ja"), ("Sizes", "Small"), ("Since", "2024-12-31"), ("Rate", "1,5")):
        with pytest.raises(FieldValueError):
            fields.update({name: text})
        with pytest.raises(FieldValueError):
            fields[name] = text


def test_changes_belong_to_the_record_and_end_with_it():
    record = OrganisationDto.from_dict({"OrganisationCustom1": "a", "OrganisationCustom7": "0", "OrganisationCity": ""})
    FieldView(ORGANISATION, record).update({"Text": "b", "OrganisationCity": "Odense"})
    FieldView(ORGANISATION, record)["Text"] = "c"
    fields = FieldView(ORGANISATION, record)
    assert fields.changes == {"Text": ("a", "c"), "OrganisationCity": ("", "Odense")}
    assert not FieldView(ORGANISATION, copy.copy(record)).changes
    fields.update({"Text": "a", "OrganisationCity": None})
    assert not fields.changes
    assert record.organisation_city == ""  # an empty field stays as the service has it
    fields["Newsletter"] = True
    fields["Text"] = "d"
    known = len(PENDING)
    del record, fields
    gc.collect()
    assert len(PENDING) == known - 1


def test_value_that_is_there_already_is_no_change():
    stored = {
        "OrganisationCustom1": "x", "OrganisationCustom3": "[]", "OrganisationCustom6": "5",
        "OrganisationCustom8": "2,50", "OrganisationCustom9": "20240131", "OrganisationXInt1": 3,
        "OrganisationXDate1": "0001-01-01T00:00:00+00:00", "OrganisationCustom2": "-- choose --",
        "OrganisationXInt2": 0, "OrganisationNoAds": False,
    }  # fmt: skip
    record = OrganisationDto.from_dict(stored)
    before = record.to_dict()
    fields = FieldView(ORGANISATION, record)
    fields.update(
        {"Text": "x", "Sizes": "", "Count": "5", "Rate": "2.5", "Since": "31/1/2024", "OrganisationXDate1": "",
         "organisation_x_int_1": "3", "OrganisationXInt2": "", "OrganisationNoAds": "", "Segment": ""},
        parse=True,
    )  # fmt: skip
    assert (fields.changes, record.to_dict()) == ({}, before)
    fields["Newsletter"] = None  # it is not known what the service has
    assert fields.changes == {"Newsletter": (None, None)}


@pytest.mark.parametrize(
    ("name", "stored", "default"),
    [
        ("Segment", "-- choose --", True), ("Segment", "A", False), ("Segment", "", True), ("Sizes", "[]", True),
        ("Sizes", "00: Small", False), ("Newsletter", "", True), ("Newsletter", "No", False), ("Count", "0", True),
        ("Count", "1", False), ("Rate", "0.0", True), ("Text", "0", False), ("Text", None, True), ("Since", "", True),
        ("Since", "2024-12-31", False), ("OrganisationXInt1", 0, True), ("OrganisationXInt1", 2, False),
        ("OrganisationNoAds", False, True), ("OrganisationNoAds", True, False),
        ("OrganisationXDate1", "0001-01-01T00:00:00", True), ("OrganisationXDate1", "2024-12-31T00:00:00Z", False),
    ],
)  # fmt: skip
def test_default_is_what_nobody_has_filled_in(name, stored, default):
    record = OrganisationDto.from_dict({ORGANISATION.find(name).property: stored})
    assert FieldView(ORGANISATION, record).is_default(name) is default
    assert FieldView(ORGANISATION, OrganisationDto.from_dict({})).is_default(name)


def test_fields_are_a_mapping_by_each_of_their_names():
    field = ORGANISATION["Newsletter"]
    assert field is ORGANISATION["OrganisationCustom5"] is ORGANISATION.get("organisation_custom_5")
    assert [name in ORGANISATION for name in ("Newsletter", "Nothing", 5)] == [True, False, False]
    assert [ORGANISATION.get("Nothing"), ORGANISATION.get("Nothing", field)] == [None, field]
    assert dict(ORGANISATION) == {each.property: each for each in ORGANISATION.values()}
    assert "OrganisationCity" in ORGANISATION
    assert "OrganisationCity" not in list(ORGANISATION)
    with pytest.raises(FieldValueError, match="Did you mean 'Newsletter'"):
        ORGANISATION["Newsleter"]
    with pytest.raises(FieldValueError, match="Did you mean 'organisation_city'"):
        ORGANISATION["organisation_citi"]


def test_property_counts_before_attribute_before_label():
    named = [metadata("person_email", "PersonCustom1"), metadata("PersonCustom1", "PersonCustom2")]
    fields = parse_fields("Person", named, PersonDto)
    assert fields["person_email"].property == "PersonEmail"
    assert fields["PersonCustom1"].label == "person_email"
    assert [fields.name_of(field) for field in fields.values()] == ["PersonCustom1", "PersonCustom2"]
