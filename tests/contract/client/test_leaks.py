"""The leak watch of all client tests detects the leaks that it is for."""

from __future__ import annotations

import logging

import pytest

from webcrm_ext import NotFoundError, Token, WebCRMError


class LastToken:
    """A token store that keeps the last token in an attribute."""

    token: Token

    def load(self, key: str) -> None:
        pass

    def save(self, key: str, token: Token) -> None:
        self.token = token


def test_watch_detects_tokens_in_logs_and_errors(sandbox, crm, connect, watch):
    store = LastToken()
    connect(sandbox, token_store=store).persons.get(1)
    token = store.token
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
    error.details = {"token": str(token.refresh)}
    assert [each.partition(":")[0] for each in watch.leaks()] == ["WebCRMError's attributes"]
    watch.raised.clear()
