"""The body of the pull request for drift: what failed, the report, and the entry for CHANGELOG.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from webcrm_ext.drift.reports.markdown import LARGEST_BODY

_TOO_LONG = "The entry for CHANGELOG.md does not fit here: see `changelog.md` in the artifact of the run."
_LINES = 10
"""How many lines of a failed command are shown."""
_CHARACTERS = 200
"""How many characters of each of these lines are shown."""
_COMMANDS = 4
"""How many failed commands are shown with their output."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_WHERE = re.compile(r"(?:FAILED|ERROR) |\s*(?:--> )?[\w./-]+\.\w+:\d+")
"""The lines with which pytest, ruff, mypy and pyright say where a failure is."""
_OF_MAKE = re.compile(r"make(\[\d+\])?: ")


class Outcome(NamedTuple):
    """How a command ended: the command, what went wrong (empty for success), and its output."""

    command: str
    problem: str
    output: str


def body(report: str, changelog: str, outcomes: Sequence[Outcome], *, regenerated: bool) -> str:
    """Return the body: what failed in the first lines, the report, and the changelog entry if it fits.

    Args:
        report: The report in Markdown, at most 60,000 characters.
        changelog: The changelog entry.
        outcomes: How the commands ended that regenerate and check the client.
        regenerated: Whether the pull request contains the regenerated client, and not the new definition alone.
    """
    start = _failures(outcomes, regenerated=regenerated)
    ending = "\nOn the regenerated client:\n\n" if regenerated else "\nThe client is not regenerated:\n\n"
    ending += "".join(f"- `{each.command}`: {each.problem or 'success'}\n" for each in outcomes)
    entry = f"\nFor CHANGELOG.md:\n\n{_fenced(changelog.strip(), 'markdown')}"
    if len(start) + len(report) + len(entry) + len(ending) > LARGEST_BODY:
        entry = f"\n{_TOO_LONG}\n"
    return start + report + entry + ending


def _failures(outcomes: Sequence[Outcome], *, regenerated: bool) -> str:
    """Return what failed and where, or an empty string if nothing failed."""
    failed = [each for each in outcomes if each.problem]
    if not failed:
        return ""
    what = "" if regenerated else " This pull request contains the new definition alone, and not the client for it."
    lines = [f"**A person is needed**: {', '.join(f'`{each.command}`' for each in failed)} failed.{what}\n"]
    for each in failed[:_COMMANDS]:
        lines.append(f"`{each.command}`: {each.problem}\n")
        lines.append(_fenced("\n".join(excerpt(each.output)), "text"))
    return "\n".join(lines) + "\n"


def excerpt(output: str) -> list[str]:
    """Return the lines of a command's output that say where it failed, or else its last lines."""
    lines = [line.rstrip() for line in _COLOURS.sub("", output).splitlines()]
    lines = [line for line in lines if line and not _OF_MAKE.match(line)]
    found = [line for line in lines if _WHERE.match(line)]
    shown = found[:_LINES] if found else lines[-_LINES:]
    if len(found) > len(shown):
        shown.append(f"… {len(found) - len(shown)} more")
    return [line if len(line) <= _CHARACTERS else line[: _CHARACTERS - 1] + "…" for line in shown]


def _fenced(text: str, kind: str) -> str:
    """Return a code block. Its fence is longer than any in the text, whose names come from the definition."""
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    fence = "`" * max(longest + 1, len("```"))
    return f"{fence}{kind}\n{text}\n{fence}\n"
