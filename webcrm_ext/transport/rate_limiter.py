"""What the client needs of a rate limiter: the protocol for other implementations than `LocalRateLimiter`."""

from __future__ import annotations

from typing import Protocol


class Reservation(Protocol):
    """A slot for one request.

    Attributes:
        wait: Seconds until the request may be sent, 0 for now. Read it again after sleeping: it can shrink when another
            caller releases its slot, and grow when a 429 blocks the key.
    """

    @property
    def wait(self) -> float: ...  # noqa: D102 - documented above


class RateLimiter(Protocol):
    """Counts requests by key, for all callers that share it. No method sleeps; all are thread-safe.

    A key identifies base URL and application token, and shows neither; it is the key of the token store. The async
    client may call the methods in a thread.
    """

    def acquire(self, key: str, requests_per_minute: int | None) -> Reservation:
        """Reserve the next slot; None means no limit, so that only a block makes callers wait."""
        ...

    def confirm(self, reservation: Reservation) -> None:
        """Record that the response has arrived: the service has counted the request by now."""
        ...

    def release(self, reservation: Reservation) -> None:
        """Release a slot whose request was not sent."""
        ...

    def block(self, key: str, seconds: float) -> None:
        """Block all requests of a key for some seconds."""
        ...


__all__ = ["RateLimiter", "Reservation"]
