"""The Python examples of the README and of docs/ run as they stand, in order, and return what they show."""

from __future__ import annotations

import ast
import asyncio
import doctest
import inspect
import logging
import re
from pathlib import Path
from typing import Any

import pytest

import webcrm_ext

ROOT = Path(__file__).parents[3]
PAGES = [
    "README.md", *(f"docs/{name}.md" for name in ("logging", "settings", "sandbox", "bulk", "csv")),
    *(pytest.param(f"docs/{name}.md", marks=pytest.mark.slow) for name in ("records", "lists", "exports")),
]  # fmt: skip
README = (ROOT / "README.md").read_text(encoding="utf-8")
CUSTOM_FIELDS = (ROOT / "docs/custom_fields.md").read_text(encoding="utf-8")
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SECTION = README.partition("## Beyond the API definition\n")[2].partition("\n## ")[0]
RESULT = re.compile(r"^(?P<expression>\S.*?)  # → (?P<value>.*)$", re.MULTILINE)
MAX_LINES = 6


@pytest.fixture
def example_names(tmp_path, monkeypatch, caplog, open_sandbox):
    """Return an open client and its sandbox, by the names that the examples use."""
    sandbox = open_sandbox()
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_REQUESTS_PER_MINUTE", "0")
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.INFO, logger="webcrm_ext")  # which also restores it
    (tmp_path / "downloads").mkdir()
    (tmp_path / "offer.pdf").write_bytes(b"%PDF-1.7")
    # The filters that an example adds; the list also has those of other fixtures, which remove them later.
    httpx_log = logging.getLogger("httpx")
    before = list(httpx_log.filters)
    with webcrm_ext.WebCRM() as crm:
        yield {"crm": crm, "sandbox": sandbox}
    for added in [each for each in httpx_log.filters if each not in before]:
        httpx_log.removeFilter(added)


def run(block: str, names: dict[str, Any], page: str) -> None:
    """Run an example; what it shows after an arrow or a prompt is compared."""
    if block.startswith(">>>"):
        example = doctest.DocTestParser().get_doctest(block, names, page, page, 0)
        assert doctest.DocTestRunner().run(example, clear_globs=False).failed == 0
        return
    for part in re.split(r"(^\S.*  # → .*$)", block, flags=re.MULTILINE):
        shown = RESULT.fullmatch(part)
        if shown:
            assert repr(eval(shown["expression"], names)) == shown["value"]
            continue
        value = eval(compile(part, page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
        if inspect.iscoroutine(value):
            asyncio.run(value)


@pytest.mark.parametrize("page", PAGES)
def test_examples_run_in_order(example_names, page):
    own = {} if page == "README.md" else example_names  # the README starts from nothing
    names: dict[str, Any] = {}
    try:
        for block in PYTHON.findall((ROOT / page).read_text(encoding="utf-8")):
            run(block, names := {**names, **own}, page)
    finally:
        if "crm" in names and names["crm"] is not example_names["crm"]:
            names["crm"].close()
        if "sandbox" in names:
            names["sandbox"].stop()


def test_examples_of_custom_fields_run(example_names):
    names = {**example_names, "organisation": example_names["crm"].organisations.get(1)}
    for block in PYTHON.findall(CUSTOM_FIELDS):
        run(block, names, "docs/custom_fields.md")


def test_each_feature_example_is_short():
    lengths = [len(block.splitlines()) for block in re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)]
    assert len(lengths) == SECTION.count("\n**") == 5
    assert max(lengths) <= MAX_LINES
