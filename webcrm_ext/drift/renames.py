"""Recognise renames: what went and what came, taken together where the evidence is strong.

A definition never says that something was renamed, so this is always a guess, and called one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from difflib import SequenceMatcher

Likeness = Callable[[str, str], float]


def renames(gone: Collection[str], came: Collection[str], likeness: Likeness) -> dict[str, str]:
    """Pair names that went with names that came: old → new.

    Args:
        gone: What is only in the old definition.
        came: What is only in the new one.
        likeness: How sure it is that two are the same, from 0 (they are not) to 1. Where two pairs are
            equally likely, neither is taken.
    """
    scores = {(old, new): score for old in gone for new in came if (score := likeness(old, new)) > 0}
    return {
        old: new
        for (old, new), score in scores.items()
        if all(score > other for (a, b), other in scores.items() if (a == old) != (b == new))
    }


def name_likeness(old: str, new: str, *, same_shape: bool, only_one: bool) -> float:
    """Say how likely one name replaced another.

    Strong evidence is: the names differ in case and separators alone; or what they name has the same
    shape, and the names are alike. Where nothing else went or came, less likeness is enough.
    """
    if _letters(old) == _letters(new):
        return 1.0
    alike = SequenceMatcher(None, old, new).ratio()
    return alike if same_shape and alike >= (0.6 if only_one else 0.8) else 0.0


def _letters(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())
