"""Eight processes that share one token, against a sandbox: what the service counted."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass

import httpx

from tests.services.valkey import Valkey
from webcrm_ext.sandbox import Sandbox

PROCESSES = 8
LATENCY = 0.25
"""Seconds of a request, as a service has, so that a process is not ahead by the share of the processor that it gets."""

STRANGER = 99
"""The id of the person that the stranger reads."""

SITUATIONS = ("shared", "killed", "stranger", "clocks")


@dataclass(frozen=True)
class Situation:
    """What happens, and for how long.

    Attributes:
        name: `shared`: the processes alone; `killed`: Redis is killed, and started again; `stranger`: another program
            uses the token without Redis; `clocks`: those of the processes are 30 s apart.
        window: Seconds of the rate limit's window.
        limit: Requests in a window.
        seconds: How long the processes make calls.
        killed_at: When Redis is killed.
        started_at: When it is started again.
    """

    name: str
    window: float
    limit: int
    seconds: float
    killed_at: float = 0.0
    started_at: float = 0.0


@dataclass(frozen=True)
class Result:
    """What the service counted while the processes made calls, and what these report.

    Attributes:
        counted: Requests that it counted, logins included, without the stranger's.
        allowed: Requests that its window allows in that time.
        refused: Requests of the processes that it refused with 429.
        logins: Logins and refreshes.
        by_process: Requests of each process.
        errors: The errors of the processes.
        longest: The seconds of the longest call.
        warnings: The warnings of each process.
    """

    counted: int
    allowed: int
    refused: int
    logins: int
    by_process: tuple[int, ...]
    errors: list[str]
    longest: float
    warnings: list[int]

    @property
    def share(self) -> float:
        """The share of the allowed requests that was used."""
        return self.counted / self.allowed

    @property
    def unfairness(self) -> float:
        """How far the process with the most or fewest requests is from the mean, as a share of it."""
        mean = sum(self.by_process) / PROCESSES
        return max(abs(each - mean) for each in self.by_process) / mean


def run(situation: Situation) -> Result:
    """Run the processes in a situation."""
    with (
        Valkey() as valkey,
        Sandbox(records=120, requests_per_minute=situation.limit, rate_window=situation.window) as sandbox,
    ):
        sandbox.set_faults(latency=LATENCY)
        workers = [_start(situation, number, valkey, sandbox) for number in range(1, PROCESSES + 1)]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        over = threading.Event()
        others = [threading.Thread(target=_act, args=(situation, valkey, sandbox, over))]
        for each in (*workers, *others):
            if isinstance(each, threading.Thread):
                each.start()
            else:
                assert each.stdin is not None
                each.stdin.write("\n")
                each.stdin.flush()
        outputs = [worker.communicate(timeout=situation.seconds + 5 * situation.window + 60) for worker in workers]
        over.set()
        for thread in others:
            thread.join()
        return _result(situation, sandbox, outputs)


def _start(situation: Situation, number: int, valkey: Valkey, sandbox: Sandbox) -> subprocess.Popen[str]:
    settings = {
        "number": number,
        "token": sandbox.application_token,
        "base_url": sandbox.url,
        "redis": valkey.url,
        "window": situation.window,
        "limit": situation.limit,
        "seconds": situation.seconds,
        "clock_offset": 30.0 * number if situation.name == "clocks" else 0.0,
    }
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.services.limit_worker", json.dumps(settings)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _act(situation: Situation, valkey: Valkey, sandbox: Sandbox, over: threading.Event) -> None:
    """Do what the situation has beside the processes."""
    if situation.name == "killed":
        over.wait(situation.killed_at)
        valkey.kill()
        over.wait(situation.started_at - situation.killed_at)
        valkey.start()
    if situation.name == "stranger":
        pause = situation.window / (0.4 * situation.limit)
        with httpx.Client(base_url=sandbox.url) as client:
            login = client.post("/Auth/ApiLogin", data={"authCode": sandbox.application_token})
            headers = {"Authorization": f"Bearer {login.json()['AccessToken']}"}
            while not over.wait(pause):
                client.get(f"/Persons/{STRANGER}", headers=headers)


def _result(situation: Situation, sandbox: Sandbox, outputs: list[tuple[str, str]]) -> Result:
    requests = [each for each in sandbox.requests if each.path != f"/Persons/{STRANGER}"]
    end = requests[0].at + situation.seconds
    counted = [each for each in requests if each.status != 429 and each.at < end]
    by_path = Counter(each.path for each in counted)
    reports = [json.loads(output) for output, _ in outputs]
    logs = [error for _, error in outputs]
    return Result(
        counted=len(counted),
        allowed=situation.limit * math.ceil(situation.seconds / situation.window),
        refused=sum(each.status == 429 for each in requests),
        logins=sum(each.path.startswith("/Auth") for each in requests),
        by_process=tuple(by_path[f"/Persons/{number}"] for number in range(1, PROCESSES + 1)),
        errors=[error for report in reports for error in report["errors"]],
        longest=max(report["longest"] for report in reports),
        warnings=[log.count("Redis") for log in logs],
    )
