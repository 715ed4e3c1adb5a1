"""Values and names in messages."""

from collections.abc import Iterable
from difflib import get_close_matches

_MAX_CHARACTERS = 60


def shown(value: object) -> str:
    """Return the repr of a value, shortened; the name of its type if its repr fails, as for very long integers."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - the repr of any class, for a message about another error
        return f"<{type(value).__name__}>"
    return text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 3] + "..."


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return a sentence that suggests the known name most like one, in any case; "" if none is similar.

    Args:
        name: The name.
        known: The names that exist.
        cutoff: How similar they must be, from 0 to 1.
    """
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name[:100].casefold(), folded, 1, cutoff)
    return f" Did you mean {folded[close[0]]!r}?" if close else ""
