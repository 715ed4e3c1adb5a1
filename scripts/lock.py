"""The lock file: where the definition came from, what it was, and what made the client from it."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from scripts.generate import TOOLS
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, models, number_of_operations

_ORIGIN = ("source", "pulled", "raw_sha256")


def sha256(content: bytes) -> str:
    """Give the hash of some bytes, as the lock file has it."""
    return hashlib.sha256(content).hexdigest()


def tree_hash(folder: Path) -> str:
    """Give one hash of all files below a folder: their paths and their bytes."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder).as_posix()}\0{sha256(path.read_bytes())}\n".encode())
    return whole.hexdigest()


class BuildResult(NamedTuple):
    """What a run made: the definition, the document derived from it, and the generated package."""

    definition: Document
    openapi: Document
    package: Path


def new_lock(made: BuildResult, *, source: str, raw: bytes, pulled: datetime.date) -> bytes:
    """Give the bytes of a lock file for a definition that was pulled."""
    return _written({"source": source, "pulled": pulled.isoformat(), "raw_sha256": sha256(raw)}, made)


def update_lock(made: BuildResult, lock: Document) -> bytes:
    """Give the bytes of a lock file for the same definition, generated anew: its origin stays.

    Raises:
        PipelineError: The lock file that is there does not say the origin.
    """
    missing = [key for key in _ORIGIN if key not in lock]
    if missing:
        raise PipelineError(
            f"swagger/lock.json does not say {', '.join(missing)}: `git checkout swagger/lock.json` brings it back."
        )
    return _written({key: lock[key] for key in _ORIGIN}, made)


def _written(origin: dict[str, Any], made: BuildResult) -> bytes:
    lock = {
        **origin,
        "canonical_sha256": sha256(canonicalise(made.definition)),
        "counts": {
            "operations": number_of_operations(made.definition),
            "operations_with_overlay": number_of_operations(made.openapi),
            "models": len(models(made.definition)),
        },
        "openapi_sha256": sha256(canonicalise(made.openapi)),
        "generated_sha256": tree_hash(made.package),
        "tools": TOOLS,
    }
    return (json.dumps(lock, indent=2, ensure_ascii=False) + "\n").encode()
