"""Upsert organisations with each side: `python -m scripts.bench.jobs SIDE URL MIX RECORDS`.

The sandbox's clock stands still, and moves where the client waits: so the seconds are those of the rate limit alone.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from scripts.bench.records import TOKEN

KEY = "OrganisationExtraCustom8"
MIXES = ("all new", "half new, a quarter changed", "all the same")
"""In this order: each mix finds what the one before it has written."""

PAGE = 1000
BATCH = 100

_FRESH_WINDOW = 120
"""Seconds after which no earlier request counts."""


def records(mix: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield the records of a mix, as an export of an ERP has them."""
    first = 0 if mix == MIXES[0] else count // 2
    for number in range(first, first + count):
        changed = mix != MIXES[0] and number < count and number % 2 == 0
        yield {
            "OrganisationName": f"Customer {number}{' A/S' if changed else ''}",
            "OrganisationAddress": f"Havnegade {number % 100}",
            "OrganisationPostCode": f"{1000 + number % 9000}",
            "OrganisationCity": "København",
            "OrganisationTelephone": f"+45 {number:08}",
            KEY: f"ERP-{number}",
        }


def least(mix: str, count: int) -> int:
    """Return the fewest requests with batches of 100: a login, the pages of the table, and the writes."""
    half, quarter = count // 2, count // 4
    batches: dict[str, tuple[int, ...]] = {MIXES[0]: (count,), MIXES[1]: (half, quarter), MIXES[2]: ()}
    stored = {MIXES[0]: 0, MIXES[1]: count, MIXES[2]: count + half}[mix]
    return 1 + max(1, -(-stored // PAGE)) + sum(-(-each // BATCH) for each in batches[mix])


class Clock:
    """The sandbox's clock, for a client in another process."""

    def __init__(self, url: str) -> None:
        import httpx  # noqa: PLC0415 - a side imports what it needs

        self._control = httpx.Client(base_url=f"{url}/_sandbox")
        self._control.post("/clock", json={"frozen": True, "advance": _FRESH_WINDOW})
        self._control.delete("/requests")
        self.seconds = 0.0

    def now(self) -> float:
        """Return the seconds so far."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Move the clock of this process and of the sandbox."""
        self.seconds += seconds
        self._control.post("/clock", json={"advance": seconds})

    def requests(self) -> list[dict[str, Any]]:
        """Return the requests that the sandbox has received."""
        listed: list[dict[str, Any]] = self._control.get("/requests").json()
        return listed


def upsert_by(url: str, mix: str, count: int, clock: Clock) -> None:
    """This client."""
    from webcrm_ext import WebCRM  # noqa: PLC0415

    with WebCRM(TOKEN, base_url=url, clock=clock.now, sleep=clock.sleep) as crm:
        report = crm.organisations.upsert_by(KEY, list(records(mix, count)))
        report.raise_for_failures()


def one_by_one(url: str, mix: str, count: int, clock: Clock) -> None:
    """Plain httpx: a query and a write for each record; after a 429 it waits as the service says."""
    import httpx  # noqa: PLC0415

    with httpx.Client(base_url=url) as client:
        token = client.post("/Auth/ApiLogin", data={"authCode": TOKEN}).json()["AccessToken"]
        client.headers["Authorization"] = f"Bearer {token}"

        def send(method: str, path: str, **more: Any) -> httpx.Response:
            while (response := client.request(method, path, **more)).status_code == httpx.codes.TOO_MANY_REQUESTS:
                clock.sleep(float(response.headers["Retry-After"]))
            return response.raise_for_status()

        for record in records(mix, count):
            script = f"SELECT * FROM Organisation WHERE {KEY} = '{record[KEY]}'"  # noqa: S608 - our own keys
            rows = send("GET", "/Queries", params={"script": script, "page": 1, "size": 1}).json()
            if not rows:
                send("POST", "/Organisations", json=record)
            elif any(rows[0][name] != value for name, value in record.items()):
                send("PUT", f"/Organisations/{rows[0]['OrganisationId']}", json=record)


SIDES: dict[str, Callable[[str, str, int, Clock], None]] = {"upsert_by": upsert_by, "one by one": one_by_one}


def run(side: str, url: str, mix: str, count: int) -> dict[str, Any]:
    """Run a side, and return the seconds of processor time, and what the job cost."""
    clock = Clock(url)
    started = time.process_time()
    SIDES[side](url, mix, count, clock)
    cpu = time.process_time() - started
    calls = clock.requests()
    return {
        "figure": cpu,
        "result": {
            "requests": len(calls),
            "refused": sum(1 for call in calls if call["status"] == 429),  # noqa: PLR2004 - too many requests
            "seconds": clock.seconds,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        },
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))))
