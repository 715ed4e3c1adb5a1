"""Put what was made in place of what is there, so that a kill at any moment can be told and mended.

Everything is made in a staging folder first. The change itself is a few renames; a marker stands in the
staging folder while they are under way. Whoever finds the marker knows that a run was killed between
them, and running `make regenerate` once more mends it, for swagger/webcrm.json is always whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.document import PipelineError

STAGING = ".regenerate"
_MARKER = "swapping"


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """Give an empty folder on the same file system as the tree; it is gone afterwards.

    One run at a time: the folder holds a lock, which ends with the process that took it.

    Raises:
        PipelineError: Another run is under way in this tree.
    """
    folder = root / STAGING
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        _lock(lock.fileno())
        for left in folder.iterdir():
            if left.name != "lock":
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def swap(root: Path, folder: Path, targets: list[str]) -> None:
    """Put each target, made in the staging folder under its own path, in its place below root."""
    (folder / _MARKER).touch()
    old = folder / "old"
    for target in targets:
        (old / target).parent.mkdir(parents=True, exist_ok=True)
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        if (folder / target).is_dir() and (root / target).exists():
            (root / target).rename(old / target)
        (folder / target).replace(root / target)
    (folder / _MARKER).unlink()


def interrupted(root: Path) -> bool:
    """Say whether a run was killed in the middle of its change."""
    return (root / STAGING / _MARKER).exists()


def _lock(descriptor: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where one simply does not start two
    except ImportError:  # pragma: no cover
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise PipelineError("Another `make regenerate` is under way in this tree.") from error
