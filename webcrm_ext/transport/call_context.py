"""The context of a call: cancellation, the order of decoding, and the captured response.

A call passes through generators, drivers and threads. A context variable for the current thread or task saves an
argument in each of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from inspect import iscoroutine
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, evolve, frozen

from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from webcrm_api.types import Response

T = TypeVar("T")

CANCEL_CHECK_SECONDS = 0.25
"""How often a wait checks whether it is cancelled."""


@define
class CapturedResponse:
    """Holds the last response of the calls that are made while it is set; `with_raw_response` reads it."""

    response: Response[Any] | None = None

    def with_value(self, value: T) -> Response[T]:
        """Return the response with a method's value.

        Raises:
            ConfigurationError: The method made no call.
        """
        if self.response is None:
            raise ConfigurationError(
                "with_raw_response was passed a method that made no call. A list makes none until it is read: pass one "
                "of its methods, such as crm.persons.list().page."
            )
        return evolve(self.response, parsed=value)


def validate_method(what: Any) -> None:
    """Check that `with_raw_response` was passed something to call.

    Raises:
        ConfigurationError: It was passed a result.
    """
    if callable(what):
        return
    if iscoroutine(what):
        what.close()  # else Python warns that it was never awaited
    raise ConfigurationError(
        f"with_raw_response was passed a {type(what).__name__}, which cannot be called. Pass a method and its "
        "arguments, such as with_raw_response(crm.persons.get, 12), or a prepared call."
    )


@frozen
class CallContext:
    """The settings of calls in the current thread or task.

    Attributes:
        cancelled: An event that cancels prefetch in a thread: its waits, and its reads from the network.
        before_decoding: Awaited before a successful response is decoded; prefetch tasks decode one after another.
        captured: Where the last response is stored.
    """

    cancelled: Event | None = None
    before_decoding: Callable[[], Awaitable[object]] | None = None
    captured: CapturedResponse | None = None


class PrefetchCancelledError(Exception):
    """Stops a cancelled prefetch thread; it never reaches the caller."""


_current: ContextVar[CallContext] = ContextVar("webcrm_call_context", default=CallContext())  # noqa: B039 - frozen

current_call_context = _current.get
"""Return the `CallContext` of the current thread or task."""


@contextmanager
def call_context(**changes: Any) -> Iterator[CallContext]:
    """Change settings of the calls made inside a `with` block; the arguments are those of `CallContext`."""
    token = _current.set(evolve(_current.get(), **changes))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def cancellable_sleep(sleep: Callable[[float], None], seconds: float) -> None:
    """Sleep for some seconds, in short pieces where prefetch can be cancelled meanwhile.

    Raises:
        PrefetchCancelledError: It was cancelled.
    """
    cancelled = _current.get().cancelled
    if cancelled is None:
        sleep(seconds)
        return
    while seconds > 0 and not cancelled.is_set():
        piece = min(seconds, CANCEL_CHECK_SECONDS)
        sleep(piece)
        seconds -= piece
    if cancelled.is_set():
        raise PrefetchCancelledError


def cancellable_wait(future: Future[None], seconds: float) -> None:
    """Wait until a future is done, or some seconds are over, in short pieces where prefetch can be cancelled meanwhile.

    Raises:
        PrefetchCancelledError: It was cancelled.
    """
    cancelled = _current.get().cancelled
    ends_at = monotonic() + seconds
    while not future.done() and (left := ends_at - monotonic()) > 0:
        if cancelled is not None and cancelled.is_set():
            raise PrefetchCancelledError
        with suppress(TimeoutError):
            future.result(left if cancelled is None else min(left, CANCEL_CHECK_SECONDS))
