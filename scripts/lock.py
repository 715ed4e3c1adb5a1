"""The lock file: the definition's source, hashes of the generated files, and versions of the tools."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from scripts.corrections import Corrections
from scripts.generate import TOOLS
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, models, number_of_operations

_ORIGIN = ("source", "pulled", "raw_sha256")


def sha256(content: bytes) -> str:
    """Return the hash of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def tree_hash(folder: Path) -> str:
    """Return one hash of all files below a folder: of their paths and bytes."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder).as_posix()}\0{sha256(path.read_bytes())}\n".encode())
    return whole.hexdigest()


class BuildResult(NamedTuple):
    """Result of a run.

    Attributes:
        definition: The definition.
        openapi: The document derived from it.
        package: The generated package.
        corrections: What became of the overlay and of the names.
    """

    definition: Document
    openapi: Document
    package: Path
    corrections: Corrections = Corrections()


def new_lock(result: BuildResult, *, source: str, raw: bytes, pulled: datetime.date) -> bytes:
    """Return the lock file of a definition that was pulled."""
    return _encoded({"source": source, "pulled": pulled.isoformat(), "raw_sha256": sha256(raw)}, result)


def update_lock(result: BuildResult, lock: Document) -> bytes:
    """Return the lock file after generating again from the same definition. Its source stays.

    Raises:
        PipelineError: The old lock file lacks the source.
    """
    missing = [key for key in _ORIGIN if key not in lock]
    if missing:
        raise PipelineError(
            f"swagger/lock.json lacks {', '.join(missing)}. Restore it with `git checkout swagger/lock.json`."
        )
    return _encoded({key: lock[key] for key in _ORIGIN}, result)


def _encoded(origin: dict[str, Any], result: BuildResult) -> bytes:
    lock = {
        **origin,
        "canonical_sha256": sha256(canonicalise(result.definition)),
        "counts": {
            "operations": number_of_operations(result.definition),
            "operations_with_overlay": number_of_operations(result.openapi),
            "models": len(models(result.definition)),
        },
        **result.corrections.as_json(),
        "openapi_sha256": sha256(canonicalise(result.openapi)),
        "generated_sha256": tree_hash(result.package),
        "tools": TOOLS,
    }
    return (json.dumps(lock, indent=2, ensure_ascii=False) + "\n").encode()
