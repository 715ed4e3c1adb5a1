"""Measure programs beside each other: whole processes, pinned, interleaved, medians with their spread."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

VERSIONS = ("httpx", "requests", "msgspec", "attrs", "openapi-python-client", "tap-webcrm")
_MEASURED_CORE = 0
_SERVER_CORE = 1


class Measured(NamedTuple):
    """The figures of one side: what each repetition gave, and what it computed."""

    figures: list[float]
    result: Any

    @property
    def median(self) -> float:
        """The middle figure."""
        return statistics.median(self.figures)

    @property
    def spread(self) -> str:
        """The smallest and the largest figure."""
        return f"{_short(min(self.figures))}-{_short(max(self.figures))}"


class Table(NamedTuple):
    """One table of the report: a title, its columns, and its rows of text."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def text(self) -> str:
        """Give the table in Markdown, which reads well as text too."""
        lines = [self.columns, tuple("-" * len(column) for column in self.columns), *self.rows]
        widths = [max(len(line[index]) for line in lines) for index in range(len(self.columns))]
        drawn = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
            for line in lines
        ]
        return f"### {self.title}\n\n" + "\n".join(drawn)


def measure(sides: Mapping[str, Sequence[str]], *, repetitions: int, **environment: str) -> dict[str, Measured]:
    """Run each side's program, turn by turn, and give its figures.

    A program prints one JSON object: `figure` (seconds, or whatever is compared) and `result`. One that
    prints nothing is timed as a whole process. The first turn warms up and does not count.
    """
    figures: dict[str, list[float]] = {name: [] for name in sides}
    results: dict[str, Any] = {}
    for turn in range(repetitions + 1):
        for name, command in sides.items():
            figure, result = run(command, **environment)
            results[name] = result
            if turn:
                figures[name].append(figure)
    return {name: Measured(figures[name], results[name]) for name in sides}


def run(command: Sequence[str], **environment: str) -> tuple[float, Any]:
    """Run one program, pinned, and give its figure and its result."""
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        preexec_fn=_pinned(_MEASURED_CORE),
    )
    elapsed = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    said: dict[str, Any] = json.loads(done.stdout) if done.stdout.strip() else {"figure": elapsed, "result": None}
    return float(said["figure"]), said["result"]


@contextmanager
def server(*arguments: str) -> Iterator[str]:
    """Start the server of canned bytes in a process of its own, and give its address."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "scripts.bench.canned", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_pinned(_SERVER_CORE),  # noqa: PLW1509
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close() if process.stdout else None


def machine() -> dict[str, str]:
    """Name the machine and the versions, as the figures mean nothing without them."""
    named = {"python": platform.python_version(), "machine": f"{platform.machine()}, {os.cpu_count()} cores"}
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    if model:
        named["processor"] = model
    for package in VERSIONS:
        try:
            named[package] = version(package)
        except PackageNotFoundError:
            named[package] = "not installed"
    return named


def ratio(measured: Measured, reference: Measured) -> str:
    """Give how many times the reference something took, of medians in one run."""
    return f"{measured.median / reference.median:.2f}"


def _short(figure: float) -> str:
    return f"{figure:.3g}"


def _pinned(core: int) -> Any:
    if not hasattr(os, "sched_setaffinity") or core not in os.sched_getaffinity(0):
        return None
    return lambda: os.sched_setaffinity(0, {core})


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
