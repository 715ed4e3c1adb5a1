"""The command `webcrm` against a sandbox: output, exit codes and errors, in this process."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.clock import SimulatedClock
from tests.contract.client.command_line import CSV, environment, examples, examples_of, parsers
from webcrm_ext import FieldValueError, QueryError, WebCRM
from webcrm_ext.auth.file_lock import lock_file, unlock_file
from webcrm_ext.cli.program import main
from webcrm_ext.cli.progress import ProgressBar
from webcrm_ext.cli.properties import in_any_case
from webcrm_ext.sandbox import Fault, Sandbox

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


ELSEWHERE = [each for each in examples() if each[0] in ("sandbox", "fleet")]
"""Examples that other modules run: until Ctrl-C, or with the servers of tests/services."""


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [each for each in examples() if each not in ELSEWHERE], ids=" ".join)
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
    assert [parser.prog for parser in parsers() if not examples_of(parser)] == []


def test_documentation_has_each_command() -> None:
    text = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")
    commands = [parser.prog.removeprefix("webcrm ") for parser in parsers() if parser.get_default("handler")]
    assert [each for each in commands if f"\n| `{each}" not in text and f"`, `{each}" not in text] == []


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


@pytest.mark.slow
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
    mapped = ("upsert", "organisations", "more.jsonl", "--key", KEY, "--map", f"no={KEY}")
    change = json.loads(webcrm(*mapped, "--dry-run", "--format", "jsonl").out)
    assert change["changes"] == {"OrganisationName": {"before": "Company 1", "after": "Renamed"}}
    renamed = webcrm(*mapped, "--format", "json")
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
    (["upsert", "organisations", ".", "--key", KEY], 2, ". is a folder."),
    (["upsert", "organisations", "customers.csv", "--key", KEY, "--report", "customers.csv"], 2, "would replace"),
    (["upsert", "organisations", "customers.csv", "--key", KEY, "--max-failures", "x"], 2, "a share below 1"),
    (["upsert", "organisations", "customers.csv", "--key", KEY, "--map", "OrganisationName"], 2, "COLUMN=PROPERTY"),
    (["upsert", "organisations", "one.jsonl", "--key", KEY, "--delimiter", ";"], 2, "--delimiter is for CSV files"),
    (["upsert", "organisations", "one.jsonl", "--key", KEY, "--map", "Nmae=Name"], 2, "Correct --map"),
    (["upsert", "organisations", "array.jsonl", "--key", KEY], 2, "Line 1 of array.jsonl is no JSON object"),
    (["upsert", "organisations", "nan.jsonl", "--key", KEY], 2, "Line 1 of nan.jsonl is not JSON: NaN is no number"),
    (["upsert", "organisations", "empty.jsonl", "--key", KEY], 2, "empty.jsonl has no records"),
    (["upsert", "organisations", "empty.csv", "--key", KEY], 2, "empty.csv is empty"),
    (["login", "--token-file", "empty.csv"], 2, "The token file empty.csv is empty"),
    (["login", "--token-file", "customers.csv"], 2, "The application token is not a GUID"),
    (["export", "contacts", "--to", "out"], 2, "Did you mean 'persons'"),
    (["export", "users", "--to", "customers.csv"], 2, "customers.csv is a file. Pass a folder."),
    (["export", "users", "--to", "out", "--spreadsheet-safe"], 2, "Pass --format csv"),
    (["export", "users", "--to", "out", "--columns", "UserNam"], 2, "--columns has 'UserNam'"),
    (["export", "users", "--to", "out", "--concurrency", "99"], 2, "--concurrency is 99"),
    (["export", "users", "--to", "out", "--overlap", "-1"], 2, "is no number of seconds"),
    (["fields", "budgets"], 2, "no field metadata"),
    (["hooks", "list", "budgets"], 2, "no webhooks"),
    (["request", "GET", "Persons"], 2, "start with one `/`"),
    (["login"], 2, "Pass --token-file"),
    (["list", "persons", "--token-file", "missing"], 2, "Cannot read the token file"),
    (["--read-only", "create", "person", "PersonFirstName=x"], 2, "--read-only is set"),
    (["--read-only", "request", "DELETE", "/Products/1"], 2, "--read-only is set"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "code", "message"), WRONG, ids=[" ".join(each[0]) for each in WRONG])
def test_wrong_input_ends_with_a_short_error(
    webcrm: Webcrm, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    files = {"one.jsonl": f'{{"{KEY}": "W1"}}', "array.jsonl": "[1]", "nan.jsonl": '{"Name": NaN}'}
    for name, content in {**files, "empty.jsonl": "", "empty.csv": ""}.items():
        (tmp_path / name).write_text(content)
    result = webcrm(*arguments)
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert result.err.startswith("webcrm: ")
    assert len(result.err.splitlines()) <= 2


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


READ_ONLY = [
    ["create", "person", "PersonFirstName=x"],
    ["update", "person", "1", "PersonFirstName=x"],
    ["delete", "product", "1", "--yes"],
    ["upsert", "organisations", "customers.csv", "--key", KEY],
    ["sync", "organisations", "customers.csv", "--key", KEY, "--state", "state"],
    ["documents", "upload", "customers.csv"],
    ["hooks", "ensure", "persons", "https://example.com/hook", "--event", "Update"],
    ["hooks", "remove", "persons", "1", "--yes"],
    ["request", "PATCH", "/Persons", "--data", "customers.csv"],
]


@pytest.mark.parametrize("arguments", READ_ONLY, ids=[" ".join(each[:2]) for each in READ_ONLY])
def test_read_only_refuses_each_write(webcrm: Webcrm, shared_sandbox: Sandbox, arguments: list[str]) -> None:
    before = len(shared_sandbox.requests)
    result = webcrm("--read-only", "--format", "json", *arguments)
    assert (result.code, result.out, json.loads(result.err)["code"]) == (2, "", "read_only")
    assert len(shared_sandbox.requests) == before


@pytest.mark.slow
def test_read_only_still_reads_and_plans(webcrm: Webcrm) -> None:
    for arguments in (
        ["export", "users", "--to", "out", "--format", "jsonl"], ["upsert", *READ_ONLY[3][1:], "--dry-run"],
        ["create", "organisation", "Name=x", "--dry-run"], ["list", "users"],
    ):  # fmt: skip
        assert webcrm(*arguments, "--read-only").code == 0


def test_export_names_tables_as_elsewhere_and_reports_on_stderr(webcrm: Webcrm, tmp_path: Path) -> None:
    command = (
        "export",
        "Person",
        "USERS",
        "persons",
        "--to",
        "out",
        "--format",
        "csv",
        "--columns",
        "PersonName,UserId",
    )
    result = webcrm(*command, "--exclude", "PersonId")
    assert (result.code, result.out) == (0, "")
    assert "persons                 40 rows          persons.csv" in result.err
    assert (tmp_path / "out" / "persons.csv").read_text().startswith("PersonId,PersonName,_unexpected\n")
    assert webcrm(*command, "--quiet") == (0, "", "")
    since = ("--since", "last", "--ids", "--overlap", "0")
    report = json.loads(webcrm("--format", "json", *command, *since).out)
    assert {name: each["content"] for name, each in report["tables"].items()} == {
        "persons": "changes",
        "users": "changes",
    }
    assert webcrm("--format", "jsonl", "export", "users", "--to", "lines").code == 0
    assert (tmp_path / "lines" / "users.jsonl").exists()


def test_export_skips_what_it_may_not_read_with_exit_code_3(
    webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path
) -> None:
    command = ("export", "users", "products", "--to", "out", "--format", "jsonl")
    shared_sandbox.fail_next(status=403, operation="users.list")
    stopped = webcrm(*command)
    assert (stopped.code, stopped.out) == (1, "")
    assert "Not readable: users. Pass --on-error skip to export the others." in stopped.err
    assert not (tmp_path / "out").exists()
    shared_sandbox.fail_next(status=403, operation="users.list")
    skipped = webcrm(*command, "--on-error", "skip", "--quiet")
    assert (skipped.code, skipped.out) == (3, "")
    assert skipped.err.startswith("webcrm: Skipped users: GET /Users was refused with status 403")
    assert [each.name for each in (tmp_path / "out").glob("*.jsonl")] == ["products.jsonl"]


@pytest.mark.parametrize(
    ("format_", "module", "extra"), [("parquet", "pyarrow", "arrow"), ("duckdb", "duckdb", "duckdb")]
)
def test_missing_extra_of_an_export_is_one_sentence(
    webcrm: Webcrm, monkeypatch: pytest.MonkeyPatch, format_: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = webcrm("export", "users", "--to", "out", "--format", format_)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"webcrm: --format {format_} needs {module}. Run: pip install 'webcrm-client[{extra}]'\n"


@pytest.mark.slow
def test_runs_at_the_same_time_end_with_exit_code_1(webcrm: Webcrm) -> None:
    export = ("export", "users", "--to", "out", "--format", "jsonl")
    upsert = ("upsert", "organisations", "customers.csv", "--key", KEY, "--journal", "journal")
    locks = ((export, "out/.webcrm-export/lock", "Another export"), (upsert, "journal", "Another run"))
    for command, file, message in locks:
        assert webcrm(*command).code == 0
        lock = lock_file(Path(file), time.sleep)
        result = webcrm("--format", "json", *command)
        unlock_file(lock)
        assert (result.code, result.out) == (1, "")
        error = json.loads(result.err)
        assert (error["code"], error["retryable"]) == ("system", True)
        assert error["message"].startswith(message)
        assert webcrm(*command).code == 0
    sync = ("sync", *upsert[1:-2], "--state", "customers.state")
    assert webcrm(*sync).code == 0
    with closing(sqlite3.connect("customers.state", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = webcrm(*sync)
    assert (result.code, "Another run uses the state" in result.err) == (1, True)


@pytest.mark.slow
def test_failed_records_end_with_exit_code_3(webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(CSV.replace("K", "F"))
    shared_sandbox.set_faults(rules=[Fault(status=400, operation="organisations.create")])
    command = ("upsert", "organisations", "customers.csv", "--key", KEY, "--batch", "1", "--report", "out")
    result = webcrm(*command, "--format", "json")
    shared_sandbox.clear_faults()
    assert (result.code, result.err) == (3, "")
    assert json.loads(result.out)["counts"]["failed"] == 3
    assert len((tmp_path / "out" / "failed.csv").read_text("utf-8-sig").splitlines()) == 4


def test_error_of_each_exit_code_is_json(
    webcrm: Webcrm, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def error(*arguments: str) -> tuple[int, str, bool]:
        result = webcrm(*arguments, "--format", "json")
        assert result.out == ""
        assert len(result.err.splitlines()) == 1
        found = json.loads(result.err)
        assert {*found} - {"details"} == {"code", "message", "fix", "retryable"}
        return result.code, found["code"], found["retryable"]

    assert error("get", "person", "99999") == (1, "not_found", False)
    assert error("list", "contacts") == (2, "unknown_entity", False)
    assert error("lst") == (2, "usage", False)
    shared_sandbox.fail_next(status=403, operation="users.list")
    assert error("list", "users") == (1, "permission_denied", False)
    monkeypatch.setattr("sys.stdin", InterruptedInput())
    assert error("create", "person", "--data", "-") == (130, "interrupted", True)
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN")
    assert error("get", "person", "1") == (4, "not_logged_in", False)


class InterruptedInput(io.StringIO):
    """Stdin while the user types Ctrl-C."""

    def read(self, _size: int | None = -1) -> str:
        raise KeyboardInterrupt


def test_token_is_read_from_stdin(webcrm: Webcrm, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{shared_sandbox.application_token}\n"))
    assert webcrm("get", "user", "1", "--columns", "UserId", "--token-file", "-").out == "UserId  1\n"
    both = webcrm("create", "person", "--token-file", "-", "--data", "-")
    assert (both.code, both.err.splitlines()[0]) == (2, "webcrm: --token-file and --data cannot both read stdin.")
    assert "The token file - is empty" in webcrm("list", "users", "--token-file", "-").err


def test_data_is_read_from_stdin(webcrm: Webcrm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"Name": "Acme", "ERP number": "E1"}'))
    result = webcrm("create", "organisation", "Name=Other", "--data", "-", "--dry-run", "--format", "json")
    assert json.loads(result.out) == {"OrganisationName": "Other", "OrganisationCustom2": "E1"}


def test_keyring_holds_the_token(
    webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "keyring.py").write_text(
        "tokens = {}\n"
        "def set_password(service, name, token): tokens[service, name] = token\n"
        "def get_password(service, name): return tokens.get((service, name))\n"
    )
    (tmp_path / "token.txt").write_text(shared_sandbox.application_token)
    monkeypatch.setitem(sys.modules, "keyring", None)
    login = ("login", "--profile", "safe", "--keyring", "--token-file", "token.txt")
    missing = webcrm(*login)
    assert (missing.code, "pip install keyring" in missing.err) == (2, True)
    monkeypatch.delitem(sys.modules, "keyring")
    monkeypatch.syspath_prepend(tmp_path / "modules")
    assert webcrm(*login).code == 0
    assert shared_sandbox.application_token not in (tmp_path / "config" / "webcrm" / "profiles.toml").read_text()
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN")
    monkeypatch.delenv("WEBCRM_BASE_URL")
    assert webcrm("get", "user", "1").code == 0
    sys.modules["keyring"].tokens.clear()
    result = webcrm("get", "user", "1")
    assert (result.code, "has no token of the profile 'safe'" in result.err) == (4, True)
    sys.modules["keyring"].tokens = None
    result = webcrm("get", "user", "1")
    assert (result.code, result.err.startswith("webcrm: The system's keyring cannot be used: ")) == (1, True)


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        ("", 0o640, "chmod 600"),
        ("", 0o604, "chmod 600"),
        ("", 0o666, "chmod 600"),
        ("default = ", 0o600, "is no TOML file"),
        ("profiles = 5", 0o600, "has no tables [profiles.NAME]"),
        ('default = "gone"', 0o600, "There is no profile 'gone'"),
    ],
)
def test_unusable_profiles_are_refused(
    webcrm: Webcrm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, mode: int, message: str
) -> None:
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN")
    file = tmp_path / "config" / "webcrm" / "profiles.toml"
    file.parent.mkdir(parents=True)
    file.write_text(content)
    file.chmod(mode)
    result = webcrm("list", "users")
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_second_login_keeps_the_address_of_the_profile(
    webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token.txt").write_text(shared_sandbox.application_token)
    login = ("login", "--profile", "test", "--token-file", "token.txt")
    assert webcrm(*login).code == 0
    monkeypatch.delenv("WEBCRM_BASE_URL")
    assert shared_sandbox.url in webcrm(*login).err


def test_json_lines_are_checked_before_anything_is_written(
    webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path
) -> None:
    bad = [{KEY: "J1", "Customer segment": "Z"}, {"Name": "no key"}, {KEY: "J3"}, {KEY: "j3"}, {KEY: "J4", "Bogus": 1}]
    (tmp_path / "bad.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in bad))
    before = shared_sandbox.count("Organisations")
    result = webcrm("upsert", "organisations", "bad.jsonl", "--key", KEY)
    assert (result.code, result.out) == (1, "")
    assert [each.partition(":")[0] for each in result.err.splitlines()[:4]] == [
        "- Line 1", "- Line 2", "- Line 4", "- Line 5"
    ]  # fmt: skip
    assert "4 of 5 records of bad.jsonl cannot be written. Nothing was written." in result.err
    assert shared_sandbox.count("Organisations") == before


def test_large_file_of_json_lines_is_read_as_it_is_needed(
    webcrm: Webcrm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webcrm_ext.upsert.options.CHUNK", 2)
    lines = [json.dumps({"no": f"L{number}", "Name": "x"}) for number in range(5)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    command = ("upsert", "organisations", "many.jsonl", "--key", KEY, "--map", f"no={KEY}", "--format", "json")
    report = json.loads(webcrm(*command, "--dry-run").out)
    assert (report["counts"]["created"], report["results"]) == (5, [])  # those of a list have a result each
    assert webcrm(*command[:-2]).out.startswith("5 created")


def test_columns_and_conditions_take_labels(webcrm: Webcrm) -> None:
    found = json.loads(webcrm("list", "persons", "--where", "Id=2", "--columns", "Email", "--format", "json").out)
    assert [list(each) for each in found] == [["PersonEmail"]]
    labelled = webcrm("get", "person", "2", "--labels", "--columns", "PersonEmail,Id", "--format", "json")
    assert json.loads(labelled.out) == {"Email": found[0]["PersonEmail"], "Id": 2}
    select = ["query", "SELECT UserId FROM User"]
    for command in (["list", "persons", "--labels"], ["get", "person", "1"], ["documents", "list"], select):
        unknown = webcrm(*command, "--columns", "Nonsense")
        assert (unknown.code, unknown.out) == (2, "")


@pytest.mark.parametrize("name", ["Customer since", "customer since", "Wants the newsletter", "Interested in"])
def test_where_refuses_a_label_that_find_refuses(webcrm: Webcrm, shared_sandbox: Sandbox, name: str) -> None:
    result = webcrm("list", "organisations", "--where", f"{name}=1")
    assert (result.code, result.out) == (2, "")
    with WebCRM(shared_sandbox.application_token, base_url=shared_sandbox.url) as crm:
        label = crm.fields("Organisation").find(name[0].upper() + name[1:])
        with pytest.raises(QueryError, match="not documented"):
            crm.organisations.find(**{label.label: "1"}).first()
    assert f"({label.property}) is of type {label.type}, and what" in result.err
    assert f"--where {label.attribute}=…" in result.err
    assert webcrm("list", "organisations", "--where", f"{label.attribute}=1").code == 0


def test_names_take_any_case(webcrm: Webcrm, tmp_path: Path) -> None:
    shown = webcrm("list", "persons", "--where", "ID=2", "--columns", "id,personname,PERSON_ID", "--format", "csv")
    assert shown.out.splitlines()[0] == "PersonId,PersonName"
    assert shown.out.splitlines()[1].startswith("2,")
    query = webcrm("query", "SELECT PersonId FROM Person", "--limit", "1", "--columns", "personid", "--format", "csv")
    assert query.out == "PersonId\n1\n"
    planned = webcrm("create", "organisation", "name=Acme", "erp NUMBER=E7", "--dry-run", "--format", "json")
    assert json.loads(planned.out) == {"OrganisationName": "Acme", "OrganisationCustom2": "E7"}
    upload = ("documents", "upload", "customers.csv", "documentorganisationid=1")
    assert webcrm(*upload).code == 0
    (tmp_path / "erp.csv").write_text("No,Customer\nE9,Acme\n")
    job = ("organisations", "erp.csv", "--key", "erp number", "--map", "No=ERP NUMBER", "--map", "Customer=name")
    assert webcrm("upsert", *job, "--dry-run").code == 0
    (tmp_path / "erp.jsonl").write_text('{"No": "E9"}')
    lines = ("organisations", "erp.jsonl", "--key", "erp number", "--map", "No=organisationcustom2")
    assert webcrm("upsert", *lines, "--dry-run").code == 0
    export = ("export", "users", "--format", "csv", "--columns", "USERNAME,useremail", "--exclude", "UserEMAIL")
    assert webcrm(*export, "--to", "out").code == 0
    assert (tmp_path / "out" / "users.csv").read_text("utf-8-sig").splitlines()[0].startswith("UserId,UserName")


def test_name_that_may_be_several_is_refused() -> None:
    with pytest.raises(FieldValueError, match="'id' may be 'Id' or 'ID'"):
        in_any_case("id", {"Id": "PersonId", "ID": "PersonCustom1"})
    assert in_any_case("Id", {"Id": "PersonId", "ID": "PersonCustom1"}) == "Id"


@pytest.mark.parametrize(
    "command",
    [
        ["list", "persons", "--columns", "Nmae,Emial"],
        ["list", "persons", "--where", "Nmae=1", "--where", "Emial=2"],
        ["query", "SELECT PersonId FROM Person", "--columns", "Nmae,Emial"],
        ["create", "person", "Nmae=1", "Emial=2"],
        ["export", "persons", "--to", "out", "--columns", "Nmae,Emial"],
        ["export", "persons", "--to", "out", "--exclude", "Nmae,Emial"],
    ],
    ids=" ".join,
)
def test_all_unknown_names_are_reported_at_once(webcrm: Webcrm, command: list[str]) -> None:
    result = webcrm(*command)
    assert (result.code, result.out) == (2, "")
    assert "'Nmae'" in result.err
    assert "'Emial'" in result.err


def test_name_that_is_typed_twice_is_refused(webcrm: Webcrm) -> None:
    assert "passed twice" in webcrm("list", "persons", "--where", "Id=1", "--where", "person_id=2").err
    assert "passed twice" in webcrm("create", "person", "name=1", "NAME=2", "--dry-run").err


def test_table_begins_with_id_and_name(webcrm: Webcrm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert webcrm("list", "persons", "--limit", "3").out.split()[:2] == ["PersonId", "PersonName"]
    assert webcrm("list", "persons", "--limit", "3", "--labels").out.split()[:2] == ["Id", "Name"]


def test_table_in_a_pipe_is_whole(webcrm: Webcrm, shared_sandbox: Sandbox) -> None:
    with WebCRM(shared_sandbox.application_token, base_url=shared_sandbox.url) as crm:
        longest = max((" | ".join(field.choices) for field in crm.fields("Person").values()), key=len)
        crm.organisations.update(1, organisation_comment="long " * 40)
    assert len(longest) > 40
    assert longest in webcrm("fields", "persons").out
    command = ("organisation", "1", "--columns", "Id,Comment")
    assert "long " * 39 in webcrm("get", *command).out
    assert "long " * 39 in webcrm("list", "organisations", "--where", "Id=1", "--columns", "Comment").out


def test_documents_and_hooks(webcrm: Webcrm, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Hello")
    id_ = webcrm("documents", "upload", "note.txt", "DocumentOrganisationId=2", "DocumentDescription=Hi").out.strip()
    assert webcrm("documents", "download", id_, "--to", ".") == (0, "note.txt\n", "")
    all_ = webcrm("documents", "download", "--organisation", "2", "--to", "all", "--format", "json")
    assert id_ in [str(each["id"]) for each in json.loads(all_.out)]
    assert (tmp_path / "all" / "note.txt").read_text() == "Hello"
    listed = json.loads(webcrm("documents", "list", "--organisation", "2", "--format", "json").out)
    assert "DocumentFile" not in listed[0]
    hook = ("hooks", "ensure", "Person", "https://example.com/once", "--event", "Create")
    first = webcrm(*hook).out.strip()
    assert webcrm(*hook).out.strip() == first
    assert first in [str(each["Id"]) for each in json.loads(webcrm("hooks", "list", "persons", "--format", "json").out)]
    assert webcrm("hooks", "remove", "persons", first, "--yes").err == f"Deleted the webhook {first} of Persons.\n"


@pytest.mark.slow
def test_drift_has_its_own_exit_codes(webcrm: Webcrm, tmp_path: Path) -> None:
    assert webcrm("drift", "--source", "missing.json").code == 3
    assert webcrm("drift", "--profile").code == 3  # 2 would be a change that breaks


def test_module_commands_take_global_options(webcrm: Webcrm, shared_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("11111111-2222-3333-4444-555555555555")
    refused = webcrm("probe", "--token-file", "token.txt")
    assert (refused.code, refused.out) == (4, "")
    assert "Unknown argument '--ouy'. Did you mean '--out'?" in webcrm("probe", "--ouy", "x").err
    wrong = webcrm("sandbox", "--quiet", "--port", "x")
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 2)


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_the_commands(webcrm: Webcrm, shell: str) -> None:
    result = webcrm("completion", shell)
    assert (result.code, result.err) == (0, "")
    assert "export" in result.out
    if shell == "bash":
        checked = subprocess.run(["bash", "-n"], input=result.out, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


def test_waits_for_the_rate_limit_are_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock()
    monkeypatch.setenv("COLUMNS", "200")
    bar = ProgressBar(enabled=True, clock=clock, sleep=clock.sleep)
    bar.export("persons", 1000, 1, 0, 3)
    bar.sleep(0.5)
    bar.sleep(70)
    bar.export("users", 5, 2, 1, 3)
    bar.rows(1000, 4000)
    bar.upsert("write", 5, 10, 1, 90)
    monkeypatch.setenv("COLUMNS", "30")
    bar.export("users", 5, 2, 1, 3)
    bar.clear()
    shown = [each.partition("\x1b")[0] for each in capsys.readouterr().err.split("\r")]
    assert shown[1:] == [
        "[........................] 0 of 3 tables, persons: 1000 rows, 1 request",
        "[........................] 0 of 3 tables, persons: 1000 rows, 1 request; waits 70 s (rate limit or retry)",
        "[########................] 1 of 3 tables, users: 5 rows, 2 requests, waited 1 min 10 s, about 2 min 21 s left",
        "[######..................] 1000 of 4000 rows, 0 requests, waited 1 min 10 s, about 3 min 32 s left",
        "write: [############............] 5 of 10 rows, 1 request, waited 1 min 10 s, 1 min 30 s left",
        "[########................] 1 ",
        "",
    ]
