"""The text format: for a terminal, with counts, then changes by entity, breaking first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from webcrm_ext.drift.reports.report import (
    Entry,
    Report,
    address,
    counts,
    documentation_hint,
    groups,
    lower_first,
    some,
    summaries,
    touched,
    uncompared,
    values,
    what,
)
from webcrm_ext.drift.result import Drift

_WIDTH = 110
_SUBJECTS = 6


def render(report: Report) -> str:
    """Return the report as text of at most 110 columns, unless a name is longer."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    drift = report.drift
    if report.headline:
        yield from textwrap.wrap(report.headline, _WIDTH)
    yield f"Drift: {counts(drift)}" if drift.changes else "No drift: for the client the two definitions are the same."
    yield from (f"  {label}  {summary}" for label, summary in summaries(drift))
    if hint := documentation_hint(report):
        yield f"  {hint}"
    for note in report.notes:
        yield ""
        yield f"{note.heading}:"
        for item in note.items:
            yield from _wrapped(item, 2)
    for judgement, same in groupby(groups(report.listed), key=lambda group: group.judgement):
        yield ""
        yield judgement.value.upper()
        for group in same:
            yield ""
            yield f"  {group.entity}"
            for entry in group.entries:
                yield from _entry(entry)
    yield from _uncompared(drift)
    if drift.changes and report.advice:
        yield ""
        yield from textwrap.wrap(report.advice, _WIDTH)


def _uncompared(drift: Drift) -> Iterator[str]:
    if drift.uncompared:
        yield ""
        yield "NOT COMPARED"
    for why, parts in uncompared(drift):
        yield ""
        yield from _wrapped(some(parts, _SUBJECTS), 4)
        yield from _wrapped(why, 8)


def _entry(entry: Entry) -> Iterator[str]:
    change = entry.first
    if len(entry.changes) > 1:
        subject = f"{len(entry.changes)} times: {some([each.subject for each in entry.changes], _SUBJECTS)}"
    else:
        subject = change.subject
    guess = ", a guess" if change.guess else ""
    yield from _wrapped(f"{subject}: {lower_first(what(change))}  [{change.code}{guess}]", 4)
    before_and_after = values(change)
    where = f"at {address(change)}" if len(entry.changes) == 1 else ""
    yield from _wrapped(", ".join(filter(None, (before_and_after, where))), 8)
    yield from _wrapped(change.why, 8)
    if len(entry.changes) == 1 and touched(change):
        yield from _wrapped(f"touches {'; '.join(touched(change))}", 8)


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
