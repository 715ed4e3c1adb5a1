"""What becomes of answers: every error of the tree, from the sandbox; and of random ones, only errors of the tree."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gzip
import json
import logging
import pickle
import socket
import threading
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webcrm_api.api.auth import auth_crm_refresh
from webcrm_api.api.persons import persons_get
from webcrm_api.calls import Call
from webcrm_api.errors import UnexpectedContent
from webcrm_api.models import (
    AuthApiLoginForm,
    AuthCrmLoginForm,
    OrganisationDto,
    PersonDto,
    ProductDto,
    QuotationLineDto,
)

import webcrm_ext
from tests.clock import MovedClock
from tests.contract.client.service import TOKEN, CutOff, Service
from tests.examples import examples
from tests.leaks import places
from webcrm_ext import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AsyncWebCRM,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    InvalidCheckboxError,
    InvalidChoiceError,
    InvalidNumberError,
    LinkedDataRequiredError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    QueryError,
    RateLimitError,
    Retries,
    ServerError,
    UnexpectedResponseError,
    ValueTooLongError,
    WebCRM,
    WebCRMError,
)

ACCESS = "access-token-of-this-test"
ONCE = Retries(max_attempts=1)


def answering(
    status, body=b"", headers=None, *, stream=None, error=None, access=ACCESS, login=None, path=None, **options
):
    """A client whose every call but the login gets one answer, or fails; the path is that of a login that does too."""

    def answer(_request: httpx.Request) -> httpx.Response:
        if error is not None:
            raise error
        return httpx.Response(status, content=body, headers=headers, stream=stream)

    def logged_in(_number: int, request: httpx.Request) -> httpx.Response:
        if request.url.path == path:
            return answer(request)
        if login is not None:
            return httpx.Response(200, content=login)
        return httpx.Response(200, json={"AccessToken": access, "RefreshToken": "r" * 20, "ExpiresIn": 3600})

    clock = MovedClock()
    settings = {"retries": ONCE, "clock": clock, "sleep": clock.sleep, "requests_per_minute": None, **options}
    return WebCRM(settings.pop("application_token", TOKEN), transport=Service(answer, logged_in), **settings)


def organisation_field(crm, kind):
    return next(field for field in crm.fields("Organisation").custom() if field.type == kind)


def read_too_slowly():
    with answering(0, error=httpx.ReadTimeout("too slow")) as crm:
        crm.persons.get(1)


PROVOKED = {
    NotFoundError: lambda sandbox, crm: crm.persons.get(999_999),
    BadRequestError: lambda sandbox, crm: crm.persons.create(PersonDto(person_id=0)),
    PermissionDeniedError: lambda sandbox, crm: (sandbox.fail_next(1, status=403), crm.persons.get(1)),
    ConflictError: lambda sandbox, crm: (sandbox.fail_next(1, status=409), crm.persons.get(1)),
    RateLimitError: lambda sandbox, crm: (sandbox.fail_next(1, status=429, retry_after=500), crm.persons.get(1)),
    ServerError: lambda sandbox, crm: (sandbox.fail_next(9, status=520), crm.persons.get(1)),
    APIError: lambda sandbox, crm: (sandbox.fail_next(1, status=418), crm.persons.get(1)),
    AuthenticationError: lambda sandbox, crm: (sandbox.fail_next(2, status=401), crm.persons.get(1)),
    APIConnectionError: lambda sandbox, crm: (sandbox.fail_next(9, kind="close-before"), crm.persons.get(1)),
    APITimeoutError: lambda sandbox, crm: read_too_slowly(),
    OutcomeUnknownError: lambda sandbox, crm: (
        sandbox.fail_next(1, kind="close-after"),
        crm.persons.create(PersonDto(person_id=0, person_last_name="X")),
    ),
    UnexpectedResponseError: lambda sandbox, crm: (sandbox.fail_next(9, kind="html"), crm.persons.get(1)),
    ConfigurationError: lambda sandbox, crm: crm.meetings.get(""),
    QueryError: lambda sandbox, crm: crm.persons.find(nonsense=1),
    LinkedDataRequiredError: lambda sandbox, crm: (
        sandbox.change_options(linked_data=frozenset({"QuotationLines"})),
        crm.request("POST", "/QuotationLines", json={"QuotationLineId": 0, "QuotationLineOpportunityId": 1}),
    ),
    InvalidCheckboxError: lambda sandbox, crm: crm.custom(OrganisationDto(organisation_id=0)).__setitem__(
        organisation_field(crm, "checkbox").label, "maybe"
    ),
    InvalidChoiceError: lambda sandbox, crm: crm.custom(OrganisationDto(organisation_id=0)).__setitem__(
        organisation_field(crm, "list").label, "no such entry"
    ),
    InvalidNumberError: lambda sandbox, crm: crm.custom(OrganisationDto(organisation_id=0)).__setitem__(
        organisation_field(crm, "integer").label, "many"
    ),
    ValueTooLongError: lambda sandbox, crm: crm.custom(OrganisationDto(organisation_id=0)).__setitem__(
        organisation_field(crm, "text").label, "x" * 5000
    ),
}


@pytest.mark.parametrize("error", PROVOKED, ids=lambda each: each.__name__)
def test_every_error_can_be_provoked(sandbox, crm, error):
    with pytest.raises(WebCRMError) as caught:
        PROVOKED[error](sandbox, crm)
    assert type(caught.value) is error
    assert str(caught.value)


@pytest.mark.parametrize("error", PROVOKED, ids=lambda each: each.__name__)
def test_every_error_can_be_copied_and_sent_to_another_process(sandbox, crm, error):
    with pytest.raises(error) as caught:
        PROVOKED[error](sandbox, crm)
    caught.value.add_to_message("Nothing else was done.")
    caught.value.add_note("in a worker")
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value), copy.deepcopy(caught.value)):
        assert type(twin) is error
        assert (twin.args, str(twin), repr(twin)) == (caught.value.args, str(caught.value), repr(caught.value))
        assert vars(twin) == vars(caught.value)


def test_no_error_is_left_out_of_these():
    errors = {each for name in webcrm_ext.errors.__all__ if isinstance(each := getattr(webcrm_ext, name), type)}
    families = {WebCRMError, webcrm_ext.FieldValueError}
    assert errors - families == set(PROVOKED)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["PersonId", "PersonName", "PersonUpdatedAt", "Message", "Type", "Error", "RetryAfterSeconds", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    JSON.map(lambda value: json.dumps(value).encode()),
    JSON.map(lambda value: json.dumps(value).encode()[:-1]),
    st.text(max_size=100).map(lambda text: f"<html><body>{text}</body></html>".encode("utf-16")),
)
TYPES = st.sampled_from(
    ["application/json", "application/json; charset=nonsense", "text/html; charset=utf-16", "", "é"]
)
CALLS = {
    "one": lambda crm: crm.persons.get(1),
    "list": lambda crm: crm.persons.list().to_list(),
    "id": lambda crm: crm.persons.create(PersonDto(person_id=0)),
    "texts": lambda crm: crm.persons.upsert([PersonDto(person_id=0)]),
    "nothing": lambda crm: crm.persons.update(1, PersonDto(person_id=0)),
    "nested": lambda crm: crm.meetings.get("1"),
    "line": lambda crm: crm.request("POST", "/QuotationLines", json={}),
    "any": lambda crm: crm.request("GET", "/Anything"),
    "raw": lambda crm: persons_get.sync_detailed(1, client=crm.raw),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_whatever_is_answered_only_errors_of_the_tree_come_out(call):
    @settings(max_examples=examples(150))
    @given(status=st.integers(200, 599), body=BODIES, kind=TYPES, packed=st.booleans())
    def check(status, body, kind, packed):
        headers = {"content-type": kind.encode("latin-1"), **({"content-encoding": "gzip"} if packed else {})}
        with answering(status, headers=headers, stream=httpx.ByteStream(body)) as crm:
            with contextlib.suppress(WebCRMError):
                call(crm)

    check()


@pytest.mark.parametrize(
    ("status", "error"), [(302, APIError), (404, NotFoundError), (418, APIError), (500, ServerError)]
)
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"Message": "No such thing", "Type": "X"}', "No such thing"),
        (b'{"title": "Not here"}', "Not here"),
        (b'"Only text"', "Only text"),
        (b"Plain text", "Plain text"),
        (b"<html><style>p{}</style><p>Gone&nbsp;away</p></html>", "Gone away"),
        (b"<html><script>x()</script><p>Conf&amp;lict</p></html>", ": Conf&lict"),
        ("Smör".encode("latin-1"), "Smör"),
        (b"\xef\xbb\xbf" + "Smör".encode(), "Smör"),
        (b'{"unknown": 5}', '{"unknown": 5}'),
        (b"", "no message"),
        (b"null", "no message"),
        (b"{}", "no message"),
    ],
)
def test_an_error_says_what_the_service_said_in_whatever_shape(status, error, body, said):
    with (
        answering(status, body, {"content-type": "text/html; charset=nonsense"}) as crm,
        pytest.raises(APIError) as caught,
    ):
        crm.persons.get(5)
    assert type(caught.value) is error
    assert f"GET /Persons/5 was refused with status {status}" in str(caught.value)
    assert said in str(caught.value).replace("\xa0", " ")


def test_an_unexpected_answer_shows_its_first_500_characters():
    with (
        answering(200, b"<p>" + b"x" * 5000) as crm,
        pytest.raises(UnexpectedResponseError, match="Expected JSON") as caught,
    ):
        crm.persons.get(1)
    assert caught.value.body == "<p>" + "x" * 497 + "…"
    assert caught.value.status == 200
    with answering(204) as crm, pytest.raises(UnexpectedResponseError, match="contains: nothing"):
        crm.persons.get(1)


@pytest.mark.parametrize("status", [200, 400, 401, 404, 429, 500])
def test_an_answer_that_repeats_secrets_shows_none_of_them(status):
    # At every place where a body is cut off, for what is left of a secret is one too.
    for before in (0, 470, 480, 490, 499):
        body = b"x" * before + f" {ACCESS} {TOKEN.upper()} {'r' * 20}".encode()
        with answering(status, body, {"location": f"https://example.com/{ACCESS}"}) as crm:
            with pytest.raises(WebCRMError) as caught:
                crm.persons.get(1)
        for _, shown in places(caught.value):
            for secret in (ACCESS, TOKEN.upper(), "r" * 20, ACCESS[:12], TOKEN[:12]):
                assert secret not in shown
    with answering(status, b'{"AccessToken": "one of somebody else", "x": ') as crm:
        with pytest.raises(WebCRMError) as caught:
            crm.persons.get(1)
    assert "somebody else" not in str(caught.value) + getattr(caught.value, "body", "")


SPECIAL = "abc/def+ghi=jkl-mno_pqr.stu"
WRITTEN = {
    "as it is": SPECIAL,
    "in another case": SPECIAL.upper(),
    "in JSON": SPECIAL.replace("/", "\\/").replace("+", "\\u002B"),
    "in JSON inside JSON": SPECIAL.replace("/", "\\\\/").replace("+", "\\\\u002b"),
    "in a URL": quote(SPECIAL, safe=""),
    "in a URL inside a URL": quote(quote(SPECIAL, safe=""), safe=""),
    "in HTML": SPECIAL.replace("+", "&#43;").replace("/", "&#x2F;"),
    "in UTF-16": SPECIAL.encode("utf-16").decode("latin-1"),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("status", [200, 400])
def test_a_token_is_hidden_however_it_is_written(status, written):
    for body in (f"refused: {written}.", f"<p>refused: {written}.</p>", f'{{"Message": "refused: {written}."}}'):
        with answering(status, body.encode("latin-1"), access=SPECIAL) as crm:
            with pytest.raises(WebCRMError) as caught:
                crm.persons.list().page(1)
        shown = f"{caught.value} {caught.value!r} {vars(caught.value)}"
        assert "refused: ***." in shown.replace("\xfe", "").replace("\xff", "")
        assert "ghi" not in shown.lower()


@pytest.mark.parametrize("given", [TOKEN, TOKEN.replace("-", ""), f"{{{TOKEN.upper()}}}"])
@pytest.mark.parametrize("repeated", [TOKEN, TOKEN.replace("-", ""), TOKEN.upper(), TOKEN.replace("-", "%2D")])
def test_an_application_token_is_hidden_with_dashes_and_without(given, repeated):
    with answering(400, f"unknown: {repeated}".encode(), application_token=given) as crm:
        with pytest.raises(BadRequestError, match=r"unknown: \*\*\*") as caught:
            crm.persons.get(1)
        assert caught.value.body == "unknown: ***"


@pytest.mark.parametrize(
    "body",
    [
        "loginName=me&password=hunter2hunter2&publishCode=hunter2hunter3",
        '{"loginName": "me", "password": "hunter2hunter2", "publishCode": 22222222, "x": {"Token": ["hunter2"]}}',
        '{"Message": "loginName=me&password=hunter2hunter2"}',
        '{"Message": {"password": "hunter2hunter2"}}',
        '[{"password": "hunter2hunter2"}]',
        '"{\\"password\\": \\"hunter2hunter2\\"}"',
        "<Login><loginName>me</loginName><password>hunter2hunter2</password></Login>",
        '<html><body><Token type="x"><string>hunter2hunter2</string></Token></body></html>',
        "the user me has no hunter2hunter2 (hunter2hunter3)",
    ],
)
@pytest.mark.parametrize("status", [400, 401, 408, 500])
def test_a_login_that_is_repeated_in_an_answer_shows_no_password(body, status):
    form = AuthCrmLoginForm(login_name="me", password="hunter2hunter2", publish_code="hunter2hunter3")
    with answering(status, body.encode(), path="/Auth/CrmLogin") as crm:
        with pytest.raises(WebCRMError) as caught:
            crm.auth.crm_login(form)
    for _, shown in places(caught.value):
        assert "hunter2" not in shown
        assert "22222222" not in shown


NEW = "a-new-token-of-this-test"


@pytest.mark.parametrize(
    "body",
    [
        f'{{"AccessToken": ["{NEW}"]}}',
        f'{{"AccessToken": "{NEW}", "RefreshTok',
        f'{{"data": {{"x": "{NEW}"}}}}',
        f'{{"IsError": true, "x": "{NEW}"}}',
        f"<AccessToken>{NEW}</AccessToken>",
        f"<x>{NEW}</x>",
        f'"{NEW}"',
        NEW,
    ],
)
def test_nothing_of_a_login_that_went_well_is_shown_when_it_cannot_be_read(body, caplog, watch):
    caplog.set_level(logging.DEBUG)
    with answering(200, login=body.encode(), retries=Retries(max_attempts=2)) as crm:
        with pytest.raises(WebCRMError, match="not shown") as caught:
            crm.persons.get(1)
        with contextlib.suppress(WebCRMError):  # where it can be read as a record, it is one
            crm.auth.api_login(AuthApiLoginForm(auth_code=TOKEN))
    assert NEW not in str(list(map(list, map(places, watch.raised))))
    assert "retry in" in caplog.text or isinstance(caught.value, AuthenticationError)
    assert NEW not in caplog.text


def test_a_refused_login_says_why():
    body = b'{"IsError": true, "Error": "invalid_grant", "ErrorDescription": "This token was switched off"}'
    with answering(200, login=body) as crm, pytest.raises(AuthenticationError, match="This token was switched off"):
        crm.persons.get(1)


SENT = "hunter2-hunter2"


@pytest.mark.parametrize(
    "call",
    [
        lambda crm: crm.auth.api_refresh(refresh_token=f"{SENT}\n"),
        lambda crm: crm.auth.api_refresh(refresh_token=f"{SENT}\xe9"),
        lambda crm: auth_crm_refresh.sync(refresh_token=f"{SENT}\xe9", client=crm.raw),
        lambda crm: crm.auth.crm_login(AuthCrmLoginForm(login_name="me", password=f"{SENT}\udc80")),
        lambda crm: crm.request("POST", "/Auth", json={"password": SENT, "x": object()}),
        lambda crm: crm.request("GET", "/Persons", headers={"Authorization": f"Bearer {SENT}\n"}),
    ],
)
def test_a_call_that_cannot_be_sent_shows_no_secret_of_it(call):
    with answering(200) as crm, pytest.raises(ConfigurationError, match="cannot be sent") as caught:
        call(crm)
    for _, shown in places(caught.value):
        assert SENT not in shown


@pytest.mark.parametrize("body", ["<" * 1_000_000, "<head" * 200_000, "<token" * 200_000, '"token' * 200_000])
def test_a_page_of_nothing_but_tags_is_soon_read(body):
    # Where each `<` were followed to the end of the page, this would take a quarter of an hour.
    with answering(400, body.encode()) as crm, pytest.raises(BadRequestError) as caught:
        crm.persons.get(1)
    assert len(caught.value.body) <= 501


def test_what_a_page_says_is_found_behind_its_styles_and_when_it_is_cut_off():
    for page, said in (
        (f"<html><head><style>{'p{} ' * 2000}</style></head><body><p>Gone away</p>", "Gone away"),
        ("<html><head><title>Too busy</title><style>p{", "Too busy"),
        ("<html><head><title>Too busy</title></head><body></body></html>", "Too busy"),
    ):
        with answering(400, page.encode()) as crm, pytest.raises(BadRequestError, match=said) as caught:
            crm.persons.get(1)
        assert "p{" not in caught.value.message


def test_a_redirect_is_not_followed():
    with answering(302, headers={"location": "https://example.com/"}) as crm:
        with pytest.raises(APIError, match=r"302.*points to https://example.com/; redirects are not followed"):
            crm.persons.get(1)


FAILURES = [
    (httpx.ConnectError("no route"), "could not be reached", APIConnectionError, APIConnectionError),
    (httpx.ConnectTimeout("too slow"), "could not be reached", APIConnectionError, APIConnectionError),
    (httpx.PoolTimeout("no connection free"), "could not be reached", APIConnectionError, APIConnectionError),
    (httpx.ProxyError("407"), "could not be reached", APIConnectionError, APIConnectionError),
    (httpx.ReadTimeout("too slow"), "lost its connection|was sent", APIConnectionError, OutcomeUnknownError),
    (httpx.WriteTimeout("too slow"), "lost its connection|was sent", APIConnectionError, OutcomeUnknownError),
    (httpx.ReadError("reset"), "lost its connection|was sent", APIConnectionError, OutcomeUnknownError),
    (httpx.RemoteProtocolError("closed"), "lost its connection|was sent", APIConnectionError, OutcomeUnknownError),
]


@pytest.mark.parametrize(("failure", "said", "of_read", "of_write"), FAILURES, ids=lambda each: type(each).__name__)
def test_what_becomes_of_a_call_without_an_answer(failure, said, of_read, of_write):
    with answering(0, error=failure, retries=Retries(max_attempts=3)) as crm:
        with pytest.raises(of_read, match=said):
            crm.persons.get(1)
        with pytest.raises(of_write, match=f"POST /Persons.*({said})") as caught:
            crm.persons.create(PersonDto(person_id=0))
        assert ("Look for the record" in str(caught.value)) == (of_write is OutcomeUnknownError)
        with pytest.raises(of_write, match="PATCH /Persons"):
            crm.persons.upsert([])


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520])
def test_a_passing_failure_is_repeated_for_what_can_be_and_unknown_for_what_cannot(sandbox, crm, status):
    crm.persons.get(1)
    for method, path, body in (("GET", "/Persons/1", None), ("PUT", "/Persons/1", {}), ("DELETE", "/Products/1", None)):
        before = len(sandbox.requests)
        sandbox.fail_next(1, status=status)
        crm.request(method, path, json=body) if body is not None else crm.request(method, path)
        assert [each.status for each in sandbox.requests][before] == status
        assert len(sandbox.requests) == before + 2
    for method in ("POST", "PATCH"):
        before = len(sandbox.requests)
        sandbox.fail_next(1, status=status)
        with pytest.raises(OutcomeUnknownError, match=f"{method} /Persons was sent.*status {status}"):
            crm.request(method, "/Persons", json=[])
        assert len(sandbox.requests) == before + 1


@pytest.mark.parametrize("fault", [{"kind": "close-after"}, {"status": 502, "after_work": True}])
@pytest.mark.parametrize(
    "delete", [lambda crm: crm.products.delete(1), lambda crm: crm.request("DELETE", "/Products/1")]
)
def test_a_delete_whose_answer_was_lost_is_done(sandbox, crm, caplog, fault, delete):
    caplog.set_level(logging.INFO, logger="webcrm_ext")
    crm.persons.get(1)
    sandbox.fail_next(1, **fault)
    assert delete(crm) is None
    assert [each.status for each in sandbox.requests if each.method == "DELETE"][-1] == 404
    assert "done by an earlier attempt" in caplog.text
    with pytest.raises(NotFoundError):
        crm.products.get(1)


def test_a_delete_that_was_not_carried_out_before_finds_nothing(sandbox, crm):
    crm.persons.get(1)
    for fault in ({"status": 429, "retry_after": 3}, {"status": 401}):
        sandbox.fail_next(1, **fault)
        with pytest.raises(NotFoundError):
            crm.products.delete(999_999)
    sandbox.fail_next(1, kind="close-after")
    with pytest.raises(NotFoundError):
        crm.products.update(999_999, ProductDto(product_id=999_999))


def test_an_answer_that_says_a_repeated_delete_is_done_is_given_as_it_came(sandbox, crm):
    crm.persons.get(1)
    sandbox.fail_next(1, kind="close-after")
    answer = crm.with_raw_response(crm.products.delete, 1)
    assert (answer.status_code, answer.parsed) == (404, None)

    def needed(_: httpx.Response) -> None:
        raise UnexpectedContent("Expected something.", 204, b"")

    sandbox.fail_next(1, kind="close-after")
    with pytest.raises(NotFoundError):
        crm.run(Call(name="x", method="DELETE", path="/Products/2", reader=needed))


@pytest.mark.parametrize("fault", [{"kind": "close-after"}, {"status": 503, "after_work": True}, {"status": 408}])
@pytest.mark.parametrize(
    "delete",
    [
        lambda crm: crm.activities.delete_newest_note(1),
        lambda crm: crm.request("DELETE", "/activities/1/newestnote/"),
        lambda crm: crm.request("delete", "/Activities/1/Newest%4Eote?x=1"),
    ],
)
def test_the_newest_note_is_not_deleted_twice(sandbox, crm, fault, delete):
    crm.persons.get(1)
    sandbox.fail_next(1, **fault)
    with pytest.raises(OutcomeUnknownError, match="may or may not have been carried out"):
        delete(crm)
    assert len([each for each in sandbox.requests if each.method == "DELETE"]) == 1


def test_the_waits_between_repetitions_grow_to_a_cap_and_half_of_each_is_chance(sandbox, connect):
    chances = iter([0.0, 0.5, 1.0, 0.5, 0.0])
    policy = Retries(max_attempts=6, initial_wait=1, max_wait=5)
    crm = connect(sandbox, retries=policy, jitter=lambda: next(chances))
    crm.persons.get(1)
    sandbox.fail_next(5, status=503)
    assert crm.persons.get(1).person_id == 1
    assert crm._config.clock.slept == [1 * 0.5, 2 * 0.75, 4 * 1.0, 5 * 0.75, 5 * 0.5]


CUT = {
    "cut off": ({}, CutOff),
    "not gzip": ({"content-encoding": "gzip"}, lambda: httpx.ByteStream(b"not gzip")),
    "gzip that is cut off": ({"content-encoding": "gzip"}, lambda: httpx.ByteStream(gzip.compress(b"x" * 99)[:-20])),
}


@pytest.mark.parametrize("run", ["blocking", "async"])
@pytest.mark.parametrize(("headers", "body"), CUT.values(), ids=CUT)
@pytest.mark.parametrize(
    ("statuses", "error", "slept"),
    [
        ([429], None, [14]),
        ([401], None, []),
        ([401, 401], AuthenticationError, []),
        ([400], BadRequestError, []),
        ([500], OutcomeUnknownError, []),
        ([200], OutcomeUnknownError, []),
    ],
)
def test_an_answer_that_is_cut_off_is_judged_by_its_status(run, headers, body, statuses, error, slept):
    left = iter(statuses)

    def answer(_request: httpx.Request) -> httpx.Response:
        status = next(left, None)
        if status is None:
            return httpx.Response(200, json=7)
        return httpx.Response(status, headers={"Retry-After": "14", **headers}, stream=body())

    clock = MovedClock()
    settings = {"transport": Service(answer), "clock": clock}
    expected = pytest.raises(error) if error else contextlib.nullcontext()

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, **settings, sleep_async=clock.sleep_async) as crm:
            assert await crm.persons.create(PersonDto(person_id=0)) == 7

    with expected:
        if run == "async":
            asyncio.run(main())
        else:
            with WebCRM(TOKEN, **settings, sleep=clock.sleep) as crm:
                assert crm.persons.create(PersonDto(person_id=0)) == 7
    assert clock.slept == slept


@pytest.mark.parametrize(
    ("headers", "stream"),
    [({}, CutOff()), ({"content-encoding": "gzip"}, httpx.ByteStream(gzip.compress(b'{"Message": "what was said"}')))],
    ids=["cut off", "whole and packed"],
)
def test_what_came_of_a_refusal_is_said(headers, stream):
    with answering(400, headers=headers, stream=stream) as crm, pytest.raises(BadRequestError, match="what was said"):
        crm.persons.create(PersonDto(person_id=0))


def test_repeating_ends_at_the_deadline_counted_from_the_first_failure(sandbox, connect):
    crm = connect(sandbox, retries=Retries(max_attempts=50, initial_wait=8, max_wait=8, deadline=20))
    crm.persons.get(1)
    sandbox.fail_next(50, status=503)
    with pytest.raises(ServerError):
        crm.persons.get(1)
    assert sum(crm._config.clock.slept) <= 20


def test_a_server_that_does_not_answer_is_left_after_the_timeout():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with WebCRM(TOKEN, base_url=address, timeout=0.05, retries=ONCE) as crm:
            with pytest.raises(APIConnectionError, match=r"was not sent.*ReadTimeout"):
                crm.persons.get(1)


def test_only_the_first_call_makes_a_connection_and_many_threads_make_one(sandbox, monkeypatch):
    made = []
    real = httpx.Client.__init__
    monkeypatch.setattr(httpx.Client, "__init__", lambda self, **settings: (made.append(1), real(self, **settings))[1])
    with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        assert crm.with_options(timeout=1).persons is not None
        assert made == []
        threads = [threading.Thread(target=crm.persons.get, args=(1,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert made == [1]


@pytest.mark.parametrize(
    "body",
    [
        b'"Possible  quotation NOT found"',
        b"<p>Possible&nbsp;quotation<br/>not <b>found</b></p>",
        rb'{"Message": "Possible \u003cb\u003equotation\u003c/b\u003e not found"}',
        "Possible quotation not found".encode("utf-16"),
        "Possible quotation not found".encode("utf-16-be"),
    ],
    ids=["JSON", "HTML", "HTML in JSON", "UTF-16", "UTF-16 that does not say so"],
)
def test_a_line_that_needs_linked_data_is_said_in_any_shape(body):
    for status in (200, 400, 404, 500):
        with answering(status, body) as crm:
            with pytest.raises(LinkedDataRequiredError) as caught:
                crm.request("POST", "/QuotationLines", json=QuotationLineDto(quotation_line_id=0).to_dict())
            assert caught.value.status == status
            assert crm.linked_data.enabled("QuotationLines") is True


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (b'{"PersonId": 1}', "a list of PersonDto"),
        (b'[{"PersonId": 1}, 5]', "a list of PersonDto"),
        (b"null", "a list of PersonDto"),
        (b'[{"PersonId": 1}, {"PersonName": "An', "JSON"),
        (b'[{"PersonId": 1}, {"PersonName": "\xff"}]', "JSON"),
        (b'[{"PersonId": 1}, {"PersonName": ' + b"[" * 200_000 + b"]" * 200_000 + b"}]", "JSON"),
    ],
    ids=["one record", "a number among them", "null", "cut off", "not UTF-8", "too deep"],
)
def test_a_page_that_is_no_list_of_records_is_named(body, wanted):
    with answering(200, body) as crm, pytest.raises(UnexpectedResponseError, match=f"Expected {wanted}"):
        crm.persons.list().page(1)
    with answering(200, b"\xef\xbb\xbf" + b'[{"PersonId": 1}]') as crm:
        assert [person.person_id for person in crm.persons.list()] == [1]
