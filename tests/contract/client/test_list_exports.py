"""Lists as dictionaries, data frames and HTML tables."""

from __future__ import annotations

import datetime
import re
import sys
from typing import Any

import httpx
import pytest
from webcrm_api.models import PersonDto
from webcrm_api.tables import TABLES

from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import ConfigurationError, QueryError, WebCRM
from webcrm_ext.paging.tables import to_dicts
from webcrm_ext.sandbox import Sandbox

WITHOUT_METADATA = ("budgets", "persons_b2c", "relations")
UTC = datetime.UTC


@pytest.fixture(scope="module")
def running():
    with Sandbox(records=20, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def either(running, connect_either):
    crm = connect_either(running)
    crm.persons.list().first()  # logs in
    running.requests.clear()
    return crm


def field(property_: str, label: str, display_type: str) -> dict[str, Any]:
    return {
        "FieldMetadataFriendlyFieldName": property_,
        "FieldMetadataLabel": label,
        "FieldMetadataDisplayType": display_type,
    }


FIELDS = [
    field("PersonId", "Id", "I"),
    field("PersonName", "Name", "T"),
    field("PersonUpdatedAt", "Changed", "DAT"),
    field("PersonCustom1", "Member", "C"),
    field("PersonCustom2", "Children", "I"),
    field("PersonCustom3", "Joined", "DA"),
    field("PersonCustom4", "Interests", "ML"),
    field("PersonCustom5", "Role", "D"),
    field("PersonCustom6", "Number", "T"),
    field("PersonCustom7", "Number", "T"),
    field("PersonCustom8", "PersonEmail", "T"),
    field("PersonCustom9", "Called", "DAT"),
    field("PersonCheckMark1", "Checked", "C"),
]
"""Two fields share a label, and one label is the name of another property."""

PERSON = {
    "PersonId": 1, "PersonName": "Anna", "PersonUpdatedAt": "2024-05-31T09:30:15+02:00", "PersonCustom1": "Yes",
    "PersonCustom2": "3", "PersonCustom3": "20180630", "PersonCustom4": "00: Fairs, 02: News", "PersonCustom5": "Buyer",
    "PersonCustom6": "1", "PersonCustom7": "2", "PersonCustom8": "3", "PersonCustom9": "2018-06-30T08:00:00",
    "PersonCheckMark1": True, "PersonOfTomorrow": "x",
}  # fmt: skip
LABELLED = {
    "Id": 1, "Name": "Anna", "Member": True, "Children": 3, "Joined": "2018-06-30",
    "Interests": ["00: Fairs", "02: News"], "Role": "Buyer", "PersonCustom6": "1", "PersonCustom7": "2",
    "PersonCustom8": "3", "Called": "2018-06-30T08:00:00.000000+00:00", "Checked": True, "PersonOfTomorrow": "x",
}  # fmt: skip


def serving(*persons: dict[str, Any]) -> WebCRM:
    """Return a client of a service with these persons and fields."""

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=FIELDS if request.url.path.startswith("/FieldsMetadata") else list(persons))

    return WebCRM(TOKEN, transport=MockService(respond))


def test_dictionaries_are_those_of_the_records(either):
    people = either.persons.list(limit=3)
    assert people.to_dicts() == [each.to_dict() for each in people]
    statement = "SELECT PersonId, PersonName FROM Person"
    assert either.query(statement).to_dicts() == either.query(statement).to_list()


def test_labels_replace_properties_and_custom_values_become_python_values():
    with serving(PERSON) as crm:
        (row,) = crm.persons.list().to_dicts(labels=True)
        assert list(row).index("Changed") == list(crm.persons.list().first().keys()).index("PersonUpdatedAt")
        row.pop("Changed")
        assert row == LABELLED
        assert crm.query("SELECT * FROM Person", into=PersonDto).to_dicts(labels=True)[0]["Children"] == 3


def test_values_that_do_not_fit_stay_as_they_are_stored():
    wrong = {"PersonId": 1, "PersonCustom1": "maybe", "PersonCustom2": "many", "PersonCustom3": "soon"}
    with serving(wrong, {"PersonId": 2, "PersonCustom1": "", "PersonCustom2": None}) as crm:
        assert crm.persons.list().to_dicts(labels=True) == [
            {"Id": 1, "Member": "maybe", "Children": "many", "Joined": "soon"},
            {"Id": 2, "Member": None, "Children": None},
        ]


def test_labels_cost_one_request_for_each_entity(running, either):
    either.persons.list(limit=2).to_dicts(labels=True)
    either.persons.find(person_id=1).to_dicts(labels=True)
    paths = [call.path for call in running.requests]
    assert paths == ["/FieldsMetadata/Person", "/Persons", "/Queries"]
    organisation = either.organisations.list(limit=1).to_dicts(labels=True)[0]
    assert {"ERP number", "Wants the newsletter"} <= set(organisation)


@pytest.mark.parametrize("export", ["to_dicts", pytest.param("to_pandas", marks=pytest.mark.slow)])
def test_labels_of_what_has_none_raise_before_any_call(running, either, export):
    with pytest.raises(QueryError, match=r"Pass a model, as in crm\.query\(…, into=PersonDto\)"):
        getattr(either.query("SELECT * FROM Person"), export)(labels=True)
    for name in WITHOUT_METADATA:
        with pytest.raises(ConfigurationError, match="No field metadata exists for"):
            getattr(getattr(either, name).list(), export)(labels=True)
    assert len(running.requests) == 0


def test_missing_pandas_raises_before_any_call(running, either, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'webcrm-client\[pandas\]'"):
        either.persons.list().to_pandas()
    assert len(running.requests) == 0


@pytest.mark.slow
def test_data_frame_has_a_row_for_each_record_and_types_survive_nulls(running, either):
    nulls = {**dict.fromkeys(running.record("Persons", 1)), "PersonId": 2}
    running.put_record("Persons", 2, nulls)
    frame = either.persons.list(limit=3).to_pandas(labels=False)
    assert set(frame.columns) == {*running.record("Persons", 1), "PersonSecurityInfo"}
    assert list(frame["PersonId"]) == [1, 2, 3]
    kinds = {"PersonId": "Int64", "PersonOrganisationId": "Int64", "PersonBlockMassEmail": "boolean",
             "PersonName": "string", "PersonStatus": "string", "PersonCreatedAt": "datetime64[us, UTC]",
             "PersonSecurityInfo": "object"}  # fmt: skip
    assert {name: str(frame[name].dtype) for name in kinds} == kinds
    assert [str(each) for each in frame.loc[1, ["PersonOrganisationId", "PersonName"]]] == ["<NA>", "<NA>"]
    assert frame["PersonCreatedAt"].isna().tolist() == [False, True, False]
    for limited in (either.persons.find(person_id=2), either.persons.find(person_id=0)):
        empty = limited.to_pandas(labels=False)
        assert empty.dtypes.equals(frame.dtypes)
        assert list(empty.index) == [0][: len(empty)]


@pytest.mark.slow
def test_every_table_becomes_a_data_frame(either):
    for table in TABLES:
        records = getattr(either, table.resource).list()
        frame = records.to_pandas()
        assert len(frame) == records.count()
        assert frame.columns.is_unique
        assert str(records.to_pandas(labels=False)[table.id_column].dtype) == "Int64"


@pytest.mark.slow
def test_dates_of_any_year_become_microseconds_in_utc():
    dates = {
        "0001-01-01T00:00:00+00:00": None,
        "0002-01-01T00:00:00": datetime.datetime(2, 1, 1, tzinfo=UTC),
        "1599-12-31T23:59:59.9999999+02:00": datetime.datetime(1599, 12, 31, 21, 59, 59, 999999, tzinfo=UTC),
        "2024-05-31T09:30:15.1234567Z": datetime.datetime(2024, 5, 31, 9, 30, 15, 123456, tzinfo=UTC),
        "9999-12-31T23:59:59.9999999-02:00": datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    }
    with serving(*({"PersonId": 1, "PersonUpdatedAt": text} for text in (*dates, None))) as crm:
        column = crm.persons.list().to_pandas()["Changed"]
    assert str(column.dtype) == "datetime64[us, UTC]"
    assert [None if no else each.to_pydatetime() for each, no in zip(column, column.isna(), strict=True)] == [
        *dates.values(),
        None,
    ]


@pytest.mark.slow
def test_labels_name_the_columns_and_give_custom_fields_their_types():
    wrong = {"PersonId": 2**62 + 1, "PersonCustom5": None, "PersonCustom2": "", "PersonCustom9": "soon"}
    wrong["PersonCustom4"] = "01: Shows, 02: News"  # as many as the other person's
    with serving(PERSON, wrong) as crm:
        frame = crm.persons.list().to_pandas()
        assert crm.persons.list().to_pandas(labels=True).equals(frame)
        assert crm.persons.list().to_pandas(labels=False)["PersonCustom1"].tolist()[0] == "Yes"
    kinds = {"Id": "Int64", "Member": "boolean", "Children": "Int64", "Joined": "datetime64[us, UTC]",
             "Interests": "object", "Role": "string", "PersonCustom7": "string", "Called": "object",
             "PersonOfTomorrow": "string"}  # fmt: skip
    assert {name: str(frame[name].dtype) for name in kinds} == kinds
    assert frame["Id"].tolist() == [1, 2**62 + 1]
    assert frame["Interests"].tolist() == [["00: Fairs", "02: News"], ["01: Shows", "02: News"]]
    assert frame.loc[0, "Joined"].to_pydatetime() == datetime.datetime(2018, 6, 30, tzinfo=UTC)
    assert frame.loc[1, "Called"] == "soon"


@pytest.mark.slow
def test_rows_of_a_query_become_a_data_frame_by_their_values():
    rows = [
        {"A": 1, "B": None, "C": 1, "D": "x", "E": True, "F": 1},
        {"A": None, "C": 1.5, "D": None, "F": "x", "G": 2},
    ]
    with serving(*rows) as crm:
        frame = crm.query("SELECT * FROM Person").to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "A": "Int64", "B": "object", "C": "float64", "D": "string", "E": "boolean", "F": "object", "G": "Int64",
    }  # fmt: skip
    assert frame["F"].tolist() == [1, "x"]


def test_unknown_property_with_the_name_of_a_label_keeps_both(crm):
    organisation = crm.organisations.get(1)
    organisation.organisation_city = "Odense"
    organisation.additional_properties["City"] = "unknown"
    [row] = to_dicts([organisation], type(organisation), crm.fields("Organisation"))
    assert (row["City"], row["OrganisationCity"]) == ("unknown", "Odense")


def test_notebooks_show_records_as_a_table():
    secret = {"PersonId": 7, "PersonName": "<b>Anna</b>", "PersonPassword": "hunter2", "PersonEmail": "a@example.com",
              "PersonMemo": "x" * 200, "PersonStatus": "Active", "PersonOrganisationId": 5,
              "PersonComment": ""}  # fmt: skip
    with serving(*([secret] * 30)) as crm:
        records = crm.persons.list().to_list()
        for shown in (records._repr_html_(), crm.persons.list().page(1)._repr_html_()):
            columns = re.findall("<th [^>]*>([^<]*)<", shown)
            assert columns[:4] == ["person_id", "person_name", "person_email", "person_organisation_id"]
            assert "person_comment" not in shown
            assert "&lt;b&gt;Anna" in shown
            assert "hunter2" not in shown
            assert "x" * 100 not in shown
            assert shown.count("<tr>") == 1 + 20
            assert "20 of 30 records" in shown
        assert isinstance(records, list)
        assert records == list(records)
        assert "No records" in type(records)()._repr_html_()
        assert ">&lt;b&gt;Anna" in crm.query("SELECT 1 AS A").to_list()._repr_html_()
