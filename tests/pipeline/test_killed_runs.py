"""A run that is killed at any moment leaves the old state, the new one, or one that is told and mended."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.check_generated import differences
from scripts.regenerate import regenerate
from scripts.staging import STAGING, is_interrupted
from tests.definitions import operation
from webcrm_ext.definition.document import PipelineError

from .documents import ROOT, small

State = Callable[[Path], dict[str, bytes]]
MOMENTS = 10


def newer() -> dict[str, Any]:
    document = small()
    document["paths"]["/Users"] = {"get": operation("Users")}
    return document


def start(root: Path, source: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scripts.regenerate", "--root", str(root), "--source", str(source), "--force"]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def without_staging(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if not name.startswith(STAGING)}


def told(root: Path) -> bool:
    try:
        return bool(differences(root))
    except PipelineError:
        return True


@pytest.mark.slow
def test_killed_at_ten_moments(generated_once: Path, tmp_path: Path, state: State) -> None:
    source = tmp_path / "newer.json"
    source.write_text(json.dumps(newer()), encoding="utf-8")
    old = state(generated_once)
    whole = Path(shutil.copytree(generated_once, tmp_path / "whole"))
    regenerate(whole, str(source), force=True)
    new = state(whole)
    # How long a run takes here and now, so that the moments lie within it, the last ones near its end.
    timed = Path(shutil.copytree(generated_once, tmp_path / "timed"))
    duration = seconds_of(timed, source)
    chosen = random.Random(20190930)
    moments = sorted(duration * chosen.uniform(0.05, 1) for _ in range(MOMENTS - 3))
    moments += [duration * share for share in (0.97, 0.99, 1.01)]
    outcomes = []
    for number, moment in enumerate(moments):
        root = Path(shutil.copytree(generated_once, tmp_path / f"killed-{number}"))
        process = start(root, source)
        killer = threading.Timer(moment, process.kill)
        killer.start()
        process.wait()
        killer.cancel()
        # What the run had started goes on without it, as after any kill.
        left = without_staging(state(root))
        if left == old and not is_interrupted(root):
            outcomes.append("old")
        elif left == new and not is_interrupted(root):
            outcomes.append("new")
        else:
            assert told(root), f"killed after {moment:.2f} s: a state that check-generated does not tell"
            outcomes.append("told")
        if outcomes[-1] != "new" or number == len(moments) - 1:
            stop(process.pid)
            regenerate(root, None if left == new else str(source), force=True)
            assert state(root) == new
            assert not told(root)
    assert "old" in outcomes
    assert len(outcomes) == MOMENTS


def seconds_of(root: Path, source: Path) -> float:
    import time  # noqa: PLC0415 - measures where the kills are to fall; nothing is asserted of it

    started = time.monotonic()
    assert start(root, source).wait() == 0
    return time.monotonic() - started


def stop(group: int) -> None:
    """End what a killed run had started itself."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


AT_STEP = """
import os, signal, sys
from pathlib import Path
from scripts import regenerate, replace_files

stop_at, steps = int(sys.argv.pop(1)), 0

def counted(what):
    def step(*arguments, **named):
        global steps
        if steps == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1
        return what(*arguments, **named)
    return step

def swapping(root, folder, targets):
    for name in ("rename", "replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    carry_out(root, folder, targets)

carry_out, regenerate.replace_files = regenerate.replace_files, swapping
sys.exit(regenerate.main(sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("offline", [True, False], ids=["mended offline", "mended from the source"])
def test_killed_in_the_change_it_is_named_and_mended(
    generated_once: Path, tmp_path: Path, state: State, offline: bool
) -> None:
    source = tmp_path / "newer.json"
    source.write_text(json.dumps(newer()), encoding="utf-8")
    whole = Path(shutil.copytree(generated_once, tmp_path / "whole"))
    regenerate(whole, str(source))
    # Between the folder's two renames, and between the definition and its lock.
    for step in (2, 5):
        root = Path(shutil.copytree(generated_once, tmp_path / f"step-{step}"))
        command = [sys.executable, "-c", AT_STEP, str(step), "--root", str(root), "--source", str(source)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        with pytest.raises(PipelineError, match="was killed in the middle of its change"):
            differences(root)
        summary = regenerate(root, None if offline else str(source))
        assert "Mended       the change of an earlier run" in summary
        assert "Changes      none since the last definition" in summary
        assert state(root) == state(whole)
