"""Turn spans and metrics of OpenTelemetry on and off. OpenTelemetry is not imported before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.transport.observers import current

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider


def instrument(tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None) -> None:
    """Record a span and metrics of each call, for all clients of this process, including those that already exist.

    If opentelemetry-instrumentation-httpx is installed, each request has a span below that of its call. No span, event
    or metric contains tokens, or values of a query, a path or a record. A second call changes nothing: call
    `uninstrument` first. Needs the extra `otel`.

    Args:
        tracer_provider: Where spans go; None for the global one.
        meter_provider: Where metrics go; None for the global one.

    Raises:
        ConfigurationError: opentelemetry-api is not installed, or an argument is not a provider.
    """
    for name, provider, method in (
        ("tracer_provider", tracer_provider, "get_tracer"),
        ("meter_provider", meter_provider, "get_meter"),
    ):
        if provider is not None and not hasattr(provider, method):
            raise ConfigurationError(
                f"{name} is {short_repr(provider)}, which has no {method}. Pass a provider of OpenTelemetry, or None "
                "for the global one."
            )
    if current.telemetry is not None:
        return
    try:
        from webcrm_ext.transport.call_spans import CallSpans  # noqa: PLC0415 - loads OpenTelemetry
    except ImportError as error:
        raise ConfigurationError(
            "instrument() needs opentelemetry-api. Run: pip install 'webcrm-client[otel]'"
        ) from error
    current.telemetry = CallSpans(tracer_provider, meter_provider)


def uninstrument() -> None:
    """Stop recording spans and metrics. Calls in progress end their spans. Without `instrument` it does nothing."""
    current.telemetry = None


__all__ = ["instrument", "uninstrument"]
