"""Detect renames: pair removed names with added ones where the evidence is strong.

A definition never declares a rename, so every pair is a guess and reported as one.
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

_SIMILAR = 0.8
_SIMILAR_WHEN_ALONE = 0.6
_SHARED_WORDS = 0.1
"""How much equal words add to the score of a pair: `FirstName` is nearer to `GivenName` than to `Nickname`."""
_CERTAIN = 0.9
_LEAD = 0.05
"""How much a pair that scores less than `_CERTAIN` must score above every other."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something removed or added.

    Attributes:
        name: Its name.
        shape: What it is apart from its name; None if that is unknown.
        kind: Only candidates of one kind are paired.
    """

    name: str
    shape: str | None = None
    kind: Hashable = None


def renames(
    removed: Mapping[Key, Candidate],
    added: Mapping[Key, Candidate],
    *,
    same_shape: Callable[[Key, Key], bool] | None = None,
    evidence: Callable[[Key, Key], float] | None = None,
) -> dict[Key, Key]:
    """Pair what was removed with what was added.

    Two candidates are a rename when their names differ only in case and separators, or when they have the
    same shape and similar names. Less similarity is enough where only one was removed, or only one added. Of two
    equally likely pairs neither is taken.

    Args:
        removed: Candidates that only the old definition has.
        added: Candidates that only the new one has.
        same_shape: Compares the shape of two, where equality of `shape` is not enough.
        evidence: Returns further evidence for a pair, from 0 (none) to 1.

    Returns:
        The new key by the old one.
    """
    found, old_rest, new_rest = _pair_by_letters(removed, added)

    def equal_shape(old: Key, new: Key) -> bool:
        return removed[old].shape is not None and removed[old].shape == added[new].shape

    same_shape = same_shape or equal_shape
    least = _SIMILAR_WHEN_ALONE if 1 in (len(removed), len(added)) else _SIMILAR
    scores = {(old, new): score for old, new, score in _similar(old_rest, new_rest, least) if same_shape(old, new)}
    if evidence:
        for pair in product(old_rest, new_rest):
            scores[pair] = max(scores.get(pair, 0.0), evidence(*pair))
    return found | dict(_unrivalled(scores))


def _pair_by_letters(
    removed: Mapping[Key, Candidate], added: Mapping[Key, Candidate]
) -> tuple[dict[Key, Key], Mapping[Key, Candidate], Mapping[Key, Candidate]]:
    """Pair names that have the same letters, and return the pairs and the rest of both sides.

    Runs in linear time: a new version may spell most names differently.
    """
    by_letters: defaultdict[Hashable, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
    for side, candidates in enumerate((removed, added)):
        for key, candidate in candidates.items():
            by_letters[candidate.kind, _letters(candidate.name)][side].append(key)
    on_both_sides = [each for each in by_letters.values() if all(each)]
    taken = [{key for each in on_both_sides for key in each[side]} for side in (0, 1)]
    return (
        {olds[0]: news[0] for olds, news in on_both_sides if len(olds) == len(news) == 1},
        {key: candidate for key, candidate in removed.items() if key not in taken[0]},
        {key: candidate for key, candidate in added.items() if key not in taken[1]},
    )


def _similar(
    removed: Mapping[Key, Candidate], added: Mapping[Key, Candidate], least: float
) -> Iterator[tuple[Key, Key, float]]:
    """Yield the pairs of one kind and shape whose names have a similarity of at least `least`, with their score."""
    matcher = SequenceMatcher(None)
    characters = _character_bits(candidate.name for side in (removed, added) for candidate in side.values())
    by_shape: defaultdict[Hashable, list[tuple[Key, str]]] = defaultdict(list)
    for old, candidate in removed.items():
        by_shape[candidate.kind, candidate.shape].append((old, candidate.name))
    for new, candidate in added.items():
        # SequenceMatcher caches its analysis of the second sequence.
        matcher.set_seq2(candidate.name)
        for old, name in by_shape[candidate.kind, candidate.shape]:
            # The number of common characters is a cheap upper bound of the ratio.
            common = (characters[name] & characters[candidate.name]).bit_count()
            if 2 * common < least * (len(name) + len(candidate.name)) or _numbers_differ(name, candidate.name):
                continue
            matcher.set_seq1(name)
            if (ratio := matcher.ratio()) >= least:
                yield old, new, ratio + _SHARED_WORDS * _shared_words(name, candidate.name)


def _character_bits(names: Iterable[str]) -> dict[str, int]:
    """Return the characters of each name as a bit set; a repeated character has a bit for each occurrence."""
    bits: dict[tuple[str, int], int] = {}
    return {
        name: sum(
            1 << bits.setdefault((character, name[:index].count(character)), len(bits))
            for index, character in enumerate(name)
        )
        for name in names
    }


def _unrivalled(scores: Mapping[tuple[Key, Key], float]) -> Iterator[tuple[Key, Key]]:
    """Yield the pairs that score clearly higher than every other pair with the same old or new key."""
    by_key: tuple[defaultdict[Key, list[float]], ...] = (defaultdict(list), defaultdict(list))
    for pair, score in scores.items():
        for side, key in zip(by_key, pair, strict=True):
            side[key].append(score)
    for pair, score in scores.items():
        least = score if score >= _CERTAIN else score - _LEAD
        if score and all(
            sum(other >= least for other in side[key]) == 1 for side, key in zip(by_key, pair, strict=True)
        ):
            yield pair


def _shared_words(old: str, new: str) -> float:
    """Return which part of the words of two names is the same, from 0 to 1."""
    words = [{each.lower() for each in re.findall("[A-Z]?[a-z]+|[A-Z]+", name)} for name in (old, new)]
    return len(words[0] & words[1]) / max(1, *map(len, words))


def _letters(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())


def _numbers_differ(old: str, new: str) -> bool:
    """Return whether two names contain different numbers: `Custom3` is not a rename of `Custom16`."""
    numbers = [[int(each) for each in re.findall(r"\d+", name)] for name in (old, new)]
    return all(numbers) and numbers[0] != numbers[1]
