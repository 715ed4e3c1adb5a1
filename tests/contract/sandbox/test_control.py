"""The control addresses, for tests in any language."""

import asyncio
import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from starlette.requests import Request

from webcrm_ext.sandbox import Clock, Sandbox
from webcrm_ext.sandbox.control import Control

from .browser import Browser


@pytest.fixture
def control(sandbox):
    """Send requests to control addresses, without a token."""

    def call(method: str, path: str = "", body: object = None) -> requests.Response:
        return requests.request(method, f"{sandbox.url}/_sandbox{path}", json=body, timeout=10)

    return call


def test_state_lists_tokens_options_and_records(sandbox, crm, control):
    crm.get("/Persons")
    state = control("GET").json()
    assert state["address"] == sandbox.url
    assert state["application_tokens"][0]["token"] == sandbox.application_token
    assert state["application_tokens"][1]["rights"] == {"*": "read"}
    assert state["records"]["Persons"] == 24
    assert (state["requests"], state["options"]["linked_data"], state["faults"]["latency"]) == (2, [], 0.0)
    assert datetime.fromisoformat(state["now"]) == sandbox.clock.now()
    assert control("get", "/").json()["control"] == state["control"]


def test_requests_are_logged_and_cleared_without_control_requests(sandbox, crm, control):
    crm.get("/Persons?Size=1")
    assert control("GET", "/requests").json() == [
        {
            "method": "POST",
            "path": "/Auth/ApiLogin",
            "status": 200,
            "query": "",
            "operation": "auth.api_login",
            "at": 0.0,
        },
        {"method": "GET", "path": "/Persons", "status": 200, "query": "Size=1", "operation": "persons.list", "at": 0.0},
    ]
    assert control("DELETE", "/requests").status_code == 204
    assert control("GET", "/REQUESTS").json() == []


def test_labels_of_custom_fields_change_while_it_runs(sandbox, crm, control):
    def labels(kind):
        fields = crm.read(f"/FieldsMetadata/{kind}")
        return {each["FieldMetadataFriendlyFieldName"]: each["FieldMetadataLabel"] for each in fields}

    before = labels("Person")
    assert control("PATCH", "/labels", {"PersonCustom2": "Shop number", "PersonCustom9": ""}).status_code == 204
    assert control("PATCH", "/labels", {"PersonCustom3": "Consent", "PersonEmail": "Mail"}).status_code == 400
    sandbox.rename_field("PersonCustom1", "Part")
    changes = {"PersonCustom1": "Part", "PersonCustom2": "Shop number", "PersonCustom9": ""}
    assert labels("Person") == {**before, **changes}
    assert labels("All")["PersonCustom2"] == "Shop number"
    with Sandbox(records=1) as other, Browser(other.url) as client:
        client.log_in(other.application_token)
        fields = client.read("/FieldsMetadata/Person")
        assert "Shop number" not in {each["FieldMetadataLabel"] for each in fields}


def test_date_header_follows_the_clock(sandbox, crm, control):
    sandbox.clock.advance(86400)
    now = sandbox.clock.now().replace(microsecond=0)
    assert parsedate_to_datetime(crm.get("/Persons?Size=1").headers["Date"]) == now
    assert parsedate_to_datetime(control("GET").headers["Date"]) == now


def test_access_tokens_expire_on_request(crm, control):
    assert control("POST", "/tokens/expire").status_code == 204
    assert crm.get("/Persons").status_code == 401


def test_refresh_tokens_expire_on_request(sandbox, crm, control):
    token = crm.log_in(sandbox.application_token)
    header = {"refreshToken": token["RefreshToken"]}
    control("POST", "/tokens/expire", {"refresh_tokens": True})
    assert crm.post("/Auth/ApiRefresh", headers=header).json()["IsError"] is True


def test_clock_can_be_advanced_frozen_and_resumed(sandbox, crm, control):
    before = sandbox.clock.now()
    control("POST", "/clock", {"advance": 3600})
    assert (sandbox.clock.now() - before).total_seconds() == 3600
    assert crm.get("/Persons").status_code == 401
    control("POST", "/clock", {"frozen": False})
    held = control("POST", "/clock", {"frozen": True}).json()["now"]
    assert control("POST", "/clock").json()["now"] == held


def test_options_change_all_or_none(sandbox, crm, control):
    response = control("PATCH", "/options", {"linked_data": ["Persons"], "query_seconds": 1, "requests_per_minute": 2})
    assert (response.json()["linked_data"], response.json()["query_seconds"]) == (["Persons"], 1.0)
    assert [crm.get("/Persons").status_code for _ in range(3)] == [200, 200, 429]
    before = sandbox.options
    assert control("PATCH", "/options", {"token_seconds": 60, "deliver_hooks": "yes"}).status_code == 400
    assert sandbox.options == before
    assert control("PATCH", "/options", {"requests_per_minute": None}).json()["requests_per_minute"] is None


def test_faults_of_single_requests_are_planned_and_cleared(crm, control):
    control("POST", "/faults", {"status": 500, "times": 2, "path": "/Persons"})
    assert crm.get("/Users").status_code == 200
    assert crm.get("/Persons").status_code == 500
    control("DELETE", "/faults")
    assert crm.get("/Persons").status_code == 200


def test_fault_settings_are_set_read_and_cleared(crm, control):
    settings = {"fail_share": 1, "seed": 3, "share_fault": {"kind": "html"}, "unknown_properties": True}
    assert control("PATCH", "/faults", settings).json()["fail_share"] == 1.0
    assert crm.get("/Persons").headers["Content-Type"].startswith("text/html")
    assert control("GET", "/faults").json()["unknown_properties"] is True
    assert control("DELETE", "/faults").json()["fail_share"] == 0.0
    assert "AddedWithoutNotice" not in crm.read("/Persons/1")


def test_control_records_ignore_the_rules(crm, control):
    assert control("GET", "/records/persons/1").json() == crm.read("/Persons/1")
    assert control("PUT", "/records/Persons/1", {"PersonLastName": "", "PersonId": 9}).status_code == 204
    person = crm.read("/Persons/1")
    assert (person["PersonLastName"], person["PersonId"], person["PersonTitle"] is None) == ("", 1, False)
    assert control("PUT", "/records/Persons/777", {"PersonLastName": "New"}).status_code == 204
    assert crm.read("/Persons/777")["PersonLastName"] == "New"
    assert crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Newer"}) == 778
    assert control("DELETE", "/records/Persons/1").status_code == 204
    assert crm.get("/Persons/1").status_code == 404


def test_hook_deliveries_are_listed(crm, control):
    hook = {"Id": 0, "EventType": "Create", "Filter": [], "IsEnabled": True, "TargetUrl": "http://192.0.2.1/"}
    crm.create("/Products/Hooks", hook)
    control("PATCH", "/options", {"deliver_hooks": True})
    id_ = crm.create("/Products", {"ProductId": 0})
    (delivery,) = control("GET", "/hooks").json()
    assert (delivery["target"], delivery["status"], delivery["payload"]["Id"]) == ("http://192.0.2.1/", 0, id_)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("GET", "/nothing", None, 404, "Unknown control address; the addresses are GET /_sandbox"),
        ("POST", "", None, 404, "Unknown control address"),
        ("POST", "/requests", None, 404, "Unknown control address"),
        ("PUT", "/faults", None, 404, "Unknown control address"),
        ("POST", "/records/Persons/1", {}, 404, "Unknown control address"),
        ("GET", "/records/Persons/x", None, 404, "Unknown control address"),
        ("GET", "/records/Nothing/1", None, 404, "The entity Nothing was not found"),
        ("GET", "/records/Persons/987654", None, 404, "Persons 987654 was not found"),
        ("PUT", "/records/Persons/99999999999999999999", {}, 400, "too large"),
        ("POST", "/clock", {"advance": -1}, 400, "advance must be a number of seconds from 0"),
        ("POST", "/clock", {"advance": "1"}, 400, "advance must be a number of seconds"),
        ("POST", "/clock", {"advance": True}, 400, "advance must be a number of seconds"),
        ("POST", "/clock", {"frozen": 1}, 400, "frozen must be true or false"),
        ("POST", "/clock", {"back": 1}, 400, "Unknown field 'back'; the fields are advance, frozen"),
        ("POST", "/clock", [1], 400, "The body of a control request must be a JSON object"),
        ("POST", "/tokens/expire", {"all": True}, 400, "Unknown field 'all'"),
        (
            "PATCH",
            "/labels",
            {"PersonEmail": "Mail"},
            400,
            "'PersonEmail' is no custom field. Pass a property, such as",
        ),
        ("PATCH", "/labels", {"PersonCustom2": 1}, 400, "The label of PersonCustom2 must be a string, not 1"),
        ("PATCH", "/options", {"rate": 1}, 400, "Unknown option 'rate'. The options are requests_per_minute"),
        (
            "PATCH",
            "/options",
            {"requests_per_minute": 0},
            400,
            "('off' on the command line) for no limit, not 0",
        ),
        ("PATCH", "/options", {"requests_per_minute": True}, 400, "requests_per_minute must be a whole number from 1"),
        ("PATCH", "/options", {"missing_status": 99}, 400, "missing_status must be a status from 200 to 599"),
        ("PATCH", "/options", {"missing_status": 204}, 400, "whose responses have a body, not 204"),
        ("PATCH", "/options", {"token_seconds": 0.5}, 400, "token_seconds must be a whole number from 1"),
        ("PATCH", "/options", {"query_seconds": 0}, 400, "query_seconds must be a number from 0.001 to 1000000000"),
        ("PATCH", "/options", {"deliver_hooks": 1}, 400, "deliver_hooks must be true or false, not 1"),
        (
            "PATCH",
            "/options",
            {"linked_data": "Persons"},
            400,
            'linked_data must be a list of entities such as ["QuotationLines"], not',
        ),
        ("PATCH", "/options", {"linked_data": [1]}, 400, 'such as ["QuotationLines"], not [1]'),
        ("PATCH", "/options", {"linked_data": ["Users"]}, 400, "linked_data must be some of Activities"),
        ("PATCH", "/options", {"linked_data_error_shape": "xml"}, 400, "must be model or text or json-text, not 'xml'"),
        ("POST", "/faults", {"times": 0}, 400, "times must be a whole number from 1"),
        ("POST", "/faults", {"times": True}, 400, "times must be a whole number from 1"),
        ("POST", "/faults", {"kind": "flood"}, 400, "kind must be one of"),
        ("POST", "/faults", {"status": "500"}, 400, "status must be a whole number, not '500'"),
        ("POST", "/faults", {"path": 5}, 400, "path must be a string, not 5"),
        ("POST", "/faults", {"colour": 1}, 400, "Unknown field 'colour' of a fault; the fields are kind"),
        ("PATCH", "/faults", {"share_fault": 5}, 400, "share_fault must be an object"),
        ("PATCH", "/faults", {"share_fault": {"status": 1}}, 400, "status must be from 200 to 599"),
        ("PATCH", "/faults", {"seed": "x"}, 400, "seed must be a whole number"),
        ("PATCH", "/faults", {"latency": "x"}, 400, "latency must be a number"),
    ],
)
def test_invalid_control_request_is_refused_with_a_reason(sandbox, control, method, path, body, status, message):
    response = control(method, path, body)
    assert (response.status_code, message in response.json()["Message"]) == (status, True), response.text[:300]
    assert requests.get(sandbox.documentation, timeout=10).status_code == 200


def test_invalid_json_is_refused(sandbox):
    for content in (b"{", b"\xff", b"[" * 100_000):
        headers = {"Content-Type": "application/json"}
        response = requests.post(f"{sandbox.url}/_sandbox/clock", data=content, headers=headers, timeout=10)
        assert response.status_code == 400


@pytest.mark.parametrize("client", [("192.0.2.1", 80), ("::ffff:192.0.2.1", 80), ("fe80::1", 80), None])
def test_requests_from_other_machines_are_refused(sandbox, crm, client):
    scope = {"type": "http", "method": "DELETE", "path": "/_sandbox/requests", "headers": [], "client": client}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    response = asyncio.run(Control(sandbox.tenant).response(Request(scope, receive)))
    assert (response.status, json.loads(response.body)["Type"]) == (403, "UnauthorizedAccessException")
    assert len(sandbox.requests) == 1


def test_forwarded_for_header_is_ignored(sandbox):
    response = requests.get(f"{sandbox.url}/_sandbox", headers={"X-Forwarded-For": "192.0.2.1"}, timeout=10)
    assert response.status_code == 200


def test_running_clock_advances_and_frozen_one_does_not():
    clock = Clock()
    first = clock.seconds()
    assert clock.seconds() >= first >= 0
    clock.freeze()
    clock.freeze()
    held = clock.seconds()
    assert clock.seconds() == held
    clock.advance(10)
    assert clock.seconds() == held + 10
    clock.resume()
    clock.resume()
    assert clock.seconds() >= held + 10


@pytest.mark.parametrize("seconds", [-5, 1e10, float("nan"), "1", True, None])
def test_clock_refuses_invalid_steps(seconds):
    clock = Clock(frozen=True)
    with pytest.raises(ValueError, match="advance must be a number of seconds from 0 to 1000000000, not "):
        clock.advance(seconds)
    assert clock.seconds() == 0


def test_invalid_clock_change_changes_nothing(sandbox, control):
    before = sandbox.clock.now()
    assert control("POST", "/clock", {"advance": 60, "frozen": "yes"}).status_code == 400
    assert sandbox.clock.now() == before


def test_python_accepts_the_same_options_as_control():
    with Sandbox(records=0, linked_data={"Persons"}, requests_per_minute=5) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        assert crm.read("/Persons") == []
        assert sandbox.count("Persons") == 0
        assert [crm.get("/Users").status_code for _ in range(4)] == [200, 200, 200, 429]
    with pytest.raises(ValueError, match="Unknown option 'speed'"):
        Sandbox(speed=1)
    message = r"Unknown option 'record'\. Did you mean 'records'\? The options are port, .*, requests_per_minute, "
    with pytest.raises(ValueError, match=message):
        Sandbox(record=3)
