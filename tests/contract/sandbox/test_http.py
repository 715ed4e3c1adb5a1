"""Paths, parameters and bodies: what the definition's types and bounds let through."""

import asyncio
import json
import socket

import pytest
import requests
import uvicorn
from uvicorn.server import ServerState

from scripts.pull import pull
from webcrm_ext.sandbox import Sandbox
from webcrm_ext.sandbox.transport import ClosableProtocol

from .browser import Browser
from .definitions import SWAGGER, definition


@pytest.mark.parametrize("path", ["/persons", "/PERSONS/", "/Persons", "/pErSoNs?page=1&SIZE=2"])
def test_paths_and_query_names_are_the_same_in_any_case(crm, path):
    assert crm.get(path).status_code == 200
    assert len(crm.read("/pErSoNs?page=1&SIZE=2")) == 2


@pytest.mark.parametrize("spelled", [str.lower, str.upper])
def test_parameters_mean_the_same_however_the_definition_spells_them(spelled):
    document = definition()
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] != "path":  # whose names stand in the path as well
                    parameter["name"] = spelled(parameter["name"])
    with Sandbox(records=12, definition=document) as sandbox, Browser(sandbox.url) as crm:
        token = crm.log_in(sandbox.application_token)
        second = crm.read("/Persons?Page=2&Size=5")
        assert [each["PersonId"] for each in second] == [6, 7, 8, 9, 10]
        (activity,) = crm.read("/Activities?Size=1&include=SecurityInfo")
        assert activity["ActivitySecurityInfo"] is not None
        rows = crm.read("/Queries?script=SELECT%20*%20FROM%20Person&Page=3&Size=5&formatCustomFields=true")
        assert [each["PersonId"] for each in rows] == [11, 12]
        refreshed = crm.post("/Auth/ApiRefresh", headers={"refreshToken": token["RefreshToken"]})
        assert refreshed.json()["IsError"] is False


def test_an_unknown_path_is_a_404_and_an_unknown_method_a_405(crm):
    assert crm.get("/Nothing").status_code == 404
    assert crm.get("/Persons/1/Nothing").status_code == 404
    assert crm.get("/Persons//1").status_code == 404
    answer = crm.delete("/Persons/1")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, PUT")
    assert set(answer.json()) == {"Message", "Type"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("Size=1000", 200),
        ("Size=1001", 400),
        ("Size=0", 400),
        ("Size=-1", 400),
        ("Size=", 200),
        ("Size=ten", 400),
        ("Size=1.5", 400),
        ("Size=99999999999999999999999", 400),
        ("Page=1000000", 200),
        ("Page=1000001", 400),
        ("Page=0", 400),
        ("include=SecurityInfo", 200),
        ("include=securityinfo&include=", 200),
        ("include=Everything", 400),
        ("PersonEmail=x&anything", 200),
    ],
)
def test_query_parameters_are_checked_by_their_types_and_bounds(crm, query, status):
    answer = crm.get(f"/Persons?{query}")
    assert answer.status_code == status
    if status == 400:
        assert set(answer.json()) == {"Message", "Type"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/Persons/1", 200),
        ("/Persons/+1", 200),
        ("/Persons/x", 400),
        ("/Persons/-+5", 400),
        ("/Persons/--5", 400),
        ("/Persons/5%0A", 400),
        ("/Persons/%D9%A5", 400),
        ("/Persons/2147483648", 400),
        ("/Persons/-5", 404),
        ("/Persons/0", 404),
        ("/Activities/Hooks/9223372036854775807", 404),
        ("/Activities/Hooks/9223372036854775808", 400),
        ("/Activities/ByStatus/planned", 200),
        ("/Activities/ByStatus/Sometime", 400),
        ("/FieldsMetadata/PERSON", 200),
        ("/Persons/%31", 200),
        ("/Organisations/FindByCreateDates/2019-01-01T00:00:00/2030-01-01", 200),
        ("/Organisations/FindByCreateDates/2019-02-30T00:00:00/2030-01-01", 400),
        ("/Organisations/FindByCreateDates/yesterday/today", 400),
        ("/Meetings?from=2019-01-01&to=2030-01-01", 400),
        ("/Meetings?from=2019-01-01&to=2030-01-01&userId=1&includeRecurring=maybe", 400),
        ("/Queries?script=SELECT%20*%20FROM%20Person&formatCustomFields=TRUE", 200),
    ],
)
def test_path_parameters_are_checked_by_their_types(crm, path, status):
    assert crm.get(path).status_code == status


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "text/json",
        "application/json-patch+json",
        "application/vnd.webcrm+json",
        "Application/JSON; charset=utf-8",
        'application/json; charset="iso-8859-1"; boundary=x',
    ],
)
def test_json_is_taken_in_every_json_media_type(crm, media_type):
    encoding = "latin-1" if "8859" in media_type else "utf-8"
    body = '{"PersonId": 0, "PersonLastName": "Møller"}'.encode(encoding)
    answer = crm.call("POST", "/Persons", data=body, headers={"Content-Type": media_type})
    assert crm.read(f"/Persons/{answer.json()}")["PersonLastName"] == "Møller"


@pytest.mark.parametrize("media_type", ["application/xml", "text/plain", "application/x-www-form-urlencoded", ""])
def test_other_media_types_are_a_415(crm, media_type):
    answer = crm.call("POST", "/Persons", data=b"{}", headers={"Content-Type": media_type})
    assert (answer.status_code, answer.json()["Type"]) == (415, "UnsupportedMediaTypeException")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"{",
        b"null",
        b"[]",
        b"3",
        b'{"PersonLastName": NaN}',
        b'{"PersonLastName": "\\ud800"}',
        b"\xff\xfe\xff",
        b"[" * 100_000,
        b'{"PersonId": 0, "PersonLastName": 5}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonCheckMark1": 1}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonSortOrder": 1.5}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonSortOrder": true}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonSortOrder": 2147483648}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonStatus": "active"}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonStatus": ["Active"]}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonBirthday": "yesterday"}',
        b'{"PersonId": 0, "PersonLastName": "x", "PersonBirthday": 7}',
    ],
)
def test_a_body_that_does_not_fit_is_a_400_and_changes_nothing(sandbox, crm, body):
    before = sandbox.count("Persons")
    answer = crm.call("POST", "/Persons", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"Message", "Type"}
    assert sandbox.count("Persons") == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/Organisations", {"OrganisationId": 0, "OrganisationName": "x" * 201}),
        ("/Organisations", {"OrganisationId": 0, "OrganisationAddress": "x" * 251}),
        ("/Opportunities", {"OpportunityId": 0, "OpportunityOrderValue": "1"}),
        ("/Opportunities", {"OpportunityId": 0, "OpportunityOrderValue": 10**400}),
        ("/Opportunities", {"OpportunityId": 0, "OpportunityCountry": "Denmark"}),
        ("/Events", {"EventId": 0, "EventParticipantIds": 1}),
        ("/Events", {"EventId": 0, "EventParticipantIds": ["1"]}),
        ("/Persons/Hooks", {"Id": 0, "Filter": []}),
        ("/Persons/Hooks", {"Id": 0, "Filter": ["Everyone"], "IsEnabled": True, "TargetUrl": "http://localhost/"}),
        ("/Activities/1/Move", {}),
        ("/Activities/1/Move", []),
    ],
)
def test_properties_are_checked_by_their_schemas(crm, path, body):
    assert crm.post(path, body).status_code == 400


def test_a_charset_that_nobody_knows_is_a_400(crm):
    headers = {"Content-Type": "application/json; charset=klingon"}
    assert crm.call("POST", "/Persons", data=b"{}", headers=headers).status_code == 400


def test_nested_objects_are_kept(crm):
    country = {"Name": "Danmark", "CodeISO": "DK", "CodeUN": "DNK"}
    id_ = crm.create("/Opportunities", {"OpportunityId": 0, "OpportunityCountry": country})
    assert crm.read(f"/Opportunities/{id_}")["OpportunityCountry"] == country


def test_unknown_properties_of_nested_objects_are_ignored(crm):
    country = {"Name": "Danmark", "CodeISO": "DK"}
    sent = {"OpportunityId": 0, "OpportunityCountry": {**country, "Capital": {"Name": "København"}}}
    ids = [crm.create("/Opportunities", sent), int(crm.patch("/Opportunities", [sent]).json()[0])]
    for id_ in ids:
        assert crm.read(f"/Opportunities/{id_}")["OpportunityCountry"] == country
    crm.put("/Opportunities/1", {"OpportunityCountry": {"Name": "Norge", "Capital": "Oslo"}})
    assert crm.read("/Opportunities/1")["OpportunityCountry"] == {"Name": "Norge"}


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 400 + ".5"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/Opportunities/1", '{"OpportunityCountry": {"Name": "x", "Foo": %s}}'),
        ("PUT", "/Opportunities/1", '{"OpportunityOrderValue": %s}'),
        ("PUT", "/Opportunities/1", '{"Unknown": [%s]}'),
        ("PATCH", "/Opportunities", '[{"OpportunityId": 0, "OpportunityOrderValue": %s}]'),
        ("PUT", "/Meetings/meeting-000001/Connections", '{"Activities": [{"Id": 1, "Foo": %s}]}'),
    ],
)
def test_a_number_beyond_all_others_is_a_400_wherever_it_stands(crm, method, path, body, number):
    answer = crm.call(method, path, data=body % number, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["Message"]) == (400, f"{number[:50]} is too large for a number.")


def test_a_text_with_a_nul_is_a_400_and_one_that_spells_it_is_kept(crm):
    answer = crm.put("/Persons/1", {"PersonTitle": "a\0b"})
    assert (answer.status_code, answer.json()["Message"]) == (400, "A string must not contain the character U+0000.")
    for text in (r"a\u0000b", r"\\u0000", "\\\x01"):
        crm.put("/Persons/1", {"PersonTitle": text})
        assert crm.read("/Persons/1")["PersonTitle"] == text
        assert crm.read("/Queries?script=SELECT PersonTitle FROM Person WHERE PersonId = 1")[0]["PersonTitle"] == text


def test_answers_are_json_even_for_those_who_accept_plain_text(crm):
    answer = crm.get("/Persons/1", headers={"Accept": "text/plain"})
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()["PersonId"] == 1


def test_the_definition_is_served_as_it_was_pulled(sandbox):
    answer = requests.get(f"{sandbox.url}/Swagger/v1/swagger.json", timeout=10)
    assert answer.content == (SWAGGER / "webcrm.json").read_bytes()
    assert pull(answer.url).raw == answer.content
    assert requests.head(f"{sandbox.url}/swagger/v1/swagger.json", timeout=10).content == b""


def test_the_documentation_page_lists_every_operation_and_decision(sandbox):
    answer = requests.get(sandbox.documentation, timeout=10)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    document = json.loads((SWAGGER / "openapi.json").read_text())
    assert all(f"<code>{path}</code>" in answer.text for path in document["paths"])
    assert "what the API does not document" in answer.text
    assert sandbox.application_token in answer.text
    assert "<AccessToken>" not in answer.text


def test_the_bare_address_leads_to_the_documentation(sandbox):
    answer = requests.get(sandbox.url, timeout=10)
    assert answer.url == sandbox.documentation


def test_the_ledger_holds_method_path_and_status(sandbox, crm):
    sandbox.requests.clear()
    crm.get("/Persons?Size=1")
    crm.post("/Persons", {"PersonId": 0})
    assert [(each.method, each.path, each.status, each.query) for each in sandbox.requests] == [
        ("GET", "/Persons", 200, "Size=1"),
        ("POST", "/Persons", 400, ""),
    ]
    assert sandbox.requests[-1].method == "POST"
    assert len(sandbox.requests[:1]) == 1
    assert len(sandbox.requests) == 2


def test_unknown_operation_of_the_definition_returns_501():
    document = definition()
    document["paths"]["/Persons/{id}/Greeting"] = {
        "get": {**document["paths"]["/Persons/{id}"]["get"], "operationId": "persons_greeting"}
    }
    with Sandbox(records=12, definition=document) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        answer = crm.get("/Persons/1/Greeting")
    assert (answer.status_code, answer.json()["Type"]) == (501, "NotSupportedException")
    assert answer.json()["Message"] == "The sandbox does not implement GET /Persons/{id}/Greeting. Update the sandbox."


def test_every_operation_of_the_definition_is_known(sandbox):
    assert sandbox.handlers.unknown == []


def test_connections_send_without_nagle_delay():
    async def connect() -> int:
        async def application(_scope: object, _receive: object, _send: object) -> None: ...

        config = uvicorn.Config(application, ws="none", lifespan="off", log_config=None)
        config.load()
        loop = asyncio.get_running_loop()
        with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            transport, _ = await loop.connect_accepted_socket(
                lambda: ClosableProtocol(config, ServerState(), {}, loop), accepted
            )
            no_delay = transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            transport.abort()
            await asyncio.sleep(0)
        return no_delay

    assert asyncio.run(connect()) != 0


def test_internal_error_returns_500_and_is_logged(sandbox, crm, caplog):
    meetings = "/Meetings?from=2019-01-01&to=2030-01-01&userId=1"
    sandbox.put_record("Meetings", 999, {"MeetingSubject": "without the properties that a list needs"})
    answer = crm.get(meetings)
    assert (answer.status_code, answer.json()["Type"]) == (500, "KeyError")
    assert sandbox.requests[-1].status == 500
    assert "GET /Meetings failed" in caplog.text
    sandbox.delete_record("Meetings", 999)
    assert crm.get(meetings).status_code == 200


def test_a_caller_that_goes_away_in_the_middle_of_its_body_has_written_nothing(sandbox, crm):
    count = sandbox.count("Persons")
    with socket.create_connection(("127.0.0.1", sandbox.port)) as caller:
        head = f"POST /Persons HTTP/1.1\r\nHost: x\r\nAuthorization: {crm.session.headers['Authorization']}\r\n"
        caller.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{".encode())
    assert crm.get("/Persons").status_code == 200
    assert sandbox.count("Persons") == count
