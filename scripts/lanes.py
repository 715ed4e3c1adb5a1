"""Run the quick tests in other environments: on other Pythons, and with the lowest versions that are allowed.

Each lane has a virtual environment of its own, `.venv-3.12` and the like, made when it is needed and kept. A
Python that is not on this machine is named, and its lane left out: nobody should think that it was tested.
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
TESTS = ("tests/unit/generated", "tests/contract/client")
CONSTRAINTS = "constraints.txt"
PROJECT = "pyproject.toml"

_MADE_FROM = (PROJECT, CONSTRAINTS, "scripts/setup.sh", "scripts/lanes.py")


class Lane(NamedTuple):
    """One environment to test in: its name, its Python, and the versions that are installed."""

    name: str
    python: str
    constraints: str


def find_python(version: str) -> str | None:
    """Give a Python of a version that works, from the search path or pyenv, or None where there is none."""
    return next((python for python in _candidates(version) if _is_python(python, version)), None)


def _candidates(version: str) -> Iterator[str]:
    found = shutil.which(f"python{version}")
    roots = [Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")]
    if found:
        yield found
        # What pyenv puts on the search path works only for the versions that were chosen, and tells where all are.
        roots.append(Path(found).parent.parent)
    for root in roots:
        for folder in sorted((root / "versions").glob(f"{version}.*"), key=_by_number, reverse=True):
            yield str(folder / "bin/python")


def _by_number(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def _is_python(python: str, version: str) -> bool:
    asked = [python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - found above
    except OSError:
        return False
    return said.stdout.strip() == version


def lowest_versions(project: str, constraints: str) -> str:
    """Give the constraints with the lowest version of each package that the project itself allows.

    Args:
        project: The text of pyproject.toml.
        constraints: The text of constraints.txt; what is not the project's own keeps its version.

    Raises:
        PipelineError: A dependency does not say its lowest version.
    """
    described = tomllib.loads(project)["project"]
    lowest = dict(map(_lowest, [*described["dependencies"], *described["optional-dependencies"]["sandbox"]]))
    kept = [line for line in constraints.splitlines() if _normal(line.partition("==")[0]) not in lowest]
    return "\n".join([*kept, *(f"{name}=={version}" for name, version in lowest.items()), ""])


def _lowest(requirement: str) -> tuple[str, str]:
    match = re.match(r"([\w.-]+)(?:\[[\w,]*\])?\s*>=\s*([\w.]+)", requirement)
    if match is None:
        raise PipelineError(f"{PROJECT}: {requirement!r} does not say the lowest version that is allowed (>=).")
    return _normal(match[1]), match[2]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def run(lane: Lane, root: Path) -> subprocess.CompletedProcess[str]:
    """Make the lane's environment where it is missing or old, run the quick tests in it, and give what came of them."""
    folder = f".venv-{lane.name}"
    ready = root / folder / ".ready"
    made_from = max((root / name).stat().st_mtime for name in _MADE_FROM)
    if not ready.exists() or ready.stat().st_mtime < made_from:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(lane.constraints)
            file.flush()
            setup = ["sh", "scripts/setup.sh", lane.python, folder, "test", file.name]
            subprocess.run(setup, cwd=root, check=True)  # noqa: S603 - our own command
        ready.touch()
    tests = [f"{folder}/bin/python", "-m", "pytest", "--quiet", "-n", "auto", "-m", "not slow", *TESTS]
    return subprocess.run(  # noqa: S603 - our own command
        tests, cwd=root, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def lanes(names: Iterable[str], root: Path) -> list[Lane]:
    """Describe the lanes of these names; one whose Python is not found is told and left out."""
    constraints = (root / CONSTRAINTS).read_text(encoding="utf-8")
    found = []
    for name in names:
        if name == LOWEST:
            project = (root / PROJECT).read_text(encoding="utf-8")
            found.append(Lane(name, sys.executable, lowest_versions(project, constraints)))
        elif (python := find_python(name)) is not None:
            found.append(Lane(name, python, constraints))
        else:
            print(f"Python {name} was not found: NOTHING WAS TESTED ON IT.", flush=True)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lanes", description=__doc__)
    parser.add_argument("lanes", nargs="*", default=[*PYTHONS, LOWEST], help="versions of Python, and `lowest`")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    options = parser.parse_args(arguments)
    try:
        return _run_all(options.lanes, options.root.resolve())
    except PipelineError as error:
        print(f"lanes: {error}", file=sys.stderr)
    except OSError as error:
        print(f"lanes: the file system refused: {error}.", file=sys.stderr)
    return 1


def _run_all(names: Iterable[str], root: Path) -> int:
    failed = {}
    for lane in lanes(names, root):
        what = "the lowest versions allowed" if lane.name == LOWEST else f"Python {lane.name} ({lane.python})"
        print(f"Quick tests with {what}:", flush=True)
        done = run(lane, root)
        print(*done.stdout.splitlines()[-1:], flush=True)
        if done.returncode:
            failed[lane.name] = done.stdout
    # What failed comes last and whole: a log that is cut short in the middle still says it.
    for name, said in failed.items():
        print(f"\n{name} said:\n{said}", flush=True)
    if failed:
        print(f"Tests failed in: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
