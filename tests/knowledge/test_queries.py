"""Queries, find, changed_since, upsert by own key, documents and hooks, against the sandbox."""

from __future__ import annotations

import asyncio
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from webcrm_api.models import PersonDto

from tests.conftest import MovedClock
from tests.knowledge.records import KEY, organisations
from webcrm_ext import AsyncWebCRM, ConfigurationError, QueryError, WebCRM
from webcrm_ext.query_text import format_query, literal
from webcrm_ext.sandbox import Sandbox


@pytest.fixture(scope="module")
def shared():
    with (
        Sandbox(records=40, requests_per_minute=None) as sandbox,
        WebCRM(sandbox.application_token, base_url=sandbox.url, requests_per_minute=None) as crm,
    ):
        yield crm


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
    | some.sampled_from(["'; DROP TABLE Person --", "/* ' */", "a''b", ":name", '"x"', "line\nbreak"])
)
def test_any_text_is_found_again_and_injects_nothing(shared, text):
    organisation = shared.organisations.get(2)
    organisation.organisation_comment = text
    shared.organisations.update(2, organisation)
    found = shared.query(
        "SELECT OrganisationId, OrganisationComment FROM Organisation WHERE OrganisationComment = :x", x=text
    )
    assert {"OrganisationId": 2, "OrganisationComment": text} in [
        {name: row[name] for name in ("OrganisationId", "OrganisationComment")} for row in found
    ]


def test_values_are_written_by_their_type():
    moment = datetime.datetime(2020, 1, 23, 10, 53, 17)
    statement = "SELECT * FROM P WHERE A = :a AND B <> :b AND C IN :c AND D = :d AND E = ':a' AND F >= :f -- :z"
    values = {"a": None, "b": None, "c": [1, 2], "d": True, "f": moment}
    assert format_query(statement, values) == [
        "SELECT * FROM P WHERE A IS NULL AND B IS NOT NULL AND C IN (1, 2) AND D = 1 AND E = ':a' "
        "AND F >= '2020-01-23T10:53:17.0000000' -- :z"
    ]
    assert format_query("SELECT A FROM P WHERE F = :f;", {"f": moment}, dates="ole") == [
        "SELECT A FROM P WHERE F = 43853.4536689815"
    ]
    assert (literal(1.5e-7), literal("a'b"), literal(datetime.date(2020, 1, 2))) == (
        "0.00000015",
        "'a''b'",
        "'2020-01-02T00:00:00.0000000'",
    )


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("DELETE FROM Person", {}),
        ("/* SELECT */ DROP TABLE x", {}),
        ("SELECT 1; DELETE FROM Person", {}),
        ("SELECT 'open", {}),
        ("SELECT * FROM P WHERE A = :a", {}),
        ("SELECT * FROM P", {"a": 1}),
        ("SELECT * FROM P WHERE A >= :a", {"a": None}),
        ("SELECT * FROM P WHERE A = :a", {"a": [1]}),
        ("SELECT * FROM P WHERE A IN :a", {"a": []}),
        ("SELECT * FROM P WHERE A IN :a", {"a": [None]}),
        ("SELECT * FROM P WHERE A NOT IN :a", {"a": list(range(9999))}),
        ("SELECT * FROM P WHERE A IN :a AND B IN :b", {"a": list(range(999)), "b": list(range(999))}),
        ("SELECT * FROM P WHERE A = :a", {"a": float("nan")}),
        ("SELECT * FROM P WHERE A = :a", {"a": object()}),
        ("SELECT * FROM P WHERE A = :a", {"a": "\0"}),
    ],
)
def test_what_cannot_be_queried_is_refused(statement, values):
    with pytest.raises(QueryError):
        format_query(statement, values)


def test_rows_models_and_long_lists(shared):
    rows = shared.query("SELECT PersonId, PersonName FROM Person WHERE PersonId = :id", id=3).to_list()
    assert rows[0]["PersonId"] == 3
    people = shared.query("SELECT * FROM Person WHERE PersonId IN (:ids)", into=PersonDto, ids=[1, 2])
    assert [type(each) for each in people] == [PersonDto, PersonDto]
    long = shared.query("SELECT * FROM Person WHERE PersonId IN :ids", into=PersonDto, ids=range_of(1, 900), size=10)
    assert sorted(each.person_id for each in long) == range_of(1, 41)
    assert long.first().person_id == 1
    assert (len(long.page(1)), long.page(99)) == (10, [])
    with pytest.raises(ConfigurationError):
        long.page(0)


def range_of(first: int, end: int) -> list[int]:
    return list(range(first, end))


def test_records_are_found_by_what_they_hold_and_since_when(shared):
    person = shared.persons.get(1)
    assert [each.person_id for each in shared.persons.find(PersonName=person.person_name.upper(), person_id=1)] == [1]
    assert shared.persons.find(person_name=None).to_list() == []
    with pytest.raises(QueryError, match="Did you mean 'person_name'"):
        shared.persons.find(person_nam="x")
    with pytest.raises(QueryError, match="at least one"):
        shared.persons.find()
    since = shared.persons.changed_since(datetime.datetime(2000, 1, 1), size=7)
    assert [each.person_id for each in since] == range_of(1, 41)
    assert since.first().person_id == 1
    by_number = shared.persons.changed_since(datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC), keyset=False)
    assert len(by_number.to_list()) == 40
    assert shared.users.changed_since(datetime.datetime(2999, 1, 1)).first() is None


def test_the_async_client_does_the_same(sandbox, tmp_path):
    clock = MovedClock(sandbox)

    async def main() -> None:
        async with AsyncWebCRM(
            sandbox.application_token, base_url=sandbox.url, requests_per_minute=None, sleep_async=clock.sleep_async
        ) as crm:
            rows = crm.query("SELECT PersonId FROM Person WHERE PersonId IN :ids", ids=range_of(1, 900), size=50)
            assert len(await rows.to_list()) == 120
            assert (await rows.first())["PersonId"] == 1
            assert (len(await rows.page(1)), await rows.page(99)) == (50, [])
            assert [each.person_id async for each in crm.persons.find(person_id=7)] == [7]
            since = crm.persons.changed_since(datetime.datetime(2000, 1, 1), size=50)
            assert (len(await since.to_list()), (await since.first()).person_id) == (120, 1)
            assert (await crm.organisations.upsert_by(KEY, organisations(2))).count("created") == 2
            id_ = await crm.documents.upload(b"hello", file_name="x.txt")
            assert await crm.documents.download(id_) == b"hello"
            assert (await crm.documents.download(id_, to=tmp_path)).read_bytes() == b"hello"
            assert await crm.hooks.ensure("Persons", "http://127.0.0.1:1/", event="Create") > 0
            organisation = await crm.organisations.get(1)
            assert (await crm.custom(organisation))["ERP number"]
            assert (await crm.query("SELECT PersonId FROM Person WHERE PersonId = :id", id=1).first())["PersonId"] == 1

    asyncio.run(main())
