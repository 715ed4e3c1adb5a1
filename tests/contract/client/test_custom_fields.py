"""A system's own fields: by label, checked, and in a typed module."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import FieldMetadataDto, MeetingInfoGetByIdDto, OrganisationDto, PersonDto
from webcrm_api.tables import TABLES

from webcrm_ext import FieldValueError, InvalidCheckboxError, InvalidChoiceError, WebCRM
from webcrm_ext.custom_fields import typed_module
from webcrm_ext.custom_fields.fields import CustomField, CustomView, Fields, fields_from
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.sandbox import Sandbox

LABELS = ["property", "str", 'a"', "\\", "class", "A b", "a B", "1st", '"""', "a\nb", ""]
TEXT = some.characters(exclude_categories=("Cs",), exclude_characters="\0")
ENTITIES = ["organisations", "persons", "opportunities", "products"]


@pytest.fixture(scope="module")
def shared():
    with (
        Sandbox(records=20, requests_per_minute=None) as sandbox,
        WebCRM(sandbox.application_token, base_url=sandbox.url, requests_per_minute=None) as crm,
    ):
        yield crm


def values_of(field: CustomField) -> some.SearchStrategy[Any]:
    """Give all the values that a field accepts."""
    by_type: dict[str, some.SearchStrategy[Any]] = {
        "bool": some.booleans(),
        "int": some.integers(-(2**31), 2**31 - 1),
        "float": some.floats(-1e9, 1e9),
        "datetime": some.datetimes(min_value=datetime.datetime(1900, 1, 1)),
        "checkbox": some.booleans(),
        "integer": some.integers(-(10**18), 10**18),
        "positive integer": some.integers(0, 10**18),
        "double": some.integers(-(10**9), 10**9).map(lambda number: number / 1000),
        "date": some.dates(min_value=datetime.date(1900, 1, 1)),
    }
    if field.type == "list":
        return some.sampled_from(field.choices)
    if field.type == "multi-select":
        return some.lists(some.sampled_from(field.choices), unique=True)
    text = some.text(TEXT, max_size=(field.max_length or 200) // 2)
    return by_type.get(field.native or field.type, text)


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_value_that_is_accepted_reads_back_the_same(shared, entity):
    resource = getattr(shared, entity)
    table = next(table for table in TABLES if table.resource == entity)
    id_ = resource.list().first()[table.id_column]
    fields = {field.property: field for field in shared.fields(entity).custom() if field.attribute}
    assert len(fields) > 10
    given_values = some.fixed_dictionaries({}, optional={name: values_of(field) for name, field in fields.items()})

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(given_values)
    def reads_back(values: dict[str, Any]) -> None:
        record = resource.get(id_)
        shared.custom(record).update(values)
        resource.update(id_, record)
        view = shared.custom(resource.get(id_))
        assert {name: view[name] for name in values} == values

    reads_back()


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
    with pytest.raises(ConfigurationError, match="no field metadata for 'Nonsense'; there is for Activity, "):
        crm.fields("Nonsense")
    assert crm.fields("SyncedMeeting").entity == "SyncedMeeting"
    assert sum(1 for call in sandbox.requests if "FieldsMetadata" in call.path) == 3


def test_a_value_that_does_not_fit_leaves_the_record_as_it_was(crm):
    organisation = crm.organisations.get(1)
    before = organisation.to_dict()
    view = crm.custom(organisation)
    with pytest.raises(InvalidChoiceError, match="Customer segment"):
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
    assert typed_module.main(["Organisation"]) == 0
    module = tmp_path / "organisation_fields.py"
    source = module.read_text(encoding="utf-8")
    compile(source, "module", "exec")
    assert "def customer_segment(self, value: Literal['-- choose --', 'A', 'B', 'C'] | None)" in source
    assert typed_module.main(["Organisation", "--check"]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    changed = source.replace("'ERP number', 'text'", "'Old number', 'integer'").replace("('A', 'B'", "('A', 'Q'")
    module.write_text(
        changed.replace("('OrganisationXText8', 'X text 8', 'text', ()),", "('Gone', 'Gone', 'text', ()),"),
        encoding="utf-8",
    )
    assert typed_module.main(["Organisation", "--check"]) == 1
    said = capsys.readouterr().out
    assert "the label was 'Old number'" in said
    assert "integer became text" in said
    assert "+ X text 8" in said
    assert "- Gone" in said
    assert typed_module.main(["Nonsense"]) == 2
    (tmp_path / "mine.py").write_text("x = 1")
    assert typed_module.main(["Organisation", "--output", "mine.py"]) == 2
    assert "was not written by this program" in capsys.readouterr().err
    assert (tmp_path / "mine.py").read_text() == "x = 1"
    (tmp_path / "mine.py").write_bytes(b"\xff\xfe\0x")
    assert typed_module.main(["Organisation", "--output", "mine.py"]) == 2
    assert "was not written by this program" in capsys.readouterr().err
    assert (tmp_path / "mine.py").read_bytes() == b"\xff\xfe\0x"
    assert typed_module.main(["Organisation", "--output", str(tmp_path)]) == 2
    assert typed_module.read_facts("not python (") == typed_module.read_facts("x = 1") == []
    assert typed_module.read_facts("x = '\0'") == typed_module.read_facts("FIELDS: list[int]") == []
    without_type = re.sub(r"^FIELDS: .* = ", "FIELDS = ", source, flags=re.MULTILINE)
    assert without_type != source
    assert typed_module.read_facts(without_type) == typed_module.read_facts(source) != []
    assert typed_module.read_facts("FIELDS = [1, 2]") == typed_module.read_facts("FIELDS = f()") == []


def field(label: str, number: int, **more: Any) -> FieldMetadataDto:
    told = {"FieldMetadataLabel": label, "FieldMetadataFriendlyFieldName": f"OrganisationCustom{number}", **more}
    return FieldMetadataDto.from_dict(told)


def organisation_fields(*metadata: FieldMetadataDto) -> Fields:
    return fields_from("Organisation", list(metadata), OrganisationDto)


def test_types_come_from_the_code_where_it_is_known_and_from_the_entries_otherwise():
    entries = [{"Text": "Gold", "Value": "G"}, {"Text": "Silver", "Value": None}]
    fields = organisation_fields(
        field("a", 1, FieldMetadataDisplayType="D"),
        field("b", 2, FieldMetadataDisplayType="???"),
        field("c", 3, FieldMetadataDisplayType=None, FieldMetadataDropdownListData=entries),
        field("d", 4),
        FieldMetadataDto.from_dict({"FieldMetadataLabel": "nameless"}),
        FieldMetadataDto.from_dict({"FieldMetadataDbFieldName": "o_custom5"}),
    )
    assert [each.type for each in fields.values()] == ["list", "text", "list", "text", "text"]
    assert fields.find("c").choices == ("G", "Silver")
    assert (fields.find("o_custom5").label, fields.find("o_custom5").attribute) == ("o_custom5", None)
    assert fields.with_types({"b": "multi-select"}).find("b").type == "multi-select"


def test_an_ambiguous_label_is_an_error_that_says_between_what():
    fields = organisation_fields(field("Number", 1), field("Number", 2))
    with pytest.raises(FieldValueError, match="say which of OrganisationCustom1, OrganisationCustom2"):
        fields.find("Number")
    assert fields.find("organisation_custom_2").property == "OrganisationCustom2"


def test_a_view_can_be_gone_through_like_a_mapping_and_loses_no_field():
    # Two share a label, and the label of one is what another is called in the API.
    fields = organisation_fields(field("Number", 1), field("Number", 2), field("City", 3))
    fields = Fields("Organisation", [*fields.values(), *organisation_fields(field("OrganisationCustom3", 4)).values()])
    view = CustomView(
        fields, OrganisationDto(organisation_id=1, organisation_custom_1="one", organisation_custom_2="two")
    )
    assert list(view) == ["OrganisationCustom1", "OrganisationCustom2", "City", "OrganisationCustom4"]
    assert dict(view) == view.to_dict()
    assert [view.to_dict()[name] for name in list(view)[:2]] == ["one", "two"]
    assert all(name in view for name in ("Number", "City", "organisation_custom_3", "OrganisationCustom4"))
    assert "Nonsense" not in view
    assert 5 not in view


def test_every_error_names_the_field_and_showing_a_record_never_fails():
    checkbox, moment = {"FieldMetadataDisplayType": "C"}, {"FieldMetadataDisplayType": "DT"}
    fields = organisation_fields(field("Is VIP", 1, **checkbox), field("On", 2, **moment))
    record = OrganisationDto.from_dict({"OrganisationCustom1": "yes", "OrganisationCustom2": "soon"})
    view = CustomView(fields, record)
    with pytest.raises(InvalidCheckboxError, match=r"^Is VIP \(OrganisationCustom1\): .*\"yes\", \"true\""):
        view["Is VIP"]
    with pytest.raises(FieldValueError, match=r"^On \(OrganisationCustom2\): 'soon' is not a date"):
        view["On"]
    with pytest.raises(InvalidCheckboxError, match="Is VIP"):
        view["Is VIP"] = "Yes"
    assert repr(view) == "<custom fields of OrganisationDto: {'Is VIP': 'yes', 'On': 'soon'}>"
    view["On"] = datetime.datetime(2020, 1, 2, 3, 4)
    assert view["On"] == datetime.datetime(2020, 1, 2, 3, 4)


def test_fields_and_values_are_the_same_to_both_clients(sandbox, either):
    organisation = either.organisations.get(1)
    view = either.custom(organisation, match="closest-case")
    view["Customer segment"] = "a"
    view["Interested in"] = ["00: pendants"]
    either.organisations.update(1, organisation)
    stored = sandbox.record("Organisations", 1)
    assert (stored["OrganisationCustom1"], stored["OrganisationCustom8"]) == ("A", "00: Pendants")
    assert either.fields("Organisation", types={"ERP number": "integer"}).find("ERP number").type == "integer"
    assert either.fields("Organisation").find("ERP number").type == "text"
    with pytest.raises(FieldValueError, match="Did you mean 'ERP number'"):
        either.fields("Organisation", types={"ERP numbr": "integer"})


@settings(derandomize=True, deadline=None, max_examples=60)
@given(some.lists(some.text(max_size=30) | some.sampled_from(LABELS), max_size=8))
def test_the_typed_module_can_be_read_whatever_the_labels_are(labels):
    fields = organisation_fields(*(field(label, number) for number, label in enumerate(labels, 1)))
    source = typed_module.write_module(fields)
    names: dict[str, Any] = {}
    exec(compile(source, "module", "exec"), names)
    record = OrganisationDto.from_dict({})
    typed = names["OrganisationFields"](CustomView(fields, record))
    properties = [name for name, value in vars(type(typed)).items() if isinstance(value, property)]
    assert len(properties) == len(labels)
    for number, name in enumerate(properties):
        setattr(typed, name, f"value {number}")
    assert [getattr(typed, name) for name in properties] == [f"value {number}" for number in range(len(labels))]
    assert [fact.label for fact in typed_module.read_facts(source)] == [each.label for each in fields.values()]


def test_a_type_checker_knows_the_resources_and_catches_a_wrong_value(crm, tmp_path):
    (tmp_path / "organisation_fields.py").write_text(typed_module.write_module(crm.fields("Organisation")) + "\n")
    # An entity without fields of its own has a module as well.
    (tmp_path / "product_fields.py").write_text(typed_module.write_module(Fields("Product", [])) + "\n")
    program = tmp_path / "program.py"
    program.write_text(
        "from typing import assert_type\n"
        "from webcrm_api.models import PersonDto\n"
        "from webcrm_api.pages import AsyncPages, Pages\n"
        "from webcrm_ext import AsyncWebCRM, WebCRM\n"
        "from webcrm_api.resources.persons import AsyncPersons, Persons\n"
        "from organisation_fields import OrganisationFields\n"
        "from product_fields import ProductFields\n"
        "def change(fields: OrganisationFields, crm: WebCRM, acrm: AsyncWebCRM) -> None:\n"
        "    fields.customer_segment = 'A'\n"
        "    assert_type(crm.persons, Persons)\n"
        "    assert_type(crm.persons.get(1), PersonDto)\n"
        "    assert_type(crm.persons.find(person_id=1), Pages[PersonDto])\n"
        "    assert_type(acrm.persons, AsyncPersons)\n"
        "    assert_type(acrm.persons.find(person_id=1), AsyncPages[PersonDto])\n"
        "    assert_type(crm.query('SELECT 1', into=PersonDto), Pages[PersonDto])\n"
        "    fields.customer_segment = 'a'\n"
        "    fields.wants_the_newsletter = 'Yes'\n"
        "    crm.persons.upsert_by('PersonEmail', [1])\n"
        "    assert_type(ProductFields(crm.custom(PersonDto(person_id=1))), ProductFields)\n"
    )
    options = ["--strict", "--follow-imports=silent", "--no-incremental"]
    command = [sys.executable, "-m", "mypy", *options, program.name, "product_fields.py"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    wrong = re.findall(r"^program\.py:(\d+): error", checked.stdout, re.MULTILINE)
    assert wrong == ["16", "17", "18"], checked.stdout + checked.stderr
    assert "product_fields.py" not in checked.stdout
