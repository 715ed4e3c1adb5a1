"""Report the progress of a job, with an estimate of the time that is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import define
from webcrm_api.calls import Call
from webcrm_api.results import UpsertPhase, UpsertPlan, UpsertProgress

from webcrm_ext.operations import Operation, Together, observed

T = TypeVar("T")


@define(eq=False)
class Progress:
    """The progress of one job.

    Attributes:
        callback: Called with the progress, or None.
        plan: What the job requests, as far as it is known.
        clock: Returns seconds that only increase.
        total: The number of all records, None for an iterator.
        requests: The calls so far, without logins and retries.
    """

    callback: UpsertProgress | None
    plan: UpsertPlan
    clock: Callable[[], float]
    total: int | None = None
    requests: int = 0
    _started: float = 0.0

    def __attrs_post_init__(self) -> None:
        self._started = self.clock()

    def counted(self, operation: Operation[T]) -> Operation[T]:
        """Run an operation, and count its calls."""
        return observed(operation, self._count)

    def report(self, phase: UpsertPhase, done: int) -> None:
        """Call the callback.

        Args:
            phase: What the job does.
            done: The number of records that have ended.
        """
        if self.callback is not None:
            self.callback(phase, done, self.total, self.requests, self._seconds_left(phase))

    def _seconds_left(self, phase: UpsertPhase) -> float | None:
        if self.total is None or phase == "look-up":
            return None
        passed = self.clock() - self._started
        expected = max(self.plan.requests - 1, self.requests)
        left = passed / self.requests * (expected - self.requests) if self.requests else 0.0
        return max(left, self.plan.wait - passed, 0.0) if expected > self.requests else 0.0

    def _count(self, step: object) -> None:
        self.requests += len(step.calls) if isinstance(step, Together) else isinstance(step, Call)
