"""Values of custom fields, which the API holds as text whatever their type: pure functions, both ways.

A checkbox is "Yes" or "No". A list holds one of its entries, to the letter. A multi-select holds entries
such as "00: Item", or "[]" for none. Numbers have a decimal point, dates are "2018-06-28", or "20180130"
in plus fields.
"""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Container, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeVar

from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import (
    FieldValueError,
    InvalidCheckboxError,
    InvalidChoiceError,
    InvalidNumberError,
    ValueTooLongError,
)
from webcrm_ext.queries.numbers import exact_decimal

Match = Literal["exact", "closest-case"]
Moment = TypeVar("Moment", bound=datetime.date)

NOTHING_SELECTED = "[]"
"""What a multi-select without a selection holds."""

_SEPARATOR = ", "
_BETWEEN_ENTRIES = re.compile(r",\s*(?=\d+:\s)")
_BETWEEN_CHOICES = re.compile(r",\s*")
_AFTER_SEPARATOR = re.compile(r"(?<=[,\s])")
_SHOWN_CHOICES = 12
_YEAR_FIRST = re.compile(r"\A\d{4}|(?<![\d/.-])\d{4}[/.-]\d")
# By itself, or with month and day behind it: the century of two digits would depend on today.
_WHOLE_YEAR = re.compile(r"(?<!\d)\d{4}(?:\d{4,})?(?!\d)")


def yes_no(value: bool) -> str:
    """Give what a checkbox holds: "Yes" for True, "No" for False.

    Raises:
        InvalidCheckboxError: It is not a boolean.
    """
    if value is True:
        return "Yes"
    if value is False:
        return "No"
    raise InvalidCheckboxError(
        f'{value!r} is not True or False. "yes", "true" and "1" are not taken for True: say which you mean.'
    )


def as_bool(value: str) -> bool:
    """Give what a checkbox says: True for "Yes", False for "No", to the letter.

    Raises:
        InvalidCheckboxError: It is anything else.
    """
    if value == "Yes":
        return True
    if value == "No":
        return False
    raise InvalidCheckboxError(
        f'A checkbox holds "Yes" or "No", and this is {value!r}. "yes", "true" and "1" are not taken for "Yes".'
    )


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


def read_integer(text: str | None) -> int | None:
    """Give the integer that a text holds, or None where it is empty.

    Raises:
        InvalidNumberError: It holds something else.
    """
    text = (text or "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        raise InvalidNumberError(f"{text!r} is not an integer.")
    return int(text)


def write_integer(value: int, *, positive: bool = False) -> str:
    """Give the text for an integer.

    Raises:
        InvalidNumberError: It is none, or below 0 where the field takes positive ones.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidNumberError(f"{value!r} is not an integer.")
    if positive and value < 0:
        raise InvalidNumberError(f"{value} is below 0, and the field takes positive integers.")
    return str(value)


def read_double(text: str | None) -> float | None:
    """Give the number that a text holds, or None where it is empty; a decimal comma is read too.

    Raises:
        InvalidNumberError: It holds something else, or both a point and a comma.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        value = exact_decimal(Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text))
    except InvalidOperation:
        value = None
    if value is None:
        raise InvalidNumberError(f"{text!r} is not a number that a double holds.")
    return float(value)


def write_double(value: float | Decimal) -> str:
    """Give the text for a number: a decimal point whatever the locale, no exponent.

    Raises:
        InvalidNumberError: It is none, infinite, or has more digits than a double holds.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise InvalidNumberError(f"{value!r} is not a number.")
    exact = exact_decimal(value)
    if exact is None:
        raise InvalidNumberError("What is infinite, or beyond a double, is not a number that a field can hold.")
    if Decimal(repr(float(exact))) != exact:
        raise InvalidNumberError(f"{exact} has more digits than a double holds, so it would not read back the same.")
    return format(exact, "f")


def read_date(text: str | None) -> datetime.date | None:
    """Give the date that a text holds: "2018-06-28", "20180130", or a date-time's day; None for no date.

    Raises:
        FieldValueError: It holds no date.
    """
    moment = read_moment(text)
    return None if moment is None else moment.date()


def read_moment(text: str | None) -> datetime.datetime | None:
    """Give the moment that a text holds, or None for the empty date.

    Raises:
        FieldValueError: It holds none.
    """
    text = (text or "").strip()
    if is_empty_date(text):
        return None
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return _written_freely(text)


def _written_freely(text: str) -> datetime.datetime:
    """Give the moment of a text that is not ISO 8601; one that leaves out a part of the date is refused."""
    from dateutil import parser  # noqa: PLC0415 - for what is not ISO 8601 only

    # Where day and month could be either, Nordic users write the day first, unless the year comes before both.
    day_first = _YEAR_FIRST.search(text) is None
    try:
        # What the text leaves out is taken from the default, so that two of them tell whether it is a whole date.
        one, other = (
            parser.parse(text, dayfirst=day_first, default=default, tzinfos=_zone)
            for default in (datetime.datetime(2000, 1, 1), datetime.datetime(2001, 2, 15))  # noqa: DTZ001 - the text's
        )
        if one == other and _WHOLE_YEAR.search(text):
            return one
    except (ValueError, OverflowError):
        pass
    raise FieldValueError(f"{text!r} is not a date with a day, a month and a year of four digits.")


def _zone(name: str | None, seconds: int | None) -> datetime.tzinfo | None:
    if seconds is not None:
        return datetime.timezone(datetime.timedelta(seconds=seconds))
    if name:
        # Letters mean other zones in other countries, and dateutil would take the machine's own for meant.
        raise ValueError(name)
    return None


def write_date(value: datetime.date, *, compact: bool = False) -> str:
    """Give the text for a date: "2018-06-28", or compact "20180628" for plus fields.

    Raises:
        FieldValueError: It is no date, has a time of day, which would be lost, or is the empty date.
    """
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise FieldValueError(f"{value!r} is not a date: give a datetime.date.")
    return _not_empty(value).isoformat().replace("-", "" if compact else "-")


def write_moment(value: datetime.datetime) -> str:
    """Give the text for a moment, in ISO 8601.

    Raises:
        FieldValueError: It is no moment, or is the empty date.
    """
    if not isinstance(value, datetime.datetime):
        raise FieldValueError(f"{value!r} is not a moment: give a datetime.datetime.")
    return _not_empty(value).isoformat()


def _not_empty(value: Moment) -> Moment:
    if is_empty_date(value):
        raise FieldValueError(f"{value!r} stands for no date at all: give None to empty the field.")
    return value


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


def _folded(text: str) -> str:
    """Give a text without case, accents and runs of spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())


def _without_number(entry: str) -> str:
    return re.sub(r"^\d+:\s*", "", entry)
