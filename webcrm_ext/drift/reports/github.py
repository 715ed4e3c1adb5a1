"""For a CI job of GitHub: one annotation a change, at its line of the committed definition."""

from __future__ import annotations

from typing import Any

from webcrm_ext.definition.canonical import canonical_form
from webcrm_ext.definition.document import existing_pointer, keys_of
from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.reports.report import Report, address, counts, lower_first, values, what, words_differ
from webcrm_ext.drift.result import Change

_LEVELS = {Judgement.BREAKING: "error", Judgement.ADDITIVE: "notice", Judgement.NEUTRAL: "notice"}


def render(report: Report) -> str:
    """Write the report as workflow commands, breaking first, for only the first ten of a step are shown."""
    drift = report.drift
    summary = f"Drift of the API: {counts(drift)}." if drift.changes else "No drift of the API."
    said = " ".join(filter(None, (report.headline, summary, words_differ(report))))
    return (
        "\n".join([f"::notice title=Drift::{_data(said)}", *(_annotation(each, report) for each in report.listed)])
        + "\n"
    )


def _annotation(change: Change, report: Report) -> str:
    properties = {"title": f"{change.code}{' (a guess)' if change.guess else ''}: {change.subject}"}
    if report.before_file:
        place = existing_pointer(address(change) if change.was is None else change.was, report.before)
        properties = {"file": report.before_file, "line": str(line_of(place, report.before)), **properties}
    said = values(change)
    message = f"{change.subject}: {lower_first(what(change))}{f' ({said})' if said else ''}. {change.why}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[change.judgement]} {written}::{_data(message)}"


def line_of(place: str, document: Any) -> int:
    """Give the line of an address in the canonical text of a document; the first is 1."""
    line = 1
    value = canonical_form(document)
    for key in keys_of(place):
        members = sorted(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for name, item in members:
            line += 1
            if str(name) == key:
                value = item
                break
            line += _height(item) - 1
    return line


def _height(value: Any) -> int:
    if not value or not isinstance(value, dict | list):
        return 1
    return 2 + sum(_height(item) for item in (value.values() if isinstance(value, dict) else value))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
