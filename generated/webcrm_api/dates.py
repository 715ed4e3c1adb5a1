# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Read date-times as the service sends them, without loss and without errors.

The service sends them with or without an offset, with up to 7 fractional digits, as the empty date, or as a string
that is not a date. A date becomes a datetime, and a seventh digit is kept beside it. Any other string
stays as it is.
"""

from __future__ import annotations

import datetime
from typing import Any, Self

EMPTY_DATE = datetime.datetime(1, 1, 1)
"""How the service writes "no date": `0001-01-01T00:00:00`."""

_SEVENTH_DIGIT = len("0001-01-01T00:00:00.123456")


class PreciseDateTime(datetime.datetime):
    """A date-time whose string has more digits than microseconds; it is sent back unchanged."""

    __slots__ = ("text",)

    text: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read an ISO 8601 string; the value is cut to microseconds, the string is kept."""
        moment = cls.fromisoformat(text)
        moment.text = text
        return moment

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        text = getattr(self, "text", None)
        return (type(self).read, (text,)) if text else super().__reduce_ex__(protocol)  # type: ignore[return-value]


def read_date_time(value: Any) -> Any:
    """Return the datetime of a string, or the value unchanged if it is not a date."""
    if value.__class__ is not str:
        return value
    try:
        if len(value) > _SEVENTH_DIGIT and value[_SEVENTH_DIGIT].isdigit():
            moment = PreciseDateTime.fromisoformat(value)
            moment.text = value
            return moment
        return datetime.datetime.fromisoformat(value)
    except ValueError:
        return value


def text_of(moment: datetime.datetime) -> str:
    """Return a date-time as ISO 8601, with all the digits that were received."""
    return getattr(moment, "text", None) or moment.isoformat()


__all__ = ["EMPTY_DATE", "PreciseDateTime", "read_date_time", "text_of"]
