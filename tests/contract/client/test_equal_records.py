"""The same record is equal, whichever call returned it; and rows of queries stay what they are."""

from __future__ import annotations

import datetime
from typing import Any

import httpx
import pytest
from webcrm_api.models import LinkedDataItemDto, OrganisationDto, PersonDto, SupportCaseEmailDto
from webcrm_api.tables import PERSONS, TABLES, Table

from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import QueryError, WebCRM
from webcrm_ext.sandbox import Sandbox
from webcrm_ext.upsert.look_up import look_up

EVER = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
NULLS = 900
"""The id of a record whose properties are all null."""


@pytest.fixture(scope="module")
def running():
    with Sandbox(records=20, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def either(running, connect_either):
    running.requests.clear()
    return connect_either(running)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.resource)
def test_record_is_equal_from_every_call(running, either, table: Table[Any]):
    resource = getattr(either, table.resource)
    first = resource.list().first()[table.id_column]
    collection = running.requests[-1].path.strip("/")
    running.put_record(collection, NULLS, {**dict.fromkeys(running.record(collection, first)), table.id_column: NULLS})
    for id_ in (first, NULLS):
        record = resource.get(id_)
        others = [each for each in resource.list() if each[table.id_column] == id_]
        others += [resource.find(**{table.id_column: id_}, keyset=keyset).one() for keyset in (False, True)]
        statement = f"SELECT * FROM {table.name} WHERE {table.id_column} = :id"
        others.append(either.query(statement, id=id_, into=table.model).one())
        others += either.run_operation(look_up(table, table.id_column, [id_]))[str(id_)]
        if table.changed_column and id_ == first:
            others += [each for each in resource.changed_since(EVER) if each[table.id_column] == id_]
        assert len(others) >= 5
        for other in others:
            assert other.to_dict() == record.to_dict()
            assert other == record


def test_unknown_columns_of_rows_are_kept_unless_only_queries_have_them():
    row = {"RowNumber": 1, "p_lastLogin": None, "p_of_tomorrow": 2, "PersonId": 5, "PersonOfTomorrow": "x"}
    row["PersonSecurityInfo"] = None  # which other calls do not return unless it is requested
    with WebCRM(TOKEN, transport=MockService(lambda _: httpx.Response(200, json=[row]))) as crm:
        assert crm.query("SELECT * FROM Person").to_list() == [row]
        record = PersonDto(person_id=5, additional_properties={"PersonOfTomorrow": "x"})
        for found in (
            crm.query("SELECT * FROM Person", into=PersonDto),
            crm.persons.find(person_id=5),
            crm.persons.changed_since(EVER, limit=1),
        ):
            assert found.to_list() == [record]
        assert crm.run_operation(look_up(PERSONS, "PersonId", [5])) == {"5": [record]}


@pytest.mark.parametrize(
    ("statement", "into", "advice"),
    [
        ("SELECT * FROM Person", OrganisationDto, "reads Person, and OrganisationDto is a record of Organisation. "
         "Pass into=PersonDto, or select FROM Organisation"),
        ("select * from [person] p where p.PersonName = 'FROM Organisation'", OrganisationDto, "into=PersonDto"),
        ('SELECT * FROM "Person" -- FROM Organisation', OrganisationDto, "into=PersonDto"),
        ("SELECT * FROM Person p JOIN Delivery d ON p.PersonId = 1", OrganisationDto, "reads Person, Delivery"),
        ("SELECT * FROM Person AS p, Delivery d", OrganisationDto, "reads Person, Delivery"),
        ("SELECT * FROM LinkedData", PersonDto, "reads LinkedData"),
        ("SELECT * FROM Person", SupportCaseEmailDto, "is a record of EmailSupport"),
    ],
)  # fmt: skip
def test_model_of_another_table_raises_before_any_call(running, either, statement, into, advice):
    with pytest.raises(QueryError) as raised:
        either.query(statement, into=into)
    assert advice in str(raised.value)
    assert len(running.requests) == 0


@pytest.mark.parametrize(
    ("statement", "into"),
    [
        ("SELECT * FROM Person JOIN Organisation ON Person", OrganisationDto),
        ("SELECT * FROM Person JOIN Organisation ON Person", PersonDto),
        (
            "SELECT * FROM Person\nLEFT JOIN [Organisation] AS o ON (PersonOrganisationId = o.OrganisationId)",
            OrganisationDto,
        ),
        ("SELECT * FROM LinkedData", LinkedDataItemDto),
    ],
)
def test_model_of_any_table_of_the_statement_is_accepted(either, statement, into):
    assert isinstance(either.query(statement, into=into).first(), into)


def test_rows_without_a_column_of_the_model_raise(running, either):
    rows = either.query("SELECT PersonId FROM Person", into=LinkedDataItemDto)
    with pytest.raises(QueryError, match=r"rows have no column of LinkedDataItemDto: RowNumber, PersonId"):
        rows.first()
    with pytest.raises(QueryError, match="no column of LinkedDataItemDto"):
        list(rows)
    assert either.query("SELECT PersonId FROM Person WHERE PersonId = 0", into=LinkedDataItemDto).to_list() == []
