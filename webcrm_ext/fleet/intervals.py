"""Intervals as schedules of Celery. This module loads Celery."""

from __future__ import annotations

import datetime
from typing import Any

from webcrm_ext.fleet.extras import load_extra

_schedules: Any = load_extra("celery.schedules")


class Interval(_schedules.schedule):  # type: ignore[misc]  # Celery has no types
    """A schedule that is due at multiples of its interval since 1970, whenever beat was started."""

    def remaining_estimate(self, last_run_at: datetime.datetime) -> datetime.timedelta:
        """Return how long it is until the first multiple after the last run."""
        seconds = self.run_every.total_seconds()
        due = (self.maybe_make_aware(last_run_at).timestamp() // seconds + 1) * seconds
        return datetime.timedelta(seconds=due - self.maybe_make_aware(self.now()).timestamp())
