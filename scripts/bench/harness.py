"""Measure programs beside each other: whole processes, pinned, interleaved, medians with their spread."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

Side = TypeVar("Side")

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

    def times(self, factor: float) -> Measured:
        """Give the same in another unit."""
        return Measured([figure * factor for figure in self.figures], self.result)

    @property
    def spread(self) -> str:
        """The smallest and the largest figure."""
        return f"{min(self.figures):.3g} to {max(self.figures):.3g}"


def measure(
    sides: Mapping[Side, Sequence[str]],
    *,
    repetitions: int,
    warm_up: int = 1,
    whole: bool = False,
    pinned: bool = True,
    path: Sequence[Path] = (),
) -> dict[Side, Measured]:
    """Run each side's program, turn by turn, and give its figures.

    Args:
        sides: What Python is given for each side: a program that prints one JSON object, `figure` (seconds,
            or whatever is compared) and `result` (what it computed).
        repetitions: How many turns count.
        warm_up: How many turns go before them, and do not count.
        whole: Time the whole processes instead, whatever they print.
        pinned: Keep a program and its children on one core, where the machine allows.
        path: Further folders to import from.
    """
    figures: dict[Side, list[float]] = {name: [] for name in sides}
    results: dict[Side, Any] = {}
    environment = {"PYTHONPATH": os.pathsep.join(str(folder) for folder in path)} if path else {}
    for turn in range(-warm_up, repetitions):
        for name, command in sides.items():
            seconds, printed = _run(command, environment, _pinned(_MEASURED_CORE) if pinned else None)
            said: dict[str, Any] = {"figure": seconds, "result": None} if whole else json.loads(printed)
            results[name] = said["result"]
            if turn >= 0:
                figures[name].append(float(said["figure"]))
    return {name: Measured(figures[name], results[name]) for name in sides}


def _run(
    command: Sequence[str], environment: Mapping[str, str], prepare: Callable[[], None] | None
) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        preexec_fn=prepare,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return seconds, done.stdout


@contextmanager
def server(*arguments: str, module: str = "scripts.bench.canned") -> Iterator[str]:
    """Start a server in a process of its own, on another core, and give its address.

    Args:
        arguments: What the program is given.
        module: The program, which prints its address when it listens; without it the server of canned bytes.

    Raises:
        RuntimeError: It did not start; what it said is in the message.
    """
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_pinned(_SERVER_CORE),  # noqa: PLW1509 - it only sets the core
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            address = process.stdout.readline().strip()
            if not address:
                raise RuntimeError(f"{module} did not start:\n{process.communicate()[1]}")
            yield address
        finally:
            process.kill()


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


def ratio(measured: Measured, reference: Measured) -> float:
    """Give how many times the reference something took, of medians in one run."""
    return measured.median / reference.median


def _pinned(core: int) -> Callable[[], None] | None:
    if not hasattr(os, "sched_setaffinity") or core not in os.sched_getaffinity(0):
        return None
    return lambda: os.sched_setaffinity(0, {core})


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
