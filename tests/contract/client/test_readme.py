"""The Python examples of the README and of docs/custom_fields.md run against the sandbox, and return what they show."""

from __future__ import annotations

import ast
import asyncio
import datetime
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from webcrm_api import models

import webcrm_ext
from webcrm_ext.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CUSTOM_FIELDS = (ROOT / "docs/custom_fields.md").read_text(encoding="utf-8")
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SECTION = README.partition("## Beyond the API definition\n")[2].partition("\n## ")[0]
RESULT = re.compile(r"^(?P<expression>\S.*?)  # → (?P<value>.*)$", re.MULTILINE)
MAX_LINES = 6


@pytest.fixture
def example_names(tmp_path, monkeypatch, open_sandbox):
    """Return the names that the examples use, with a sandbox in the environment."""
    sandbox = open_sandbox()
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_REQUESTS_PER_MINUTE", "0")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "downloads").mkdir()
    (tmp_path / "offer.pdf").write_bytes(b"%PDF-1.7")
    names: dict[str, Any] = {name: getattr(models, name) for name in dir(models) if name.endswith("Dto")}
    names |= {"WebCRM": webcrm_ext.WebCRM, "AsyncWebCRM": webcrm_ext.AsyncWebCRM, "Sandbox": Sandbox}
    names |= {"monday": datetime.datetime(2024, 1, 1), "tuesday": datetime.datetime(2024, 1, 2)}
    with webcrm_ext.WebCRM() as crm:
        yield {**names, "crm": crm, "delivery_id": crm.deliveries.list().first().delivery_id}


@pytest.mark.parametrize("block", PYTHON.findall(README), ids=lambda block: block.splitlines()[0][:50])
def test_readme_example_runs(example_names, block):
    names, own_crm = example_names, example_names["crm"]
    code = compile(block, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    value = eval(code, names)
    if inspect.iscoroutine(value):
        asyncio.run(value)
    for result in RESULT.finditer(block):
        assert repr(eval(result["expression"], names)) == result["value"]
    if names["crm"] is not own_crm and isinstance(names["crm"], webcrm_ext.WebCRM):
        names["crm"].close()


def test_examples_of_custom_fields_run(example_names):
    names = {**example_names, "organisation": example_names["crm"].organisations.get(1)}
    for block in PYTHON.findall(CUSTOM_FIELDS):
        last = ""
        for part in re.split(r"(^\S.*  # → .*$)", block, flags=re.MULTILINE):
            shown = RESULT.fullmatch(part)
            if shown:
                assert repr(eval(shown["expression"], names)) == shown["value"]
            else:
                exec(compile(part, "custom_fields.md", "exec"), names)
            last = part
        assert last


def test_each_feature_example_is_short():
    lengths = [len(block.splitlines()) for block in re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)]
    assert len(lengths) == SECTION.count("\n**") == 5
    assert max(lengths) <= MAX_LINES
