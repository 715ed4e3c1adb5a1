"""Write a typed module for the custom fields of an entity: `python -m webcrm_ext.custom_fields Organisation`.

The module has a class with one typed property for each custom field, named by its label. Editors complete the names,
and type checkers catch wrong values. A later run prints what changed in the system since the module was written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from webcrm_ext.custom_fields.typed_module import update_module
from webcrm_ext.errors import WebCRMError

_PROGRAM = "webcrm_ext.custom_fields"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Returns:
        0 if done, 1 if `--check` found changes, 2 after an error.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {_PROGRAM}", description=__doc__)
    parser.add_argument("entity", help="the entity, such as Organisation")
    parser.add_argument("--output", type=Path, help="the module to write (default: <entity>_fields.py)")
    parser.add_argument("--check", action="store_true", help="print changes only; write nothing")
    options = parser.parse_args(arguments)
    from webcrm_ext.client import WebCRM  # noqa: PLC0415 - not needed for --help

    try:
        with WebCRM() as crm:
            fields = crm.fields(options.entity)
        target = options.output or Path(f"{fields.entity.lower()}_fields.py")
        lines = update_module(fields, target, write=not options.check)
    except (WebCRMError, OSError) as error:
        print(f"{_PROGRAM}: {error}", file=sys.stderr)  # noqa: T201 - command-line output
        return 2
    print(f"{target}: {len(fields.custom())} fields of {fields.entity}")  # noqa: T201 - command-line output
    print("\n".join(lines) if lines else "Nothing changed.")  # noqa: T201 - command-line output
    return 1 if lines and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
