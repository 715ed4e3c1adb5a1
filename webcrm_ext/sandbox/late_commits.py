"""Writes that the service makes after it has responded."""

import logging
from collections.abc import Callable
from threading import RLock

from .clock import Clock
from .responses import HTTPError

_LOG = logging.getLogger("webcrm_ext.sandbox")


class LateCommits:
    """Writes to make later, by the sandbox's clock.

    Nobody can see the records but by a request or a method of the sandbox, and each of these first makes the writes
    that are due. So no thread waits for them, and a test that moves the clock sees them at once.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[float, Callable[[], object]]] = []
        self._lock = RLock()

    def add(self, delay: float, write: Callable[[], object]) -> None:
        """Make a write in `delay` seconds."""
        with self._lock:
            self._waiting.append((self._clock.seconds() + delay, write))
            self._waiting.sort(key=lambda each: each[0])

    def state(self) -> list[tuple[float, Callable[[], object]]]:
        """Return the writes that are not due yet, for a snapshot."""
        with self._lock:
            return list(self._waiting)

    def set_state(self, state: list[tuple[float, Callable[[], object]]]) -> None:
        """Set the writes to make to what `state` returned."""
        with self._lock:
            self._waiting = list(state)

    def run_due(self) -> None:
        """Make the writes that are due. What the service refuses by then is not written."""
        if not self._waiting:
            return
        with self._lock:
            while self._waiting and self._waiting[0][0] <= self._clock.seconds():
                due, write = self._waiting.pop(0)
                try:
                    with self._clock.fixed_at(due):
                        write()
                except HTTPError as error:
                    _LOG.info("A late write was refused: %s", error.message)
                except Exception:  # noqa: BLE001 - as in a request, any failure becomes a log entry
                    _LOG.exception("A late write failed")
