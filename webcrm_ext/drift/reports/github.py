"""The GitHub format: one annotation for each change, at its line of the committed definition."""

from __future__ import annotations

from typing import Any

from webcrm_ext.definition.canonical import canonical_form
from webcrm_ext.definition.document import existing_pointer, keys_of
from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.reports.report import (
    Report,
    address,
    counts,
    documentation_hint,
    lower_first,
    some,
    uncompared,
    what_and_values,
)
from webcrm_ext.drift.result import Change

_LEVELS = {Judgement.BREAKING: "error", Judgement.ADDITIVE: "notice", Judgement.NEUTRAL: "notice"}

_PARTS = 20


def render(report: Report) -> str:
    """Return the report as workflow commands, breaking first: GitHub shows only the first ten of a step."""
    drift = report.drift
    summary = f"Drift of the API: {counts(drift)}." if drift.changes else "No drift of the API."
    notice = " ".join(filter(None, (report.headline, summary, documentation_hint(report))))
    lines = [f"::notice title=Drift::{_escaped(notice)}", *(_annotation(each, report) for each in report.listed)]
    lines += [
        f"::notice title=Not compared::{_escaped(f'{some(parts, _PARTS)}: {lower_first(why)}')}"
        for why, parts in uncompared(drift)
    ]
    lines += [
        f"::notice title={_escaped_property(note.heading)}::{_escaped(chr(10).join(note.items))}"
        for note in report.notes
    ]
    return "\n".join(lines) + "\n"


def _annotation(change: Change, report: Report) -> str:
    properties = {"title": f"{change.code}{' (a guess)' if change.guess else ''}: {change.subject}"}
    if report.before_file:
        at = existing_pointer(address(change) if change.was is None else change.was, report.before)
        properties = {"file": report.before_file, "line": str(line_number(at, report.before)), **properties}
    message = f"{change.subject}: {what_and_values(change)}. {change.why}"
    serialised = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[change.judgement]} {serialised}::{_escaped(message)}"


def line_number(json_pointer: str, document: Any) -> int:
    """Return the line of a JSON Pointer in the canonical form of a document, from 1."""
    line = 1
    value = canonical_form(document)
    for key in keys_of(json_pointer):
        members = sorted(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for name, item in members:
            line += 1
            if str(name) == key:
                value = item
                break
            line += _number_of_lines(item) - 1
    return line


def _number_of_lines(value: Any) -> int:
    if not value or not isinstance(value, dict | list):
        return 1
    return 2 + sum(_number_of_lines(item) for item in (value.values() if isinstance(value, dict) else value))


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
