"""Lists and finds: limit, count, one, exists, truth value and repr, with the requests that each costs."""

from __future__ import annotations

import datetime

import httpx
import pytest
from webcrm_api.models import PersonDto

from webcrm_ext import ConfigurationError, MultipleRecordsError, NoRecordError, QueryError, WebCRM
from webcrm_ext.sandbox import Sandbox

EVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
EVERYBODY = {"person_sort_order": 0}
SPLIT = {"ids": [*range(1, 300)]}
RECORDS = 40


@pytest.fixture(scope="module")
def running():
    with Sandbox(records=RECORDS, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def either(running, connect_either):
    crm = connect_either(running)
    crm.persons.list().first()  # logs in
    running.requests.clear()
    return crm


def requested(running: Sandbox) -> list[tuple[int, int]]:
    """Return page and size of each request since the last call, and forget them."""
    queries = [httpx.QueryParams(call.query) for call in running.requests]
    found = [(int(query["Page"]), int(query["Size"])) for query in queries]
    running.requests.clear()
    return found


LISTS = {
    "list": lambda crm, **options: crm.persons.list(**options),
    "prefetched": lambda crm, **options: crm.persons.list(concurrency=3, **options),
    "find": lambda crm, **options: crm.persons.find(**EVERYBODY, **options),
    "find by id": lambda crm, **options: crm.persons.find(**EVERYBODY, keyset=True, **options),
    "changed_since": lambda crm, **options: crm.persons.changed_since(EVER, **options),
    "query": lambda crm, **options: crm.query("SELECT * FROM Person ORDER BY PersonId", into=PersonDto, **options),
    "split query": lambda crm, **options: crm.query(
        "SELECT * FROM Person WHERE PersonId IN :ids", into=PersonDto, **SPLIT, **options
    ),
}
QUICK = ("prefetched", "find by id", "split query")
"""Between them they use every way of reading pages."""
EVERY_LIST = pytest.mark.parametrize(
    "lists",
    [pytest.param(lists, id=name, marks=() if name in QUICK else pytest.mark.slow) for name, lists in LISTS.items()],
)


def ids(pages) -> list[int]:
    return [each.person_id for each in pages]


@EVERY_LIST
def test_limit_stops_the_list_and_costs_no_more_requests(running, either, lists):
    limited = lists(either, limit=5)
    assert ids(limited) == ids(limited.to_list()) == [1, 2, 3, 4, 5]
    assert requested(running) == [(1, 5), (1, 5)]
    assert ids(limited.page(1)) == [1, 2, 3, 4, 5]
    assert limited.page(2) == []
    assert len(lists(either, limit=1000).to_list()) == RECORDS


@EVERY_LIST
def test_last_page_of_a_limited_list_is_not_larger_than_useful(running, either, lists):
    limited = lists(either, size=10, limit=25)
    assert [len(page) for page in limited.pages()] == [10, 10, 5]
    asked = requested(running)
    assert sorted(size for _, size in asked) == [5, 10, 10]
    assert ids(limited.to_list()) == [*range(1, 26)]
    assert [len(limited.page(number)) for number in (3, 4)] == [5, 0]


def test_last_page_by_number_has_the_smallest_size_that_fits_its_offset(running, either):
    assert ids(either.persons.list(size=10, limit=23)) == [*range(1, 24)]
    assert requested(running) == [(1, 10), (2, 10), (6, 4)]  # page 6 of 4 begins where page 3 of 10 does


def test_invalid_limit_raises_before_any_call(running, either):
    for limit in (0, -1, 1.5, True, "5", 10**30):
        message = f"limit is {limit!r}; pass a whole number from 1 on, or None"
        for lists in LISTS.values():
            with pytest.raises(ConfigurationError, match=message):
                lists(either, limit=limit)
    with pytest.raises(QueryError, match=":limit is an argument of query itself"):
        either.query("SELECT * FROM Person WHERE PersonId = :limit", limit=5)
    assert len(running.requests) == 0


def test_lists_without_pages_and_lists_of_relatives_have_a_limit(either):
    assert len(either.fields_metadata.list(limit=3).to_list()) == 3
    assert either.persons.by_organisation(1, limit=1).count() == 1
    assert either.fields_metadata.list().count() == len(either.fields_metadata.list().to_list())


@EVERY_LIST
def test_count_reads_pages_of_1000_and_respects_the_limit(running, either, lists):
    assert lists(either, size=2).count() == RECORDS
    assert {size for _, size in requested(running)} == {1000}
    assert lists(either, limit=7).count() == 7
    assert requested(running)[-1] == (1, 7)


def test_count_of_a_find_requests_ids_only(running, either):
    for keyset in (False, True):
        assert either.persons.find(**EVERYBODY, keyset=keyset).count() == RECORDS
    statements = [httpx.QueryParams(call.query)["script"] for call in running.requests]
    assert [statement.split(" WHERE")[0] for statement in statements] == ["SELECT PersonId FROM Person"] * 2


def test_count_decodes_no_models(either, monkeypatch):
    monkeypatch.setattr(PersonDto, "from_dict", None)
    assert [lists(either).count() for lists in LISTS.values()] == [RECORDS] * len(LISTS)


@EVERY_LIST
def test_one_returns_the_only_record_or_raises(running, either, lists):
    assert lists(either, limit=1).one().person_id == 1
    requested(running)
    with pytest.raises(MultipleRecordsError, match=r"more than one\. Narrow it down, or use `first\(\)`"):
        lists(either).one()
    assert requested(running) == [(1, 2)]


def test_one_of_a_find_names_the_query_without_its_values(running, either):
    assert either.persons.find(person_id=7).one().person_id == 7
    requested(running)
    with pytest.raises(
        NoRecordError, match=r"Nothing matched: SELECT \* FROM Person WHERE PersonEmail = \? ORDER BY"
    ) as raised:
        either.persons.find(person_email="nobody@example.com").one()
    assert "nobody" not in str(raised.value)
    assert requested(running) == [(1, 2)]


@EVERY_LIST
def test_exists_and_first_request_one_record(running, either, lists):
    assert lists(either).exists() is True
    assert lists(either, limit=3).first().person_id == 1
    assert requested(running) == [(1, 1)] * 2
    nobody = either.persons.find(person_id=0)
    assert (nobody.exists(), nobody.first(), nobody.count(), nobody.to_list()) == (False, None, 0, [])


def test_truth_value_raises_and_names_exists_and_first(running, either):
    for lists in LISTS.values():
        with pytest.raises(TypeError, match=r"\.exists\(\)`, or `(await )?….first\(\)`"):
            bool(lists(either))
    assert len(running.requests) == 0


def test_list_is_iterable_in_every_way():
    with Sandbox(records=3) as sandbox, WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        for people in (crm.persons.list(), crm.persons.find(**EVERYBODY, keyset=True)):
            first, *others = people
            assert [first, *others] == list(people) == [*people] == people.to_list()
            assert tuple(people) == tuple(sorted(people, key=lambda each: each.person_id))
            assert first in people
            assert {each.person_id for each in people} == {1, 2, 3}
            assert len(list(zip(people, people, strict=True))) == len(list(enumerate(people))) == 3
            assert max(people, key=lambda each: each.person_id).person_id == 3


@pytest.mark.parametrize(
    ("lists", "shown"),
    [
        (lambda crm: crm.persons.list(), "GET /Persons, size 1000"),
        (lambda crm: crm.persons.list(size=100, limit=500), "GET /Persons, size 100, limit 500"),
        (lambda crm: crm.persons.by_organisation(5, limit=2), "GET /Persons/ByOrganisation/5, size 2, limit 2"),
        (lambda crm: crm.fields_metadata.list(), "GET /FieldsMetadata"),
        (
            lambda crm: crm.persons.find(person_email="o'hara@example.com", person_id=3),
            "SELECT * FROM Person WHERE PersonEmail = ? AND PersonId = 3 ORDER BY PersonId ASC, size 1000",
        ),
        (
            lambda crm: crm.persons.changed_since(EVER, size=10),
            "SELECT * FROM Person WHERE PersonUpdatedAt >= ? OR PersonCreatedAt >= ? ORDER BY PersonId ASC, size 10",
        ),
        (
            lambda crm: crm.query("SELECT [PersonId]\n  FROM Person -- anna's\n WHERE PersonName = :name", name="Anna"),
            "SELECT [PersonId] FROM Person WHERE PersonName = ?, size 1000",
        ),
    ],
)
def test_repr_shows_the_request_without_values(running, either, lists, shown):
    kind = "Pages" if isinstance(either, WebCRM) else "AsyncPages"
    assert repr(lists(either)) == f"<{kind} of {shown}: requested when it is read>"
    split = repr(either.query("SELECT * FROM Person WHERE PersonId IN :ids", **SPLIT))
    assert split.startswith(f"<{kind} of ")
    assert " queries: SELECT * FROM Person WHERE PersonId IN (1, 2, " in split
    assert len(split) < 400
    assert len(running.requests) == 0
