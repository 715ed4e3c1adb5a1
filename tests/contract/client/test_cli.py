"""The command `webcrm` against a sandbox: output, exit codes and errors, in this process."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contract.client.command_line import CSV, environment, examples, parsers
from webcrm_ext.cli.program import main
from webcrm_ext.sandbox import Sandbox

KEY = "OrganisationExtraCustom8"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Webcrm = Callable[..., Result]


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Sandbox]:
    with Sandbox(records=40, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def webcrm(
    shared_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Webcrm:
    """Run a command in an empty folder."""
    for name, value in environment(shared_sandbox, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / "customers.csv").write_text(CSV)

    def run(*arguments: str) -> Result:
        code = main(arguments)
        return Result(code, *capsys.readouterr())

    return run


@pytest.mark.slow
@pytest.mark.parametrize("arguments", examples(), ids=" ".join)
def test_example_of_each_help_runs(
    webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "token.txt").write_text(shared_sandbox.application_token)
    (tmp_path / "contract.pdf").write_bytes(b"%PDF")
    if arguments[:2] == ["hooks", "remove"]:
        webcrm("hooks", "ensure", "organisations", "https://example.com/hook", "--event", "Update")
    result = webcrm(*arguments)
    assert result.code == 0, result.err
    assert result.out or result.err


def test_each_help_has_an_example() -> None:
    assert [parser.prog for parser in parsers() if "example" not in (parser.epilog or "")] == [
        "webcrm documents", "webcrm hooks",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["persons", "Person", "PERSON"])
def test_entity_takes_any_case_and_number(webcrm: Webcrm, name: str) -> None:
    assert json.loads(webcrm("get", name, "1", "--format", "json").out)["PersonId"] == 1


def test_formats_have_the_same_records(webcrm: Webcrm) -> None:
    command = ("list", "persons", "--limit", "3", "--columns", "PersonId,person_name", "--format")
    records = json.loads(webcrm(*command, "json").out)
    assert [each["PersonId"] for each in records] == [1, 2, 3]
    assert [json.loads(each) for each in webcrm(*command, "jsonl").out.splitlines()] == records
    rows = list(csv.DictReader(io.StringIO(webcrm(*command, "csv").out)))
    assert rows == [{name: str(value) for name, value in each.items()} for each in records]
    table = webcrm(*command, "table").out.splitlines()
    assert table[0].split() == ["PersonId", "PersonName"]
    assert [each.split()[0] for each in table[1:]] == ["1", "2", "3"]


def test_table_shows_the_columns_that_fit(webcrm: Webcrm) -> None:
    result = webcrm("list", "persons", "--limit", "3")
    assert result.out.startswith("PersonId  ")
    assert max(map(len, result.out.splitlines())) <= 120
    assert "columns are shown" in result.err
    assert webcrm("list", "persons", "--limit", "3", "--quiet").err == ""


def test_where_and_query_filter(webcrm: Webcrm) -> None:
    found = json.loads(webcrm("list", "persons", "--where", "PersonId=2", "--format", "json").out)
    statement = "SELECT PersonId, PersonName FROM Person WHERE PersonId IN :ids"
    rows = json.loads(webcrm("query", statement, "--param", "ids:=[2]", "--format", "json").out)
    assert rows == [{"PersonId": 2, "PersonName": found[0]["PersonName"]}]


def test_create_and_update_check_values(webcrm: Webcrm, shared_sandbox: Sandbox) -> None:
    planned = webcrm("create", "organisation", "Name=Acme", "ERP number=E7", "--dry-run", "--format", "json")
    assert json.loads(planned.out) == {"OrganisationName": "Acme", "OrganisationCustom2": "E7"}
    before = shared_sandbox.count("Organisations")
    id_ = int(webcrm("create", "organisation", "Name=Acme", "ERP number=E7").out)
    assert shared_sandbox.count("Organisations") == before + 1
    changes = webcrm("update", "organisation", str(id_), "ERP number=E8", "--dry-run", "--format", "json")
    assert json.loads(changes.out) == [{"field": "ERP number", "before": "E7", "after": "E8"}]
    assert webcrm("update", "organisation", str(id_), "ERP number=E8").code == 0
    stored = shared_sandbox.record("Organisations", id_)
    assert (stored["OrganisationName"], stored["OrganisationCustom2"]) == ("Acme", "E8")
    wrong = webcrm("update", "organisation", str(id_), "Customer segment=Z")
    assert (wrong.code, wrong.out) == (2, "")
    assert shared_sandbox.record("Organisations", id_) == stored


def test_upsert_prints_plan_and_writes_once(webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(CSV.replace("K", "U"))
    before = shared_sandbox.count("Organisations")
    command = ("upsert", "organisations", "customers.csv", "--key", KEY)
    planned = webcrm(*command, "--dry-run")
    assert "3 would be created" in planned.out
    assert "1 PATCH call" in planned.out
    assert shared_sandbox.count("Organisations") == before
    assert [json.loads(webcrm(*command, "--format", "json").out)["counts"]["created"] for _ in range(2)] == [3, 0]
    assert shared_sandbox.count("Organisations") == before + 3
    assert list((tmp_path / "state" / "webcrm" / "journals").iterdir()) != []
    (tmp_path / "more.jsonl").write_text('{"no": "U1", "Name": "Renamed"}\n')
    renamed = webcrm("upsert", "organisations", "more.jsonl", "--key", KEY, "--map", f"no={KEY}", "--format", "json")
    assert json.loads(renamed.out)["counts"]["updated"] == 1
    synced = webcrm("sync", "organisations", "customers.csv", "--key", KEY, "--state", "s", "--format", "json")
    assert json.loads(synced.out)["counts"] == {"created": 0, "updated": 1, "unchanged": 2, "failed": 0, "unknown": 0}


WRONG = [
    (["lst"], 2, "Did you mean 'list'"),
    (["list", "contacts"], 2, "Did you mean 'persons'"),
    (["list", "persons", "--limit", "0"], 2, "whole number of 1 or more"),
    (["list", "persons", "--columns", "PersonNam"], 2, "PersonName"),
    (["list", "persons", "--where", "PersonId"], 2, "has no value"),
    (["list", "persons", "--bogus"], 2, "--bogus"),
    (["get", "person", "99999"], 1, "404"),
    (["query", "DELETE FROM Person"], 2, "SELECT"),
    (["create", "person"], 2, "no value to send"),
    (["create", "person", "--data", "missing.json"], 2, "Cannot read missing.json"),
    (["create", "budget", "x=1"], 2, "cannot create budgets"),
    (["delete", "person", "1"], 2, "cannot delete persons"),
    (["delete", "product", "1"], 2, "Pass --yes"),
    (["upsert", "organisations", "missing.csv", "--key", KEY], 2, "no file missing.csv"),
    (["upsert", "organisations", "customers.csv", "--key", "Bogus"], 2, "Bogus"),
    (["fields", "budgets"], 2, "no field metadata"),
    (["hooks", "list", "budgets"], 2, "no webhooks"),
    (["request", "GET", "Persons"], 2, "start with one `/`"),
    (["login"], 2, "Pass --token-file"),
    (["list", "persons", "--profile", "test", "--token-file", "missing"], 2, "Cannot read the token file"),
    (["--read-only", "create", "person", "PersonFirstName=x"], 2, "--read-only is set"),
    (["--read-only", "request", "DELETE", "/Products/1"], 2, "--read-only is set"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG, ids=[" ".join(each[0]) for each in WRONG])
def test_wrong_input_ends_with_a_short_error(webcrm: Webcrm, arguments: list[str], code: int, message: str) -> None:
    result = webcrm(*arguments)
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert result.err.startswith("webcrm: ")
    assert len(result.err.splitlines()) <= 2
    as_json = webcrm(*arguments, "--format", "json")
    assert as_json.code == code
    assert {"code", "message", "fix", "retryable"} <= json.loads(as_json.err).keys()


def test_login_writes_a_profile_that_is_used(
    webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN")
    missing = webcrm("list", "users", "--limit", "1")
    assert (missing.code, missing.out) == (4, "")
    assert "webcrm login" in missing.err
    (tmp_path / "token.txt").write_text(f"{shared_sandbox.application_token}\n")
    assert webcrm("login", "--profile", "test", "--token-file", "token.txt").code == 0
    monkeypatch.delenv("WEBCRM_BASE_URL")
    assert webcrm("list", "users", "--limit", "1").code == 0
    assert webcrm("list", "users", "--limit", "1", "--profile", "other").code == 2
    file = tmp_path / "config" / "webcrm" / "profiles.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    refused = webcrm("list", "users", "--limit", "1")
    assert refused.code == 2
    assert "chmod 600" in refused.err


def test_refused_token_ends_with_exit_code_4(webcrm: Webcrm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", "11111111-2222-3333-4444-555555555555")
    result = webcrm("list", "persons", "--format", "json")
    assert (result.code, result.out) == (4, "")
    assert json.loads(result.err)["code"] == "authentication"
