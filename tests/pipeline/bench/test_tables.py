"""Each table runs, from its programs to its findings."""

from __future__ import annotations

import json

import pytest

from scripts.bench import __main__ as command
from scripts.bench import budgets, tables
from scripts.bench.harness import Measured
from scripts.bench.limits import Spent, pull_within_limits
from scripts.bench.records import ROOT
from scripts.bench.report import END, START
from webcrm_ext.definition.document import models

TINY = tables.QUICK._replace(pages=2, records=20, scales=(1, 2), latency=0.001, limited_pages=251, served_pages=1)


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


@pytest.mark.parametrize(("last_is_whole", "requests", "spare"), [(False, 252, 0), (True, 253, 1)])
def test_the_limit_costs_no_refusal_and_no_spare_request(last_is_whole, requests, spare):
    spent = pull_within_limits(251, last_is_whole=last_is_whole)
    assert (spent.requests, spent.spare_requests, spent.refused) == (requests, spare, 0)
    assert spent.least_seconds == 60.0
    assert 60.0 <= spent.seconds <= 60.0 * 1.03


def test_a_spare_request_is_one_too_many_whatever_the_last_page():
    short = Spent(rows=5, requests=4, refused=0, seconds=61.0)
    whole = Spent(rows=6, requests=4, refused=2, seconds=60.0)
    findings = tables.limit_findings(short._replace(requests=253), whole._replace(requests=252))
    assert (findings["spare requests"], findings["spare requests, whole"]) == (250, 249)
    assert findings["refused"] == 2
    assert findings["time"] == pytest.approx(61 / 60)
    assert (short.spare_requests, whole.spare_requests) == (1, 1)
    assert {each.finding: each.limit for each in budgets.BUDGETS if each.finding.startswith("spare")} == {
        "spare requests": 0,
        "spare requests, whole": 1,
    }


def test_a_pull_is_held_against_what_plain_httpx_took():
    plain = {("httpx_json", 1): took(2), ("ours", 1): took(1), ("ours_async", 1): took(3)}
    late = {("httpx_json", 1): took(10), ("ours", 8): took(2), ("ours_async", 8): took(4)}
    assert tables.pull_findings(plain, late) == {
        "sequential": 0.5,
        "sequential async": 1.5,
        "ahead": 0.2,
        "ahead async": 0.4,
    }


def test_growth_is_that_of_the_most_pages_beside_few():
    measured = {
        **{(1, pages): took(pages, peak=50 + pages) for pages in (10, 200, 100)},
        **{(8, pages): took(pages, peak=80 + 2 * pages) for pages in (10, 200, 100)},
    }
    # With ten pages no eight are ever read ahead for long.
    assert tables.scale_findings(measured) == {"memory": 250 / 60, "memory ahead": 480 / 280, "time": 1.0}
    few = {key: each for key, each in measured.items() if key[1] < 100} | {
        (1, 20): took(20, peak=1),
        (8, 20): took(20, peak=2),
    }
    assert tables.scale_findings(few)["memory ahead"] == 2 / 100


def test_a_definition_can_be_renamed_throughout():
    before = json.loads((ROOT / "swagger" / "webcrm.json").read_bytes())
    after = tables.renamed_throughout(before)
    assert not set(models(before)["PersonDto"]["properties"]) & set(models(after)["PersonDto"]["properties"])
    kept = {name: len(model["properties"]) for name, model in models(before).items()}
    assert {name: len(model["properties"]) for name, model in models(after).items()} == kept


def took(seconds, **result):
    return Measured([seconds], result)


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


def test_a_quick_look_does_not_say_what_is_met(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "TABLES", {"limits": tables.TABLES["limits"]})
    monkeypatch.setattr(command, "QUICK", TINY)
    for options, judged in (([], True), (["--quick"], False)):
        monkeypatch.setattr(command, "FULL", TINY)
        assert command.main([*options, "--json", str(tmp_path / "results.json")]) == 0
        report = capsys.readouterr().out.partition("### Budgets")[2]
        assert ("| met |" in report) == judged
        assert ("Whether they are met only a whole run says" in report) != judged


def test_a_part_of_a_run_is_not_written(capsys):
    with pytest.raises(SystemExit):
        command.main(["--quick", "--write", "README.md"])
    assert "--write takes a whole run" in capsys.readouterr().err
