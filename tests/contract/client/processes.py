"""Programs of their own that start together."""

from __future__ import annotations

import subprocess
import sys

_TOGETHER = "import sys\nprint('ready', flush=True)\nsys.stdin.readline()\n"


def run_programs(*codes: str) -> list[str]:
    """Start programs, let them go on together when all are ready, and give what each prints."""
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _TOGETHER + code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for code in codes
    ]
    for each in started:
        assert each.stdout.readline() == "ready\n"
    for each in started:
        each.stdin.write("\n")
        each.stdin.flush()
    ended = [each.communicate(timeout=120) for each in started]
    assert [error for _, error in ended] == [""] * len(codes)
    return [out.strip() for out, _ in ended]
