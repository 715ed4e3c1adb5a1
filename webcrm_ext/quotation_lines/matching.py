"""Match the wanted lines of a delivery with existing lines that equal them, so that as many as possible stay."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

from webcrm_api.tables import QUOTATION_LINES

from webcrm_ext.quotation_lines.line_values import ID, ITEM_ID, Values
from webcrm_ext.upsert.differences import canonical

_NOT_COMPARED = {ID, ITEM_ID, *QUOTATION_LINES.read_only_columns}


def match_lines(wanted: Sequence[Values], existing: Sequence[Values]) -> dict[int, int]:
    """Return the index of the existing line for each wanted line that has an equal one, by the wanted line's index.

    Finds the largest number of pairs. A wanted line that sets few properties equals many existing lines; if it has
    the only match of another wanted line, it moves to a different one. This is the maximum matching in a bipartite
    graph, found by shortest augmenting paths.
    """
    candidates = _equal_lines(wanted, existing)
    pairs: dict[int, int] = {}
    wanted_by_existing: dict[int, int] = {}
    for index in range(len(wanted)):
        for moved, n in _augmenting_path(index, candidates, wanted_by_existing, pairs):
            pairs[moved], wanted_by_existing[n] = n, moved
    return pairs


def _equal_lines(wanted: Sequence[Values], existing: Sequence[Values]) -> list[list[int]]:
    """Return, for each wanted line, the indexes of the existing lines that equal it.

    Looks up the lines by a key for each set of properties: comparing a thousand lines pairwise takes minutes.
    """
    by_names: dict[tuple[str, ...], dict[tuple[Any, ...], list[int]]] = {}
    equal = []
    for values in wanted:
        names = _compared_names(values)
        if names not in by_names:
            by_key = by_names[names] = defaultdict(list)
            for n, line in enumerate(existing):
                by_key[_key(line, names)].append(n)
        equal.append(by_names[names].get(_key(values, names), []))
    return equal


def _augmenting_path(
    start: int, candidates: Sequence[Sequence[int]], wanted_by_existing: dict[int, int], pairs: dict[int, int]
) -> list[tuple[int, int]]:
    """Return the new pairs that match one more wanted line, or an empty list if that is impossible."""
    reached_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        index = queue.popleft()
        for n in candidates[index]:
            if n in reached_from:
                continue
            reached_from[n] = index
            if n in wanted_by_existing:
                queue.append(wanted_by_existing[n])
                continue
            return _trace_back(n, start, reached_from, pairs)
    return []


def _trace_back(n: int, start: int, reached_from: dict[int, int], pairs: dict[int, int]) -> list[tuple[int, int]]:
    path = [(reached_from[n], n)]
    while path[-1][0] != start:
        previous = pairs[path[-1][0]]
        path.append((reached_from[previous], previous))
    return path


def _compared_names(values: Values) -> tuple[str, ...]:
    return tuple(sorted(values.keys() - _NOT_COMPARED))


def _key(values: Values, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(canonical(name, values.get(name)) for name in names)
