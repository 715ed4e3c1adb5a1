"""Long calls: other requests are served meanwhile, and `stop` does not wait for them."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Timer
from time import monotonic, sleep

import pytest
import requests

from webcrm_ext.sandbox import Clock, Sandbox
from webcrm_ext.sandbox.call import Call
from webcrm_ext.sandbox.queries import Queries
from webcrm_ext.sandbox.responses import HTTPError
from webcrm_ext.sandbox.tokens import Caller

from .browser import Browser

JOINS = " ".join(f"JOIN Person p{number} ON p.PersonId > -1" for number in range(8))
ENDLESS = f"SELECT COUNT(*) FROM Person p {JOINS} WHERE p.PersonTitle <> 'nobody at all'"
OPTIONS = {"records": 24, "requests_per_minute": None, "query_extras": True, "query_seconds": 600.0}


@pytest.fixture(params=[False, True], ids=["without a file", "with a file"])
def sandbox(request, tmp_path) -> Iterator[Sandbox]:
    """Start a sandbox whose queries may run for ten minutes."""
    file = tmp_path / "sandbox.sqlite" if request.param else None
    with Sandbox(data=file, clock=Clock(frozen=True), **OPTIONS) as running:
        yield running


@pytest.fixture
def ask(sandbox, crm) -> Iterator[Callable[[str], Future]]:
    """Send queries from threads."""

    def send(script: str) -> requests.Response:
        return requests.get(
            f"{sandbox.url}/Queries", params={"script": script}, headers=crm.session.headers, timeout=120
        )

    crm.read("/Queries?script=SELECT PersonId FROM Person")  # loads what queries need
    with ThreadPoolExecutor(8) as threads:
        yield lambda script: threads.submit(send, script)
        sandbox.stop()


def wait_for_requests(sandbox: Sandbox, count: int) -> None:
    """Wait until this many requests are in progress."""
    while sandbox.requests_in_progress != count:
        sleep(0)  # lets the other threads run


def send_and_disconnect(sandbox: Sandbox, crm: Browser, times: int) -> None:
    """Send endless queries, and disconnect when all are in progress."""
    query = requests.Request("GET", f"{sandbox.url}/Queries", params={"script": ENDLESS}).prepare().path_url
    callers = [socket.create_connection(("127.0.0.1", sandbox.port)) for _ in range(times)]
    for caller in callers:
        caller.sendall(f"GET {query} HTTP/1.1\r\nHost: localhost\r\n".encode())
        caller.sendall(f"Authorization: {crm.session.headers['Authorization']}\r\n\r\n".encode())
    wait_for_requests(sandbox, times)
    for caller in callers:
        caller.close()


def test_other_requests_are_served_while_a_query_runs(sandbox, crm, ask):
    endless = ask(ENDLESS)
    wait_for_requests(sandbox, 1)
    for _ in range(50):
        assert crm.get("/Persons/1").status_code == 200
        assert crm.put("/Persons/1", {"PersonTitle": "x"}).status_code == 200
    assert sandbox.record("Persons", 1)["PersonTitle"] == "x"
    assert not endless.done()


def test_query_is_cancelled_on_disconnect(sandbox, crm):
    crm.read("/Queries?script=SELECT PersonId FROM Person")
    send_and_disconnect(sandbox, crm, times=3)
    assert crm.read("/Queries?script=SELECT PersonId FROM Person WHERE PersonId = 2")[0]["PersonId"] == 2
    wait_for_requests(sandbox, 0)


def test_time_in_the_queue_counts_towards_query_seconds(sandbox):
    (operation,) = (each for each in sandbox.tenant.definition.operations if each.path == "/Queries")
    caller = Caller(sandbox.application_tokens[0])
    call = Call(operation, {"script": ENDLESS}, caller=caller, received_at=monotonic() - 601)
    late = Timer(20, call.cancelled.set)
    late.start()
    with pytest.raises(HTTPError, match="runs longer than 600 seconds"):
        Queries(sandbox.tenant).run(call)
    late.cancel()


def test_stop_ends_queries_with_503(sandbox, crm, ask, caplog):
    queries = [ask(ENDLESS) for _ in range(3)]
    wait_for_requests(sandbox, 3)
    sandbox.stop()
    for each in queries:
        response = each.result()
        assert (response.status_code, response.json()) == (
            503, {"Message": "The sandbox has stopped.", "Type": "OperationCanceledException"},
        )  # fmt: skip
    assert [entry.status for entry in sandbox.requests if entry.path == "/Queries"] == [200, 503, 503, 503]
    assert caplog.records == []


def test_stop_ends_latency(sandbox, crm, ask, caplog):
    sandbox.set_faults(latency=3600)
    late = ask("SELECT PersonId FROM Person")
    wait_for_requests(sandbox, 1)
    sandbox.stop()
    assert (late.result().status_code, caplog.records) == (503, [])


def test_stop_does_not_wait_for_an_incomplete_body(sandbox, crm, caplog):
    with socket.create_connection(("127.0.0.1", sandbox.port)) as caller:
        head = f"POST /Persons HTTP/1.1\r\nHost: localhost\r\nAuthorization: {crm.session.headers['Authorization']}\r\n"
        caller.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{".encode())
        wait_for_requests(sandbox, 1)
        sandbox.stop()
        assert caller.recv(1) == b""
    assert caplog.records == []


class CancellingClock(Clock):
    """Cancels the task of the next request that reads the time, as a second Ctrl-C does."""

    cancels_next = False

    def seconds(self) -> float:
        if self.cancels_next:
            self.cancels_next = False
            asyncio.current_task().cancel()
        return super().seconds()


def test_cancelled_request_closes_the_connection_without_a_log_entry(caplog):
    clock = CancellingClock(frozen=True)
    with Sandbox(clock=clock, **OPTIONS) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        clock.cancels_next = True
        with pytest.raises(requests.ConnectionError):
            crm.get("/Queries", params={"script": "SELECT PersonId FROM Person"})
    assert caplog.records == []


def test_ctrl_c_ends_a_query():
    options = ["--records", "24", "--query-extras", "--query-seconds", "600"]
    command = [sys.executable, "-m", "webcrm_ext.sandbox", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        url = running.stdout.readline().split()[-1]
        with Browser(url) as crm, ThreadPoolExecutor(1) as threads:
            crm.log_in("00000000-0000-4000-8000-000000000001")
            crm.read("/Queries?script=SELECT PersonId FROM Person")
            query = threads.submit(crm.get, "/Queries", params={"script": ENDLESS})
            for _ in range(20):
                assert requests.get(f"{url}/_sandbox", timeout=10).status_code == 200
            running.send_signal(signal.SIGINT)
            output, errors = running.communicate(timeout=60)
        assert query.result().status_code == 503
    assert (running.returncode, errors) == (0, "")
    assert output.strip().endswith("The sandbox has stopped.")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere open files keep their names")
def test_killed_sandbox_leaves_no_files(tmp_path):
    command = [sys.executable, "-m", "webcrm_ext.sandbox", "--port", "0", "--records", "24"]
    environment = {"TMPDIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        url = running.stdout.readline().split()[-1]
        with Browser(url) as crm:
            crm.log_in("00000000-0000-4000-8000-000000000001")
            crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl"})
            rows = crm.read("/Queries?script=SELECT PersonId FROM Person WHERE PersonLastName = 'Dahl'")
        assert len(rows) >= 1
        running.kill()
    assert list(tmp_path.iterdir()) == []


def test_stopped_sandbox_leaves_no_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Sandbox(records=0) as sandbox:
        assert sandbox.count("Persons") == 0
    assert list(tmp_path.iterdir()) == []
