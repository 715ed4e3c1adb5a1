"""Every table runs its programs and computes its findings."""

from __future__ import annotations

import json
import sys

import pytest

from scripts.bench import __main__ as command
from scripts.bench import budgets, headlines, tables
from scripts.bench.export_table import export_findings, export_table
from scripts.bench.harness import Measured
from scripts.bench.limits import Cost, pull_within_limits
from scripts.bench.records import ROOT
from scripts.bench.report import END, START, Table
from webcrm_ext.definition.document import models

TINY = tables.QUICK._replace(
    pages=1,
    records=20,
    scales=(1, 2),
    latency=0.001,
    limited_pages=251,
    served_pages=1,
    jobs=(4, 8),
    most_one_by_one=4,
    exported_pages=1,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", tables.TABLES)
def test_tables_have_rows_and_the_findings_of_their_budgets(name, monkeypatch):
    monkeypatch.setattr(tables, "wheel_python", lambda: sys.executable)  # installing the wheel needs a package index
    # One side of each kind is enough here: all sides are run where their records are compared.
    for sides in (tables.PULLERS, tables.DECODERS):
        for side in sides.keys() - {"httpx_json", "stock", "ours", "ours_async"}:
            monkeypatch.delitem(sides, side)
    table = tables.TABLES[name](TINY)
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    expected = {budget.finding for budget in budgets.BUDGETS if budget.table == name}
    assert expected <= table.findings.keys()
    assert all(figure >= 0 for figure in table.findings.values())


def test_different_results_stop_the_comparison():
    with pytest.raises(RuntimeError, match="returned different pages"):
        tables._same("pages", [1, 2])


@pytest.mark.parametrize(("last_is_full", "requests", "extra"), [(False, 252, 0), (True, 253, 1)])
def test_the_rate_limit_causes_no_429_and_no_extra_request(last_is_full, requests, extra):
    cost = pull_within_limits(251, last_is_full=last_is_full)
    assert (cost.requests, cost.extra_requests, cost.refused) == (requests, extra, 0)
    assert cost.minimum_seconds == 60.0
    assert 60.0 <= cost.seconds <= 60.0 * 1.03


def test_extra_requests_are_counted_for_short_and_full_pages():
    short = Cost(rows=5, requests=4, refused=0, seconds=61.0)
    full = Cost(rows=6, requests=4, refused=2, seconds=60.0)
    findings = tables.limit_findings(short._replace(requests=253), full._replace(requests=252))
    assert (findings["extra requests"], findings["extra requests, full"]) == (250, 249)
    assert findings["refused"] == 2
    assert findings["time"] == pytest.approx(61 / 60)
    assert (short.extra_requests, full.extra_requests) == (1, 1)
    assert {each.finding: each.limit for each in budgets.BUDGETS if each.finding.startswith("extra")} == {
        "extra requests": 0,
        "extra requests, full": 1,
    }


def test_reading_pages_is_compared_with_plain_httpx():
    plain = {("httpx_json", 1): timed(2), ("ours", 1): timed(1), ("ours_async", 1): timed(3)}
    late = {("httpx_json", 1): timed(10), ("ours", 8): timed(2), ("ours_async", 8): timed(4)}
    assert tables.pull_findings(plain, late) == {
        "sequential": 0.5,
        "sequential async": 1.5,
        "prefetch": 0.2,
        "prefetch async": 0.4,
    }


def test_growth_compares_the_longest_run_with_a_short_one():
    measured = {
        **{(1, pages): timed(pages, peak=50 + pages) for pages in (10, 200, 100)},
        **{(8, pages): timed(pages, peak=80 + 2 * pages) for pages in (10, 200, 100)},
    }
    # Ten pages are too few to prefetch eight for long.
    assert tables.scale_findings(measured) == {"memory": 250 / 60, "memory prefetch": 480 / 280, "time": 1.0}
    few = {key: each for key, each in measured.items() if key[1] < 100} | {
        (1, 20): timed(20, peak=1),
        (8, 20): timed(20, peak=2),
    }
    assert tables.scale_findings(few)["memory prefetch"] == 2 / 100


def test_exports_are_compared_with_scripts():
    costs = {
        "parquet": timed(9, peak=200),
        "pandas_parquet": timed(10, peak=1000),
        "jsonl": timed(3, peak=1),
        "read_and_discard": timed(2, peak=1),
        "json_alone": timed(8, peak=1),
    }
    assert export_findings(costs) == {"parquet": 0.9, "parquet memory": 0.2, "jsonl": 0.125}


def test_exports_of_different_length_are_refused():
    costs = {"parquet": timed(1, rows=1000), "jsonl": timed(1, rows=999)}
    with pytest.raises(RuntimeError, match="Not all sides have 1000 rows"):
        export_table(1, costs)


def test_every_property_of_a_definition_can_be_renamed():
    before = json.loads((ROOT / "swagger" / "webcrm.json").read_bytes())
    after = tables.rename_properties(before)
    assert not set(models(before)["PersonDto"]["properties"]) & set(models(after)["PersonDto"]["properties"])
    kept = {name: len(model["properties"]) for name, model in models(before).items()}
    assert {name: len(model["properties"]) for name, model in models(after).items()} == kept


def timed(seconds, **result):
    return Measured([seconds], result)


def test_a_run_prints_and_writes_its_tables(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "TABLES", {"limits": tables.TABLES["limits"]})
    monkeypatch.setattr(command, "FULL", TINY)
    document = tmp_path / "benchmarks.md"
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


@pytest.mark.slow
def test_a_quick_run_does_not_judge_budgets(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "TABLES", {"limits": tables.TABLES["limits"]})
    monkeypatch.setattr(command, "QUICK", TINY)
    for options, judged in (([], True), (["--quick"], False)):
        monkeypatch.setattr(command, "FULL", TINY)
        assert command.main([*options, "--json", str(tmp_path / "results.json")]) == 0
        report = capsys.readouterr().out.partition("### Budgets")[2]
        assert ("| met |" in report) == judged
        assert ("Only a whole run tells whether budgets are met" in report) != judged


@pytest.mark.parametrize("option", ["--write", "--figures"])
def test_a_partial_run_is_not_written(capsys, option):
    with pytest.raises(SystemExit):
        command.main(["--quick", option, "benchmarks.md"])
    assert "--write and --figures need a whole run" in capsys.readouterr().err


def test_a_run_writes_the_headline_figures(tmp_path, monkeypatch):
    table = Table("Decode: a page", ("side", "µs a record"), [("ours", "8.5"), ("theirs", "24.9")])
    sides = {"side": "ours"}, {"side": "theirs"}
    headline = headlines.Headline("decode", "Decode", "µs a record", "µs", *sides, "stock")
    monkeypatch.setattr(command, "TABLES", {"decode": lambda _scope: table})
    monkeypatch.setattr(command, "check_budgets", lambda *_, **__: Table("Budgets", ("what",), []))
    monkeypatch.setattr(headlines, "HEADLINES", (headline,))
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{headlines.MARKERS[0]}\nold\n{headlines.MARKERS[1]}\nafter\n", encoding="utf-8")
    assert command.main(["--json", str(tmp_path / "results.json"), "--figures", str(readme)]) == 0
    written = readme.read_text(encoding="utf-8")
    assert "| decode | 8.5 µs | 24.9 µs, stock |" in written
    assert "old" not in written
    assert written.endswith("\nafter\n")
