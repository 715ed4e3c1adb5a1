"""Run the quick tests on other Pythons, and with the lowest allowed versions of the dependencies.

Each lane has its own virtual environment, such as `.venv-3.12`, created when it is first needed. A Python that is
not installed is reported and skipped.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from webcrm_ext.definition.document import PipelineError

PYTHONS = ("3.12", "3.13")
LOWEST = "lowest"
LANES = (LOWEST, "3.13")
"""The lanes that run by default. The lowest versions are tested on Python 3.12, so that it needs no lane of its own."""
TESTS = ("tests/unit", "tests/contract/client")
CONSTRAINTS = "constraints.txt"
PROJECT = "pyproject.toml"

_OPTIONS = ("--quiet", "-n", "auto", "-m", "not slow and not generated", "--hypothesis-profile=quick")
_SOURCES = (PROJECT, CONSTRAINTS, "scripts/setup.sh", "scripts/lanes.py")


class Lane(NamedTuple):
    """One test environment: its name, its Python, and the text of its constraints file."""

    name: str
    python: str
    constraints: str


def find_python(version: str) -> str | None:
    """Return a working Python of this version from the search path or pyenv, or None."""
    return next((python for python in _candidates(version) if _is_python(python, version)), None)


def _candidates(version: str) -> Iterator[str]:
    found = shutil.which(f"python{version}")
    roots = [Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")]
    if found:
        yield found
        # A shim of pyenv works only for the selected versions, but all versions are installed beside it.
        roots.append(Path(found).parent.parent)
    for root in roots:
        for folder in sorted((root / "versions").glob(f"{version}.*"), key=_by_number, reverse=True):
            yield str(folder / "bin/python")


def _by_number(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def _is_python(python: str, version: str) -> bool:
    command = [python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - from the search path or pyenv
    except OSError:
        return False
    return done.stdout.strip() == version


def lowest_versions(project: str, constraints: str) -> str:
    """Return constraints with the lowest allowed version of each direct dependency.

    Args:
        project: The text of pyproject.toml.
        constraints: The text of constraints.txt, which sets the versions of all other packages.

    Raises:
        PipelineError: A dependency has no lower bound.
    """
    metadata = tomllib.loads(project)["project"]
    extras = metadata["optional-dependencies"]
    lowest = dict(map(_lowest, [*metadata["dependencies"], *extras["sandbox"], *extras["arrow"]]))
    kept = [line for line in constraints.splitlines() if _normal(line.partition("==")[0]) not in lowest]
    return "\n".join([*kept, *(f"{name}=={version}" for name, version in lowest.items()), ""])


def _lowest(requirement: str) -> tuple[str, str]:
    match = re.match(r"([\w.-]+)(?:\[[\w,]*\])?\s*>=\s*([\w.]+)", requirement)
    if match is None:
        raise PipelineError(f"{PROJECT}: {requirement!r} has no lower bound; add one with >=.")
    return _normal(match[1]), match[2]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def run(lane: Lane, root: Path) -> subprocess.CompletedProcess[str]:
    """Create or update the lane's environment, run the quick tests in it, and return the finished process."""
    folder = f".venv-{lane.name}"
    ready = root / folder / ".ready"
    changed = max((root / name).stat().st_mtime for name in _SOURCES)
    if not ready.exists() or ready.stat().st_mtime < changed:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(lane.constraints)
            file.flush()
            setup = ["sh", "scripts/setup.sh", lane.python, folder, "test", file.name, sys.executable]
            subprocess.run(setup, cwd=root, check=True)  # noqa: S603 - our own command
        ready.touch()
    tests = [f"{folder}/bin/python", "-m", "pytest", *_OPTIONS, *TESTS]
    return subprocess.run(  # noqa: S603 - our own command
        tests, cwd=root, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def lanes(names: Iterable[str], root: Path) -> list[Lane]:
    """Return the lanes of these names.

    A Python that is not installed is reported and skipped; the lowest versions are then tested on this one.
    """
    constraints = (root / CONSTRAINTS).read_text(encoding="utf-8")
    found = []
    for name in names:
        if name == LOWEST:
            project = (root / PROJECT).read_text(encoding="utf-8")
            found.append(Lane(name, _python(PYTHONS[0]) or sys.executable, lowest_versions(project, constraints)))
        elif (python := _python(name)) is not None:
            found.append(Lane(name, python, constraints))
    return found


def _python(version: str) -> str | None:
    python = find_python(version)
    if python is None:
        print(f"Python {version} is not installed: NOT TESTED.", flush=True)
    return python


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lanes", description=__doc__)
    parser.add_argument("lanes", nargs="*", default=LANES, help="versions of Python, and `lowest`")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    options = parser.parse_args(arguments)
    try:
        return _run_all(options.lanes, options.root.resolve())
    except PipelineError as error:
        print(f"lanes: {error}", file=sys.stderr)
    except OSError as error:
        print(f"lanes: {error}.", file=sys.stderr)
    return 1


def _run_all(names: Iterable[str], root: Path) -> int:
    failed = {}
    for lane in lanes(names, root):
        versions = ", the lowest allowed versions" if lane.name == LOWEST else ""
        print(f"Quick tests with {lane.python}{versions}:", flush=True)
        done = run(lane, root)
        print(*done.stdout.splitlines()[-1:], flush=True)
        if done.returncode:
            failed[lane.name] = done.stdout
    # Failures come last: a log that is truncated in the middle still has them.
    for name, output in failed.items():
        print(f"\nOutput of {name}:\n{output}", flush=True)
    if failed:
        print(f"Tests failed in: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
