"""The options of a query, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, get_args

from webcrm_api.suggestions import meant
from webcrm_api.synonyms import ARGUMENTS

from webcrm_ext.errors import ConfigurationError, QueryError, short_repr

if TYPE_CHECKING:
    from webcrm_api.model import Model

Dates = Literal["iso", "ole"]

_OF_FIND = ("size", "limit", "keyset")
_OF_QUERY = ("size", "limit", "into", "dates", "format_custom_fields")


def validate_no_options(model: type[Model], properties: Iterable[str]) -> None:
    """Check that no property of `find` was meant as one of its arguments. What only a label can be is not checked.

    Raises:
        QueryError: One was, such as `pagesize`.
    """
    shape = model._shape  # noqa: SLF001 - the generated base's, for this layer
    for name in properties:
        is_checked = isinstance(name, str) and name.isidentifier() and name.islower()
        if is_checked and name not in shape.names and (hint := _hint(name, _OF_FIND)):
            raise QueryError(f"find has no argument {name!r}.{hint}")


def option_hint(name: str) -> str:
    """Return a sentence that names the argument of `query` which a name was meant as; "" if there is none."""
    return _hint(name, _OF_QUERY)


def _hint(name: str, options: tuple[str, ...]) -> str:
    found = meant(name, ARGUMENTS, options)
    return f" Did you mean the argument {found[0]!r}?" if found else ""


def validate_dates(dates: Any) -> None:
    """Check the format of dates.

    Raises:
        ConfigurationError: It is unknown.
    """
    if not isinstance(dates, str) or dates not in get_args(Dates):
        raise ConfigurationError(f"dates is {short_repr(dates)}; it must be {' or '.join(map(repr, get_args(Dates)))}.")
