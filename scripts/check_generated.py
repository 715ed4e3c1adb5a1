"""Check that the generated files match the committed definition: `make check-generated`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.generate import Generate, generate
from scripts.regenerate import build
from scripts.repository import DEFINITION, GENERATED, OPENAPI, differing_files, written_files
from scripts.staging import is_interrupted, staging
from scripts.truncate import truncate_lines
from webcrm_ext.definition.document import PipelineError

_MAX_LINES = 10


def differences(root: Path, *, generate: Generate = generate) -> list[str]:
    """Generate from the committed definition, and return each file that differs, is missing or was added.

    Raises:
        PipelineError: Generating fails, or a run was killed while it replaced files.
    """
    if is_interrupted(root):
        raise PipelineError(
            "A regenerate was killed while it replaced files: swagger/ and generated/ may not match. "
            "Run `make regenerate OFFLINE=1`."
        )
    with staging(root) as folder:
        build(root, folder, None, generate=generate)
        return differing_files(written_files(folder), written_files(root))


def main(arguments: Sequence[str] | None = None, *, generate: Generate = generate) -> int:
    """Run from the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.check_generated", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    root = parser.parse_args(arguments).root.resolve()
    try:
        different = differences(root, generate=generate)
    except PipelineError as error:
        print(f"check-generated: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"check-generated: file system error: {error}.", file=sys.stderr)
        return 1
    if different:
        shown = "".join(f"\n  {line}" for line in truncate_lines(different, _MAX_LINES))
        print(
            f"check-generated: {len(different)} files do not match {DEFINITION} and its overlay:{shown}\n"
            f"After a change of the definition, overlay, a script or a template run `make regenerate OFFLINE=1`. "
            f"Never edit {GENERATED} by hand.",
            file=sys.stderr,
        )
        return 1
    print(f"check-generated: {GENERATED} and {OPENAPI} match {DEFINITION} and its overlay.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
