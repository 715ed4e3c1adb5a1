"""Compare programs: whole processes, pinned to a core, interleaved; medians with their range."""

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
    """The figures of one side, one for each repetition, and its result."""

    figures: list[float]
    result: Any

    @property
    def median(self) -> float:
        """The median of the figures."""
        return statistics.median(self.figures)

    def times(self, factor: float) -> Measured:
        """Return the figures multiplied by a factor."""
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
    python: Path | str = sys.executable,
) -> dict[Side, Measured]:
    """Run the programs of all sides alternately, and return their figures.

    Args:
        sides: The arguments of Python for each side. The program prints one JSON object with `figure` (seconds, or
            another number to compare) and `result`.
        repetitions: The number of measured rounds.
        warm_up: The number of rounds before them that are not measured.
        whole: Time whole processes instead, and ignore what they print.
        pinned: Run a program and its children on one core, where the machine allows it.
        path: Additional folders to import from.
        python: The interpreter.
    """
    figures: dict[Side, list[float]] = {name: [] for name in sides}
    results: dict[Side, Any] = {}
    environment = {"PYTHONDONTWRITEBYTECODE": ""}  # installed programs have bytecode
    environment |= {"PYTHONPATH": os.pathsep.join(str(folder) for folder in path)} if path else {}
    for round_ in range(-warm_up, repetitions):
        for name, command in sides.items():
            seconds, printed = _run([str(python), *command], environment, _pinned(_MEASURED_CORE) if pinned else None)
            printed_json: dict[str, Any] = {"figure": seconds, "result": None} if whole else json.loads(printed)
            results[name] = printed_json["result"]
            if round_ >= 0:
                figures[name].append(float(printed_json["figure"]))
    return {name: Measured(figures[name], results[name]) for name in sides}


def _run(
    command: Sequence[str], environment: Mapping[str, str], prepare: Callable[[], None] | None
) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own programs
        command,
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
    """Start a server in another process, on another core, and yield its address.

    Args:
        arguments: The arguments of the program.
        module: The program, which prints its address when it is ready. Default: the server of prepared responses.

    Raises:
        RuntimeError: The server did not start. The message contains its output.
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
    """Return the machine and the versions that a report names."""
    names = {"python": platform.python_version(), "machine": f"{platform.machine()}, {os.cpu_count()} cores"}
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    if model:
        names["processor"] = model
    for package in VERSIONS:
        try:
            names[package] = version(package)
        except PackageNotFoundError:
            names[package] = "not installed"
    return names


def ratio(measured: Measured, reference: Measured) -> float:
    """Return the ratio of two medians."""
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
