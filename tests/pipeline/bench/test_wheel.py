"""The environment for start-up measurements is built from the wheel, and cached by the sources."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts.bench import wheel


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Record the commands instead of running them, in a repository with one source file."""
    monkeypatch.setattr(wheel, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(wheel, "ROOT", tmp_path)
    for name in ("pyproject.toml", "constraints.txt", "webcrm_ext/__init__.py", "webcrm_ext/__pycache__/x.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    recorded = []

    def run(command, **_options):
        recorded.append(command[1:4])
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    return recorded


def test_the_environment_is_rebuilt_only_after_a_source_change(commands, tmp_path):
    first = wheel.wheel_python()
    assert [each[:2] for each in commands] == [("-m", "build"), ("-m", "venv"), ("-m", "pip")]
    (tmp_path / "webcrm_ext/__pycache__/x.pyc").write_text("new")
    assert wheel.wheel_python() == first
    assert len(commands) == 3
    (tmp_path / "webcrm_ext/__init__.py").write_text("new")
    assert wheel.wheel_python() != first
    assert len(commands) == 6


def test_a_failed_build_raises_its_output(commands, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "out", "err"))
    with pytest.raises(RuntimeError, match=r"-m build .* failed:\nouterr"):
        wheel.wheel_python()
