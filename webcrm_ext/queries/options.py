"""The options of a query, checked before anything is sent."""

from __future__ import annotations

from typing import Any, Literal, get_args

from webcrm_api.suggestions import meant
from webcrm_api.synonyms import ARGUMENTS

from webcrm_ext.errors import ConfigurationError, short_repr

Dates = Literal["iso", "ole"]

_OPTIONS = ("size", "keyset", "into", "dates", "format_custom_fields")


def option_hint(name: str, *, keyset: bool) -> str:
    """Return a sentence that names the option which a name was probably meant as; "" if there is none.

    Args:
        name: The name that was typed, which is neither a property nor a placeholder.
        keyset: Whether it is an argument of `find`, which has `size` and `keyset` only.
    """
    found = meant(name, ARGUMENTS, _OPTIONS[:2] if keyset else (_OPTIONS[0], *_OPTIONS[2:]))
    return f" Did you mean the argument {found[0]!r}?" if found else ""


def validate_dates(dates: Any) -> None:
    """Check the format of dates.

    Raises:
        ConfigurationError: It is unknown.
    """
    if not isinstance(dates, str) or dates not in get_args(Dates):
        raise ConfigurationError(f"dates is {short_repr(dates)}; it must be {' or '.join(map(repr, get_args(Dates)))}.")
