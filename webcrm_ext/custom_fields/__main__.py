"""The command line of the typed module."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from webcrm_ext.custom_fields import typed_module
from webcrm_ext.errors import ConfigurationError, WebCRMError


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit code: 0 done, 1 something changed (with `--check`), 2 it failed."""
    parser = argparse.ArgumentParser(prog="python -m webcrm_ext.custom_fields", description=typed_module.__doc__)
    parser.add_argument("entity", help="the entity, such as Organisation")
    parser.add_argument("--output", type=Path, help="the module to write (default: <entity>_fields.py)")
    parser.add_argument("--check", action="store_true", help="write nothing, only show what changed")
    options = parser.parse_args(arguments)
    from webcrm_ext.client import WebCRM  # noqa: PLC0415 - only the command line calls the service

    try:
        with WebCRM() as crm:
            fields = crm.fields(options.entity)
        target = options.output or Path(f"{fields.entity.lower()}_fields.py")
        # A file that is not text is looked at all the same, to be told from one of this program's.
        earlier = target.read_text(encoding="utf-8", errors="replace") if target.exists() else ""
        if earlier.strip() and typed_module.MARK not in earlier:
            raise ConfigurationError(f"{target} was not written by this program; name another file with --output.")
        before = typed_module.read_facts(earlier)
        source = typed_module.write_module(fields)
        lines = typed_module.changes(before, typed_module.read_facts(source))
        if not options.check:
            target.write_text(source + "\n", encoding="utf-8")
    except (WebCRMError, OSError) as error:
        print(f"webcrm_ext.custom_fields: {error}", file=sys.stderr)  # noqa: T201 - a command line's answer
        return 2
    shown = "\n".join(lines) if lines else "Nothing changed."
    print(f"{target}: {len(fields.custom())} fields of {fields.entity}\n{shown}")  # noqa: T201
    return 1 if lines and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
