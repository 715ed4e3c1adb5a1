"""Stored strings, and the length limit of text fields."""

from __future__ import annotations

from webcrm_ext.errors import FieldValueError, ValueTooLongError, short_repr


def stored_text(stored: str | None, error: type[FieldValueError] = FieldValueError) -> str:
    """Return the stored string of a field; "" for None.

    Raises:
        FieldValueError: The value is not a string. The error is of the class `error`.
    """
    if not stored:
        return ""
    if not isinstance(stored, str):
        raise error(f"{short_repr(stored)} is not the stored string of a field. Pass a str or None.")
    return stored


def check_length(text: str, limit: int | None) -> str:
    """Return the text if it fits the field.

    Args:
        text: The text to store.
        limit: The maximum in UTF-16 code units, as webCRM's database counts them (an emoji is two); None for no limit.

    Raises:
        ValueTooLongError: The text is longer than the limit.
        FieldValueError: The value is not a string, or contains a lone surrogate, which UTF-8 cannot encode.
    """
    if not isinstance(text, str):
        raise FieldValueError(f"{short_repr(text)} is not a string. Pass a str.")
    try:
        length = len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise FieldValueError(
            f"{short_repr(text)} contains a lone surrogate, which cannot be sent. Remove it."
        ) from None
    if limit and length > limit:
        raise ValueTooLongError(f"The text has {length} characters. The field takes at most {limit}.")
    return text
