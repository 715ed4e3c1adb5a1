"""Leases: locks that several clients share, and that expire by themselves."""

from __future__ import annotations

import re

from attrs import frozen

from webcrm_ext.errors import ConfigurationError, short_repr

_CLOCK_TOLERANCE = 5.0
"""Seconds by which clocks may differ."""

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FOREVER = 1e9
"""Seconds of a lease that would never expire."""


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


def validate_key(key: str) -> None:
    """Check the key of a token store.

    Raises:
        ConfigurationError: It is not a string of whole characters.
    """
    if not isinstance(key, str) or _LONE_SURROGATE.search(key):
        raise ConfigurationError(f"{short_repr(key)} is not the key of a token. Pass the string that a client passes.")


def validate_request(holder: str, seconds: float) -> None:
    """Check who asks for a lease, and for how long.

    Raises:
        ConfigurationError: The holder is not a string, or the seconds are not a number above 0.
    """
    if not isinstance(holder, str) or not isinstance(seconds, int | float) or not 0 < seconds < _FOREVER:
        raise ConfigurationError(
            f"A lease needs a holder, a string, and seconds above 0; not {short_repr(holder)}, {short_repr(seconds)}."
        )


def decide_lease(lease: Lease | None, holder: str, now: float, seconds: float) -> Lease | None:
    """Return the new lease of a holder who asks for one; None if another client has it."""
    if lease is not None and lease.holder != holder and not lease.has_expired(now):
        return None
    return Lease(holder=holder, acquired_at=now, seconds=seconds)
