"""Values in messages."""

_MAX_CHARACTERS = 60


def shown(value: object) -> str:
    """Return the repr of a value, shortened; the name of its type if its repr fails, as for very long integers."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - the repr of any class, for a message about another error
        return f"<{type(value).__name__}>"
    return text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 3] + "..."
