"""Spans and metrics: what they contain, what is below what, and what never appears in them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import trio
from opentelemetry import trace
from opentelemetry.instrumentation import _semconv
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.instrumentation.utils import suppress_http_instrumentation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.trace import SpanKind, StatusCode
from webcrm_api.api.persons import persons_get

from tests.conftest import join_prefetch_threads
from tests.contract.client.records import KEY, organisations
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, TruncatedStream, person, run_in
from tests.contract.client.test_pages import PagedService
from webcrm_ext import (
    APIConnectionError,
    AsyncWebCRM,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    OutcomeUnknownError,
    WebCRM,
    instrument,
    uninstrument,
)
from webcrm_ext.transport import call_spans, http_spans

DOCS = Path(__file__).parents[3] / "docs" / "telemetry.md"


class Spans(SpanProcessor):
    """Keeps all spans, and their attributes at the start, which samplers and processors see."""

    def __init__(self) -> None:
        self.started: list[Any] = []
        self.ended: list[ReadableSpan] = []
        self.at_start: list[Any] = []
        self._lock = threading.Lock()

    def on_start(self, span: Any, parent_context: Any = None) -> None:
        with self._lock:
            self.started.append(span)
            self.at_start.append((span.name, dict(span.attributes)))

    def on_end(self, span: ReadableSpan) -> None:
        with self._lock:
            self.ended.append(span)


class Recorded:
    """The spans and metrics of a test, and the providers that record them."""

    def __init__(self) -> None:
        self.spans = Spans()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(self.spans)
        self._reader = InMemoryMetricReader()
        self.meters = MeterProvider([self._reader])
        self.tracer = self.tracers.get_tracer("test")

    def calls(self) -> list[dict[str, Any]]:
        """Return the attributes of the calls that have ended, without the sizes of bodies, and forget all spans."""
        found = [each for each in self.spans.ended if each.name.startswith("webcrm ") and "login" not in each.name]
        self.clear()
        return [dict(each.attributes or {}) for each in found]

    def clear(self) -> None:
        for each in (self.spans.started, self.spans.ended, self.spans.at_start):
            each.clear()

    def tree(self) -> list[Any]:
        """Return the names of all spans, each with those below it, in the order in which they started."""
        below: dict[int | None, list[Any]] = {}
        for span in self.spans.started:
            below.setdefault(span.parent.span_id if span.parent else None, []).append(span)

        def names(parent: int | None) -> list[Any]:
            found = []
            for span in below.get(parent, []):
                children = names(span.get_span_context().span_id)
                found.append((span.name, children) if children else span.name)
            return found

        return names(None)

    def roots(self) -> list[str]:
        return [each.name for each in self.spans.started if each.parent is None]

    def unfinished(self) -> list[str]:
        return [each.name for each in self.spans.started if each.end_time is None]

    def metrics(self) -> dict[str, list[Any]]:
        """Return the points of each metric: the attributes, and the value or the sum and count of a histogram."""
        data = self._reader.get_metrics_data()
        found: dict[str, list[Any]] = {}
        for resource in data.resource_metrics if data else ():
            for metric in (each for scope in resource.scope_metrics for each in scope.metrics):
                for point in metric.data.data_points:
                    value = point.value if hasattr(point, "value") else (point.sum, point.count)
                    found.setdefault(metric.name, []).append((dict(point.attributes), value))
        return found

    def everything(self) -> str:
        """Return all that was recorded, as a string."""
        data = self._reader.get_metrics_data()
        spans = [each.to_json() for each in self.spans.ended]
        return "\n".join([*spans, repr(self.spans.at_start), data.to_json() if data else ""])


@pytest.fixture
def recorded() -> Iterator[Recorded]:
    recorded = Recorded()
    instrument(recorded.tracers, recorded.meters)
    yield recorded
    uninstrument()
    join_prefetch_threads()
    assert recorded.unfinished() == []
    assert trace.get_current_span() is trace.INVALID_SPAN


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds; the test fails by its own assertions if it does not within a minute."""
    ends_at = time.monotonic() + 60
    while not condition() and time.monotonic() < ends_at:
        time.sleep(0.005)


def ended(name: str, method: str, template: str, status: int | None = 200, **more: Any) -> dict[str, Any]:
    """Return the attributes of a call's span, without the size of its body."""
    attributes = {
        "webcrm.operation": name,
        "http.request.method": method,
        "url.template": template,
        "http.response.status_code": status,
        "webcrm.attempts": 1,
        "webcrm.wait_time": 0.0,
        "webcrm.rate_limit.wait_time": 0.0,
    }
    attributes |= {key.replace("__", "."): value for key, value in more.items()}
    return {key: value for key, value in attributes.items() if value is not None}


def without_size(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in each.items() if name != "http.response.body.size"} for each in spans]


def test_each_call_has_a_span(sandbox, either, recorded):
    either.persons.list(size=50).to_list()
    assert without_size(recorded.calls()) == [
        ended("persons.list", "GET", "/Persons", webcrm__rows=rows) for rows in (50, 50, 20)
    ]
    sandbox.fail_next(2, status=503)
    either.persons.get(1)
    with pytest.raises(NotFoundError):
        either.persons.get(5000)
    sandbox.fail_next(1, status=503)
    with pytest.raises(OutcomeUnknownError):
        either.persons.create({"PersonId": 0})
    with pytest.raises(ConfigurationError):
        either.request("GET", "/Persons", headers={"X": "\n"})
    spans = recorded.spans.ended
    assert {each.kind for each in spans if each.name.startswith("webcrm ")} == {SpanKind.INTERNAL}
    statuses = [each.status.status_code for each in spans if each.name.startswith("webcrm ")]
    assert statuses == [StatusCode.UNSET, StatusCode.ERROR, StatusCode.ERROR, StatusCode.ERROR]
    template = "/Persons/{id}"
    assert without_size(recorded.calls()) == [
        ended("persons.get", "GET", template, webcrm__attempts=3, webcrm__wait_time=1.125),
        ended("persons.get", "GET", template, 404, error__type="NotFoundError"),
        ended("persons.create", "POST", "/Persons", 503, error__type="OutcomeUnknownError"),
        ended("request", "GET", "/Persons", None, webcrm__attempts=0, error__type="ConfigurationError"),
    ]


def test_size_of_a_body_is_as_received(sandbox, either, recorded, tmp_path):
    id_ = either.documents.upload(b"abc", file_name="a.txt")
    recorded.clear()
    either.documents.download(id_)
    either.documents.download(id_, to=tmp_path, file_name="a.txt")
    assert [each["http.response.body.size"] for each in recorded.calls() if "rows" not in each][-2:] == [3, 3]
    sandbox.fail_next(1, kind="oversized-gzip", megabytes=1, operation="persons.list")
    either.persons.list(size=100).page(1)
    (call,) = recorded.calls()
    assert 100 < call["http.response.body.size"] < 100_000  # of a megabyte and more


def test_transport_that_counts_no_bytes_has_the_size_of_its_content(recorded):
    with WebCRM(TOKEN, transport=MockService(person)) as crm:
        crm.persons.get(1)
    assert recorded.calls()[0]["http.response.body.size"] == len(person(None).content)  # type: ignore[arg-type]


def test_requests_are_below_their_calls(sandbox, either, recorded):
    sandbox.fail_next(1, status=503, operation="persons.get")
    either.persons.get(1)
    assert recorded.tree() == [("webcrm persons.get", [("webcrm login", ["POST"]), "GET", "GET"])]
    gets = [each for each in recorded.spans.ended if each.name == "GET"]
    assert [each.attributes.get("http.request.resend_count") for each in gets] == [None, 1]
    assert {each.kind for each in gets} == {SpanKind.CLIENT}
    recorded.clear()
    sandbox.expire_tokens()
    either.persons.get(1)
    (login,) = [each for each in recorded.spans.ended if each.name == "webcrm login"]
    assert recorded.tree() == [("webcrm persons.get", ["GET", ("webcrm login", ["POST"]), "GET"])]
    assert dict(login.attributes) == {
        "http.request.method": "POST",
        "url.template": "/Auth/ApiRefresh",
        "http.response.status_code": 200,
    }
    recorded.clear()
    either.check(entities=["persons"])
    assert recorded.tree() == [("webcrm auth.api_login", ["POST"]), ("webcrm persons.list", ["GET"])]
    assert recorded.metrics()["webcrm.logins"] == [({"http.response.status_code": 200}, 3)]


def test_any_call_has_a_span_without_values(sandbox, connect, recorded):
    crm = connect(sandbox)
    crm.raw.send(persons_get.call(7))
    crm.run(persons_get.call(7))
    crm.request("GET", "/Persons/7")
    with pytest.raises(NotFoundError):
        crm.request("FOO", "/Persons/{Anna}/x@y")
    shown = ("webcrm.operation", "http.request.method", "url.template")
    assert [tuple(each[name] for name in shown) for each in recorded.calls()] == [
        ("persons.get", "GET", "/Persons/{id}"),
        ("persons.get", "GET", "/Persons/{id}"),
        ("request", "GET", "/Persons/…"),
        ("request", "_OTHER", "/Persons/…/…"),
    ]  # fmt: skip


def test_metrics_count_calls_waits_retries_and_logins(sandbox, connect, clock, recorded):
    crm = connect(sandbox, clock=clock, requests_per_minute=3)
    for _ in range(3):
        crm.persons.get(1)
    sandbox.fail_next(2, status=503)
    crm.persons.get(2)
    waited = [each["webcrm.rate_limit.wait_time"] for each in recorded.calls()]
    metrics = recorded.metrics()
    operation = {"webcrm.operation": "persons.get"}
    ((attributes, (seconds, count)),) = metrics["webcrm.call.duration"]
    assert attributes == operation | {"http.request.method": "GET", "http.response.status_code": 200}
    assert (seconds, count) == (pytest.approx(sum(clock.slept), abs=1), 4)
    assert metrics["webcrm.rate_limit.wait_time"] == [(operation, (pytest.approx(sum(waited)), 2))]
    assert waited == [0.0, 0.0, pytest.approx(60, abs=1), pytest.approx(60, abs=3)]
    assert metrics["webcrm.retries"] == [(operation, 2)]
    assert metrics["webcrm.logins"] == [({"http.response.status_code": 200}, 1)]


def test_wait_for_a_429_is_a_wait_for_the_rate_limit(sandbox, either, recorded):
    sandbox.fail_next(1, status=429, retry_after=31, operation="persons.get")
    either.persons.get(1)
    (call,) = recorded.calls()
    assert (call["webcrm.wait_time"], call["webcrm.rate_limit.wait_time"]) == (31, 31)


def test_failed_calls_and_logins_have_their_own_points(sandbox, either, recorded):
    sandbox.fail_next(1, status=503, operation="auth.api_login")
    either.persons.get(1)
    with pytest.raises(NotFoundError):
        either.persons.get(5000)
    metrics = recorded.metrics()
    durations = {each.get("error.type"): value[1] for each, value in metrics["webcrm.call.duration"]}
    assert durations == {"NotFoundError": 1, None: 1}
    logins = {each.get("error.type"): value for each, value in metrics["webcrm.logins"]}
    assert logins == {"503": 1, None: 1}
    assert "webcrm.retries" not in metrics
    assert "webcrm.rate_limit.wait_time" not in metrics
    refused = [each for each in recorded.spans.ended if each.name == "webcrm login" and "error.type" in each.attributes]
    assert {each.status.status_code for each in refused} == {StatusCode.ERROR}


def in_span(run: Callable[..., Any], sandbox: Any, recorded: Recorded, work: Callable[[Any], Any], **options) -> None:
    """Run blocking or async work of a client inside a span named `mine`."""
    settings = {"base_url": sandbox.url, "requests_per_minute": None, **options}
    if run is None:
        with WebCRM(sandbox.application_token, **settings) as crm, recorded.tracer.start_as_current_span("mine"):
            work(crm)
            join_prefetch_threads()
        return

    async def main() -> None:
        async with AsyncWebCRM(sandbox.application_token, **settings) as crm:
            with recorded.tracer.start_as_current_span("mine"):
                await work(crm)

    run_in(run, main)


WAYS = pytest.mark.parametrize("run", [None, asyncio.run, trio.run], ids=["blocking", "asyncio", "trio"])


@WAYS
def test_prefetched_pages_are_below_the_span_of_their_reader(run, sandbox, recorded):
    in_span(run, sandbox, recorded, lambda crm: crm.persons.list(size=10, concurrency=4).to_list())
    assert recorded.roots() == ["mine"]
    ((mine, calls),) = recorded.tree()
    assert (mine, len(calls)) == ("mine", len([each for each in recorded.spans.ended if "list" in each.name]))
    assert calls[0] == ("webcrm persons.list", [("webcrm login", ["POST"]), "GET"])
    whole = [each for each in calls[1:] if each == ("webcrm persons.list", ["GET"])]
    assert len(whole) >= 12  # 12 full pages and an empty one; pages after the end may be cancelled before their request


@WAYS
def test_calls_of_jobs_are_below_the_span_of_their_caller(run, sandbox, recorded, tmp_path):
    in_span(run, sandbox, recorded, lambda crm: crm.organisations.upsert_by(KEY, organisations(30)))
    options = {"format": "jsonl", "concurrency": 4}
    in_span(run, sandbox, recorded, lambda crm: crm.export(tmp_path, ["persons", "organisations"], **options))
    assert recorded.roots() == ["mine", "mine"]
    assert {each.name for each in recorded.spans.started} >= {"webcrm organisations.upsert", "webcrm persons.list"}


@WAYS
def test_early_end_of_an_iteration_ends_all_spans(run, sandbox, recorded):
    def read(crm: Any) -> Any:
        if run is None:
            with contextlib.closing(crm.persons.list(size=10, concurrency=4).pages()) as pages:
                return [next(pages), next(pages)]

        async def read_async() -> None:
            async with contextlib.aclosing(crm.persons.list(size=10, concurrency=4).pages()) as pages:
                await anext(pages)
                await anext(pages)

        return read_async()

    in_span(run, sandbox, recorded, read)
    assert recorded.unfinished() == []
    assert recorded.roots() == ["mine"]
    for call in recorded.calls():  # those that the end of the iteration cancelled are no failures
        assert "error.type" not in call
        assert call.get("http.response.status_code") == 200 or call["webcrm.cancelled"]


def test_cancelled_prefetch_threads_are_no_failures(recorded):
    service = PagedService(pages=100)
    service.failing.update(dict.fromkeys(range(3, 100), 503))
    waiting = threading.Semaphore(0)
    wake_up = threading.Event()

    def sleep(_seconds: float) -> None:
        waiting.release()
        assert wake_up.wait(timeout=60)

    with WebCRM(TOKEN, transport=service, requests_per_minute=None, sleep=sleep) as crm:
        pages = crm.persons.list(size=10, concurrency=4).pages()
        next(pages)
        next(pages)
        for _ in range(3):
            assert waiting.acquire(timeout=60)
        pages.close()
        wake_up.set()
        join_prefetch_threads()
    assert {each.status.status_code for each in recorded.spans.ended if "list" in each.name} == {StatusCode.UNSET}
    ends = [(each["http.response.status_code"], each.get("webcrm.cancelled")) for each in recorded.calls()]
    assert sorted(ends, key=str) == [(200, None), (200, None), (503, True), (503, True), (503, True)]


def test_cancelled_prefetch_request_is_no_failure(sandbox, recorded):
    with WebCRM(sandbox.application_token, base_url=sandbox.url, requests_per_minute=None) as crm:
        pages = crm.persons.list(size=10, concurrency=2).pages()
        next(pages)
        next(pages)  # and page 3 is prefetched
        wait_until(lambda: len(sandbox.requests) == 4 and not sandbox.requests_in_progress)
        sandbox.fail_next(1, kind="stall", operation="persons.list")
        next(pages)  # and page 4 is prefetched
        wait_until(lambda: sandbox.requests_in_progress == 1)
        pages.close()
        join_prefetch_threads()
    request, call = recorded.spans.ended[-2:]
    assert (request.name, call.name) == ("GET", "webcrm persons.list")
    assert {each.status.status_code for each in (request, call)} == {StatusCode.UNSET}
    assert call.attributes["webcrm.cancelled"] is True


@EVENT_LOOPS
def test_cancelled_call_ends_its_spans_without_an_error(run, recorded):
    async def stall(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(stall), requests_per_minute=None) as crm:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(crm.persons.get, 1)
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()
            assert recorded.unfinished() == []

    run_in(run, main)
    assert recorded.tree() == [("webcrm persons.get", [("webcrm login", ["POST"]), "GET"])]
    assert {each.status.status_code for each in recorded.spans.ended} == {StatusCode.UNSET}
    assert recorded.calls() == [ended("persons.get", "GET", "/Persons/{id}", None, webcrm__cancelled=True)]
    ((attributes, _),) = recorded.metrics()["webcrm.call.duration"]
    assert attributes["webcrm.cancelled"] is True


def test_unfinished_coroutine_leaves_the_context_of_others_alone(recorded, caplog, monkeypatch):
    monkeypatch.setattr(call_spans, "http_spans", lambda *_: None)  # they log an error that this is about
    uninstrument()
    instrument(recorded.tracers, recorded.meters)

    async def stall(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        raise AssertionError

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(stall), requests_per_minute=None) as crm:
            coroutine: Any = crm.persons.get(1)
            copy_context().run(coroutine.send, None)
            with recorded.tracer.start_as_current_span("mine") as mine:
                coroutine.close()
                assert trace.get_current_span() is mine

    asyncio.run(main())
    assert [each for each in caplog.records if each.name.startswith("opentelemetry")] == []
    assert "webcrm persons.get" in [each.name for each in recorded.spans.ended]


SECRETS = ("secret@x", "Lindqvist", "Ingeborg", "1234567890", "hunter2", "hook.example", "SELECT", "Person_7")


def test_no_value_and_no_secret_is_recorded(sandbox, either, recorded, monkeypatch, watch):
    either.query("SELECT * FROM Person WHERE PersonEmail = :mail", mail="secret@x").to_list()
    either.persons.search("Lindqvist").to_list()
    either.persons.create({"PersonId": 0, "PersonLastName": "Ingeborg"})
    either.hooks.ensure("Person", "https://hook.example/hunter2?key=hunter2", event="Update")
    with pytest.raises(NotFoundError):
        either.persons.get(1234567890)
    with pytest.raises(BadRequestError):
        either.query("SELECT Person_7 FROM Person WHERE PersonEmail = 'secret@x'").to_list()
    with pytest.raises(NotFoundError):
        either.request("GET", "/Persons/secret@x/O'Ingeborg", params={"Name": "O'Lindqvist"})
    shown = recorded.everything()
    found = [each for each in (*SECRETS, sandbox.application_token, *watch.secrets) if each in shown]
    assert found == []
    assert "queries.list" in shown
    assert f"{sandbox.url}/Persons/…/…?…" in shown


@pytest.mark.parametrize("mode", ["", "http", "http/dup"])
def test_nothing_is_recorded_of_headers_and_urls_by_any_convention(sandbox, connect_either, monkeypatch, mode):
    stability = _semconv._OpenTelemetrySemanticConventionStability
    monkeypatch.setattr(stability, "_initialized", False)
    monkeypatch.setattr(stability, "_OTEL_SEMCONV_STABILITY_SIGNAL_MAPPING", {})
    monkeypatch.setenv("OTEL_SEMCONV_STABILITY_OPT_IN", mode)
    monkeypatch.setenv("OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_REQUEST", ".*")
    recorded = Recorded()
    instrument(recorded.tracers, recorded.meters)
    try:
        crm = connect_either(sandbox)
        crm.persons.search("Lindqvist").to_list()
    finally:
        uninstrument()
    (search,) = [each for each in recorded.spans.ended if each.name == "GET"]
    names = {"": ["http.url"], "http": ["url.full"], "http/dup": ["http.url", "url.full"]}[mode]
    assert [search.attributes[name] for name in names] == [f"{sandbox.url}/Persons/Search?…"] * len(names)
    # Older versions of the instrumentation have no headers.
    assert search.attributes.get("http.request.header.accept", ("application/json",)) == ("application/json",)
    shown = recorded.everything()
    assert [each for each in ("Lindqvist", "Bearer", sandbox.application_token) if each in shown] == []


def test_nothing_secret_is_recorded_of_the_headers_of_a_response(monkeypatch):
    monkeypatch.setenv("OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_RESPONSE", ".*")
    recorded = Recorded()
    instrument(recorded.tracers, recorded.meters)
    headers = {"Set-Cookie": "hunter2", "Location": "https://hook.example/x?a=secret@x", "Server": "Kestrel"}
    try:
        with WebCRM(TOKEN, transport=MockService(lambda _: httpx.Response(404, json={}, headers=headers))) as crm:
            with pytest.raises(NotFoundError):
                crm.persons.get(1)
    finally:
        uninstrument()
    shown = recorded.everything()
    assert [each for each in SECRETS if each in shown and each != "hook.example"] == []
    (get,) = [each for each in recorded.spans.ended if each.name == "GET"]
    assert get.attributes.get("http.response.header.server", ("Kestrel",)) == ("Kestrel",)
    assert get.status.status_code is StatusCode.ERROR


def test_message_of_an_error_is_not_recorded(recorded):
    def fail(request: httpx.Request) -> httpx.Response:
        if "Search" in request.url.path:
            return httpx.Response(200, stream=TruncatedStream())
        raise httpx.ReadError("lost the connection of secret@x")

    with WebCRM(TOKEN, transport=MockService(fail), sleep=lambda _: None) as crm:
        for call in (lambda: crm.persons.get(1), crm.persons.search("x").to_list):
            with pytest.raises(APIConnectionError):
                call()
    spans = recorded.spans.ended
    assert "secret@x" not in recorded.everything()
    assert [each.events for each in spans] == [()] * len(spans)
    assert {each.status.description for each in spans} == {None}
    failed = [each for each in spans if each.name == "GET" and each.status.status_code is StatusCode.ERROR]
    assert {each.attributes["error.type"] for each in failed} == {"ReadError"}
    assert [each["error.type"] for each in recorded.calls()] == ["APIConnectionError"] * 2


def test_instrumenting_twice_counts_once(sandbox, either, recorded):
    either.persons.get(1)  # a client that exists
    other = Recorded()
    instrument(other.tracers, other.meters)
    recorded.clear()
    either.persons.get(1)
    assert recorded.tree() == [("webcrm persons.get", ["GET"])]
    assert other.spans.started == []
    uninstrument()
    uninstrument()
    recorded.clear()
    either.persons.get(1)
    assert recorded.spans.started == []
    instrument(other.tracers, other.meters)
    either.persons.get(1)
    assert other.tree() == [("webcrm persons.get", ["GET"])]


def test_instrumentation_of_all_httpx_clients_adds_no_second_span(sandbox, either, recorded):
    HTTPXClientInstrumentor().instrument(tracer_provider=recorded.tracers, meter_provider=recorded.meters)
    try:
        either.persons.search("Lindqvist").to_list()
    finally:
        HTTPXClientInstrumentor().uninstrument()
    assert recorded.tree() == [("webcrm persons.search", [("webcrm login", ["POST"]), "GET"])]
    assert "Lindqvist" not in recorded.everything()


def test_suppressed_instrumentation_makes_no_http_spans(sandbox, connect, recorded):
    with suppress_http_instrumentation():
        connect(sandbox).persons.get(1)
    assert recorded.tree() == [("webcrm persons.get", ["webcrm login"])]


def test_calls_have_spans_without_the_instrumentation_of_httpx(sandbox, connect_either, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.instrumentation.httpx", None)
    recorded = Recorded()
    instrument(recorded.tracers, recorded.meters)
    try:
        connect_either(sandbox).persons.get(1)
    finally:
        uninstrument()
    assert recorded.tree() == [("webcrm persons.get", ["webcrm login"])]


def test_missing_opentelemetry_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "webcrm_ext.transport.call_spans")
    monkeypatch.setitem(sys.modules, "opentelemetry.metrics", None)
    with pytest.raises(ConfigurationError, match=re.escape("pip install 'webcrm-client[otel]'")):
        instrument()


@pytest.mark.parametrize(("name", "method"), [("tracer_provider", "get_tracer"), ("meter_provider", "get_meter")])
def test_what_is_no_provider_is_refused(name, method):
    with pytest.raises(ConfigurationError, match=f"{name} is 'x', which has no {method}. Pass a provider"):
        instrument(**{name: "x"})


def test_without_arguments_the_global_providers_are_used(sandbox, connect):
    instrument()
    try:
        assert connect(sandbox).persons.get(1).person_id == 1
    finally:
        uninstrument()


def test_log_line_of_a_call_is_inside_its_span(sandbox, connect, recorded, caplog):
    seen: list[str] = []

    class Reader(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            seen.append(trace.get_current_span().name)
            return True

    reader, logger = Reader(), logging.getLogger("webcrm_ext")
    caplog.set_level(logging.DEBUG, logger="webcrm_ext")
    logger.addFilter(reader)
    try:
        connect(sandbox).persons.get(1)
    finally:
        logger.removeFilter(reader)
    assert seen == ["webcrm persons.get"]


def test_nothing_of_opentelemetry_is_loaded_without_it():
    script = """
import sys, httpx
from webcrm_ext import WebCRM, instrument

def respond(request):
    return httpx.Response(200, json={"AccessToken": "a" * 20, "ExpiresIn": 3600, "PersonId": 1})

with WebCRM("00000000-0000-4000-8000-000000000001", transport=httpx.MockTransport(respond)) as crm:
    crm.persons.get(1)
print([each for each in sys.modules if each.startswith("opentelemetry")])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"


def test_documented_example_works(sandbox):
    (example,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    # In a process of its own: the exporter keeps the stdout of the moment at which it is imported.
    program = f"{example}\nwith WebCRM() as crm:\n    crm.persons.get(1)\nprovider.shutdown()\n"
    variables = {"WEBCRM_BASE_URL": sandbox.url, "WEBCRM_APPLICATION_TOKEN": sandbox.application_token}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], env={**os.environ, **variables}, text=True, timeout=120,
        check=False, capture_output=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert '"name": "webcrm persons.get"' in done.stdout


def test_documented_names_are_those_of_the_code():
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    of_code = {value for name, value in vars(call_spans).items() if name.isupper() and isinstance(value, str)}
    of_code.add(http_spans.RESEND_COUNT)
    assert documented == {each for each in of_code if each.islower() and " " not in each and "." in each}
