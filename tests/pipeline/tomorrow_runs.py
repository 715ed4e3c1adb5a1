"""A maintainer's day, in copies of the repository: for each definition of tomorrow, the commands to be typed, and mypy.

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

DAY = (("regenerate", "SOURCE={source}"), ("changelog",), ("quick",))
"""The targets of `make`, with their arguments."""
COMMIT = ("git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message=Begin")


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


def run(copy: Path, *command: str) -> bool:
    """Run a command in a copy of the repository, with its packages, and return whether it succeeds."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(copy), str(copy / "generated")])}
    return subprocess.run(command, cwd=copy, check=False, env=environment).returncode == 0


def check(form: str, folder: Path) -> bool:
    """Spend a maintainer's day in a copy, with one form of the definition, and return whether every step succeeds."""
    copy = copy_repository(folder)
    source = write(form, folder / "definition.json")
    # The environment of this run, as it is, even where the copy's pyproject.toml is newer.
    make = ("make", "--no-print-directory", f"VENV={sys.prefix}", f"--old-file={sys.prefix}/.ready")
    steps = (
        *(("git", "init", "--quiet"), ("git", "add", "--all"), COMMIT),
        *((*make, target, *(each.format(source=source) for each in arguments)) for target, *arguments in DAY),
        (sys.executable, "-m", "mypy"),
    )
    changelog = copy / "CHANGELOG.md"
    before = changelog.read_text(encoding="utf-8")
    return all(run(copy, *step) for step in steps) and changelog.read_text(encoding="utf-8") != before


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
            if not check(form, Path(folder)):
                failed.append(form)
    print(f"Failed: {', '.join(failed)}." if failed else "The definitions of tomorrow pass.")  # noqa: T201 - a program
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
