"""Regenerate copies of the repository from the definitions of tomorrow, and run the quick tests and mypy in each.

`python -m tests.pipeline.tomorrow_runs [FORM …]`, by default all forms; `make test-tomorrow` runs it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .documents import ROOT, is_definition_of_2019
from .tomorrow import DEFINITIONS, write

QUICK = (
    "pytest", "-q", "-n", "auto", "-m", "not slow and not generated", "--hypothesis-profile=quick",
    "-p", "no:schemathesis", "-p", "no:cacheprovider", "tests/unit", "tests/contract/client",
)  # fmt: skip


def copy_repository(folder: Path) -> Path:
    """Copy all files that git tracks or would add into a folder, and return the copy."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    copy = folder / "repository"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


def run(copy: Path, *command: str) -> int:
    """Run a module of Python in a copy of the repository, and return its exit code."""
    path = os.pathsep.join([str(copy), str(copy / "generated")])
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run([sys.executable, "-m", *command], cwd=copy, check=False, env=environment).returncode


def check(form: str, folder: Path, *, steps: tuple[tuple[str, ...], ...]) -> bool:
    """Regenerate a copy from one form, run the steps, and return whether all of them passed."""
    copy = copy_repository(folder)
    source = write(form, folder / "definition.json")
    if run(copy, "scripts.regenerate", "--source", str(source)) != 0:
        return False
    return [run(copy, *step) for step in steps] == [0] * len(steps)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.pipeline.tomorrow_runs", description=__doc__)
    parser.add_argument("forms", nargs="*", choices=[[], *DEFINITIONS], help="the definitions (default: all)")
    if not is_definition_of_2019():
        print("NOT TESTED: the committed definition is newer.")  # noqa: T201 - a program
        return 0
    failed = []
    for form in parser.parse_args(arguments).forms or DEFINITIONS:
        print(f"{form}:", flush=True)  # noqa: T201 - a program
        with tempfile.TemporaryDirectory(prefix="webcrm-tomorrow-") as folder:
            if not check(form, Path(folder), steps=(QUICK, ("mypy",))):
                failed.append(form)
    print(f"Failed: {', '.join(failed)}." if failed else "The definitions of tomorrow pass.")  # noqa: T201 - a program
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
