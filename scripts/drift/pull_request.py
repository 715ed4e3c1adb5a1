"""Write the body of the pull request for drift: `python -m scripts.drift.pull_request FOLDER --tests success`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from webcrm_ext.drift.reports.markdown import LARGEST_BODY

_TOO_LONG = "The entry for CHANGELOG.md does not fit here: see `changelog.md` in the artifact of the run."


def body(report: str, changelog: str, *, tests: str) -> str:
    """Return the body: the report, the changelog entry if it fits, and the test result.

    Args:
        report: The report in Markdown, at most 60,000 characters.
        changelog: The changelog entry.
        tests: The result of lint and tests on the regenerated client: `success` or `failure`.
    """
    ending = f"\nLint and tests on the regenerated client: {tests}.\n"
    # The fence must be longer than any in the entry, whose names come from the definition.
    fence = "`" * (max((len(each) for each in re.findall("`+", changelog)), default=0) + 1)
    fence = fence if len(fence) > len("``") else "```"
    entry = f"\nFor CHANGELOG.md:\n\n{fence}markdown\n{changelog.strip()}\n{fence}\n"
    if len(report) + len(entry) + len(ending) > LARGEST_BODY:
        entry = f"\n{_TOO_LONG}\n"
    return report + entry + ending


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.drift.pull_request", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="the folder that `scripts.drift --keep` wrote; body.md is added to it"
    )
    parser.add_argument("--tests", required=True, help="the result of lint and tests on the regenerated client")
    options = parser.parse_args(arguments)
    report, changelog = ((options.folder / name).read_text("utf-8") for name in ("report.md", "changelog.md"))
    (options.folder / "body.md").write_text(body(report, changelog, tests=options.tests), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
