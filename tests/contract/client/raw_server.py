"""A server that writes what a test wants, byte by byte, and counts what it could send; also a proxy, also by TLS."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from tests.contract.client.service import LOGIN_RESPONSE, TOKEN

NEEDS_OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl creates the certificate")


class Request(NamedTuple):
    """A request: its method, its target and its headers, their names in lower case."""

    method: str
    target: str
    headers: dict[str, str]


def json_response(value: object, *, status: int = 200) -> bytes:
    """Return a complete response with a JSON body."""
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class RawServer:
    """A server on this machine.

    Args:
        respond: Called with each request but logins, and a function that sends bytes. That raises ConnectionError when
            the client has closed the connection. It returns whether the connection stays open.
        login: The same, for logins.
        context: The certificate, for TLS.
    """

    def __init__(
        self,
        respond: Callable[[Request, Callable[[bytes], None]], bool | None],
        login: Callable[[Request, Callable[[bytes], None]], bool | None] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._respond = respond
        self._login = login or self._log_in
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.requests: list[Request] = []
        self.connections = 0
        self.sent = 0
        self.stopped = threading.Event()
        # What `connect_either` needs of a sandbox.
        self.application_token = TOKEN
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self.clock = SimpleNamespace(advance=lambda _seconds: None)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """The targets of all requests but logins."""
        return [each.target for each in self.requests if "/Auth" not in each.target]

    @staticmethod
    def _log_in(_request: Request, send: Callable[[bytes], None]) -> bool:
        send(json_response(LOGIN_RESPONSE))
        return True

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(60)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as received:
                while (request := self._read(received)) is not None:
                    self.requests.append(request)
                    handle = self._login if "/Auth" in request.target else self._respond

                    def send(data: bytes) -> None:
                        if self.stopped.is_set():
                            raise ConnectionError("the test is over")
                        connection.sendall(data)
                        self.sent += len(data)

                    if not handle(request, send):
                        return

    @staticmethod
    def _read(received: object) -> Request | None:
        lines = []
        while (line := received.readline()) != b"\r\n":  # type: ignore[attr-defined]
            if not line:  # the peer has closed the connection
                return None
            lines.append(line)
        method, target, _ = lines[0].decode().split(" ", 2)
        pairs = (line.decode().partition(":") for line in lines[1:])
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        received.read(int(headers.get("content-length", 0)))  # type: ignore[attr-defined]
        return Request(method, target, headers)

    def close(self) -> None:
        """Stop listening, and end what is being sent."""
        self.stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listener.close()


@contextmanager
def serving(*arguments: object, **options: object) -> Iterator[RawServer]:
    """Run a server; the arguments are those of `RawServer`."""
    server = RawServer(*arguments, **options)  # type: ignore[arg-type]
    try:
        yield server
    finally:
        server.close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the contexts of a server and of a client that trusts it, for a name or an address."""
    kind = "IP" if name[0].isdigit() else "DNS"
    files = {"-keyout": folder / f"{name}.key", "-out": folder / f"{name}.pem"}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName={kind}:{name}",
         *(str(each) for pair in files.items() for each in pair)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files["-out"], files["-keyout"])
    return server, ssl.create_default_context(cafile=str(files["-out"]))


class Tunnel:
    """A proxy that connects each tunnel to one port of this machine, and records its target."""

    def __init__(self, port: int) -> None:
        self._target_port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.targets: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                head = caller.recv(65536)
                self.targets.append(head.split()[1].decode())
                target = socket.create_connection(("127.0.0.1", self._target_port))
                caller.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                for source, sink in ((caller, target), (target, caller)):
                    threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError), sink:
            while data := source.recv(65536):
                sink.sendall(data)

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@contextmanager
def tunnelling(port: int) -> Iterator[Tunnel]:
    """Run a proxy; see `Tunnel`."""
    proxy = Tunnel(port)
    try:
        yield proxy
    finally:
        proxy.close()
