"""The documentation has a place for everything public, and names every page."""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from attrs import fields
from webcrm_api.resource import Resource

import webcrm_ext
from scripts.site import reference, text
from webcrm_ext.cli.exit_codes import EXIT_CODES
from webcrm_ext.cli.parser import program_parser
from webcrm_ext.drift.command_line import EXIT_CODES as DRIFT_CODES
from webcrm_ext.drift.command_line import parser as drift_parser
from webcrm_ext.sandbox.options import Options

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DIRECTIVE = re.compile(r"^::: (\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference.pages()


@pytest.fixture(scope="module")
def described(pages) -> set[str]:
    """Return the classes and functions that the pages describe."""
    return {name for page in pages.values() for name in DIRECTIVE.findall(page)}


def written_pages() -> set[str]:
    """Return the pages of docs/ that are not generated."""
    found = (page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))
    return {page for page in found if not page.startswith("reference/")}


def parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Return each command below a parser, by its name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each, below in action.choices.items():
                yield f"{name}{each}", below
                yield from parsers(below, f"{name}{each} ")


@pytest.mark.parametrize("name", sorted(set(webcrm_ext.__all__) - {"UNSET", "__version__"}))
def test_every_public_name_is_described(pages, described, name):
    assert f"[`{name}`]" in pages["names.md"]
    assert {f"{getattr(webcrm_ext, name).__module__}.{name}"} <= described


def test_public_names_that_are_values_are_explained(pages):
    assert "- `UNSET`: " in pages["names.md"]
    assert "- `__version__`: " in pages["names.md"]


def test_every_reference_resolves(pages, described):
    referred = {name for page in pages.values() for name in re.findall(r"\]\[(webcrm_\w+\.[\w.]+)\]", page)}
    for name in described:
        text.find(name)
    for name in referred - described:
        owner, _, member = name.rpartition(".")
        parent = text.find(owner) if owner.rpartition(".")[2][0].isupper() else None
        assert hasattr(parent, member) if parent else text.find(name), name


def test_every_setting_is_listed():
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    names = [each.name for kind in (webcrm_ext.Config, webcrm_ext.Retries) for each in fields(kind)]
    assert [name for name in names if f"| `{name}` |" not in page] == []


def test_every_exit_code_is_listed(pages):
    own, _, of_drift = pages["exit_codes.md"].partition("`webcrm drift`")
    assert [code for code, meaning in EXIT_CODES.items() if f"| {code} | {meaning} |" not in own] == []
    assert [code for code, meaning in DRIFT_CODES.items() if f"| {code} | {meaning} |" not in of_drift] == []


def test_every_resource_has_a_page(pages):
    with webcrm_ext.WebCRM("00000000-0000-4000-8000-000000000001") as crm:
        names = [name for name in dir(crm) if not name.startswith("_") and isinstance(getattr(crm, name), Resource)]
    assert len(names) > 20
    for name in names:
        assert f"({name}.md)" in pages["resources/index.md"]
        assert DIRECTIVE.search(pages[f"resources/{name}.md"]), name


@pytest.mark.parametrize(("name", "parser"), list(parsers(program_parser())))
def test_every_command_has_a_page_with_its_options(pages, name, parser):
    page = pages[f"commands/{name.replace(' ', '_')}.md"]
    assert page.startswith(f"# webcrm {name}\n")
    assert f"({name.replace(' ', '_')}.md)" in pages["commands/index.md"]
    shown = [action for action in parser._actions if action.help != argparse.SUPPRESS]
    options = ["--help", *(option for action in shown for option in action.option_strings)]
    assert [option for option in options if not re.search(rf"{option}(?![\w-])", page)] == []


def test_options_of_programs_that_are_commands_too_are_on_their_pages(pages):
    of_drift = [option for action in drift_parser("drift", "")._actions for option in action.option_strings]
    of_sandbox = [f"--{name.replace('_', '-')}" for name in Options.__slots__]
    for name, options in (("drift", of_drift), ("sandbox", of_sandbox)):
        assert len(options) > 3
        assert [each for each in options if each not in pages[f"commands/{name}.md"]] == []


def test_navigation_names_every_page_and_every_resource(pages):
    def targets(entries) -> Iterator[str]:
        for entry in entries:
            value = next(iter(entry.values())) if isinstance(entry, dict) else entry
            yield from [value] if isinstance(value, str) else targets(value)

    named = list(targets(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    assert len(named) == len(set(named))
    # Models and commands are below the pages that list them.
    generated = {f"reference/{page}" for page in pages if re.fullmatch(r"(\w+/index|resources/\w+|\w+)\.md", page)}
    assert set(named) == written_pages() | generated


def test_every_page_is_listed_as_text(tmp_path, pages):
    docs, site = tmp_path / "docs", tmp_path / "site"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns("reference", "images", "examples"))
    reference.write(docs / "reference")
    text.write(docs, site, "A client.")
    names = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    assert names >= {f"reference/{page}" for page in pages} | {"index.md", "bulk.md"}
    lines = (site / "llms.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["# webcrm-client", "", "> A client."]
    listed = {match[2]: match for line in lines if (match := re.fullmatch(r"- \[(.+)\]\((.+)\): (.*)", line))}
    assert listed.keys() == names
    assert [page for page in written_pages() if not listed[page][3]] == []
    assert all((site / name).is_file() for name in names)
    persons = (site / "reference/resources/persons.md").read_text(encoding="utf-8")
    assert "### Persons.changed_since" in persons
    assert ":::" not in persons
    for page in site.rglob("*.md"):
        content = page.read_text(encoding="utf-8")
        code = "".join(re.findall(r"^```python\n(.*?)^```", content, re.MULTILINE | re.DOTALL))
        assert not re.search(r"\b0x[0-9a-f]{6}|=<| = <|\bNOTHING\b", code), page
        assert "<!--" not in content, page
        assert not re.search(r"`\]\[\w+\.", content), page
    client = (site / "reference/client.md").read_text(encoding="utf-8")
    assert "sleep: 'Callable[[float], None]' = sleep, sleep_async: 'Callable[[float], Awaitable[None]]' = …," in client


def test_page_as_text_has_no_comments_and_no_references():
    code = "```markdown\n<!-- kept -->\n[`A`][b.c]\n```\n"
    page = f"# Title\n\n<!-- gone\nalso -->\nSee [`A`][b.c] and [`D`](d.md).\n\n{code}"
    assert text.readable(page) == f"# Title\n\nSee `A` and [`D`](d.md).\n\n{code}"


def test_summary_is_the_first_sentence():
    code = "```python\nprint()\n\nprint()\n```"
    page = f"# Title\n\n<!-- generated -->\n\n{code}\n\n`make` is *a* [tool](x.md) or [one][y]. `It` is old.\n"
    assert text.title(page) == "Title"
    assert text.summary(page) == "make is a tool or one."
    assert text.summary("# Title\n\n| a |\n|---|\n") == ""


def test_pages_of_earlier_runs_are_removed(tmp_path):
    old = tmp_path / "resources/gone.md"
    old.parent.mkdir()
    old.write_text("# Gone\n", encoding="utf-8")
    reference.write(tmp_path)
    assert not old.exists()
    written = {page.relative_to(tmp_path).as_posix() for page in tmp_path.rglob("*.md")}
    assert written == reference.pages().keys()
