"""How long to wait after a 429: what its response asks for, and the minimum."""

from __future__ import annotations

import datetime
import json
from contextlib import suppress
from email.utils import parsedate_to_datetime, parsedate_tz
from typing import TYPE_CHECKING, Any

from webcrm_ext.operations import LONGEST_WAIT

if TYPE_CHECKING:
    import httpx

TOO_MANY_REQUESTS = 429

_DEFAULT_WAIT = 1.0
"""Seconds to wait after a 429 without a usable `Retry-After`."""

_LAST_DATE = datetime.datetime.max.replace(tzinfo=datetime.UTC)

_FIRST_MINIMUM = 0.1
_HIGHEST_MINIMUM = 8.0
"""Seconds of the minimum wait after the first 429 of a call, and at most. Each further 429 doubles it."""


def requested_wait(response: httpx.Response) -> float | None:
    """Return the seconds that a 429 asks to wait, 1 where it names none, at most 1e9; None for other responses.

    That is the larger of the header `Retry-After` (seconds or a date) and of `RetryAfterSeconds` in the body.
    """
    return wait_of(response) if response.status_code == TOO_MANY_REQUESTS else None


def wait_of(response: httpx.Response) -> float:
    """Return the seconds that a response asks to wait, 1 where it names none, at most 1e9."""
    header = response.headers.get("Retry-After", "")
    seconds = _seconds(header) or _seconds_until(header, response.headers.get("Date"))
    if response.is_closed:  # the body has been read
        with suppress(ValueError, RecursionError):
            # As a float, an integer may have any number of digits.
            body = json.loads(response.content, parse_int=float)
            if isinstance(body, dict):
                seconds = max(seconds, _seconds(body.get("RetryAfterSeconds")))
    return min(seconds, LONGEST_WAIT) or _DEFAULT_WAIT


def minimum_wait(count: int) -> float:
    """Return the least seconds to wait after so many 429s of one call, whatever they ask for: 0.1 to 8.

    Without it, a call whose 429s ask for almost no wait would be sent hundreds of times in a few seconds.
    """
    return min(_HIGHEST_MINIMUM, _FIRST_MINIMUM * 2.0 ** min(count - 1, 30))


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return 0.0
    return seconds if seconds > 0 else 0.0


def _seconds_until(date: str, now: str | None) -> float:
    """Return the seconds until a date in `Retry-After`, by the service's own clock where it sends a `Date`."""
    then = _date(date)
    if then is None:
        return 0.0
    return max(0.0, (then - (_date(now or "") or datetime.datetime.now(datetime.UTC))).total_seconds())


def _date(text: str) -> datetime.datetime | None:
    """Return a date, or None for what is none. One after the year 9999 becomes the last one that Python has."""
    try:
        parts = parsedate_tz(text)
        is_late = parts is not None and parts[0] > datetime.MAXYEAR
        date = _LAST_DATE if is_late else parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=datetime.UTC)
