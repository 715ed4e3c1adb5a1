"""Attempts of runs and their records, with a real Redis and a load that the test decides."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as redis_py

from tests.services import fleet as fleets
from tests.services.valkey import Valkey
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.fleet.connection import connect, until_reachable
from webcrm_ext.fleet.coordination import Coordinator
from webcrm_ext.fleet.failures import secrets_in
from webcrm_ext.fleet.lease import Lease
from webcrm_ext.fleet.records import DONE, FAILED, RETRYING, RUNNING, RunRecord, RunRecords, SystemRecord
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.status import status_rows
from webcrm_ext.fleet.system_run import RequestCounts
from webcrm_ext.fleet.systems import Fleet, Run, System

NOW = datetime.datetime(2026, 1, 31, 12, 20, tzinfo=datetime.UTC)
RUN = Run("acme", fleets.SCHEDULED)
SECRET = "00000000-0000-4000-8000-000000000001"


class DecidedLoad:
    """Loads 7 rows with 3 requests, or calls a function."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.counts = RequestCounts()
        self.secrets = [SECRET]
        self._act = act

    def run(self) -> dict[str, int]:
        self.counts.requests, self.counts.refused = 3, 1
        self._act()
        return {"persons": 7}


@pytest.fixture
def fleet(valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fleet:
    path = fleets.write_systems(tmp_path, {"acme": {"schedule": "*/15 * * * *"}, "other": {}}, max_attempts=2)
    return fleets.read(path, valkey.url, monkeypatch)


@pytest.fixture
def redis(fleet: Fleet) -> Iterator[Any]:
    client = connect(fleet.settings)
    yield client
    client.close()


@pytest.fixture
def records(redis: Any, fleet: Fleet) -> RunRecords:
    return RunRecords(redis, fleet.settings.keep_seconds)


def coordinator(fleet: Fleet, redis: Any, act: Callable[[], None] = lambda: None, **options: Any) -> Coordinator:
    options = {"redis_patience": (60.0, 60.0), **options}
    return Coordinator(
        fleet.settings, redis, load=lambda _system, _url: DecidedLoad(act), clock=NOW.timestamp,
        lease_wait=lambda released, _seconds: released.wait(600), **options,
    )  # fmt: skip


def acme(fleet: Fleet) -> System:
    return fleet.systems["acme"]


def fail(error: Exception) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def test_run_is_recorded_and_then_over(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    seen = []
    outcome = coordinator(fleet, redis, lambda: seen.append(records.get(RUN.id).state)).attempt(acme(fleet), RUN)
    record = records.get(RUN.id)
    assert outcome.record == record == RunRecord(
        run="acme@2026-01-31T12:00:00+00:00", state=DONE, scheduled=RUN.scheduled_at.timestamp(),
        started=NOW.timestamp(), ended=NOW.timestamp(), rows={"persons": 7}, requests=3, refused=1,
    )  # fmt: skip
    assert seen == [RUNNING]
    assert coordinator(fleet, redis, fail(AssertionError())).attempt(acme(fleet), RUN).record is None
    assert 6 * 86400 < redis.ttl("webcrm:fleet:run:acme@2026-01-31T12:00:00+00:00") <= 7 * 86400
    assert 6 * 86400 < redis.ttl("webcrm:fleet:system:acme") <= 7 * 86400


def test_run_due_before_a_done_one_began_is_over(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    coordinator(fleet, redis).attempt(acme(fleet), RUN)
    earlier = Run("acme", NOW - datetime.timedelta(seconds=1))
    later = Run("acme", NOW + datetime.timedelta(seconds=1))
    assert records.is_over(earlier)
    assert not records.is_over(later)
    assert not records.is_over(Run("other", earlier.scheduled_at))


def test_leased_system_is_left_alone_until_the_lease_expires(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    lease = Lease(redis, "acme", fleet.settings)
    assert lease.take() is None
    outcome = coordinator(fleet, redis, fail(AssertionError())).attempt(acme(fleet), RUN)
    assert outcome.record is None
    assert outcome.busy_for is not None
    assert 80 < outcome.busy_for <= 90
    lease.release()
    assert coordinator(fleet, redis).attempt(acme(fleet), RUN).record is not None


def test_done_run_does_not_wait_for_the_lease_of_a_later_one(fleet: Fleet, redis: Any) -> None:
    coordinator(fleet, redis).attempt(acme(fleet), RUN)
    assert Lease(redis, "acme", fleet.settings).take() is None
    outcome = coordinator(fleet, redis).attempt(acme(fleet), RUN)
    assert (outcome.record, outcome.busy_for) == (None, None)


def test_run_that_ends_just_before_the_lease_is_taken_is_over(fleet: Fleet, redis: Any) -> None:
    class Interleaved:
        """Another worker does the run between the look at its record and the first script, that of the lease."""

        def eval(self, *arguments: Any) -> Any:
            if not others:
                others.append(coordinator(fleet, redis).attempt(acme(fleet), RUN))
            return redis.eval(*arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(redis, name)

    others: list[Any] = []
    outcome = coordinator(fleet, Interleaved(), fail(AssertionError())).attempt(acme(fleet), RUN)
    assert others[0].record.state == DONE
    assert outcome.record is None
    assert not redis.exists("webcrm:fleet:lease:acme")


def test_failures_are_retried_until_the_last_attempt(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    failing = coordinator(fleet, redis, fail(OSError(f"disk full at {SECRET}, redis://user:pass@host/0")))
    first, second = failing.attempt(acme(fleet), RUN).record, failing.attempt(acme(fleet), RUN).record
    assert first is not None
    assert second is not None
    assert (first.state, first.attempt, second.state, second.attempt) == (RETRYING, 1, FAILED, 2)
    assert first.failure == "OSError: disk full at ***, redis://***@host/0"
    assert records.system("acme") == SystemRecord(last=second, failures=1)
    assert failing.attempt(acme(fleet), RUN).record is None


def test_error_of_the_client_inside_that_of_dlt_decides(fleet: Fleet, redis: Any) -> None:
    wrapped = RuntimeError("pipeline failed")
    wrapped.__cause__ = ConfigurationError("The table is unknown.")
    record = coordinator(fleet, redis, fail(wrapped)).attempt(acme(fleet), RUN).record
    assert record is not None
    assert (record.state, record.failure) == (FAILED, "ConfigurationError: The table is unknown.")


def test_address_and_its_password_are_secrets() -> None:
    secrets = secrets_in("postgresql://loader:hunter%2F2@db.example/crm")
    assert secrets == ["postgresql://loader:hunter%2F2@db.example/crm", "hunter%2F2", "hunter/2"]
    assert secrets_in("postgresql://[") == ["postgresql://["]
    assert secrets_in("") == []


def test_success_resets_the_failures_of_a_system(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    for number in range(3):
        run = Run("acme", NOW + datetime.timedelta(hours=number))
        coordinator(fleet, redis, fail(ConfigurationError("wrong"))).attempt(acme(fleet), run)
    assert records.system("acme").failures == 3
    coordinator(fleet, redis).attempt(acme(fleet), Run("acme", NOW + datetime.timedelta(hours=4)))
    assert records.system("acme").failures == 0


def test_run_whose_workers_die_fails_in_the_end(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    for _ in range(2):
        records.count_attempt(RUN)
    record = coordinator(fleet, redis, fail(AssertionError())).attempt(acme(fleet), RUN).record
    assert record is not None
    assert (record.state, record.attempt) == (FAILED, 2)
    assert record.failure == "The run did not end in 2 attempts: its workers died."


def test_result_is_recorded_when_redis_is_back(
    valkey: Valkey, fleet: Fleet, redis: Any, records: RunRecords, caplog: pytest.LogCaptureFixture
) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            valkey.start()

    outcome = coordinator(fleet, redis, valkey.kill, sleep=sleep).attempt(acme(fleet), RUN)
    assert outcome.record == records.get(RUN.id)
    assert waits == [0.25, 0.5, 1.0]
    assert caplog.text.count("Redis is not reachable") == 1


def test_unreachable_redis_raises_after_the_patience(fleet: Fleet) -> None:
    settings = FleetSettings(redis_url="redis://127.0.0.1:1/0")
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    redis = connect(settings)
    with pytest.raises(redis_py.ConnectionError):
        until_reachable(redis.ping, 10, sleep=sleep, clock=lambda: now[0])
    assert now[0] == 0.25 + 0.5 + 1 + 2 + 4
    redis.close()


def test_status_has_the_last_and_the_next_run(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    coordinator(fleet, redis).attempt(acme(fleet), RUN)
    rows = status_rows(fleet, redis, now=NOW)
    assert rows == [
        {
            "system": "acme", "state": "done", "last_run": "2026-01-31T12:20:00+00:00", "rows": 7, "requests": 3,
            "429s": 1, "attempt": 1, "failures": 0, "next_run": "2026-01-31T12:30:00+00:00", "failure": "",
        },
        {
            "system": "other", "state": "", "last_run": None, "rows": None, "requests": None, "429s": None,
            "attempt": None, "failures": 0, "next_run": "2026-01-31T13:00:00+00:00", "failure": "",
        },
    ]  # fmt: skip


def test_status_tells_a_running_run_from_a_lost_one(fleet: Fleet, redis: Any, records: RunRecords) -> None:
    states = []

    def look() -> None:
        states.append(status_rows(fleet, redis, now=NOW)[0]["state"])
        redis.delete("webcrm:fleet:lease:acme")
        states.append(status_rows(fleet, redis, now=NOW)[0]["state"])

    coordinator(fleet, redis, look).attempt(acme(fleet), RUN)
    assert states == ["running", "lost"]


def test_one_of_two_threads_runs_a_run(fleet: Fleet, redis: Any) -> None:
    loaded, start = [], threading.Barrier(2)
    outcomes: list[Any] = []

    def attempt() -> None:
        start.wait()
        outcomes.append(coordinator(fleet, redis, lambda: loaded.append(1)).attempt(acme(fleet), RUN))

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 1
