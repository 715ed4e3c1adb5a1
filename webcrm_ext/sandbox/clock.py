"""The sandbox's own time, which tests move instead of waiting."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic

_LARGEST_STEP = 1e9


class Clock:
    """A clock that starts now (or at `start`), and can be moved forwards or held still."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._start = start or datetime.now(UTC)
        self._offset = 0.0
        self._running_since: float | None = None if frozen else monotonic()
        self._lock = Lock()

    def seconds(self) -> float:
        """Seconds since the clock was made, in sandbox time."""
        with self._lock:
            running = 0.0 if self._running_since is None else monotonic() - self._running_since
            return self._offset + running

    def now(self) -> datetime:
        """The present moment of the sandbox, in UTC."""
        return self._start + timedelta(seconds=self.seconds())

    def advance(self, seconds: float) -> None:
        """Move the clock forwards: tokens expire, the window of the rate limit slides.

        Raises:
            ValueError: if `seconds` is no number from 0 to 1,000,000,000.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= _LARGEST_STEP:
            msg = f"advance takes seconds from 0 to {_LARGEST_STEP:.0f}, not {seconds!r}"
            raise ValueError(msg)
        with self._lock:
            self._offset += seconds

    def freeze(self) -> None:
        """Hold the clock still; only `advance` moves it from now on."""
        with self._lock:
            if self._running_since is not None:
                self._offset += monotonic() - self._running_since
                self._running_since = None

    def resume(self) -> None:
        """Let a held clock run again from where it stands."""
        with self._lock:
            if self._running_since is None:
                self._running_since = monotonic()
