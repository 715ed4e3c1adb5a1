"""Custom fields: by label, with checked values, and in a typed module."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import FieldMetadataDto, MeetingInfoGetByIdDto, OrganisationDto, PersonDto

from webcrm_ext import FieldValueError, InvalidCheckboxError, InvalidChoiceError, WebCRM
from webcrm_ext.custom_fields.__main__ import main
from webcrm_ext.custom_fields.fields import CustomField, Fields
from webcrm_ext.custom_fields.kinds import KINDS, FieldType
from webcrm_ext.custom_fields.metadata import parse_fields
from webcrm_ext.custom_fields.typed_module import RecordedField, changes, read_recorded_fields, write_module
from webcrm_ext.custom_fields.view import CustomView
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
    """Return a strategy for all values that a field accepts."""
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
def test_accepted_values_read_back_the_same(shared, entity):
    resource = getattr(shared, entity)
    id_ = resource.list().first()[f"{resource.model.__name__.removesuffix('Dto')}Id"]
    fields = {field.property: field for field in shared.fields(entity).custom() if field.attribute}
    assert len(fields) > 10
    updates = some.fixed_dictionaries({}, optional={name: values_of(field) for name, field in fields.items()})

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(updates)
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
    with pytest.raises(ConfigurationError, match="Unknown field type 'number'"):
        crm.fields("Organisation", types={"ERP number": "number"})  # type: ignore[dict-item]
    with pytest.raises(ConfigurationError, match=r"No field metadata exists for 'Nonsense'\. Use one of: Activity, "):
        crm.fields("Nonsense")
    assert crm.fields("SyncedMeeting").entity == "SyncedMeeting"
    assert sum(1 for call in sandbox.requests if "FieldsMetadata" in call.path) == 3


def test_invalid_value_leaves_the_record_unchanged(crm):
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


@pytest.fixture
def folder(sandbox, tmp_path, monkeypatch):
    """Return an empty working directory, with the settings of the sandbox in the environment."""
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_typed_module_is_written_and_reports_changes(folder, capsys):
    assert main(["Organisation"]) == 0
    module = folder / "organisation_fields.py"
    source = module.read_text(encoding="utf-8")
    compile(source, "module", "exec")
    assert "def customer_segment(self, value: Literal['-- choose --', 'A', 'B', 'C'] | None)" in source
    assert main(["Organisation", "--check"]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    changed = source.replace("'ERP number', 'text'", "'Old number', 'integer'").replace("('A', 'B'", "('A', 'Q'")
    module.write_text(
        changed.replace("('OrganisationXText8', 'X text 8', 'text', ()),", "('Gone', 'Gone', 'text', ()),"),
        encoding="utf-8",
    )
    assert main(["Organisation", "--check"]) == 1
    printed = capsys.readouterr().out
    assert "label changed from 'Old number'" in printed
    assert "type changed from integer to text" in printed
    assert "+ X text 8" in printed
    assert "- Gone" in printed


def test_typed_module_reports_added_and_removed_choices():
    before = [RecordedField("OrganisationCustom1", "Segment", "list", ("A", "Q"))]
    after = [RecordedField("OrganisationCustom1", "Segment", "list", ("A", "B"))]
    assert changes(before, after) == ["~ Segment (OrganisationCustom1): choices +'B', -'Q'"]


def test_typed_module_never_overwrites_other_files(folder, capsys):
    assert main(["Nonsense"]) == 2
    assert main(["Organisation", "--output", str(folder)]) == 2
    other = folder / "mine.py"
    for content in (b"x = 1", b"\xff\xfe\0x"):
        other.write_bytes(content)
        assert main(["Organisation", "--output", "mine.py"]) == 2
        assert "was not written by this program" in capsys.readouterr().err
        assert other.read_bytes() == content


def test_recorded_fields_are_read_from_typed_modules_only(crm):
    assert read_recorded_fields("not python (") == read_recorded_fields("x = 1") == []
    assert read_recorded_fields("x = '\0'") == read_recorded_fields("FIELDS: list[int]") == []
    assert read_recorded_fields("FIELDS = [1, 2]") == read_recorded_fields("FIELDS = f()") == []
    source = write_module(crm.fields("Organisation"))
    without_type = re.sub(r"^FIELDS: .* = ", "FIELDS = ", source, flags=re.MULTILINE)
    assert without_type != source
    assert read_recorded_fields(without_type) == read_recorded_fields(source) != []


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
    view = CustomView(
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


def test_both_clients_write_and_describe_fields_alike(sandbox, either):
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
def test_typed_module_is_valid_for_any_labels(labels):
    fields = organisation_fields(*(field(label, number) for number, label in enumerate(labels, 1)))
    source = write_module(fields)
    names: dict[str, Any] = {}
    exec(compile(source, "module", "exec"), names)
    record = OrganisationDto.from_dict({})
    typed = names["OrganisationFields"](CustomView(fields, record))
    properties = [name for name, value in vars(type(typed)).items() if isinstance(value, property)]
    assert len(properties) == len(labels)
    for number, name in enumerate(properties):
        setattr(typed, name, f"value {number}")
    assert [getattr(typed, name) for name in properties] == [f"value {number}" for number in range(len(labels))]
    assert [recorded.label for recorded in read_recorded_fields(source)] == [each.label for each in fields.values()]


def test_type_checker_catches_wrong_values(crm, tmp_path):
    (tmp_path / "organisation_fields.py").write_text(write_module(crm.fields("Organisation")) + "\n")
    # An entity without custom fields has a typed module too.
    (tmp_path / "product_fields.py").write_text(write_module(Fields("Product", [])) + "\n")
    program = tmp_path / "program.py"
    program.write_text(
        "from typing import assert_type\n"
        "from webcrm_api.models import PersonDto\n"
        "from webcrm_api.pages import AsyncPages, Pages\n"
        "from webcrm_ext import AsyncWebCRM, WebCRM\n"
        "from webcrm_ext.resources import AsyncPersons, Persons\n"
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
