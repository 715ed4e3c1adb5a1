"""What the clients log, at which level, and what never appears in it."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest

import webcrm_ext
from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import NotFoundError, OutcomeUnknownError, WebCRM

FACTS = ("operation", "status", "rows", "attempt", "waited", "error")


def facts(caplog: pytest.LogCaptureFixture) -> list[tuple[Any, ...]]:
    """Return the facts of all DEBUG lines; each line shows what its record has."""
    found = [each for each in caplog.records if each.name == "webcrm_ext" and each.levelno == logging.DEBUG]
    for each in found:
        assert each.getMessage().startswith(f"{each.operation}: status {each.status or '-'}, {each.seconds} s, ")
    caplog.clear()
    return [tuple(getattr(each, name) for name in FACTS) for each in found]


def test_each_call_has_one_debug_line(sandbox, either, caplog):
    either.persons.list(size=50).to_list()
    assert facts(caplog) == [("persons.list", 200, rows, 1, 0.0, None) for rows in (50, 50, 20)]
    sandbox.fail_next(2, status=503)
    either.persons.get(1)
    assert facts(caplog) == [("persons.get", 200, None, 3, 1.125, None)]  # 0.375 s and 0.75 s
    with pytest.raises(NotFoundError):
        either.persons.get(5000)
    sandbox.fail_next(1, status=503)
    with pytest.raises(OutcomeUnknownError):
        either.persons.create({"PersonId": 0})
    assert facts(caplog) == [
        ("persons.get", 404, None, 1, 0.0, "NotFoundError"),
        ("persons.create", 503, None, 1, 0.0, "OutcomeUnknownError"),
    ]
    id_ = either.documents.upload(b"abc", file_name="a.txt")
    caplog.clear()
    assert either.documents.download(id_) == b"abc"
    assert [each.bytes for each in caplog.records if hasattr(each, "bytes")] == [3]


def test_lines_show_no_values_and_no_secrets(sandbox, either, caplog):
    either.query("SELECT * FROM Person WHERE PersonEmail = :mail", mail="anna@secret.example").to_list()
    either.persons.search("Lindqvist").to_list()
    either.persons.create({"PersonId": 0, "PersonLastName": "Ingeborg"})
    either.check(entities=["persons"])
    lines = [f"{each.getMessage()} {vars(each)}" for each in caplog.records if each.name == "webcrm_ext"]
    logged = "\n".join(lines)
    assert [each.partition(":")[0] for each in lines] == [
        "queries.list", "persons.search", "persons.create", "auth.api_login", "persons.list",
    ]  # fmt: skip
    for secret in ("anna", "Lindqvist", "Ingeborg", sandbox.application_token):
        assert secret not in logged


def test_no_line_is_made_while_debug_is_off(sandbox, either, caplog):
    caplog.set_level(logging.INFO, logger="webcrm_ext")
    either.persons.get(1)
    assert [each for each in caplog.records if each.name == "webcrm_ext"] == []


def waits(caplog: pytest.LogCaptureFixture) -> list[str]:
    messages = [each.getMessage() for each in caplog.records if each.name == "webcrm_ext" and each.levelname == "INFO"]
    caplog.clear()
    return messages


def test_long_wait_for_the_rate_limit_is_logged_before_it(sandbox, connect, clock, caplog):
    crm = connect(sandbox, clock=clock, requests_per_minute=3)
    for _ in range(3):
        crm.persons.get(1)
    assert waits(caplog) == ["rate limit: waiting 60 s, 3 requests in the last minute"]
    assert clock.slept == [pytest.approx(60, abs=1)]


def test_retry_after_a_429_logs_the_wait_that_comes(sandbox, connect, clock, caplog):
    crm = connect(sandbox, clock=clock)
    crm.persons.get(1)
    caplog.clear()
    sandbox.fail_next(1, status=429, retry_after=31)
    crm.persons.get(1)
    assert waits(caplog) == [
        "GET /Persons/1: retry in 31.0 s (attempt 2, retry quota 500 of 500): 429, asked to wait 31 s",
        "rate limit: waiting 31 s, as the service asks after a 429",
    ]
    assert clock.slept == [31]
    sandbox.fail_next(1, status=503)
    crm.persons.get(1)
    assert [each.partition(" (")[0] for each in waits(caplog)] == ["GET /Persons/1: retry in 0.4 s"]
    assert clock.slept == [31, 0.375]


class Recorder(logging.Filter):
    """Keeps the messages that pass a logger."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        self.messages.append(record.getMessage())
        return True


def test_filter_redacts_the_urls_of_httpx():
    logger, recorder = logging.getLogger("httpx"), Recorder()
    before = logger.filters[:]
    logger.filters[:] = [webcrm_ext.URLRedactionFilter(), recorder]
    service = MockService(lambda _request: httpx.Response(200, json=[{"PersonId": 1}]))
    try:
        with WebCRM(TOKEN, transport=service) as crm:
            crm.persons.search("anna@secret.example").first()
            crm.request("GET", "/Persons/12/Relations/Anna%20Lind", params={"Name": "Anna"})
    finally:
        logger.filters[:] = before
    assert [message.split(' "')[0] for message in recorder.messages] == [
        "HTTP Request: POST https://api.webcrm.com/Auth/ApiLogin",
        "HTTP Request: GET https://api.webcrm.com/Persons/Search?…",
        "HTTP Request: GET https://api.webcrm.com/Persons/12/Relations/…?…",
    ]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://api.webcrm.com/Persons/12?a=b#c", "https://api.webcrm.com/Persons/12?…"),
        ("https://anna:secret@api.webcrm.com:444/persons/", "https://api.webcrm.com:444/persons/"),
        ("http://[::1]:81/Meetings/anna@x.example", "http://[::1]:81/Meetings/…"),
        ("https://other.example/v1/anna", "https://other.example/…/…"),
        ("https://x.example:port/", "…"),
        ("https://api.webcrm.com/Persons/O'Brien?n=O'Hara", "https://api.webcrm.com/Persons/…?…"),
    ],
)
def test_only_words_of_the_api_and_ids_remain_of_a_url(url, shown):
    as_args: Any = (httpx.URL(url) if "port" not in url else url, 200)
    for message, args in (("%s %d", as_args), (f"{url} 200", ()), ("%(url)s 200", ({"url": url},))):
        record = logging.LogRecord("httpx", logging.INFO, "", 0, message, args, None)
        assert webcrm_ext.URLRedactionFilter().filter(record)
        assert record.getMessage() == f"{shown} 200"


def test_quotes_around_a_url_stay():
    message = "'https://api.webcrm.com/Persons/O'Brien' and \"http://x.example/anna\""
    record = logging.LogRecord("httpx", logging.INFO, "", 0, message, None, None)
    assert webcrm_ext.URLRedactionFilter().filter(record)
    assert record.getMessage() == "'https://api.webcrm.com/Persons/…' and \"http://x.example/…\""
