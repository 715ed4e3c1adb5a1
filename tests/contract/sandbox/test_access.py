"""Who may send requests: this machine, to a name of this machine, and no web page of another site."""

import socket

import pytest
import requests

from webcrm_ext.sandbox import Sandbox

from .browser import Browser

FOREIGN_HOSTS = [
    "evil.example", "evil.example:80", "192.0.2.1", "0.0.0.0", "localhost.evil.example", "127.0.0.1.nip.io", "",
    "[::ffff:192.0.2.1]", "127.0.0.1@evil.example", "127.1", "crm.test:80:80",
]  # fmt: skip
OWN_HOSTS = ["localhost", "LOCALHOST:1", "localhost.", "127.0.0.1:99", "127.8.9.10", "[::1]", "[::1]:8765"]


@pytest.mark.parametrize("path", ["/Persons", "/_sandbox", "/documentation", "/swagger/v1/swagger.json", "/nothing"])
@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_foreign_host_is_refused(tenant, browser, path, host):
    response = browser.get(path, headers={"Host": host})
    assert (response.status_code, "--allow-host" in response.json()["Message"]) == (421, True)


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_own_names_are_accepted(tenant, browser, host):
    assert browser.get("/Persons?Size=1", headers={"Host": host}).status_code == 200
    assert browser.get("/_sandbox", headers={"Host": host}).status_code == 200


def test_request_without_a_host_is_refused(tenant):
    with socket.create_connection(("127.0.0.1", tenant.port)) as caller:
        caller.sendall(b"GET /_sandbox HTTP/1.0\r\n\r\n")
        assert caller.recv(100).startswith(b"HTTP/1.1 421 ")


def test_allowed_host_reaches_the_api_but_no_control_address():
    allowed = ["crm.test", "192.0.2.7", "fd00::7"]
    with Sandbox(records=12, allowed_hosts=allowed) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        for host in ("crm.test", "CRM.test:8765", "192.0.2.7", "[fd00::7]:80"):
            assert crm.get("/Persons?Size=1", headers={"Host": host}).status_code == 200
            response = crm.delete("/_sandbox/requests", headers={"Host": host})
            assert (response.status_code, response.json()["Type"]) == (403, "UnauthorizedAccessException")
        assert crm.get("/Persons", headers={"Host": "other.test"}).status_code == 421
        assert crm.get("/_sandbox").status_code == 200
        assert len(sandbox.requests) == 5


@pytest.mark.parametrize("name", ["http://crm.test", "crm.test:80", "", "a b", "crm.test/x", "*"])
def test_invalid_allowed_host_is_refused(name):
    with pytest.raises(ValueError, match="An allowed host must be a name or an IP address without a port"):
        Sandbox(records=0, allowed_hosts=[name])
    with pytest.raises(ValueError, match="must be a list of names"):
        Sandbox(records=0, allowed_hosts=name)


def test_sandbox_of_all_addresses_has_a_url_of_this_machine():
    with Sandbox(records=12, host="0.0.0.0") as sandbox, Browser(sandbox.url) as crm:
        assert sandbox.url == f"http://127.0.0.1:{sandbox.port}"
        crm.log_in(sandbox.application_token)
        assert crm.get("/Persons").status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:1", "http://[::1", "file://", "", "chrome-extension://{host}"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_foreign_origin_is_refused(sandbox, crm, method, origin):
    host = sandbox.url.removeprefix("http://")
    count = len(sandbox.requests)
    for path in ("/_sandbox/requests", "/_sandbox/tokens/expire", "/Persons", "/Auth/ApiLogin"):
        response = crm.call(method, path, headers={"Origin": origin.format(host=host)})
        assert (response.status_code, "origin" in response.json()["Message"]) == (403, True)
    assert len(sandbox.requests) == count
    assert crm.get("/Persons").status_code == 200


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8765", "localhost:8765"),
        ("https://LOCALHOST", "localhost:443"),
        ("http://127.0.0.1", "127.0.0.1:80"),
        ("http://[::1]:9", "[::1]:9"),
    ],
)
def test_own_origin_is_accepted(tenant, browser, origin, host):
    assert browser.get("/Persons", headers={"Origin": origin, "Host": host}).status_code == 200


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", "application/x+json", None],
)
def test_control_call_takes_only_json(sandbox, media_type):
    headers = {} if media_type is None else {"Content-Type": media_type}
    before = sandbox.clock.now()
    response = requests.post(f"{sandbox.url}/_sandbox/clock", data=b'{"advance": 60}', headers=headers, timeout=10)
    assert (response.status_code, response.json()["Type"]) == (415, "UnsupportedMediaTypeException")
    assert sandbox.clock.now() == before
    typed = {"Content-Type": "Application/JSON; charset=utf-8"}
    response = requests.post(f"{sandbox.url}/_sandbox/clock", data=b'{"advance": 60}', headers=typed, timeout=10)
    assert ((sandbox.clock.now() - before).total_seconds(), response.status_code) == (60, 200)


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        ("/_sandbox/clock", "Host: evil.example", 421),
        ("/_sandbox/clock", "Host: localhost\r\nOrigin: http://evil.example", 403),
        ("/_sandbox/clock", "Host: crm.test", 403),
        ("/_sandbox/clock", "Host: localhost\r\nContent-Type: text/plain", 415),
        ("/Persons", "Host: localhost\r\nContent-Type: application/json", 401),
    ],
)
def test_caller_is_checked_before_the_body_is_read(path, header, status):
    with Sandbox(records=0, allowed_hosts=["crm.test"]) as sandbox:
        with socket.create_connection(("127.0.0.1", sandbox.port), timeout=20) as caller:
            caller.sendall(f"POST {path} HTTP/1.1\r\n{header}\r\nContent-Length: 1000\r\n\r\n".encode())
            assert caller.recv(100).startswith(f"HTTP/1.1 {status} ".encode())


@pytest.mark.parametrize(
    ("path", "media_type", "length"),
    [
        ("/_sandbox/clock", "application/json", 5_000_000),
        ("/Auth/ApiLogin", "application/x-www-form-urlencoded", 1_100_000),
        ("/Auth/ApiLogin", "multipart/form-data; boundary=x", 1_100_000),
        ("/Persons", "application/json", 68_000_000),
    ],
)
def test_long_body_is_refused(sandbox, crm, path, media_type, length):
    headers = {"Content-Type": media_type}
    count = sandbox.count("Persons")
    announced = crm.call("POST", path, data=b" " * length, headers=headers)
    unannounced = crm.call("POST", path, data=(b" " * 100_000 for _ in range(length // 100_000 + 1)), headers=headers)
    for response in (announced, unannounced):
        assert (response.status_code, response.json()["Type"]) == (413, "RequestTooLargeException")
    assert sandbox.count("Persons") == count
    assert crm.get("/Persons").status_code == 200
