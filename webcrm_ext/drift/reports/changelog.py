"""The changelog format: an entry for CHANGELOG.md in the form of Keep a Changelog."""

from __future__ import annotations

from webcrm_ext.drift.codes import CODES, Judgement
from webcrm_ext.drift.reports.report import Report, some, what_and_values
from webcrm_ext.drift.result import Change

_UNCOMPARED = 10
_SECTIONS = ("Added", "Changed", "Deprecated", "Removed")


def render(report: Report) -> str:
    """Return the sections of a changelog entry.

    Neutral changes are counted and not listed, except deprecations.
    """
    listed = [
        each
        for each in report.drift.changes
        if each.judgement is not Judgement.NEUTRAL or CODES[each.code].section == "Deprecated"
    ]
    unlisted = len(report.drift.changes) - len(listed)
    parts = []
    for section in _SECTIONS:
        lines = [_entry(each) for each in listed if CODES[each.code].section == section]
        if section == "Changed" and unlisted:
            lines.append(f"- {unlisted} change{'s' if unlisted > 1 else ''} of the API without effect on programs.")
        if section == "Changed" and report.drift.uncompared:
            subjects = [f"`{each.subject}`" for each in report.drift.uncompared]
            lines.append(f"- Not compared: {some(subjects, _UNCOMPARED)}.")
        if lines:
            parts.append(f"### {section}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts) or "The API has not changed: no entry is needed.\n"


def _entry(change: Change) -> str:
    name = _name(change)
    subject = f"`{name}`" + (f" (`{change.subject}`)" if name != change.subject else "")
    mark = "**Breaking:** " if change.judgement is Judgement.BREAKING else ""
    guess = " This is a guess." if change.guess else ""
    return f"- {mark}{subject}: {what_and_values(change)}.{guess}"


def _name(change: Change) -> str:
    """Return the name that programs use for what changed."""
    if change.touches.models:
        return change.touches.models[0]
    return f"crm.{change.touches.methods[0]}" if change.touches.methods else change.subject
