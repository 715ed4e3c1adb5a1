"""The probe finds how a sandbox is configured, only reads, and reports no value of a record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from webcrm_ext.probe.command_line import main
from webcrm_ext.probe.exchanges import MAX_REQUESTS
from webcrm_ext.sandbox import ApplicationToken, Sandbox

DEFAULTS: dict[str, Any] = {
    "token_seconds": 3600,
    "default_size": 50,
    "large_size": "refused",
    "missing_status": 404,
    "unauthorized_body": "none",
    "plus_null": True,
    "linked_data": [],
    "query_extras": False,
    "search_lists_all": True,
}
CONFIGURATIONS: list[dict[str, Any]] = [
    {},
    {"token_seconds": 120, "default_size": 25},
    {"default_size": 7, "missing_status": 400},
    {"missing_status": 403, "unauthorized_body": "model"},
    {"unauthorized_body": "text", "search_lists_all": False},
    {"plus_null": False, "query_extras": True},
    {"linked_data": ["QuotationLines"]},
    {"linked_data": ["Persons", "QuotationLines"], "query_extras": True},
    {"large_size": "capped"},
    {"token_seconds": 7200, "default_size": 99, "plus_null": False, "search_lists_all": False},
]


@pytest.fixture
def probe(tmp_path, monkeypatch, capsys):
    """Run the probe against a sandbox; return its file and what it printed."""

    def run_probe(sandbox: Sandbox) -> tuple[dict[str, Any], str]:
        monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
        file = tmp_path / "probe.json"
        assert main(["--base-url", sandbox.url, "--out", str(file)]) == 0
        return json.loads(file.read_bytes()), capsys.readouterr().out

    return run_probe


def answers(findings: dict[str, Any]) -> dict[str, Any]:
    return {each["question"]: each["answer"] for each in findings["findings"]}


@pytest.mark.parametrize("configured", CONFIGURATIONS, ids=lambda each: ", ".join(each) or "defaults")
def test_reports_how_the_sandbox_is_configured(probe, configured):
    records = 1100 if "large_size" in configured else 210
    with Sandbox(records=records, **configured) as sandbox:
        found, _ = probe(sandbox)
    found["options"]["linked_data"].sort()
    assert found["options"] == DEFAULTS | configured


def test_only_reads_and_makes_few_requests(probe):
    with Sandbox(records=120) as sandbox:
        before = {path: sandbox.count(path) for path in ("Persons", "Organisations", "QuotationLines")}
        found, printed = probe(sandbox)
        made = sandbox.requests
        assert {path: sandbox.count(path) for path in before} == before
    assert {(each.method, each.path) for each in made if each.method != "GET"} == {("POST", "/Auth/ApiLogin")}
    assert found["requests"] == len(made) <= MAX_REQUESTS
    assert f"{len(made)} requests" in printed


def test_no_value_of_a_record_is_reported(probe):
    marked = 0
    with Sandbox(records=120) as sandbox:
        for path in ("Persons", "Organisations", "Users", "Opportunities", "Activities"):
            for id_ in range(1, 6):
                record = sandbox.record(path, id_) or {}
                texts = {name: f"MARKED {value}" for name, value in record.items() if is_text(value)}
                marked += len(texts)
                sandbox.put_record(path, id_, {**record, **texts})
        found, printed = probe(sandbox)
    assert marked > 100
    assert "MARKED" not in printed
    assert "MARKED" not in json.dumps(found)


def is_text(value: object) -> bool:
    return isinstance(value, str) and not value[:4].isdigit()


def test_report_answers_the_open_questions(probe):
    with Sandbox(records=120) as sandbox:
        found, printed = probe(sandbox)
    answer = answers(found)
    assert "SystemId" in answer["Which members does the response to a login have?"]
    assert answer["How many characters do tokens have?"] == {"AccessToken": 43, "RefreshToken": 43}
    assert answer["Which definition is live?"] == {"version": "2.0", "operations": 280, "models": 58}
    assert answer["What does an invalid parameter return?"] == "400, body: JSON object with Message, Type"
    assert answer["What does a page after the last return?"] == "200, body: JSON array"
    accepted = answer["What do queries accept?"]
    assert accepted["JOIN … ON Person"] is True
    assert accepted["a date as an OLE number"] is True
    assert accepted["LIKE"].startswith("no: 400")
    values = answer["Which values occur with which display type, as shares?"]
    assert values["C"].keys() == {"Yes or No", "boolean", "null"}  # CheckMark fields are booleans
    assert values["D"].keys() <= {"entry of the list", "empty", "null"}
    assert sum(answer["Which offsets do dates have, as shares?"].values()) == pytest.approx(1, abs=0.01)
    assert "Option of the sandbox: default_size=50" in printed


def test_refused_login_is_an_error(monkeypatch, capsys):
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", "00000000-0000-4000-8000-00000000dead")
    with Sandbox(records=0) as sandbox:
        assert main(["--base-url", sandbox.url]) == 1
    assert "application token" in capsys.readouterr().err


def test_token_without_rights_leaves_questions_open(probe):
    token = ApplicationToken("00000000-0000-4000-8000-0000000000aa", "nothing", {"*": "none"})
    with Sandbox(records=60, application_tokens=[token]) as sandbox:
        found, _ = probe(sandbox)
    assert found["options"] == {"token_seconds": 3600, "unauthorized_body": "none"}
    assert answers(found)["What does a record that does not exist return?"].startswith("403")
