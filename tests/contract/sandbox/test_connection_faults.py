"""Faults of connections and of time: late commits, stalls, resets, and slow, endless or oversized responses."""

import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import pytest
import requests

from webcrm_ext.sandbox import Fault, Sandbox

from .browser import Browser

PERSON = {"PersonId": 0, "PersonLastName": "Dahl"}


@contextmanager
def sent(sandbox: Sandbox, crm: Browser, method: str = "GET", path: str = "/Persons/1") -> Iterator[socket.socket]:
    """Send a request, and yield the connection."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {crm.session.headers['Authorization']}\r\n"
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=20) as caller:
        caller.sendall(f"{head}\r\n".encode())
        yield caller


def wait_until_idle(sandbox: Sandbox) -> None:
    while sandbox.requests_in_progress:
        sleep(0)  # lets the other threads run


def test_late_commit_creates_the_record_after_the_delay(sandbox, crm):
    sandbox.fail_next(kind="late-commit", delay=3)
    count, before = sandbox.count("Persons"), sandbox.clock.now()
    response = crm.post("/Persons", PERSON)
    assert (response.status_code, response.headers["Content-Type"]) == (504, "text/html; charset=utf-8")
    assert [(each.operation, each.status) for each in sandbox.requests][-1] == ("persons.create", 504)
    sandbox.clock.advance(2.5)
    assert len(crm.read("/Persons?Size=1000")) == sandbox.count("Persons") == count
    sandbox.clock.advance(1)
    assert len(crm.read("/Persons?Size=1000")) == count + 1
    created = crm.read("/Persons?Size=1000")[-1]
    assert created["PersonLastName"] == "Dahl"
    due = before.timestamp() + 3
    assert created["PersonCreatedAt"][:19] == f"{before.fromtimestamp(due, before.tzinfo):%Y-%m-%dT%H:%M:%S}"


def test_late_commits_happen_in_the_order_of_their_time(sandbox, crm):
    for delay, name in ((5, "later"), (1, "first"), (3, "second")):
        sandbox.fail_next(kind="late-commit", delay=delay, status=502)
        assert crm.put("/Persons/1", {"PersonTitle": name}).status_code == 502
    titles = []
    for _ in range(6):
        titles.append(sandbox.record("Persons", 1)["PersonTitle"])
        sandbox.clock.advance(1)
    assert titles[1:] == ["first", "first", "second", "second", "later"]


def test_late_commit_refuses_at_once_and_reads_nothing_later(sandbox, crm, caplog):
    sandbox.fail_next(4, kind="late-commit")
    assert crm.post("/Persons", {"PersonId": 0, "PersonLastName": 5}).status_code == 400
    assert crm.get("/Persons/1").status_code == 504
    assert crm.put("/Persons/1", {"PersonTitle": "x"}, headers={"Authorization": "Bearer no"}).status_code == 401
    assert crm.put("/Persons/987654", {"PersonTitle": "x"}).status_code == 504
    sandbox.clock.advance(60)
    assert crm.get("/Persons/987654").status_code == 404
    assert caplog.records == []


def test_late_commit_is_seen_by_queries_control_and_hooks(sandbox, crm):
    hook = {"Id": 0, "EventType": "Create", "Filter": [], "IsEnabled": True, "TargetUrl": "http://192.0.2.1/"}
    crm.create("/Persons/Hooks", hook)
    sandbox.change_options(deliver_hooks=True)
    for _ in range(3):
        sandbox.fail_next(kind="late-commit")
        crm.post("/Persons", PERSON)
        sandbox.clock.advance(1)
        deliveries = len(sandbox.hook_deliveries)
    assert deliveries == 3
    crm.call("POST", "/_sandbox/faults", json={"kind": "late-commit", "delay": 2})
    crm.post("/Persons", {**PERSON, "PersonTitle": "late"})
    sandbox.clock.advance(2)
    assert crm.read("/_sandbox")["records"]["Persons"] == 24 + 4
    assert len(crm.read("/Queries?script=SELECT PersonId FROM Person WHERE PersonTitle = 'late'")) == 1


@pytest.mark.parametrize("after_work", [False, True])
def test_reset_connection_raises_an_error(sandbox, crm, after_work):
    sandbox.fail_next(kind="reset", after_work=after_work)
    count = sandbox.count("Persons")
    with pytest.raises(requests.ConnectionError):
        crm.post("/Persons", PERSON)
    assert sandbox.count("Persons") == count + after_work
    assert sandbox.requests[-1].status == 0
    sandbox.fail_next(kind="reset", after_work=after_work)
    with sent(sandbox, crm) as caller, pytest.raises(ConnectionResetError):
        caller.recv(1)
    assert crm.get("/Persons/1").status_code == 200


@pytest.mark.parametrize("after_work", [False, True])
def test_stall_sends_nothing_until_the_client_disconnects(sandbox, crm, after_work):
    sandbox.fail_next(kind="stall", after_work=after_work, method="POST")
    count = sandbox.count("Persons")
    with pytest.raises(requests.ReadTimeout):
        crm.session.post(f"{sandbox.url}/Persons", json=PERSON, timeout=0.2)
    wait_until_idle(sandbox)
    assert sandbox.count("Persons") == count + after_work
    assert crm.get("/Persons/1").status_code == 200


def test_endless_informational_responses_have_no_end(sandbox, crm):
    sandbox.fail_next(kind="endless-1xx", delay=0)
    with sent(sandbox, crm) as caller, caller.makefile("rb") as received:
        for _ in range(20):
            assert (received.readline(), received.readline()) == (b"HTTP/1.1 102 Processing\r\n", b"\r\n")
    wait_until_idle(sandbox)


def test_slow_headers_arrive_byte_by_byte(sandbox, crm):
    expected = crm.get("/Persons/1").content
    sandbox.fail_next(kind="slow-headers", delay=0)
    with sent(sandbox, crm) as caller:
        received = [caller.recv(65536)]
        while received[-1]:
            received.append(caller.recv(65536))
    head, _, body = b"".join(received).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert len(received) > 5  # on a busy machine several bytes arrive at once
    assert body == expected
    sandbox.fail_next(kind="slow-headers", delay=0)
    assert crm.read("/Persons/1")["PersonId"] == 1


def test_slow_body_arrives_byte_by_byte(sandbox, crm):
    expected = crm.get("/Users?Page=99").content
    sandbox.fail_next(kind="slow-body", delay=0)
    response = crm.get("/Users?Page=99")
    assert (response.status_code, response.content) == (200, expected)
    sandbox.fail_next(kind="slow-body", delay=3600)
    with sent(sandbox, crm) as caller:
        assert b"\r\n\r\n" in caller.recv(65536)
    wait_until_idle(sandbox)


@pytest.mark.parametrize("kind", ["slow-body", "slow-headers", "oversized-gzip"])
def test_response_without_a_body_stays_without(sandbox, crm, kind, caplog):
    sandbox.fail_next(kind=kind, delay=0, megabytes=1)
    assert crm.post("/Activities/1/Notes", {"Comment": "x"}).status_code == 204
    assert crm.get("/Persons/1").status_code == 200
    assert caplog.records == []


def test_oversized_gzip_is_large_only_when_decoded(sandbox, crm):
    expected = crm.read("/Persons/1")
    sandbox.fail_next(kind="oversized-gzip", megabytes=3)
    response = crm.get("/Persons/1", stream=True)
    raw = response.raw.read(decode_content=False)
    assert (response.headers["Content-Encoding"], len(raw) < 20_000) == ("gzip", True)
    decoder = zlib.decompressobj(31)
    decoded = decoder.decompress(raw)
    assert (decoder.eof, len(decoded) >> 20) == (True, 3)
    assert decoded[: 3 << 20].isspace()
    sandbox.fail_next(kind="oversized-gzip", megabytes=1)
    assert crm.read("/Persons/1") == expected


@pytest.mark.parametrize("kind", ["stall", "endless-1xx", "slow-headers", "slow-body"])
def test_stop_ends_slow_responses(kind, caplog):
    with Sandbox(records=12) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        sandbox.fail_next(kind=kind, delay=3600)
        with sent(sandbox, crm) as caller:
            while sandbox.requests_in_progress != 1:
                sleep(0)
            sandbox.stop()
            while caller.recv(65536):
                pass
    assert caplog.records == []


def test_rules_concern_an_operation_with_a_probability(sandbox, crm):
    rules = [
        Fault(kind="html", operation="persons.update"),
        Fault(status=500, operation="persons.get", probability=0.4),
        Fault(kind="late-commit", operation="persons.create", delay=1),
        Fault(status=409, operation="auth.api_login"),
    ]
    sandbox.set_faults(seed=5, rules=rules)
    assert crm.put("/Persons/1", {"PersonTitle": "x"}).headers["Content-Type"].startswith("text/html")
    assert crm.put("/Users/1", {"UserName": "x"}).status_code == 200
    assert crm.post("/Persons", PERSON).status_code == 504
    assert crm.call("POST", "/Auth/ApiLogin", data={"authCode": "x"}).status_code == 409
    sandbox.set_faults(seed=5)
    statuses = [crm.get("/Persons/1").status_code for _ in range(60)]
    assert 10 < statuses.count(500) < 40
    assert set(statuses) == {200, 500}
    sandbox.set_faults(seed=5)
    assert [crm.get("/persons/1").status_code for _ in range(60)] == statuses
    sandbox.set_faults(rules=[])
    assert {crm.get("/Persons/1").status_code for _ in range(20)} == {200}


def test_rules_are_set_and_cleared_over_http(sandbox, crm):
    rule = {"kind": "html", "operation": "persons.get", "probability": 1, "delay": 2}
    response = crm.patch("/_sandbox/faults", {"rules": [rule], "seed": 3})
    assert [(each["kind"], each["delay"]) for each in response.json()["rules"]] == [("html", 2.0)]
    assert crm.get("/Persons/1").headers["Content-Type"].startswith("text/html")
    assert crm.delete("/_sandbox/faults").json()["rules"] == []
    assert crm.read("/Persons/1")["PersonId"] == 1
    for wrong in (5, [5], [{"operation": "persons.gets"}]):
        assert crm.patch("/_sandbox/faults", {"rules": wrong}).status_code == 400


def test_planned_fault_can_name_an_operation(sandbox, crm):
    sandbox.fail_next(operation="persons.list")
    assert crm.get("/Persons/1").status_code == 200
    assert crm.get("/Persons").status_code == 503


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"probability": 1.5}, "probability must be a number from 0 to 1, not 1.5"),
        ({"delay": -1}, "delay must be a number from 0 to 3600"),
        ({"delay": float("nan")}, "delay must be a number"),
        ({"megabytes": 0}, "megabytes must be a whole number from 1"),
    ],
)
def test_invalid_field_of_a_fault_is_refused(fault, message):
    with pytest.raises(ValueError, match=message):
        Fault(**fault)


def test_unknown_operation_is_refused_with_the_nearest(sandbox):
    message = r"Unknown operation 'person.update'. Did you mean 'persons.update'\?"
    fault = Fault(operation="person.update")
    for call in (
        lambda: sandbox.fail_next(operation="person.update"),
        lambda: sandbox.set_faults(rules=[fault], latency=1),
        lambda: sandbox.set_faults(share_fault=fault, latency=1),
        lambda: sandbox.assert_called("person.update"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    assert sandbox.tenant.faults.settings.latency == 0


def test_assert_called_counts_requests_of_an_operation(sandbox, crm):
    sandbox.requests.clear()
    crm.put("/persons/1", {"PersonTitle": "x"})
    sandbox.fail_next()
    crm.put("/Persons/2", {"PersonTitle": "x"})
    crm.get("/Nothing")
    sandbox.assert_called("persons.update")
    sandbox.assert_called("persons.update", times=2)
    sandbox.assert_called("persons.create", times=0)
    with pytest.raises(AssertionError, match=r"Expected persons\.update once, but it was called 2 times\. Called: "):
        sandbox.assert_called("persons.update", times=1)
    with pytest.raises(AssertionError, match=r"at least once.*persons.update 2 times, GET /Nothing once"):
        sandbox.assert_called("persons.get")


def test_every_operation_has_a_name_with_its_resource(sandbox):
    names = {each.id: each.name for each in sandbox.tenant.definition.operations}
    assert len(set(names.values())) == len(names)
    assert all(name.count(".") == 1 and name.replace(".", "_") == id_ for id_, name in names.items())
    assert {"persons_b2c.get", "quotation_lines.create_linked_data", "queries.list"} <= set(names.values())
