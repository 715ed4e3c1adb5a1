"""The last and the next run of each system."""

from __future__ import annotations

import datetime
from typing import Any

from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.lease import is_leased
from webcrm_ext.fleet.records import RUNNING, RunRecord, RunRecords, SystemRecord
from webcrm_ext.fleet.schedules import next_due
from webcrm_ext.fleet.systems import Fleet, System

LOST = "lost"
"""The state of a run whose worker died: it is recorded as running, and has no lease."""


def status_rows(fleet: Fleet, redis: Any, *, now: datetime.datetime) -> list[dict[str, Any]]:
    """Return a row for each system: state, last run, rows, requests, 429s, failures, next run.

    Args:
        fleet: The fleet.
        redis: The connection to Redis.
        now: The current time.

    Raises:
        redis.RedisError: Redis is not reachable.
        ConfigurationError: Celery is not installed.
    """
    records = RunRecords(redis, fleet.settings.keep_seconds)
    app = load_extra("celery").Celery("webcrm_fleet", set_as_current=False)
    app.conf.timezone = fleet.settings.timezone
    return [
        _row(system, records.system(name), next_due(system.schedule, app=app, now=now), is_leased(redis, name))
        for name, system in fleet.systems.items()
    ]


def _row(system: System, record: SystemRecord, next_run: datetime.datetime, leased: bool) -> dict[str, Any]:
    last = record.last
    state = "" if last is None else LOST if last.state == RUNNING and not leased else last.state
    return {
        "system": system.name,
        "state": state,
        "last_run": _moment(last),
        "rows": sum(last.rows.values()) if last else None,
        "requests": last.requests if last else None,
        "429s": last.refused if last else None,
        "attempt": last.attempt if last else None,
        "failures": record.failures,
        "next_run": _text(next_run),
        "failure": last.failure if last else "",
    }


def _moment(record: RunRecord | None) -> str | None:
    if record is None:
        return None
    return _text(datetime.datetime.fromtimestamp(record.ended or record.started, datetime.UTC))


def _text(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
