"""A batched upsert, killed at random requests and run again with its journal, writes each record once and as given."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import pytest

from tests.contract.client.journaled_upsert import COMMENT, COUNT, INCOMPLETE, main
from tests.contract.client.records import KEY
from tests.examples import examples
from webcrm_ext.sandbox import Fault, Sandbox
from webcrm_ext.sandbox.faults import Faults
from webcrm_ext.sandbox.request_log import Request, RequestLog

KILLS = 40
KNOWN = 1000
"""Records that exist before with another comment."""
FEWEST, MOST = 1, 14
"""Requests of a run before it is killed."""
MOST_RERUNS = 20
"""Runs with faults, and not killed, after which the upsert must be complete."""

PROCESSES = multiprocessing.get_context("forkserver")
# Imported once for all processes.
PROCESSES.set_forkserver_preload(
    ["__main__", "tests.contract.client.journaled_upsert", "webcrm_ext.upsert.jobs", "webcrm_ext.transport.http"]
)

LATEST = 59.0
"""Seconds of the longest late commit, by the clock that the client has, too: `confirm_timeout` is 60."""

WRITES = {"method": "PATCH", "path": "/Organisations"}
FAULTS = (
    Fault(status=429, retry_after=20, probability=0.05),
    Fault(kind="late-commit", delay=LATEST, probability=0.08, **WRITES),
    Fault(kind="late-commit", delay=20, probability=0.03, **WRITES),
    Fault(kind="close-before", probability=0.03),
    Fault(kind="close-after", probability=0.04, **WRITES),
    Fault(status=500, probability=0.03),
    Fault(status=503, after_work=True, probability=0.03, **WRITES),
)
ID_RACES = 0.05
"""The share of the requests that have a race for ids, if they create several records."""


class Killer:
    """Kills a process at a request: before it is processed, before its response is sent, or a moment later."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left = 0
        self._moment = ""
        self.process: BaseProcess | None = None

    def start(self, process: BaseProcess) -> None:
        """Kill a process after a random number of requests."""
        self._moment = self._random.choice(["request", "response", "later"])
        self._left = self._random.randint(FEWEST, MOST)
        self.process = process

    def received(self) -> None:
        """Count a request."""
        self._left -= 1
        if self._left == 0 and self._moment == "request":
            self._kill()

    def processed(self) -> None:
        """Kill the process if it is due, before the response is sent or soon after that."""
        if self._left == 0 and self._moment == "response":
            self._kill()
        elif self._left == 0 and self._moment == "later":
            Timer(self._random.uniform(0, 0.02), self._kill).start()

    def _kill(self) -> None:
        if self.process is not None and self.process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)


class FaultsWithRaces(Faults):
    """The faults of a sandbox, in which some requests have a race for ids."""

    def __init__(self, killer: Killer, operations: Any) -> None:
        super().__init__(operations)
        self._killer = killer

    def take(self, method: str, path: str, operation: str) -> Fault | None:
        self._killer.received()
        race = 0.4 if self.random.random() < ID_RACES else 0.0
        self.settings = replace(self.settings, id_race_seconds=race)
        return super().take(method, path, operation)


class KillingLog(RequestLog):
    """The log of a sandbox, which is written before a response is sent."""

    def __init__(self, killer: Killer) -> None:
        super().__init__()
        self._killer = killer

    def add(self, request: Request) -> None:
        super().add(request)
        self._killer.processed()


def run(sandbox: Sandbox, journal: Path, killer: Killer | None) -> int | None:
    """Run the upsert in a process of its own, and return its exit status."""
    arguments = (sandbox.url, sandbox.application_token, str(journal), sandbox.clock.now().timestamp())
    process = PROCESSES.Process(target=main, args=arguments)
    process.start()
    if killer is not None:
        killer.start(process)
    process.join(300)
    return process.exitcode


@pytest.mark.slow
def test_killed_runs_write_each_record_once(open_sandbox, tmp_path):
    sandbox, killer = open_sandbox(records=20), Killer(Random(1))
    sandbox.clock.freeze()
    first = sandbox.record("Organisations", 1)
    for number in range(KNOWN):
        id_, even = 1000 + number, 2 * number
        old = {"OrganisationId": id_, KEY: f"K'{even}", "OrganisationName": f"N{even}", "OrganisationComment": "old"}
        sandbox.put_record("Organisations", id_, {**first, **old})
    before = sandbox.count("Organisations")
    operations = {operation.name for operation in sandbox.tenant.definition.operations}
    sandbox.tenant.faults = FaultsWithRaces(killer, operations)
    sandbox.tenant.request_log = KillingLog(killer)
    sandbox.set_faults(rules=FAULTS, seed=1)

    kills, journal = 0, tmp_path / "journal"
    while kills < examples(KILLS):
        status = run(sandbox, journal, killer)
        assert status in (-signal.SIGKILL, INCOMPLETE, 0)
        kills += status == -signal.SIGKILL
    killer.process = None
    complete = any(run(sandbox, journal, None) == 0 for _ in range(MOST_RERUNS))

    sandbox.clock.advance(1000)
    stored = Counter(
        (record[KEY], record["OrganisationName"], record["OrganisationComment"])
        for id_ in sandbox_ids(sandbox)
        if (record := sandbox.record("Organisations", id_)) and str(record[KEY]).startswith("K'")
    )
    assert stored == {(f"K'{number}", f"N{number}", COMMENT): 1 for number in range(COUNT)}
    assert sandbox.count("Organisations") == before + COUNT - KNOWN
    assert complete
    assert journal.read_bytes() == b""


def sandbox_ids(sandbox: Sandbox) -> list[int]:
    return sandbox.tenant.store.ids("Organisations")
