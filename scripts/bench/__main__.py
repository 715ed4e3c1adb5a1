"""Run the benchmarks: `python -m scripts.bench [--only decode] [--quick] [--json FILE] [--write README.md]`."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from scripts.bench.budgets import held
from scripts.bench.harness import machine
from scripts.bench.report import Table, as_json, heading, insert, save_json
from scripts.bench.tables import FULL, QUICK, TABLES


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit code, which says nothing of budgets: times never fail a run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parser.add_argument("--only", choices=list(TABLES), help="one table")
    parser.add_argument("--quick", action="store_true", help="a look, in under a minute; its figures mean little")
    parser.add_argument("--json", type=Path, default=Path(".bench") / "results.json", help="where the JSON goes")
    parser.add_argument("--write", type=Path, help="a document to put the report in, between its marks")
    options = parser.parse_args(arguments)
    if options.write and (options.only or options.quick):
        parser.error("--write takes a whole run: leave out --only and --quick.")
    date, named = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}", machine()
    print(heading(date, named))
    tables: dict[str, Table] = {}
    for name, measure in TABLES.items():
        if options.only in (None, name):
            tables[name] = measure(QUICK if options.quick else FULL)
            print(f"\n{tables[name].text()}", flush=True)
    budgets = held(tables, judged=not options.quick)
    print(f"\n{budgets.text()}")
    if options.quick:
        print("\nWhether they are met only a whole run says: so few pages and repetitions do not.")
    save_json(options.json, as_json(date, named, {**tables, "budgets": budgets}))
    print(f"\nThe same as JSON: {options.json}")
    if options.write:
        report = "\n\n".join([heading(date, named), budgets.text(), *(table.text() for table in tables.values())])
        options.write.write_text(insert(options.write.read_text("utf-8"), report), encoding="utf-8")
        print(f"Written to {options.write}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
