"""Three workers on many systems, of which one is killed, and Redis is killed and started again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services import fleet as fleets
from tests.services.valkey import Valkey
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.records import DONE, RunRecord, RunRecords
from webcrm_ext.fleet.systems import Fleet, Run
from webcrm_ext.sandbox import Fault, Sandbox
from webcrm_ext.sandbox.faults import Faults

WORKERS = 3
PATIENCE = 200.0
"""Seconds until a test gives up: CI machines are busy."""


def wait_until(reached: Callable[[], Any], what: str, patience: float = PATIENCE) -> None:
    """Wait until something is so; fail after a long time."""
    end = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < end, f"not within {patience:g} s: {what}"
        time.sleep(0.05)


class Gate(Faults):
    """Keeps the requests of a sandbox waiting, logins aside, until it is opened."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(operation.name for operation in sandbox.tenant.definition.operations)
        self.reached = threading.Event()
        self.opened = threading.Event()
        sandbox.tenant.faults = self

    def take(self, method: str, path: str, operation: str) -> Fault | None:
        """Wait."""
        if not path.lower().startswith("/auth"):
            self.reached.set()
            self.opened.wait(PATIENCE)
        return super().take(method, path, operation)


@dataclass
class OutageResult:
    """What a run of all systems came to.

    Attributes:
        records: The records of the runs, by system.
        loads: The load packages in each warehouse.
        refused: The 429s of all sandboxes.
        requests: Requests of each system.
        seconds: From the first task to the last record.
        redis_bytes: Memory of Redis at the end.
    """

    records: dict[str, RunRecord]
    loads: dict[str, int]
    refused: int
    requests: dict[str, int]
    seconds: float
    redis_bytes: int


def run_outage(folder: Path, systems: int, persons: int, monkeypatch: Any) -> OutageResult:
    """Run all systems once, and check that each warehouse is equal to its sandbox.

    A worker is killed with its children in the middle of its first system. Redis is killed while both others are in
    the middle of a system; these end while it is away, and longer than a lease.
    """
    with Valkey(append_only=True) as valkey, fleets.sandboxes(systems, persons) as sandboxes, ExitStack() as stack:
        path = fleets.write_systems(
            folder, {name: {"base_url": each.url} for name, each in sandboxes.items()}, **fleets.SHORT_TIMES
        )
        monkeypatch.setenv(fleets.TOKEN_VARIABLE, next(iter(sandboxes.values())).application_token)
        fleet = fleets.read(path, valkey.url, monkeypatch)
        environment = fleets.environment(path, valkey.url)
        names = list(sandboxes)
        gates = [Gate(sandboxes[names[index]]) for index in (0, systems // 2, systems // 2 + 1)]
        for gate in gates:
            stack.callback(gate.opened.set)
        runs = fleets.send(fleet, names)
        began = time.monotonic()
        workers = [stack.enter_context(fleets.worker(0, folder, environment))]
        wait_until(gates[0].reached.is_set, "the first worker reads the first system")
        workers += [stack.enter_context(fleets.worker(number, folder, environment)) for number in range(1, WORKERS)]
        wait_until(lambda: len(done(fleet, runs)) >= systems // 6, "some runs")
        workers[0].kill()
        gates[0].opened.set()
        wait_until(lambda: all(gate.reached.is_set() for gate in gates), "two systems are being read")
        valkey.kill()
        for gate in gates:
            gate.opened.set()
        time.sleep(1.5 * fleet.settings.lease_seconds)
        valkey.start()
        wait_until(lambda: len(done(fleet, runs)) == systems, "all runs")
        seconds = time.monotonic() - began
        refused = sum(each.status == 429 for sandbox in sandboxes.values() for each in sandbox.requests)
        requests = {name: len(sandbox.requests) - 2 for name, sandbox in sandboxes.items()}  # two name a person
        for name, sandbox in sandboxes.items():
            fleets.assert_complete(folder / f"{name}.duckdb", f"webcrm_{name}", sandbox)
        redis = connect(fleet.settings)
        records = RunRecords(redis, fleet.settings.keep_seconds)
        found = {run.system: record for run in runs if (record := records.get(run.id)) is not None}
        memory = int(redis.info("memory")["used_memory"])
        redis.close()
        loads = {name: fleets.loads(folder / f"{name}.duckdb", f"webcrm_{name}") for name in names}
        return OutageResult(found, loads, refused, requests, seconds, memory)


def done(fleet: Fleet, runs: list[Run]) -> list[Run]:
    """Return the runs that are recorded as done."""
    redis = connect(fleet.settings)
    try:
        records = RunRecords(redis, fleet.settings.keep_seconds)
        found = [records.get(run.id) for run in runs]
    finally:
        redis.close()
    return [run for run, record in zip(runs, found, strict=True) if record is not None and record.state == DONE]
