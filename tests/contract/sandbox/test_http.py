"""Paths, parameters and bodies: validation by the types and bounds of the definition."""

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
def test_paths_and_query_names_ignore_case(crm, path):
    assert crm.get(path).status_code == 200
    assert len(crm.read("/pErSoNs?page=1&SIZE=2")) == 2


@pytest.mark.parametrize("spelled", [str.lower, str.upper])
def test_parameter_names_of_the_definition_ignore_case(spelled):
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


def test_unknown_path_returns_404_and_unknown_method_405(crm):
    assert crm.get("/Nothing").status_code == 404
    assert crm.get("/Persons/1/Nothing").status_code == 404
    assert crm.get("/Persons//1").status_code == 404
    response = crm.delete("/Persons/1")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, PUT")
    assert set(response.json()) == {"Message", "Type"}


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
def test_query_parameters_are_validated(crm, query, status):
    response = crm.get(f"/Persons?{query}")
    assert response.status_code == status
    if status == 400:
        assert set(response.json()) == {"Message", "Type"}


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
def test_path_parameters_are_validated(crm, path, status):
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
def test_every_json_media_type_is_accepted(crm, media_type):
    encoding = "latin-1" if "8859" in media_type else "utf-8"
    body = '{"PersonId": 0, "PersonLastName": "Møller"}'.encode(encoding)
    response = crm.call("POST", "/Persons", data=body, headers={"Content-Type": media_type})
    assert crm.read(f"/Persons/{response.json()}")["PersonLastName"] == "Møller"


@pytest.mark.parametrize("media_type", ["application/xml", "text/plain", "application/x-www-form-urlencoded", ""])
def test_other_media_types_return_415(crm, media_type):
    response = crm.call("POST", "/Persons", data=b"{}", headers={"Content-Type": media_type})
    assert (response.status_code, response.json()["Type"]) == (415, "UnsupportedMediaTypeException")


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
def test_invalid_body_returns_400_and_changes_nothing(sandbox, crm, body):
    before = sandbox.count("Persons")
    response = crm.call("POST", "/Persons", data=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert set(response.json()) == {"Message", "Type"}
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
def test_properties_are_validated(crm, path, body):
    assert crm.post(path, body).status_code == 400


def test_unknown_charset_returns_400(crm):
    headers = {"Content-Type": "application/json; charset=klingon"}
    assert crm.call("POST", "/Persons", data=b"{}", headers=headers).status_code == 400


def test_nested_objects_are_stored(crm):
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
def test_number_too_large_for_a_float_returns_400(crm, method, path, body, number):
    response = crm.call(method, path, data=body % number, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["Message"]) == (400, f"{number[:50]} is too large for a number.")


def test_nul_character_returns_400_but_its_escaped_form_is_stored(crm):
    response = crm.put("/Persons/1", {"PersonTitle": "a\0b"})
    assert (response.status_code, response.json()["Message"]) == (
        400,
        "A string must not contain the character U+0000.",
    )
    for text in (r"a\u0000b", r"\\u0000", "\\\x01"):
        crm.put("/Persons/1", {"PersonTitle": text})
        assert crm.read("/Persons/1")["PersonTitle"] == text
        assert crm.read("/Queries?script=SELECT PersonTitle FROM Person WHERE PersonId = 1")[0]["PersonTitle"] == text


def test_responses_are_json_whatever_the_accept_header(crm):
    response = crm.get("/Persons/1", headers={"Accept": "text/plain"})
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.json()["PersonId"] == 1


def test_definition_is_served_unchanged(sandbox):
    response = requests.get(f"{sandbox.url}/Swagger/v1/swagger.json", timeout=10)
    assert response.content == (SWAGGER / "webcrm.json").read_bytes()
    assert pull(response.url).raw == response.content
    assert requests.head(f"{sandbox.url}/swagger/v1/swagger.json", timeout=10).content == b""


def test_documentation_page_lists_every_operation(sandbox):
    response = requests.get(f"{sandbox.documentation}/plain", timeout=10)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    document = json.loads((SWAGGER / "openapi.json").read_text())
    assert all(f"<code>{path}</code>" in response.text for path in document["paths"])
    assert "what the API does not document" in response.text
    assert sandbox.application_token in response.text
    assert "<AccessToken>" not in response.text


def test_root_redirects_to_the_documentation(sandbox):
    response = requests.get(sandbox.url, timeout=10)
    assert response.url == sandbox.documentation


def test_request_log_has_method_path_query_and_status(sandbox, crm):
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


@pytest.mark.parametrize(
    ("method", "path", "nearest"),
    [
        ("GET", "/Person/1", "persons.get: GET /Persons/{id}"),
        ("PUT", "/person/1", "persons.update: PUT /Persons/{id}"),
        ("GET", "/QuotationLine/LinkedData", "quotation_lines.list_linked_data: GET /QuotationLines/LinkedData"),
        ("GET", "/v1/PersonsB2C", "persons_b2c.list: GET /PersonsB2C"),
        ("GET", "/" + "x/" * 5000, ""),
    ],
)
def test_unknown_path_names_the_nearest_operation(crm, method, path, nearest):
    response = crm.call(method, path)
    assert response.status_code == 404
    assert f"The nearest operation is {nearest}" in response.json()["Message"]


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
    response = crm.get(meetings)
    assert (response.status_code, response.json()["Type"]) == (500, "KeyError")
    assert sandbox.requests[-1].status == 500
    assert "GET /Meetings failed" in caplog.text
    sandbox.delete_record("Meetings", 999)
    assert crm.get(meetings).status_code == 200


def test_disconnect_during_the_body_writes_nothing(sandbox, crm):
    count = sandbox.count("Persons")
    with socket.create_connection(("127.0.0.1", sandbox.port)) as caller:
        head = f"POST /Persons HTTP/1.1\r\nHost: localhost\r\nAuthorization: {crm.session.headers['Authorization']}\r\n"
        caller.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{".encode())
    assert crm.get("/Persons").status_code == 200
    assert sandbox.count("Persons") == count
