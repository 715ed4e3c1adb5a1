"""Custom fields: by label, with checked values, and in a typed module."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import MeetingInfoGetByIdDto, PersonDto
from webcrm_api.tables import TABLES

from tests.examples import examples
from webcrm_ext import FieldValueError, InvalidChoiceError, WebCRM
from webcrm_ext.custom_fields.__main__ import main
from webcrm_ext.custom_fields.fields import CustomField, Fields
from webcrm_ext.custom_fields.typed_module import read_recorded_fields, write_module
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.sandbox import Sandbox

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
        "datetime": some.datetimes(datetime.datetime(1900, 1, 1), timezones=some.just(datetime.UTC)),
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
    table = next(table for table in TABLES if table.resource == entity)
    id_ = resource.list().first()[table.id_column]
    fields = {field.property: field for field in shared.fields(entity).custom() if field.attribute}
    assert len(fields) > 10
    updates = some.fixed_dictionaries({}, optional={name: values_of(field) for name, field in fields.items()})

    @settings(max_examples=examples(25))
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
    with pytest.raises(FieldValueError, match="no field or property 'qqqqqq'"):
        fields.find("qqqqqq")
    changed = crm.fields("Organisation", types={"ERP number": "integer"}, refresh=True)
    assert changed.find("ERP number").type == "integer"
    with pytest.raises(ConfigurationError, match="Unknown field type 'number'"):
        crm.fields("Organisation", types={"ERP number": "number"})  # type: ignore[dict-item]
    for types in ("text", {"ERP number": ["text"]}):
        with pytest.raises(ConfigurationError, match=r"types is 'text'|Unknown field type \['text'\]"):
            crm.fields("Organisation", types=types)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="No field metadata exists for 5"):
        crm.fields(5)  # type: ignore[arg-type]
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
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    view["X date 1"] = moment
    view["ERP number"] = None
    assert (view["X int 1"], view["X date 1"], view["ERP number"]) == (7, moment, None)
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


@pytest.mark.slow
def test_type_checker_catches_wrong_values(crm, tmp_path):
    (tmp_path / "organisation_fields.py").write_text(write_module(crm.fields("Organisation")) + "\n")
    # An entity without custom fields has a typed module too.
    (tmp_path / "product_fields.py").write_text(write_module(Fields("Product", [])) + "\n")
    program = tmp_path / "program.py"
    program.write_text(
        "from typing import Any, assert_type\n"
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
        "    labels: dict[str, Any] = {'ERP number': 'K7'}\n"
        "    crm.organisations.update(1, organisation_city='Odense', organisation_x_date_1=None)\n"
        "    crm.organisations.update(1, **labels)\n"
        "    crm.organisations.update(1, {'OrganisationCity': 'Odense'})\n"
        "    crm.quotation_lines.update(1, quotation_line_quantity=2)\n"
        "    crm.organisations.update(1, organisation_city=5)\n"
        "    crm.organisations.update(1, organisation_citty='Odense')\n"
        "    crm.organisations.update(1, organisation_created_at=None)\n"
        "    crm.quotation_lines.update(1, quotation_line_quantity='2')\n"
        "    assert_type(crm.custom(PersonDto(person_id=1)).save(), dict[str, Any] | None)\n"
        "async def save(acrm: AsyncWebCRM) -> None:\n"
        "    view = await acrm.custom(PersonDto(person_id=1))\n"
        "    assert_type(ProductFields(view), ProductFields)\n"
        "    assert_type(await view.save(), dict[str, Any] | None)\n"
        "    await acrm.persons.update(1, person_birthday='today')\n"
    )
    options = ["--strict", "--follow-imports=silent", "--no-incremental"]
    command = [sys.executable, "-m", "mypy", *options, program.name, "product_fields.py"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    wrong = re.findall(r"^program\.py:(\d+): error", checked.stdout, re.MULTILINE)
    assert wrong == ["16", "17", "18", "25", "26", "27", "28", "34"], checked.stdout + checked.stderr
    assert "product_fields.py" not in checked.stdout
