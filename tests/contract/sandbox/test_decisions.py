"""What the sandbox decides where nothing is documented: one list, told in the README and on its own page."""

from dataclasses import fields
from html import unescape
from pathlib import Path

import requests

from webcrm_ext.sandbox.control import ADDRESSES
from webcrm_ext.sandbox.decisions import DECISIONS
from webcrm_ext.sandbox.faults import FaultSettings
from webcrm_ext.sandbox.options import Options

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_every_decision_and_no_other():
    _, _, table = README.partition("### How the sandbox decides what is not documented")
    rows = [line for line in table.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
    assert rows == [
        f"| {each.question} | {each.answer} | {' '.join(f'`{name}`' for name in each.options)} |" for each in DECISIONS
    ]


def test_every_option_of_a_decision_is_one_that_there_is():
    named = [name for each in DECISIONS for name in each.options]
    assert len(named) == len(set(named))
    assert set(named) <= {each.name for each in fields(Options)}


def test_an_option_that_is_in_no_decision_is_a_matter_of_taste_and_not_of_knowledge():
    decided = {name for each in DECISIONS for name in each.options}
    assert {each.name for each in fields(Options)} - decided == {"requests_per_minute", "token_seconds", "linked_data"}


def test_the_page_has_every_decision_option_fault_and_control_address(tenant):
    text = unescape(requests.get(tenant.documentation, timeout=10).text)
    assert all(f"<td>{each.question}</td><td>{each.answer}</td>" in text for each in DECISIONS)
    for each in (*fields(Options), *fields(FaultSettings)):
        assert f"<code>{each.name}</code>" in text
        assert each.metadata["help"] in text
    assert all(f"<code>{each}</code>" in text for each in ADDRESSES)


def test_the_defaults_said_in_decisions_are_the_defaults():
    defaults = {each.name: each.default for each in fields(Options)}
    for each in DECISIONS:
        for name in each.options:
            default = defaults[name]
            if type(default) in {int, float} and name != "linked_data_error_status":
                assert f"{default:g}" in each.answer, (name, each.answer)
