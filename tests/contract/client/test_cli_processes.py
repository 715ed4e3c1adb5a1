"""The command `webcrm` as a process: signals, closed pipes, full disks, and what each help and error looks like."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.client.command_line import CSV, PROGRAM, environment, examples, parsers, run
from webcrm_ext import WebCRM
from webcrm_ext.cli.program import main
from webcrm_ext.sandbox import Sandbox

pytestmark = pytest.mark.slow

KEY = "OrganisationExtraCustom8"
SNAPSHOTS = Path(__file__).parent / "cli_snapshots"
ERRORS = [
    [], ["lst"], ["list"], ["list", "contacts"], ["list", "persons", "--limit", "x"],
    ["list", "persons", "--format", "xml"],
    ["get", "person", "0"], ["create", "person", "PersonName"], ["create", "budget", "x=1"], ["login"],
    ["list", "persons"], ["create", "person", "--read-only", "x=1"], ["upsert", "persons", "missing.csv"], ["hooks"],
    ["completion", "fish"], ["export", "persons"], ["export", "contacts", "--to", "out"],
    ["export", "persons", "--to", "out", "--since", "x"], ["export", "persons", "--to", "out", "--format", "json"],
    ["fleet", "run", "acme"],
    ["hooks", "lst"], ["sandbox", "--bogus"], ["drift", "--base-url"], ["list", "users", "--token-file", "missing"],
]  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(records=400, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.mark.parametrize("width", [80, 200])
def test_help_and_errors_are_as_recorded(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`WRITE_SNAPSHOTS=1` records them again."""
    for name, value in environment(None, tmp_path, COLUMNS=str(width)).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("WEBCRM_APPLICATION_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    parts = []
    for arguments in [*([*parser.prog.split()[1:], "--help"] for parser in parsers()), *ERRORS]:
        code = main(arguments)
        shown = "".join(capsys.readouterr())
        parts.append(f"$ {' '.join(['webcrm', *arguments])}\n{shown}exit code {code}\n")
    text = "\n".join(parts)
    file = SNAPSHOTS / f"{width}.txt"
    if os.environ.get("WRITE_SNAPSHOTS"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_help_loads_neither_httpx_nor_attrs(tmp_path: Path) -> None:
    code = (
        "import sys; from webcrm_ext.cli.program import main; code = main(['--help'])\n"
        "sys.exit(code or ', '.join({'httpx', 'attr', 'attrs', 'msgspec', 'webcrm_api'} & sys.modules.keys()) or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("usage: webcrm")


COMMANDS = [
    (["--version"], "webcrm-client", ""),
    (["check"], "up to date with the API", ""),
    (["login", "--token-file", "token.txt"], "", "Logged in to system 1"),
    (["tables"], "organisations  ", ""),
    (["fields", "persons"], "Consent given", ""),
    (["get", "person", "1", "--labels"], "Email", ""),
    (["list", "persons", "--limit", "2"], "PersonId  ", "columns are shown"),
    (["query", "SELECT PersonId FROM Person WHERE PersonId < 3"], "PersonId\n1\n2\n", ""),
    (["create", "product", "ProductMemo=Lamp"], r"^\d+\n$", ""),
    (["update", "organisation", "1", "Name=New"], "", "Changed Name of Organisation 1."),
    (["delete", "product", "2", "--yes"], "", "Deleted Product 2."),
    (["upsert", "organisations", "customers.csv", "--key", KEY], "3 created", ""),
    (["sync", "organisations", "others.jsonl", "--key", KEY, "--state", "state.json"], "1 created", ""),
    (["export", "users", "--to", "out", "--format", "jsonl"], "", "8 rows          users.jsonl"),
    (["documents", "list"], "price-list-1", "columns are shown"),
    (["documents", "download", "1"], "price-list-1.txt", ""),
    (["documents", "upload", "customers.csv"], r"^\d+\n$", ""),
    (["hooks", "ensure", "persons", "https://example.com/c", "--event", "Update"], r"^\d+\n$", ""),
    (["hooks", "list", "persons"], "https://example.com/a", ""),
    (["hooks", "remove", "persons", "2", "--yes"], "", "Deleted the webhook 2 of Persons."),
    (["request", "GET", "/Persons/1"], "PersonId", ""),
    (["probe", "--out", "probe.json"], "The findings are in probe.json", ""),
    (["drift"], "No drift", ""),
    (["completion", "bash"], "complete ", ""),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Path]]:
    """Return the variables and the folder of commands that share a sandbox; each has records of its own."""
    folder = tmp_path_factory.mktemp("session")
    (folder / "customers.csv").write_text(CSV)
    (folder / "others.jsonl").write_text(f'{{"{KEY}": "S1", "Name": "Synced"}}\n')
    with Sandbox(records=120, requests_per_minute=None) as sandbox:
        (folder / "token.txt").write_text(sandbox.application_token)
        with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
            for name in "ab":
                crm.hooks.ensure("Persons", f"https://example.com/{name}", event="Update")
        yield environment(sandbox, folder), folder


@pytest.mark.parametrize(("arguments", "out", "error"), COMMANDS, ids=[" ".join(each[0][:2]) for each in COMMANDS])
def test_each_command_runs_as_a_process(
    session: tuple[dict[str, str], Path], arguments: list[str], out: str, error: str
) -> None:
    env, folder = session
    ended = run(*arguments, env=env, folder=folder)
    assert ended.returncode == 0, ended.stderr
    for expected, printed in ((out, ended.stdout), (error, ended.stderr)):
        assert re.search(expected, printed) if expected else printed == ""


def test_example_of_sandbox_serves_until_ctrl_c(tmp_path: Path) -> None:
    example = next(each for each in examples() if each[0] == "sandbox")
    with subprocess.Popen(
        [*PROGRAM, *example], env=environment(None, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        shown = list(iter(program.stdout.readline, "Ctrl-C stops it.\n"))
        program.send_signal(signal.SIGINT)
        rest, error = program.communicate(timeout=60)
    assert shown[0].startswith("The webCRM sandbox is at  http://127.0.0.1:")
    assert (program.returncode, rest, error) == (0, "\nThe sandbox has stopped.\n", "")


def test_debug_logs_urls_without_values(sandbox: Sandbox, tmp_path: Path) -> None:
    command = ("list", "persons", "--where", "PersonName=Secret Name", "--debug")
    ended = run(*command, env=environment(sandbox, tmp_path), folder=tmp_path)
    assert ended.returncode == 0
    assert '/Queries?… "HTTP/1.1 200 OK"' in ended.stderr
    assert "Secret" not in ended.stderr
    failed = run("request", "GET", "/Persons/99999?a=b", "--debug", env=environment(sandbox, tmp_path), folder=tmp_path)
    assert failed.returncode == 1
    assert "a=b" not in failed.stderr
    assert "Traceback" in failed.stderr
    assert sandbox.application_token not in ended.stderr


def test_closed_pipe_ends_quietly(sandbox: Sandbox, tmp_path: Path) -> None:
    program = subprocess.Popen(
        [*PROGRAM, "list", "persons", "--format", "jsonl"],
        env=environment(sandbox, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
    )  # fmt: skip
    assert program.stdout.readline().startswith(b'{"PersonId": 1')
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(timeout=60) == 0


@pytest.mark.parametrize("command", [["list", "persons", "--format", "jsonl"], ["tables"]], ids=" ".join)
def test_full_disk_fails_with_one_error(sandbox: Sandbox, tmp_path: Path, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*PROGRAM, *command], env=environment(sandbox, tmp_path), stdout=full, stderr=subprocess.PIPE, text=True,
            cwd=tmp_path, timeout=60, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, "webcrm: No space left on device.\n")


@pytest.mark.parametrize(("closed", "shown"), [(">&-", ""), ("2>&-", "UserId\n1\n")])
def test_closed_stream_is_no_error(sandbox: Sandbox, tmp_path: Path, closed: str, shown: str) -> None:
    command = shlex.join(
        [*PROGRAM, "list", "users", "--limit", "1", "--columns", "UserId", "--token-file", "token.txt"]
    )
    (tmp_path / "token.txt").write_text(sandbox.application_token)
    ended = subprocess.run(
        ["sh", "-c", f"{command} {closed}"], env=environment(sandbox, tmp_path), cwd=tmp_path, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, shown, "")


def test_no_network_fails_with_advice(tmp_path: Path) -> None:
    token = "11111111-2222-3333-4444-555555555555"
    others = {"WEBCRM_APPLICATION_TOKEN": token, "WEBCRM_BASE_URL": "http://127.0.0.1:9"}
    ended = run("check", "--format", "json", env=environment(None, tmp_path, **others), folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    error = json.loads(ended.stderr)
    assert (error["code"], error["retryable"]) == ("api_connection", True)
    assert "Check the network" in error["fix"]


def test_bad_rows_write_nothing_and_are_listed(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(f"{KEY},OrganisationName,OrganisationCustom4\nB1,One,x\nB2,Two,y\n")
    before = sandbox.count("Organisations")
    ended = run("upsert", "organisations", "bad.csv", "--key", KEY, env=environment(sandbox, tmp_path), folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("OrganisationCustom4") >= 2
    assert sandbox.count("Organisations") == before
