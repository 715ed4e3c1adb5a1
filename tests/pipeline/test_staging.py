"""The change itself: a few renames, each of which may be the last thing that a run does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.staging import STAGING, is_interrupted, replace_files, staging
from webcrm_ext.definition.document import PipelineError

TARGETS = ["generated/api", "swagger/a.json", "swagger/b.json"]
State = Callable[[Path], dict[str, bytes]]


def fill(folder: Path, text: str) -> None:
    (folder / "generated/api/sub").mkdir(parents=True)
    (folder / "swagger").mkdir(exist_ok=True)
    (folder / "generated/api/sub/code.py").write_text(text, encoding="utf-8")
    (folder / f"generated/api/{text}.py").write_text(text, encoding="utf-8")
    (folder / "swagger/a.json").write_text(text, encoding="utf-8")
    (folder / "swagger/b.json").write_text(text, encoding="utf-8")


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


def test_a_swap_puts_everything_in_place_and_leaves_nothing(
    root: Path, state: State, new_state: dict[str, bytes]
) -> None:
    with staging(root) as folder:
        fill(folder, "new")
        replace_files(root, folder, TARGETS)
        assert not is_interrupted(root)
    assert state(root) == new_state
    assert not (root / STAGING).exists()


def test_what_was_not_there_before_is_put_there(tmp_path: Path, state: State, new_state: dict[str, bytes]) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    with staging(root) as folder:
        fill(folder, "new")
        replace_files(root, folder, TARGETS)
    assert state(root) == new_state


def test_a_failure_before_the_swap_leaves_nothing(root: Path, state: State) -> None:
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
from scripts import staging

root, stop_at = Path(sys.argv[1]), int(sys.argv[2])
sys.path.insert(0, sys.argv[3])
steps = 0

def counted(what):
    def step(*arguments, **named):
        global steps
        if steps == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1
        return what(*arguments, **named)
    return step

with staging.staging(root) as folder:
    for target in ("generated/api/sub/code.py", "generated/api/new.py", "swagger/a.json", "swagger/b.json"):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).write_text("new", encoding="utf-8")
    for name in ("rename", "replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    staging.replace_files(root, folder, ["generated/api", "swagger/a.json", "swagger/b.json"])
print(steps)
"""


def killed_at(root: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(root), str(step), str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_kill_at_each_single_step_is_told_and_mended(
    tmp_path: Path, state: State, new_state: dict[str, bytes]
) -> None:
    step, seen = 0, []
    while True:
        root = tmp_path / f"step-{step}"
        root.mkdir()
        fill(root, "old")
        old_state = state(root)
        done = killed_at(root, step)
        if done.returncode == 0:
            break
        left = {name: content for name, content in state(root).items() if not name.startswith(STAGING)}
        told = is_interrupted(root)
        assert told or left in (old_state, new_state)
        seen.append("told" if told else "old" if left == old_state else "new")
        with staging(root):
            pass
        assert not (root / STAGING).exists()
        assert state(root) == (new_state if told else left)
        step += 1
    # Marker written; folder away; folder in place; two files in place; marker gone.
    assert seen == ["old", "told", "told", "told", "told", "told"]
    assert done.stdout == "6\n", done.stderr


def test_a_refusal_of_the_file_system_leaves_the_change_to_the_next_run(
    root: Path, state: State, new_state: dict[str, bytes]
) -> None:
    def disturbed() -> None:
        with staging(root) as folder:
            fill(folder, "new")
            # A folder where a file is to be put: the rename fails.
            (root / "swagger/a.json").unlink()
            (root / "swagger/a.json/in-the-way").mkdir(parents=True)
            replace_files(root, folder, TARGETS)

    with pytest.raises(OSError, match=r"directory"):
        disturbed()
    assert is_interrupted(root)
    (root / "swagger/a.json/in-the-way").rmdir()
    (root / "swagger/a.json").rmdir()
    with staging(root):
        pass
    assert state(root) == new_state


def test_a_stale_staging_folder_is_cleared(root: Path, state: State) -> None:
    before = state(root)
    (root / STAGING / "run-dead/made/deep").mkdir(parents=True)
    (root / STAGING / "run-dead/made/deep/file").write_text("half", encoding="utf-8")
    with staging(root) as folder:
        assert list(folder.iterdir()) == []
        assert list((root / STAGING).iterdir()) == [folder]
    assert state(root) == before


def test_a_generator_that_outlived_its_run_does_not_write_into_the_next(root: Path) -> None:
    with staging(root) as first:
        pass
    with staging(root) as second:
        assert first != second


@pytest.mark.parametrize("marker", ["", "{", "[]", "{}", '{"folder": "a", "targets": 1}', "\xff"])
def test_a_spoiled_list_of_what_is_left_is_told_and_nothing_is_done(root: Path, state: State, marker: str) -> None:
    (root / STAGING).mkdir()
    (root / STAGING / "swapping").write_text(marker, encoding="latin-1")
    before = state(root)
    with pytest.raises(PipelineError, match=r"^\.regenerate/swapping, .* cannot be read .*git checkout.*remove \.reg"):
        staging(root).__enter__()
    assert state(root) == before
    assert is_interrupted(root)


def test_two_runs_at_once_are_refused(root: Path) -> None:
    with staging(root) as folder:
        (folder / "mine").touch()
        with pytest.raises(PipelineError, match="Another `make regenerate` or `make check-generated` is under way"):
            staging(root).__enter__()
        assert (folder / "mine").exists()
    with staging(root):
        pass


def test_the_lock_ends_with_its_process(root: Path) -> None:
    read, write = os.pipe()
    code = f"""
import os, signal
from pathlib import Path
from scripts.staging import staging
with staging(Path({str(root)!r})):
    os.write({write}, b"held")
    signal.pause()
"""
    with subprocess.Popen([sys.executable, "-c", code], pass_fds=[write]) as process:
        os.close(write)
        assert os.read(read, 4) == b"held"
        os.close(read)
        with pytest.raises(PipelineError, match="under way"):
            staging(root).__enter__()
        process.kill()
    with staging(root) as folder:
        assert folder.exists()
