"""The parts that all formats share: counts, values, groups, and what a change touches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from webcrm_ext.definition.document import Document
from webcrm_ext.drift.codes import CODES, Judgement
from webcrm_ext.drift.result import API, SEVERAL, Change, Drift

_SHOWN_NAMES = 4
_SHOWN_CHARACTERS = 90
# From this number on, equal changes are reported as one entry.
_MERGED_FROM = 9


class Note(NamedTuple):
    """A list of what regenerating from the new definition would do by itself, with its heading."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison and the options of its report.

    Attributes:
        drift: The comparison.
        before: The old definition, for line numbers.
        before_file: Its file, where it has one.
        headline: A sentence above the counts.
        advice: What to do about drift.
        with_documentation: Whether changes of documentation are listed too.
        notes: What regenerating would do by itself.
    """

    drift: Drift
    before: Document
    before_file: str = ""
    headline: str = ""
    advice: str = ""
    with_documentation: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def listed(self) -> tuple[Change, ...]:
        """The changes that the report lists."""
        return (*self.drift.changes, *(self.drift.documentation if self.with_documentation else ()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a report: a change, or many equal ones."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change that represents all of them."""
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one judgement and one entity."""

    judgement: Judgement
    entity: str
    entries: tuple[Entry, ...]


def groups(changes: Sequence[Change]) -> list[Group]:
    """Return changes grouped by judgement, breaking first, and by entity; many equal ones become one entry."""
    equal: dict[str, list[Change]] = {}
    for each in changes:
        key = json.dumps([each.code, each.judgement.value, each.before, each.after, each.subject.count(" ")])
        equal.setdefault(key, []).append(each)
    entries: list[tuple[Judgement, str, Entry]] = []
    for same in equal.values():
        if len(same) >= _MERGED_FROM and len({each.entity for each in same}) > 1:
            entries.append((same[0].judgement, SEVERAL, Entry(tuple(same))))
        else:
            entries += [(each.judgement, each.entity, Entry((each,))) for each in same]
    entries.sort(key=lambda each: (-each[0].weight, each[1] != API, each[1], each[2].first.subject))
    return [
        Group(judgement, entity, tuple(entry for _, _, entry in same))
        for (judgement, entity), same in groupby(entries, key=lambda each: each[:2])
    ]


def counts(drift: Drift) -> str:
    """Return the counts: `2 breaking, 1 additive, 3 neutral`."""
    return ", ".join(f"{count} {judgement.value}" for judgement, count in drift.counts.items())


def what(change: Change) -> str:
    """Return what happened, from the table of codes."""
    return CODES[change.code].what


def values(change: Change) -> str:
    """Return the old and the new value (`was A, is B`), or an empty string where the code is enough."""
    before, after = (None if each is None else shortened(each) for each in (change.before, change.after))
    if before is not None and after is not None:
        return f"was {before}, is {after}" if before != after else ""
    if before is not None:
        return f"was {before}"
    return "" if after is None else f"is {after}"


def what_and_values(change: Change) -> str:
    """Return what happened and the values, for use after a colon: `an enum became a free value (was A, is B)`."""
    before_and_after = values(change)
    return lower_first(what(change)) + (f" ({before_and_after})" if before_and_after else "")


def shortened(value: Any) -> str:
    """Return a value as a string of at most 90 characters."""
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def address(change: Change) -> str:
    """Return the JSON Pointer into the new definition, or into the old one for something removed."""
    return (change.was if change.now is None else change.now) or "/"


def some(items: Sequence[str], limit: int) -> str:
    """Return the first items, and the number of the others."""
    more = len(items) - limit
    return ", ".join(items) if more <= 0 else f"{', '.join(items[:limit])} and {more} more"


def touched(change: Change, limit: int = _SHOWN_NAMES) -> list[str]:
    """Return the touched attributes, methods and files, each as one string."""
    methods = [f"crm.{name}" for name in change.touches.methods]
    return [
        some(names, limit) for names in (list(change.touches.models), methods, list(change.touches.modules)) if names
    ]


def summaries(drift: Drift) -> list[tuple[str, str]]:
    """Return a label and a summary for each of the two definitions."""
    return [
        (label, f"{each.name}: {each.operations} operations, {each.models} models")
        for label, each in (("was", drift.was), ("now", drift.now))
    ]


def lower_first(text: str) -> str:
    """Return a sentence with a small first letter, for use after a colon."""
    return text[:1].lower() + text[1:]


def uncompared(drift: Drift) -> list[tuple[str, list[str]]]:
    """Return the reasons why parts were not compared, each with the subjects and addresses of these parts."""
    by_reason: dict[str, list[str]] = {}
    for each in drift.uncompared:
        address = each.was if each.now is None else each.now
        by_reason.setdefault(each.why, []).append(f"{each.subject} at {address}")
    return list(by_reason.items())


def documentation_hint(report: Report) -> str:
    """Return how many changes of documentation are not listed, or an empty string."""
    count = len(report.drift.documentation)
    if not count or report.with_documentation:
        return ""
    return f"{count} change{'s' if count > 1 else ''} of documentation; list with --docs."
