"""Pull the definition and write the raw client anew: `make regenerate`.

The steps, each a module beside this one: pull, canonicalise, upgrade, overlay, check the shape, name,
describe, normalise, generate, swap. Nothing in the tree changes before all of them passed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from pathlib import Path

from scripts.describe import describe
from scripts.generate import PACKAGE, generate
from scripts.lock import BuildResult, new_lock, update_lock
from scripts.normalise import normalise
from scripts.overlay import apply_overlay, read_overlay
from scripts.pull import pull
from scripts.repository import DEFINITION, read_committed, read_committed_definition
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

OVERLAY = "swagger/overlay.yaml"
OPENAPI = "swagger/openapi.json"
LOCK = "swagger/lock.json"
GENERATED = f"generated/{PACKAGE}"

_SHOWN = 20
_CARRIED_OUT = "The change of an earlier run, killed in the middle of it, was carried out first."


def derive(definition: Document, overlay: Document) -> Document:
    """Give the document that the generator reads, from a definition and its corrections."""
    corrected = apply_overlay(upgrade(definition), overlay)
    validate(corrected)
    derived: Document = json.loads(canonicalise(normalise(describe(name_operations(corrected)))))
    return derived


def build(root: Path, folder: Path, pulled: Pulled | None) -> Document:
    """Make all targets in a staging folder, and give the definition they were made from.

    Args:
        root: The repository.
        folder: Where to make them, each under its own path.
        pulled: A new definition, or None to take the committed one and its origin.
    """
    definition = pulled.document if pulled else read_committed_definition(root)
    openapi = derive(definition, read_overlay(root / OVERLAY))
    for target in (DEFINITION, GENERATED):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
    (folder / DEFINITION).write_bytes(canonicalise(definition))
    (folder / OPENAPI).write_bytes(canonicalise(openapi))
    (folder / "made").mkdir()
    generate(openapi, folder / "made").rename(folder / GENERATED)
    result = BuildResult(definition, openapi, folder / GENERATED)
    if pulled:
        today = datetime.datetime.now(datetime.UTC).date()
        lock = new_lock(result, source=pulled.source, raw=pulled.raw, pulled=today)
    else:
        lock = update_lock(result, read_committed(root, LOCK, json.loads))
    (folder / LOCK).write_bytes(lock)
    return definition


def regenerate(root: Path, source: str | None, *, force: bool = False) -> str:
    """Write definition and client anew, and give the summary of the run.

    Args:
        root: The repository.
        source: Where to pull the definition from; None takes the committed one.
        force: Take a definition with far fewer operations than the committed one.

    Raises:
        PipelineError: A step refused; nothing in the tree was changed, but for the change of an earlier run
            that was killed in the middle of it, which is carried out first.
    """
    mended = is_interrupted(root)
    try:
        return _regenerate(root, source, force=force, mended=mended)
    except PipelineError as error:
        if mended and not is_interrupted(root):
            raise PipelineError(f"{error} {_CARRIED_OUT}") from error
        raise


def _regenerate(root: Path, source: str | None, *, force: bool, mended: bool) -> str:
    started = time.monotonic()
    with staging(root) as folder:
        before = read_committed_definition(root) if source is None or (root / DEFINITION).exists() else None
        pulled = None if source is None else pull(source, committed=before, force=force)
        definition = build(root, folder, pulled)
        openapi = json.loads((folder / OPENAPI).read_bytes())
        changed = None if before is None else compare(before, definition)
        made = written(folder)
        rewritten = unlike(made, written(root))
        replace_files(root, folder, [GENERATED, OPENAPI, DEFINITION, LOCK])
    count = number_of_operations(definition)
    lines = [
        f"Definition   {pulled.source if pulled else DEFINITION + ' (offline)'}",
        f"Operations   {count} of the definition, {number_of_operations(openapi) - count} of the overlay",
        f"Models       {len(models(definition))} of the definition, {len(models(openapi))} generated types",
        *_change_lines(changed),
        *(["Mended       the change of an earlier run that was killed in the middle of it"] if mended else []),
        *_shortened(f"{len(rewritten)} of {len(made)} changed" if rewritten else "none changed", "Files", rewritten),
        f"Time         {time.monotonic() - started:.1f} s, without a warning",
    ]
    return "\n".join(lines)


def written(root: Path) -> dict[str, bytes]:
    """Give what a run writes, as it is below a folder: path → bytes."""
    paths = [root / name for name in (DEFINITION, OPENAPI, LOCK)]
    paths += [path for path in (root / "generated").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.exists()}


def unlike(made: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """Name every file that differs, is missing or is too many."""
    return sorted(path for path in made.keys() | found.keys() if made.get(path) != found.get(path))


def _change_lines(drift: Drift | None) -> list[str]:
    if drift is None:
        return ["Changes      not known: there was no definition before"]
    lines = [f"{each.code:<24} {each.subject}" for each in drift.changes]
    return _shortened(f"{counts(drift) if lines else 'none'} since the last definition", "Changes", lines)


def _shortened(said: str, what: str, items: list[str]) -> list[str]:
    """Say something of a list, and show its first lines below."""
    shown = truncate_lines(items, _SHOWN, "more, which `git diff` shows")
    return [f"{what:<12} {said}", *(f"             {line}" for line in shown)]


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.regenerate", description=__doc__)
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument("--source", default=LIVE, help="a URL or a file (default: the live definition)")
    origin.add_argument("--offline", action="store_true", help="take swagger/webcrm.json, pull nothing")
    parser.add_argument("--force", action="store_true", help="take a definition that lost most of its operations")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    options = parser.parse_args(arguments)
    try:
        print(regenerate(options.root.resolve(), None if options.offline else options.source, force=options.force))
    except PipelineError as error:
        print(f"regenerate: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"regenerate: the file system refused: {error}. `make check-generated` tells the state.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
