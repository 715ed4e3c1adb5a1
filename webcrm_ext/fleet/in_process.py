"""Run systems one after the other in this process, without Celery."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import frozen

from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.coordination import Coordinator, Load, Outcome
from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.system_run import SystemLoad
from webcrm_ext.fleet.systems import Fleet, Run, System

logger = logging.getLogger("webcrm_ext")

_REDIS_PATIENCE = (0.0, 30.0)
"""Seconds to wait for Redis before a run, and to record its result."""


@frozen
class SystemOutcome:
    """The outcome of a system.

    Attributes:
        system: Its name.
        outcome: The outcome of its only attempt.
    """

    system: str
    outcome: Outcome


def run_systems(
    fleet: Fleet, names: Iterable[str] = (), *, load: Callable[[System, str | None], Load] = SystemLoad
) -> Iterator[SystemOutcome]:
    """Run systems now, each once, and yield the outcome of each.

    With Redis, a system that a worker is running is skipped, and results are recorded. A failed system is not
    retried, and does not keep the others from running.

    Args:
        fleet: The fleet.
        names: The systems; all for none.
        load: Returns the load of a system; for tests.

    Raises:
        ConfigurationError: A name is unknown, or an extra is not installed.
    """
    systems = fleet.choose(names)
    settings = fleet.settings
    redis: Any = connect(settings) if settings.redis_url else None
    for system in systems:
        run = Run(system.name, datetime.datetime.now(datetime.UTC))
        try:
            outcome = Coordinator(settings, redis, redis_patience=_REDIS_PATIENCE, load=load).attempt(system, run)
        except load_extra("redis").RedisError as error:
            logger.warning(
                "fleet: Redis is not reachable (%s). Systems run without leases, and no record is kept.",
                type(error).__name__,
            )
            redis = None
            outcome = Coordinator(settings, None, redis_patience=_REDIS_PATIENCE, load=load).attempt(system, run)
        yield SystemOutcome(system.name, outcome)
