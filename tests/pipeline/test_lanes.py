"""The quick tests in other environments: which Pythons are found, what is installed, and what fails."""

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
# Stands in for the script that makes an environment: one whose Python notes what it is asked and gives a code.
SETUP = """
echo "$@" >>asked.txt && cp "$4" installed.txt && mkdir -p "$2/bin"
SAYS='echo dots\\necho passed or failed with'
printf '#!/bin/sh\\necho "$@" >>asked.txt\\n%b %s\\nexit %s\\n' "$SAYS" "$2" "$(cat exit-code)" >"$2/bin/python"
chmod +x "$2/bin/python"
"""
DESCRIBED = """
[project]
dependencies = ["httpx>=0.28,<0.29", "python-dateutil>=2.9"]
optional-dependencies.sandbox = ["Python_Multipart[x] >= 0.0.18"]
"""


def executable(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing but an empty pyenv, whose shims stand first on the search path."""
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
    (root / PROJECT).write_text(DESCRIBED, encoding="utf-8")
    (root / CONSTRAINTS).write_text("# Versions.\nhttpx==0.28.1\npytest==9.0.1\n", encoding="utf-8")
    (root / "exit-code").write_text("0", encoding="utf-8")
    return root


def asked(repository: Path) -> list[str]:
    return (repository / "asked.txt").read_text(encoding="utf-8").splitlines()


def test_a_python_on_the_search_path_is_found(pyenv: Path) -> None:
    python = executable(pyenv / "shims/python3.99", WORKING.format(version="3.99"))
    assert find_python("3.99") == python


def test_a_shim_that_does_not_work_leads_to_the_versions_beside_it(pyenv: Path) -> None:
    executable(pyenv / "shims/python3.99", SHIM)
    executable(pyenv / "versions/3.99.9/bin/python", WORKING.format(version="3.99"))
    newest = executable(pyenv / "versions/3.99.10/bin/python", WORKING.format(version="3.99"))
    assert find_python("3.99") == newest


@pytest.mark.parametrize("by_name", [True, False], ids=["PYENV_ROOT", "the home folder"])
def test_the_versions_of_pyenv_are_found_without_a_shim(
    pyenv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_name: bool
) -> None:
    home = pyenv if by_name else tmp_path / "home/.pyenv"
    python = executable(home / "versions/3.99.1/bin/python", WORKING.format(version="3.99"))
    if by_name:
        monkeypatch.setenv("PYENV_ROOT", str(pyenv))
    assert find_python("3.99") == python


def test_what_is_another_version_or_no_program_is_not_taken(pyenv: Path) -> None:
    executable(pyenv / "shims/python3.99", WORKING.format(version="3.11"))
    executable(pyenv / "versions/3.99.1/bin/python", "not a program")
    (pyenv / "versions/3.99.2/bin").mkdir(parents=True)
    assert find_python("3.99") is None


def test_this_python_is_found_by_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    version = "{}.{}".format(*sys.version_info)
    (tmp_path / f"python{version}").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_python(version) == str(tmp_path / f"python{version}")


def test_the_lowest_versions_replace_the_constraints() -> None:
    constraints = "# Versions.\nhttpx==0.28.1\npython_multipart==0.0.20\npytest==9.0.1\n"
    assert lowest_versions(DESCRIBED, constraints).splitlines() == [
        "# Versions.",
        "pytest==9.0.1",
        "httpx==0.28",
        "python-dateutil==2.9",
        "python-multipart==0.0.18",
    ]


def test_the_lowest_versions_are_those_that_are_promised() -> None:
    text = (ROOT / PROJECT).read_text(encoding="utf-8")
    lowest = lowest_versions(text, (ROOT / CONSTRAINTS).read_text(encoding="utf-8")).splitlines()
    assert {"httpx==0.28", "attrs==23.2", "python-dateutil==2.9", "msgspec==0.19"} <= set(lowest)
    assert not [line for line in lowest if line.startswith("httpx==0.28.1")]
    supported = tomllib.loads(text)["project"]["classifiers"]
    assert {f"Programming Language :: Python :: {version}" for version in PYTHONS} <= set(supported)


def test_a_dependency_without_a_lowest_version_is_refused() -> None:
    with pytest.raises(PipelineError, match=r"'httpx<1' does not say the lowest version"):
        lowest_versions(DESCRIBED.replace("httpx>=0.28,<0.29", "httpx<1"), "")


def test_a_lane_makes_its_environment_once_and_runs_the_quick_tests(pyenv: Path, repository: Path) -> None:
    python = executable(pyenv / "shims/python3.99", WORKING.format(version="3.99"))
    for _ in range(2):
        assert main(["3.99", "--root", str(repository)]) == 0
    made, *ran = asked(repository)
    assert made.startswith(f"{python} .venv-3.99 test ")
    assert ran == ["-m pytest --quiet -n auto -m not slow tests/unit/generated tests/contract/client"] * 2
    assert (repository / "installed.txt").read_bytes() == (repository / CONSTRAINTS).read_bytes()


def test_an_environment_is_made_anew_when_what_it_is_made_from_changed(pyenv: Path, repository: Path) -> None:
    executable(pyenv / "shims/python3.99", WORKING.format(version="3.99"))
    assert main(["3.99", "--root", str(repository)]) == 0
    later = (repository / ".venv-3.99/.ready").stat().st_mtime + 10
    os.utime(repository / CONSTRAINTS, (later, later))
    assert main(["3.99", "--root", str(repository)]) == 0
    assert len([line for line in asked(repository) if " .venv-3.99 " in line]) == 2


def test_the_lowest_versions_are_installed_in_a_lane_of_their_own(repository: Path) -> None:
    assert main(["lowest", "--root", str(repository)]) == 0
    assert asked(repository)[0].startswith(f"{sys.executable} .venv-lowest test ")
    assert "httpx==0.28\n" in (repository / "installed.txt").read_text(encoding="utf-8")


def test_a_python_that_is_missing_is_told_and_the_others_are_tested(
    pyenv: Path, repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    executable(pyenv / "shims/python3.98", WORKING.format(version="3.98"))
    assert main(["3.99", "3.98", "--root", str(repository)]) == 0
    said = capfd.readouterr().out
    assert "Python 3.99 was not found: NOTHING WAS TESTED ON IT." in said
    assert re.search(r"Quick tests with Python 3\.98 .*:\npassed or failed with \.venv-3\.98\n", said)
    assert "dots" not in said


def test_a_lane_that_fails_is_named_with_all_it_said_after_all_ran(
    pyenv: Path, repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (repository / "exit-code").write_text("1", encoding="utf-8")
    for version in ("3.98", "3.99"):
        executable(pyenv / f"shims/python{version}", WORKING.format(version=version))
    assert main(["3.98", "3.99", "--root", str(repository)]) == 1
    said = capfd.readouterr()
    assert said.err == "Tests failed in: 3.98, 3.99.\n"
    first, second = (f"{version} said:\ndots\npassed or failed with .venv-{version}\n" for version in ("3.98", "3.99"))
    assert said.out.endswith(f"\n{first}\n\n{second}\n")


def test_lanes_that_cannot_be_described_are_one_clear_line(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (repository / PROJECT).write_text(DESCRIBED.replace("httpx>=0.28,<0.29", "httpx<1"), encoding="utf-8")
    assert main(["lowest", "--root", str(repository)]) == 1
    problem = "lanes: pyproject.toml: 'httpx<1' does not say the lowest version that is allowed (>=).\n"
    assert capfd.readouterr() == ("", problem)
    (repository / CONSTRAINTS).unlink()
    assert main(["lowest", "--root", str(repository)]) == 1
    assert re.fullmatch(r"lanes: the file system refused: .*constraints\.txt'\.\n", capfd.readouterr().err)
