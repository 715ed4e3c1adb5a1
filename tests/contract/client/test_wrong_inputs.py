"""Wrong names, arguments and values: each raises before any call, and its message names the fix."""

from __future__ import annotations

import asyncio
import datetime
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from webcrm_api.models import OrganisationDto, PersonDto

import webcrm_ext
from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import AsyncWebCRM, Retries, WebCRM

NO_RESOURCE = {
    "deals": "Deals are crm.opportunities.",
    "leads": "Leads are crm.opportunities.",
    "contacts": "Contacts are crm.persons.",
    "companies": "Companies are crm.organisations.",
    "organizations": "Organizations are crm.organisations.",
    "accounts": "Accounts are crm.organisations.",
    "customers": "Customers are crm.organisations.",
    "tickets": "Tickets are crm.support_cases.",
    "invoices": "Invoices are crm.deliveries.",
    "orders": "Orders are crm.deliveries.",
    "line_items": "Line items are crm.quotation_lines.",
    "tasks": "Tasks are crm.activities.",
    "files": "Files are crm.documents.",
    "webhooks": "Webhooks are crm.hooks.",
    "person": "Did you mean 'persons'",
    "Persons": "Did you mean 'persons'?",
    "PersonsB2C": "Did you mean 'persons_b2c'?",
    "deal": "Use crm.opportunities.",
    "company": "Use crm.organisations.",
    "sql": "Use crm.query(…).",
    "get": "Use crm.request(…).",
    "login": "Use crm.check(…).",
    "custom_fields": "Use crm.custom(…).",
    "aclose": "Use crm.close(…).",
}
NO_METHOD = {
    "persons.delete": "The API cannot delete persons.",
    "persons.remove": "The API cannot delete persons.",
    "persons.all": "Use list(…).",
    "persons.find_all": "Use list(…).",
    "persons.retrieve": "Use get(…).",
    "persons.fetch": "Use get(…).",
    "persons.add": "Use create(…).",
    "persons.save": "Use update(…).",
    "persons.filter": "Use find(…).",
    "persons.first": "Use find(…).first().",
    "persons.create_or_update": "Use upsert_by(…).",
    "persons.import_csv": "Use upsert_csv(…).",
    "budgets.upsert_csv": "The API cannot create or update budgets.",
    "persons.bulk_create": "Use create_many(…).",
    "persons.bulk_delete": "The API cannot delete persons.",
    "products.bulk_delete": "Use delete_many(…).",
    "persons.synchronize": "Use sync(…).",
    "persons.modified_since": "Use changed_since(…).",
    "persons.getHook": "Did you mean 'get_hook'?",
    "persons.lst": "Did you mean 'list'?",
    "support_cases.delete": "The API cannot delete support cases.",
    "budgets.create": "The API cannot create budgets.",
    "budgets.update": "The API cannot update budgets.",
    "budgets.upsert_by": "The API cannot create or update budgets.",
    "persons_b2c.changed_since": "The API has no date of change for persons b2c.",
    "fields_metadata.get": "It has by_entity_types, list.",
    "hooks.create": "It has ensure, parse.",
}
NO_ARGUMENT: dict[str, tuple[Callable[[Any], Any], str]] = {
    "list(pagesize)": (lambda crm: crm.persons.list(pagesize=5), "Did you mean 'size'?"),
    "list(page_size)": (lambda crm: crm.persons.list(page_size=5), "Did you mean 'size'?"),
    "list(per_page)": (lambda crm: crm.budgets.list(per_page=5), "Did you mean 'size'?"),
    "list(Size)": (lambda crm: crm.persons.list(Size=5), "Did you mean 'size'?"),
    "list(workers)": (lambda crm: crm.persons.list(workers=5), "Did you mean 'concurrency'?"),
    "list(page)": (lambda crm: crm.persons.list(page=2), r"list\(\)\.page\(2\) reads one"),
    "list(order_by)": (lambda crm: crm.persons.list(order_by="x"), "ORDER BY"),
    "list(where)": (lambda crm: crm.persons.list(where="x"), r"Filter by find\(…\)"),
    "list(timeout)": (lambda crm: crm.persons.list(timeout=3), r"crm\.with_options\(timeout=…\)"),
    "list(500)": (lambda crm: crm.persons.list(500), "Pass the others by name"),
    "find('anna')": (lambda crm: crm.persons.find("anna"), r"by name\. It takes size, limit, keyset, \*\*properties\."),
    "query(by position)": (lambda crm: crm.query("SELECT 1 FROM Person", {"id": 3}), r"by name\. .* \*\*values\."),
    "get(person_id)": (lambda crm: crm.persons.get(person_id=1), "Did you mean 'id'?"),
    "WebCRM(token, url)": (lambda _: WebCRM(TOKEN, "https://x.example"), "base_url=…"),
    "AsyncWebCRM(token, url)": (lambda _: AsyncWebCRM(TOKEN, "https://x.example"), "base_url=…"),
    "len(list)": (lambda crm: len(crm.persons.list()), r"\.count\(\)"),
    "list[0]": (lambda crm: crm.persons.list()[0], r"\.first\(\)"),
    "list[:5]": (lambda crm: crm.persons.list()[:5], "limit=5"),
    "get(1, 2)": (lambda crm: crm.persons.get(1, 2), r"got 2 arguments by position and takes 1: id\."),
    "create(data)": (lambda crm: crm.persons.create(data={}), "Did you mean 'person'?"),
    "upsert(data)": (lambda crm: crm.persons.upsert(data=[]), "Did you mean 'persons'?"),
    "update_hook(body)": (lambda crm: crm.persons.update_hook(1, body={}), "Did you mean 'person_hook'?"),
    "search()": (lambda crm: crm.persons.search(), "missing 1 required positional argument"),
    "search(query)": (lambda crm: crm.persons.search(query="x"), "Did you mean 'input_'?"),
    "changed_since(since)": (lambda crm: crm.persons.changed_since(since=1), "Did you mean 'when'?"),
    "upsert_by(by)": (lambda crm: crm.persons.upsert_by(by="x", records=[]), "Did you mean 'key'?"),
    "find_by(start)": (
        lambda crm: crm.organisations.find_by_update_dates(start=1, end=2),
        "Did you mean 'start_date'?",
    ),
    "meetings(since)": (lambda crm: crm.meetings.list(since=1), "Did you mean 'from_'?"),
    "hooks(on)": (lambda crm: crm.hooks.ensure("Persons", "x", on="Create"), "Did you mean 'event'?"),
    "download(folder)": (lambda crm: crm.documents.download(1, folder="x"), "Did you mean 'to'?"),
    "fields(type)": (lambda crm: crm.fields("Person", type={}), "Did you mean 'entity' or 'types'?"),
    "request(query)": (lambda crm: crm.request("GET", "/Persons", query={}), "Did you mean 'params'?"),
}
NO_KEY = [PersonDto(person_id=0, person_first_name="x")]
WRONG_VALUE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "find(pagesize)": (lambda crm: crm.persons.find(pagesize=5), "Did you mean the argument 'size'?"),
    "find(name)": (lambda crm: crm.persons.find(person_nam="x"), "Did you mean 'person_name'"),
    "find()": (lambda crm: crm.persons.find(), "to read everything, use list"),
    "query(column)": (lambda crm: crm.query("SELECT person_id FROM Person"), "the column is PersonId"),
    "query(where)": (lambda crm: crm.query("SELECT * FROM Person p WHERE p.person_name = 'x'"), "column is PersonName"),
    "query(join)": (
        lambda crm: crm.query("SELECT 1 FROM Person JOIN Organisation ON organisation_id = PersonOrganisationId"),
        "the column is OrganisationId",
    ),
    "query(rows)": (lambda crm: crm.query("SELECT * FROM Person", rows=5), "Did you mean the argument 'size'?"),
    "query(no value)": (lambda crm: crm.query("SELECT * FROM Person WHERE PersonId = :id"), "no value for :id"),
    "query(name)": (lambda crm: crm.query("SELECT * FROM Person WHERE PersonId = :id", idd=1), ":id.* idd"),
    "query(update)": (lambda crm: crm.query("UPDATE Person SET PersonName = 'x'"), "Only a SELECT can be queried"),
    "query(into)": (
        lambda crm: crm.query("SELECT * FROM Person", into="PersonDto"),
        "Pass a class of webcrm_api.models",
    ),
    "query(dates)": (lambda crm: crm.query("SELECT * FROM Person", dates="us"), "it must be 'iso' or 'ole'"),
    "list(0)": (lambda crm: crm.persons.list(size=0), "a page has 1 to 1000 records"),
    "list(5000)": (lambda crm: crm.persons.list(size=5000), "a page has 1 to 1000 records"),
    "page(0)": (lambda crm: crm.persons.list().page(0), "pages are numbered from 1"),
    "get(0)": (lambda crm: crm.persons.get(0), "an id above 0"),
    "get(text)": (lambda crm: crm.persons.get("1"), "id is '1', a str; pass an int: an id above 0"),
    "update(record)": (
        lambda crm: crm.persons.update(NO_KEY[0]),
        "id is a PersonDto, so the id is missing: pass an int",
    ),
    "update(dict)": (lambda crm: crm.persons.update({"PersonId": 1}), "id is a dict, so the id is missing"),
    "update(name)": (lambda crm: crm.persons.update(1, {"PersonFirstNam": "x"}), "Did you mean 'PersonFirstName'"),
    "create(model)": (lambda crm: crm.persons.create(OrganisationDto(organisation_id=0)), "PersonDto"),
    "changed_since(text)": (lambda crm: crm.persons.changed_since("2020-01-01"), "takes a datetime or a date"),
    "range": (
        lambda crm: crm.organisations.find_by_update_dates(
            datetime.date(2024, 2, 1), datetime.date(2024, 1, 1)
        ).first(),
        "it starts at 2024-02-01 and ends at 2024-01-01",
    ),
    "upsert_by(key)": (lambda crm: crm.persons.upsert_by("person_mail", NO_KEY), "Did you mean 'person_email'"),
    "upsert_by(id)": (lambda crm: crm.persons.upsert_by("PersonId", NO_KEY), "Use a property of your own"),
    "upsert_by(one)": (lambda crm: crm.persons.upsert_by("PersonEmail", NO_KEY[0]), "pass a list"),
    "upsert_by(file)": (lambda crm: crm.persons.upsert_by("PersonEmail", "a.csv"), "upsert_csv takes a CSV file"),
    "sync(file)": (
        lambda crm: crm.persons.sync("PersonEmail", Path("a.csv"), state=":memory:"),
        r"crm\.custom\(record\)\.update\(row, parse=True\); or run `webcrm sync`",
    ),
    "create_many(file)": (lambda crm: crm.persons.create_many("a.csv"), "upsert_csv takes a CSV file"),
    "upsert_by(no key)": (lambda crm: crm.persons.upsert_by("PersonEmail", NO_KEY), "needs its own key"),
    "check(contacts)": (lambda crm: crm.check(entities=["contacts"]), "Did you mean 'persons'?"),
    "check(text)": (lambda crm: crm.check(entities="persons"), r'Pass a list, such as \["persons"\]'),
    "custom({})": (lambda crm: crm.custom({}), r"belong to a record, not to a dict\. Pass one"),
    "fields(Deal)": (lambda crm: crm.fields("Deal"), "Did you mean 'Opportunity'?"),
    "fields(entity)": (lambda crm: crm.fields("Persn"), "Use one of: .* Person,"),
    "hooks(entity)": (lambda crm: crm.hooks.ensure("Contacts", "https://x.example", event="Create"), "Persons"),
    "request(path)": (lambda crm: crm.request("GET", "Persons"), "must start with one `/`"),
    "upload(name)": (lambda crm: crm.documents.upload(b"x"), "file_name"),
    "raw(result)": (lambda crm: crm.with_raw_response(5), "Pass a method and its arguments"),
    "with_options(token)": (lambda crm: crm.with_options(token="x"), "create a new client"),
    "with_options(timeouts)": (lambda crm: crm.with_options(timeouts=3), "Did you mean 'timeout'?"),
    "token": (lambda _: WebCRM(token=TOKEN), "Did you mean 'application_token'?"),
    "api_key": (lambda _: WebCRM(api_key=TOKEN), "Did you mean 'application_token'?"),
    "url": (lambda _: WebCRM(TOKEN, url="https://x.example"), "Did you mean 'base_url'?"),
    "max_retries": (lambda _: WebCRM(TOKEN, max_retries=3), "Did you mean 'retries'?"),
    "rate_limit": (lambda _: AsyncWebCRM(TOKEN, rate_limit=3), "Did you mean 'requests_per_minute'?"),
    "retries": (lambda _: WebCRM(TOKEN, retries=3), r"Retries\(max_attempts=1\)"),
    "attempts": (lambda _: Retries(attempts=3), "Did you mean 'max_attempts'?"),
    "max_attempts": (lambda _: Retries(max_attempts=0), "1 means no retry"),
    "no GUID": (lambda _: WebCRM("secret"), "is not a GUID"),
    "no https": (lambda _: WebCRM(TOKEN, base_url="http://crm.example"), "Use https"),
}
CASES: dict[str, tuple[Callable[[Any], Any], type[Exception] | tuple[type[Exception], ...], str]] = {
    **{
        f"crm.{name}": (lambda crm, name=name: getattr(crm, name), AttributeError, fix)
        for name, fix in NO_RESOURCE.items()
    },
    **{
        f"crm.{path}": (
            lambda crm, path=path: getattr(getattr(crm, path.split(".")[0]), path.split(".")[1]), AttributeError, fix,
        )
        for path, fix in NO_METHOD.items()
    },
    **{name: (call, TypeError, fix) for name, (call, fix) in NO_ARGUMENT.items()},
    **{name: (call, webcrm_ext.WebCRMError, fix) for name, (call, fix) in WRONG_VALUE.items()},
}  # fmt: skip
FIXES = {*NO_RESOURCE.values(), *NO_METHOD.values()}
"""Messages, not regular expressions."""


@pytest.fixture(scope="module")
def service() -> MockService:
    return MockService()


@pytest.fixture(scope="module")
def clients(service: MockService) -> Iterator[list[Any]]:
    blocking, awaiting = WebCRM(TOKEN, transport=service), AsyncWebCRM(TOKEN, transport=service)
    yield [blocking, awaiting]
    blocking.close()
    asyncio.run(awaiting.close())


def raised_by(call: Callable[[Any], Any], crm: Any, error: Any) -> str:
    """Return the message of the error that a call raises, at once or when it is awaited."""
    with pytest.raises(error) as caught:
        value = call(crm)
        if inspect.iscoroutine(value):
            asyncio.run(value)
    return str(caught.value)


@pytest.mark.parametrize("name", CASES)
def test_wrong_input_names_the_fix_and_sends_nothing(name: str, service: MockService, clients: list[Any]) -> None:
    call, error, fix = CASES[name]
    service.requests.clear()
    for crm in clients:
        message = raised_by(call, crm, error)
        assert fix in message if fix in FIXES else re.search(fix, message), message
    assert service.requests == []


def test_async_list_used_as_a_blocking_one_names_the_fix(clients: list[Any]) -> None:
    with pytest.raises(TypeError, match=r"`async for record in …`.* `await ….to_list\(\)`"):
        list(clients[1].persons.list())
    assert not inspect.isawaitable(clients[1].persons.list())


def test_closed_client_says_how_to_keep_it_open() -> None:
    crm = AsyncWebCRM(TOKEN)
    asyncio.run(crm.close())
    with pytest.raises(webcrm_ext.ConfigurationError, match=r"`async with AsyncWebCRM\(...\) as crm:`"):
        asyncio.run(crm.persons.get(1))


def test_names_that_exist_are_found() -> None:
    for crm in (WebCRM(TOKEN), AsyncWebCRM(TOKEN)):
        assert not hasattr(crm, "deals")
        assert not hasattr(crm.budgets, "upsert_by")
        assert hasattr(crm.persons, "upsert_by")
        assert all(getattr(crm, name) is not None for name in dir(crm))
        assert not {"run_operation", "list_pages", "upsert_by"} & set(dir(crm))
        assert callable(crm.run_operation)
        assert not [name for each in (crm, crm.persons, crm.persons.list()) for name in dir(each) if name[0] == "_"]
        prefix = "Async" if isinstance(crm, AsyncWebCRM) else ""
        methods = "list, get, create, update, find, changed_since, upsert, …"
        assert repr(crm.persons) == f"<{prefix}Persons of https://api.webcrm.com: {methods}>"
        assert repr(crm.hooks) == f"<{prefix}Hooks of https://api.webcrm.com: ensure, parse>"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT PersonId AS person_id FROM Person ORDER BY person_id",
        "SELECT PersonId person_id FROM Person ORDER BY person_id",
        "SELECT [PersonId] person_id FROM Person ORDER BY person_id",
        'SELECT PersonId AS "person_id" FROM Person ORDER BY person_id',
        "SELECT COUNT(PersonId) person_id FROM Person",
        "SELECT t.person_id FROM (SELECT PersonId FROM Person) AS t (person_id)",
        "SELECT person_id.PersonId FROM Person person_id",
        "SELECT * FROM Person WHERE PersonName = 'person_id' -- person_id",
        "SELECT organisation_id FROM Person",
        "SELECT p_lastLogin, PERSONID FROM Person",
    ],
)
def test_query_that_could_be_right_is_not_refused(statement: str, clients: list[Any]) -> None:
    assert all(crm.query(statement) is not None for crm in clients)
