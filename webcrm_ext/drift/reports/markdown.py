"""For a pull request: a table of counts, then what changed, breaking first, the neutral folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.reports.report import (
    Entry,
    Report,
    address,
    groups,
    lower_first,
    sides,
    some,
    touched,
    values,
    what,
    words_differ,
)

LARGEST_BODY = 65_536
"""The characters that the body of a pull request holds."""

_LARGEST = 60_000
"""What the report takes of it at the most: the entry for the changelog and a line on the tests follow."""

_SUBJECTS = 40
_HEADINGS = {
    Judgement.BREAKING: "Breaking",
    Judgement.ADDITIVE: "Additive",
    Judgement.NEUTRAL: "Neutral",
}


def render(report: Report) -> str:
    """Write the report as Markdown that fits into the body of a pull request."""
    kept: list[str] = []
    length = 0
    lines = list(_lines(report))
    for line in lines:
        length += len(line) + 1
        if length > _LARGEST:
            if _folds_open(kept):
                kept.append("\n</details>")
            kept.append(f"\n… cut here: {len(lines) - len(kept)} more lines. The JSON report has all of it.")
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def _folds_open(lines: list[str]) -> int:
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
    yield from (f"- {label} {_plain(said)}" for label, said in sides(drift))
    words = words_differ(report)
    if words:
        yield f"- {words.replace('--docs', '`--docs`')}"
    for judgement, found in groupby(groups(report.listed), key=lambda group: group.judgement):
        folded = judgement is Judgement.NEUTRAL
        yield ""
        yield f"<details><summary>{_HEADINGS[judgement]}</summary>" if folded else f"### {_HEADINGS[judgement]}"
        for group in found:
            yield ""
            yield f"**{_plain(group.entity)}**"
            yield ""
            for entry in group.entries:
                yield from _entry(entry)
        if folded:
            yield ""
            yield "</details>"
    if drift.changes and report.advice:
        yield ""
        yield report.advice


def _entry(entry: Entry) -> Iterator[str]:
    change = entry.first
    many = len(entry.changes) > 1
    subject = f"{len(entry.changes)} times" if many else _code(change.subject)
    guess = ", a guess" if change.guess else ""
    said = values(change)
    yield f"- {subject}: {lower_first(what(change))}{f' ({_plain(said)})' if said else ''} · `{change.code}`{guess}"
    yield f"  {change.why}"
    if many:
        subjects = some([_code(each.subject) for each in entry.changes], _SUBJECTS)
        yield f"  <details><summary>Where</summary>{subjects}</details>"
    else:
        parts = [", ".join(_code(each) for each in part.split(", ")) for part in touched(change)]
        yield f"  At {_code(address(change))}{'; touches ' if parts else ''}{'; '.join(parts)}."


def _code(text: str) -> str:
    name, _, more = text.partition(" and ") if re.fullmatch(r"\S+ and \d+ more", text) else (text, "", "")
    fence = "``" if "`" in name else "`"
    return f"{fence}{_one_line(name)}{fence}{f' and {more}' if more else ''}"


def _plain(text: str) -> str:
    """Keep what comes from a definition from being read as markup, or as a mention of somebody."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", _one_line(text)).replace("@", "@\u200b")


def _one_line(text: str) -> str:
    return " ".join(text.split())
