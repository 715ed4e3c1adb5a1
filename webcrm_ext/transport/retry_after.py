"""How long a 429 asks to wait, in its header or in its body."""

from __future__ import annotations

import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from webcrm_api.errors import UnexpectedContent
from webcrm_api.readers import decode

_UNTOLD = 1.0
"""Seconds to wait after a 429 that does not say how long."""


def retry_after(response: httpx.Response) -> float:
    """Give the seconds that a 429 asks to wait: the larger of its header and its body, once that is read."""
    told = [_header_seconds(response)]
    try:
        body = decode(response) if response.is_closed else None
    except UnexpectedContent:
        body = None
    if isinstance(body, dict):
        told.append(_seconds(body.get("RetryAfterSeconds")))
    return max(told) or _UNTOLD


def _header_seconds(response: httpx.Response) -> float:
    header = response.headers.get("Retry-After", "")
    return _seconds(header) or _seconds_until(header, response.headers.get("Date"))


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return seconds if 0 <= seconds < float("inf") else 0.0


def _seconds_until(moment: str, now: str | None) -> float:
    """Read a `Retry-After` that is a date, by the service's own clock where it tells it."""
    then = _moment(moment)
    if then is None:
        return 0.0
    return max(0.0, (then - (_moment(now or "") or datetime.datetime.now(datetime.UTC))).total_seconds())


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
