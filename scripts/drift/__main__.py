"""Compare a definition with the one that the client was generated from; no file in the repository is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from scripts.corrections import corrections
from scripts.overlay import apply_overlay, read_overlay
from scripts.repository import DEFINITION, OVERLAY, committed_naming, read_committed_definition
from webcrm_ext.definition.document import Document, PipelineError
from webcrm_ext.definition.download import source_name
from webcrm_ext.definition.naming import Naming
from webcrm_ext.definition.pull import LIVE, Pulled, pull
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.command_line import Baseline, check, fetch, installed, parser
from webcrm_ext.drift.reports import FORMATS
from webcrm_ext.drift.reports.report import Note, Report

KEPT = {"report.md": "markdown", "report.json": "json", "changelog.md": "changelog"}
"""The report files that `--keep` writes, and their formats."""

KEPT_DEFINITION = "definition.json"
"""The file for the original new definition."""


def committed(root: Path, source: str) -> Baseline:
    """Return the definition in the repository.

    Args:
        root: The folder of the repository.
        source: What it is compared with, for the advice.

    Raises:
        PipelineError: The definition is missing or invalid.
    """
    # A URL may contain a secret, which `source_name` leaves out.
    name = source_name(source) if "://" in source else source
    command = "make regenerate" if source == LIVE else f"make regenerate SOURCE={name}"
    advice = f"`{command}` regenerates the client; `make changelog` then writes the entry into CHANGELOG.md."
    naming = committed_naming(root)
    return Baseline(
        read_committed_definition(root),
        name=DEFINITION,
        file=DEFINITION,
        advice=advice,
        naming=naming,
        notes=partial(notes, root, naming),
    )


def notes(root: Path, naming: Naming, definition: Document) -> tuple[Note, ...]:
    """Return what regenerating from a definition would skip in the overlay and name by itself.

    Args:
        root: The folder of the repository.
        naming: The names that it keeps.
        definition: The new definition.
    """
    if not (root / OVERLAY).exists():
        return ()
    try:
        corrected = apply_overlay(upgrade(definition), read_overlay(root / OVERLAY))
    except PipelineError as error:
        return (Note("The overlay cannot be applied", (str(error),)),)
    return corrections(corrected, naming, only_new=True).notes()


def other(root: Path, source: str) -> Baseline:
    """Return the definition of a file or URL, with the names that the repository keeps.

    Args:
        root: The folder of the repository.
        source: The file or URL.

    Raises:
        PipelineError: It could not be downloaded or read, or is invalid.
    """
    pulled = pull(source, fetch=fetch)
    return Baseline(pulled.document, name=pulled.source, naming=committed_naming(root))


def keep(folder: Path, report: Report, pulled: Pulled) -> None:
    """Write all reports and the new definition into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    # The files are read later, elsewhere, where the advice does not apply.
    without_advice = replace(report, advice="")
    for name, form in KEPT.items():
        (folder / name).write_text(FORMATS[form](without_advice), encoding="utf-8")
    (folder / KEPT_DEFINITION).write_bytes(pulled.raw)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    made = parser("python -m scripts.drift", __doc__ or "")
    made.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    against = made.add_mutually_exclusive_group()
    against.add_argument(
        "--against", metavar="SOURCE", help="compare with this definition instead of the committed one"
    )
    against.add_argument(
        "--against-installed", action="store_true", help="compare with the one in the installed package"
    )
    made.add_argument("--keep", type=Path, metavar="FOLDER", help="also write all reports and the definition here")
    options = made.parse_args(arguments)

    def baseline() -> Baseline:
        if options.against_installed:
            return installed()
        if options.against is not None:
            return other(options.root.resolve(), options.against)
        return committed(options.root.resolve(), options.source)

    return check(options, baseline, partial(keep, options.keep) if options.keep else None)


if __name__ == "__main__":
    sys.exit(main())
