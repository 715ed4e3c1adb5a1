"""Values in error messages."""

from __future__ import annotations

_MAX_CHARACTERS = 200


def short_repr(value: object) -> str:
    """Return the repr of a value, shortened; the name of its type if its repr fails, as for very long integers."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - the repr of any class, for a message about another error
        return f"<{type(value).__name__}>"
    return text if len(text) <= _MAX_CHARACTERS else f"{text[:_MAX_CHARACTERS]}…"
