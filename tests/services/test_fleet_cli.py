"""The commands `webcrm fleet run` and `webcrm fleet status`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.contract.client.command_line import examples
from tests.services import fleet as fleets
from tests.services.postgres import Postgres
from tests.services.valkey import Valkey
from webcrm_ext.cli.program import main
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.lease import Lease
from webcrm_ext.fleet.systems_file import read_fleet
from webcrm_ext.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(records=40, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working folder of a fleet of three systems, of which the second has no token."""
    monkeypatch.chdir(tmp_path)
    for name in ("WEBCRM_REDIS_URL", "WEBCRM_FLEET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(fleets.TOKEN_VARIABLE, sandbox.application_token)
    at = {"base_url": sandbox.url}
    fleets.write_systems(tmp_path, {"acme": at, "broken": {**at, "token_env": "NOT_SET"}, "zoo": at})
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any, str]:
    code = main(["--format", "json", "fleet", *arguments])
    shown = capsys.readouterr()
    return code, json.loads(shown.out) if shown.out else None, shown.err


def test_failing_system_leaves_the_others_complete(
    folder: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    code, rows, error = run(capsys, "run")
    assert (code, error) == (3, "")
    assert [(row["system"], row["state"], row["rows"]) for row in rows] == [
        ("acme", "done", 40), ("broken", "failed", 0), ("zoo", "done", 40),
    ]  # fmt: skip
    assert rows[1]["failure"] == "ConfigurationError: NOT_SET is not set. Set it to the application token of broken."
    for name in ("acme", "zoo"):
        fleets.assert_complete(folder / f"{name}.duckdb", f"webcrm_{name}", sandbox)
    assert run(capsys, "run", "acme")[0] == 0
    assert run(capsys, "run", "broken")[0] == 1


def test_unknown_destination_is_suggested(folder: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    fleets.write_systems(folder, {"acme": {"base_url": sandbox.url, "destination": "postgre", "place": "somewhere"}})
    code, rows, _ = run(capsys, "run")
    assert code == 1
    assert "dlt has no destination 'postgre'. Did you mean 'postgres'?" in rows[0]["failure"]


def test_run_is_shown_in_the_status(
    folder: Path, valkey: Valkey, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEBCRM_REDIS_URL", valkey.url)
    assert run(capsys, "run")[0] == 3
    code, rows, _ = run(capsys, "status")
    assert code == 0
    assert [(row["system"], row["state"], row["rows"], row["requests"], row["failures"]) for row in rows] == [
        ("acme", "done", 40, 2, 0), ("broken", "failed", 0, 0, 1), ("zoo", "done", 40, 1, 0),
    ]  # fmt: skip  # the last shares the login of the first
    assert main(["fleet", "status"]) == 0
    assert "next_run" in capsys.readouterr().out


def test_system_that_a_worker_is_running_is_left_to_it(
    folder: Path, valkey: Valkey, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEBCRM_REDIS_URL", valkey.url)
    settings = read_fleet().settings
    redis = connect(settings)
    assert Lease(redis, "acme", settings).take() is None
    code, rows, _ = run(capsys, "run", "acme", "zoo")
    redis.close()
    assert code == 3
    assert [(row["state"], row["failure"]) for row in rows] == [
        ("running", "a worker is running this system"), ("done", ""),
    ]  # fmt: skip


def test_run_does_without_an_unreachable_redis_and_status_does_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WEBCRM_REDIS_URL", "redis://:hunter2@127.0.0.1:1/0")
    code, rows, _ = run(capsys, "run", "acme", "zoo")
    assert (code, [row["state"] for row in rows]) == (0, ["done", "done"])
    assert caplog.text.count("Systems run without leases") == 1
    code, _, error = run(capsys, "status")
    assert code == 1
    assert json.loads(error)["message"] == "Redis is not reachable: ConnectionError."
    assert "hunter2" not in error + caplog.text


@pytest.mark.parametrize("arguments", [each for each in examples() if each[0] == "fleet"], ids=" ".join)
def test_example_of_each_help_runs(
    folder: Path, valkey: Valkey, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WEBCRM_REDIS_URL", valkey.url)
    assert main(arguments) == 0
    assert "acme" in capsys.readouterr().out


def test_status_needs_redis(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys, "status")
    assert code == 2
    assert "The fleet has no Redis. Set WEBCRM_REDIS_URL" in json.loads(error)["message"]


def test_place_of_the_environment_is_a_postgres(
    folder: Path, sandbox: Sandbox, postgres: Postgres, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WAREHOUSE", postgres.url)
    usual = {"base_url": sandbox.url, "destination": "postgres", "place_env": "WAREHOUSE"}
    fleets.write_systems(folder, {"acme": usual})
    code, rows, error = run(capsys, "run", "acme")
    assert (code, error, rows[0]["rows"]) == (0, "", 40)
    connection = psycopg2.connect(postgres.url)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT person_id) FROM webcrm_acme.persons")
        assert cursor.fetchall() == [(40, 40)]
    connection.close()
    monkeypatch.setenv("WAREHOUSE", postgres.url.replace("made-up", "hunter2"))
    code, rows, error = run(capsys, "run", "acme")
    assert code == 1
    assert "hunter2" not in rows[0]["failure"] + error
    monkeypatch.setenv("WAREHOUSE", "no-address-hunter2")
    code, rows, error = run(capsys, "run", "acme")
    assert code == 1
    assert "hunter2" not in rows[0]["failure"] + error
