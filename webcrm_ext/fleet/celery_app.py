"""The Celery app: one task for each run of a system, and the schedule of beat. Tasks are safe to deliver twice."""

from __future__ import annotations

import datetime
import logging
import random
from typing import Any

from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.coordination import Coordinator, Outcome
from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.failures import RunFailedError
from webcrm_ext.fleet.records import FAILED, RETRYING
from webcrm_ext.fleet.schedules import create_schedule, due_at
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.systems import Fleet, Run

TASK = "webcrm.run_system"
QUEUE = "webcrm_fleet"
_TIME_TO_END = 300
"""Seconds between the time limit of a run and the moment at which its process is killed."""

_RESTORE_CHECKS = 6
_RESTORE_INTERVAL = 10.0
"""Seconds between two checks for tasks whose worker died; fewer for a short visibility timeout."""


def create_app(fleet: Fleet) -> Any:
    """Return the Celery app of a fleet.

    Raises:
        ConfigurationError: No Redis is set, or Celery is not installed.
    """
    celery = load_extra("celery")
    settings = fleet.settings
    redis = connect(settings)
    app = celery.Celery("webcrm_fleet", broker=settings.redis_url)
    app.conf.update(_configuration(settings))
    app.conf.beat_schedule = _beat_schedule(fleet, app)
    http_log = logging.getLogger("httpx")
    if http_log.level == logging.NOTSET:
        http_log.setLevel(logging.WARNING)  # a line for each request, with the values of its URL

    def run_system(task: Any, name: str, scheduled_at: str) -> dict[str, Any] | None:
        run = Run(name, datetime.datetime.fromisoformat(scheduled_at))
        if name not in fleet.systems:  # removed from the file since
            return None
        coordinator = Coordinator(settings, redis, redis_patience=(settings.lease_seconds, settings.longest_run))
        try:
            outcome = coordinator.attempt(fleet.systems[name], run)
        except load_extra("redis").RedisError as error:
            failure = RunFailedError(f"Redis is not reachable: {type(error).__name__}.")
            raise task.retry(exc=failure, countdown=settings.retry_wait) from None
        return _end(task, outcome, settings)

    app.task(
        run_system, name=TASK, bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None,
        ignore_result=True, soft_time_limit=settings.longest_run, time_limit=settings.longest_run + _TIME_TO_END,
    )  # fmt: skip
    return app


def _end(task: Any, outcome: Outcome, settings: FleetSettings) -> dict[str, Any] | None:
    """End the task, or queue it again: until the lease of another run would expire, or for the next attempt."""
    record = outcome.record
    if outcome.busy_for is not None:
        raise task.retry(countdown=outcome.busy_for)
    if record is None:
        return None
    if record.state == RETRYING:
        backoff = load_extra("celery.utils.time").get_exponential_backoff_interval
        wait = backoff(settings.retry_wait, record.attempt - 1, settings.max_retry_wait)
        raise task.retry(exc=RunFailedError(record.failure), countdown=wait * random.uniform(0.5, 1))  # noqa: S311
    if record.state == FAILED:
        raise RunFailedError(record.failure)
    return {"rows": dict(record.rows), "requests": record.requests, "429s": record.refused, "attempt": record.attempt}


def _configuration(settings: FleetSettings) -> dict[str, Any]:
    return {
        "timezone": settings.timezone,
        "task_default_queue": QUEUE,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "visibility_timeout": settings.visibility_timeout,
            "unacked_restore_interval": min(_RESTORE_INTERVAL, settings.visibility_timeout / _RESTORE_CHECKS),
            "unacked_restore_throttle": 1,
        },
        "task_publish_retry_policy": {
            "max_retries": 200, "interval_start": 0.2, "interval_step": 0.5, "interval_max": 5,
        },
        "worker_prefetch_multiplier": 1,  # a run takes minutes: the next one waits in Redis, not in a busy worker
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # runs continue while Redis is unreachable
        "worker_send_task_events": True,  # for Flower
        "task_send_sent_event": True,
    }  # fmt: skip


def _beat_schedule(fleet: Fleet, app: Any) -> dict[str, Any]:
    lazy = load_extra("celery.beat").BeatLazyFunc
    return {
        name: {
            "task": TASK,
            "schedule": create_schedule(system.schedule, app=app),
            "args": (name,),
            "kwargs": {"scheduled_at": lazy(due_at, system.schedule)},
        }
        for name, system in fleet.systems.items()
    }
