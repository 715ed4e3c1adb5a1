"""Connections: proxies of the environment and of the setting, certificates, reuse. Both clients behave alike."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest

from tests.contract.client.raw_server import NEEDS_OPENSSL, certificate, json_response, serving, tunnelling
from tests.contract.client.service import TOKEN
from webcrm_ext import APIConnectionError, ConfigurationError, Retries, WebCRM

REMOTE = SimpleNamespace(
    application_token=TOKEN, url="http://crm.invalid", clock=SimpleNamespace(advance=lambda _seconds: None)
)
"""A host that has no address, so that only a proxy can reach it."""

SETTINGS = {"allow_insecure_http": True, "retries": Retries(max_attempts=1)}


def person(_request, send) -> bool:
    send(json_response({"PersonId": 1}))
    return True


@pytest.fixture
def environment(monkeypatch):
    """Set variables of proxies, and no others."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch.setenv


@pytest.mark.parametrize(
    ("variables", "uses_proxy"),
    [
        ({"HTTP_PROXY": "{url}"}, True),
        pytest.param({"http_proxy": "127.0.0.1:{port}"}, True, marks=pytest.mark.slow),
        ({"ALL_PROXY": "{url}"}, True),
        pytest.param({"HTTPS_PROXY": "{url}"}, False, marks=pytest.mark.slow),
        ({"HTTP_PROXY": "{url}", "NO_PROXY": "example.com, 10.0.0.1,::1,localhost"}, True),
        ({"HTTP_PROXY": "{url}", "NO_PROXY": "other.example, invalid"}, False),
        pytest.param({"HTTP_PROXY": "{url}", "no_proxy": "http://crm.invalid"}, False, marks=pytest.mark.slow),
        pytest.param({"HTTP_PROXY": "{url}", "NO_PROXY": "*"}, False, marks=pytest.mark.slow),
        ({}, False),
    ],
)
def test_proxies_of_the_environment_are_used(connect_either, environment, variables, uses_proxy):
    with serving(person) as proxy:
        for name, value in variables.items():
            environment(name, value.format(url=proxy.url, port=proxy.port))
        crm = connect_either(REMOTE, **SETTINGS)
        if uses_proxy:
            assert crm.persons.get(1).person_id == 1
        else:
            with pytest.raises(APIConnectionError, match="ConnectError"):
                crm.persons.get(1)
        targets = ["http://crm.invalid/Auth/ApiLogin", "http://crm.invalid/Persons/1"]
        assert [each.target for each in proxy.requests] == (targets if uses_proxy else [])


def test_proxy_of_the_setting_replaces_those_of_the_environment(connect_either, environment):
    environment("HTTP_PROXY", "http://127.0.0.1:9")
    environment("NO_PROXY", "*")
    with serving(person) as proxy:
        address = f"http://user:p%40ss@127.0.0.1:{proxy.port}"
        assert connect_either(REMOTE, proxy=address, **SETTINGS).persons.get(1).person_id == 1
        assert {each.headers["proxy-authorization"] for each in proxy.requests} == {"Basic dXNlcjpwQHNz"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ALL_PROXY", "HTTPS_PROXY"])
def test_invalid_proxy_of_the_environment_is_a_configuration_error(connect_either, environment, name):
    environment(name, "ftp://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match="cannot be created: ValueError"):
        connect_either(REMOTE, **SETTINGS).persons.get(1)


def test_refusal_of_a_tunnel_was_not_sent(connect_either, environment):
    def refuse(_request, send) -> bool:
        send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        return True

    with serving(refuse) as proxy:
        environment("HTTPS_PROXY", proxy.url)
        crm = connect_either(REMOTE, base_url="https://crm.invalid", verify=False, **SETTINGS)
        with pytest.raises(APIConnectionError, match=r"was not sent.*ProxyError 403 Forbidden"):
            crm.products.create({})
        assert [(each.method, each.target) for each in proxy.requests] == [("CONNECT", "crm.invalid:443")]


@pytest.mark.slow
@NEEDS_OPENSSL
def test_certificates_are_checked_as_set(connect_either, tmp_path):
    server_context, trusted = certificate(tmp_path, "127.0.0.1")
    with serving(person, context=server_context) as server:
        for verify in (trusted, False):
            assert connect_either(server, verify=verify).persons.get(1).person_id == 1
        crm = connect_either(server, retries=Retries(max_attempts=1))
        with pytest.raises(APIConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
            crm.persons.get(1)


@pytest.mark.slow
@NEEDS_OPENSSL
def test_certificates_of_the_environment_are_trusted(connect_either, tmp_path, environment):
    server_context, _ = certificate(tmp_path, "127.0.0.1")
    environment("SSL_CERT_FILE", str(tmp_path / "127.0.0.1.pem"))
    with serving(person, context=server_context) as server:
        assert connect_either(server).persons.get(1).person_id == 1


@pytest.mark.slow
@NEEDS_OPENSSL
def test_https_passes_through_the_tunnel_of_a_proxy(connect_either, environment, tmp_path):
    server_context, trusted = certificate(tmp_path, "crm.invalid")
    with serving(person, context=server_context) as server, tunnelling(server.port) as proxy:
        environment("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        crm = connect_either(REMOTE, base_url="https://crm.invalid", verify=trusted, **SETTINGS)
        assert crm.persons.get(1).person_id == 1
        assert proxy.targets == ["crm.invalid:443"]
        assert [each.target for each in server.requests] == ["/Auth/ApiLogin", "/Persons/1"]


def test_connections_are_reused_and_replaced(connect_either):
    closes = iter([True, True, False, True])

    def respond(request, send) -> bool:
        send(json_response({"PersonId": 1}))
        return next(closes)

    with serving(respond) as server:
        crm = connect_either(server)
        for _ in range(3):
            crm.persons.get(1)
        assert server.connections == 1
        assert crm.persons.get(1).person_id == 1
        assert server.connections == 2


def test_addresses_of_a_host_are_tried_one_after_another(monkeypatch):
    find = socket.getaddrinfo

    def find_two(host, *arguments, **options):
        if host != "crm.invalid":
            return find(host, *arguments, **options)
        found = find("127.0.0.1", *arguments, **options)
        return [(*each[:4], ("127.0.0.2", each[4][1])) for each in found] + found

    monkeypatch.setattr(socket, "getaddrinfo", find_two)
    with serving(person) as server:
        with WebCRM(TOKEN, base_url=f"http://crm.invalid:{server.port}", **SETTINGS) as crm:
            assert crm.persons.get(1).person_id == 1
