"""What the tests of the drift check share: a repository, files, and a server that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from .sample import sample

# The same examples in each run, and no limit of time for one: the machine may be busy.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

Serve = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the sample as its definition."""
    (tmp_path / "swagger").mkdir()
    (tmp_path / "swagger/webcrm.json").write_text(json.dumps(sample()), encoding="utf-8")
    return tmp_path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], str]:
    """Writes a definition to a file, and gives its path."""

    def to_file(document: Any) -> str:
        path = tmp_path / "new.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return to_file


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves one answer on this machine over real sockets, and gives its address."""
    running: list[ThreadingHTTPServer] = []

    def start(body: bytes, *, status: int = 200, **headers: str) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                for name, value in {"Content_Length": str(len(body)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except ConnectionError:
                    # Whoever asked has seen enough.
                    self.close_connection = True

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}/swagger.json"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()
