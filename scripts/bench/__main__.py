"""Run the benchmarks: `python -m scripts.bench [--only decode] [--quick] [--json FILE]`."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path

from scripts.bench.harness import machine
from scripts.bench.tables import TABLES, Scope, as_json


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parser.add_argument("--only", choices=sorted(TABLES), help="one table")
    parser.add_argument("--quick", action="store_true", help="a look, in under a minute; its figures mean little")
    parser.add_argument("--json", type=Path, default=Path(".bench") / "results.json", help="where the JSON goes")
    options = parser.parse_args(arguments)
    named = machine()
    print(
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, "
        + ", ".join(f"{key} {value}" for key, value in named.items())
    )
    tables = {}
    for name, table in TABLES.items():
        if options.only in (None, name):
            tables[name] = table(Scope(quick=options.quick))
            print(f"\n{tables[name].text()}", flush=True)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(as_json(tables, named), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nThe same as JSON: {options.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
