"""The examples of docs/warehouse.md, and that of the README."""

from __future__ import annotations

import re
from pathlib import Path

from tests.services.dlt_source.warehouse import Warehouse, assert_equal

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/warehouse.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def test_examples_run_or_compile(sandbox, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    for language, code in blocks:
        if language == "python":
            exec(code, names)
        elif language == "py":
            compile(code, str(PAGE), "exec")
    assert [language for language, _ in blocks].count("python") == 1
    assert "1 load package(s) were loaded" in capsys.readouterr().out
    pipeline = names["pipeline"]
    warehouse = Warehouse(tmp_path, dataset="crm")
    monkeypatch.setattr(warehouse, "pipeline", lambda: pipeline)
    assert_equal(warehouse, sandbox, "Persons", "persons")
    names.clear()


def test_example_of_the_readme_loads_a_warehouse(sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"<!-- not run: needs dlt -->\n```python\n(.*?)```", readme, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    pipeline = names["pipeline"]
    warehouse = Warehouse(tmp_path, dataset="crm")
    monkeypatch.setattr(warehouse, "pipeline", lambda: pipeline)
    assert_equal(warehouse, sandbox, "Organisations", "organisations")
    names.clear()
