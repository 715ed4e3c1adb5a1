"""A copy of the repository, for programs that write files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.bench.records import ROOT

_PARTS = ("scripts", "swagger", "generated", "webcrm_ext", "pyproject.toml", "constraints.txt", "CHANGELOG.md")


@contextmanager
def copied_tree() -> Iterator[Path]:
    """Copy the files that `regenerate` reads and writes, yield the folder, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="webcrm-bench-") as folder:
        for part in _PARTS:
            source, target = ROOT / part, Path(folder) / part
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target)
        yield Path(folder)
