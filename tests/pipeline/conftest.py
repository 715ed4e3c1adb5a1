"""What the tests of the scripts share: small repositories, one generated tree, and a server."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.overlay import read_overlay
from scripts.regenerate import derive, regenerate
from webcrm_ext.definition.canonical import canonicalise

from .documents import NO_CORRECTIONS, ORIGIN, ROOT, definitions, read, small
from .servers import Server

Document = dict[str, Any]
MakeRepository = Callable[..., Path]


def write_repository(root: Path, definition: Document, overlay: Document = NO_CORRECTIONS) -> Path:
    """A repository as far as the scripts see it, before anything was generated."""
    (root / "swagger").mkdir(parents=True)
    (root / "swagger/webcrm.json").write_bytes(canonicalise(definition))
    (root / "swagger/overlay.yaml").write_text(yaml.safe_dump(overlay), encoding="utf-8")
    (root / "swagger/lock.json").write_text(json.dumps(ORIGIN), encoding="utf-8")
    return root


@pytest.fixture
def make_repository(tmp_path: Path) -> MakeRepository:
    """Makes a repository from a definition and an overlay."""

    def make(definition: Document | None = None, overlay: Document = NO_CORRECTIONS) -> Path:
        return write_repository(tmp_path / "repository", small() if definition is None else definition, overlay)

    return make


@pytest.fixture(scope="session")
def generated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository with everything generated. Not to be changed: `generated` gives a copy."""
    root = write_repository(tmp_path_factory.mktemp("generated") / "repository", small())
    regenerate(root, None)
    return root


@pytest.fixture
def generated(generated_once: Path, tmp_path: Path) -> Path:
    """A copy of the small repository with everything generated."""
    return Path(shutil.copytree(generated_once, tmp_path / "generated-repository"))


@pytest.fixture(params=definitions(), ids=lambda path: path.stem)
def definition(request: pytest.FixtureRequest) -> Document:
    """Each whole definition there is."""
    document: Document = read(request.param)
    return document


@pytest.fixture(scope="session")
def overlay() -> Document:
    """The corrections of the repository."""
    return read_overlay(ROOT / "swagger/overlay.yaml")


@pytest.fixture(scope="session")
def openapi(overlay: Document) -> Document:
    """What the generator reads, derived anew from the committed definition."""
    return derive(read(ROOT / "swagger/webcrm.json"), overlay)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    with Server() as running:
        yield running


@pytest.fixture
def state() -> Callable[[Path], dict[str, bytes]]:
    """Gives every file below a folder with its bytes."""

    def files(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    return files
