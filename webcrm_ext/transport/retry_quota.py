"""The retry quota: a service that is down is not hammered, however many calls fail at once.

All calls of a client and its copies take their retries from one quota, as in the standard retry mode of AWS SDKs:

    a retry                                takes 14 of 500; after a 429, which has its own wait, 5
    a success at the first attempt         returns 1
    a success of a later attempt           returns what its last retry took
    the quota does not suffice             no retry: the error is raised at once, and names the quota

1,000 reads during an outage make 1,035 requests instead of 5,000. When the service works again, successes fill the
quota.
"""

from __future__ import annotations

import threading

CAPACITY = 500
RETRY_COST = 14
RATE_LIMITED_COST = 5
"""What a retry takes after a 429."""

FIRST_ATTEMPT_RETURNS = 1


class RetryQuota:
    """The retry quota of one client and its copies. Thread-safe.

    Attributes:
        used: What retries have taken, and successes have not returned; 0 for a full quota.
    """

    def __init__(self) -> None:
        self.used = 0
        self._lock = threading.Lock()

    def take(self, cost: int) -> bool:
        """Take what a retry costs; return False, and take nothing, where less than that is left."""
        with self._lock:
            if self.used + cost > CAPACITY:
                return False
            self.used += cost
            return True

    def give_back(self, amount: int) -> None:
        """Return an amount; a full quota stays full."""
        with self._lock:
            self.used = max(0, self.used - amount)

    def __str__(self) -> str:
        return f"{CAPACITY - self.used} of {CAPACITY}"
