"""`read_only=True`: only GET requests and logins are sent."""

from __future__ import annotations

import pytest
from webcrm_api.api.auth import auth_api_login
from webcrm_api.api.persons import persons_get, persons_update
from webcrm_api.models import AuthApiLoginForm, PersonDto

from tests.contract.client.records import line
from webcrm_ext import ConfigurationError, WebCRM

WRITES = {
    "create": lambda crm: crm.persons.create(PersonDto(person_id=0, person_last_name="Lund")),
    "update": lambda crm: crm.persons.update(1, PersonDto(person_id=1, person_first_name="Kari")),
    "upsert": lambda crm: crm.products.upsert([]),
    "delete": lambda crm: crm.products.delete(1),
    "action": lambda crm: crm.deliveries.convert_to_opportunity(1, 1),
    "line": lambda crm: crm.quotation_lines.create(line()),
    "upload": lambda crm: crm.documents.upload(b"x", file_name="x.txt"),
    "hook": lambda crm: crm.hooks.ensure("Persons", "https://example.com/", event="Create"),
    "prepared call": lambda crm: crm.run(persons_update.call(1, body=PersonDto(person_id=1))),
    "request": lambda crm: crm.request("PUT", "/Persons/1", json={"PersonFirstName": "Kari"}),
    "lower case": lambda crm: crm.request("delete", "/Products/1"),
    "HEAD": lambda crm: crm.request("HEAD", "/Persons/1"),
    "copy": lambda crm: crm.with_options(timeout=5).products.delete(1),
}


@pytest.mark.parametrize("write", WRITES)
def test_write_is_refused_before_the_wire(sandbox, connect_either, write):
    crm = connect_either(sandbox, read_only=True)
    with pytest.raises(ConfigurationError, match="was not sent: the client is read-only"):
        WRITES[write](crm)
    assert {each.method for each in sandbox.requests if not each.path.startswith("/Auth")} <= {"GET"}


def test_refused_write_does_not_log_in(sandbox, connect_either):
    with pytest.raises(ConfigurationError):
        connect_either(sandbox, read_only=True).products.delete(1)
    assert not list(sandbox.requests)


def test_reads_queries_and_logins_are_sent(sandbox, connect_either):
    crm = connect_either(sandbox, read_only=True)
    assert crm.persons.get(1).person_id == 1
    assert crm.request("GET", "/Persons/1")["PersonId"] == 1
    assert len(list(crm.query("SELECT * FROM Person WHERE PersonId = :id", id=1))) == 1
    login = crm.run(auth_api_login.call(body=AuthApiLoginForm(auth_code=sandbox.application_token)))
    assert login.access_token


def test_raw_functions_refuse_writes(sandbox, connect):
    raw = connect(sandbox, read_only=True).raw
    assert persons_get.sync(1, client=raw).person_id == 1
    with pytest.raises(ConfigurationError, match="read-only"):
        persons_update.sync(1, client=raw, body=PersonDto(person_id=1))
    crm = connect(sandbox, read_only=True)
    with pytest.raises(ConfigurationError, match="read-only"):
        crm.with_raw_response(crm.products.delete, 1)


def test_read_only_cannot_be_turned_off_by_a_copy(sandbox, connect):
    with pytest.raises(ConfigurationError, match="with_options cannot change 'read_only'"):
        connect(sandbox, read_only=True).with_options(read_only=False)


@pytest.mark.parametrize(("text", "refused"), [("1", True), ("True", True), ("on", True), ("0", False), ("no", False)])
def test_environment_sets_read_only(sandbox, monkeypatch, text, refused):
    monkeypatch.setenv("WEBCRM_READ_ONLY", text)
    with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        if refused:
            with pytest.raises(ConfigurationError, match="WEBCRM_READ_ONLY"):
                crm.persons.update(1, PersonDto(person_id=1))
        else:
            crm.persons.update(1, PersonDto(person_id=1))


def test_argument_overrides_the_environment(sandbox, monkeypatch):
    monkeypatch.setenv("WEBCRM_READ_ONLY", "1")
    with WebCRM(sandbox.application_token, base_url=sandbox.url, read_only=False) as crm:
        crm.persons.update(1, PersonDto(person_id=1))
    assert sandbox.requests[-1].method == "PUT"
