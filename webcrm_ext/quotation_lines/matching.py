"""Which of a delivery's lines are as they are wanted already."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

from webcrm_ext.quotation_lines.operations import ID, LINK
from webcrm_ext.upsert.differences import KEPT_BY_THE_SERVICE, canonical

Values = dict[str, Any]
"""A line's JSON."""

_NOT_COMPARED = {ID, LINK, *(f"QuotationLine{suffix}" for suffix in KEPT_BY_THE_SERVICE)}


def equals(wanted: Values, found: Values) -> bool:
    """Say whether a line is as wanted, in everything that the wanted one sets."""
    names = _compared(wanted)
    return _key(wanted, names) == _key(found, names)


def matched(wanted: Sequence[Values], old: Sequence[Values]) -> dict[int, int]:
    """Pair as many wanted lines as possible with old ones that equal them; gives the old line's index by the wanted's.

    A wanted line that says little equals many old ones. Where it took one that another needs, it takes
    another instead (augmenting paths in a bipartite graph, the shortest first).
    """
    equal = _equal(wanted, old)
    place: dict[int, int] = {}
    taken: dict[int, int] = {}
    for index in range(len(wanted)):
        for path_index, n in _path(index, equal, taken, place):
            place[path_index], taken[n] = n, path_index
    return place


def _equal(wanted: Sequence[Values], old: Sequence[Values]) -> list[list[int]]:
    """Give, for each wanted line, the indexes of the old ones that equal it.

    Lines that set the same properties are looked up together: comparing each with each takes minutes
    where there are a thousand.
    """
    by_names: dict[tuple[str, ...], dict[tuple[Any, ...], list[int]]] = {}
    equal = []
    for values in wanted:
        names = _compared(values)
        if names not in by_names:
            by_key = by_names[names] = defaultdict(list)
            for n, found in enumerate(old):
                by_key[_key(found, names)].append(n)
        equal.append(by_names[names].get(_key(values, names), []))
    return equal


def _path(
    start: int, equal: Sequence[Sequence[int]], taken: dict[int, int], place: dict[int, int]
) -> list[tuple[int, int]]:
    """Give who takes which old line so that one more wanted line has one; nothing where that cannot be."""
    wanted_by: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        index = waiting.popleft()
        for n in equal[index]:
            if n in wanted_by:
                continue
            wanted_by[n] = index
            if n in taken:
                waiting.append(taken[n])
                continue
            return _traced_back(n, start, wanted_by, place)
    return []


def _traced_back(n: int, start: int, wanted_by: dict[int, int], place: dict[int, int]) -> list[tuple[int, int]]:
    path = [(wanted_by[n], n)]
    while path[-1][0] != start:
        left = place[path[-1][0]]
        path.append((wanted_by[left], left))
    return path


def _compared(values: Values) -> tuple[str, ...]:
    return tuple(sorted(values.keys() - _NOT_COMPARED))


def _key(values: Values, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(canonical(name, values.get(name)) for name in names)
