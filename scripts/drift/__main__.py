"""Ask whether a definition still is the one that the client was generated from; nothing in the tree is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from scripts.repository import DEFINITION, read_committed_definition
from webcrm_ext.definition.download import source_name
from webcrm_ext.definition.pull import LIVE, Pulled, pull
from webcrm_ext.drift.command_line import Base, check, installed, parser
from webcrm_ext.drift.reports import FORMATS
from webcrm_ext.drift.reports.report import Report

KEPT = {"report.md": "markdown", "report.json": "json", "changelog.md": "changelog"}
"""The files that are kept of a comparison, and the format of each."""

KEPT_DEFINITION = "definition.json"
"""The file with the definition that was compared, as it came."""


def committed(root: Path, source: str) -> Base:
    """Give the definition that is in the repository.

    Raises:
        PipelineError: It is missing, or is none.
    """
    # A file's whole path is needed to find it again; an address may hold a key that is not to be shown.
    named = source_name(source) if "://" in source else source
    again = "make regenerate" if source == LIVE else f"make regenerate SOURCE={named}"
    advice = f"`{again}` writes the client anew; `--format changelog` gives the entry for CHANGELOG.md."
    return Base(read_committed_definition(root), name=DEFINITION, file=DEFINITION, advice=advice)


def other(source: str) -> Base:
    """Give the definition at another place.

    Raises:
        PipelineError: It could not be had, or is none.
    """
    pulled = pull(source)
    return Base(pulled.document, name=pulled.source)


def keep(folder: Path, report: Report, pulled: Pulled) -> None:
    """Write the reports of a comparison into a folder, and the definition that it was made of."""
    folder.mkdir(parents=True, exist_ok=True)
    # Whoever reads the files is not about to call anything.
    told = replace(report, advice="")
    for name, form in KEPT.items():
        (folder / name).write_text(FORMATS[form](told), encoding="utf-8")
    (folder / KEPT_DEFINITION).write_bytes(pulled.raw)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; gives the exit code."""
    made = parser("scripts.drift", __doc__ or "")
    made.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    against = made.add_mutually_exclusive_group()
    against.add_argument("--against", metavar="SOURCE", help="compare with another definition than the committed one")
    against.add_argument("--against-installed", action="store_true", help="compare with that of the installed package")
    made.add_argument("--keep", type=Path, metavar="FOLDER", help="write all reports and the definition there too")
    options = made.parse_args(arguments)

    def base() -> Base:
        if options.against_installed:
            return installed()
        if options.against is not None:
            return other(options.against)
        return committed(options.root.resolve(), options.source)

    return check(options, base, partial(keep, options.keep) if options.keep else None)


if __name__ == "__main__":
    sys.exit(main())
