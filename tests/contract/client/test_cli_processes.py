"""The command `webcrm` as a process: signals, closed pipes, full disks, and what each help and error looks like."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.client.command_line import PROGRAM, environment, parsers, run
from webcrm_ext.cli.program import main
from webcrm_ext.sandbox import Sandbox

pytestmark = pytest.mark.slow

KEY = "OrganisationExtraCustom8"
COUNT = 60
SNAPSHOTS = Path(__file__).parent / "cli_snapshots"
ERRORS = [
    [], ["lst"], ["list"], ["list", "contacts"], ["list", "persons", "--limit", "x"],
    ["list", "persons", "--format", "xml"],
    ["get", "person", "0"], ["create", "person", "PersonName"], ["create", "budget", "x=1"], ["login"],
    ["list", "persons"], ["create", "person", "--read-only", "x=1"], ["upsert", "persons", "missing.csv"], ["hooks"],
    ["completion", "fish"],
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
    parts = [f"$ {parser.prog} --help\n{parser.format_help()}" for parser in parsers()]
    for arguments in ERRORS:
        code = main(arguments)
        parts.append(f"$ {' '.join(['webcrm', *arguments])}\n{capsys.readouterr().err}exit code {code}\n")
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


def test_data_goes_to_stdout_and_notes_to_stderr(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = run("list", "persons", "--limit", "2", env=environment(sandbox, tmp_path), folder=tmp_path)
    assert ended.returncode == 0
    assert len(ended.stdout.splitlines()) == 3
    assert "columns are shown" in ended.stderr


def test_debug_logs_urls_without_values(sandbox: Sandbox, tmp_path: Path) -> None:
    command = ("list", "persons", "--where", "PersonName=Secret Name", "--debug")
    ended = run(*command, env=environment(sandbox, tmp_path), folder=tmp_path)
    assert ended.returncode == 0
    assert "/Queries" in ended.stderr
    assert "Secret" not in ended.stderr
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


def test_no_network_fails_with_advice(tmp_path: Path) -> None:
    token = "11111111-2222-3333-4444-555555555555"
    others = {"WEBCRM_APPLICATION_TOKEN": token, "WEBCRM_BASE_URL": "http://127.0.0.1:9"}
    ended = run("check", env=environment(None, tmp_path, **others), folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Check the network" in ended.stderr
    assert len(ended.stderr.splitlines()) == 2


def test_bad_rows_write_nothing_and_are_listed(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(f"{KEY},OrganisationName,OrganisationCustom4\nB1,One,x\nB2,Two,y\n")
    before = sandbox.count("Organisations")
    ended = run("upsert", "organisations", "bad.csv", "--key", KEY, env=environment(sandbox, tmp_path), folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("OrganisationCustom4") >= 2
    assert sandbox.count("Organisations") == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_upsert_goes_on_without_duplicates(tmp_path: Path, number: signal.Signals) -> None:
    rows = "".join(f"I{i},Company {i}\n" for i in range(COUNT))
    (tmp_path / "many.csv").write_text(f"{KEY},OrganisationName\n{rows}")
    command = ["upsert", "organisations", "many.csv", "--key", KEY, "--batch", "5", "--confirm-timeout", "1"]
    with Sandbox(records=10, requests_per_minute=None) as sandbox:
        before = sandbox.count("Organisations")
        env = environment(sandbox, tmp_path)
        sandbox.set_faults(latency=0.3)
        program = subprocess.Popen([*PROGRAM, *command], env=env, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        while sandbox.count("Organisations") < before + 15:
            assert program.poll() is None
        program.send_signal(number)
        _, error = program.communicate(timeout=60)
        sandbox.clear_faults()
        if number == signal.SIGINT:
            assert program.returncode == 130
            assert "Run the same command again" in error
        again = run(*command, env=env, folder=tmp_path)
        assert again.returncode == 0, again.stderr
        names = [sandbox.record("Organisations", id_) for id_ in range(1, before + 2 * COUNT)]
        keys = [each[KEY] for each in names if each and str(each[KEY]).startswith("I")]
        assert sorted(keys) == sorted(f"I{i}" for i in range(COUNT))
