"""A process that makes calls within a shared limit: `python -m tests.services.limit_worker '{"number": 1, …}'`.

It prints `ready`, waits for a line, makes one call after the other, and prints its results as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import webcrm_ext.transport.http  # noqa: F401 - loads httpx before the start
from webcrm_ext import RedisRateLimiter, RedisTokenStore, Retries, WebCRM, WebCRMError


def run(settings: dict[str, Any]) -> dict[str, Any]:
    """Make calls for some seconds, and return their number, the errors, and the seconds of the longest."""
    offset = settings["clock_offset"]
    window = settings["window"]

    def clock() -> float:
        return time.monotonic() + offset

    def wall_clock() -> float:
        return time.time() + offset

    results: dict[str, Any] = {"calls": 0, "errors": [], "longest": 0.0}
    with WebCRM(
        settings["token"],
        base_url=settings["base_url"],
        requests_per_minute=settings["limit"],
        rate_limiter=RedisRateLimiter(settings["redis"], window=window, clock=clock),
        token_store=RedisTokenStore(settings["redis"], clock=clock, wall_clock=wall_clock),
        retries=Retries(max_rate_limit_wait=2 * window),
        clock=clock,
        wall_clock=wall_clock,
    ) as crm:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        end = time.monotonic() + settings["seconds"]
        while (start := time.monotonic()) < end:
            try:
                crm.persons.get(settings["number"])
            except WebCRMError as error:
                results["errors"].append(f"{type(error).__name__}: {error}")
            results["calls"] += 1
            results["longest"] = max(results["longest"], time.monotonic() - start)
    return results


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(json.loads(sys.argv[1]))))
