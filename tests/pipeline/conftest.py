"""Fixtures of the pipeline tests: small repositories, one generated tree, and a server."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.generate import PACKAGE, Generate
from scripts.overlay import read_overlay
from scripts.regenerate import derive, regenerate
from scripts.repository import committed_naming
from webcrm_ext.definition.canonical import canonicalise

from .documents import LOCKED_SOURCE, NO_CORRECTIONS, ROOT, definitions, read, small
from .servers import Server

Document = dict[str, Any]
MakeRepository = Callable[..., Path]


def write_repository(root: Path, definition: Document, overlay: Document = NO_CORRECTIONS) -> Path:
    """A repository with the files that the scripts read, before the first run."""
    (root / "swagger").mkdir(parents=True)
    (root / "swagger/webcrm.json").write_bytes(canonicalise(definition))
    (root / "swagger/overlay.yaml").write_text(yaml.safe_dump(overlay), encoding="utf-8")
    (root / "swagger/lock.json").write_text(json.dumps(LOCKED_SOURCE), encoding="utf-8")
    return root


@pytest.fixture
def make_repository(tmp_path: Path) -> MakeRepository:
    """Makes a repository from a definition and an overlay."""

    def make(definition: Document | None = None, overlay: Document = NO_CORRECTIONS) -> Path:
        return write_repository(tmp_path / "repository", small() if definition is None else definition, overlay)

    return make


@pytest.fixture(scope="session")
def generated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small repository, generated once for all processes of the test run. Read-only: `generated` is a copy."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root = shared / "generated-once"
    # The first process generates while the others wait.
    with (shared / "generated-once.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            unfinished = write_repository(shared / "generating", small())
            regenerate(unfinished, None)
            unfinished.rename(root)
    return root


@pytest.fixture
def generated(generated_once: Path, tmp_path: Path) -> Path:
    """A copy of the generated small repository."""
    return Path(shutil.copytree(generated_once, tmp_path / "generated-repository"))


@pytest.fixture
def copy_package(generated_once: Path) -> Generate:
    """Stands for the generator where a test does not depend on what is generated: copies the small package."""

    def copy(document: Document, folder: Path) -> Path:
        return Path(shutil.copytree(generated_once / "generated" / PACKAGE, folder / PACKAGE))

    return copy


@pytest.fixture(params=definitions(), ids=lambda path: path.stem)
def definition(request: pytest.FixtureRequest) -> Document:
    """Each whole definition that is available."""
    document: Document = read(request.param)
    return document


@pytest.fixture(scope="session")
def overlay() -> Document:
    """The overlay of the repository."""
    return read_overlay(ROOT / "swagger/overlay.yaml")


@pytest.fixture(scope="session")
def openapi(overlay: Document) -> Document:
    """The document for the generator, derived from the committed definition."""
    return derive(read(ROOT / "swagger/webcrm.json"), overlay, committed_naming(ROOT))


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    with Server() as running:
        yield running


@pytest.fixture
def state() -> Callable[[Path], dict[str, bytes]]:
    """Returns the content of each file below a folder."""

    def files(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    return files
