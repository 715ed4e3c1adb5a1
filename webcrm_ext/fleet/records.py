"""The records of runs in Redis; they expire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import asdict, field, frozen

from webcrm_ext.fleet.systems import Run

_RUN = "webcrm:fleet:run:{}"
_SYSTEM = "webcrm:fleet:system:{}"

RUNNING, DONE, FAILED, RETRYING = "running", "done", "failed", "retrying"
"""The states of a run. A run that failed for good is `failed`; one that is attempted again is `retrying`."""


@frozen(kw_only=True)
class RunRecord:
    """The record of a run.

    Attributes:
        run: The identifier of the run.
        state: `running`, `done`, `failed` or `retrying`.
        scheduled: When it was due, in seconds since 1970.
        started: When its last attempt began, in seconds since 1970.
        ended: When that ended; None while it runs.
        attempt: The number of the last attempt, counted from 1.
        rows: The rows that were loaded, by table.
        requests: The requests of the last attempt, logins and retries included.
        refused: How many of them returned 429.
        failure: The type and the message of the error, without secrets; empty if there was none.
    """

    run: str
    state: str
    scheduled: float
    started: float
    ended: float | None = None
    attempt: int = 1
    rows: Mapping[str, int] = field(factory=dict)
    requests: int = 0
    refused: int = 0
    failure: str = ""


@frozen(kw_only=True)
class SystemRecord:
    """The record of a system.

    Attributes:
        last: The record of its last run; None before the first.
        failures: How many runs have failed for good since the last run that was done.
        covered_until: When the last run that is done began, in seconds since 1970. It has read everything that runs
            due before would read.
    """

    last: RunRecord | None = None
    failures: int = 0
    covered_until: float = float("-inf")


class RunRecords:
    """The records of runs in Redis.

    Args:
        redis: The connection to Redis.
        keep_seconds: How long records are kept.
    """

    def __init__(self, redis: Any, keep_seconds: int) -> None:
        self._redis = redis
        self._keep = keep_seconds

    def is_over(self, run: Run) -> bool:
        """Return whether a run is recorded as done, or as failed for good.

        A run also counts as done if a run is done that began after this one was due: it has read everything that this
        one would read.
        """
        record = self.get(run.id)
        if record is not None and record.state in (DONE, FAILED):
            return True
        return self.system(run.system).covered_until >= run.scheduled_at.timestamp()

    def count_attempt(self, run: Run) -> int:
        """Count an attempt of a run, and return its number. Attempts whose worker died count."""
        with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hincrby(_RUN.format(run.id), "attempts", 1)
            pipeline.expire(_RUN.format(run.id), self._keep)
            attempts, _ = pipeline.execute()
        return int(attempts)

    def save(self, system: str, record: RunRecord) -> None:
        """Save the record of a run. Saving it twice is harmless."""
        previous = self.system(system)
        was_failed = previous.last is not None and previous.last.run == record.run and previous.last.state == FAILED
        failures = previous.failures + (record.state == FAILED and not was_failed)
        values: dict[str, Any] = {"last": record.run, "failures": 0 if record.state == DONE else failures}
        if record.state == DONE:
            values["covered_until"] = max(record.started, previous.covered_until)
        with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hset(_RUN.format(record.run), "record", json.dumps(asdict(record)))
            pipeline.expire(_RUN.format(record.run), self._keep)
            pipeline.hset(_SYSTEM.format(system), mapping=values)
            pipeline.expire(_SYSTEM.format(system), self._keep)
            pipeline.execute()

    def get(self, run: str) -> RunRecord | None:
        """Return the record of a run; None if there is none."""
        text = self._redis.hget(_RUN.format(run), "record")
        return RunRecord(**json.loads(text)) if text else None

    def system(self, name: str) -> SystemRecord:
        """Return the record of a system."""
        values = self._redis.hgetall(_SYSTEM.format(name))
        if not values:
            return SystemRecord()
        return SystemRecord(
            last=self.get(values["last"]),
            failures=int(values["failures"]),
            covered_until=float(values.get("covered_until", "-inf")),
        )
