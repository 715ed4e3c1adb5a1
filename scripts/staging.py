"""Put what was made in place of what is there, so that a kill at any moment can be told and mended.

Everything is made in a staging folder first. The change itself is a few renames; a marker that lists them
stands beside the staging folder while they are under way. Whoever finds the marker knows that a run was
killed between them, and the next `make regenerate` carries out those that are left: what they put in
place was made and checked before the marker was written.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webcrm_ext.definition.document import PipelineError

STAGING = ".regenerate"
_MARKER = "swapping"


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """Give an empty folder on the same file system as the tree; it is gone afterwards.

    One run at a time; the lock ends with the process that took it. A change that an earlier run left
    half done is carried out first.

    Raises:
        PipelineError: Another run is under way in this tree, or what an earlier one left half done cannot be told.
    """
    with _locked(root):
        home = root / STAGING
        if is_interrupted(root):
            _carry_out(root)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(exist_ok=True)
        try:
            # Each run has its own: a generator that outlived its killed run may still write to the last one.
            yield Path(tempfile.mkdtemp(prefix="run-", dir=home))
        finally:
            # While the marker stands the folder holds what is still to be put in place.
            if not is_interrupted(root):
                shutil.rmtree(home, ignore_errors=True)


def replace_files(root: Path, folder: Path, targets: list[str]) -> None:
    """Put each target, made in the staging folder under its own path, in its place below root."""
    # Written beside and renamed, so that the marker is there as a whole or not at all.
    listed = folder / _MARKER
    listed.write_text(json.dumps({"folder": folder.name, "targets": targets}), encoding="utf-8")
    listed.replace(root / STAGING / _MARKER)
    _carry_out(root)


def is_interrupted(root: Path) -> bool:
    """Say whether a run was killed in the middle of its change."""
    return (root / STAGING / _MARKER).exists()


def _carry_out(root: Path) -> None:
    """Do the renames that the marker lists, those already done excepted, and take the marker away."""
    marker = root / STAGING / _MARKER
    folder, targets = _listed(root)
    for target in targets:
        new, place, old = folder / target, root / target, folder / "old" / target
        if not new.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        # A folder cannot be replaced in one step, as a file can.
        if new.is_dir() and place.exists():
            shutil.rmtree(old, ignore_errors=True)
            old.parent.mkdir(parents=True, exist_ok=True)
            place.rename(old)
        new.replace(place)
    marker.unlink()


def _listed(root: Path) -> tuple[Path, list[str]]:
    """Read the marker: the folder that holds what was made, and what of it is put in place."""
    try:
        change = json.loads((root / STAGING / _MARKER).read_bytes())
        return root / STAGING / change["folder"], [str(target) for target in change["targets"]]
    except (ValueError, TypeError, KeyError) as error:
        raise PipelineError(
            f"{STAGING}/{_MARKER}, which lists a change that was left half done, cannot be read ({error!r}). "
            f"`git checkout generated 'swagger/*.json'` brings back what was there before it; "
            f"then remove {STAGING} and run this again."
        ) from error


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where one simply does not start two
    except ImportError:  # pragma: no cover
        yield
        return
    # The folder itself is locked: a lock file would have to be removed, and then two runs could each hold one.
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise PipelineError("Another `make regenerate` or `make check-generated` is under way in this tree.") from error
    try:
        yield
    finally:
        os.close(descriptor)
