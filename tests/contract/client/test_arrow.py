"""`arrow_batches` and `to_arrow`: a schema that does not depend on the records, and nothing that breaks a page."""

from __future__ import annotations

import datetime
import json
import sys

import pyarrow as pa
import pytest
from webcrm_api.models import PersonDto

from webcrm_ext.errors import ConfigurationError, QueryError

UTC = datetime.UTC


def _changed(sandbox, **properties):
    """Change the first person as no client could, and return its id."""
    id_ = 1
    sandbox.put_record("Persons", id_, {**sandbox.record("Persons", id_), **properties})
    return id_


def _row(crm, id_):
    return next(row for row in crm.persons.list().to_arrow().to_pylist() if row["PersonId"] == id_)


def test_arrow_has_the_values_of_models(either, sandbox):
    table = either.persons.list(size=50).to_arrow()
    assert table.num_rows == sandbox.count("Persons")
    assert table.column("_unexpected").null_count == table.num_rows
    rows = {row["PersonId"]: row for row in table.to_pylist()}
    for record in either.persons.list(limit=50).to_list():
        row = rows[record.person_id]
        assert {name: row[name] for name in record if name in row} == dict(record)


def test_arrow_schema_is_stable(either):
    full = either.persons.list(limit=30).to_arrow().schema
    assert either.persons.find(person_id=987654).to_arrow().schema == full
    kinds = {str(full.field(name).type) for name in full.names}
    assert kinds == {"int32", "string", "bool", "timestamp[us, tz=UTC]", "struct<CanEdit: bool, CanRead: bool>"}
    assert [batch.num_rows for batch in either.persons.list(size=20, limit=50).arrow_batches()] == [20, 20, 10]
    assert either.query("SELECT * FROM Person", into=PersonDto, limit=3).to_arrow().schema == full


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PersonFirstName", 5),
        ("PersonFirstName", ["a"]),
        ("PersonCampaignWrongPasswordCount", "7"),
        ("PersonCampaignWrongPasswordCount", 1.5),
        ("PersonCampaignWrongPasswordCount", 2**40),
        ("PersonBlockMassEmail", 1),
        ("PersonBirthday", "next week"),
        ("PersonBirthday", 20240531),
        ("PersonNewProperty", {"since": 1}),
    ],
)
def test_unexpected_values_are_kept_as_json(crm, sandbox, name, value):
    row = _row(crm, _changed(sandbox, **{name: value}))
    assert row.get(name) is None
    assert json.loads(row["_unexpected"]) == {name: value}


@pytest.mark.parametrize(
    ("stored", "moment"),
    [
        ("0001-01-01T00:00:00", None),
        ("2024-05-31T12:30:00.1234569", datetime.datetime(2024, 5, 31, 12, 30, 0, 123456, UTC)),
        ("2024-05-31T12:30:00.1234569+02:00", datetime.datetime(2024, 5, 31, 10, 30, 0, 123456, UTC)),
        ("9999-12-31T23:59:59-05:00", datetime.datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_dates_are_cut_to_microseconds(crm, sandbox, stored, moment):
    row = _row(crm, _changed(sandbox, PersonBirthday=stored))
    assert (row["PersonBirthday"], row["_unexpected"]) == (moment, None)


def test_storm_of_nulls_and_unknown_values_ends_whole(either, sandbox):
    sandbox.set_faults(null_share=0.4, unknown_enums=True, unknown_properties=True)
    table = either.organisations.list(size=40).to_arrow()
    assert table.num_rows == sandbox.count("Organisations")
    assert all(json.loads(each).keys() >= {"AddedWithoutNotice"} for each in table.column("_unexpected").to_pylist())


def test_rows_of_a_query_have_no_arrow_schema(either):
    with pytest.raises(QueryError, match="into=PersonDto"):
        either.query("SELECT * FROM Person").to_arrow()


def test_missing_pyarrow_names_the_extra(either, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"webcrm-client\[arrow\]"):
        either.persons.list().to_arrow()


def test_batches_are_record_batches(crm):
    assert isinstance(next(crm.persons.list().arrow_batches()), pa.RecordBatch)
