"""Programs that run in processes of their own."""

from __future__ import annotations

import subprocess
import sys

_WAIT_FOR_START = "import sys\nprint('ready', flush=True)\nsys.stdin.readline()\n"


def run_programs(*codes: str) -> list[str]:
    """Run Python programs side by side, and return what each prints. None starts before all are ready."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _WAIT_FOR_START + code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for code in codes
    ]
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    outputs = [program.communicate(timeout=120) for program in programs]
    assert [error for _, error in outputs] == [""] * len(codes)
    return [output.strip() for output, _ in outputs]
