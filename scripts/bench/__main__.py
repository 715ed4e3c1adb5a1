"""Run the benchmarks: `python -m scripts.bench [--only decode] [--quick] [--json FILE] [--write FILE]`."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from scripts.bench.budgets import check_budgets
from scripts.bench.harness import machine
from scripts.bench.headlines import MARKERS, headlines
from scripts.bench.report import END, START, Table, as_json, heading, insert, save_json
from scripts.bench.tables import FULL, QUICK, TABLES


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line and return the exit code. A missed budget does not fail the run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parser.add_argument("--only", choices=list(TABLES), help="run one table only")
    parser.add_argument("--quick", action="store_true", help="a rough run in under a minute")
    parser.add_argument(
        "--json", type=Path, default=Path(".bench") / "results.json", help="the file for the results as JSON"
    )
    parser.add_argument("--write", type=Path, help="a document to write the report into, between its markers")
    parser.add_argument("--figures", type=Path, help="a document to write the headline figures into, such as README.md")
    options = parser.parse_args(arguments)
    if (options.write or options.figures) and (options.only or options.quick):
        parser.error("--write and --figures need a whole run: leave out --only and --quick.")
    date, versions = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}", machine()
    print(heading(date, versions))
    tables: dict[str, Table] = {}
    for name, measure in TABLES.items():
        if options.only in (None, name):
            tables[name] = measure(QUICK if options.quick else FULL)
            print(f"\n{tables[name].text()}", flush=True)
    budgets = check_budgets(tables, judged=not options.quick)
    print(f"\n{budgets.text()}")
    if options.quick:
        print("\nOnly a whole run tells whether budgets are met: a quick run has too few pages and repetitions.")
    save_json(options.json, as_json(date, versions, {**tables, "budgets": budgets}))
    print(f"\nResults as JSON: {options.json}")
    if options.write or options.figures:
        report = "\n\n".join([heading(date, versions), budgets.text(), *(table.text() for table in tables.values())])
        if options.write:
            _insert(options.write, report, (START, END))
        if options.figures:
            _insert(options.figures, headlines(report), MARKERS)
    return 0


def _insert(path: Path, text: str, markers: tuple[str, str]) -> None:
    path.write_text(insert(path.read_text("utf-8"), text, markers), encoding="utf-8")
    print(f"Written to {path}.")


if __name__ == "__main__":
    sys.exit(main())
