"""Delivery of hooks, only to targets on this machine."""

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
_STOPPED = "the sandbox has stopped"


@dataclass(frozen=True, slots=True)
class HookDelivery:
    """One attempt to call a hook's target. The status is 0 if the target could not be reached or was not called."""

    target: str
    payload: dict[str, Any]
    status: int
    reason: str = ""


class Outbox:
    """Calls the targets of hooks one after the other, in a background thread."""

    def __init__(self) -> None:
        self.deliveries: deque[HookDelivery] = deque(maxlen=10_000)
        self._queue: Queue[tuple[str, dict[str, Any]] | None] = Queue()
        self._thread: Thread | None = None
        self._lock = Lock()
        self._stopped = False
        self._closed = False
        self._socket: socket | None = None

    def send(self, target: str, payload: dict[str, Any]) -> None:
        """Queue a delivery. After `close` it is recorded as failed."""
        with self._lock:
            if self._closed:
                self.deliveries.append(HookDelivery(target, payload, 0, _STOPPED))
                return
            if self._thread is None:
                self._thread = Thread(target=self._work, name="webcrm-sandbox-hooks", daemon=True)
                self._thread.start()
            self._queue.put((target, payload))

    def wait(self) -> None:
        """Wait until every queued delivery has succeeded or failed."""
        self._queue.join()

    def stop(self) -> None:
        """Abort the current delivery, and fail those in the queue."""
        with self._lock:
            self._stopped = True
            if self._socket is not None:
                with suppress(OSError):  # the target may have closed the connection
                    self._socket.shutdown(SHUT_RDWR)

    def close(self) -> None:
        """Stop, and wait for the delivery thread to end."""
        self.stop()
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            target, payload = item
            try:
                status, reason = self._deliver(target, payload)
                self.deliveries.append(HookDelivery(target, payload, status, reason))
            finally:
                self._queue.task_done()
        self._queue.task_done()

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
        """Open a connection that `stop` can abort."""
        connection = HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
        try:
            if not self._stopped:
                connection.connect()
            with self._lock:
                if self._stopped:
                    raise ConnectionAbortedError(_STOPPED)
                self._socket = connection.sock
            yield connection
        finally:
            with self._lock:
                self._socket = None
            connection.close()


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine. Names other than `localhost` are not resolved."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
