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
from pathlib import Path

from scripts.describe import describe
from scripts.generate import Generate, generate
from scripts.lock import BuildResult, new_lock, update_lock
from scripts.normalise import normalise
from scripts.overlay import apply_overlay, read_overlay
from scripts.pull import Pull, pull
from scripts.reduce import reduce
from scripts.repository import (
    DEFINITION,
    GENERATED,
    LOCK,
    OPENAPI,
    OVERLAY,
    differing_files,
    read_committed,
    read_committed_definition,
    written_files,
)
from scripts.staging import is_interrupted, replace_files, staging
from scripts.truncate import truncate_lines
from scripts.validate import validate
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import Document, PipelineError, models, number_of_operations
from webcrm_ext.definition.naming import name_operations
from webcrm_ext.definition.pull import LIVE, Pulled
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.reports.report import counts
from webcrm_ext.drift.result import Drift

_MAX_LINES = 20
_COMPLETED = "The interrupted replacement of an earlier run was completed first."


def derive(definition: Document, overlay: Document) -> Document:
    """Return the document for the generator, from a definition and its overlay."""
    corrected = apply_overlay(upgrade(definition), overlay)
    validate(corrected)
    derived: Document = json.loads(canonicalise(normalise(describe(reduce(name_operations(corrected))))))
    return derived


def build(root: Path, folder: Path, pulled: Pulled | None, *, generate: Generate = generate) -> Document:
    """Write all files into a staging folder, and return the definition they were made from.

    Args:
        root: The repository.
        folder: The staging folder. Each file gets its path in the repository.
        pulled: A new definition, or None to use the committed one with its source.
        generate: Write the package.
    """
    definition = pulled.document if pulled else read_committed_definition(root)
    lock = {} if pulled else read_committed(root, LOCK, json.loads)
    openapi = derive(definition, read_overlay(root / OVERLAY))
    for target in (DEFINITION, GENERATED):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
    (folder / DEFINITION).write_bytes(canonicalise(definition))
    (folder / OPENAPI).write_bytes(canonicalise(openapi))
    generator_folder = folder / "generator"
    generator_folder.mkdir()
    generate(openapi, generator_folder).rename(folder / GENERATED)
    shutil.rmtree(generator_folder)
    result = BuildResult(definition, openapi, folder / GENERATED)
    if pulled:
        today = datetime.datetime.now(datetime.UTC).date()
        (folder / LOCK).write_bytes(new_lock(result, source=pulled.source, raw=pulled.raw, pulled=today))
    else:
        (folder / LOCK).write_bytes(update_lock(result, lock))
    return definition


def regenerate(
    root: Path, source: str | None, *, force: bool = False, pull: Pull = pull, generate: Generate = generate
) -> str:
    """Replace definition and client, and return a summary of the run.

    Args:
        root: The repository.
        source: Where to pull the definition from, or None to use the committed one.
        force: Accept a definition with far fewer operations than the committed one.
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
            definition = build(root, folder, pulled, generate=generate)
            operations = number_of_operations(json.loads((folder / OPENAPI).read_bytes()))
            types = len(models(json.loads((folder / OPENAPI).read_bytes())))
            drift = None if before is None else compare(before, definition)
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
        *_change_lines(drift),
        *([f"Completed    {_COMPLETED}"] if was_interrupted else []),
        *_section("Files", f"{len(different)} of {len(new)} changed" if different else "none changed", different),
        f"Time         {time.monotonic() - started:.1f} s, no warnings",
    ]
    return "\n".join(lines)


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
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    options = parser.parse_args(arguments)
    source = None if options.offline else options.source
    try:
        print(regenerate(options.root.resolve(), source, force=options.force, pull=pull, generate=generate))
    except PipelineError as error:
        print(f"regenerate: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"regenerate: file system error: {error}. Run `make check-generated`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
