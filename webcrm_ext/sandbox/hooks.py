"""Delivery of hooks, to targets on this machine alone."""

import ipaddress
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from queue import Queue
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from .responses import dumps

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class HookDelivery:
    """An attempt to tell a target of an event. The status is 0 if it could not be reached or was not called."""

    target: str
    payload: dict[str, Any]
    status: int
    reason: str = ""


class Outbox:
    """Calls the targets of hooks, one after the other, beside the calls of the API."""

    def __init__(self) -> None:
        self.deliveries: deque[HookDelivery] = deque(maxlen=10_000)
        self._waiting: Queue[tuple[str, dict[str, Any]] | None] = Queue()
        self._thread: Thread | None = None
        self._lock = Lock()
        self._stopped = False
        self._called: socket | None = None

    def send(self, target: str, payload: dict[str, Any]) -> None:
        """Deliver as soon as those before are delivered."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name="webcrm-sandbox-hooks", daemon=True)
            self._thread.start()
        self._waiting.put((target, payload))

    def wait(self) -> None:
        """Return when everything sent so far was delivered, or failed."""
        self._waiting.join()

    def stop(self) -> None:
        """Break off the delivery that is under way, and deliver nothing of what waits."""
        with self._lock:
            self._stopped = True
            if self._called is not None:
                with suppress(OSError):  # the target may just have closed the connection
                    self._called.shutdown(SHUT_RDWR)

    def close(self) -> None:
        """Stop, and return when nothing is under way any more."""
        self.stop()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            target, payload = item
            try:
                status, reason = self._deliver(target, payload)
                self.deliveries.append(HookDelivery(target, payload, status, reason))
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

    def _deliver(self, target: str, payload: dict[str, Any]) -> tuple[int, str]:
        try:
            parts = urlsplit(target)
            if parts.scheme != "http" or not is_loopback(parts.hostname):
                return 0, "the sandbox delivers only to http addresses on this machine"
            address = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            with self._connected(parts.hostname or "", parts.port or 80) as connection:
                connection.request("POST", address, dumps(payload), {"Content-Type": "application/json"})
                response = connection.getresponse()
        except (OSError, HTTPException, ValueError) as error:
            return 0, f"{type(error).__name__}: {error}"
        return response.status, response.reason

    @contextmanager
    def _connected(self, host: str, port: int) -> Iterator[HTTPConnection]:
        """A connection that `stop` can break off."""
        connection = HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
        try:
            if not self._stopped:
                connection.connect()
            with self._lock:
                if self._stopped:
                    raise ConnectionAbortedError("the sandbox has stopped")
                self._called = connection.sock
            yield connection
        finally:
            with self._lock:
                self._called = None
            connection.close()


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine. A name is not looked up: only `localhost` is known to be."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
