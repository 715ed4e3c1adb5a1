"""For CHANGELOG.md: the entry of a regenerated client, in the form of Keep a Changelog."""

from __future__ import annotations

from webcrm_ext.drift.codes import CODES, Judgement
from webcrm_ext.drift.reports.report import Report, lower_first, values, what
from webcrm_ext.drift.result import Change

_SECTIONS = ("Added", "Changed", "Deprecated", "Removed")


def render(report: Report) -> str:
    """Write the sections of an entry; what makes no difference to a program is counted, and not listed.

    But for what is on its way out: that is what people look for in a changelog.
    """
    told = [
        each
        for each in report.drift.changes
        if each.judgement is not Judgement.NEUTRAL or CODES[each.code].section == "Deprecated"
    ]
    silent = len(report.drift.changes) - len(told)
    parts = []
    for section in _SECTIONS:
        lines = [_line(each) for each in told if CODES[each.code].section == section]
        if section == "Changed" and silent:
            lines.append(f"- {silent} change{'s' if silent > 1 else ''} of the API that no program will notice.")
        if lines:
            parts.append(f"### {section}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts) or "The API is as it was: nothing to enter.\n"


def _line(change: Change) -> str:
    said = values(change)
    name = _name(change)
    subject = f"`{name}`" + (f" (`{change.subject}`)" if name != change.subject else "")
    mark = "**Breaking:** " if change.judgement is Judgement.BREAKING else ""
    guess = " This is a guess." if change.guess else ""
    return f"- {mark}{subject}: {lower_first(what(change))}{f' ({said})' if said else ''}.{guess}"


def _name(change: Change) -> str:
    """Name what changed as programs call it."""
    if change.touches.models:
        return change.touches.models[0]
    return f"crm.{change.touches.methods[0]}" if change.touches.methods else change.subject
