"""`crm.check()`: what it reports, what it costs, and when it raises."""

from __future__ import annotations

import pickle
import re
import time
from typing import Any

import pytest
from webcrm_api.tables import TABLES

from tests.contract.client.service import TOKEN
from webcrm_ext import APIConnectionError, AuthenticationError, ConfigurationError, WebCRM
from webcrm_ext.sandbox import ApplicationToken, Sandbox

HOUR = 3600
MAY_READ_PERSONS = ApplicationToken("00000000-0000-4000-8000-00000000000a", "reader", {"*": "none", "Persons": "read"})


def paths(sandbox: Sandbox) -> list[str]:
    return [each.path for each in sandbox.requests]


def test_check_costs_a_login_and_one_request_for_each_entity(sandbox: Sandbox, connect_either: Any) -> None:
    crm = connect_either(sandbox, requests_per_minute=250, wall_clock=lambda: time.time() + HOUR)
    result = crm.check()
    assert (len(sandbox.requests), paths(sandbox)[0]) == (1 + len(TABLES), "/Auth/ApiLogin")
    assert result.readable == tuple(table.resource for table in TABLES)
    assert (result.base_url, result.system_id, result.refused) == (sandbox.url, 1, {})
    assert result.requests_left == 250 - len(sandbox.requests)
    assert abs(result.clock_offset - HOUR) < HOUR / 2
    assert result.clock_error >= 1
    assert pickle.loads(pickle.dumps(result)) == result
    sandbox.requests.clear()
    crm.persons.get(1)
    assert paths(sandbox) == ["/Persons/1"]  # with the token of the check
    login_only = crm.check(entities=[])
    assert login_only.readable == ()
    assert re.findall("(Readable|Refused) +not asked", str(login_only)) == ["Readable", "Refused"]
    assert paths(sandbox) == ["/Persons/1", "/Auth/ApiLogin"]  # it logs in, although there is a token


def test_check_reports_refused_entities(open_sandbox: Any, connect: Any) -> None:
    sandbox = open_sandbox(records=3, application_tokens=[MAY_READ_PERSONS])
    result = connect(sandbox, application_token=MAY_READ_PERSONS.token).check(entities=["users", "persons"])
    assert (result.readable, result.refused, result.requests_left) == (("persons",), {"users": 403}, None)
    shown = str(result).splitlines()
    assert shown[:4] == [
        f"Service        {sandbox.url}",
        "System         1",
        "Readable       persons",
        "Refused        users (403)",
    ]
    assert shown[4].startswith("Clock ")
    assert shown[5] == "Requests left  not known"


def test_refused_entity_is_not_retried(sandbox: Sandbox, either: Any) -> None:
    sandbox.fail_next(1, status=503, path="/Persons")
    assert either.check(entities=["persons", "users"]).refused == {"persons": 503}
    assert paths(sandbox) == ["/Auth/ApiLogin", "/Persons", "/Users"]


def test_check_raises_what_a_login_raises(sandbox: Sandbox) -> None:
    with WebCRM(TOKEN, base_url=sandbox.url) as crm, pytest.raises(AuthenticationError, match="was refused"):
        crm.check()
    with WebCRM(TOKEN, base_url="http://127.0.0.1:9") as crm, pytest.raises(APIConnectionError, match="Check base_url"):
        crm.check(entities=[])
    with WebCRM(TOKEN, base_url=sandbox.url) as crm, pytest.raises(ConfigurationError, match="Did you mean 'persons'"):
        crm.check(entities=["person"])
    with WebCRM(TOKEN, base_url=sandbox.url) as crm, pytest.raises(ConfigurationError, match="is no entity that can"):
        crm.check(entities=[["persons"]])  # type: ignore[list-item]
    assert paths(sandbox) == ["/Auth/ApiLogin"]
