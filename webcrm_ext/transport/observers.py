"""The observers of calls and requests: the log, while DEBUG is enabled, and telemetry, after `instrument()`."""

from __future__ import annotations

from collections.abc import Callable
from logging import DEBUG
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from webcrm_ext.transport.call_log import LoggedCall, logger
from webcrm_ext.transport.call_observer import CallObserver, Steps, observed

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

T = TypeVar("T")


class Telemetry(Protocol):
    """Spans and metrics of calls and of their requests."""

    def observer(self, call: Call[Any], clock: Callable[[], float]) -> CallObserver:
        """Return an observer of a call."""
        ...

    def send(self, client: Any, request: httpx.Request) -> Any:
        """Send a request by an httpx client. Return its response; for an async client, an awaitable of it."""
        ...


class _Current:
    """The telemetry of this process."""

    telemetry: Telemetry | None = None


current = _Current()


def observe(steps: Steps[T], call: Call[T], clock: Callable[[], float]) -> Steps[T]:
    """Return the steps of a call, reported to its observers."""
    if logger.isEnabledFor(DEBUG):
        steps = observed(steps, LoggedCall(call, clock))
    if current.telemetry is not None:
        # The outer observer, so that the log line is logged inside the span of its call.
        steps = observed(steps, current.telemetry.observer(call, clock))
    return steps
