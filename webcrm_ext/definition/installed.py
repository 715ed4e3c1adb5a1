"""The definition that the installed client was generated from, and its lock file."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from webcrm_ext.definition.document import Document, PipelineError, mapping
from webcrm_ext.definition.pull import read_definition


def installed_definition() -> Document:
    """Return the definition in the installed package, or in the checkout of an editable install.

    Raises:
        PipelineError: The file is missing or is not a definition.
    """
    return read_definition(_read("webcrm.json"), "The package's own definition")


def installed_lock() -> Document:
    """Return the lock file of the definition: `source`, `pulled`, hashes and counts.

    Raises:
        PipelineError: The file is missing or is not JSON.
    """
    try:
        return mapping(json.loads(_read("lock.json")), "lock.json")
    except ValueError as error:
        raise PipelineError(f"The package's lock.json is not JSON: {error}. Reinstall webcrm-client.") from error


def _read(name: str) -> bytes:
    packaged: Traversable = files("webcrm_ext") / "definition" / name
    found = packaged if packaged.is_file() else Path(__file__).parents[2] / "swagger" / name
    try:
        return found.read_bytes()
    except OSError as error:
        raise PipelineError(f"{name} is missing from the package. Reinstall webcrm-client.") from error
