"""Fixtures for the tests of the drift check: a repository, definition files, and an HTTP server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.servers import Server, response

from .sample import sample

Serve = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the sample as its definition."""
    (tmp_path / "swagger").mkdir()
    (tmp_path / "swagger/webcrm.json").write_text(json.dumps(sample()), encoding="utf-8")
    return tmp_path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], str]:
    """A function that writes a definition to a file and returns its path."""

    def to_file(document: Any) -> str:
        path = tmp_path / "new.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return to_file


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A function that serves one response over a real socket and returns its URL."""
    with Server() as server:
        yield lambda body, **more: server.respond_with(response(body, **more))
