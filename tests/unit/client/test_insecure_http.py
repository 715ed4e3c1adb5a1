"""`allow_insecure_http=True`: http to another machine, such as a sandbox in a container."""

from __future__ import annotations

import pytest

from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import AsyncWebCRM, ConfigurationError, WebCRM

CLIENTS = pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
URL = "http://sandbox:8000"


@CLIENTS
@pytest.mark.parametrize("options", [{}, {"allow_insecure_http": False}])
def test_http_to_another_machine_is_refused(client, options):
    with pytest.raises(ConfigurationError, match="allow_insecure_http=True"):
        client(TOKEN, base_url=URL, **options)


@CLIENTS
@pytest.mark.parametrize("value", ["yes", 1, None])
def test_value_must_be_true_or_false(client, value):
    with pytest.raises(ConfigurationError, match="allow_insecure_http"):
        client(TOKEN, base_url=URL, allow_insecure_http=value)


def test_http_to_another_machine_is_allowed():
    service = MockService()
    with WebCRM(TOKEN, base_url=URL, allow_insecure_http=True, transport=service) as crm:
        crm.persons.get(1)
    assert [str(request.url) for request in service.requests] == [f"{URL}/Auth/ApiLogin", f"{URL}/Persons/1"]


@CLIENTS
def test_environment_allows_it(client, monkeypatch):
    monkeypatch.setenv("WEBCRM_ALLOW_INSECURE_HTTP", "1")
    assert client(TOKEN, base_url=URL)


@CLIENTS
def test_unknown_word_in_the_environment_is_refused(client, monkeypatch):
    monkeypatch.setenv("WEBCRM_ALLOW_INSECURE_HTTP", "maybe")
    with pytest.raises(ConfigurationError, match="WEBCRM_ALLOW_INSECURE_HTTP is 'maybe', which is not true or false"):
        client(TOKEN, base_url="https://api.webcrm.com")


@CLIENTS
def test_other_schemes_stay_refused(client):
    with pytest.raises(ConfigurationError, match="must look like"):
        client(TOKEN, base_url="ftp://sandbox", allow_insecure_http=True)
