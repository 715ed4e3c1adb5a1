"""The JSON format: for programs, with a documented, versioned shape."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from webcrm_ext.drift.reports.report import Report
from webcrm_ext.drift.result import API, NO_ENTITY, SEVERAL, Change

VERSION = 1
"""Increased when a key is removed or changes its meaning; not for new keys and new codes."""

SHAPE: dict[str, str] = {
    "format": 'Always "webcrm-drift".',
    "version": "The version of this shape, 1.",
    "verdict": '"same", "neutral", "additive" or "breaking": the worst judgement.',
    "counts": "The number of changes by judgement.",
    "was": "The old definition: its name and its numbers of operations and models.",
    "now": "The new definition, likewise.",
    "changes": "The changes, breaking first.",
    "documentation": "Changes of documentation, in the same shape and not counted. Empty without `--docs`.",
    "uncompared": "The parts that differ and were not compared.",
    "notes": "What regenerating would skip in the overlay and name by itself: lists of strings by their headings. "
    "Only in the repository.",
}
CHANGE_SHAPE: dict[str, str] = {
    "code": "The kind of change, one of the codes below.",
    "judgement": '"breaking", "additive" or "neutral".',
    "entity": f'A tag of the definition (`Persons`), "{API}", "{SEVERAL}" or "{NO_ENTITY}".',
    "subject": "What changed: `PersonDto.PersonName`, `GET /Persons, parameter Page`.",
    "before": "The old value: a string, a list or a value of the definition; null where there is none.",
    "after": "The new value, likewise.",
    "why": "The reason for the judgement.",
    "guess": "Whether this is a guessed rename.",
    "was": "The JSON Pointer into the old definition; null where it does not exist there.",
    "now": "The JSON Pointer into the new definition, likewise.",
    "touches": "`methods` (`persons.get`), `models` (`PersonDto.person_name`) and `modules` (files of `webcrm_ext`).",
}
UNCOMPARED_SHAPE: dict[str, str] = {
    "subject": "What was not compared: `GET /Persons, headers of response 200`.",
    "why": "The reason.",
    "was": CHANGE_SHAPE["was"],
    "now": CHANGE_SHAPE["now"],
}


def render(report: Report) -> str:
    """Return the report as JSON."""
    drift = report.drift
    content = {
        "format": "webcrm-drift",
        "version": VERSION,
        "verdict": drift.worst.value if drift.worst else "same",
        "counts": {judgement.value: count for judgement, count in drift.counts.items()},
        "was": asdict(drift.was),
        "now": asdict(drift.now),
        "changes": [_change(each) for each in drift.changes],
        "documentation": [_change(each) for each in drift.documentation if report.with_documentation],
        "uncompared": [asdict(each) for each in drift.uncompared],
        "notes": {note.heading: list(note.items) for note in report.notes},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {**asdict(change), "judgement": change.judgement.value}
