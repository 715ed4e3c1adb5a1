"""Measuring programs, and reporting the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.budgets import BUDGETS, check_budgets
from scripts.bench.harness import Measured, machine, measure, ratio, server
from scripts.bench.headlines import HEADLINES, MARKERS, headlines
from scripts.bench.report import END, START, Table, insert
from scripts.bench.tables import TABLES

ROOT = Path(__file__).parents[3]


def test_sides_alternate_and_warm_up_rounds_are_not_measured(tmp_path):
    log = tmp_path / "log"
    program = (
        "import json, pathlib, sys; log = pathlib.Path(sys.argv[2]); "
        "log.open('a').write(sys.argv[1]); "
        "print(json.dumps({'figure': len(log.read_text()), 'result': sys.argv[1]}))"
    )
    sides = {name: ("-c", program, name, str(log)) for name in "ab"}
    measured = measure(sides, repetitions=2, warm_up=1)
    assert log.read_text() == "ababab"
    assert measured == {"a": Measured([3.0, 5.0], "a"), "b": Measured([4.0, 6.0], "b")}
    assert measured["a"].median == 4.0
    assert measured["a"].times(10).spread == "30 to 50"
    assert ratio(measured["a"], measured["b"]) == 0.8


def test_whole_processes_are_timed_regardless_of_their_output(tmp_path):
    (tmp_path / "found_module.py").touch()
    sides = {"one": ("-c", "import found_module; print('anything')")}
    measured = measure(sides, repetitions=1, whole=True, pinned=False, path=(tmp_path,))
    assert len(measured["one"].figures) == 1
    assert measured["one"].median > 0


def test_a_failing_program_stops_the_run_with_its_output():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        measure({"one": ("-c", "1 / 0")}, repetitions=1)


def test_a_server_that_does_not_start_raises_its_output():
    with pytest.raises(RuntimeError, match="invalid int value"), server("--pages", "many"):
        pass


def test_a_report_names_the_machine_and_versions():
    named = machine()
    assert {"python", "machine", "httpx", "msgspec", "attrs"} <= named.keys()
    assert all(named.values())


def test_table_columns_are_aligned():
    table = Table("Title", ("a", "long column"), [("1", "2"), ("333", "4")])
    assert table.text().splitlines() == [
        "### Title",
        "",
        "| a   | long column |",
        "| --- | ----------- |",
        "| 1   | 2           |",
        "| 333 | 4           |",
    ]


def test_budgets_are_compared_with_findings():
    assert {budget.table for budget in BUDGETS} <= TABLES.keys()
    findings = {"import": 0.25, "client": 1.0, "help": 0.2}
    table = check_budgets({"start": Table("Start", ("a",), [], findings)})
    assert [row[1:] for row in table.rows] == [
        ("0.25", "0.25 × `import httpx`", "yes"),
        ("1", "0.9 × `import httpx`", "no, by 0.1"),
        ("0.2", "0.3 × `import httpx`", "yes"),
    ]
    unjudged = check_budgets({"start": Table("Start", ("a",), [], findings)}, judged=False)
    assert unjudged.columns == table.columns[:-1]
    assert [row[1:] for row in unjudged.rows] == [row[1:-1] for row in table.rows]


def test_a_report_replaces_the_previous_one():
    assert insert(f"a {START}old{END} b", "new") == f"a {START}\n\nnew\n\n{END} b"


@pytest.mark.parametrize("document", ["nothing", START, END])
def test_a_document_without_markers_is_rejected(document):
    with pytest.raises(ValueError, match="must contain the lines"):
        insert(document, "new")


def test_the_readme_shows_figures_of_the_documented_run():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition(MARKERS[0])[2].partition(MARKERS[1])[0]
    assert shown.strip() == headlines((ROOT / "docs/benchmarks.md").read_text(encoding="utf-8"))
    assert len(shown.strip().splitlines()) == len(HEADLINES) + 2


def test_a_report_without_a_headline_figure_is_rejected():
    with pytest.raises(ValueError, match=r"no row with .*upsert_by.* in the table 'Jobs'"):
        headlines("### Jobs: other\n\n| records | side |\n| --- | --- |\n| 20,000 | one by one |\n")


def test_the_documentation_shows_a_whole_run():
    document = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    report = document.partition(START)[2].partition(END)[0]
    assert report.count("\n### ") == len(TABLES) + 1
    assert [budget.what for budget in BUDGETS if f"| {budget.what} " not in report] == []
    assert [name for name in machine() if f" {name} " not in report] == []
