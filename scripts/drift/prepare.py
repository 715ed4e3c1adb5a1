"""Compare with the live definition, regenerate, run the checks, and write what the pull request needs into a folder.

    python -m scripts.drift.prepare FOLDER --write "make regenerate" --write "make changelog" --check "make test"

The folder then contains the reports, the new definition, `result.json`, and on drift `body.md` and `changes.patch`. A
command that fails is reported in the body and stops nothing: if the client could not be regenerated, the patch contains
the new definition alone. `scripts.drift.pull_request` reads the folder.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from scripts.drift.__main__ import KEPT_DEFINITION
from scripts.drift.__main__ import main as compare
from scripts.drift.body import Outcome, body
from scripts.drift.pull_request import BODY, PATCH, PATHS, RESULT, CommandError, git
from scripts.repository import DEFINITION
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.pull import LIVE, read_definition
from webcrm_ext.drift.command_line import NOTHING_COMPARED, SAME

MINUTES = 15.0


def prepare(
    folder: Path, root: Path, source: str, *, write: Sequence[str], check: Sequence[str], seconds: float = MINUTES * 60
) -> int:
    """Write everything for the pull request into a folder, and return the exit code.

    Args:
        folder: The folder.
        root: The repository, without uncommitted changes of the paths that the pull request may touch.
        source: The definition to compare with.
        write: The commands that write files, in this order: the first regenerates the client, and the others run if it
            succeeds.
        check: The commands that check the regenerated client.
        seconds: How long each command may take.

    Returns:
        0 with and without drift, or `NOTHING_COMPARED`.
    """
    if dirty := git(root, "status", "--porcelain", "--", *PATHS):
        sys.stderr.write(f"drift: there are uncommitted changes. Commit or remove them first:\n{dirty}\n")
        return NOTHING_COMPARED
    code = compare(["--root", str(root), "--source", source, "--format", "github", "--keep", str(folder)])
    if code == NOTHING_COMPARED:
        return code
    result: dict[str, object] = {"drifted": code != SAME, "failed": []}
    if code != SAME:
        outcomes = [run(write[0], root, seconds)]
        regenerated = not outcomes[0].problem
        if regenerated:
            outcomes += [run(command, root, seconds) for command in write[1:]]
        _ensure_new_definition(folder, root)
        _write_patch(folder / PATCH, root)
        if regenerated:
            outcomes += [run(command, root, seconds) for command in check]
        result["failed"] = [each.command for each in outcomes if each.problem]
        report, changelog = ((folder / name).read_text("utf-8") for name in ("report.md", "changelog.md"))
        text = body(report, changelog, outcomes, regenerated=regenerated)
        (folder / BODY).write_text(text, encoding="utf-8")
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")
    return 0


def run(command: str, root: Path, seconds: float) -> Outcome:
    """Run a command in the repository, print its output, and return how it ended.

    Args:
        command: The command, without a shell.
        root: The repository.
        seconds: How long it may take; then it and all that it started are killed.
    """
    print(f"$ {command}", flush=True)
    try:
        process = subprocess.Popen(  # noqa: S603 - the commands of the workflow
            shlex.split(command),
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        return Outcome(command, "not started", str(error))
    try:
        output, _ = process.communicate(timeout=seconds)
        problem = f"exit code {process.returncode}" if process.returncode else ""
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        problem = f"not finished after {seconds / 60:g} minutes"
    print(output, flush=True)
    return Outcome(command, problem, output.replace(f"{root}/", ""))


def _ensure_new_definition(folder: Path, root: Path) -> None:
    """Put the new definition in place if regenerating has not done so."""
    if not git(root, "status", "--porcelain", "--", DEFINITION):
        document = read_definition((folder / KEPT_DEFINITION).read_bytes(), KEPT_DEFINITION)
        (root / DEFINITION).write_bytes(canonicalise(document))


def _write_patch(path: Path, root: Path) -> None:
    git(root, "add", "--all", "--", *(each for each in PATHS if (root / each).exists()))
    git(root, "diff", "--cached", "--binary", "--no-renames", f"--output={path.resolve()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.drift.prepare", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder for the results")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    parser.add_argument(
        "--source", default=LIVE, help="a URL (https) or a file to compare with (default: the live one)"
    )
    parser.add_argument("--write", action="append", required=True, metavar="COMMAND", help="regenerates the client")
    parser.add_argument("--check", action="append", default=[], metavar="COMMAND", help="checks the regenerated client")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"limit for each command (default: {MINUTES:g})")
    options = parser.parse_args(arguments)
    try:
        return prepare(
            options.folder,
            options.root.resolve(),
            options.source,
            write=options.write,
            check=options.check,
            seconds=options.minutes * 60,
        )
    except CommandError as error:
        sys.stderr.write(f"drift: {error}\n")
        return NOTHING_COMPARED


if __name__ == "__main__":
    sys.exit(main())
