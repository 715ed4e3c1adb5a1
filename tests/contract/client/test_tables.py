"""`find`, `changed_since` and keyset paging on every table."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import trio
from attrs import evolve
from webcrm_api.tables import PERSONS, TABLES, Table

from webcrm_ext import AsyncWebCRM, ConfigurationError, QueryError, UnexpectedResponseError

LONG_AGO = datetime.datetime(2000, 1, 1)
EVER = datetime.datetime(1, 1, 1)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.resource)
def test_find_and_changed_since_work_on_every_table(sandbox, either, table: Table[Any]):
    resource = getattr(either, table.resource)
    record = resource.list().first()
    name = next(key for key, value in record.to_dict().items() if isinstance(value, str) and value and key != "x")
    found = resource.find(**{table.id_column: record[table.id_column]})
    assert [type(each) for each in found] == [table.model]
    same = [each[table.id_column] for each in resource.find(**{name: record[name]}, size=7, keyset=True)]
    assert record[table.id_column] in same
    with pytest.raises(QueryError, match=r"has no (field or )?property 'nonsense'"):
        resource.find(nonsense=1).first()  # only the first page shows that it is no label
    if table.changed_column is None:
        with pytest.raises(AttributeError, match="The API has no date of change for"):
            resource.changed_since(LONG_AGO)
        with pytest.raises(QueryError, match="has no date of change"):
            either.changed_since(table, LONG_AGO, size=1, limit=None, keyset=True)
    else:
        assert len(resource.changed_since(EVER, size=50).to_list()) == len(resource.list().to_list())


def test_invalid_find_raises_before_any_call(sandbox, either):
    person = either.persons.get(1)
    sandbox.requests.clear()
    with pytest.raises(QueryError, match="Did you mean 'person_name'"):
        either.persons.find(person_nam="x")
    with pytest.raises(QueryError, match="A list goes after IN"):
        either.persons.find(person_id=[1, 2])
    with pytest.raises(QueryError, match="at least one"):
        either.persons.find()
    with pytest.raises(QueryError, match="takes a datetime or a date, not '2020"):
        either.persons.changed_since("2020-01-01")
    for size in (0, 1001):
        with pytest.raises(ConfigurationError, match="1 to 1000"):
            either.persons.find(person_id=1, size=size, keyset=True)
    assert len(sandbox.requests) == 0
    assert [each.person_id for each in either.persons.find(PersonName=person.person_name.upper(), person_id=1)] == [1]
    assert either.persons.find(person_name=None).to_list() == []


def test_changed_since_includes_the_moment(sandbox, either):
    sandbox.clock.freeze()
    sandbox.clock.advance(2 * 86_400)
    either.persons.update(7, either.persons.get(7))
    moment = either.persons.get(7).person_updated_at
    assert [each.person_id for each in either.persons.changed_since(moment.date())] == [7]
    for keyset in (True, False):
        assert [each.person_id for each in either.persons.changed_since(moment, keyset=keyset)] == [7]
        later = moment + datetime.timedelta(seconds=1)
        assert either.persons.changed_since(later, keyset=keyset).first() is None
    in_oslo = moment.replace(tzinfo=datetime.UTC).astimezone(datetime.timezone(datetime.timedelta(hours=2)))
    assert either.persons.changed_since(in_oslo).first().person_id == 7


def test_changed_since_includes_created_records(sandbox, either):
    # It is not documented whether such a record has a date of change.
    made = {"PersonCreatedAt": "2031-05-01T12:00:00", "PersonUpdatedAt": "0001-01-01T00:00:00"}
    sandbox.put_record("Persons", 7, {**sandbox.record("Persons", 7), **made})
    for keyset in (True, False):
        found = either.persons.changed_since(datetime.date(2031, 5, 1), keyset=keyset)
        assert [each.person_id for each in found] == [7]


def test_find_distinguishes_null_from_empty(sandbox, either):
    sandbox.put_record("Persons", 7, {**sandbox.record("Persons", 7), "PersonTitle": None})
    sandbox.put_record("Persons", 8, {**sandbox.record("Persons", 8), "PersonTitle": ""})
    assert [each.person_id for each in either.persons.find(person_title=None)] == [7]
    assert 8 in [each.person_id for each in either.persons.find(person_title="")]
    assert 7 not in [each.person_id for each in either.persons.find(person_title="")]


def test_keyset_paging_is_exact_while_records_come_and_go(open_sandbox, connect_either):
    sandbox = open_sandbox(records=60)
    there_throughout = {id_ for id_ in range(1, 61) if id_ % 3}
    gone = iter([id_ for id_ in range(1, 61) if not id_ % 3])

    def meanwhile(request: Any) -> None:
        # A record that was read is deleted, which shifts all pages by number, and a new one is added.
        if request.url.path == "/Queries" and (id_ := next(gone, None)):
            record = sandbox.record("Persons", id_)
            sandbox.delete_record("Persons", id_)
            sandbox.put_record("Persons", 1000 + id_, {**record, "PersonId": 1000 + id_})

    crm = connect_either(sandbox, on_request=meanwhile)
    found = [each.person_id for each in crm.persons.changed_since(LONG_AGO, size=5)]
    assert len(found) == len(set(found))
    assert there_throughout <= set(found)
    assert found == sorted(found)


def test_number_paging_loses_records_while_others_are_deleted(open_sandbox, connect_either):
    sandbox = open_sandbox(records=60)
    gone = iter(range(1, 61))

    def meanwhile(request: Any) -> None:
        if request.url.path == "/Queries":
            sandbox.delete_record("Persons", next(gone))

    crm = connect_either(sandbox, on_request=meanwhile)
    found = [each.person_id for each in crm.persons.changed_since(LONG_AGO, size=5, keyset=False)]
    assert not set(range(20, 61)) <= set(found)


def test_rows_out_of_id_order_raise(sandbox, either):
    # Several persons share an organisation, so this column does not increase from row to row.
    wrong = evolve(PERSONS, id_column="PersonOrganisationId")
    with pytest.raises(UnexpectedResponseError, match="not in the order of PersonOrganisationId"):
        list(either.find(wrong, {"person_status": "Active"}, size=1000, limit=None, keyset=True))


def test_keyset_paging_works_on_trio(sandbox):
    async def main() -> None:
        async with AsyncWebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
            pages = crm.persons.changed_since(LONG_AGO, size=50)
            assert (await pages.first()).person_id == 1
            assert [len(page) async for page in pages.pages()] == [50, 50, 20]
            assert len([person async for person in pages]) == 120
            assert len(await pages.page(3)) == 20

    trio.run(main)
