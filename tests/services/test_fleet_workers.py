"""Celery workers on many systems: killed, with Redis restarted, each system is complete and loaded once."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.services import fleet as fleets
from tests.services.valkey import Valkey
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.records import DONE, RunRecords
from webcrm_ext.fleet.systems import Fleet, Run

SYSTEMS = 30
PERSONS = 90
WORKERS = 3
PATIENCE = 400.0
"""Seconds until a test gives up: CI machines are busy."""


def wait_until(reached: Callable[[], Any], what: str) -> None:
    """Wait until something is so; fail after a long time."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"not within {PATIENCE:g} s: {what}"
        time.sleep(0.1)


def done(fleet: Fleet, runs: list[Run]) -> list[Run]:
    """Return the runs that are recorded as done."""
    redis = connect(fleet.settings)
    try:
        records = RunRecords(redis, fleet.settings.keep_seconds)
        found = [records.get(run.id) for run in runs]
    finally:
        redis.close()
    return [run for run, record in zip(runs, found, strict=True) if record is not None and record.state == DONE]


def test_killed_worker_and_restarted_redis_leave_each_system_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Valkey(append_only=True) as valkey,
        fleets.sandboxes(SYSTEMS, PERSONS) as sandboxes,
        ExitStack() as stack,
    ):
        systems = {name: {"base_url": sandbox.url} for name, sandbox in sandboxes.items()}
        path = fleets.write_systems(tmp_path, systems, **fleets.SHORT_TIMES)
        token = next(iter(sandboxes.values())).application_token
        environment = fleets.environment(path, valkey.url, token)
        fleet = fleets.read(path, valkey.url, monkeypatch)
        runs = fleets.send(fleet, sandboxes)
        workers = [stack.enter_context(fleets.worker(number, tmp_path, environment)) for number in range(WORKERS)]
        wait_until(lambda: len(done(fleet, runs)) >= SYSTEMS // 5, "a fifth of the runs")
        workers[0].kill()
        wait_until(lambda: len(done(fleet, runs)) >= SYSTEMS // 2, "half of the runs")
        valkey.kill()
        time.sleep(1)
        valkey.start()
        wait_until(lambda: len(done(fleet, runs)) == SYSTEMS, "all runs")
        redis = connect(fleet.settings)
        records = RunRecords(redis, fleet.settings.keep_seconds)
        for run in runs:
            record = records.get(run.id)
            assert record is not None
            assert dict(record.rows) == {"persons": PERSONS}
            assert record.refused == 0
        redis.close()
        for name, sandbox in sandboxes.items():
            fleets.assert_complete(tmp_path / f"{name}.duckdb", f"webcrm_{name}", sandbox)
            assert [each for each in sandbox.requests if each.status == 429] == []
        attempts = {run.system: fleets.loads(tmp_path / f"{run.system}.duckdb", f"webcrm_{run.system}") for run in runs}
        assert set(attempts.values()) == {1}
