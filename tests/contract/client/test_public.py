"""The public interface: frozen names and signatures, equal for both clients; requests and connection settings."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys

import pytest
from webcrm_api.api.persons import persons_get
from webcrm_api.resources import AsyncResources, Resources

import webcrm_ext
from tests.contract.client.service import TOKEN, MockService, collect
from webcrm_ext import (
    APIConnectionError,
    AsyncPages,
    AsyncWebCRM,
    ConfigurationError,
    FieldValueError,
    Pages,
    Retries,
    WebCRM,
)

NAMES = """
APIConnectionError APIError APITimeoutError AsyncCustomView AsyncPages AsyncWebCRM AuthenticationError BadRequestError
Call CheckResult Config ConfigurationError ConflictError CustomView DeleteResult DownloadResult EditedRecord
FieldValueError Fields FileTokenStore HookEvent InvalidCheckboxError InvalidChoiceError InvalidNumberError
InvalidRowsError InvalidValuesError LinkedDataRequiredError LocalRateLimiter MemoryTokenStore MissingRecord
MultipleRecordsError NoRecordError NotFoundError OutcomeUnknownError Pages PermissionDeniedError QueryError
RateLimitError RateLimiter RedisRateLimiter RedisTokenStore Reservation Response Retries ServerError SyncReport Token
TokenStore UNSET URLRedactionFilter UnexpectedResponseError Unset UpsertError UpsertReport UpsertResult
ValueTooLongError WebCRM WebCRMError WriteResult __version__ instrument uninstrument
"""

SIGNATURES = {
    "close": "",
    "request": "method: 'str', path: 'str', *, params: 'Mapping[str, Any] | None' = None, json: 'Any' = UNSET, "
    "headers: 'Mapping[str, str] | None' = None",
    "run": "call: 'Call[T]', /",
    "with_raw_response": "what: 'Any', /, *args: 'Any', **kwargs: 'Any'",
}

SETTINGS = """
application_token timeout connect_timeout deadline max_response_bytes min_download_rate retries user_agent base_url
allow_insecure_http read_only requests_per_minute rate_limiter token_store linked_data transport verify proxy
event_hooks clock wall_clock sleep sleep_async jitter
"""


def parameters(function) -> str:
    signature = inspect.signature(function)
    listed = str(signature.replace(return_annotation=inspect.Signature.empty))[1:-1]
    return listed.removeprefix("self").removeprefix(", ").removeprefix("/, ")


def test_public_names_are_frozen():
    assert sorted(webcrm_ext.__all__) == sorted(NAMES.split())
    assert dir(webcrm_ext) == sorted(webcrm_ext.__all__)
    for name in webcrm_ext.__all__:
        assert getattr(webcrm_ext, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        webcrm_ext.nonsense  # noqa: B018
    with pytest.raises(AttributeError, match="Did you mean 'AsyncWebCRM'"):
        webcrm_ext.AsyncWebCrm  # noqa: B018


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_public_signatures_are_frozen(client):
    assert {name: parameters(getattr(client, name)) for name in SIGNATURES} == SIGNATURES


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_clients_take_the_settings_by_name(client):
    assert list(inspect.signature(client).parameters) == SETTINGS.split()
    assert list(inspect.signature(client(TOKEN).with_options).parameters) == SETTINGS.split()[1:8]


def members(kind) -> dict[str, object]:
    return {name: inspect.getattr_static(kind, name) for name in dir(kind) if not name.startswith("_")}


def test_async_client_has_the_names_of_the_blocking_one():
    assert members(WebCRM).keys() == members(AsyncWebCRM).keys()
    lists = [members(type(client(TOKEN).persons.list())).keys() for client in (WebCRM, AsyncWebCRM)]
    assert lists == [members(Pages).keys(), members(AsyncPages).keys()]
    assert lists[0] == lists[1]
    resources = set(members(Resources))
    assert resources == members(AsyncResources).keys()
    assert len(resources) > 20
    crm, async_crm = WebCRM(TOKEN), AsyncWebCRM(TOKEN)
    pairs = [(crm, async_crm)] + [(getattr(crm, name), getattr(async_crm, name)) for name in sorted(resources)]
    methods = 0
    for each, async_each in pairs:
        names = {name for name in dir(each) if not name.startswith("_")}
        assert names == {name for name in dir(async_each) if not name.startswith("_")}, type(each)
        for name in names:
            method = inspect.getattr_static(type(each), name)
            if inspect.isfunction(method):
                methods += 1
                async_method = inspect.getattr_static(type(async_each), name)
                assert parameters(method) == parameters(async_method), (type(each), name)
    assert methods > 280


def test_creating_a_client_does_not_load_httpx():
    code = (
        "import sys; from webcrm_ext import WebCRM\n"
        f"crm = WebCRM({TOKEN!r}); crm.persons; crm.with_options(timeout=3).organisations\n"
        "print(sorted({'httpx', 'httpcore', 'ssl', 'asyncio', 'logging'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_with_raw_response_works_with_any_method(sandbox, crm):
    response = crm.with_raw_response(crm.persons.get, 12)
    assert (response.status_code, response.parsed.person_id) == (200, 12)
    assert response.headers["content-type"].startswith("application/json")
    assert b"PersonId" in response.content
    assert "PersonId" not in repr(response).partition("parsed=")[0]
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
def test_unsafe_path_parameter_raises(sandbox, crm, value):
    for call in (
        lambda: crm.persons.get(value),
        lambda: persons_get.sync(value, client=crm.raw),
        lambda: crm.with_raw_response(persons_get.call(value)),
    ):
        with pytest.raises(FieldValueError, match="an id above 0"):
            call()
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
def test_query_in_the_path_is_kept_beside_params(sandbox, path, params, sent):
    urls = []
    hooks = {"request": [lambda request: urls.append(request.url)]}
    with WebCRM(sandbox.application_token, base_url=sandbox.url, event_hooks=hooks) as crm:
        assert isinstance(crm.request("GET", path, params=params), list)
    assert (urls[-1].path, urls[-1].query.decode()) == ("/Persons", sent)


@pytest.mark.parametrize(
    "arguments",
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
def test_invalid_request_raises_before_sending(sandbox, crm, arguments):
    with pytest.raises(ConfigurationError):
        crm.request("GET", **arguments)
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"verify": "/path/ca.pem"}, "ssl.SSLContext"),
        ({"proxy": "user:secret@nowhere"}, "proxy must be a URL"),
        ({"proxy": "http://user:secret@[nowhere"}, "proxy must be a URL"),
        ({"proxy": "http://user:secret@a..b:1"}, "proxy must be a URL"),
        ({"proxy": 5}, "proxy must be a URL"),
        ({"event_hooks": {"responses": []}}, "Unknown event hook responses"),
        ({"timeout": 0}, "above 0"),
        ({"connect_timeout": -1}, "above 0"),
        ({"transport": object()}, "transport must be"),
    ],
)
@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_invalid_connection_setting_raises_early(client, settings, message):
    with pytest.raises(ConfigurationError, match=message) as caught:
        client(TOKEN, **settings)
    assert "secret" not in str(caught.value)


def test_missing_socks_support_raises_at_the_first_call(monkeypatch):
    monkeypatch.setitem(sys.modules, "socksio", None)
    with WebCRM(TOKEN, proxy="socks5://localhost:1") as crm:
        with pytest.raises(ConfigurationError, match="cannot be created: ImportError"):
            crm.persons.get(1)


def test_calls_use_the_event_hooks_and_the_proxy(sandbox):
    log = []
    hooks = {"request": [lambda request: log.append(request.url.path)], "response": [lambda _: log.append("response")]}
    settings = {"base_url": sandbox.url, "event_hooks": hooks}
    with WebCRM(sandbox.application_token, **settings) as crm:
        assert crm.persons.get(1).person_id == 1
    assert log == ["/Auth/ApiLogin", "response", "/Persons/1", "response"]
    sent = len(sandbox.requests)
    with WebCRM(
        sandbox.application_token, proxy="http://127.0.0.1:9", retries=Retries(max_attempts=1), **settings
    ) as crm:
        with pytest.raises(APIConnectionError):
            crm.persons.get(1)
    assert len(sandbox.requests) == sent


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_loopback_never_uses_a_proxy_of_the_environment(sandbox, connect_either, monkeypatch, variable):
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for url in (sandbox.url, sandbox.url.replace("127.0.0.1", "LocalHost")):
        crm = connect_either(sandbox, base_url=url, retries=Retries(max_attempts=1))
        assert crm.persons.get(1).person_id == 1


def test_certificates_of_the_environment_count_on_loopback(connect_either, sandbox, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    crm = connect_either(sandbox, base_url="https://localhost:9", retries=Retries(max_attempts=1))
    with pytest.raises(ConfigurationError, match="cannot be created: FileNotFoundError"):
        crm.persons.get(1)


def test_wrong_base_url_is_not_a_refused_token(sandbox):
    with WebCRM(sandbox.application_token, base_url=sandbox.url + "/wrong") as crm:
        with pytest.raises(ConfigurationError, match=r"status 404.*Check base_url"):
            crm.persons.get(1)


def test_certificates_are_loaded_for_https_only(sandbox, connect, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    assert connect(sandbox).persons.get(1).person_id == 1
    with WebCRM(TOKEN) as crm:
        with pytest.raises(ConfigurationError, match="cannot be created: FileNotFoundError"):
            crm.persons.get(1)


def test_unused_client_does_not_warn(recwarn):
    for client in (WebCRM, AsyncWebCRM):
        clients = [client(TOKEN)]
        clients[0].persons  # noqa: B018
        collect(clients)
    assert [each for each in recwarn if each.category is ResourceWarning] == []


def test_unclosed_async_client_warns():
    async def main() -> None:
        clients = [AsyncWebCRM(TOKEN, transport=MockService())]
        await clients[0].persons.get(1)
        with pytest.warns(ResourceWarning, match="async with AsyncWebCRM"):
            collect(clients)

    asyncio.run(main())


def test_closed_async_client_raises():
    async def main() -> None:
        crm = AsyncWebCRM(TOKEN, transport=MockService())
        await crm.persons.get(1)
        await crm.close()
        await crm.close()
        with pytest.raises(ConfigurationError, match="closed"):
            await crm.persons.get(1)

    asyncio.run(main())
