"""Measuring, and saying what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.budgets import BUDGETS, held
from scripts.bench.harness import Measured, machine, measure, ratio, server
from scripts.bench.report import END, START, Table, insert
from scripts.bench.tables import TABLES


def test_sides_take_turns_and_the_warm_up_does_not_count(tmp_path):
    turns = tmp_path / "turns"
    program = (
        "import json, pathlib, sys; turns = pathlib.Path(sys.argv[2]); "
        "turns.open('a').write(sys.argv[1]); "
        "print(json.dumps({'figure': len(turns.read_text()), 'result': sys.argv[1]}))"
    )
    sides = {name: ("-c", program, name, str(turns)) for name in "ab"}
    measured = measure(sides, repetitions=2, warm_up=1)
    assert turns.read_text() == "ababab"
    assert measured == {"a": Measured([3.0, 5.0], "a"), "b": Measured([4.0, 6.0], "b")}
    assert measured["a"].median == 4.0
    assert measured["a"].times(10).spread == "30 to 50"
    assert ratio(measured["a"], measured["b"]) == 0.8


def test_a_whole_process_is_timed_whatever_it_prints(tmp_path):
    (tmp_path / "found_module.py").touch()
    sides = {"one": ("-c", "import found_module; print('anything')")}
    measured = measure(sides, repetitions=1, whole=True, pinned=False, path=(tmp_path,))
    assert len(measured["one"].figures) == 1
    assert measured["one"].median > 0


def test_a_program_that_fails_stops_the_run_and_says_why():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        measure({"one": ("-c", "1 / 0")}, repetitions=1)


def test_a_server_that_does_not_start_says_why():
    with pytest.raises(RuntimeError, match="invalid int value"), server("--pages", "many"):
        pass


def test_the_machine_and_the_versions_are_named():
    named = machine()
    assert {"python", "machine", "httpx", "msgspec", "attrs"} <= named.keys()
    assert all(named.values())


def test_a_table_is_aligned():
    table = Table("Title", ("a", "long column"), [("1", "2"), ("333", "4")])
    assert table.text().splitlines() == [
        "### Title",
        "",
        "| a   | long column |",
        "| --- | ----------- |",
        "| 1   | 2           |",
        "| 333 | 4           |",
    ]


def test_budgets_name_findings_that_are_held_against_them():
    assert {budget.table for budget in BUDGETS} <= TABLES.keys()
    findings = {"import": 1.0, "client": 1.5}
    table = held({"start": Table("Start", ("a",), [], findings)})
    assert [row[1:] for row in table.rows] == [
        ("1", "1.15 × `import httpx`", "yes"),
        ("1.5", "1.35 × `import httpx`", "no, by 0.15"),
    ]
    unjudged = held({"start": Table("Start", ("a",), [], findings)}, judged=False)
    assert unjudged.columns == table.columns[:-1]
    assert [row[1:] for row in unjudged.rows] == [("1", "1.15 × `import httpx`"), ("1.5", "1.35 × `import httpx`")]


def test_a_report_replaces_the_one_before():
    assert insert(f"a {START}old{END} b", "new") == f"a {START}\n\nnew\n\n{END} b"


@pytest.mark.parametrize("document", ["nothing", START, END])
def test_a_document_without_marks_is_left_alone(document):
    with pytest.raises(ValueError, match="must hold the lines"):
        insert(document, "new")


def test_the_readme_shows_a_whole_run():
    readme = Path(__file__).parents[3].joinpath("README.md").read_text(encoding="utf-8")
    report = readme.partition(START)[2].partition(END)[0]
    assert report.count("\n### ") == len(TABLES) + 1
    assert [budget.what for budget in BUDGETS if f"| {budget.what} " not in report] == []
    assert [name for name in machine() if f" {name} " not in report] == []
