"""Requests: their headers, and the only origin that tokens are sent to."""

from __future__ import annotations

import pytest
from webcrm_api.calls import Call

from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import ConfigurationError, WebCRM


def test_header_in_any_case_replaces_the_default():
    service = MockService()
    with WebCRM(TOKEN, transport=service, user_agent="default") as crm:
        crm.request("GET", "/Persons/1", headers={"accept": "text/csv", "USER-AGENT": "own", "X-More": "1"})
        crm.request("GET", "/Persons/1", headers={"X-More": "1"})
    names = ("Accept", "User-Agent", "X-More")
    login, first, second = ([request.headers.get_list(name) for name in names] for request in service.requests)
    assert login == [["application/json"], ["default"], []]
    assert first == [["text/csv"], ["own"], ["1"]]
    assert second == [["application/json"], ["default"], ["1"]]


def test_tokens_are_sent_to_the_configured_origin_only():
    elsewhere: Call[None] = Call(name="x", method="GET", path="http://example.com/Persons", reader=lambda _: None)
    with WebCRM(TOKEN, transport=MockService()) as crm:
        with pytest.raises(ConfigurationError, match="leads away from"):
            crm.run(elsewhere)
