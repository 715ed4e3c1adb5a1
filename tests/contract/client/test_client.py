"""The client against the sandbox: login, lists, errors, retries, rate limit, copies, raw calls, settings."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from itertools import product

import httpx
import pytest
from webcrm_api.api.persons import persons_get, persons_list
from webcrm_api.models import OrganisationDto, PersonDto

from tests.clock import SimulatedClock
from tests.contract.client.service import (
    EVENT_LOOPS,
    TOKEN,
    MockService,
    RecordingRateLimiter,
    auth_calls,
    collect,
    run_in,
)
from webcrm_ext import (
    APIConnectionError,
    AsyncWebCRM,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    Retries,
    ServerError,
    UnexpectedResponseError,
    WebCRM,
)


def test_list_logs_in_once_and_returns_models(sandbox, crm):
    people = crm.persons.list(size=50).to_list()
    assert [type(person) for person in people[:2]] == [PersonDto, PersonDto]
    assert len(people) == sandbox.count("Persons") == 120
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    assert sum(1 for call in sandbox.requests if call.path == "/Persons") == 3


def test_list_sends_nothing_before_iteration(sandbox, crm):
    pages = crm.persons.list()
    assert "GET /Persons" in repr(pages)
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize("concurrency", [1, 4])
def test_pages_are_ordered_and_end_at_the_first_short_page(crm, concurrency):
    progress = []
    people = crm.persons.list(size=40, concurrency=concurrency, progress=lambda *each: progress.append(each))
    pages = list(people.pages())
    assert [len(page) for page in pages] == [40, 40, 40]
    ids = [person.person_id for page in pages for person in page]
    assert ids == sorted(ids)
    # 120 is a multiple of 40, so the last page is empty.
    assert progress == [(1, 40), (2, 80), (3, 120), (4, 120)]


def test_page_and_first_send_one_request_each(sandbox, crm):
    assert len(crm.persons.list(size=10).page(12)) == 10
    assert crm.persons.list().page(2) == []
    assert crm.persons.list().first().person_id == 1
    assert len(crm.fields_metadata.list().to_list()) > 100
    assert crm.fields_metadata.list().page(2) == []
    assert [call.path for call in sandbox.requests][1:] == ["/Persons"] * 3 + ["/FieldsMetadata"]


@pytest.mark.parametrize(
    "call",
    [
        lambda crm: crm.persons.list(size=0),
        lambda crm: crm.persons.list(size=1001),
        lambda crm: crm.persons.list(concurrency=0),
        lambda crm: crm.persons.list().page(0),
        lambda crm: crm.request("GET", "Persons"),
        lambda crm: crm.request("GET", "//example.com/Persons"),
        lambda crm: crm.request("GET", 5),
        lambda crm: crm.request("G\N{LATIN CAPITAL LETTER E WITH ACUTE}T", "/Persons"),
        lambda crm: crm.request("", "/Persons"),
        lambda crm: crm.request(None, "/Persons"),
        lambda crm: crm.request("GET", "/Persons", params="Page=1"),
        lambda crm: crm.request("GET", "/Persons", headers=[("X-More", "1")]),
        lambda crm: crm.with_raw_response(crm),
        lambda crm: crm.quotation_lines.upsert([], batch=2.5),
        lambda crm: crm.quotation_lines.upsert([], batch=True),
        lambda crm: crm.quotation_lines.upsert([], batch="2"),
    ],
)
def test_invalid_arguments_raise_before_any_request(sandbox, crm, call):
    with pytest.raises(ConfigurationError):
        call(crm)
    assert len(sandbox.requests) == 0


def test_errors_name_the_call_and_the_remedy(sandbox, crm, connect):
    with pytest.raises(NotFoundError, match=r"GET /Persons/999999 was refused with status 404.*Check the id") as caught:
        crm.persons.get(999_999)
    assert (caught.value.status, caught.value.method, caught.value.path) == (404, "GET", "/Persons/999999")
    assert caught.value.type
    with pytest.raises(BadRequestError):
        crm.persons.create(PersonDto(person_id=0))
    reader = next(each for each in sandbox.application_tokens if each.token != sandbox.application_token)
    with pytest.raises(PermissionDeniedError, match="lacks the right"):
        connect(sandbox, application_token=reader.token).persons.create(PersonDto(person_id=0, person_last_name="X"))


def test_security_info_is_returned_on_request(crm):
    assert not crm.persons.list().first().person_security_info
    rights = crm.persons.list(include=["SecurityInfo"]).first().person_security_info
    assert (rights.can_read, rights.can_edit) == (True, True)


def test_reads_are_retried_and_writes_are_not(sandbox, crm, caplog):
    caplog.set_level(logging.INFO, logger="webcrm_ext")
    crm.persons.get(1)
    sandbox.fail_next(2, status=503)
    assert crm.persons.get(2).person_id == 2
    assert [record.levelname for record in caplog.records if "retry in" in record.message] == ["INFO", "INFO"]
    before = sandbox.count("Persons")
    sandbox.fail_next(1, status=503)
    with pytest.raises(OutcomeUnknownError, match="may or may not"):
        crm.persons.create(PersonDto(person_id=0, person_last_name="X"))
    sandbox.fail_next(9, status=520)
    with pytest.raises(ServerError):
        crm.persons.get(1)
    sandbox.clear_faults()
    assert sandbox.count("Persons") in (before, before + 1)


def test_429_is_obeyed_for_writes_too(open_sandbox, connect):
    sandbox = open_sandbox(requests_per_minute=3)
    clock = SimulatedClock(sandbox)
    crm = connect(sandbox, clock=clock)
    ids = [crm.persons.create(PersonDto(person_id=0, person_last_name=f"N{number}")) for number in range(6)]
    assert len(set(ids)) == 6
    assert sum(1 for call in sandbox.requests if call.status == 429) >= 1
    clock.sleep(120)
    impatient = connect(sandbox, retries=Retries(max_rate_limit_wait=0.001))
    impatient.persons.get(1)
    with pytest.raises(RateLimitError) as caught:
        for number in range(6):
            impatient.persons.get(number + 1)
    assert caught.value.retry_after > 0


@pytest.mark.parametrize("kind", ["html", "truncated"])
def test_invalid_success_response_raises(sandbox, connect, kind):
    crm = connect(sandbox, retries=Retries(max_attempts=2))
    crm.persons.get(1)
    sandbox.fail_next(2, kind=kind)
    with pytest.raises((UnexpectedResponseError, APIConnectionError)):
        crm.persons.get(1)
    if kind == "html":  # a truncated integer may still be an integer, so it is no error
        sandbox.fail_next(1, kind=kind)
        with pytest.raises(OutcomeUnknownError):
            crm.persons.create(PersonDto(person_id=0, person_last_name="X"))


def test_unreachable_server_raises_after_retries():
    with WebCRM(
        TOKEN, base_url="http://127.0.0.1:9", retries=Retries(max_attempts=2), sleep=lambda _seconds: None
    ) as crm:
        with pytest.raises(APIConnectionError, match="tried 2 times"):
            crm.persons.get(1)


def test_raw_functions_share_login_and_errors(sandbox, crm):
    response = persons_get.sync_detailed(1, client=crm.raw)
    assert (response.status_code, response.parsed.person_id) == (200, 1)
    assert len(persons_list.sync(client=crm.raw, page=1, size=5)) == 5
    with pytest.raises(NotFoundError):
        persons_get.sync(999_999, client=crm.raw)
    with pytest.raises(ConfigurationError, match="AsyncWebCRM"):
        asyncio.run(persons_get.asyncio(1, client=crm.raw))
    assert crm.request("GET", "/Persons/1")["PersonId"] == 1
    assert crm.request("PUT", "/Persons/1", json={"PersonId": 1, "PersonTitle": "Dr"}) is None
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


@pytest.mark.parametrize("kind", [WebCRM, AsyncWebCRM])
def test_raw_client_rejects_other_httpx_clients(kind):
    raw = kind(TOKEN).raw
    for use in (
        lambda: raw.with_headers({"x": "y"}),
        lambda: raw.with_cookies({"x": "y"}),
        lambda: raw.set_httpx_client(httpx.Client()),
        lambda: raw.set_async_httpx_client(httpx.AsyncClient()),
        raw.get_httpx_client,
        raw.get_async_httpx_client,
        raw.__enter__,
    ):
        with pytest.raises(ConfigurationError, match=r"crm\.raw"):
            use()


def recorded_timeouts():
    """Return a list of the read timeouts of all requests, and event hooks that fill it."""
    timeouts = []
    return timeouts, {"request": [lambda request: timeouts.append(request.extensions["timeout"]["read"])]}


def test_raw_client_accepts_another_timeout(sandbox):
    timeouts, hooks = recorded_timeouts()
    with WebCRM(sandbox.application_token, base_url=sandbox.url, event_hooks=hooks) as crm:
        for client in (crm.raw, crm.raw.with_timeout(httpx.Timeout(7)), crm.raw):
            assert persons_get.sync(1, client=client).person_id == 1
    assert timeouts == [60, 60, 7, 60]  # the first is the login's
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


def test_copy_shares_the_login_and_has_its_own_timeout(sandbox, connect):
    timeouts, hooks = recorded_timeouts()
    crm = connect(sandbox, event_hooks=hooks)
    crm.persons.get(1)
    assert crm.with_options(timeout=5.0).persons.get(1).person_id == 1
    assert timeouts == [60, 60, 5]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    with pytest.raises(ConfigurationError, match="a setting of the connection"):
        crm.with_options(proxy="http://localhost:1")


def test_unclosed_client_warns():
    clients = [WebCRM(TOKEN, transport=MockService())]
    clients[0].persons.get(1)
    with pytest.warns(ResourceWarning, match="Unclosed webCRM client"):
        collect(clients)


def test_closed_client_raises(sandbox):
    crm = WebCRM(sandbox.application_token, base_url=sandbox.url)
    crm.persons.get(1)
    crm.close()
    crm.close()
    with pytest.raises(ConfigurationError, match="closed"):
        crm.persons.get(1)


@EVENT_LOOPS
def test_async_client_behaves_like_the_blocking_one(sandbox, clock, run):
    async def main() -> None:
        async with AsyncWebCRM(
            sandbox.application_token, base_url=sandbox.url, requests_per_minute=None, sleep_async=clock.sleep_async
        ) as crm:
            assert "AsyncWebCRM" in repr(crm)
            assert (await crm.persons.get(1)).person_id == 1
            for concurrency in (1, 3):
                people = [person.person_id async for person in crm.persons.list(size=40, concurrency=concurrency)]
                assert people == sorted(people)
                assert len(people) == 120
            assert (await crm.persons.list().first()).person_id == 1
            assert len(await crm.persons.list(size=10).page(2)) == 10
            async with contextlib.aclosing(crm.persons.list(size=10, concurrency=4).pages()) as pages:
                async for page in pages:
                    assert len(page) == 10
                    break
            assert (await persons_get.asyncio(2, client=crm.raw)).person_id == 2
            with pytest.raises(ConfigurationError, match="would block"):
                persons_get.sync(2, client=crm.raw)
            assert (await crm.request("GET", "/Persons/1"))["PersonId"] == 1
            sandbox.fail_next(1, status=503)
            assert (await crm.with_options(timeout=9.0).persons.get(3)).person_id == 3
            sandbox.expire_tokens()
            assert (await crm.persons.get(3)).person_id == 3
            with pytest.raises(NotFoundError):
                await crm.persons.get(999_999)

    run_in(run, main)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"application_token": "abc"}, "not a GUID"),
        ({"application_token": "aaa.bbb.ccc"}, "looks like an access token"),
        ({"base_url": "http://example.com"}, "sent by https only"),
        *(
            ({"base_url": wrong}, "must look like")
            for wrong in (
                "nonsense", 5, "https://", "https://api..webcrm.com", "https://api.webcrm.com:abc", "https://a:0",
                "https://[::1", "https://a b", f"https://{'x' * 64}.com", "https://\udcff",
            )
        ),
        ({"base_url": "https://someone:secret@example.com:abc"}, "no user name"),
        ({"retries": 5}, "must be a Retries"),
        ({"retries": None}, "must be a Retries"),
        *(({"timeout": wrong}, "timeout must be a number of seconds") for wrong in ("5", float("inf"), True, None, 0)),
        *(({"connect_timeout": wrong}, "connect_timeout must be") for wrong in (None, 0, float("nan"))),
        *(({"deadline": wrong}, "deadline must be a number of seconds above 0, or None") for wrong in (0, True, "5")),
        *(({"deadline": wrong}, "deadline must be") for wrong in (-1, float("nan"), float("-inf"), [])),
        *(({"max_response_bytes": wrong}, "max_response_bytes must be a whole") for wrong in (0, 2.5, True, None)),
        *(({"min_download_rate": wrong}, "min_download_rate must be") for wrong in (0, -1, "1", float("inf"))),
        ({"timeout": 10**400}, "timeout must be a number of seconds"),
        *(({"requests_per_minute": wrong}, "a whole number, 1 or more") for wrong in ("250", 2.5, True, -1)),
        *(({"linked_data": wrong}, "by entity") for wrong in (True, {"QuotationLines": "false"})),
        ({"token_store": "tokens.json"}, "a FileTokenStore"),
        ({"verify": 1}, "an ssl.SSLContext"),
        *(({"event_hooks": wrong}, "lists of functions") for wrong in ([], {"request": print}, {"request": ["x"]})),
        ({"event_hooks": {"requests": []}}, "Unknown event hook requests"),
        *(({"user_agent": wrong}, "user_agent must be a string of visible") for wrong in (None, "my app ", "naïve")),
        ({"sleep": 1}, "sleep must be a function"),
        ({"base_url": "https://user@example.com"}, "no user name"),
        ({"requests_per_minute": 0}, "1 or more"),
        ({"nonsense": 1}, "Unknown setting 'nonsense'"),
    ],
    ids=ascii,
)  # fmt: skip
def test_invalid_setting_raises(settings, message, monkeypatch):
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN", raising=False)
    with pytest.raises(ConfigurationError, match=message) as caught:
        WebCRM(**{"application_token": TOKEN, **settings})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("max_attempts", 0),
        *product(
            ("max_attempts", "initial_wait", "max_wait", "max_rate_limit_wait"),
            (-1, None, "3", float("nan"), True),
        ),
    ],
)
def test_invalid_retries_raise(setting, wrong):
    with pytest.raises(ConfigurationError, match=rf"retries\.{setting} must be "):
        Retries(**{setting: wrong})


def test_base_url_is_stripped(sandbox):
    with WebCRM(sandbox.application_token, base_url=f" {sandbox.url}/\n") as crm:
        assert crm.persons.get(1).person_id == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"timout": 5},
            "cannot change 'timout'. Did you mean 'timeout'.* It changes timeout, connect_timeout, "
            "deadline, max_response_bytes, min_download_rate, retries, user_agent",
        ),
        ({"requests_per_minute": 5}, "For a setting of the connection, create a new client"),
        ({"timeout": -1}, "timeout must be a number of seconds"),
    ],
)
def test_with_options_rejects_connection_settings(crm, changes, message):
    with pytest.raises(ConfigurationError, match=message):
        crm.with_options(**changes)


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN", raising=False)
    with pytest.raises(ConfigurationError, match="No application token"):
        WebCRM()
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", f" {TOKEN} ")
    monkeypatch.setenv("WEBCRM_BASE_URL", "http://localhost:1")
    monkeypatch.setenv("WEBCRM_REQUESTS_PER_MINUTE", "0")
    monkeypatch.setenv("WEBCRM_TIMEOUT", "7")
    service, limiter = MockService(), RecordingRateLimiter()
    with WebCRM(transport=service, rate_limiter=limiter) as crm:
        assert crm.persons.get(1).person_id == 1
        assert TOKEN not in f"{crm!r} {vars(crm)}"
    login = service.requests[0]
    assert login.url == "http://localhost:1/Auth/ApiLogin"
    assert login.content.decode() == f"authCode={TOKEN}"
    assert (login.extensions["timeout"]["read"], login.extensions["timeout"]["connect"]) == (7, 5)
    assert limiter.calls[0] == ("acquire", None)
    monkeypatch.setenv("WEBCRM_TIMEOUT", "soon")
    with pytest.raises(ConfigurationError, match="WEBCRM_TIMEOUT is 'soon', which is not a number"):
        WebCRM()
    monkeypatch.delenv("WEBCRM_TIMEOUT")
    monkeypatch.setenv("WEBCRM_REQUESTS_PER_MINUTE", "2.5")
    with pytest.raises(ConfigurationError, match=r"WEBCRM_REQUESTS_PER_MINUTE is '2\.5', which is not a whole number"):
        WebCRM()


def test_organisation_is_created_read_and_updated(crm):
    id_ = crm.organisations.create(OrganisationDto(organisation_id=0, organisation_name="Nordlys"))
    organisation = crm.organisations.get(id_)
    organisation.organisation_city = "Malmö"
    crm.organisations.update(id_, organisation)
    assert crm.organisations.get(id_).organisation_city == "Malmö"


def test_with_raw_response_of_a_result_raises(sandbox, crm):
    person = crm.persons.get(1)
    with pytest.raises(ConfigurationError, match="was passed a PersonDto, which cannot be called"):
        crm.with_raw_response(person)

    async def main() -> None:
        async with AsyncWebCRM(sandbox.application_token, base_url=sandbox.url) as other:
            with pytest.raises(ConfigurationError, match="was passed a coroutine"):
                await other.with_raw_response(other.persons.get(1))
            with pytest.raises(ConfigurationError, match="made no call"):
                await other.with_raw_response(other.persons.list)

    asyncio.run(main())
