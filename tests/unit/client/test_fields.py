"""Custom fields without a server: types, labels, views and typed modules."""

from __future__ import annotations

import datetime
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import FieldMetadataDto, OrganisationDto

from webcrm_ext import FieldValueError, InvalidCheckboxError, InvalidNumberError
from webcrm_ext.custom_fields.fields import Fields
from webcrm_ext.custom_fields.kinds import KINDS, FieldType
from webcrm_ext.custom_fields.metadata import parse_fields
from webcrm_ext.custom_fields.typed_module import RecordedField, changes, read_recorded_fields, write_module
from webcrm_ext.custom_fields.view import FieldView

LABELS = ["property", "str", 'a"', "\\", "class", "A b", "a B", "1st", '"""', "a\nb", ""]


def test_typed_module_reports_added_and_removed_choices():
    before = [RecordedField("OrganisationCustom1", "Segment", "list", ("A", "Q"))]
    after = [RecordedField("OrganisationCustom1", "Segment", "list", ("A", "B"))]
    assert changes(before, after) == ["~ Segment (OrganisationCustom1): choices +'B', -'Q'"]


def field(label: str, number: int, **more: Any) -> FieldMetadataDto:
    values = {"FieldMetadataLabel": label, "FieldMetadataFriendlyFieldName": f"OrganisationCustom{number}", **more}
    return FieldMetadataDto.from_dict(values)


def organisation_fields(*metadata: FieldMetadataDto) -> Fields:
    return parse_fields("Organisation", list(metadata), OrganisationDto)


def test_type_follows_display_code_then_choices():
    choices = [{"Text": "Gold", "Value": "G"}, {"Text": "Silver", "Value": None}]
    fields = organisation_fields(
        field("a", 1, FieldMetadataDisplayType="D"),
        field("b", 2, FieldMetadataDisplayType="???"),
        field("c", 3, FieldMetadataDisplayType=None, FieldMetadataDropdownListData=choices),
        field("d", 4),
        FieldMetadataDto.from_dict({"FieldMetadataLabel": "nameless"}),
        FieldMetadataDto.from_dict({"FieldMetadataDbFieldName": "o_custom5"}),
    )
    assert [each.type for each in fields.values()] == ["list", "text", "list", "text", "text"]
    assert fields.find("c").choices == ("G", "Silver")
    assert (fields.find("o_custom5").label, fields.find("o_custom5").attribute) == ("o_custom5", None)
    assert fields.with_types({"b": "multi-select"}).find("b").type == "multi-select"


def test_every_type_is_one_row_of_the_table():
    assert tuple(KINDS) == get_args(FieldType)
    codes = [code for kind in KINDS.values() for code in kind.codes]
    assert len(codes) == len(set(codes))


def test_ambiguous_label_raises_with_candidates():
    fields = organisation_fields(field("Number", 1), field("Number", 2))
    with pytest.raises(FieldValueError, match="Use one of: OrganisationCustom1, OrganisationCustom2"):
        fields.find("Number")
    assert fields.find("organisation_custom_2").property == "OrganisationCustom2"


def test_view_iterates_over_all_fields_despite_equal_labels():
    # Two fields share a label, and the label of one is the API name of another.
    fields = organisation_fields(field("Number", 1), field("Number", 2), field("City", 3))
    fields = Fields("Organisation", [*fields.values(), *organisation_fields(field("OrganisationCustom3", 4)).values()])
    view = FieldView(
        fields, OrganisationDto(organisation_id=1, organisation_custom_1="one", organisation_custom_2="two")
    )
    assert list(view) == ["OrganisationCustom1", "OrganisationCustom2", "City", "OrganisationCustom4"]
    assert dict(view) == view.to_dict()
    assert [view.to_dict()[name] for name in list(view)[:2]] == ["one", "two"]
    assert all(name in view for name in ("Number", "City", "organisation_custom_3", "OrganisationCustom4"))
    assert "Nonsense" not in view
    assert 5 not in view


def test_errors_name_the_field_and_repr_never_fails():
    checkbox, moment = {"FieldMetadataDisplayType": "C"}, {"FieldMetadataDisplayType": "DT"}
    fields = organisation_fields(field("Is VIP", 1, **checkbox), field("On", 2, **moment))
    record = OrganisationDto.from_dict({"OrganisationCustom1": "yes", "OrganisationCustom2": "soon"})
    view = FieldView(fields, record)
    with pytest.raises(InvalidCheckboxError, match=r"^Is VIP \(OrganisationCustom1\): .*\"yes\", \"true\""):
        view["Is VIP"]
    with pytest.raises(FieldValueError, match=r"^On \(OrganisationCustom2\): 'soon' is not a date"):
        view["On"]
    with pytest.raises(InvalidCheckboxError, match="Is VIP"):
        view["Is VIP"] = "yes"
    assert repr(view) == "<custom fields of OrganisationDto: {'Is VIP': 'yes', 'On': 'soon'}>"
    view["On"] = datetime.datetime(2020, 1, 2, 3, 4)
    assert view["On"] == datetime.datetime(2020, 1, 2, 3, 4)


@pytest.mark.parametrize(("value", "stored"), [("Yes", "Yes"), ("No", "No"), (True, "Yes"), (False, "No")])
def test_checkbox_takes_booleans_and_the_stored_words(value, stored):
    view = FieldView(
        organisation_fields(field("Newsletter", 1, FieldMetadataDisplayType="C")), OrganisationDto.from_dict({})
    )
    view["Newsletter"] = value
    assert view.record.organisation_custom_1 == stored
    assert view["Newsletter"] is (stored == "Yes")
    for wrong in ("yes", "true", "1", "", "YES", " Yes", 1, 0, [], 10**5000):
        with pytest.raises(InvalidCheckboxError, match=r'^Newsletter \(OrganisationCustom1\): .*"yes", "true" and "1"'):
            view["Newsletter"] = wrong
    assert view.record.organisation_custom_1 == stored


def test_name_that_is_no_string_raises():
    fields = organisation_fields(field("a", 1))
    for name in (5, None, ["a"], b"a"):
        with pytest.raises(FieldValueError, match="is not the name of a field"):
            fields.find(name)


def test_integers_of_5000_digits_raise_with_the_name_of_the_field():
    record = OrganisationDto.from_dict({"OrganisationCustom1": "9" * 5000})
    view = FieldView(organisation_fields(field("Count", 1, FieldMetadataDisplayType="I")), record)
    with pytest.raises(InvalidNumberError, match=r"^Count \(OrganisationCustom1\): .*too many digits"):
        view["Count"]
    with pytest.raises(InvalidNumberError, match=r"^Count \(OrganisationCustom1\): .*too many digits"):
        view["Count"] = 10**5000
    assert repr(view).startswith("<custom fields of OrganisationDto")


@settings(derandomize=True, deadline=None, max_examples=60)
@given(some.lists(some.text(max_size=30) | some.sampled_from(LABELS), max_size=8))
def test_typed_module_is_valid_for_any_labels(labels):
    fields = organisation_fields(*(field(label, number) for number, label in enumerate(labels, 1)))
    source = write_module(fields)
    names: dict[str, Any] = {}
    exec(compile(source, "module", "exec"), names)
    record = OrganisationDto.from_dict({})
    typed = names["OrganisationFields"](FieldView(fields, record))
    properties = [name for name, value in vars(type(typed)).items() if isinstance(value, property)]
    assert len(properties) == len(labels)
    for number, name in enumerate(properties):
        setattr(typed, name, f"value {number}")
    assert [getattr(typed, name) for name in properties] == [f"value {number}" for number in range(len(labels))]
    assert [recorded.label for recorded in read_recorded_fields(source)] == [each.label for each in fields.values()]
