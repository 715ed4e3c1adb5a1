"""Observe a call while its steps are performed: for the log (`call_log.py`) and telemetry (`call_spans.py`)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from webcrm_ext.operations import Pause, RateLimitPause, WaitFor
from webcrm_ext.transport.attempt import SendRequest

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call
    from webcrm_api.types import Response

T = TypeVar("T")
Steps = Generator[Any, Any, "Response[T]"]

RECEIVED = "webcrm_bytes_received"
"""The extension of a response with the bytes of its body as received, where the body was replaced."""


class CallObserver:
    """Collects the facts of one call. Subclasses report them.

    Args:
        call: The call.
        clock: Returns seconds that only increase.

    Attributes:
        attempts: Requests that were sent for the call itself, not for a login that it needs.
        seconds: From the start of the call to its end.
        waited: Seconds of its waits: for the rate limit, before retries, and for another call's login.
        rate_limited: Seconds of the waits for the rate limit.
        last: The last response.
        size: Bytes of the content, if it was written to a file.
        result: The result, or None if the call failed.
        error: The type of the error that it raised, or None.
    """

    def __init__(self, call: Call[Any], clock: Callable[[], float]) -> None:
        self.call = call
        self.attempts = 0
        self.seconds = self.waited = self.rate_limited = 0.0
        self.last: httpx.Response | None = None
        self.size: int | None = None
        self.result: Response[Any] | None = None
        self.error: type[BaseException] | None = None
        self._clock = clock
        self._began = clock()
        self._step_began = 0.0

    @property
    def status(self) -> int | None:
        """The HTTP status of the last response, or None if none arrived."""
        response = self.result if self.result is not None else self.last
        return response.status_code if response is not None else None

    @property
    def received(self) -> int | None:
        """Bytes of the last response's body as received, compressed or not; None if no response arrived."""
        if self.last is None:
            return None
        counted: int = self.last.extensions.get(RECEIVED, self.last.num_bytes_downloaded)
        return counted or self.size or len(self.last.content)  # a transport of the user's own counts none

    @property
    def rows(self) -> int | None:
        """The records of the page, or None if the value is no list."""
        value = self.result.parsed if self.result is not None else None
        return len(value) if isinstance(value, list) else None

    def is_attempt(self, step: object) -> bool:
        """Return whether a step sends the call itself, not a login that it needs."""
        return isinstance(step, SendRequest) and (not step.is_login or self.call.name.startswith("auth."))

    def start(self) -> None:
        """Record the start of the call."""
        self._began = self._clock()

    def start_step(self, step: object) -> None:  # noqa: ARG002 - for subclasses
        """Record the start of a step."""
        self._step_began = self._clock()

    def end_step(self, step: object, outcome: Any, error: BaseException | None) -> None:
        """Record the end of a step: its outcome, or its error."""
        if isinstance(step, Pause | WaitFor):
            seconds = self._clock() - self._step_began
            self.waited += seconds
            self.rate_limited += seconds if isinstance(step, RateLimitPause) else 0.0
        elif isinstance(step, SendRequest) and self.is_attempt(step):
            self.attempts += 1
            self.last = outcome or self.last
            self.size = step.file.tell() if step.file is not None and error is None else None

    def end(self) -> None:
        """Record the end of the call, also if it fails."""
        self.seconds = self._clock() - self._began


def observed(steps: Steps[T], observer: CallObserver) -> Steps[T]:
    """Perform the steps of a call, and report them to an observer."""
    observer.start()
    try:
        result = yield from _observed_steps(steps, observer)
        observer.result = result
    except BaseException as error:
        observer.error = type(error)
        raise
    else:
        return result
    finally:
        observer.end()


def _observed_steps(steps: Steps[T], observer: CallObserver) -> Steps[T]:
    outcome: Any = None
    failure: BaseException | None = None
    try:
        step = next(steps)
        while True:
            outcome = failure = None
            observer.start_step(step)
            try:
                outcome = yield step
            except BaseException as error:  # noqa: BLE001 - the steps decide what to do with it
                failure = error
            observer.end_step(step, outcome, failure)
            step = steps.send(outcome) if failure is None else steps.throw(failure)
    except StopIteration as finished:
        value: Response[T] = finished.value
        return value
    finally:
        failure = None  # it refers to this frame
        steps.close()
