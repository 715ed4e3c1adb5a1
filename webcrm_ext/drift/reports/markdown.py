"""The Markdown format: for pull requests, with counts, then changes, breaking first and neutral ones folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.reports.report import (
    Entry,
    Report,
    address,
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

LARGEST_BODY = 65_536
"""The largest number of characters in the body of a pull request."""

_LARGEST_REPORT = 60_000
"""The largest number of characters in the report; changelog entry and test result need the rest of the body."""

_SUBJECTS = 40
_HEADINGS = {
    Judgement.BREAKING: "Breaking",
    Judgement.ADDITIVE: "Additive",
    Judgement.NEUTRAL: "Neutral",
}


def render(report: Report) -> str:
    """Return the report as Markdown that fits into the body of a pull request."""
    kept: list[str] = []
    length = 0
    lines = list(_lines(report))
    for line in lines:
        length += len(line) + 1
        if length > _LARGEST_REPORT:
            if _open_folds(kept):
                kept.append("\n</details>")
            kept.append(f"\n… cut here: {len(lines) - len(kept)} more lines. The JSON report is complete.")
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def _open_folds(lines: list[str]) -> int:
    return sum(line.count("<details>") - line.count("</details>") for line in lines)


def _lines(report: Report) -> Iterator[str]:
    drift = report.drift
    yield "## Drift of the API" if drift.changes else "## No drift of the API"
    yield ""
    if report.headline:
        yield report.headline
        yield ""
    yield f"| {' | '.join(judgement.value for judgement in drift.counts)} |"
    yield "|" + " ---: |" * len(drift.counts)
    yield f"| {' | '.join(str(count) for count in drift.counts.values())} |"
    yield ""
    yield from (f"- {label} {_escaped(summary)}" for label, summary in summaries(drift))
    if hint := documentation_hint(report):
        yield f"- {hint.replace('--docs', '`--docs`')}"
    for note in report.notes:
        yield ""
        yield f"### {note.heading}"
        yield ""
        yield from (f"- {_escaped(item)}" for item in note.items)
    for judgement, same in groupby(groups(report.listed), key=lambda group: group.judgement):
        folded = judgement is Judgement.NEUTRAL
        yield ""
        yield f"<details><summary>{_HEADINGS[judgement]}</summary>" if folded else f"### {_HEADINGS[judgement]}"
        for group in same:
            yield ""
            yield f"**{_escaped(group.entity)}**"
            yield ""
            for entry in group.entries:
                yield from _entry(entry)
        if folded:
            yield ""
            yield "</details>"
    yield from _uncompared(drift)
    if drift.changes and report.advice:
        yield ""
        yield report.advice


def _uncompared(drift: Drift) -> Iterator[str]:
    if drift.uncompared:
        yield ""
        yield "### Not compared"
        yield ""
    for why, parts in uncompared(drift):
        yield f"- {some([_code_span(each) for each in parts], _SUBJECTS)}: {lower_first(_escaped(why))}"


def _entry(entry: Entry) -> Iterator[str]:
    change = entry.first
    many = len(entry.changes) > 1
    subject = f"{len(entry.changes)} times" if many else _code_span(change.subject)
    guess = ", a guess" if change.guess else ""
    before_and_after = values(change)
    difference = f" ({_escaped(before_and_after)})" if before_and_after else ""
    yield f"- {subject}: {lower_first(what(change))}{difference} · `{change.code}`{guess}"
    yield f"  {change.why}"
    if many:
        subjects = some([_code_span(each.subject) for each in entry.changes], _SUBJECTS)
        yield f"  <details><summary>Where</summary>{subjects}</details>"
    else:
        parts = [", ".join(_code_span(each) for each in part.split(", ")) for part in touched(change)]
        yield f"  At {_code_span(address(change))}{'; touches ' if parts else ''}{'; '.join(parts)}."


def _code_span(text: str) -> str:
    name, _, more = text.partition(" and ") if re.fullmatch(r"\S+ and \d+ more", text) else (text, "", "")
    fence = "``" if "`" in name else "`"
    return f"{fence}{_one_line(name)}{fence}{f' and {more}' if more else ''}"


def _escaped(text: str) -> str:
    """Escape markup and mentions in a string from a definition."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", _one_line(text)).replace("@", "@\u200b")


def _one_line(text: str) -> str:
    return " ".join(text.split())
