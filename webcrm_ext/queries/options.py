"""The options of a query, checked before anything is sent."""

from __future__ import annotations

from typing import Any, get_args

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.queries.formatting import Dates


def validate_dates(dates: Any) -> None:
    """Check the format of dates.

    Raises:
        ConfigurationError: It is unknown.
    """
    if dates not in get_args(Dates):
        raise ConfigurationError(f"dates is {dates!r}; it must be {' or '.join(map(repr, get_args(Dates)))}.")
