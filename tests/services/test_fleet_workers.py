"""Celery workers on many systems, as processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.fleet_outage import run_outage

SYSTEMS = 30
PERSONS = 90


def test_killed_worker_and_restarted_redis_leave_each_system_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_outage(tmp_path, SYSTEMS, PERSONS, monkeypatch)
    assert {name: dict(record.rows) for name, record in result.records.items()} == {
        f"system_{number:02}": {"persons": PERSONS} for number in range(SYSTEMS)
    }
    assert set(result.loads.values()) == {1}
    assert result.refused == 0
    assert sum(record.refused for record in result.records.values()) == 0
    of_records = {name: record.requests for name, record in result.records.items()}
    killed = {"system_00": result.requests["system_00"]}  # its first attempt has no record
    assert result.requests == {**of_records, **killed}
    first = result.records["system_00"]
    assert first.attempt == 2  # after that of the killed worker
