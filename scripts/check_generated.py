"""Check that what is committed is what the committed definition gives: `make check-generated`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.regenerate import GENERATED, OPENAPI, build, unlike, written
from scripts.repository import DEFINITION
from scripts.staging import is_interrupted, staging
from scripts.truncate import truncate_lines
from webcrm_ext.definition.document import PipelineError

_SHOWN = 10


def differences(root: Path) -> list[str]:
    """Generate anew from the committed definition and name every file that differs, is missing or is too many.

    Raises:
        PipelineError: The committed definition gives no client, or a run was killed in the middle
            of its change.
    """
    if is_interrupted(root):
        raise PipelineError(
            "A regenerate was killed in the middle of its change, so swagger/ and generated/ may not belong "
            "together. Run `make regenerate` again (OFFLINE=1 will do)."
        )
    with staging(root) as folder:
        build(root, folder, None)
        return unlike(written(folder), written(root))


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.check_generated", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    root = parser.parse_args(arguments).root.resolve()
    try:
        different = differences(root)
    except PipelineError as error:
        print(f"check-generated: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"check-generated: the file system refused: {error}.", file=sys.stderr)
        return 1
    if different:
        shown = "".join(f"\n  {line}" for line in truncate_lines(different, _SHOWN))
        print(
            f"check-generated: not what {DEFINITION} and its overlay give ({len(different)}):{shown}\n"
            f"If the definition, overlay, a script or a template changed, run `make regenerate OFFLINE=1`; "
            f"{GENERATED} is never edited by hand.",
            file=sys.stderr,
        )
        return 1
    print(f"check-generated: {GENERATED} and {OPENAPI} are what {DEFINITION} and its overlay give.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
