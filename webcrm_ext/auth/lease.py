"""Leases: locks that several clients share, and that expire by themselves."""

from __future__ import annotations

from attrs import frozen

_CLOCK_TOLERANCE = 5.0
"""Seconds by which clocks may differ."""


@frozen(kw_only=True)
class Lease:
    """A lease on a key.

    Attributes:
        holder: Identifies the client that has it.
        acquired_at: When it was acquired or renewed, in seconds of the store's clock.
        seconds: How long it lasts from then on.
    """

    holder: str
    acquired_at: float
    seconds: float

    def has_expired(self, now: float) -> bool:
        """Return whether another client may take the lease over."""
        # A lease of the future is one from before the clock was set back. It must not last longer for that.
        return not self.acquired_at - _CLOCK_TOLERANCE <= now < self.acquired_at + self.seconds


def decide_lease(lease: Lease | None, holder: str, now: float, seconds: float) -> Lease | None:
    """Return the new lease of a holder who asks for one; None if another client has it."""
    if lease is not None and lease.holder != holder and not lease.has_expired(now):
        return None
    return Lease(holder=holder, acquired_at=now, seconds=seconds)
