"""`upsert_by` of hundreds of records, killed at random points and run again, creates nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.contract.client.records import KEY, line, organisations
from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Fault, Sandbox

COUNT = 200
KILLED_COUNT = 500
REPOSITORY = Path(__file__).parents[3]


class Killed(BaseException):
    """Ends a program; it is not an error of a call."""


class Killer:
    """Ends a program after some requests or responses, a limited number of times."""

    def __init__(self, random: Random, times: int) -> None:
        self._random = random
        self._times = times
        self.hooks = {"request": [self], "response": [self]}
        self.start()

    def start(self) -> None:
        self._left = self._random.randrange(1, COUNT // 3) if self._times else sys.maxsize
        self._times -= 1

    def __call__(self, _: Any) -> None:
        self._left -= 1
        if self._left < 0:
            raise Killed


def assert_each_exists_once(sandbox: Sandbox, count: int, before: int) -> None:
    found = Counter(
        record[KEY]
        for id_ in range(1, 10_000)
        if (record := sandbox.record("Organisations", id_)) and str(record[KEY]).startswith("K'")
    )
    assert found == dict.fromkeys((record[KEY] for record in organisations(count)), 1)
    assert sandbox.count("Organisations") == before + count


FAULTS = {
    "close-after": Fault(kind="close-after"),
    "close-before": Fault(kind="close-before"),
    "close-during": Fault(kind="close-during"),
    "truncated": Fault(kind="truncated"),
    "html": Fault(kind="html"),
    "500 after the work": Fault(kind="status", status=500, after_work=True),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAULTS)
def test_reruns_create_each_record_once(open_sandbox, connect, kind):
    seed, fault = list(FAULTS).index(kind), FAULTS[kind]
    sandbox = open_sandbox(records=20)
    before = sandbox.count("Organisations")
    sandbox.set_faults(seed=seed, fail_share=0.08, share_fault=fault)
    killer = Killer(Random(seed), times=4)
    kills, complete = 0, False
    while not complete:
        crm: WebCRM = connect(sandbox, event_hooks=killer.hooks)
        try:
            report = crm.organisations.upsert_by(KEY, organisations(COUNT), batch=1)
        except Killed:
            kills += 1
            killer.start()
        else:
            complete = not report.unknown
    assert (kills, report.failed) == (4, [])
    assert_each_exists_once(sandbox, COUNT, before)
    sandbox.clear_faults()
    assert crm.organisations.upsert_by(KEY, organisations(COUNT)).count("unchanged") == COUNT


@pytest.mark.slow
def test_killed_process_loses_and_repeats_nothing(open_sandbox, connect):
    sandbox = open_sandbox(records=20)
    before = sandbox.count("Organisations")
    random = Random(1)
    for _ in range(3):
        responses = str(random.randrange(20, 250))
        command = [sys.executable, "-m", "tests.contract.client.killed_upsert", sandbox.url, sandbox.application_token]
        ended = subprocess.run([*command, responses], cwd=REPOSITORY, check=False, timeout=120)
        assert ended.returncode == -signal.SIGKILL
    assert before < sandbox.count("Organisations") < before + KILLED_COUNT
    report = connect(sandbox).organisations.upsert_by(KEY, organisations(KILLED_COUNT))
    assert report.count("created") + report.count("unchanged") == KILLED_COUNT
    assert_each_exists_once(sandbox, KILLED_COUNT, before)


@pytest.mark.slow
@pytest.mark.parametrize("linked", [False, True], ids=["off", "on"])
def test_interrupted_replacement_of_lines_is_completed_by_a_rerun(open_sandbox, connect_either, linked):
    sandbox = open_sandbox(records=10, linked_data={"QuotationLines"} if linked else set())
    left = -1

    def kill(request: Any) -> None:
        nonlocal left
        left -= "/Auth/" not in request.url.path
        if left == 0:
            raise Killed

    crm = connect_either(sandbox, on_request=kill)
    delivery = crm.deliveries.list().first().delivery_id

    def replace(texts: str) -> list[str]:
        crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in texts])
        return stored()

    def stored() -> list[str]:
        return sorted(each.quotation_line_data_1 for each in crm.quotation_lines.for_delivery(delivery))

    kills = 0
    while True:
        assert replace("abc") == ["a", "b", "c"]
        left = kills + 1
        try:
            replace("xyzc")
        except Killed:
            kills += 1
            assert set(stored()) >= set("abc") or set(stored()) >= set("xyzc")
            assert replace("xyzc") == ["c", "x", "y", "z"]
        else:
            break
        finally:
            left = -1
    assert kills > 5  # a request each
