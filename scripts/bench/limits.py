"""Read pages under a rate limit on a simulated clock: requests, 429 responses, time."""

from __future__ import annotations

import math
from typing import NamedTuple

from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

WINDOW = 60.0
LIMIT = 250
_SIZE = 3
"""Records per page: more than one, so that the last page can be short."""
_LOGINS = 1


class Cost(NamedTuple):
    """The cost of reading a number of rows, login included."""

    rows: int
    requests: int
    refused: int
    seconds: float

    @property
    def extra_requests(self) -> int:
        """The requests above ceil(rows / page size), the login aside."""
        return self.requests - _LOGINS - math.ceil(self.rows / _SIZE)

    @property
    def minimum_seconds(self) -> float:
        """The shortest time that the rate limit allows for this number of requests."""
        return (math.ceil(self.requests / LIMIT) - 1) * WINDOW


def pull_within_limits(pages: int, *, last_is_full: bool = False) -> Cost:
    """Read pages of persons at 250 requests a minute, and return the cost.

    Args:
        pages: The number of pages with records.
        last_is_full: Fill the last page, so that the client has to request an empty one after it.
    """
    rows = pages * _SIZE - (0 if last_is_full else 1)
    with Sandbox(records=rows, requests_per_minute=LIMIT) as sandbox:
        clock = sandbox.clock
        clock.freeze()
        started = clock.seconds()
        with WebCRM(sandbox.application_token, base_url=sandbox.url, clock=clock.seconds, sleep=clock.advance) as crm:
            read = {person.person_id for person in crm.persons.list(size=_SIZE)}
        seconds = clock.seconds() - started
        calls = list(sandbox.requests)
    if len(read) != rows:
        raise RuntimeError(f"Read {len(read)} of {rows} persons.")
    refused = sum(1 for call in calls if call.status == 429)  # noqa: PLR2004 - too many requests
    return Cost(rows=rows, requests=len(calls), refused=refused, seconds=seconds)
