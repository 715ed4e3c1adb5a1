"""Files of the repository that the pipeline reads and writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from webcrm_ext.definition.document import Document, PipelineError, mapping
from webcrm_ext.definition.names_file import NAMES, parse_names
from webcrm_ext.definition.naming import Naming
from webcrm_ext.definition.pull import read_definition
from webcrm_ext.drift.client_attributes import client_attributes

DEFINITION = "swagger/webcrm.json"
OVERLAY = "swagger/overlay.yaml"
OPENAPI = "swagger/openapi.json"
LOCK = "swagger/lock.json"
GENERATED = "generated/webcrm_api"


def read_committed_definition(root: Path) -> Document:
    """Return the definition in the repository.

    Raises:
        PipelineError: The file is missing or is not a definition.
    """
    return read_committed(root, DEFINITION, lambda raw: read_definition(raw, DEFINITION))


def read_names(root: Path) -> str:
    """Return the text of the file of names, or an empty one where it is missing."""
    return (root / NAMES).read_text(encoding="utf-8") if (root / NAMES).exists() else ""


def committed_naming(root: Path) -> Naming:
    """Return what names of operations depend on: the names that the repository keeps, and those of the client.

    Raises:
        PipelineError: The file of names is invalid.
    """
    return Naming(parse_names(read_names(root)), client_attributes())


def read_committed(root: Path, name: str, parse: Callable[[bytes], Document]) -> Document:
    """Return the content of a file in the repository.

    Raises:
        PipelineError: The file is missing or invalid; the message says how to restore it.
    """
    try:
        return mapping(parse((root / name).read_bytes()), name)
    except (OSError, ValueError, PipelineError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PipelineError(f"Reading {name} failed: {reason}. Restore it with `git checkout {name}`.") from error


def written_files(root: Path) -> dict[str, bytes]:
    """Return the content of each file that a run writes, by its path below the folder."""
    paths = [root / name for name in (DEFINITION, OVERLAY, NAMES, OPENAPI, LOCK)]
    paths += [path for path in (root / "generated").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.exists()}


def differing_files(new: dict[str, bytes], old: dict[str, bytes]) -> list[str]:
    """Return the path of each file that differs, is missing or was added."""
    return sorted(path for path in new.keys() | old.keys() if new.get(path) != old.get(path))
