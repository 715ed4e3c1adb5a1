"""Recognise renames: what went and what came, taken together where the evidence is strong.

A definition never says that something was renamed, so this is always a guess, and called one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

_ALIKE = 0.8
_ALIKE_WHEN_ALONE = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """What went or came.

    Args:
        name: What it is called.
        shape: What it is but for its name; None where nothing is known of it.
        kind: Only those of one kind can be each other.
    """

    name: str
    shape: str | None = None
    kind: Hashable = None


def renames(
    gone: Mapping[Key, Candidate],
    came: Mapping[Key, Candidate],
    *,
    same: Callable[[Key, Key], bool] | None = None,
    further: Callable[[Key, Key], float] | None = None,
) -> dict[Key, Key]:
    """Pair what went with what came: old → new.

    Strong evidence is: the names differ in case and separators alone; or what they name has the same
    shape, and the names are alike. Where nothing else went or came, less likeness is enough. Where two
    pairs are equally likely, neither is taken.

    Args:
        gone: What is only in the old definition.
        came: What is only in the new one.
        same: Says whether two have the same shape, where that is more than a comparison of `shape`.
        further: Gives other evidence that two are the same, from 0 (there is none) to 1.
    """
    found, old_left, new_left = _by_letters(gone, came)
    is_same = same or (lambda old, new: gone[old].shape is not None and gone[old].shape == came[new].shape)
    least = _ALIKE_WHEN_ALONE if len(gone) == len(came) == 1 else _ALIKE
    scores = {(old, new): alike for old, new, alike in _likenesses(old_left, new_left, least) if is_same(old, new)}
    if further:
        for pair in product(old_left, new_left):
            scores[pair] = max(scores.get(pair, 0.0), further(*pair))
    return found | dict(_the_likeliest(scores))


def _by_letters(
    gone: Mapping[Key, Candidate], came: Mapping[Key, Candidate]
) -> tuple[dict[Key, Key], Mapping[Key, Candidate], Mapping[Key, Candidate]]:
    """Pair those whose names have the same letters, and give what is left of the two sides.

    A dictionary does it, for most of a definition can be spelled anew in one morning.
    """
    alike: defaultdict[Hashable, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
    for side, found in enumerate((gone, came)):
        for key, named in found.items():
            alike[named.kind, _letters(named.name)][side].append(key)
    both = [each for each in alike.values() if all(each)]
    taken = [{key for each in both for key in each[side]} for side in (0, 1)]
    return (
        {olds[0]: news[0] for olds, news in both if len(olds) == len(news) == 1},
        {key: named for key, named in gone.items() if key not in taken[0]},
        {key: named for key, named in came.items() if key not in taken[1]},
    )


def _likenesses(
    gone: Mapping[Key, Candidate], came: Mapping[Key, Candidate], least: float
) -> Iterator[tuple[Key, Key, float]]:
    """Give the pairs of one kind and shape whose names are alike, and how much they are: at least `least`."""
    matcher = SequenceMatcher(None)
    bags = _bags(named.name for side in (gone, came) for named in side.values())
    of_a_sort: defaultdict[Hashable, list[tuple[Key, str]]] = defaultdict(list)
    for old, named in gone.items():
        of_a_sort[named.kind, named.shape].append((old, named.name))
    for new, there in came.items():
        # What the matcher learns of the second name serves all first ones.
        matcher.set_seq2(there.name)
        for old, name in of_a_sort[there.kind, there.shape]:
            # The characters in common are an upper bound, and far cheaper.
            common = (bags[name] & bags[there.name]).bit_count()
            if 2 * common < least * (len(name) + len(there.name)) or _other_number(name, there.name):
                continue
            matcher.set_seq1(name)
            if (alike := matcher.ratio()) >= least:
                yield old, new, alike


def _bags(names: Iterable[str]) -> dict[str, int]:
    """Give the characters of each name, repeated ones too, as bits: two names share what both have set."""
    bits: dict[tuple[str, int], int] = {}
    return {
        name: sum(
            1 << bits.setdefault((character, name[:place].count(character)), len(bits))
            for place, character in enumerate(name)
        )
        for name in names
    }


def _the_likeliest(scores: Mapping[tuple[Key, Key], float]) -> Iterator[tuple[Key, Key]]:
    """Give the pairs that are likelier than any other pair of the old or the new one."""
    rivals: tuple[defaultdict[Key, list[float]], ...] = (defaultdict(list), defaultdict(list))
    for pair, score in scores.items():
        for side, key in zip(rivals, pair, strict=True):
            side[key].append(score)
    for pair, score in scores.items():
        if score and all(
            sum(other >= score for other in side[key]) == 1 for side, key in zip(rivals, pair, strict=True)
        ):
            yield pair


def _letters(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())


def _other_number(old: str, new: str) -> bool:
    """Say whether two names have other numbers: `Custom3` and `Custom16` stand beside each other."""
    numbers = [[int(each) for each in re.findall(r"\d+", name)] for name in (old, new)]
    return all(numbers) and numbers[0] != numbers[1]
