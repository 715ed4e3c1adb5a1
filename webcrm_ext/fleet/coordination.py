"""Coordinate runs, so that a system has one run at a time, and no run is repeated after it is done.

What a worker does with a delivered task:

    recorded as done or failed for good   end without work
    another run has the lease             return when it would expire
    otherwise                             load the system with the lease, and record the result
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from attrs import evolve, frozen

from webcrm_ext.fleet.connection import until_reachable
from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.failures import RunFailure, failure_of
from webcrm_ext.fleet.lease import Lease, LeaseTaken
from webcrm_ext.fleet.records import DONE, FAILED, RETRYING, RUNNING, RunRecord, RunRecords
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.system_run import RequestCounts, SystemLoad
from webcrm_ext.fleet.systems import Run, System

logger = logging.getLogger("webcrm_ext")


class Load(Protocol):
    """The load of a system; see `SystemLoad`."""

    counts: RequestCounts
    secrets: list[str]

    def run(self) -> dict[str, int]: ...  # noqa: D102 - see SystemLoad


@frozen(kw_only=True)
class Outcome:
    """The outcome of an attempt.

    Attributes:
        record: The record of the attempt; None if there was none.
        busy_for: Seconds until the lease of another run would expire; None if this run is over or was attempted.
    """

    record: RunRecord | None = None
    busy_for: float | None = None


class Coordinator:
    """Attempts runs.

    Args:
        settings: The settings of the fleet.
        redis: The connection to Redis; None for no coordination.
        redis_patience: Seconds to wait for Redis before a run, and to record its result.
        load: Returns the load of a system.
        clock: Returns seconds since 1970.
        sleep: Waits.
        lease_wait: Waits between renewals of the lease: until the event is set, or for some seconds.
    """

    def __init__(
        self,
        settings: FleetSettings,
        redis: Any,
        *,
        redis_patience: tuple[float, float],
        load: Callable[[System, str | None], Load] = SystemLoad,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        lease_wait: Callable[[threading.Event, float], bool] = threading.Event.wait,
    ) -> None:
        self._settings = settings
        self._redis = redis
        self._patience_before, self._patience_after = redis_patience
        self._load = load
        self._clock = clock
        self._sleep = sleep
        self._lease_wait = lease_wait
        self._records = RunRecords(redis, settings.keep_seconds)

    def attempt(self, system: System, run: Run) -> Outcome:
        """Attempt a run, unless it is over or another run of its system has the lease.

        Raises:
            redis.RedisError: Redis is not reachable; nothing was loaded.
        """
        if self._redis is None:
            return Outcome(record=self._attempt(system, self._start(run, 1)))
        lease = Lease(self._redis, system.name, self._settings, wait=self._lease_wait)
        taken = until_reachable(lambda: self._take(lease, run), self._patience_before, sleep=self._sleep)
        if isinstance(taken, LeaseTaken):
            return Outcome(busy_for=taken.seconds)
        if taken is None:
            return Outcome()
        with lease:
            record = self._attempt(system, self._begin(run))
            self._save(system, record, self._patience_after)
        return Outcome(record=record)

    def _take(self, lease: Lease, run: Run) -> Lease | LeaseTaken | None:
        """Return the lease, or how long another run has it; None if this run is over."""
        if self._records.is_over(run):
            return None
        taken = lease.take()
        if taken is not None:
            return taken
        if self._records.is_over(run):  # the run that had the lease was this one, or covers it
            lease.release()
            return None
        return lease

    def _begin(self, run: Run) -> RunRecord:
        def begin() -> RunRecord:
            record = self._start(run, self._records.count_attempt(run))
            self._records.save(run.system, record)
            return record

        return until_reachable(begin, self._patience_before, sleep=self._sleep)

    def _start(self, run: Run, attempt: int) -> RunRecord:
        due = run.scheduled_at.timestamp()
        return RunRecord(run=run.id, state=RUNNING, scheduled=due, started=self._clock(), attempt=attempt)

    def _attempt(self, system: System, record: RunRecord) -> RunRecord:
        if record.attempt > self._settings.max_attempts:
            text = f"The run did not end in {self._settings.max_attempts} attempts: its workers died."
            return evolve(record, state=FAILED, ended=self._clock(), attempt=record.attempt - 1, failure=text)
        load = self._load(system, self._settings.redis_url)
        rows: dict[str, int] = {}
        failure: RunFailure | None = None
        try:
            rows = load.run()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is recorded, and other systems go on
            failure = failure_of(error, load.secrets)
        if failure is None:
            state = DONE
        else:
            is_last = failure.permanent or record.attempt >= self._settings.max_attempts
            state = FAILED if is_last else RETRYING
        return evolve(
            record, state=state, ended=self._clock(), rows=rows, requests=load.counts.requests,
            refused=load.counts.refused, failure=failure.text if failure else "",
        )  # fmt: skip

    def _save(self, system: System, record: RunRecord, patience: float) -> None:
        try:
            until_reachable(lambda: self._records.save(system.name, record), patience, sleep=self._sleep)
        except load_extra("redis").RedisError as error:
            logger.warning("fleet: the run %s could not be recorded: %s", record.run, type(error).__name__)
