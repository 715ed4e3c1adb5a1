"""Commands that are interrupted at a counted request and run again: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.contract.client.command_line import environment, run, run_interrupted
from webcrm_ext.sandbox import Sandbox

pytestmark = pytest.mark.slow

KEY = "OrganisationExtraCustom8"
COUNT = 60
TABLES = {"persons": "PersonId", "organisations": "OrganisationId"}
SIGNALS = [signal.SIGINT, signal.SIGKILL]


def exported(folder: Path, format_: str, table: str) -> list[int]:
    """Return the ids in the file of a table."""
    match format_:
        case "jsonl":
            return [json.loads(each)[TABLES[table]] for each in (folder / f"{table}.jsonl").read_bytes().splitlines()]
        case "parquet":
            parquet = import_module("pyarrow.parquet")
            return list(parquet.read_table(folder / f"{table}.parquet").column(TABLES[table]).to_pylist())
    with import_module("duckdb").connect(str(folder / "webcrm.duckdb"), read_only=True) as connection:
        return [id_ for (id_,) in connection.execute(f'SELECT "{TABLES[table]}" FROM "{table}"').fetchall()]


def written(sandbox: Sandbox) -> Counter[tuple[str, str]]:
    """Return how often the organisations of a file are stored, by key and name."""
    ids = sandbox.tenant.store.ids("Organisations")
    records = [record for id_ in ids if (record := sandbox.record("Organisations", id_))]
    return Counter((each[KEY], each["OrganisationName"]) for each in records if str(each[KEY]).startswith("I"))


@pytest.fixture(scope="module")
def large_sandbox() -> Iterator[Sandbox]:
    """Return a sandbox with several pages of persons, for commands that only read."""
    with Sandbox(records=2200, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("number", "format_", "request_"),
    [
        (signal.SIGINT, "jsonl", 3),
        (signal.SIGINT, "parquet", 4),
        (signal.SIGKILL, "parquet", 3),
        (signal.SIGKILL, "duckdb", 4),
    ],
)
def test_interrupted_export_goes_on(
    large_sandbox: Sandbox, tmp_path: Path, number: signal.Signals, format_: str, request_: int
) -> None:
    target, sandbox = tmp_path / "out", large_sandbox
    command = ["export", *TABLES, "--to", str(target), "--format", format_, "--concurrency", "2"]
    env = environment(sandbox, tmp_path)
    code, error = run_interrupted(*command, sandbox=sandbox, env=env, folder=tmp_path, number=number, request=request_)
    if number == signal.SIGINT:
        hint = f"Run the same command again to go on: what was read is kept in {target}."
        assert (code, error) == (130, f"\nwebcrm: Interrupted.\n  {hint}\n")
    else:
        assert code == -signal.SIGKILL
    assert [path.name for path in target.glob("*.*") if not path.name.startswith(".")] == []
    sent = len(sandbox.requests)
    again = run(*command, env=env, folder=tmp_path)
    assert again.returncode == 0, again.stderr
    for table in TABLES:
        assert sorted(exported(target, format_, table)) == sorted(sandbox.tenant.store.ids(table.capitalize()))
    assert len([each for each in sandbox.requests[sent:] if "Auth" not in each.path]) <= 4
    assert not list((target / ".webcrm-export").glob("*/*.part"))


@pytest.mark.parametrize("job", ["upsert", "sync"])
@pytest.mark.parametrize("number", SIGNALS)
def test_interrupted_upsert_goes_on_without_duplicates(tmp_path: Path, number: signal.Signals, job: str) -> None:
    rows = "".join(f"I{i},Company {i}\n" for i in range(COUNT))
    (tmp_path / "many.csv").write_text(f"{KEY},OrganisationName\n{rows}")
    command = [job, "organisations", "many.csv", "--key", KEY, "--batch", "5", "--confirm-timeout", "0"]
    command += ["--state", "many.state"] if job == "sync" else []
    with Sandbox(records=10, requests_per_minute=None) as sandbox:
        env = environment(sandbox, tmp_path)
        code, error = run_interrupted(*command, sandbox=sandbox, env=env, folder=tmp_path, number=number, request=7)
        if number == signal.SIGINT:
            assert code == 130
            assert "Run the same command again to go on" in error
            assert "Traceback" not in error
        else:
            assert code == -signal.SIGKILL
        assert 0 < written(sandbox).total() < COUNT
        again = run(*command, env=env, folder=tmp_path)
        assert again.returncode == 0, again.stderr
        assert written(sandbox) == Counter((f"I{i}", f"Company {i}") for i in range(COUNT))


@pytest.mark.parametrize("format_", ["jsonl", "parquet"])
def test_export_on_a_full_disk_fails_and_goes_on(large_sandbox: Sandbox, tmp_path: Path, format_: str) -> None:
    """A limit on the size of files stands for the disk: its error comes from the same call of the system."""
    command = ["export", *TABLES, "--to", "out", "--format", format_]
    env = environment(large_sandbox, tmp_path)
    ended = run(*command, env=env, folder=tmp_path, largest_file=60_000)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("webcrm: Cannot write to out: ")
    assert "File too large" in ended.stderr
    assert "What was read is kept; run it again." in ended.stderr
    assert len(ended.stderr.splitlines()) <= 2
    assert not (tmp_path / "out" / f"persons.{format_}").exists()
    again = run(*command, env=env, folder=tmp_path)
    assert again.returncode == 0, again.stderr
    assert sorted(exported(tmp_path / "out", format_, "persons")) == sorted(large_sandbox.tenant.store.ids("Persons"))


def test_upsert_without_space_for_its_journal_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text(f"{KEY},OrganisationName\nI0,Company 0\n")
    command = ["upsert", "organisations", "many.csv", "--key", KEY]
    with Sandbox(records=10, requests_per_minute=None) as sandbox:
        env = environment(sandbox, tmp_path)
        ended = run(*command, env=env, folder=tmp_path, largest_file=1)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "journal" in ended.stderr
        assert written(sandbox).total() == 0
        assert run(*command, env=env, folder=tmp_path).returncode == 0
        assert written(sandbox) == {("I0", "Company 0"): 1}
