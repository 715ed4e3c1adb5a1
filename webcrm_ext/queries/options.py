"""The options of a query, checked before anything is sent."""

from __future__ import annotations

from typing import Any, Literal, get_args

from webcrm_ext.errors import ConfigurationError, short_repr

Dates = Literal["iso", "ole"]


def validate_dates(dates: Any) -> None:
    """Check the format of dates.

    Raises:
        ConfigurationError: It is unknown.
    """
    if not isinstance(dates, str) or dates not in get_args(Dates):
        raise ConfigurationError(f"dates is {short_repr(dates)}; it must be {' or '.join(map(repr, get_args(Dates)))}.")
