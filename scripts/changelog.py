"""Write the entry for a regenerated client into CHANGELOG.md: `make changelog`.

It lists the changes from the definition in git's HEAD to the one in the working tree. Entries that the file has already
are not added again.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from scripts.repository import DEFINITION, committed_naming, read_committed_definition
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.pull import read_definition
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.reports import changelog
from webcrm_ext.drift.reports.report import Report

CHANGELOG = "CHANGELOG.md"

_SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_UNRELEASED = "## [Unreleased]"
_WIDTH = 120
_COUNT = re.compile(r"^- \d+ changes? of the API without effect on programs\.\n?", re.MULTILINE)


def add_entry(text: str, entry: str) -> str:
    """Return the text of a changelog with an entry in its unreleased section.

    Args:
        text: The changelog, in the form of Keep a Changelog.
        entry: The sections of the entry, such as `### Added` with a list. Items that it has already are not repeated.
    """
    start, end = _unreleased(text)
    introduction, sections = _sections(text[start:end] or f"{_UNRELEASED}\n")
    is_changed = False
    for title, listed in _sections(entry)[1].items():
        known = sections.get(title, "")
        new = [each for each in _items(listed) if each not in _items(known)]
        if any(map(_COUNT.fullmatch, new)):
            # The number of other changes replaces that of an earlier run.
            known = _COUNT.sub("", known)
        lines = [_wrapped(each) for each in new]
        sections[title] = "\n".join([known.strip(), *lines]).strip()
        is_changed = is_changed or bool(new)
    if not is_changed:
        return text
    ordered = sorted(sections.items(), key=lambda each: [*_SECTIONS, each[0]].index(each[0]))
    parts = [introduction.strip(), *(f"### {title}\n\n{listed}" for title, listed in ordered), text[end:]]
    return f"{text[:start].rstrip()}\n\n" + "\n\n".join(parts).rstrip() + "\n"


def _unreleased(text: str) -> tuple[int, int]:
    """Return where the unreleased section begins and ends; it is empty where the changelog has none."""
    headings = [match.start() for match in re.finditer("^## ", text, re.MULTILINE)]
    start = text.find(_UNRELEASED)
    if start < 0:
        start = min(headings, default=len(text))
        return start, start
    return start, min((each for each in headings if each > start), default=len(text))


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """Return the text above the first `###` heading, and the text below each heading."""
    introduction, *parts = re.split(r"^### (.+)\n", text, flags=re.MULTILINE)
    return introduction, {title.strip(): body.strip("\n") for title, body in zip(parts[::2], parts[1::2], strict=True)}


def _items(text: str) -> list[str]:
    """Return the items of a list, each on one line."""
    return [" ".join(item.split()) for item in re.split(r"^(?=- )", text, flags=re.MULTILINE) if item.startswith("- ")]


def _wrapped(item: str) -> str:
    return textwrap.fill(item, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def write_entry(root: Path) -> str:
    """Write the entry for the changes since git's HEAD into the changelog, and return what was done.

    Args:
        root: The repository.

    Raises:
        PipelineError: A definition or the changelog cannot be read.
    """
    old = read_definition(_in_head(root, DEFINITION), f"{DEFINITION} in git's HEAD")
    drift = compare(old, read_committed_definition(root), naming=committed_naming(root))
    if not drift.changes:
        return f"{DEFINITION} is the same as in git's HEAD: no entry is needed."
    try:
        text = (root / CHANGELOG).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PipelineError(f"Reading {CHANGELOG} failed: {error}.") from error
    edited = add_entry(text, changelog.render(Report(drift, before=old)))
    if edited == text:
        return f"{CHANGELOG} has the entry already."
    (root / CHANGELOG).write_text(edited, encoding="utf-8")
    return f"{CHANGELOG} has a new entry: {len(edited.splitlines()) - len(text.splitlines())} lines. Review them."


def _in_head(root: Path, name: str) -> bytes:
    command = ["git", "-C", str(root), "show", f"HEAD:./{name}"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own command
    except OSError as error:
        raise PipelineError(f"Running git failed: {error.strerror}. `make changelog` needs it.") from error
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip().splitlines()
        raise PipelineError(f"Reading {name} from git's HEAD failed: {message[-1] if message else 'unknown error'}")
    return done.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.changelog", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    root = parser.parse_args(arguments).root.resolve()
    try:
        print(f"changelog: {write_entry(root)}")
    except PipelineError as error:
        print(f"changelog: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
