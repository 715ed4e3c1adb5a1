"""`upsert_by` of a generator needs no more memory for many chunks than for one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from webcrm_ext.sandbox import Sandbox

REPOSITORY = Path(__file__).parents[3]
CHUNK = 2000
FACTOR = 1.3


def peak(sandbox: Sandbox, count: int) -> int:
    """Return the most bytes that a process has allocated while it upserts so many records."""
    command = [sys.executable, "-m", "tests.contract.client.upsert_memory", sandbox.url, sandbox.application_token]
    ended = subprocess.run(
        [*command, str(count), str(CHUNK)], cwd=REPOSITORY, check=True, timeout=600, stdout=subprocess.PIPE
    )
    used, written = map(int, ended.stdout.split())
    assert written == count
    return used


@pytest.mark.slow
def test_memory_of_five_chunks_is_about_that_of_one(open_sandbox):
    one, five = (peak(open_sandbox(records=10), count) for count in (CHUNK, 5 * CHUNK))
    assert five <= FACTOR * one
