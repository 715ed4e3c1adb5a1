"""The rate limit: a sliding window for each application token."""

import math
from collections import defaultdict, deque

from .clock import Clock
from .responses import too_many_requests

_MINUTE = 60


class RateLimit:
    """Counts the requests in the window."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def left(self, application_token: str, limit: int | None, window: float) -> int | None:
        """Return the requests that are left in the window; None without a limit."""
        if limit is None:
            return None
        began = self._clock.seconds() - window
        return max(0, limit - sum(each > began for each in self._calls[application_token]))

    def state(self) -> dict[str, list[float]]:
        """Return the requests in the windows, for a snapshot."""
        return {token: list(calls) for token, calls in self._calls.items()}

    def set_state(self, state: dict[str, list[float]]) -> None:
        """Set the windows to what `state` returned."""
        self._calls.clear()
        self._calls.update({token: deque(calls) for token, calls in state.items()})

    def count(self, application_token: str, limit: int | None, window: float) -> None:
        """Count a request, unless it is refused.

        Args:
            application_token: The token that sent it.
            limit: The requests in a window; None for no limit.
            window: The seconds of the window.

        Raises:
            HTTPError: 429 with `Retry-After` when the window is full.
        """
        if limit is None:
            return
        now = self._clock.seconds()
        calls = self._calls[application_token]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) < limit:
            calls.append(now)
            return
        # The request that must leave the window before one more fits.
        blocking = calls[len(calls) - max(limit, 1)]
        wait = max(1, math.ceil(blocking + window - now))
        period = "a minute" if window == _MINUTE else f"in {window:g} seconds"
        raise too_many_requests(f"Too many requests: the limit is {limit} {period}.", wait)
