"""The command `webcrm` in tests: its environment, its commands and their examples."""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import shlex
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from select import select

from webcrm_ext.cli.parser import program_parser
from webcrm_ext.sandbox import Fault, Sandbox
from webcrm_ext.sandbox.faults import Faults

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


def run(*arguments: str, env: dict[str, str], folder: Path, largest_file: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program in a process; with a size in bytes, it can write no larger file."""
    command = [*PROGRAM, *arguments]
    if largest_file:
        code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest_file}, {largest_file}))"
        command = launched(code, *arguments)
    return subprocess.run(
        command, env=env, cwd=folder, text=True, timeout=120, check=False, capture_output=True, stdin=subprocess.DEVNULL
    )


def in_terminal(
    *arguments: str,
    env: dict[str, str],
    folder: Path,
    answers: dict[str, str] | None = None,
    width: int = 120,
    out: Path | None = None,
) -> tuple[int, str]:
    """Run the program in a terminal of its own, and return its exit code and what the terminal shows.

    Args:
        arguments: The arguments.
        env: The variables.
        folder: The working folder.
        answers: What to type once a text is shown, by the text.
        width: The columns of the terminal.
        out: The file for stdout, in place of the terminal.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    env = {name: value for name, value in env.items() if name != "COLUMNS"}
    # The terminal must be the controlling one of the program, so that Ctrl-C interrupts it.
    code = "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0)"
    if out is not None:
        code += f"; os.dup2(os.open({str(out)!r}, os.O_CREAT | os.O_WRONLY), 1)"
    command = launched(code, *arguments)
    with subprocess.Popen(command, env=env, cwd=folder, stdin=follower, stdout=follower, stderr=follower) as program:
        os.close(follower)
        shown, left = "", dict(answers or {})
        with suppress(OSError):  # Linux: the other end is closed
            while data := _read(leader, program):
                shown += data.decode(errors="replace")
                for text in [each for each in left if each in shown]:
                    os.write(leader, left.pop(text).encode())
        code = program.wait(timeout=60)
    os.close(leader)
    return code, shown


def _read(terminal: int, program: subprocess.Popen[bytes]) -> bytes:
    """Return what a terminal shows next; end a program that shows nothing for a minute."""
    if not select([terminal], [], [], 60)[0]:
        program.kill()
    return os.read(terminal, 65536)


def launched(code: str, *arguments: str) -> list[str]:
    """Return the command that runs some code and then, in the same process, the program."""
    return [sys.executable, "-c", f"{code}; import os, sys; os.execv(sys.argv[1], sys.argv[1:])", *PROGRAM, *arguments]


class InterruptingFaults(Faults):
    """The faults of a sandbox that gets no further than a counted request: it signals a process, and never responds.

    Attributes:
        process: The process; None to signal none.
        signal: The signal.
        left: The requests up to the counted one, logins aside.
    """

    def __init__(self, sandbox: Sandbox, number: signal.Signals) -> None:
        super().__init__(operation.name for operation in sandbox.tenant.definition.operations)
        self.process: subprocess.Popen[str] | None = None
        self.signal = number
        self.left = 0

    def take(self, method: str, path: str, operation: str) -> Fault | None:
        """Count a request."""
        if path.lower().startswith("/auth") or self.process is None:
            return super().take(method, path, operation)
        self.left -= 1
        if self.left == 0:
            self.process.send_signal(self.signal)
        return Fault(kind="stall") if self.left <= 0 else super().take(method, path, operation)


def run_interrupted(
    *arguments: str, sandbox: Sandbox, env: dict[str, str], folder: Path, number: signal.Signals, request: int
) -> tuple[int, str]:
    """Run the program until a counted request, and return its exit code and its stderr."""
    faults = InterruptingFaults(sandbox, number)
    faults.left = request
    sandbox.tenant.faults = faults
    with subprocess.Popen(
        [*PROGRAM, *arguments], env=env, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        stdin=subprocess.DEVNULL,
    ) as program:  # fmt: skip
        faults.process = program
        try:
            _, error = program.communicate(timeout=60)
        finally:
            program.kill()
    faults.process = None
    return program.returncode, error


def parsers() -> Iterator[argparse.ArgumentParser]:
    """Yield the parser of each command, the program's first."""
    yield from _within(program_parser())


def _within(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _within(each)


def examples_of(parser: argparse.ArgumentParser) -> list[list[str]]:
    """Return the arguments of each example in a help."""
    text = parser.get_default("epilog") or parser.epilog or ""  # that of a module is printed by the module
    return [shlex.split(each)[1:] for each in text.splitlines() if each.startswith("  webcrm ")]


def examples() -> list[list[str]]:
    """Return the arguments of each example in any help, once."""
    found: list[list[str]] = []
    for parser in parsers():
        found += [each for each in examples_of(parser) if each not in found]
    return found
