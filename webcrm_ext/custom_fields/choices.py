"""Lists and multi-selects.

A list contains one of its choices. A multi-select contains its selected choices, joined by commas, or "[]".
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Container, Sequence
from typing import Any, Literal, get_args

from webcrm_ext.custom_fields.text import stored_text
from webcrm_ext.errors import FieldValueError, InvalidChoiceError, short_repr

Match = Literal["exact", "closest-case"]

NOTHING_SELECTED = "[]"
"""The stored string of a multi-select without a selection."""

_SEPARATOR = ", "
_BEFORE_NUMBER = re.compile(r",\s*(?=\d+:\s)")
_COMMA = re.compile(r",\s*")
_AFTER_SEPARATOR = re.compile(r"(?<=[,\s])")
_MAX_CHOICES_IN_MESSAGE = 12


def check_choice(value: str, choices: Sequence[str], *, match: Match = "exact") -> str:
    """Return the choice of a list that equals the value.

    The API accepts a list value only if it equals a choice exactly, including case.

    Args:
        value: The value to store.
        choices: The choices of the list, as in `CustomField.choices`.
        match: `"closest-case"` also accepts a value that differs from exactly one choice by case, accents or
            spaces only, and returns that choice.

    Raises:
        InvalidChoiceError: No choice equals the value. The message and `suggestion` name the most similar one.
        FieldValueError: `choices` is not a list of strings, or `match` is unknown.
    """
    choices = _checked_choices(choices)
    if match not in get_args(Match):
        raise FieldValueError(f"match is {short_repr(match)}. Pass one of: {', '.join(get_args(Match))}.")
    if isinstance(value, str) and value in choices:
        return value
    text = value if isinstance(value, str) else ""
    folded = fold(value) if isinstance(value, str) else None
    same = [choice for choice in choices if fold(choice) == folded]
    if match == "closest-case" and len(same) == 1:
        return same[0]
    similar = same or [choice for choice in choices if fold(without_number(choice)) == folded]
    similar = similar or difflib.get_close_matches(text, choices, n=1)
    suggestion = similar[0] if similar else None
    hint = f" Did you mean {suggestion!r}?" if suggestion else ""
    shown = ", ".join(map(repr, choices[:_MAX_CHOICES_IN_MESSAGE])) or "none"
    more = ", …" if len(choices) > _MAX_CHOICES_IN_MESSAGE else ""
    raise InvalidChoiceError(
        f"{short_repr(value)} is not a choice of the list.{hint} Choices: {shown}{more}.",
        choices=tuple(choices),
        suggestion=suggestion,
    )


def read_selection(stored: str | None, choices: Sequence[str] = ()) -> list[str]:
    """Return the selected choices of a multi-select; the empty list for "[]", "" and None.

    The API joins the choices with commas, and a choice can contain commas too. The string is therefore split into
    known choices, the longest match first. If that is not possible, it is split before numbers, as in
    "00: Item, 02: Item".

    Args:
        stored: The string in the record.
        choices: The choices of the list, as in `CustomField.choices`.

    Raises:
        FieldValueError: `stored` is neither a string nor None, or `choices` is not a list of strings.
    """
    stored, choices = stored_text(stored), _checked_choices(choices)
    if stored.strip() in ("", NOTHING_SELECTED):
        return []
    selected = _split(stored, choices) or _split(stored.strip(), choices)
    return _BEFORE_NUMBER.split(stored.strip()) if selected is None else selected


def _split(stored: str, choices: Sequence[str]) -> list[str] | None:
    """Return the choices that make up a string, or None if it contains anything else."""
    longest_first = sorted({*choices} - {""}, key=len, reverse=True)
    # Maps a start to its choice and the next start. Filled from the end, so that the next start is known.
    found: dict[int, tuple[str, int | None]] = {}
    for start in reversed([0, *(match.start() for match in _AFTER_SEPARATOR.finditer(stored))]):
        for choice in longest_first:
            end = start + len(choice)
            next_starts = _next_starts(stored, end, found) if stored.startswith(choice, start) else ()
            if next_starts:
                found[start] = (choice, next_starts[0])
                break
    selected, position = [], 0 if 0 in found else None
    while position is not None:
        choice, position = found[position]
        selected.append(choice)
    return selected or None


def _next_starts(stored: str, end: int, found: Container[int]) -> tuple[int | None, ...]:
    """Return where the next choice can start, best first: (None,) at the end of the string, () if nowhere."""
    if end == len(stored):
        return (None,)
    separator = _COMMA.match(stored, end)
    if separator is None:
        return ()
    # The usual separator goes first. A choice can begin with spaces, so other numbers of spaces are tried too.
    starts = (end + len(_SEPARATOR), *range(separator.end(), end, -1))
    return tuple(start for start in starts if start <= separator.end() and start in found)


def write_selection(selected: Sequence[str], choices: Sequence[str], *, match: Match = "exact") -> str:
    """Return the string to store in a multi-select: "00: Item, 02: Item", or "[]" for no selection.

    Args:
        selected: The choices to select, as a list.
        choices: The choices of the list, as in `CustomField.choices`.
        match: As in `check_choice`.

    Raises:
        InvalidChoiceError: A value is not a choice of the list.
        FieldValueError: `selected` is not a list, or contains a choice twice; or the stored string would be read as a
            different selection, because a choice contains a comma.
    """
    if isinstance(selected, str):
        raise FieldValueError(f"A multi-select takes a list of choices, not a string. Pass [{short_repr(selected)}].")
    if not isinstance(selected, Collection):
        raise FieldValueError(f"A multi-select takes a list of choices, not {short_repr(selected)}. Pass a list.")
    checked = [check_choice(value, choices, match=match) for value in selected]
    twice = [choice for choice, count in Counter(checked).items() if count > 1]
    if twice:
        raise FieldValueError(f"The selection contains {twice[0]!r} more than once. Pass each choice once.")
    stored = _SEPARATOR.join(checked) or NOTHING_SELECTED
    read = read_selection(stored, choices)
    if read != checked:
        raise FieldValueError(
            f"The selection {checked} cannot be stored: its string {stored!r} would be read as {read}. "
            "Select other choices, or rename them in webCRM."
        )
    return stored


def _checked_choices(choices: Any) -> Sequence[str]:
    if not isinstance(choices, list | tuple) or not all(isinstance(each, str) for each in choices):
        raise FieldValueError("choices must be a list of strings, as in `CustomField.choices`.")
    return choices


def fold(value: str) -> str:
    """Return the string without case, accents and repeated spaces."""
    decomposed = unicodedata.normalize("NFKD", value)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.casefold().split())


def without_number(choice: str) -> str:
    """Return the choice of a multi-select without its number: "Item" for "00: Item"."""
    return re.sub(r"^\d+:\s*", "", choice)
