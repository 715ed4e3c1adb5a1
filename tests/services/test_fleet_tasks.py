"""The task of one system, in a worker process: repeated, kept waiting, failing, and scheduled by beat."""

from __future__ import annotations

import datetime
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.services import fleet as fleets
from tests.services.fleet_outage import Gate, done, wait_until
from tests.services.valkey import Valkey
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.lease import Lease
from webcrm_ext.fleet.records import DONE, FAILED, RunRecords
from webcrm_ext.fleet.systems import Fleet, Run
from webcrm_ext.sandbox import Sandbox

LATER = datetime.datetime(2100, 1, 31, 12, tzinfo=datetime.UTC)
"""Runs due after this one are not covered by those that the tests have run."""

REFUSED_TOKEN = "00000000-0000-4000-8000-00000000dead"


class Session:
    """A fleet with one worker."""

    worker: fleets.Worker

    def __init__(self, folder: Path, valkey: Valkey, fleet: Fleet, sandboxes: dict[str, Sandbox]) -> None:
        self.folder = folder
        self.valkey = valkey
        self.fleet = fleet
        self.sandboxes = sandboxes
        self.redis = connect(fleet.settings)
        self.records = RunRecords(self.redis, fleet.settings.keep_seconds)
        self.environment = fleets.environment(fleet.path, valkey.url)

    def log(self) -> str:
        """Return what the worker has logged."""
        return (self.folder / "worker0.log").read_text(encoding="utf-8")

    def count(self, pattern: str) -> int:
        """Return how often a pattern is in the log."""
        return len(re.findall(pattern, self.log()))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("fleet")
    with (
        Valkey() as valkey,
        fleets.sandboxes(5, 40, requests_per_minute=None) as sandboxes,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        monkeypatch.setenv(fleets.TOKEN_VARIABLE, next(iter(sandboxes.values())).application_token)
        monkeypatch.setenv("MADE_UP_REFUSED", REFUSED_TOKEN)
        systems = {name: {"base_url": each.url} for name, each in sandboxes.items()}
        systems["system_01"]["token_env"] = "MADE_UP_REFUSED"
        systems["system_04"]["schedule"] = "every 2 seconds"
        times = {**fleets.SHORT_TIMES, "visibility_timeout": 60, "lease_seconds": 3, "max_attempts": 20}
        path = fleets.write_systems(folder, systems, **times)
        fleet = fleets.read(path, valkey.url, monkeypatch)
        session = Session(folder, valkey, fleet, sandboxes)
        with fleets.worker(0, folder, session.environment, concurrency=2) as worker:
            session.worker = worker
            yield session
        session.redis.close()


def test_failing_systems_do_not_hold_up_others(session: Session) -> None:
    with duckdb.connect(str(session.folder / "system_02.duckdb")):  # locks the file: a failure that passes
        refused, locked, good = fleets.send(session.fleet, ["system_01", "system_02", "system_00"])
        wait_until(lambda: (found := session.records.get(locked.id)) and found.failure, "a failed attempt")
    wait_until(lambda: done(session.fleet, [good, locked]) == [good, locked], "the systems that are not refused")
    record = session.records.get(locked.id)
    assert record is not None
    assert record.attempt > 1
    wait_until(lambda: (found := session.records.get(refused.id)) and found.state == FAILED, "the refused system")
    record = session.records.get(refused.id)
    assert record is not None
    assert record.attempt == 1
    assert record.failure.startswith("AuthenticationError: ")
    assert REFUSED_TOKEN not in record.failure + session.log()
    assert session.records.system("system_01").failures == 1
    assert "HTTP Request" not in session.log()
    fleets.assert_complete(session.folder / "system_02.duckdb", "webcrm_system_02", session.sandboxes["system_02"])


def test_run_that_is_done_is_not_run_again(session: Session) -> None:
    moment = LATER + datetime.timedelta(hours=1)
    (run,) = fleets.send(session.fleet, ["system_00"], moment)
    wait_until(lambda: done(session.fleet, [run]), "the run")
    requests = len(session.sandboxes["system_00"].requests)
    before = session.count("succeeded")
    fleets.send(session.fleet, ["system_00"] * 3, moment)
    wait_until(lambda: session.count("succeeded") >= before + 3, "three more deliveries")
    assert len(session.sandboxes["system_00"].requests) == requests


def test_delivery_during_a_run_waits_for_its_lease(session: Session) -> None:
    moment = LATER + datetime.timedelta(hours=2)
    gate = Gate(session.sandboxes["system_03"])
    retries = session.count(r"retry: Retry in [\d.]+s")
    (run,) = fleets.send(session.fleet, ["system_03"], moment)
    wait_until(gate.reached.is_set, "the run reads")
    fleets.send(session.fleet, ["system_03"], moment)
    wait_until(lambda: session.count(r"retry: Retry in [\d.]+s") > retries, "the second delivery")
    waits = [float(each) for each in re.findall(r"retry: Retry in ([\d.]+)s", session.log())]
    assert 0 < waits[-1] <= 3
    before = session.count("succeeded")
    gate.opened.set()
    wait_until(lambda: session.count("succeeded") >= before + 2, "both deliveries")
    assert done(session.fleet, [run]) == [run]
    assert sum(each.path == "/Persons" for each in session.sandboxes["system_03"].requests) == 1


def test_expired_lease_of_a_dead_worker_is_taken_over(session: Session) -> None:
    moment = LATER + datetime.timedelta(hours=3)
    run = Run("system_03", moment)
    assert Lease(session.redis, "system_03", session.fleet.settings).take() is None  # and is never renewed
    session.records.count_attempt(run)
    fleets.send(session.fleet, ["system_03"], moment)
    wait_until(lambda: done(session.fleet, [run]), "the run")
    record = session.records.get(run.id)
    assert record is not None
    assert record.attempt == 2


def test_killed_child_of_a_worker_is_replaced(session: Session) -> None:
    gate = Gate(session.sandboxes["system_02"])
    (run,) = fleets.send(session.fleet, ["system_02"], LATER)
    wait_until(gate.reached.is_set, "the run reads")
    parent = session.worker.process.pid
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    gate.opened.set()
    wait_until(lambda: done(session.fleet, [run]), "the run")
    record = session.records.get(run.id)
    assert record is not None
    assert record.attempt == 2


def test_two_beats_schedule_the_same_runs(session: Session) -> None:
    beats = [
        fleets.Worker("beat", session.folder, session.environment, ["-s", f"schedule{number}"], f"beat{number}")
        for number in range(2)
    ]
    try:
        wait_until(lambda: len(_records(session, "system_04")) >= 2, "two runs")
        wait_until(lambda: all("Sending due task system_04" in each.log.read_text() for each in beats), "both beats")
    finally:
        for beat in beats:
            beat.kill()
    wait_until(lambda: session.redis.llen("webcrm_fleet") == 0, "the queue")
    found = _records(session, "system_04")
    assert all(record.scheduled % 2 == 0 and record.attempt == 1 for record in found)
    assert len({record.run for record in found}) == len(found)


def _records(session: Session, name: str) -> list:
    keys = session.redis.keys(f"webcrm:fleet:run:{name}@*")
    found = [session.records.get(key.removeprefix("webcrm:fleet:run:")) for key in keys]
    return [each for each in found if each is not None and each.state == DONE]
