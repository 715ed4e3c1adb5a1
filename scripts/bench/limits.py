"""Pull pages against a limit, on a clock that is moved: how many requests, how many 429s, how long."""

from __future__ import annotations

import math
from typing import NamedTuple

from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

WINDOW = 60.0
LIMIT = 250
_SIZE = 3
"""Records a page: more than one, so that the last page can be a short one."""
_LOGINS = 1


class Spent(NamedTuple):
    """What a pull of so many rows took, login included."""

    rows: int
    requests: int
    refused: int
    seconds: float

    @property
    def spare_requests(self) -> int:
        """The requests beside the login that are more than the rows fill pages."""
        return self.requests - _LOGINS - math.ceil(self.rows / _SIZE)

    @property
    def least_seconds(self) -> float:
        """What the window makes so many requests wait at the least."""
        return (math.ceil(self.requests / LIMIT) - 1) * WINDOW


def pull_within_limits(pages: int, *, last_is_whole: bool = False) -> Spent:
    """Pull so many pages of persons against 250 requests a minute, and say what it took.

    Args:
        pages: How many pages hold records.
        last_is_whole: Whether the last page is a whole one, after which an empty one has to be asked for.
    """
    rows = pages * _SIZE - (0 if last_is_whole else 1)
    with Sandbox(records=rows, requests_per_minute=LIMIT) as sandbox:
        clock = sandbox.clock
        clock.freeze()
        began = clock.seconds()
        with WebCRM(sandbox.application_token, base_url=sandbox.url, clock=clock.seconds, sleep=clock.advance) as crm:
            came = {person.person_id for person in crm.persons.list(size=_SIZE)}
        took = clock.seconds() - began
        calls = list(sandbox.requests)
    if len(came) != rows:
        raise RuntimeError(f"{len(came)} of {rows} persons came.")
    refused = sum(1 for call in calls if call.status == 429)  # noqa: PLR2004 - too many requests
    return Spent(rows=rows, requests=len(calls), refused=refused, seconds=took)
