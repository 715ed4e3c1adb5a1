"""The watch that every test is under: it finds what it is there for."""

from __future__ import annotations

import logging

import pytest

from webcrm_ext import NotFoundError, WebCRMError


def test_it_finds_a_token_that_is_logged_raised_or_held_by_a_traceback(sandbox, crm, watch):
    crm.persons.get(1)
    token = crm._connection._open()._auth.token
    assert {sandbox.application_token, token.access, token.refresh} <= {str(each) for each in watch.secrets}
    assert watch.leaks() == []
    assert any("HTTP Request" in each for each in watch.logged)
    assert any("send_request_headers" in each for each in watch.logged)

    logging.getLogger("httpx").info("Bearer %s", token.access)
    assert [each.partition(":")[0] for each in watch.leaks()] == ["logged"]
    watch.logged.clear()

    with pytest.raises(NotFoundError):
        crm.persons.get(999_999)
    assert watch.leaks() == []
    error = WebCRMError("No such thing.")
    error.__cause__ = ValueError(token.refresh)
    assert [each.partition(":")[0] for each in watch.leaks()] == ["ValueError's text"]
    error.__cause__ = None
    error.held = {"token": str(token.refresh)}
    assert [each.partition(":")[0] for each in watch.leaks()] == ["WebCRMError's attributes"]
    watch.raised.clear()
