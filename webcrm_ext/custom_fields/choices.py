"""Lists and multi-selects."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Container, Sequence
from typing import Literal

from webcrm_ext.errors import FieldValueError, InvalidChoiceError

Match = Literal["exact", "closest-case"]


NOTHING_SELECTED = "[]"
"""What a multi-select without a selection holds."""

_SEPARATOR = ", "
_BETWEEN_ENTRIES = re.compile(r",\s*(?=\d+:\s)")
_BETWEEN_CHOICES = re.compile(r",\s*")
_AFTER_SEPARATOR = re.compile(r"(?<=[,\s])")
_SHOWN_CHOICES = 12


def check_choice(value: str, choices: Sequence[str], *, match: Match = "exact") -> str:
    """Give the entry of a list that a value is.

    Args:
        value: The value; it must be an entry to the letter, case included.
        choices: The list's entries.
        match: With `"closest-case"`, the one entry that differs by case, accents or spaces only is given.

    Raises:
        InvalidChoiceError: It is none; the message and `suggestion` name the entry that was likely meant.
    """
    if value in choices:
        return value
    alike = [entry for entry in choices if _folded(entry) == _folded(str(value))]
    if match == "closest-case" and len(alike) == 1:
        return alike[0]
    close = alike or [entry for entry in choices if _folded(_without_number(entry)) == _folded(str(value))]
    close = close or difflib.get_close_matches(str(value), choices, n=1)
    suggestion = close[0] if close else None
    hint = f" did you mean {suggestion!r}?" if suggestion else ""
    shown = ", ".join(map(repr, choices[:_SHOWN_CHOICES])) + (", …" if len(choices) > _SHOWN_CHOICES else "")
    raise InvalidChoiceError(
        f"{value!r} is not an entry of the list;{hint or ' none is like it.'} The entries are {shown or 'none'}.",
        choices=tuple(choices),
        suggestion=suggestion,
    )


def read_selection(text: str | None, choices: Sequence[str] = ()) -> list[str]:
    """Give the entries that a multi-select holds.

    They are the list's choices, the longest first where several would do. Where the text is not made of those,
    entries are told apart by the numbers that look like "00: Item", where that was seen.
    """
    text = text or ""
    if text.strip() in ("", NOTHING_SELECTED):
        return []
    entries = _entries(text, choices) or _entries(text.strip(), choices)
    return _BETWEEN_ENTRIES.split(text.strip()) if entries is None else entries


def _entries(text: str, choices: Sequence[str]) -> list[str] | None:
    """Give the choices that a text is made of, or None where it is made of something else too."""
    longest_first = sorted({*choices} - {""}, key=len, reverse=True)
    # From the end, so that what follows an entry is known: its place, the entry there, and the place of the next.
    found: dict[int, tuple[str, int | None]] = {}
    for start in reversed([0, *(match.start() for match in _AFTER_SEPARATOR.finditer(text))]):
        for choice in longest_first:
            end = start + len(choice)
            following = _following(text, end, found) if text.startswith(choice, start) else ()
            if following:
                found[start] = (choice, following[0])
                break
    entries, place = [], 0 if 0 in found else None
    while place is not None:
        entry, place = found[place]
        entries.append(entry)
    return entries or None


def _following(text: str, end: int, found: Container[int]) -> tuple[int | None, ...]:
    """Give where an entry may go on that ends at a place: nowhere at the end, else behind a comma and blanks."""
    if end == len(text):
        return (None,)
    separator = _BETWEEN_CHOICES.match(text, end)
    if separator is None:
        return ()
    # As it is written comes before more or fewer blanks, which the next entry may begin with.
    places = (end + len(_SEPARATOR), *range(separator.end(), end, -1))
    return tuple(place for place in places if place <= separator.end() and place in found)


def write_selection(entries: Sequence[str], choices: Sequence[str], *, match: Match = "exact") -> str:
    """Give what a multi-select holds for some entries.

    Raises:
        InvalidChoiceError: One is no entry of the list.
        FieldValueError: A single text was given in place of a list; or together they would be read as others,
            since an entry holds a comma.
    """
    if isinstance(entries, str):
        raise FieldValueError(f"A multi-select takes a list of entries: give [{entries!r}].")
    selected = [check_choice(entry, choices, match=match) for entry in entries]
    text = _SEPARATOR.join(selected) or NOTHING_SELECTED
    read = read_selection(text, choices)
    if read != selected:
        raise FieldValueError(f"The entries {selected} would be stored as {text!r}, and be read as {read}.")
    return text


def _folded(text: str) -> str:
    """Give a text without case, accents and runs of spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())


def _without_number(entry: str) -> str:
    return re.sub(r"^\d+:\s*", "", entry)
