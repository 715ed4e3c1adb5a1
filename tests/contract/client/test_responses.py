"""Responses: the errors that they raise, their messages without secrets, retries, and truncated bodies."""

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
from pathlib import Path
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
from tests.clock import SimulatedClock
from tests.contract.client.service import TOKEN, MockService, TruncatedStream
from tests.examples import examples
from tests.leaks import shown_strings
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
    InvalidRowsError,
    InvalidValuesError,
    LinkedDataRequiredError,
    MultipleRecordsError,
    NoRecordError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    QueryError,
    RateLimitError,
    Retries,
    ServerError,
    UnexpectedResponseError,
    UpsertError,
    ValueTooLongError,
    WebCRM,
    WebCRMError,
)

ACCESS = "access-token-of-this-test"
NO_RETRIES = Retries(max_attempts=1)
NO_WAITS = Retries(max_attempts=1, max_rate_limit_wait=0)


def client_for(
    status, body=b"", headers=None, *, stream=None, error=None, access=ACCESS, login=None, path=None, **options
):
    """Return a client whose calls all get the same response, or fail.

    Args:
        status: The status of the response; the body, the headers or the stream follow.
        error: Raised instead of a response.
        access: The access token that the login returns.
        login: The body of the response to the login.
        path: The path of a login that gets the same response, too.
        options: Settings of the client.
    """

    def respond(_request: httpx.Request) -> httpx.Response:
        if error is not None:
            raise error
        return httpx.Response(status, content=body, headers=headers, stream=stream)

    def log_in(_number: int, request: httpx.Request) -> httpx.Response:
        if request.url.path == path:
            return respond(request)
        if login is not None:
            return httpx.Response(200, content=login)
        return httpx.Response(200, json={"AccessToken": access, "RefreshToken": "r" * 20, "ExpiresIn": 3600})

    clock = SimulatedClock()
    settings = {"retries": NO_RETRIES, "clock": clock, "sleep": clock.sleep, "requests_per_minute": None, **options}
    return WebCRM(settings.pop("application_token", TOKEN), transport=MockService(respond, log_in), **settings)


def organisation_field(crm, kind):
    return next(field for field in crm.fields("Organisation").custom() if field.type == kind)


def time_out():
    with client_for(0, error=httpx.ReadTimeout("too slow")) as crm:
        crm.persons.get(1)


ROWS_WITHOUT_KEY = Path(__file__).with_name("rows_without_key.csv")

CAUSES = {
    NoRecordError: lambda sandbox, crm: crm.persons.find(person_id=0).one(),
    MultipleRecordsError: lambda sandbox, crm: crm.persons.list().one(),
    NotFoundError: lambda sandbox, crm: crm.persons.get(999_999),
    BadRequestError: lambda sandbox, crm: crm.persons.create(PersonDto(person_id=0)),
    PermissionDeniedError: lambda sandbox, crm: (sandbox.fail_next(1, status=403), crm.persons.get(1)),
    ConflictError: lambda sandbox, crm: (sandbox.fail_next(1, status=409), crm.persons.get(1)),
    RateLimitError: lambda sandbox, crm: (sandbox.fail_next(1, status=429, retry_after=500), crm.persons.get(1)),
    ServerError: lambda sandbox, crm: (sandbox.fail_next(9, status=520), crm.persons.get(1)),
    APIError: lambda sandbox, crm: (sandbox.fail_next(1, status=418), crm.persons.get(1)),
    AuthenticationError: lambda sandbox, crm: (sandbox.fail_next(2, status=401), crm.persons.get(1)),
    APIConnectionError: lambda sandbox, crm: (sandbox.fail_next(9, kind="close-before"), crm.persons.get(1)),
    APITimeoutError: lambda sandbox, crm: time_out(),
    OutcomeUnknownError: lambda sandbox, crm: (
        sandbox.fail_next(1, kind="close-after"),
        crm.persons.create(PersonDto(person_id=0, person_last_name="X")),
    ),
    UnexpectedResponseError: lambda sandbox, crm: (sandbox.fail_next(9, kind="html"), crm.persons.get(1)),
    ConfigurationError: lambda sandbox, crm: crm.persons.list(size=0),
    QueryError: lambda sandbox, crm: crm.persons.find(person_nonsense=1),
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
    InvalidRowsError: lambda sandbox, crm: crm.organisations.upsert_csv(ROWS_WITHOUT_KEY, "OrganisationName"),
    InvalidValuesError: lambda sandbox, crm: crm.custom(OrganisationDto(organisation_id=0)).update(
        {"Wants the newsletter": "maybe", "Nothing": 1}, parse=True
    ),
    UpsertError: lambda sandbox, crm: crm.persons.upsert_by(
        "PersonEmail", [PersonDto(person_id=9999, person_email="anna@nordlys.example")]
    ).raise_for_failures(),
    ValueTooLongError: lambda sandbox, crm: crm.custom(OrganisationDto(organisation_id=0)).__setitem__(
        organisation_field(crm, "text").label, "x" * 5000
    ),
}


@pytest.mark.parametrize("error", CAUSES, ids=lambda each: each.__name__)
def test_every_error_can_be_raised(sandbox, crm, error):
    with pytest.raises(WebCRMError) as caught:
        CAUSES[error](sandbox, crm)
    assert type(caught.value) is error
    assert str(caught.value)


@pytest.mark.parametrize("error", CAUSES, ids=lambda each: each.__name__)
def test_every_error_can_be_copied_and_pickled(sandbox, crm, error):
    with pytest.raises(error) as caught:
        CAUSES[error](sandbox, crm)
    caught.value.add_to_message("Nothing else was done.")
    caught.value.add_note("in a worker")
    for copied in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value), copy.deepcopy(caught.value)):
        assert type(copied) is error
        assert (copied.args, str(copied), repr(copied)) == (caught.value.args, str(caught.value), repr(caught.value))
        assert vars(copied) == vars(caught.value)


def test_all_error_classes_are_covered():
    errors = {each for name in webcrm_ext.errors.__all__ if isinstance(each := getattr(webcrm_ext, name), type)}
    base_classes = {WebCRMError, webcrm_ext.FieldValueError}
    assert errors - base_classes == set(CAUSES)


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
    "strings": lambda crm: crm.persons.upsert([PersonDto(person_id=0)]),
    "nothing": lambda crm: crm.persons.update(1, PersonDto(person_id=0)),
    "nested": lambda crm: crm.meetings.get("1"),
    "quotation line": lambda crm: crm.request("POST", "/QuotationLines", json={}),
    "any": lambda crm: crm.request("GET", "/Anything"),
    "raw": lambda crm: persons_get.sync_detailed(1, client=crm.raw),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_random_responses_raise_documented_errors_only(call):
    @settings(max_examples=examples(50))
    @given(status=st.integers(200, 599), body=BODIES, kind=TYPES, gzipped=st.booleans())
    def check(status, body, kind, gzipped):
        headers = {"content-type": kind.encode("latin-1"), **({"content-encoding": "gzip"} if gzipped else {})}
        with client_for(status, headers=headers, stream=httpx.ByteStream(body)) as crm:
            with contextlib.suppress(WebCRMError):
                call(crm)

    check()


@pytest.mark.parametrize(
    ("status", "error"), [(302, APIError), (404, NotFoundError), (418, APIError), (500, ServerError)]
)
@pytest.mark.parametrize(
    ("body", "message"),
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
def test_error_message_is_read_from_any_body(status, error, body, message):
    with (
        client_for(status, body, {"content-type": "text/html; charset=nonsense"}) as crm,
        pytest.raises(APIError) as caught,
    ):
        crm.persons.get(5)
    assert type(caught.value) is error
    assert f"GET /Persons/5 was refused with status {status}" in str(caught.value)
    assert message in str(caught.value).replace("\xa0", " ")


def test_unexpected_response_shows_500_characters():
    with (
        client_for(200, b"<p>" + b"x" * 5000) as crm,
        pytest.raises(UnexpectedResponseError, match="Expected JSON") as caught,
    ):
        crm.persons.get(1)
    assert caught.value.body == "<p>" + "x" * 497 + "…"
    assert caught.value.status == 200
    with client_for(204) as crm, pytest.raises(UnexpectedResponseError, match="contains: nothing"):
        crm.persons.get(1)


@pytest.mark.parametrize("status", [200, 400, 401, 404, 429, 500])
def test_secrets_in_a_response_are_redacted(status):
    # Long bodies are shortened: a part of a secret must not remain either.
    for before in (0, 470, 480, 490, 499):
        body = b"x" * before + f" {ACCESS} {TOKEN.upper()} {'r' * 20}".encode()
        with client_for(status, body, {"location": f"https://example.com/{ACCESS}"}, retries=NO_WAITS) as crm:
            with pytest.raises(WebCRMError) as caught:
                crm.persons.get(1)
        for _, text in shown_strings(caught.value):
            for secret in (ACCESS, TOKEN.upper(), "r" * 20, ACCESS[:12], TOKEN[:12]):
                assert secret not in text
    with client_for(status, b'{"AccessToken": "token of another user", "x": ', retries=NO_WAITS) as crm:
        with pytest.raises(WebCRMError) as caught:
            crm.persons.get(1)
    assert "another user" not in str(caught.value) + getattr(caught.value, "body", "")


SPECIAL = "abc/def+ghi=jkl-mno_pqr.stu"
ENCODED = {
    "plain": SPECIAL,
    "in another case": SPECIAL.upper(),
    "in JSON": SPECIAL.replace("/", "\\/").replace("+", "\\u002B"),
    "in JSON inside JSON": SPECIAL.replace("/", "\\\\/").replace("+", "\\\\u002b"),
    "in a URL": quote(SPECIAL, safe=""),
    "in a URL inside a URL": quote(quote(SPECIAL, safe=""), safe=""),
    "in HTML": SPECIAL.replace("+", "&#43;").replace("/", "&#x2F;"),
    "in HTML by name": SPECIAL.replace("+", "&plus;").replace("/", "&sol;").replace("=", "&Equals;"),
    "in HTML inside HTML": SPECIAL.replace("+", "&amp;plus;").replace("/", "&amp;#47;").replace("=", "&amp;amp;#x3d;"),
    "in HTML without semicolons": SPECIAL.replace("+", "&#43").replace("/", "&#x2F"),
    "in UTF-16": SPECIAL.encode("utf-16").decode("latin-1"),
}


@pytest.mark.parametrize("encoded", ENCODED.values(), ids=ENCODED)
@pytest.mark.parametrize("status", [200, 400])
def test_access_token_is_redacted_in_any_encoding(status, encoded):
    for body in (f"refused: {encoded}.", f"<p>refused: {encoded}.</p>", f'{{"Message": "refused: {encoded}."}}'):
        with client_for(status, body.encode("latin-1"), access=SPECIAL) as crm:
            with pytest.raises(WebCRMError) as caught:
                crm.persons.list().page(1)
        text = f"{caught.value} {caught.value!r} {vars(caught.value)}"
        assert "refused: ***." in text.replace("\xfe", "").replace("\xff", "")
        assert "ghi" not in text.lower()


@pytest.mark.parametrize("escaped", ["R&amp;D", "R&AMP;D", "R&amp;amp;D", "R&ampD", "R&#38;D", "R&D"])
@pytest.mark.parametrize("status", [400, 500])
def test_password_is_redacted_in_any_html_spelling(escaped, status):
    form = AuthCrmLoginForm(login_name="me", password="R&D \"<of ours>\" 'x'", publish_code="hunter2hunter3")
    quoted = escaped + " &quot;&lt;of ours&gt;&QUOT; &apos;x&#39;"
    for body in (f"refused: {quoted}.", f"<p>refused: {quoted}.</p>"):
        with client_for(status, body.encode(), path="/Auth/CrmLogin") as crm, pytest.raises(WebCRMError) as caught:
            crm.auth.crm_login(form)
        for _, text in shown_strings(caught.value):
            assert "of ours" not in text


@pytest.mark.parametrize("setting", [TOKEN, TOKEN.replace("-", ""), f"{{{TOKEN.upper()}}}"])
@pytest.mark.parametrize("returned", [TOKEN, TOKEN.replace("-", ""), TOKEN.upper(), TOKEN.replace("-", "%2D")])
def test_application_token_is_redacted_in_any_notation(setting, returned):
    with client_for(400, f"unknown: {returned}".encode(), application_token=setting) as crm:
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
def test_password_in_a_login_response_is_redacted(body, status):
    form = AuthCrmLoginForm(login_name="me", password="hunter2hunter2", publish_code="hunter2hunter3")
    with client_for(status, body.encode(), path="/Auth/CrmLogin") as crm:
        with pytest.raises(WebCRMError) as caught:
            crm.auth.crm_login(form)
    for _, text in shown_strings(caught.value):
        assert "hunter2" not in text
        assert "22222222" not in text


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
def test_unreadable_login_response_is_not_shown(body, caplog, watch):
    caplog.set_level(logging.DEBUG)
    with client_for(200, login=body.encode(), retries=Retries(max_attempts=2)) as crm:
        with pytest.raises(WebCRMError, match="not shown") as caught:
            crm.persons.get(1)
        with contextlib.suppress(WebCRMError):  # some of the bodies are valid records
            crm.auth.api_login(AuthApiLoginForm(auth_code=TOKEN))
    assert NEW not in str(list(map(list, map(shown_strings, watch.raised))))
    assert "retry in" in caplog.text or isinstance(caught.value, AuthenticationError)
    assert NEW not in caplog.text


def test_refused_login_shows_the_reason():
    body = b'{"IsError": true, "Error": "invalid_grant", "ErrorDescription": "This token was switched off"}'
    with client_for(200, login=body) as crm, pytest.raises(AuthenticationError, match="This token was switched off"):
        crm.persons.get(1)


PASSWORD = "hunter2-hunter2"


@pytest.mark.parametrize(
    "call",
    [
        lambda crm: crm.auth.api_refresh(refresh_token=f"{PASSWORD}\n"),
        lambda crm: crm.auth.api_refresh(refresh_token=f"{PASSWORD}\xe9"),
        lambda crm: auth_crm_refresh.sync(refresh_token=f"{PASSWORD}\xe9", client=crm.raw),
        lambda crm: crm.auth.crm_login(AuthCrmLoginForm(login_name="me", password=f"{PASSWORD}\udc80")),
        lambda crm: crm.request("POST", "/Auth", json={"password": PASSWORD, "x": object()}),
        lambda crm: crm.request("GET", "/Persons", headers={"Authorization": f"Bearer {PASSWORD}\n"}),
    ],
)
def test_unsendable_call_shows_no_secret(call):
    with client_for(200) as crm, pytest.raises(ConfigurationError, match="cannot be sent") as caught:
        call(crm)
    for _, text in shown_strings(caught.value):
        assert PASSWORD not in text


@pytest.mark.parametrize("body", ["<" * 1_000_000, "<head" * 200_000, "<token" * 200_000, '"token' * 200_000])
def test_body_of_only_tags_is_read_in_linear_time(body):
    # Quadratic time would be a quarter of an hour.
    with client_for(400, body.encode()) as crm, pytest.raises(BadRequestError) as caught:
        crm.persons.get(1)
    assert len(caught.value.body) <= 501


def test_message_is_found_in_html_with_long_styles():
    for page, message in (
        (f"<html><head><style>{'p{} ' * 2000}</style></head><body><p>Gone away</p>", "Gone away"),
        ("<html><head><title>Too busy</title><style>p{", "Too busy"),
        ("<html><head><title>Too busy</title></head><body></body></html>", "Too busy"),
    ):
        with client_for(400, page.encode()) as crm, pytest.raises(BadRequestError, match=message) as caught:
            crm.persons.get(1)
        assert "p{" not in caught.value.message


def test_redirect_is_not_followed():
    with client_for(302, headers={"location": "https://example.com/"}) as crm:
        with pytest.raises(APIError, match=r"302.*points to https://example.com/; redirects are not followed"):
            crm.persons.get(1)


@pytest.mark.parametrize("address", ["mailto:info@example.com", "tel:123", "http://xn--/", "http://[", "http:", "::"])
def test_redirect_to_an_invalid_address_raises_an_error_of_the_package(address):
    def redirect(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": address})

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(redirect), retries=Retries(max_attempts=1)) as crm:
            with pytest.raises((APIError, APIConnectionError), match=r"redirect|location header"):
                await crm.persons.get(1)

    with WebCRM(TOKEN, transport=MockService(redirect), retries=Retries(max_attempts=1)) as crm:
        with pytest.raises((APIError, APIConnectionError), match=r"redirect|location header"):
            crm.persons.get(1)
        with pytest.raises((APIError, OutcomeUnknownError), match=r"redirect|location header"):
            crm.products.create({})
    asyncio.run(main())


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


@pytest.mark.parametrize(
    ("failure", "message", "read_error", "write_error"), FAILURES, ids=lambda each: type(each).__name__
)
def test_connection_failure_raises_unknown_outcome_for_sent_writes(failure, message, read_error, write_error):
    with client_for(0, error=failure, retries=Retries(max_attempts=3)) as crm:
        with pytest.raises(read_error, match=message):
            crm.persons.get(1)
        with pytest.raises(write_error, match=f"POST /Persons.*({message})") as caught:
            crm.persons.create(PersonDto(person_id=0))
        assert ("Look for the record" in str(caught.value)) == (write_error is OutcomeUnknownError)
        with pytest.raises(write_error, match="PATCH /Persons"):
            crm.persons.upsert([])


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520])
def test_transient_errors_retry_only_idempotent_calls(sandbox, crm, status):
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
def test_404_of_a_retried_delete_is_success(sandbox, crm, caplog, fault, delete):
    caplog.set_level(logging.INFO, logger="webcrm_ext")
    crm.persons.get(1)
    sandbox.fail_next(1, **fault)
    assert delete(crm) is None
    assert [each.status for each in sandbox.requests if each.method == "DELETE"][-1] == 404
    assert "done by an earlier attempt" in caplog.text
    with pytest.raises(NotFoundError):
        crm.products.get(1)


def test_404_of_a_delete_that_was_not_retried_raises(sandbox, crm):
    crm.persons.get(1)
    for fault in ({"status": 429, "retry_after": 3}, {"status": 401}):
        sandbox.fail_next(1, **fault)
        with pytest.raises(NotFoundError):
            crm.products.delete(999_999)
    sandbox.fail_next(1, kind="close-after")
    with pytest.raises(NotFoundError):
        crm.products.update(999_999, ProductDto(product_id=999_999))


def test_raw_response_of_a_retried_delete_is_the_404(sandbox, crm):
    crm.persons.get(1)
    sandbox.fail_next(1, kind="close-after")
    response = crm.with_raw_response(crm.products.delete, 1)
    assert (response.status_code, response.parsed) == (404, None)

    def require_content(_: httpx.Response) -> None:
        raise UnexpectedContent("Expected something.", 204, b"")

    sandbox.fail_next(1, kind="close-after")
    with pytest.raises(NotFoundError):
        crm.run(Call(name="x", method="DELETE", path="/Products/2", reader=require_content))


@pytest.mark.parametrize("fault", [{"kind": "close-after"}, {"status": 503, "after_work": True}, {"status": 408}])
@pytest.mark.parametrize(
    "delete",
    [
        lambda crm: crm.activities.delete_newest_note(1),
        lambda crm: crm.request("DELETE", "/activities/1/newestnote/"),
        lambda crm: crm.request("delete", "/Activities/1/Newest%4Eote?x=1"),
    ],
)
def test_delete_of_the_newest_note_is_not_retried(sandbox, crm, fault, delete):
    crm.persons.get(1)
    sandbox.fail_next(1, **fault)
    with pytest.raises(OutcomeUnknownError, match="may or may not have been carried out"):
        delete(crm)
    assert len([each for each in sandbox.requests if each.method == "DELETE"]) == 1


def test_retry_waits_grow_to_max_wait_and_half_is_jitter(sandbox, connect, clock):
    jitter = iter([0.0, 0.5, 1.0, 0.5, 0.0])
    retries = Retries(max_attempts=6, initial_wait=1, max_wait=5)
    crm = connect(sandbox, clock=clock, retries=retries, jitter=lambda: next(jitter))
    crm.persons.get(1)
    sandbox.fail_next(5, status=503)
    assert crm.persons.get(1).person_id == 1
    assert clock.slept == [1 * 0.5, 2 * 0.75, 4 * 1.0, 5 * 0.75, 5 * 0.5]


TRUNCATED = {
    "plain": ({}, TruncatedStream),
    "not gzip": ({"content-encoding": "gzip"}, lambda: httpx.ByteStream(b"not gzip")),
    "gzip": ({"content-encoding": "gzip"}, lambda: httpx.ByteStream(gzip.compress(b"x" * 99)[:-20])),
}


@pytest.mark.parametrize("run", ["blocking", "async"])
@pytest.mark.parametrize(("headers", "body"), TRUNCATED.values(), ids=TRUNCATED)
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
def test_truncated_response_is_handled_by_its_status(run, headers, body, statuses, error, slept):
    statuses_left = iter(statuses)

    def respond(_request: httpx.Request) -> httpx.Response:
        status = next(statuses_left, None)
        if status is None:
            return httpx.Response(200, json=7)
        return httpx.Response(status, headers={"Retry-After": "14", **headers}, stream=body())

    clock = SimulatedClock()
    settings = {"transport": MockService(respond), "clock": clock}
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
    [
        ({}, TruncatedStream()),
        ({"content-encoding": "gzip"}, httpx.ByteStream(gzip.compress(b'{"Message": "the beginning"}'))),
    ],
    ids=["truncated", "complete, gzip"],
)
def test_partial_error_body_is_in_the_message(headers, stream):
    with client_for(400, headers=headers, stream=stream) as crm, pytest.raises(BadRequestError, match="the beginning"):
        crm.persons.create(PersonDto(person_id=0))


def test_async_client_waits_before_retries_and_obeys_a_429():
    clock = SimulatedClock()
    statuses = iter([503, 429, 200])

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(statuses), json={"PersonId": 1, "RetryAfterSeconds": 9})

    async def main() -> None:
        settings = {"clock": clock, "sleep_async": clock.sleep_async, "jitter": lambda: 1.0}
        async with AsyncWebCRM(TOKEN, transport=MockService(respond), **settings) as crm:
            assert (await crm.persons.get(1)).person_id == 1

    asyncio.run(main())
    assert clock.slept == [0.5, 9]


def test_async_client_sleeps_in_its_event_loop():
    async def main() -> None:
        responses = iter([httpx.Response(503), httpx.Response(200, json={"PersonId": 1})])
        service = MockService(lambda _: next(responses))
        async with AsyncWebCRM(TOKEN, transport=service, retries=Retries(initial_wait=0.001)) as crm:
            assert (await crm.persons.get(1)).person_id == 1

    asyncio.run(main())


def test_silent_server_times_out():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with WebCRM(TOKEN, base_url=address, timeout=0.05, retries=NO_RETRIES) as crm:
            with pytest.raises(APIConnectionError, match=r"was not sent.*ReadTimeout"):
                crm.persons.get(1)


def test_first_call_opens_one_connection_for_all_threads(sandbox, http_clients):
    with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        assert crm.with_options(timeout=1).persons is not None
        assert http_clients.created == 0
        threads = [threading.Thread(target=crm.persons.get, args=(1,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (http_clients.created, http_clients.open) == (1, 1)
    assert http_clients.open == 0


@pytest.mark.parametrize(
    "body",
    [
        b'"Possible  quotation NOT found"',
        b"<p>Possible&nbsp;quotation<br/>not <b>found</b></p>",
        rb'{"Message": "Possible \u003cb\u003equotation\u003c/b\u003e not found"}',
        "Possible quotation not found".encode("utf-16"),
        "Possible quotation not found".encode("utf-16-be"),
    ],
    ids=["JSON", "HTML", "HTML in JSON", "UTF-16", "UTF-16 without BOM"],
)
def test_linked_data_error_is_recognised_in_any_body(body):
    for status in (200, 400, 404, 500):
        with client_for(status, body) as crm:
            with pytest.raises(LinkedDataRequiredError) as caught:
                crm.request("POST", "/QuotationLines", json=QuotationLineDto(quotation_line_id=0).to_dict())
            assert caught.value.status == status
            assert crm.linked_data.enabled("QuotationLines") is True


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"PersonId": 1}', "a list of PersonDto"),
        (b'[{"PersonId": 1}, 5]', "a list of PersonDto"),
        (b"null", "a list of PersonDto"),
        (b'[{"PersonId": 1}, {"PersonName": "An', "JSON"),
        (b'[{"PersonId": 1}, {"PersonName": "\xff"}]', "JSON"),
        (b'[{"PersonId": 1}, {"PersonName": ' + b"[" * 200_000 + b"]" * 200_000 + b"}]", "JSON"),
    ],
    ids=["one record", "list with a number", "null", "truncated", "not UTF-8", "too deep"],
)
def test_page_that_is_not_a_list_of_records_raises(body, expected):
    with client_for(200, body) as crm, pytest.raises(UnexpectedResponseError, match=f"Expected {expected}"):
        crm.persons.list().page(1)
    with client_for(200, b"\xef\xbb\xbf" + b'[{"PersonId": 1}]') as crm:
        assert [person.person_id for person in crm.persons.list()] == [1]
