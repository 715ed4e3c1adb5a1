"""What is committed of the definition, and how to have it back where it is spoiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from webcrm_ext.definition.document import Document, PipelineError, mapping
from webcrm_ext.definition.pull import read_definition

DEFINITION = "swagger/webcrm.json"


def read_committed_definition(root: Path) -> Document:
    """Read the definition that is in the repository.

    Raises:
        PipelineError: It is missing, or is none.
    """
    return read_committed(root, DEFINITION, lambda raw: read_definition(raw, DEFINITION))


def read_committed(root: Path, name: str, read: Callable[[bytes], Document]) -> Document:
    """Read a file of the repository; whoever finds it spoiled is told how to have it back.

    Raises:
        PipelineError: It is missing, or cannot be read.
    """
    try:
        return mapping(read((root / name).read_bytes()), name)
    except (OSError, ValueError, PipelineError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PipelineError(f"{name} cannot be used: {why}. `git checkout {name}` brings it back.") from error
