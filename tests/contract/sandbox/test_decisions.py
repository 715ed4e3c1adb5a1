"""Decisions, options, faults and control addresses: declared once, and the same in docs, page and command line."""

from dataclasses import fields
from html import unescape

import pytest
import requests

from scripts.sandbox_docs import PAGE, updated
from webcrm_ext.sandbox.command_line import run
from webcrm_ext.sandbox.control import ADDRESSES
from webcrm_ext.sandbox.decisions import DECISIONS
from webcrm_ext.sandbox.faults import FaultSettings
from webcrm_ext.sandbox.options import Options


def test_docs_have_current_tables():
    page = PAGE.read_text(encoding="utf-8")
    assert page == updated(page), "Run `python -m scripts.sandbox_docs`."


def test_docs_have_every_decision_and_option():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    for each in DECISIONS:
        assert f"| {each.question} | {each.answer} | {f'`{each.option}`' if each.option else ''} |" in rows
    for each in (*fields(Options), *fields(FaultSettings)):
        assert any(row.startswith(f"| `{each.name}` | ") and each.metadata["help"] in row for row in rows)
    assert all(f"| `{each}` |" in rows for each in ADDRESSES)


def test_each_decision_has_one_question():
    questions = [each.question for each in DECISIONS]
    assert len(questions) == len(set(questions)) > 30
    assert all(each.question.endswith("?") for each in DECISIONS)
    assert all(each.answer.endswith(".") for each in DECISIONS)


def test_every_option_with_a_question_is_a_decision():
    decided = {each.name for each in fields(Options) if each.metadata["question"]}
    assert decided == {each.option for each in DECISIONS if each.option}
    assert all(bool(each.metadata["question"]) == bool(each.metadata["decision"]) for each in fields(Options))


def test_decisions_name_the_default_of_their_option():
    defaults = {each.name: each.default for each in fields(Options)}
    for each in DECISIONS:
        default = defaults.get(each.option)
        if type(default) in {int, float}:
            assert f"{default:g}" in each.answer, each


def test_page_has_every_decision_option_fault_and_address(tenant):
    page = unescape(requests.get(tenant.documentation + "/plain", timeout=10).text)
    assert all(f"<td>{each.question}</td><td>{each.answer}</td>" in page for each in DECISIONS)
    for each in (*fields(Options), *fields(FaultSettings)):
        assert f"<code>{each.name}</code>" in page
        assert each.metadata["help"] in page
    assert all(f"<code>{each}</code>" in page for each in ADDRESSES)


def test_command_line_has_every_option_and_fault(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")  # argparse breaks lines at hyphens
    with pytest.raises(SystemExit):
        run(["--help"])
    words = capsys.readouterr().out.split()
    shown = " ".join(words)
    for each in (*fields(Options), *fields(FaultSettings)):
        assert f"--{each.name.replace('_', '-')}" in {word.strip("[],") for word in words}
        assert each.metadata["help"] in shown


def test_control_addresses_have_every_option_and_fault(tenant):
    state = requests.get(f"{tenant.url}/_sandbox", timeout=10).json()
    assert list(state["options"]) == [each.name for each in fields(Options)]
    assert list(state["faults"]) == [each.name for each in fields(FaultSettings)]
