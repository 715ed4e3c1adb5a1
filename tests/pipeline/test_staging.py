"""Replacing the generated files: a few renames, and the process may be killed after each of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.staging import STAGING, is_interrupted, replace_files, staging
from webcrm_ext.definition.document import PipelineError

ROOT = Path(__file__).parents[2]
State = Callable[[Path], dict[str, bytes]]


def fill(folder: Path, content: str) -> None:
    (folder / "generated/api/sub").mkdir(parents=True)
    (folder / "swagger").mkdir(exist_ok=True)
    for name in ("generated/api/sub/code.py", f"generated/api/{content}.py", "swagger/a.json", "swagger/b.json"):
        (folder / name).write_text(content, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    fill(root, "old")
    return root


@pytest.fixture
def new_state(tmp_path: Path, state: State) -> dict[str, bytes]:
    fill(tmp_path / "expected", "new")
    return state(tmp_path / "expected")


def test_replacement_moves_all_files(root: Path, state: State, new_state: dict[str, bytes]) -> None:
    with staging(root) as folder:
        fill(folder, "new")
        replace_files(root, folder)
        assert not is_interrupted(root)
    assert state(root) == new_state
    assert not (root / STAGING).exists()


def test_files_are_added_to_an_empty_folder(tmp_path: Path, state: State, new_state: dict[str, bytes]) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    with staging(root) as folder:
        fill(folder, "new")
        replace_files(root, folder)
    assert state(root) == new_state


def test_failure_before_the_replacement_changes_nothing(root: Path, state: State) -> None:
    before = state(root)

    def fail() -> None:
        with staging(root) as folder:
            fill(folder, "new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert state(root) == before
    assert not (root / STAGING).exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from scripts.staging import replace_files, staging
from tests.pipeline.test_staging import fill

root, stop_at, steps = Path(sys.argv[1]), int(sys.argv[2]), 0

def counted(function):
    def step(*arguments, **named):
        global steps
        if steps == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1
        return function(*arguments, **named)
    return step

with staging(root) as folder:
    fill(folder, "new")
    for holder, name in ((Path, "rename"), (Path, "replace"), (os, "rmdir"), (os, "unlink")):
        setattr(holder, name, counted(getattr(holder, name)))
    replace_files(root, folder)
print(steps)
"""


def killed_at(root: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(root), str(step)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_kill_at_any_step_is_detected_and_completed(tmp_path: Path, state: State, new_state: dict[str, bytes]) -> None:
    step, outcomes = 0, []
    while True:
        root = tmp_path / f"step-{step}"
        root.mkdir()
        fill(root, "old")
        old_state = state(root)
        done = killed_at(root, step)
        if done.returncode == 0:
            break
        left = {name: content for name, content in state(root).items() if not name.startswith(STAGING)}
        interrupted = is_interrupted(root)
        assert interrupted or left in (old_state, new_state)
        outcomes.append("interrupted" if interrupted else "old" if left == old_state else "new")
        with staging(root):
            pass
        assert not (root / STAGING).exists()
        assert state(root) == (new_state if interrupted else left)
        step += 1
    # Nothing is replaced before the folder is ready, and everything is in place when it is removed.
    assert list(dict.fromkeys(outcomes)) == ["old", "interrupted", "new"]
    assert outcomes.count("interrupted") > 5
    assert done.stdout == f"{step}\n", done.stderr


def test_file_system_error_leaves_the_rest_to_the_next_run(
    root: Path, state: State, new_state: dict[str, bytes]
) -> None:
    def fail() -> None:
        with staging(root) as folder:
            fill(folder, "new")
            # A file cannot replace a directory.
            (root / "swagger/a.json").unlink()
            (root / "swagger/a.json/in-the-way").mkdir(parents=True)
            replace_files(root, folder)

    with pytest.raises(OSError, match=r"directory"):
        fail()
    assert is_interrupted(root)
    (root / "swagger/a.json/in-the-way").rmdir()
    (root / "swagger/a.json").rmdir()
    with staging(root):
        pass
    assert state(root) == new_state


def test_stale_staging_folder_is_removed(root: Path, state: State) -> None:
    before = state(root)
    (root / STAGING / "run-dead/generator/deep").mkdir(parents=True)
    (root / STAGING / "run-dead/generator/deep/file").write_text("half", encoding="utf-8")
    with staging(root) as folder:
        assert list(folder.iterdir()) == []
        assert list((root / STAGING).iterdir()) == [folder]
    assert state(root) == before


def test_each_run_has_its_own_folder(root: Path) -> None:
    with staging(root) as first:
        pass
    with staging(root) as second:
        assert first != second


def test_second_run_at_the_same_time_raises(root: Path) -> None:
    with staging(root) as folder:
        (folder / "mine").touch()
        with pytest.raises(PipelineError, match="Another `make regenerate` or `make check-generated` is running"):
            staging(root).__enter__()
        assert (folder / "mine").exists()
    with staging(root):
        pass


def test_lock_is_released_when_its_process_ends(root: Path) -> None:
    read, write = os.pipe()
    code = f"""
import os, signal
from pathlib import Path
from scripts.staging import staging
with staging(Path({str(root)!r})):
    os.write({write}, b"locked")
    signal.pause()
"""
    with subprocess.Popen([sys.executable, "-c", code], pass_fds=[write]) as process:
        os.close(write)
        assert os.read(read, 6) == b"locked"
        os.close(read)
        with pytest.raises(PipelineError, match="is running"):
            staging(root).__enter__()
        process.kill()
    with staging(root) as folder:
        assert folder.exists()
