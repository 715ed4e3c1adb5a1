"""What the package promises: its names, its signatures, and that both clients are alike."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys

import pytest
from webcrm_api.api.persons import persons_get
from webcrm_api.resources import AsyncResources, Resources

import webcrm_ext
from tests.contract.client.service import TOKEN, Service
from webcrm_ext import APIConnectionError, AsyncWebCRM, ConfigurationError, Retries, WebCRM

NAMES = """
APIConnectionError APIError APITimeoutError AsyncPages AsyncWebCRM AuthenticationError BadRequestError Call Config
ConfigurationError ConflictError CustomView FieldValueError Fields FileTokenStore HookEvent InvalidCheckboxError
InvalidChoiceError InvalidNumberError LinkedDataRequiredError LocalRateLimiter MemoryTokenStore NotFoundError
OutcomeUnknownError Pages PermissionDeniedError QueryError RateLimitError RateLimiter Reservation Response Retries
ServerError Token TokenStore UNSET UnexpectedResponseError Unset UpsertReport UpsertResult ValueTooLongError WebCRM
WebCRMError WriteResult __version__
"""

SIGNATURES = {
    "close": "",
    "request": "method: 'str', path: 'str', *, params: 'Mapping[str, Any] | None' = None, json: 'Any' = UNSET, "
    "headers: 'Mapping[str, str] | None' = None",
    "run": "call: 'Call[T]', /",
    "with_raw_response": "what: 'Any', /, *args: 'Any', **kwargs: 'Any'",
}

SETTINGS = """
application_token timeout connect_timeout retries user_agent base_url requests_per_minute rate_limiter token_store
linked_data transport verify proxy event_hooks clock wall_clock sleep sleep_async jitter
"""


def parameters(function) -> str:
    signature = inspect.signature(function)
    shown = str(signature.replace(return_annotation=inspect.Signature.empty))[1:-1]
    return shown.removeprefix("self").removeprefix(", ").removeprefix("/, ")


def test_public_names_are_frozen():
    assert sorted(webcrm_ext.__all__) == sorted(NAMES.split())
    assert dir(webcrm_ext) == sorted(webcrm_ext.__all__)
    for name in webcrm_ext.__all__:
        assert getattr(webcrm_ext, name) is not None
    with pytest.raises(AttributeError):
        webcrm_ext.nonsense  # noqa: B018


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_public_signatures_are_frozen(client):
    assert {name: parameters(getattr(client, name)) for name in SIGNATURES} == SIGNATURES


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_clients_take_the_settings_by_name(client):
    assert list(inspect.signature(client).parameters) == SETTINGS.split()
    assert list(inspect.signature(client(TOKEN).with_options).parameters) == SETTINGS.split()[1:5]


def members(kind) -> dict[str, object]:
    return {name: inspect.getattr_static(kind, name) for name in dir(kind) if not name.startswith("_")}


def test_the_async_client_mirrors_the_blocking_one_name_by_name():
    blocking, awaiting = members(WebCRM), members(AsyncWebCRM)
    assert blocking.keys() == awaiting.keys()
    resources = set(members(Resources))
    assert resources == members(AsyncResources).keys()
    assert len(resources) > 20
    one, other = WebCRM(TOKEN), AsyncWebCRM(TOKEN)
    pairs = [(one, other)] + [(getattr(one, name), getattr(other, name)) for name in sorted(resources)]
    methods = 0
    for each, twin in pairs:
        names = {name for name in dir(each) if not name.startswith("_")}
        assert names == {name for name in dir(twin) if not name.startswith("_")}, type(each)
        for name in names:
            mine = inspect.getattr_static(type(each), name)
            if inspect.isfunction(mine):
                methods += 1
                assert parameters(mine) == parameters(inspect.getattr_static(type(twin), name)), (type(each), name)
    assert methods > 280


def test_making_a_client_and_touching_a_resource_loads_no_http():
    code = (
        "import sys; from webcrm_ext import WebCRM\n"
        f"crm = WebCRM({TOKEN!r}); crm.persons; crm.with_options(timeout=3).organisations\n"
        "print(sorted({'httpx', 'ssl', 'asyncio', 'logging'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_with_raw_response_gives_the_envelope_of_any_method(sandbox, crm):
    answer = crm.with_raw_response(crm.persons.get, 12)
    assert (answer.status_code, answer.parsed.person_id) == (200, 12)
    assert answer.headers["content-type"].startswith("application/json")
    assert b"PersonId" in answer.content
    assert "PersonId" not in repr(answer).partition("parsed=")[0]
    page = crm.with_raw_response(crm.persons.list(size=5).page, 2)
    assert [each.person_id for each in page.parsed] == [6, 7, 8, 9, 10]
    assert crm.with_raw_response(persons_get.call(3)).parsed.person_id == 3
    with pytest.raises(ConfigurationError, match="made no call"):
        crm.with_raw_response(crm.persons.list)

    async def main() -> None:
        async with AsyncWebCRM(sandbox.application_token, base_url=sandbox.url) as other:
            assert (await other.with_raw_response(other.persons.get, 12)).parsed.person_id == 12
            assert (await other.with_raw_response(persons_get.call(3))).status_code == 200

    asyncio.run(main())


@pytest.mark.parametrize("value", ["", " ", ".", "..", "..."])
def test_a_path_parameter_that_names_something_else_is_refused_everywhere(sandbox, crm, value):
    for refused in (
        lambda: crm.persons.get(value),
        lambda: persons_get.sync(value, client=crm.raw),
        lambda: crm.with_raw_response(persons_get.call(value)),
    ):
        with pytest.raises(ConfigurationError, match="the path needs a value"):
            refused()
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize(
    ("path", "params", "sent"),
    [
        ("/Persons?Page=2&Size=5", None, "Page=2&Size=5"),
        ("/Persons?Page=2&Size=5", {"include": "SecurityInfo"}, "Page=2&Size=5&include=SecurityInfo"),
        ("/Persons?x=a&x=b", {"Page": 2, "Size": None}, "x=a&x=b&Page=2"),
        ("/Persons?x=", {}, "x="),
        ("/Persons?", {"x": "a b&c"}, "x=a+b%26c"),
        ("/Persons?x=S%C3%B8r+b%26&y=%23", {"z": True}, "x=S%C3%B8r+b%26&y=%23&z=true"),
    ],
)
def test_a_path_with_a_query_keeps_it_beside_params(sandbox, path, params, sent):
    urls = []
    hooks = {"request": [lambda request: urls.append(request.url)]}
    with WebCRM(sandbox.application_token, base_url=sandbox.url, event_hooks=hooks) as crm:
        assert isinstance(crm.request("GET", path, params=params), list)
    assert (urls[-1].path, urls[-1].query.decode()) == ("/Persons", sent)


@pytest.mark.parametrize(
    "what",
    [
        {"path": "/Persons#5"},
        {"path": "/Persons?Page=1#5"},
        {"path": "/Persons?Page=1", "params": {"page": 2}},
        {"path": "/Persons?x=%E6"},
        {"path": "/Persons/../Auth"},
        {"path": "/a\x00b"},
        {"path": "/Persons", "json": object()},
        {"path": "/Persons", "json": float("nan")},
        *({"path": "/Persons", "headers": {"x": value}} for value in ("a\r\nb", " a", "a\t", "\x01", "naïve")),
        *({"path": "/Persons", "headers": {name: "a"}} for name in ("x y", "", "x:", "é")),
        {"path": "https://example.com/Persons"},
    ],
)
def test_what_cannot_be_sent_is_said_before_it_is(sandbox, crm, what):
    with pytest.raises(ConfigurationError):
        crm.request("GET", **what)
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"verify": "/path/ca.pem"}, "ssl.SSLContext"),
        ({"proxy": "user:secret@nowhere"}, "proxy must be a URL"),
        ({"proxy": "http://user:secret@[nowhere"}, "proxy must be a URL"),
        ({"proxy": "http://user:secret@a..b:1"}, "proxy must be a URL"),
        ({"proxy": 5}, "proxy must be a URL"),
        ({"event_hooks": {"answer": []}}, "Unknown event hook answer"),
        ({"timeout": 0}, "above 0"),
        ({"connect_timeout": -1}, "above 0"),
        ({"transport": object()}, "transport must be"),
    ],
)
@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_settings_of_the_connection_that_cannot_be_are_refused_early(client, settings, said):
    with pytest.raises(ConfigurationError, match=said) as caught:
        client(TOKEN, **settings)
    assert "secret" not in str(caught.value)


def test_a_proxy_that_needs_more_is_said_at_the_first_call(monkeypatch):
    monkeypatch.setitem(sys.modules, "socksio", None)
    with WebCRM(TOKEN, proxy="socks5://localhost:1") as crm:
        with pytest.raises(ConfigurationError, match="cannot be created: ImportError"):
            crm.persons.get(1)


def test_calls_go_by_the_event_hooks_and_the_proxy(sandbox):
    seen = []
    hooks = {"request": [lambda request: seen.append(request.url.path)], "response": [lambda _: seen.append("answer")]}
    settings = {"base_url": sandbox.url, "event_hooks": hooks}
    with WebCRM(sandbox.application_token, **settings) as crm:
        assert crm.persons.get(1).person_id == 1
    assert seen == ["/Auth/ApiLogin", "answer", "/Persons/1", "answer"]
    sent = len(sandbox.requests)
    with WebCRM(
        sandbox.application_token, proxy="http://127.0.0.1:9", retries=Retries(max_attempts=1), **settings
    ) as crm:
        with pytest.raises(APIConnectionError):
            crm.persons.get(1)
    assert len(sandbox.requests) == sent


def test_a_wrong_address_is_not_taken_for_a_refused_token(sandbox):
    with WebCRM(sandbox.application_token, base_url=sandbox.url + "/wrong") as crm:
        with pytest.raises(ConfigurationError, match=r"status 404.*Check base_url"):
            crm.persons.get(1)


def test_certificates_are_read_for_https_alone(sandbox, connect, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    assert connect(sandbox).persons.get(1).person_id == 1
    with WebCRM(TOKEN) as crm:
        with pytest.raises(ConfigurationError, match="cannot be created: FileNotFoundError"):
            crm.persons.get(1)


def test_a_client_that_opened_nothing_need_not_be_closed(recwarn):
    for client in (WebCRM, AsyncWebCRM):
        crm = client(TOKEN)
        crm.persons  # noqa: B018
        crm._connection.__del__()
    assert [each for each in recwarn if each.category is ResourceWarning] == []


def test_a_forgotten_async_client_warns():
    async def main() -> None:
        crm = AsyncWebCRM(TOKEN, transport=Service())
        await crm.persons.get(1)
        with pytest.warns(ResourceWarning, match="async with AsyncWebCRM"):
            crm._connection.__del__()
        await crm.close()
        await crm.close()
        with pytest.raises(ConfigurationError, match="closed"):
            await crm.persons.get(1)

    asyncio.run(main())
