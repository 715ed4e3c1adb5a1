"""Upsert 2,000 organisations with a journal. The clock is the sandbox's, and sleeping moves it."""

from __future__ import annotations

import sys

import httpx

from tests.contract.client.records import KEY, organisations
from webcrm_ext import WebCRM, WebCRMError

COUNT = 2000
COMMENT = "as given"
RECORDS = organisations(COUNT, OrganisationComment=COMMENT)
INCOMPLETE = 3
"""The exit status of a run that was not killed, and after which records are missing."""


class SandboxClock:
    """The frozen clock of a sandbox; only this process moves it.

    Args:
        url: The address of the sandbox.
        now: Its time, in seconds since 1970.
    """

    def __init__(self, url: str, now: float) -> None:
        self._url = f"{url}/_sandbox/clock"
        self._now = now

    def __call__(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += seconds
        httpx.post(self._url, json={"advance": seconds}, timeout=60).raise_for_status()


def main(url: str, token: str, journal: str, now: float) -> None:
    """Upsert the records, and exit."""
    clock = SandboxClock(url, now)
    times = {"clock": clock, "wall_clock": clock, "sleep": clock.sleep}
    with WebCRM(token, base_url=url, requests_per_minute=None, timeout=300, **times) as crm:
        try:
            report = crm.organisations.upsert_by(KEY, RECORDS, batch=10, journal=journal)
        except WebCRMError:
            sys.exit(INCOMPLETE)
    sys.exit(INCOMPLETE if report.failed or report.unknown else 0)
