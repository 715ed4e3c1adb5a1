"""Each table runs, from its programs to its findings."""

from __future__ import annotations

import json

import pytest

from scripts.bench import __main__ as command
from scripts.bench import budgets, tables
from scripts.bench.limits import pull_within_limits
from scripts.bench.report import END, START

TINY = tables.QUICK._replace(pages=2, records=20, scales=(1, 2), latency=0.001, limited_pages=251)


@pytest.mark.slow
@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_has_its_rows_and_findings(name):
    table = tables.TABLES[name](TINY)
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    wanted = {budget.finding for budget in budgets.BUDGETS if budget.table == name}
    assert wanted <= table.findings.keys()
    assert all(figure >= 0 for figure in table.findings.values())


def test_sides_that_differ_are_no_comparison():
    with pytest.raises(RuntimeError, match="not give the same pages"):
        tables._same("pages", [1, 2])


def test_the_limit_costs_no_refusal_and_no_spare_request():
    spent = pull_within_limits(251)
    assert (spent.requests, spent.refused, spent.least_seconds) == (252, 0, 60.0)
    assert 60.0 <= spent.seconds <= 60.0 * 1.03


def test_a_run_prints_its_tables_and_writes_them(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "TABLES", {"limits": tables.TABLES["limits"]})
    monkeypatch.setattr(command, "FULL", TINY)
    document = tmp_path / "README.md"
    document.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    found = tmp_path / "made" / "results.json"
    assert command.main(["--json", str(found), "--write", str(document)]) == 0
    printed = capsys.readouterr().out
    report = document.read_text(encoding="utf-8")
    assert report.startswith("before\n")
    assert report.endswith("\nafter\n")
    assert "old" not in report
    saved = json.loads(found.read_bytes())
    assert saved["tables"]["limits"]["findings"]["refused"] == 0
    assert set(saved["machine"]) > {"python", "machine", "httpx", "msgspec"}
    for title in ("### Limits", "### Budgets"):
        assert title in printed
        assert title in report


def test_a_part_of_a_run_is_not_written(capsys):
    with pytest.raises(SystemExit):
        command.main(["--quick", "--write", "README.md"])
    assert "--write takes a whole run" in capsys.readouterr().err
