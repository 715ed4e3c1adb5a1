"""Text."""

from __future__ import annotations

from webcrm_ext.errors import FieldValueError, ValueTooLongError


def check_length(text: str, limit: int | None) -> str:
    """Give a text back when it fits. Characters count as the service's database counts them: an emoji is two.

    Raises:
        ValueTooLongError: It has more characters than the limit.
        FieldValueError: It is not text, or holds the half of a character, which nothing can be sent with.
    """
    if not isinstance(text, str):
        raise FieldValueError(f"{text!r} is not text.")
    try:
        length = len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise FieldValueError(f"{text!r} holds the half of a character (a lone surrogate).") from None
    if limit and length > limit:
        raise ValueTooLongError(f"The text has {length} characters, and the field takes {limit}.")
    return text
