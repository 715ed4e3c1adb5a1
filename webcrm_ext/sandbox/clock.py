"""The sandbox's clock, which tests move instead of waiting."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock, local
from time import monotonic

from .messages import shown

_LARGEST_STEP = 1e9


class Clock:
    """A clock that starts now or at `start`, and can be advanced and frozen."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._start = start or datetime.now(UTC)
        self._offset = 0.0
        self._running_since: float | None = None if frozen else monotonic()
        self._lock = Lock()
        self._fixed = local()

    def seconds(self) -> float:
        """Return the seconds since the clock was created."""
        fixed: float | None = getattr(self._fixed, "seconds", None)
        if fixed is not None:
            return fixed
        with self._lock:
            running = 0.0 if self._running_since is None else monotonic() - self._running_since
            return self._offset + running

    def now(self) -> datetime:
        """Return the sandbox's current time, in UTC."""
        return self._start + timedelta(seconds=self.seconds())

    @contextmanager
    def fixed_at(self, seconds: float) -> Iterator[None]:
        """Fix the time for this thread, for work that was due at a moment in the past."""
        self._fixed.seconds = seconds
        try:
            yield
        finally:
            self._fixed.seconds = None

    def advance(self, seconds: float) -> None:
        """Move the clock forwards: tokens expire, the window of the rate limit slides.

        Raises:
            ValueError: `seconds` is not a number from 0 to 1,000,000,000.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= _LARGEST_STEP:
            msg = f"advance must be a number of seconds from 0 to {_LARGEST_STEP:.0f}, not {shown(seconds)}"
            raise ValueError(msg)
        with self._lock:
            self._offset += seconds

    def state(self) -> tuple[float, bool]:
        """Return the seconds, and whether the clock is frozen, for a snapshot."""
        seconds = self.seconds()
        with self._lock:
            return seconds, self._running_since is None

    def set_state(self, state: tuple[float, bool]) -> None:
        """Set the clock to what `state` returned."""
        with self._lock:
            self._offset, is_frozen = state
            self._running_since = None if is_frozen else monotonic()

    @property
    def is_frozen(self) -> bool:
        """Whether only `advance` moves the clock."""
        return self._running_since is None

    def freeze(self) -> None:
        """Stop the clock; from now on only `advance` moves it."""
        with self._lock:
            if self._running_since is not None:
                self._offset += monotonic() - self._running_since
                self._running_since = None

    def resume(self) -> None:
        """Let a frozen clock run again."""
        with self._lock:
            if self._running_since is None:
                self._running_since = monotonic()
