"""Pull the definition and generate the raw client: `make regenerate`.

Each step is a module beside this one: pull, canonicalise, upgrade, overlay, validate, name, describe,
normalise, generate, replace the files. No file changes before all steps have passed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from scripts.corrections import Corrections, corrections
from scripts.describe import describe
from scripts.generate import Generate, generate
from scripts.lock import BuildResult, new_lock, update_lock
from scripts.normalise import normalise
from scripts.obsolete import obsolete_lines
from scripts.overlay import apply_overlay
from scripts.overlay.actions import parse_overlay, read_overlay_text
from scripts.overlay.prune import prune as prune_overlay
from scripts.pull import Pull, pull
from scripts.reduce import reduce
from scripts.repository import (
    DEFINITION,
    GENERATED,
    LOCK,
    OPENAPI,
    OVERLAY,
    committed_naming,
    differing_files,
    read_committed,
    read_committed_definition,
    read_names,
    written_files,
)
from scripts.staging import is_interrupted, replace_files, staging
from scripts.truncate import truncate_lines
from scripts.validate import validate
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, models, number_of_operations
from webcrm_ext.definition.names_file import NAMES, edit_names, parse_names
from webcrm_ext.definition.naming import Naming, name_operations, names_to_keep
from webcrm_ext.definition.pull import LIVE, Pulled
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.reports.report import counts
from webcrm_ext.drift.result import Drift

_MAX_LINES = 20
_COMPLETED = "The interrupted replacement of an earlier run was completed first."


class Derivation(NamedTuple):
    """The document for the generator, and how it was derived.

    Attributes:
        openapi: The document.
        names: The names that the file of names keeps for it.
        corrections: What became of the overlay and of the names.
    """

    openapi: Document
    names: dict[str, str]
    corrections: Corrections


def derivation(definition: Document, overlay: Document, naming: Naming) -> Derivation:
    """Return the document for the generator, from a definition, its overlay and names, and how it was derived."""
    corrected = apply_overlay(upgrade(definition), overlay)
    document = corrected.document
    validate(document)
    openapi: Document = json.loads(canonicalise(normalise(describe(reduce(name_operations(document, naming))))))
    return Derivation(openapi, names_to_keep(document, naming), corrections(corrected, naming))


def derive(definition: Document, overlay: Document, naming: Naming | None = None) -> Document:
    """Return the document for the generator, from a definition, its overlay and its names."""
    return derivation(definition, overlay, naming or Naming()).openapi


class Build(NamedTuple):
    """The result of a build: the definition that it was made from, and what became of the overlay and of the names."""

    definition: Document
    corrections: Corrections


def build(
    root: Path, folder: Path, pulled: Pulled | None, *, prune: bool = False, generate: Generate = generate
) -> Build:
    """Write all files into a staging folder.

    Args:
        root: The repository.
        folder: The staging folder. Each file gets its path in the repository.
        pulled: A new definition, or None to use the committed one with its source.
        prune: Remove skipped actions from the overlay, and names without an operation.
        generate: Write the package.
    """
    # Reports must not depend on the order of keys in the file that was pulled.
    definition = json.loads(canonicalise(pulled.document if pulled else read_committed_definition(root)))
    lock = {} if pulled else read_committed(root, LOCK, json.loads)
    overlay, naming = read_overlay_text(root / OVERLAY), committed_naming(root)
    derived = derivation(definition, parse_overlay(overlay, OVERLAY), naming)
    found = derived.corrections
    names = edit_names(read_names(root), derived.names, found.unused_names if prune else ())
    if prune:
        overlay = prune_overlay(overlay, found.skipped)
        derived = _pruned(definition, overlay, names, naming, derived)
    for target in (DEFINITION, GENERATED):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
    (folder / DEFINITION).write_bytes(canonicalise(definition))
    (folder / OVERLAY).write_text(overlay, encoding="utf-8")
    (folder / NAMES).write_text(names, encoding="utf-8")
    (folder / OPENAPI).write_bytes(canonicalise(derived.openapi))
    generator_folder = folder / "generator"
    generator_folder.mkdir()
    generate(derived.openapi, generator_folder).rename(folder / GENERATED)
    shutil.rmtree(generator_folder)
    result = BuildResult(definition, derived.openapi, folder / GENERATED, derived.corrections)
    if pulled:
        today = datetime.datetime.now(datetime.UTC).date()
        (folder / LOCK).write_bytes(new_lock(result, source=pulled.source, raw=pulled.raw, pulled=today))
    else:
        (folder / LOCK).write_bytes(update_lock(result, lock))
    return Build(definition, found)


def _pruned(definition: Document, overlay: str, names: str, naming: Naming, before: Derivation) -> Derivation:
    """Return the derivation from pruned files, which must make the same document."""
    after = derivation(definition, parse_overlay(overlay, OVERLAY), replace(naming, names=parse_names(names)))
    if after.openapi != before.openapi:
        raise PipelineError(
            f"Pruning {OVERLAY} would change {OPENAPI}. Run without PRUNE=1, and remove actions by hand."
        )
    return after


def regenerate(
    root: Path,
    source: str | None,
    *,
    force: bool = False,
    prune: bool = False,
    pull: Pull = pull,
    generate: Generate = generate,
) -> str:
    """Replace definition and client, and return a summary of the run.

    Args:
        root: The repository.
        source: Where to pull the definition from, or None to use the committed one.
        force: Accept a definition with far fewer operations than the committed one.
        prune: Remove skipped actions from the overlay, and names without an operation.
        pull: Pull the definition.
        generate: Write the package.

    Raises:
        PipelineError: A step failed. No file was changed, except to complete the interrupted replacement
            of an earlier run.
    """
    was_interrupted = is_interrupted(root)
    started = time.monotonic()
    try:
        with staging(root) as folder:
            before = read_committed_definition(root) if source is None or (root / DEFINITION).exists() else None
            pulled = None if source is None else pull(source, committed=before, force=force)
            definition, found = build(root, folder, pulled, prune=prune, generate=generate)
            openapi = json.loads((folder / OPENAPI).read_bytes())
            operations, types = number_of_operations(openapi), len(models(openapi))
            obsolete = obsolete_lines(root, _last_openapi(root) or openapi, openapi)
            drift = None if before is None else compare(before, definition, naming=committed_naming(root))
            new = written_files(folder)
            different = differing_files(new, written_files(root))
            replace_files(root, folder)
    except PipelineError as error:
        if was_interrupted and not is_interrupted(root):
            raise PipelineError(f"{error} {_COMPLETED}") from error
        raise
    count = number_of_operations(definition)
    lines = [
        f"Definition   {pulled.source if pulled else DEFINITION + ' (offline)'}",
        f"Operations   {count} in the definition, {operations - count} in the overlay",
        f"Models       {len(models(definition))} in the definition, {types} generated types",
        *_correction_lines(found, pruned=prune),
        *_change_lines(drift),
        *_obsolete_section(obsolete),
        *([f"Completed    {_COMPLETED}"] if was_interrupted else []),
        *_section("Files", f"{len(different)} of {len(new)} changed" if different else "none changed", different),
        f"Time         {time.monotonic() - started:.1f} s, no warnings",
    ]
    return "\n".join(lines)


def _last_openapi(root: Path) -> Document | None:
    """Return the document of the last run, or None if it is missing or invalid."""
    try:
        document: Document = json.loads((root / OPENAPI).read_bytes())
    except (OSError, ValueError):
        return None
    return document


def _correction_lines(found: Corrections, *, pruned: bool) -> list[str]:
    """Return the lines on the overlay and the names."""
    skipped = [str(each) for each in found.skipped]
    names = [f"named by default: {operation} is crm.{name}" for operation, name in found.named_by_default.items()]
    unused = [f"without an operation: {operation}" for operation in found.unused_names]
    applied = [f"{found.applied} applied"]
    if skipped:
        end = f", removed from {OVERLAY}" if pruned else "; PRUNE=1 removes what is skipped"
        applied.append(f"{len(skipped)} skipped{end}")
    parts = [f"{len(names)} named by default"]
    if unused:
        end = f", removed from {NAMES}" if pruned else "; PRUNE=1 removes them"
        parts.append(f"{len(unused)} without an operation{end}")
    return [
        *_section("Overlay", ", ".join(applied), skipped),
        *_section("Names", ", ".join(parts), [*names, *unused]),
    ]


def _obsolete_section(lines: list[str]) -> list[str]:
    return _section("Obsolete", f"{len(lines)} lines of hand-written code name what is gone", lines) if lines else []


def _change_lines(drift: Drift | None) -> list[str]:
    if drift is None:
        return ["Changes      unknown: no earlier definition"]
    lines = [f"{each.code:<24} {each.subject}" for each in drift.changes]
    return _section("Changes", f"{counts(drift) if lines else 'none'} since the last definition", lines)


def _section(name: str, summary: str, items: list[str]) -> list[str]:
    items = truncate_lines(items, _MAX_LINES, "more, see `git diff`")
    return [f"{name:<12} {summary}", *(f"             {item}" for item in items)]


def main(arguments: Sequence[str] | None = None, *, pull: Pull = pull, generate: Generate = generate) -> int:
    """Run from the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.regenerate", description=__doc__)
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument("--source", default=LIVE, help="a URL or a file (default: the live definition)")
    origin.add_argument("--offline", action="store_true", help="use swagger/webcrm.json, pull nothing")
    parser.add_argument("--force", action="store_true", help="accept a definition without most of the operations")
    parser.add_argument("--prune", action="store_true", help="remove what is skipped from the overlay and the names")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    options = parser.parse_args(arguments)
    source = None if options.offline else options.source
    try:
        root = options.root.resolve()
        print(regenerate(root, source, force=options.force, prune=options.prune, pull=pull, generate=generate))
    except PipelineError as error:
        print(f"regenerate: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"regenerate: file system error: {error}. Run `make check-generated`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
