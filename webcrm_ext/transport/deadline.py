"""The deadline of one call: it covers the attempts, the waits between them, and each request with its body."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar
from threading import Event
from time import monotonic

from attrs import define

from webcrm_ext.errors import APITimeoutError
from webcrm_ext.transport.call_context import CANCEL_CHECK_SECONDS, PrefetchCancelledError

ENDLESS = 2e6
"""Seconds from which a wait has no limit; sockets overflow beyond 2.1e6."""


class DeadlineError(APITimeoutError):
    """The deadline ended, or would end during a wait. The error that is raised to the caller says so."""


@define(eq=False)
class Deadline:
    """The deadline of one call.

    It starts when the call leaves the client's own queue for the first time. A login that the call needs before has as
    many seconds; when that login is stopped, those of the call are over, too.

    Attributes:
        clock: Returns seconds that only increase.
        seconds: How long the call may take; `math.inf` for no deadline.
        ends_at: When the deadline ends, by the clock; `math.inf` before it starts.
        is_running: Whether the call itself has started it.
        ends_in_wait: Whether a wait before a further request would have outlasted it.
    """

    clock: Callable[[], float]
    seconds: float
    ends_at: float = math.inf
    is_running: bool = False
    ends_in_wait: bool = False

    def start_for_login(self, seconds: float = math.inf) -> float:
        """Start the deadline of a login, unless it is running, and return what is left, at most some seconds."""
        if self.ends_at == math.inf:
            self.ends_at = self.clock() + self.seconds
        return min(seconds, self.left())

    def restart_after_queue(self) -> None:
        """Let a login that follows a wait in the client's own queue start anew: that wait does not count."""
        if not self.is_running:
            self.ends_at = math.inf

    def check_login(self, login: Future[None]) -> None:
        """Confirm that the deadline is not over while the call waits for the login of another call.

        Raises:
            DeadlineError: It is.
        """
        if not login.done() and not self.left():
            raise self.error("the login of another call", sent=False)

    def left(self) -> float:
        """Return the seconds that are left, 0 or more; `math.inf` before the deadline starts."""
        return max(0.0, self.ends_at - self.clock())

    def extend(self, seconds: float) -> None:
        """Move the end: the body of a file does not count."""
        self.ends_at += seconds

    def error(self, waiting_for: str, *, sent: bool) -> DeadlineError:
        """Return the error for a request that is stopped. The deadline is over then.

        Args:
            waiting_for: What the call was waiting for.
            sent: Whether the request may have reached the service.
        """
        self.ends_at = -math.inf
        error = DeadlineError(f"the deadline of {self.seconds:g} s ended while waiting for {waiting_for}")
        error.sent = sent
        return error

    def check_wait(self, seconds: float) -> None:
        """Confirm that a wait before a further request ends before the deadline.

        Raises:
            DeadlineError: It does not.
        """
        if self.is_running and seconds >= self.left():
            self.ends_at, self.ends_in_wait = -math.inf, True
            raise DeadlineError(f"the deadline of {self.seconds:g} s ends before a wait of {seconds:.1f} s is over")


@define(eq=False)
class TimeLimit:
    """Until when the request in the current thread may wait for the network, and what it waits for.

    Attributes:
        deadline: The deadline of the call.
        ends_at: When the waits end, on `time.monotonic`.
        cancelled: An event that cancels the request, if any.
        waiting_for: What the request is waiting for.
    """

    deadline: Deadline
    ends_at: float
    cancelled: Event | None
    waiting_for: str

    def check(self, waiting_for: str = "") -> None:
        """Confirm that the request may go on.

        Args:
            waiting_for: What it waits for, where it has not been sent yet.

        Raises:
            DeadlineError: The deadline is over.
            PrefetchCancelledError: The request is cancelled.
        """
        if self.cancelled is not None and self.cancelled.is_set():
            raise PrefetchCancelledError
        if monotonic() >= self.ends_at:
            raise self.deadline.error(waiting_for or self.waiting_for, sent=not waiting_for)

    def connect_seconds(self, timeout: float | None) -> float | None:
        """Return the seconds that a step of connecting may take, None for no limit.

        Raises:
            DeadlineError: The deadline is over.
            PrefetchCancelledError: The request is cancelled.
        """
        self.check("a connection")
        left = self.ends_at - monotonic()
        return socket_seconds(left if timeout is None else min(timeout, left))

    def read_seconds(self, seconds: float) -> float | None:
        """Return the seconds of the next piece of a wait for data, None for no limit.

        Raises:
            DeadlineError: The deadline is over.
            PrefetchCancelledError: The request is cancelled.
        """
        self.check()
        return socket_seconds(seconds if self.cancelled is None else min(seconds, CANCEL_CHECK_SECONDS))


def socket_seconds(seconds: float) -> float | None:
    """Return seconds as sockets take them: never 0, which would not wait at all, and None for no limit."""
    return max(1e-6, seconds) if seconds < ENDLESS else None


time_limit: ContextVar[TimeLimit] = ContextVar("webcrm_time_limit")
"""The limit of the request that the current thread is sending."""
