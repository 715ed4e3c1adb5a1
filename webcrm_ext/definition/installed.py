"""The definition that the installed client was generated from, and its origin."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from webcrm_ext.definition.document import Document, PipelineError, mapping
from webcrm_ext.definition.names_file import parse_names
from webcrm_ext.definition.pull import read_definition


def installed_definition(package: Traversable | None = None) -> Document:
    """Return the definition that comes with the package, or with the checkout of an editable install.

    Args:
        package: The folder of the package, by default the installed `webcrm_ext`.

    Raises:
        PipelineError: The definition is missing or invalid.
    """
    return read_definition(_read("webcrm.json", package), "The package's own definition")


def installed_lock(package: Traversable | None = None) -> Document:
    """Return the lock file of that definition: `source`, `pulled`, hashes and counts.

    Args:
        package: The folder of the package, by default the installed `webcrm_ext`.

    Raises:
        PipelineError: The lock file is missing or invalid.
    """
    try:
        return mapping(json.loads(_read("lock.json", package)), "lock.json")
    except ValueError as error:
        raise PipelineError(f"The package's lock.json is not JSON: {error}. Reinstall webcrm-client.") from error


def installed_names(package: Traversable | None = None) -> dict[str, str]:
    """Return the names of its operations that no rule names, by method and path.

    Args:
        package: The folder of the package, by default the installed `webcrm_ext`.

    Raises:
        PipelineError: The file of names is missing or invalid.
    """
    return parse_names(_read("names.yaml", package).decode())


def installed_openapi(package: Traversable | None = None) -> bytes:
    """Return the normalised definition, OpenAPI 3 as JSON, that the installed client was generated from.

    Args:
        package: The folder of the package, by default the installed `webcrm_ext`.

    Raises:
        PipelineError: The file is missing.
    """
    return _read("openapi.json", package)


def _read(name: str, package: Traversable | None) -> bytes:
    folder = files("webcrm_ext") if package is None else package
    path = folder / "definition" / name
    if package is None and not path.is_file():
        path = Path(__file__).parents[2] / "swagger" / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{name} is missing from the package: reinstall webcrm-client.") from error
