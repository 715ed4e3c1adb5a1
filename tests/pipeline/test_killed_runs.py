"""A run that is killed leaves the old state, the new one, or one that is detected and completed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.check_generated import differences
from scripts.generate import Generate
from scripts.regenerate import regenerate
from scripts.staging import READY, STAGING, is_interrupted, staging
from tests.definitions import operation
from webcrm_ext.definition.document import PipelineError

from .documents import ROOT, small

State = Callable[[Path], dict[str, bytes]]
MOMENTS = 7


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A newer definition in a file."""
    document = small()
    document["paths"]["/Users"] = {"get": operation("Users")}
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def start(root: Path, source: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scripts.regenerate", "--root", str(root), "--source", str(source), "--force"]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def without_staging(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if not name.startswith(STAGING)}


def is_detected(root: Path, generate: Generate) -> bool:
    try:
        return bool(differences(root, generate=generate))
    except PipelineError:
        return True


@pytest.mark.slow
def test_killed_runs_leave_a_consistent_state(
    generated_once: Path, tmp_path: Path, state: State, source: Path, copy_package: Generate
) -> None:
    old = state(generated_once)
    complete = Path(shutil.copytree(generated_once, tmp_path / "complete"))
    # The duration of this run determines the moments. Some are near the end.
    started = time.monotonic()
    assert start(complete, source).wait() == 0
    duration = time.monotonic() - started
    new = state(complete)
    random_numbers = random.Random(20190930)
    moments = sorted(duration * random_numbers.uniform(0.05, 1) for _ in range(MOMENTS - 3))
    moments += [duration * share for share in (0.97, 0.99, 1.01)]
    outcomes: list[str] = []
    for number, moment in enumerate(moments):
        root = Path(shutil.copytree(generated_once, tmp_path / f"killed-{number}"))
        process = start(root, source)
        killer = threading.Timer(moment, process.kill)
        killer.start()
        process.wait()
        killer.cancel()
        # The generator that the run started may still be running.
        left = without_staging(state(root))
        if left in (old, new) and not is_interrupted(root):
            outcomes.append("old" if left == old else "new")
        else:
            assert is_detected(root, copy_package), f"killed after {moment:.2f} s: check-generated detects nothing"
            outcomes.append("detected")
        kill_group(process.pid)
        # One killed run is repeated whole. After the others it is enough that the next run would start clean.
        if outcomes[-1] == "detected" or outcomes == ["old"]:
            regenerate(root, str(source), force=True)
            assert state(root) == new
        else:
            with staging(root):
                pass
            assert state(root) == left
    assert "old" in outcomes
    assert len(outcomes) == MOMENTS


def kill_group(group: int) -> None:
    """Kill what a killed run started itself."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.mark.parametrize("moved", [["generated"], ["generated", "swagger/lock.json"]], ids=["package", "lock file too"])
@pytest.mark.parametrize("offline", [True, False], ids=["offline", "from the source"])
def test_interrupted_replacement_is_detected_and_completed(
    generated_once: Path,
    tmp_path: Path,
    state: State,
    source: Path,
    copy_package: Generate,
    offline: bool,
    moved: list[str],
) -> None:
    complete = Path(shutil.copytree(generated_once, tmp_path / "complete"))
    regenerate(complete, str(source), generate=copy_package)
    # What a kill in the middle leaves: a part is in place, the rest is still in the staging folder.
    root = Path(shutil.copytree(generated_once, tmp_path / "interrupted"))
    shutil.copytree(complete, root / READY)
    (root / READY / "swagger/overlay.yaml").unlink()
    for name in moved:
        if (root / name).is_dir():
            shutil.rmtree(root / name)
        (root / READY / name).replace(root / name)
    with pytest.raises(PipelineError, match="was killed while it replaced files"):
        differences(root)
    summary = regenerate(root, None if offline else str(source), generate=copy_package)
    assert "Completed    The interrupted replacement of an earlier run" in summary
    assert "Changes      none since the last definition" in summary
    assert "Files        none changed" in summary
    assert state(root) == state(complete)
