"""What a probe found, as data without values of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import Factory, asdict, frozen

FORMAT = "webcrm-probe"
VERSION = 1

_MAX_LINES = 15


@frozen
class Finding:
    """An answer to a question that the API documentation leaves open.

    Attributes:
        section: The subject, such as `Paging`.
        question: The question.
        answer: The answer, as JSON; None if it was not found.
        options: Options of the sandbox that make it behave so.
    """

    section: str
    question: str
    answer: Any
    options: Mapping[str, Any] = Factory(dict)


def document(findings: Sequence[Finding], *, requests: int) -> dict[str, Any]:
    """Return the findings as a JSON document, with all options of the sandbox that they settle."""
    options = {name: value for each in findings for name, value in each.options.items()}
    return {
        "format": FORMAT,
        "version": VERSION,
        "requests": requests,
        "options": options,
        "findings": [asdict(each) for each in findings],
    }


def text(findings: Sequence[Finding], *, requests: int) -> str:
    """Return a report for people."""
    lines: list[str] = []
    section = ""
    for each in findings:
        if each.section != section:
            section = each.section
            lines += ["", section]
        options = ", ".join(f"{name}={value}" for name, value in each.options.items())
        lines += [f"  {each.question}", *(f"    {line}" for line in _lines(each.answer))]
        if options:
            lines.append(f"    Option of the sandbox: {options}")
    return "\n".join([f"{len(findings)} questions, {requests} requests, logins included.", *lines])


def _lines(answer: Any) -> list[str]:
    if not isinstance(answer, dict):
        return [_short(answer)]
    lines = [f"{name}: {_short(value)}" for name, value in answer.items()] or ["none"]
    more = len(lines) - _MAX_LINES
    return lines if more <= 0 else [*lines[:_MAX_LINES], f"… and {more} more in the file of --out"]


def _short(value: Any) -> str:
    if value is None:
        return "not determined"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_short(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_short, value)) or "none"
    return str(value)
