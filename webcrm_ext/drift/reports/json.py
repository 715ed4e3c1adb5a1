"""For a program: JSON of a documented, versioned shape."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from webcrm_ext.drift.reports.report import Report
from webcrm_ext.drift.result import API, NO_ENTITY, SEVERAL, Change

VERSION = 1
"""Counts up when a key goes or means something else; new keys and new codes do not count."""

SHAPE: dict[str, str] = {
    "format": 'Always "webcrm-drift".',
    "version": "The version of this shape, 1.",
    "verdict": '"same", "neutral", "additive" or "breaking": the worst judgement there is.',
    "counts": "The number of changes by judgement.",
    "was": "The old definition: its name, and how many operations and models it has.",
    "now": "The new definition, likewise.",
    "changes": "The changes, the worst first.",
    "documentation": "Changes of words alone, in the same shape; they count nowhere. Empty without `--docs`.",
}
CHANGE_SHAPE: dict[str, str] = {
    "code": "The kind of change, one of the codes above.",
    "judgement": '"breaking", "additive" or "neutral".',
    "entity": f'A tag of the definition (`Persons`), "{API}", "{SEVERAL}" or "{NO_ENTITY}".',
    "subject": "What changed, in words: `PersonDto.PersonName`, `GET /Persons, parameter Page`.",
    "before": "What stood there: text, a list or a value of the definition; null where nothing did.",
    "after": "What stands there now.",
    "why": "Why it is judged so.",
    "guess": "Whether a rename is guessed.",
    "was": "The address in the old definition, a JSON Pointer; null where it is not in it.",
    "now": "The address in the new definition.",
    "touches": "`methods` (`persons.get`), `models` (`PersonDto.person_name`) and `modules` (files that name it).",
}


def render(report: Report) -> str:
    """Write the report as JSON."""
    drift = report.drift
    written = {
        "format": "webcrm-drift",
        "version": VERSION,
        "verdict": drift.worst.value if drift.worst else "same",
        "counts": {judgement.value: count for judgement, count in drift.counts.items()},
        "was": asdict(drift.was),
        "now": asdict(drift.now),
        "changes": [_change(each) for each in drift.changes],
        "documentation": [_change(each) for each in drift.documentation if report.with_documentation],
    }
    return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {**asdict(change), "judgement": change.judgement.value}
