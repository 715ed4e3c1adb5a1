"""A span and metrics of each call; see docs/telemetry.md. They contain no values of queries, paths, records or errors.

Names are those of OpenTelemetry's semantic conventions; further names begin with `webcrm.`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Token
from typing import TYPE_CHECKING, Any

from opentelemetry import context
from opentelemetry.metrics import get_meter
from opentelemetry.trace import INVALID_SPAN, Span, Status, StatusCode, get_tracer, set_span_in_context

from webcrm_ext import __version__
from webcrm_ext.transport.attempt import SendRequest
from webcrm_ext.transport.call_context import PrefetchCancelledError
from webcrm_ext.transport.call_observer import CallObserver
from webcrm_ext.transport.http_spans import http_spans, url_template, with_resend_count

if TYPE_CHECKING:
    import httpx
    from opentelemetry.context import Context
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider
    from webcrm_api.calls import Call

OPERATION = "webcrm.operation"
ATTEMPTS = "webcrm.attempts"
WAIT_TIME = "webcrm.wait_time"
RATE_LIMIT_WAIT_TIME = "webcrm.rate_limit.wait_time"
ROWS = "webcrm.rows"
CANCELLED = "webcrm.cancelled"
METHOD = "http.request.method"
URL_TEMPLATE = "url.template"
STATUS = "http.response.status_code"
BODY_SIZE = "http.response.body.size"
ERROR_TYPE = "error.type"

DURATION = "webcrm.call.duration"
RETRIES = "webcrm.retries"
LOGINS = "webcrm.logins"

LOGIN_SPAN = "webcrm login"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
_OTHER = "_OTHER"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
"""Bounds of the histograms: a call may wait for a minute and longer."""


class CallSpans:
    """Creates the spans and metrics of calls.

    Args:
        tracer_provider: Where spans go; None for the global one.
        meter_provider: Where metrics go; None for the global one.
    """

    def __init__(self, tracer_provider: TracerProvider | None, meter_provider: MeterProvider | None) -> None:
        self.tracer = get_tracer("webcrm_ext", __version__, tracer_provider)
        meter = get_meter("webcrm_ext", __version__, meter_provider)
        self.duration = meter.create_histogram(
            DURATION, "s", "Duration of calls, with waits and retries", explicit_bucket_boundaries_advisory=_SECONDS
        )
        self.rate_limit_wait_time = meter.create_histogram(
            RATE_LIMIT_WAIT_TIME, "s", "Waits of calls for the rate limit", explicit_bucket_boundaries_advisory=_SECONDS
        )
        self.retries = meter.create_counter(RETRIES, "{retry}", "Requests that were sent again")
        self.logins = meter.create_counter(LOGINS, "{login}", "Logins and refreshes of the access token")
        self._http = http_spans(tracer_provider, meter_provider)

    def observer(self, call: Call[Any], clock: Callable[[], float]) -> CallObserver:
        """Return an observer that creates the span and the metrics of a call."""
        return _TracedCall(call, clock, self)

    def send(self, client: Any, request: httpx.Request) -> Any:
        """Send a request, in its own span if the instrumentation of httpx is installed."""
        return self._http(client, request) if self._http is not None else client.send(request, stream=True)


class _CurrentContext:
    """A context that is current until `leave` is called."""

    def __init__(self, entered: Context) -> None:
        self._context = entered
        self._token: Token[Context] = context.attach(entered)

    def leave(self) -> None:
        # Python closes an unfinished coroutine in another context, which must not be changed.
        if context.get_current() is self._context:
            context.detach(self._token)


class _TracedCall(CallObserver):
    """The span of one call, and below it those of the logins that it needs."""

    def __init__(self, call: Call[Any], clock: Callable[[], float], spans: CallSpans) -> None:
        super().__init__(call, clock)
        self._spans = spans
        self._span: Span = INVALID_SPAN
        self._context: _CurrentContext | None = None
        self._login: Span | None = None
        self._step_context: _CurrentContext | None = None

    def start(self) -> None:
        super().start()
        name = self.call.name
        self._span = self._start_span(f"webcrm {name}", self.call.method, self.call.path, {OPERATION: name})
        self._context = _CurrentContext(set_span_in_context(self._span))

    def start_step(self, step: object) -> None:
        super().start_step(step)
        if not isinstance(step, SendRequest):
            return
        if self.is_attempt(step):
            self._step_context = _CurrentContext(with_resend_count(self.attempts))
        else:
            request = step.request
            self._login = self._start_span(LOGIN_SPAN, request.method, request.url.path, {})
            self._step_context = _CurrentContext(set_span_in_context(self._login))

    def end_step(self, step: object, outcome: Any, error: BaseException | None) -> None:
        super().end_step(step, outcome, error)
        if self._step_context is not None:
            self._step_context.leave()
            self._step_context = None
        if isinstance(step, SendRequest) and step.is_login:
            ending = _ending(outcome.status_code if outcome is not None else None, type(error) if error else None)
            if outcome is not None and outcome.is_error:
                ending[ERROR_TYPE] = str(outcome.status_code)
            self._spans.logins.add(1, ending)
            if self._login is not None:
                _end_span(self._login, ending)
                self._login = None

    def end(self) -> None:
        super().end()
        ending = _ending(self.status, self.error)
        span, operation = self._span, {OPERATION: self.call.name}
        span.set_attribute(ATTEMPTS, self.attempts)
        span.set_attribute(WAIT_TIME, self.waited)
        span.set_attribute(RATE_LIMIT_WAIT_TIME, self.rate_limited)
        for name, value in ((BODY_SIZE, self.received), (ROWS, self.rows)):
            if value is not None:
                span.set_attribute(name, value)
        # While the span is current: a metric may refer to it as an exemplar.
        self._spans.duration.record(self.seconds, operation | {METHOD: _method(self.call.method)} | ending)
        if self.rate_limited:
            self._spans.rate_limit_wait_time.record(self.rate_limited, operation)
        if self.attempts > 1:
            self._spans.retries.add(self.attempts - 1, operation)
        if self._context is not None:
            self._context.leave()
        _end_span(span, ending)

    def _start_span(self, name: str, method: str, path: str, attributes: dict[str, str]) -> Span:
        known = {METHOD: _method(method), URL_TEMPLATE: url_template(path)}
        return self._spans.tracer.start_span(name, attributes=attributes | known)


def _end_span(span: Span, ending: dict[str, Any]) -> None:
    span.set_attributes(ending)
    if ERROR_TYPE in ending:
        span.set_status(Status(StatusCode.ERROR))
    span.end()


def _ending(status: int | None, error: type[BaseException] | None) -> dict[str, Any]:
    """Return the attributes of an end: the status, and of an error only its type, as its message may contain values."""
    ending: dict[str, Any] = {} if status is None else {STATUS: status}
    if error is not None and (issubclass(error, PrefetchCancelledError) or not issubclass(error, Exception)):
        ending[CANCELLED] = True
    elif error is not None:
        ending[ERROR_TYPE] = error.__name__
    return ending


def _method(method: str) -> str:
    return method if method in _METHODS else _OTHER
