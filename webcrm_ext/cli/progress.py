"""A progress bar on stderr."""

from __future__ import annotations

import os
import shutil
import sys
import time
from threading import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH = 24
_NOTABLE_WAIT = 1.0
"""Seconds of a wait from which on it is shown."""


class ProgressBar:
    """Shows rows, requests, waits and the time that is left, in one line.

    Args:
        enabled: Whether to show anything.
        clock: Returns the seconds of a steady clock.
        sleep: Waits.
    """

    def __init__(
        self,
        *,
        enabled: bool,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.enabled = enabled and os.environ.get("TERM") != "dumb"
        self._sleep = sleep
        self._clock = clock
        self._began = clock()
        self._lock = Lock()  # requests that are sent together wait in threads of their own
        self._shown = ""
        self._requests = 0
        self._waited = 0.0
        self._waits_until = 0.0
        self._tables_before: int | None = None

    def request(self, _request: object = None) -> None:
        """Count a request."""
        self._requests += 1

    def upsert(self, phase: str, done: int, total: int | None, requests: int, seconds_left: float | None) -> None:
        """Show the progress of an upsert; see `webcrm_api.results.UpsertProgress`."""
        left = "" if seconds_left is None else f", {_duration(seconds_left)} left"
        self._show(f"{phase}: {_bar(done, total, 'rows')}, {_counted(requests, 'request')}{self._waits()}{left}")

    def rows(self, done: int, total: int | None = None) -> None:
        """Show how many rows were read."""
        self._show(
            f"{_bar(done, total, 'rows')}, {_counted(self._requests, 'request')}{self._waits()}"
            f"{self._left(done, total or 0)}"
        )

    def export(self, table: str, rows: int, requests: int, tables_done: int, tables: int) -> None:
        """Show the progress of an export; see `webcrm_ext.exports.report.ExportProgress`."""
        if self._tables_before is None:
            self._tables_before = tables_done
        before = self._tables_before
        done = f"{_bar(tables_done, tables, 'tables')}, " if tables > 1 else ""
        self._show(
            f"{done}{table}: {rows} rows, {_counted(requests, 'request')}{self._waits()}"
            f"{self._left(tables_done - before, tables - before)}"
        )

    def sleep(self, seconds: float) -> None:
        """Wait, and show a longer wait: for the rate limit, or before a retry."""
        if seconds >= _NOTABLE_WAIT:
            with self._lock:
                now = self._clock()
                self._waited += max(0.0, now + seconds - max(now, self._waits_until))
                self._waits_until = max(self._waits_until, now + seconds)
            self._show(f"{self._shown or 'waiting'}; waits {seconds:.0f} s (rate limit or retry)")
        self._sleep(seconds)
        if sys.stdout.isatty():  # rows are printed on the same terminal
            self.clear()

    def clear(self) -> None:
        """Remove the bar."""
        with self._lock:
            if self._shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
                self._shown = ""

    def _left(self, done: int, total: int) -> str:
        """Return an estimate of the time that is left, once something is done."""
        if not 0 < done < total:
            return ""
        return f", about {_duration((self._clock() - self._began) * (total - done) / done)} left"

    def _waits(self) -> str:
        return f", waited {_duration(self._waited)}" if self._waited else ""

    def _show(self, text: str) -> None:
        if not self.enabled:
            return
        with self._lock:
            self._shown = text.partition("; waits ")[0]
            sys.stderr.write(f"\r{text[: shutil.get_terminal_size().columns - 1]}\x1b[K")
            sys.stderr.flush()


def _bar(done: int, total: int | None, what: str) -> str:
    if not total:
        return f"{done} {what}"
    filled = min(_WIDTH, _WIDTH * done // total)
    return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done} of {total} {what}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
