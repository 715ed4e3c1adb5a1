"""Durability: concurrent writes, and writes before the process is killed."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
import requests

from webcrm_ext.sandbox import Sandbox

from .browser import Browser

pytestmark = pytest.mark.slow

THREADS = 16
ROUNDS = 70


@pytest.mark.parametrize("in_a_file", [False, True], ids=["memory", "file"])
def test_concurrent_reads_and_writes_lose_nothing(tmp_path, in_a_file):
    file = tmp_path / "sandbox.sqlite" if in_a_file else None
    with Sandbox(records=24, data=file, requests_per_minute=None) as sandbox:
        seeded = sandbox.count("Persons")

        def work(number: int) -> list[tuple[int, str]]:
            """Create, change, read, query and list. Return the ids created, each with its name."""
            created: list[tuple[int, str]] = []
            with Browser(sandbox.url) as crm:
                crm.log_in(sandbox.application_token)
                for round_ in range(ROUNDS // 5):
                    name = f"{number}-{round_}"
                    id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": name})
                    assert crm.put(f"/Persons/{id_}", {"PersonTitle": name}).status_code == 200
                    assert crm.read(f"/Persons/{id_}")["PersonTitle"] == name
                    script = f"SELECT PersonId FROM Person WHERE PersonLastName = '{name}'"
                    assert [each["PersonId"] for each in crm.read(f"/Queries?script={script}")] == [id_]
                    assert len(crm.read("/Persons?Size=10")) == 10
                    created.append((id_, name))
            return created

        with ThreadPoolExecutor(THREADS) as threads:
            created = [each for one in threads.map(work, range(THREADS)) for each in one]

        statuses = [each.status for each in sandbox.requests]
        assert set(statuses) == {200}
        assert len(statuses) == THREADS + THREADS * ROUNDS
        posts = [each for each in sandbox.requests if (each.method, each.path) == ("POST", "/Persons")]
        assert len({id_ for id_, _ in created}) == len(posts) == sandbox.count("Persons") - seeded
        for id_, name in created:
            person = sandbox.record("Persons", id_)
            assert person is not None
            assert (person["PersonLastName"], person["PersonTitle"]) == (name, name)


@pytest.fixture
def program(tmp_path) -> Iterator[tuple[subprocess.Popen, str]]:
    """Start the sandbox as a process, and return it with its URL."""
    arguments = ["--port", "0", "--records", "0", "--requests-per-minute", "off", "--data", tmp_path / "kept.sqlite"]
    command = [sys.executable, "-m", "webcrm_ext.sandbox", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        yield running, running.stdout.readline().split()[-1]
        running.kill()


def test_confirmed_creates_survive_a_kill(tmp_path, program):
    process, url = program
    confirmed: dict[int, str] = {}
    lock = Lock()

    def write(number: int) -> None:
        """Create records until the connection fails; kill the process after 200."""
        with Browser(url) as crm:
            crm.log_in("00000000-0000-4000-8000-000000000001")
            for round_ in range(10_000):
                name = f"{number}-{round_}"
                try:
                    id_ = crm.post("/Persons", {"PersonId": 0, "PersonLastName": name}).json()
                except requests.RequestException:
                    return
                with lock:
                    confirmed[id_] = name
                    if len(confirmed) == 200:
                        process.kill()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    process.wait()
    assert len(confirmed) >= 200
    with Sandbox(data=tmp_path / "kept.sqlite", records=0) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        for id_, name in confirmed.items():
            person = sandbox.record("Persons", id_)
            assert person is not None, id_
            assert person["PersonLastName"] == name
        last = max(sandbox.tenant.store.ids("Persons"))
        assert crm.create("/Persons", {"PersonId": 0, "PersonLastName": "after"}) == last + 1
