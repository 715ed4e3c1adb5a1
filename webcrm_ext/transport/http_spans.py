"""The spans of the official instrumentation of httpx for the requests of this client, redacted.

Without redaction they show whole URLs, headers that the environment names, and the messages of exceptions. Redaction
happens before a span begins, so samplers and span processors see no more than exporters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from opentelemetry import context
from opentelemetry.trace import Span, Status, StatusCode, get_tracer_provider, use_span

from webcrm_ext.transport.call_context import PrefetchCancelledError
from webcrm_ext.transport.url_filter import redacted_path, redacted_url

if TYPE_CHECKING:
    import httpx
    from opentelemetry.context import Context
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Tracer, TracerProvider

RESEND_COUNT = "http.request.resend_count"

_RESEND_COUNT = context.create_key("webcrm-resend-count")
_CLIENT = "webcrm_client"
"""The extension of a request with the client that sends it."""

_PLACEHOLDER = re.compile(r"\{[A-Za-z]\w*\}")
_NOTHING = re.compile(r"(?!)")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://.*", re.IGNORECASE | re.DOTALL)
_SECRET_HEADER = re.compile(
    r"http\.(?:request|response)\.header\.(?:authorization|proxy.authorization|cookie|set.cookie)", re.IGNORECASE
)


def url_template(path: str) -> str:
    """Return a path with only its words and placeholders: that of `crm.request` contains values."""
    return redacted_path(path, _PLACEHOLDER)


def with_resend_count(count: int) -> Context:
    """Return the current context, in which the next HTTP span is marked as this retry; 0 is no retry."""
    return context.set_value(_RESEND_COUNT, count)


def http_spans(
    tracer_provider: TracerProvider | None, meter_provider: MeterProvider | None
) -> Callable[[Any, httpx.Request], Any] | None:
    """Return a function that sends a request by an httpx client, in a span.

    For an async client, the function returns an awaitable. None if the instrumentation of httpx is not installed.

    Args:
        tracer_provider: Where spans go; None for the global one.
        meter_provider: Where metrics go; None for the global one.
    """
    try:
        instrumentation: Any = import_module("opentelemetry.instrumentation.httpx")
        utils: Any = import_module("opentelemetry.instrumentation.utils")
    except ImportError:
        return None
    provider = _RedactingProvider(tracer_provider or get_tracer_provider())
    sender = _Sender(utils.suppress_http_instrumentation)
    blocking = instrumentation.SyncOpenTelemetryTransport(sender, provider, meter_provider)
    asynchronous = instrumentation.AsyncOpenTelemetryTransport(sender, provider, meter_provider)

    def send(client: Any, request: httpx.Request) -> Any:
        request.extensions[_CLIENT] = client
        is_async = hasattr(client, "aclose")
        return asynchronous.handle_async_request(request) if is_async else blocking.handle_request(request)

    return send


class _Sender:
    """A transport for the instrumentation, which sends each request by its own client.

    So httpx is not patched, a transport that clients share is measured once, and existing clients are instrumented.

    Args:
        suppress: Turns off the instrumentation inside a `with` block: the program may have turned it on for all httpx
            clients, and then there would be a second span, with the whole URL.
    """

    def __init__(self, suppress: Callable[[], Any]) -> None:
        self._suppress = suppress

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        client: httpx.Client = request.extensions.pop(_CLIENT)
        with self._suppress():
            return client.send(request, stream=True)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        client: httpx.AsyncClient = request.extensions.pop(_CLIENT)
        with self._suppress():
            return await client.send(request, stream=True)


class _RedactingProvider:
    """Returns tracers that redact. Has the methods of a `TracerProvider` that the instrumentation calls."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider

    def get_tracer(self, *arguments: Any, **named: Any) -> _RedactingTracer:
        return _RedactingTracer(self._provider.get_tracer(*arguments, **named))


class _RedactingTracer:
    """Starts redacted spans. Has the methods of a `Tracer` that the instrumentation calls."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    @contextmanager
    def start_as_current_span(
        self, name: str, *, attributes: Mapping[str, Any] | None = None, **options: Any
    ) -> Iterator[Span]:
        shown = _redacted(attributes or {})
        count = context.get_value(_RESEND_COUNT)
        if count:
            shown[RESEND_COUNT] = count
        span = self._tracer.start_span(name, attributes=shown, **options)
        with use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield cast("Span", _RedactedSpan(span))
            except PrefetchCancelledError:
                raise
            except Exception as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise


class _RedactedSpan:
    """A span whose later attributes are redacted, too, such as headers of the response."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def __getattr__(self, name: str) -> Any:
        return getattr(self._span, name)

    def set_attribute(self, name: str, value: Any) -> None:
        self._span.set_attributes(_redacted({name: value}))

    def set_attributes(self, attributes: Mapping[str, Any]) -> None:
        self._span.set_attributes(_redacted(attributes))


def _redacted(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [_without_values(each) for each in value] if isinstance(value, list | tuple) else _without_values(value)
        for name, value in attributes.items()
        if not _SECRET_HEADER.fullmatch(name)
    }


def _without_values(value: Any) -> Any:
    return redacted_url(value, _NOTHING) if isinstance(value, str) and _URL.fullmatch(value) else value
