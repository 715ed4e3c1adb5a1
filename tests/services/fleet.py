"""A fleet in tests: sandboxes, their systems.toml, workers as processes, and what their warehouses contain."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import duckdb

from webcrm_ext import WebCRM
from webcrm_ext.fleet.celery_app import TASK, create_app
from webcrm_ext.fleet.systems import Fleet, Run
from webcrm_ext.fleet.systems_file import read_fleet
from webcrm_ext.sandbox import Sandbox

SHORT_TIMES = {
    "lease_seconds": 2, "renew_seconds": 0.5, "visibility_timeout": 4, "longest_run": 120, "retry_wait": 0.5,
    "max_retry_wait": 3,
}  # fmt: skip
"""The times of a fleet in tests, in place of minutes and hours."""

SCHEDULED = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
TOKEN_VARIABLE = "MADE_UP_TOKEN"


def write_systems(folder: Path, systems: dict[str, dict[str, Any]], **settings: Any) -> Path:
    """Write a systems.toml of systems that load persons into a file of DuckDB each, and return its path."""
    parts = [_table("fleet", settings)]
    for name, values in systems.items():
        usual = {"token_env": TOKEN_VARIABLE, "tables": ["persons"], "schedule": "every hour"}
        if "place_env" not in values:
            usual |= {"destination": "duckdb", "place": f"{name}.duckdb"}
        if "token_file" in values:
            del usual["token_env"]
        parts.append(_table(f"systems.{name}", {**usual, **values}))
    path = folder / "systems.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _table(name: str, values: dict[str, Any]) -> str:
    return "\n".join([f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items()), ""])


@contextmanager
def sandboxes(count: int, records: int, **options: Any) -> Iterator[dict[str, Sandbox]]:
    """Yield sandboxes by the name of their system; the first person of each has it as memo."""
    with ExitStack() as stack:
        found = {}
        for number in range(count):
            name = f"system_{number:02}"
            sandbox = stack.enter_context(Sandbox(records=records, **options))
            with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
                crm.persons.update(1, {"PersonMemo": name})
            found[name] = sandbox
        yield found


@dataclass
class Worker:
    """A Celery worker, or beat, as a process with a group of its own."""

    command: str
    folder: Path
    environment: dict[str, str]
    options: Sequence[str] = ()
    name: str = "worker"
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / f"{self.name}.log"
        program = [sys.executable, "-m", "celery", "-A", "webcrm_ext.fleet", self.command, "--loglevel", "INFO"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*program, *self.options], cwd=self.folder, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """Kill the process and its children, as the loss of a machine does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()


def worker(number: int, folder: Path, environment: dict[str, str], concurrency: int = 1) -> Worker:
    """Start a worker."""
    options = [
        "--concurrency", str(concurrency), "--hostname", f"worker{number}@fleet", "--without-gossip",
        "--without-mingle",
    ]  # fmt: skip
    return Worker("worker", folder, environment, options, f"worker{number}")


def environment(path: Path, redis_url: str) -> dict[str, str]:
    """Return the variables of a worker; the token is that of this process."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("WEBCRM_")},
        "WEBCRM_FLEET": str(path), "WEBCRM_REDIS_URL": redis_url, "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def read(path: Path, redis_url: str, monkeypatch: Any) -> Fleet:
    """Return the fleet of a file, with the Redis of a test."""
    monkeypatch.setenv("WEBCRM_REDIS_URL", redis_url)
    return read_fleet(path)


def send(fleet: Fleet, names: Iterable[str], scheduled_at: datetime.datetime = SCHEDULED) -> list[Run]:
    """Send a task for each system, as beat does, and return the runs."""
    app = create_app(fleet)
    with app.connection_for_write() as connection:
        for name in names:
            app.send_task(TASK, args=(name,), kwargs={"scheduled_at": scheduled_at.isoformat()}, connection=connection)
    app.close()
    return [Run(name, scheduled_at) for name in names]


def stored(file: Path, dataset: str, table: str = "persons") -> list[dict[str, Any]]:
    """Return the rows of a table in a file of DuckDB, ordered by id; columns as the API spells them, in lower case."""
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        cursor = connection.execute(f'SELECT * FROM "{dataset}"."{table}" ORDER BY 1')
        names = [each[0].replace("_", "") for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def expected(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the persons of a sandbox in the same form."""
    with WebCRM(sandbox.application_token, base_url=sandbox.url, requests_per_minute=None) as crm:
        records = sorted(crm.persons.list().to_dicts(), key=lambda each: each["PersonId"])
    return [{name.lower(): value for name, value in record.items()} for record in records]


def assert_complete(file: Path, dataset: str, sandbox: Sandbox) -> None:
    """Check that a warehouse has the persons of a sandbox, each once and with all values."""
    records = expected(sandbox)
    rows = stored(file, dataset)
    assert [row["personid"] for row in rows] == [record["personid"] for record in records]
    for row, record in zip(rows, records, strict=True):
        assert {name: row[name] for name in record} == {name: _as(row[name], value) for name, value in record.items()}


def _as(stored_value: Any, value: Any) -> Any:
    """Return a value of the API in the type of the stored one."""
    is_date = isinstance(stored_value, datetime.datetime) and isinstance(value, str)
    return datetime.datetime.fromisoformat(value) if is_date else value


def loads(file: Path, dataset: str) -> int:
    """Return how many load packages dlt has completed."""
    with duckdb.connect(str(file), read_only=True) as connection:
        counted = connection.execute(f'SELECT count(*) FROM "{dataset}"."_dlt_loads" WHERE status = 0').fetchone()
    assert counted is not None
    return int(counted[0])
