"""The command `webcrm` in tests: its environment, its commands and their examples."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from webcrm_ext.cli.parser import program_parser
from webcrm_ext.sandbox import Sandbox

PROGRAM = [sys.executable, "-W", "error", "-m", "webcrm_ext"]
CSV = "OrganisationExtraCustom8,OrganisationName\n" + "".join(f"K{i},Company {i}\n" for i in range(1, 4))


def environment(sandbox: Sandbox | None, folder: Path, **others: str) -> dict[str, str]:
    """Return the variables of a run: those of the sandbox, and no profile of the developer."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("WEBCRM_")}
    variables = {
        **ours, "XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "state"),
        "COLUMNS": "120", "NO_COLOR": "1", "PYTHONUTF8": "1",
    }  # fmt: skip
    if sandbox is not None:
        variables |= {"WEBCRM_APPLICATION_TOKEN": sandbox.application_token, "WEBCRM_BASE_URL": sandbox.url}
    return {**variables, **others}


def run(*arguments: str, env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a process."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def parsers() -> Iterator[argparse.ArgumentParser]:
    """Yield the parser of each command with a help of its own, the program's first."""
    yield from _within(program_parser())


def _within(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    if parser.add_help:
        yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _within(each)


def examples() -> list[list[str]]:
    """Return the arguments of each example in a help."""
    lines = [text for parser in parsers() for text in (parser.epilog or "").splitlines()]
    return [shlex.split(text)[1:] for text in lines if text.startswith("  webcrm ")]
