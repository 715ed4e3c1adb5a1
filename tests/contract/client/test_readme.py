"""The Python examples of the README and of docs/ run as they stand, in order, and return what they show."""

from __future__ import annotations

import ast
import asyncio
import doctest
import inspect
import logging
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import webcrm_ext
from webcrm_ext.cli.parser import program_parser

ROOT = Path(__file__).parents[3]
SLOW = {  # or need pandas, which the environments of the other Pythons do not have
    "README.md", "docs/records.md", "docs/lists.md", "docs/exports.md", "docs/how-to/nightly_export.md",
    "docs/how-to/report.md",
}  # fmt: skip
FROM_NOTHING = {"README.md", "docs/tutorial.md"}
"""Pages whose examples open their own client; those of other pages use an open one."""
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.compile(r"^(<!-- not run: needs .+ -->\n)?```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
JOBS = README.partition("## Five jobs\n")[2].partition("\n## ")[0]
RESULT = re.compile(r"^(?P<expression>\S.*?)  # → (?P<value>.*)$", re.MULTILINE)
MAX_LINES = 5
MAX_PAGE_LINES = 150


def blocks_of(page: str) -> list[str]:
    """Return the examples of a page that can run here."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [block for not_run, block in PYTHON.findall(text) if not not_run]


def commands_of(page: str) -> list[str]:
    """Return the commands `webcrm …` in the code of a page, also those of cron and of scripts."""
    fences = FENCE.findall((ROOT / page).read_text(encoding="utf-8"))
    code = "".join(content for language, content in fences if language in {"", "sh"})
    return re.findall(r"^(?:(?:\d+|exec) .*)?\b(webcrm .*)$", code, re.MULTILINE)


def all_pages() -> list[str]:
    """Return the README and each page of docs/, without the generated reference."""
    found = (path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md")))
    return ["README.md", *(page for page in found if not page.startswith("docs/reference/"))]


PAGES = [pytest.param(page, marks=pytest.mark.slow if page in SLOW else ()) for page in all_pages() if blocks_of(page)]


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
        names.update(example.globs)
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
    own = {} if page in FROM_NOTHING else example_names
    names: dict[str, Any] = {}
    try:
        for block in blocks_of(page):
            run(block, names := {**names, **own}, page)
    finally:
        if "crm" in names and names["crm"] is not example_names["crm"]:
            names["crm"].close()
        if "sandbox" in names:
            names["sandbox"].stop()
        if "provider" in names:  # of docs/telemetry.md
            webcrm_ext.uninstrument()
            names["provider"].shutdown()


def test_commands_on_the_pages_are_valid():
    commands = [command for page in all_pages() for command in commands_of(page)]
    assert len(commands) > 20
    for command in commands:
        arguments = shlex.split(re.split(r" (?:\d?>|\|)", command)[0], comments=True)[1:]
        assert program_parser(arguments).parse_args(arguments).handler


def test_each_job_is_shown_in_a_few_lines():
    examples = re.findall(r"```python\n(.*?)```", JOBS.partition("\n**")[2], re.DOTALL)
    assert len(examples) == JOBS.count("\n**") == 5
    assert max(sum(bool(line.strip()) for line in block.splitlines()) for block in examples) <= MAX_LINES


def test_readme_is_one_page():
    assert len(README.splitlines()) <= MAX_PAGE_LINES
    assert "`make demo`" in README
    assert "`make test`" in README


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_lead_to_files(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = {target for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in target}
    assert [target for target in sorted(targets) if not (ROOT / target).exists()] == []
    assert page != "README.md" or len(targets) > 20


def test_pictures_are_small():
    images = [ROOT / target for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)]
    assert [image.name for image in images] == ["cli.png", "sandbox.png"]
    assert all(image.stat().st_size < 200_000 for image in images)
