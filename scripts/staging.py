"""Replace all generated files together, even if the run is killed.

Each run writes into its own directory below `.regenerate`. When everything is complete, one rename
turns it into `.regenerate/ready`, and its contents are moved into place. While `ready` exists, the
repository may contain old and new files, and the next `make regenerate` moves the rest first.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webcrm_ext.definition.document import PipelineError

STAGING = ".regenerate"
READY = f"{STAGING}/ready"


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """Yield an empty directory on the file system of the repository, and remove it afterwards.

    One run at a time: the lock is released when its process ends. An interrupted replacement of an
    earlier run is completed first.

    Raises:
        PipelineError: Another run is in progress in this repository.
    """
    with _locked(root):
        if is_interrupted(root):
            _complete(root)
        shutil.rmtree(root / STAGING, ignore_errors=True)
        (root / STAGING).mkdir(exist_ok=True)
        try:
            # A new name for each run: the generator of a killed run may still write into the last one.
            yield Path(tempfile.mkdtemp(prefix="run-", dir=root / STAGING))
        finally:
            if not is_interrupted(root):
                shutil.rmtree(root / STAGING, ignore_errors=True)


def replace_files(root: Path, folder: Path) -> None:
    """Move the contents of a staging directory, two levels down (`swagger/lock.json`), to its place below root."""
    folder.rename(root / READY)
    _complete(root)


def is_interrupted(root: Path) -> bool:
    """Return whether a run was killed while it replaced files."""
    return (root / READY).exists()


def _complete(root: Path) -> None:
    for new in sorted((root / READY).glob("*/*")):
        target = root / new.relative_to(root / READY)
        target.parent.mkdir(exist_ok=True)
        # Only a file can be replaced in one step.
        if new.is_dir() and target.exists():
            shutil.rmtree(target)
        new.replace(target)
    shutil.rmtree(root / READY)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    try:
        import fcntl  # noqa: PLC0415 - not available on Windows
    except ImportError:  # pragma: no cover
        yield
        return
    # The directory itself is locked. Removing a lock file would let two runs each hold one.
    descriptor = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PipelineError(
                "Another `make regenerate` or `make check-generated` is running. Wait until it has finished."
            ) from error
        yield
    finally:
        os.close(descriptor)
