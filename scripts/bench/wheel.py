"""An environment with the built wheel and its core dependencies alone, to measure start-up as users see it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.bench.records import ROOT
from scripts.bench.stock import CACHE

_PACKAGES = ("generated", "webcrm_ext", "swagger")
_FILES = ("pyproject.toml", "constraints.txt")


def wheel_python() -> Path:
    """Return the Python of an environment that contains the wheel; build both when a source has changed.

    Raises:
        RuntimeError: The wheel cannot be built or installed.
    """
    environment = CACHE / f"wheel-{_fingerprint()}"
    python = environment / "bin" / "python"
    if not (environment / ".ready").exists():
        shutil.rmtree(environment, ignore_errors=True)
        with tempfile.TemporaryDirectory() as folder:
            _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT))
            _run(sys.executable, "-m", "venv", str(environment))
            wheels = [str(each) for each in Path(folder).glob("*.whl")]
            constraints = str(ROOT / "constraints.txt")
            _run(str(python), "-m", "pip", "install", "--quiet", "--constraint", constraints, *wheels)
        (environment / ".ready").touch()
    return python


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in _FILES)
    for package in _PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
