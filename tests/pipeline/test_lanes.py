"""Tests on other Pythons: finding them, installing dependencies, and reporting failures."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.lanes import CONSTRAINTS, PROJECT, PYTHONS, find_python, lowest_versions, main
from webcrm_ext.definition.document import PipelineError

from .documents import ROOT

WORKING = "#!/bin/sh\necho {version}\n"
SHIM = "#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n"
# Replaces the setup script: the Python of the environment records its arguments and exits with a fixed code.
SETUP = """
echo "$@" >>arguments.txt && cp "$4" installed.txt && mkdir -p "$2/bin"
OUTPUT='echo dots\\necho passed or failed with'
printf '#!/bin/sh\\necho "$@" >>arguments.txt\\n%b %s\\nexit %s\\n' "$OUTPUT" "$2" "$(cat exit-code)" >"$2/bin/python"
chmod +x "$2/bin/python"
"""
METADATA = """
[project]
dependencies = ["httpx>=0.28,<0.29", "python-dateutil>=2.9"]
optional-dependencies.sandbox = ["Python_Multipart[x] >= 0.0.18"]
optional-dependencies.arrow = ["pyarrow>=18"]
"""


def executable(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with only an empty pyenv, whose shims are first on the search path."""
    root = tmp_path / "pyenv"
    (root / "shims").mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{root / 'shims'}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    return root


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "scripts").mkdir(parents=True)
    (root / "scripts/setup.sh").write_text(SETUP, encoding="utf-8")
    (root / "scripts/lanes.py").touch()
    (root / PROJECT).write_text(METADATA, encoding="utf-8")
    (root / CONSTRAINTS).write_text("# Versions.\nhttpx==0.28.1\npytest==9.0.1\n", encoding="utf-8")
    (root / "exit-code").write_text("0", encoding="utf-8")
    return root


def recorded(repository: Path) -> list[str]:
    return (repository / "arguments.txt").read_text(encoding="utf-8").splitlines()


def test_a_python_on_the_search_path_is_found(pyenv: Path) -> None:
    python = executable(pyenv / "shims/python3.99", WORKING.format(version="3.99"))
    assert find_python("3.99") == python


def test_a_broken_shim_falls_back_to_installed_versions(pyenv: Path) -> None:
    executable(pyenv / "shims/python3.99", SHIM)
    executable(pyenv / "versions/3.99.9/bin/python", WORKING.format(version="3.99"))
    newest = executable(pyenv / "versions/3.99.10/bin/python", WORKING.format(version="3.99"))
    assert find_python("3.99") == newest


@pytest.mark.parametrize("by_name", [True, False], ids=["PYENV_ROOT", "the home folder"])
def test_pyenv_versions_are_found_without_a_shim(
    pyenv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_name: bool
) -> None:
    home = pyenv if by_name else tmp_path / "home/.pyenv"
    python = executable(home / "versions/3.99.1/bin/python", WORKING.format(version="3.99"))
    if by_name:
        monkeypatch.setenv("PYENV_ROOT", str(pyenv))
    assert find_python("3.99") == python


def test_other_versions_and_broken_programs_are_ignored(pyenv: Path) -> None:
    executable(pyenv / "shims/python3.99", WORKING.format(version="3.11"))
    executable(pyenv / "versions/3.99.1/bin/python", "not a program")
    (pyenv / "versions/3.99.2/bin").mkdir(parents=True)
    assert find_python("3.99") is None


def test_the_running_python_is_found_by_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    version = "{}.{}".format(*sys.version_info)
    (tmp_path / f"python{version}").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_python(version) == str(tmp_path / f"python{version}")


def test_lowest_versions_replace_constraints() -> None:
    constraints = "# Versions.\nhttpx==0.28.1\npython_multipart==0.0.20\npytest==9.0.1\n"
    assert lowest_versions(METADATA, constraints).splitlines() == [
        "# Versions.",
        "pytest==9.0.1",
        "httpx==0.28",
        "python-dateutil==2.9",
        "python-multipart==0.0.18",
        "pyarrow==18",
    ]


def test_lowest_versions_match_the_project_metadata() -> None:
    text = (ROOT / PROJECT).read_text(encoding="utf-8")
    lowest = lowest_versions(text, (ROOT / CONSTRAINTS).read_text(encoding="utf-8")).splitlines()
    assert {"httpx==0.28", "attrs==23.2", "python-dateutil==2.9", "msgspec==0.19"} <= set(lowest)
    assert not [line for line in lowest if line.startswith("httpx==0.28.1")]
    supported = tomllib.loads(text)["project"]["classifiers"]
    assert {f"Programming Language :: Python :: {version}" for version in PYTHONS} <= set(supported)


def test_a_dependency_without_lower_bound_is_rejected() -> None:
    with pytest.raises(PipelineError, match=r"'httpx<1' has no lower bound"):
        lowest_versions(METADATA.replace("httpx>=0.28,<0.29", "httpx<1"), "")


def test_a_lane_creates_its_environment_once_and_runs_the_tests(pyenv: Path, repository: Path) -> None:
    python = executable(pyenv / "shims/python3.99", WORKING.format(version="3.99"))
    for _ in range(2):
        assert main(["3.99", "--root", str(repository)]) == 0
    made, *ran = recorded(repository)
    assert made.startswith(f"{python} .venv-3.99 test ")
    options = "--quiet -n auto -m not slow and not generated --hypothesis-profile=quick"
    assert ran == [f"-m pytest {options} tests/unit tests/contract/client"] * 2
    assert (repository / "installed.txt").read_bytes() == (repository / CONSTRAINTS).read_bytes()


def test_an_environment_is_recreated_when_its_sources_change(pyenv: Path, repository: Path) -> None:
    executable(pyenv / "shims/python3.99", WORKING.format(version="3.99"))
    assert main(["3.99", "--root", str(repository)]) == 0
    later = (repository / ".venv-3.99/.ready").stat().st_mtime + 10
    os.utime(repository / CONSTRAINTS, (later, later))
    assert main(["3.99", "--root", str(repository)]) == 0
    assert len([line for line in recorded(repository) if " .venv-3.99 " in line]) == 2


@pytest.mark.parametrize("installed", [True, False], ids=["3.12", "this Python"])
def test_lowest_versions_have_their_own_environment(
    pyenv: Path, repository: Path, capfd: pytest.CaptureFixture[str], installed: bool
) -> None:
    python = sys.executable
    if installed:
        python = executable(pyenv / "shims/python3.12", WORKING.format(version="3.12"))
    assert main(["lowest", "--root", str(repository)]) == 0
    assert recorded(repository)[0].startswith(f"{python} .venv-lowest test ")
    assert "httpx==0.28\n" in (repository / "installed.txt").read_text(encoding="utf-8")
    printed = capfd.readouterr().out
    assert f"Quick tests with {python}, the lowest allowed versions:" in printed
    assert ("Python 3.12 is not installed: NOT TESTED." in printed) != installed


def test_a_missing_python_is_reported_and_others_are_tested(
    pyenv: Path, repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    executable(pyenv / "shims/python3.98", WORKING.format(version="3.98"))
    assert main(["3.99", "3.98", "--root", str(repository)]) == 0
    printed = capfd.readouterr().out
    assert "Python 3.99 is not installed: NOT TESTED." in printed
    assert re.search(r"Quick tests with .*3\.98:\npassed or failed with \.venv-3\.98\n", printed)
    assert "dots" not in printed


def test_failures_are_printed_last_with_their_output(
    pyenv: Path, repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (repository / "exit-code").write_text("1", encoding="utf-8")
    for version in ("3.98", "3.99"):
        executable(pyenv / f"shims/python{version}", WORKING.format(version=version))
    assert main(["3.98", "3.99", "--root", str(repository)]) == 1
    printed = capfd.readouterr()
    assert printed.err == "Tests failed in: 3.98, 3.99.\n"
    first, second = (
        f"Output of {version}:\ndots\npassed or failed with .venv-{version}\n" for version in ("3.98", "3.99")
    )
    assert printed.out.endswith(f"\n{first}\n\n{second}\n")


def test_invalid_metadata_is_reported_in_one_line(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (repository / PROJECT).write_text(METADATA.replace("httpx>=0.28,<0.29", "httpx<1"), encoding="utf-8")
    assert main(["lowest", "--root", str(repository)]) == 1
    problem = "lanes: pyproject.toml: 'httpx<1' has no lower bound; add one with >=.\n"
    assert capfd.readouterr() == ("", problem)
    (repository / CONSTRAINTS).unlink()
    assert main(["lowest", "--root", str(repository)]) == 1
    assert re.fullmatch(r"lanes: .*constraints\.txt'\.\n", capfd.readouterr().err)
