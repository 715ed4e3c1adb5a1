"""A progress bar on stderr."""

from __future__ import annotations

import shutil
import sys
import time

_WIDTH = 24
_NOTABLE_WAIT = 1.0
"""Seconds of a wait from which on it is shown."""


class ProgressBar:
    """Shows rows, requests, waits and the time that is left, in one line.

    Args:
        enabled: Whether to show anything.
    """

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self._shown = ""
        self._waited = 0.0

    def upsert(self, phase: str, done: int, total: int | None, requests: int, seconds_left: float | None) -> None:
        """Show the progress of an upsert; see `webcrm_api.results.UpsertProgress`."""
        left = "" if seconds_left is None else f", {seconds_left:.0f} s left"
        self._show(f"{phase}: {self._bar(done, total)} {requests} requests{self._waits()}{left}")

    def rows(self, done: int) -> None:
        """Show how many rows were read."""
        self._show(f"{done} rows{self._waits()}")

    def sleep(self, seconds: float) -> None:
        """Wait, and show a longer wait: for the rate limit, or before a retry."""
        if seconds >= _NOTABLE_WAIT:
            self._waited += seconds
            self._show(f"{self._shown or 'waiting'}; waits {seconds:.0f} s (rate limit or retry)")
        time.sleep(seconds)

    def clear(self) -> None:
        """Remove the bar."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = ""

    def _bar(self, done: int, total: int | None) -> str:
        if not total:
            return f"{done} rows,"
        filled = min(_WIDTH, _WIDTH * done // total)
        return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done} of {total} rows,"

    def _waits(self) -> str:
        return f", waited {self._waited:.0f} s" if self._waited else ""

    def _show(self, text: str) -> None:
        if not self.enabled:
            return
        self._shown = text.partition("; waits ")[0]
        sys.stderr.write(f"\r{text[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        sys.stderr.flush()
