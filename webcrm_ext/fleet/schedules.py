"""Schedules of systems: a crontab, or an interval such as `every 15 minutes`, as a schedule of Celery."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.fleet.extras import load_extra

_INTERVAL = re.compile(r"every(?: +([0-9]{1,6}))? +(second|minute|hour|day|week)s?", re.IGNORECASE)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
_CRONTAB_FIELDS = 5

Now = Callable[[], datetime.datetime]


def validate_schedule(text: str) -> None:
    """Check the schedule of a system.

    Raises:
        ConfigurationError: It is neither a crontab nor an interval.
    """
    create_schedule(text)


def create_schedule(text: str, *, app: Any = None, now: Now | None = None) -> Any:
    """Return a schedule of Celery.

    Args:
        text: A crontab of five fields, or `every 15 minutes`, `every hour`, …
        app: The app of Celery, whose time zone a crontab follows.
        now: Returns the current time; for tests.

    Raises:
        ConfigurationError: It is neither, or Celery is not installed.
    """
    schedules = load_extra("celery.schedules")
    seconds = _interval_of(text)
    if seconds:
        from webcrm_ext.fleet.intervals import Interval  # noqa: PLC0415 - Celery is an extra

        return Interval(seconds, app=app, nowfun=now)
    fields = text.split()
    if not text.casefold().startswith("every") and len(fields) == _CRONTAB_FIELDS:
        try:
            minute, hour, day_of_month, month, day_of_week = fields
            return schedules.crontab(minute, hour, day_of_week, day_of_month, month, app=app, nowfun=now)
        except (ValueError, schedules.ParseException) as error:
            raise ConfigurationError(f"The schedule {short_repr(text)} is no crontab: {error}. Correct it.") from None
    raise ConfigurationError(
        f"The schedule {short_repr(text)} is invalid. Write an interval such as 'every 15 minutes', or a crontab of "
        "five fields such as '0 6 * * 1-5'."
    )


def due_at(text: str, now: datetime.datetime | None = None) -> str:
    """Return the moment at which a system that is run now was due, in ISO 8601.

    It is the same for two beats that run at once, so that both schedule the same run.

    Args:
        text: Its schedule.
        now: The current time; None for that of this machine.
    """
    return _floor(now or datetime.datetime.now(datetime.UTC), _interval_of(text) or _SECONDS["minute"]).isoformat()


def next_due(text: str, *, app: Any, now: datetime.datetime) -> datetime.datetime:
    """Return when a system is due next.

    Args:
        text: Its schedule.
        app: The app of Celery.
        now: The current time.
    """
    remaining: datetime.timedelta = create_schedule(text, app=app, now=lambda: now).remaining_estimate(now)
    return now + remaining


def _interval_of(text: str) -> int | None:
    found = _INTERVAL.fullmatch(text.strip())
    return int(found[1] or 1) * _SECONDS[found[2].casefold()] if found else None


def _floor(moment: datetime.datetime, seconds: int) -> datetime.datetime:
    whole = int(moment.timestamp()) // seconds * seconds
    return datetime.datetime.fromtimestamp(whole, datetime.UTC)
