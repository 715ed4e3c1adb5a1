"""Pull pages against a limit, on a clock that is moved: how many requests, how many 429s, how long."""

from __future__ import annotations

import math
import threading
from typing import Any

from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

_WINDOW = 60.0
_LIMIT = 250


class MovedClock:
    """A clock that stands until somebody sleeps; sleeping moves it, and the sandbox's with it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._lock = threading.Lock()
        self.now = 0.0

    def __call__(self) -> float:
        """Give the seconds since it was made."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move it on."""
        with self._lock:
            self.now += seconds
            self._sandbox.clock.advance(seconds)


def pull_within_limits(pages: int) -> dict[str, Any]:
    """Pull pages of one person against 250 requests a minute, and say what it took."""
    with Sandbox(records=pages, requests_per_minute=_LIMIT) as sandbox:
        clock = MovedClock(sandbox)
        with WebCRM(sandbox.application_token, base_url=sandbox.url, clock=clock, sleep=clock.sleep) as crm:
            people = sum(1 for _ in crm.persons.list(size=1))
        calls = list(sandbox.requests)
    if people != pages:
        raise RuntimeError(f"{people} of {pages} persons came.")
    windows = math.ceil(len(calls) / _LIMIT) - 1
    return {
        "requests": len(calls),
        "refused": sum(1 for call in calls if call.status == 429),  # noqa: PLR2004 - too many requests
        "seconds": clock.now,
        "ideal": windows * _WINDOW,
    }
