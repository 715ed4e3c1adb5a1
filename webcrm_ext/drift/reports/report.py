"""What all reports have in common: their words for counts, values, groups and what is touched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from webcrm_ext.definition.document import Document
from webcrm_ext.drift.codes import CODES, Judgement
from webcrm_ext.drift.result import API, SEVERAL, Change, Drift

SHOWN_METHODS = 4
_SHOWN_CHARACTERS = 90
# So many changes alike, and more, are told as one.
_MANY = 9


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison, and how it is told.

    Args:
        drift: The comparison.
        before: The old definition, for the lines of its addresses.
        before_file: The file that it is in, where there is one.
        headline: A sentence above the counts.
        advice: What to do about drift.
        with_documentation: Whether changes of words are listed too.
    """

    drift: Drift
    before: Document
    before_file: str = ""
    headline: str = ""
    advice: str = ""
    with_documentation: bool = False

    @property
    def listed(self) -> tuple[Change, ...]:
        """The changes that the report lists."""
        return (*self.drift.changes, *(self.drift.documentation if self.with_documentation else ()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a report: a change, or many that are alike."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change that is told for all of them."""
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one judgement and one entity."""

    judgement: Judgement
    entity: str
    entries: tuple[Entry, ...]


def groups(changes: Sequence[Change]) -> list[Group]:
    """Group changes by judgement, the worst first, and by entity; many that are alike become one entry."""
    alike: dict[str, list[Change]] = {}
    for each in changes:
        key = json.dumps([each.code, each.judgement.value, each.before, each.after, each.subject.count(" ")])
        alike.setdefault(key, []).append(each)
    entries: list[tuple[Judgement, str, Entry]] = []
    for same in alike.values():
        if len(same) >= _MANY and len({each.entity for each in same}) > 1:
            entries.append((same[0].judgement, SEVERAL, Entry(tuple(same))))
        else:
            entries += [(each.judgement, each.entity, Entry((each,))) for each in same]
    entries.sort(key=lambda each: (-each[0].weight, each[1] != API, each[1], each[2].first.subject))
    return [
        Group(judgement, entity, tuple(entry for _, _, entry in found))
        for (judgement, entity), found in groupby(entries, key=lambda each: each[:2])
    ]


def counts(drift: Drift) -> str:
    """Say the counts in words: `2 breaking, 1 additive, 3 neutral`."""
    return ", ".join(f"{count} {judgement.value}" for judgement, count in drift.counts.items())


def what(change: Change) -> str:
    """Say what happened, in the words of the table of codes."""
    return CODES[change.code].what


def values(change: Change) -> str:
    """Say what stood there and what stands there now, or nothing where the code says it all."""
    before, after = (None if each is None else shown(each) for each in (change.before, change.after))
    if before is not None and after is not None:
        return f"was {before}, is {after}" if before != after else ""
    if before is not None:
        return f"was {before}"
    return "" if after is None else f"is {after}"


def shown(value: Any) -> str:
    """Write a value in little space."""
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def address(change: Change) -> str:
    """Give the address in the new definition, or in the old one where it is gone."""
    return (change.was if change.now is None else change.now) or "/"


def some(items: Sequence[str], limit: int) -> str:
    """List the first few, and say how many more there are."""
    more = len(items) - limit
    return ", ".join(items) if more <= 0 else f"{', '.join(items[:limit])} and {more} more"


def touched(change: Change, limit: int = SHOWN_METHODS) -> list[str]:
    """Name what of the client is touched: attributes, methods, files; each as one text."""
    methods = [f"crm.{name}" for name in change.touches.methods]
    return [
        some(names, limit) for names in (list(change.touches.models), methods, list(change.touches.modules)) if names
    ]


def sides(drift: Drift) -> list[tuple[str, str]]:
    """Name the two definitions, and how much is in each."""
    return [
        (label, f"{side.name}: {side.operations} operations, {side.models} models")
        for label, side in (("was", drift.was), ("now", drift.now))
    ]


def lower_first(text: str) -> str:
    """Begin with a small letter, to go on after a colon."""
    return text[:1].lower() + text[1:]


def words_differ(report: Report) -> str:
    """Say how many places differ in words alone, or nothing."""
    count = len(report.drift.documentation)
    if not count or report.with_documentation:
        return ""
    return f"{count} place{'s differ' if count > 1 else ' differs'} in words alone; --docs lists them."
