"""`arrow_batches` and `to_arrow`: a schema that does not depend on the records, and nothing that breaks a page."""

from __future__ import annotations

import datetime
import json
import sys

import pyarrow as pa
import pytest
from webcrm_api.models import PersonDto

from webcrm_ext.errors import ConfigurationError, QueryError
from webcrm_ext.exports.arrow import ArrowConverter
from webcrm_ext.exports.tables import columns_of
from webcrm_ext.exports.values import decode_record

UTC = datetime.UTC


def change(sandbox, id_, **properties):
    """Change a person as no client could."""
    sandbox.put_record("Persons", id_, {**sandbox.record("Persons", id_), **properties})


def rows_by_id(crm):
    return {row["PersonId"]: row for row in crm.persons.list().to_arrow().to_pylist()}


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


UNEXPECTED = [
    ("PersonFirstName", 5),
    ("PersonFirstName", ["a"]),
    ("PersonCampaignWrongPasswordCount", "7"),
    ("PersonCampaignWrongPasswordCount", 1.5),
    ("PersonCampaignWrongPasswordCount", 2**40),
    ("PersonBlockMassEmail", 1),
    ("PersonBirthday", "next week"),
    ("PersonBirthday", 20240531),
    ("PersonNewProperty", {"since": 1}),
]
DATES = [
    ("0001-01-01T00:00:00", None),
    ("", None),
    ("2024-05-31T12:30:00.1234569", datetime.datetime(2024, 5, 31, 12, 30, 0, 123456, UTC)),
    ("2024-05-31T12:30:00.1234569+02:00", datetime.datetime(2024, 5, 31, 10, 30, 0, 123456, UTC)),
    ("2024-05-31", datetime.datetime(2024, 5, 31, tzinfo=UTC)),
]
LAST = ("9999-12-31T23:59:59-05:00", datetime.datetime.max.replace(tzinfo=UTC))


def test_unexpected_values_are_kept_as_json(crm, sandbox):
    for id_, (name, value) in enumerate(UNEXPECTED, 1):
        change(sandbox, id_, **{name: value})
    # A page for each record: values of other types change how the rest of a column is read.
    rows = {row["PersonId"]: row for row in crm.persons.list(size=1, limit=len(UNEXPECTED) + 1).to_arrow().to_pylist()}
    for id_, (name, value) in enumerate(UNEXPECTED, 1):
        assert rows[id_].get(name) is None
        assert json.loads(rows[id_]["_unexpected"]) == {name: value}
    assert {row["_unexpected"] for id_, row in rows.items() if id_ > len(UNEXPECTED)} == {None}


@pytest.mark.parametrize("dates", [DATES, [*DATES, LAST]], ids=["usual", "with the last"])
def test_dates_are_cut_to_microseconds(crm, sandbox, dates):
    for id_, (stored, _) in enumerate(dates, 1):
        change(sandbox, id_, PersonBirthday=stored)
    rows = rows_by_id(crm)
    assert [rows[id_]["PersonBirthday"] for id_ in range(1, len(dates) + 1)] == [moment for _, moment in dates]
    assert {row["_unexpected"] for row in rows.values()} == {None}


def test_half_characters_are_kept_as_json():
    columns = columns_of(PersonDto)
    converter = ArrowConverter(columns, frozenset(each.property for each in columns), "this")
    record = decode_record(b'{"PersonId":1,"PersonFirstName":"a \\ud83d"}')
    (row,) = converter.batch([record]).to_pylist()
    assert (row["PersonId"], row["PersonFirstName"]) == (1, None)
    assert json.loads(row["_unexpected"]) == {"PersonFirstName": "a \ud83d"}


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
