"""Hooks: stored, and delivered on request to this machine only."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests

HOOK = {"Id": 0, "EventType": "Create", "Filter": [], "IsEnabled": True, "TargetUrl": "http://127.0.0.1:9/hook"}


class Target(BaseHTTPRequestHandler):
    """Records what is posted to it."""

    received: list[tuple[str, dict]]

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, json.loads(content)))
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def received(sandbox, crm) -> Iterator[list]:
    """Return what the target of hooks for every event of persons receives."""
    target = type("OneTarget", (Target,), {"received": []})
    with HTTPServer(("127.0.0.1", 0), target) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        address = f"http://localhost:{server.server_port}"
        for event in ("Create", "Update", "Delete"):
            crm.create("/Products/Hooks", HOOK | {"EventType": event, "TargetUrl": f"{address}/{event}?key=1"})
        sandbox.change_options(deliver_hooks=True)
        yield target.received
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["Activities", "Organisations", "PersonsB2C", "QuotationLines", "Users"])
def test_hooks_are_created_changed_listed_and_deleted(crm, path):
    id_ = crm.create(f"/{path}/Hooks", HOOK)
    hook = crm.read(f"/{path}/Hooks/{id_}")
    assert hook == hook | HOOK | {"Id": id_}
    assert crm.read(f"/{path}/Hooks") == [hook]
    assert crm.read(f"/{path}/Hooks?Page=2&Size=1") == []
    assert crm.put(f"/{path}/Hooks/{id_}", HOOK | {"Id": id_, "IsEnabled": False}).status_code == 200
    assert crm.read(f"/{path}/Hooks/{id_}")["IsEnabled"] is False
    assert crm.delete(f"/{path}/Hooks/{id_}").status_code == 200
    assert crm.get(f"/{path}/Hooks/{id_}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [{"EventType": "Sometimes"}, {"IsEnabled": "yes"}, {"Filter": "x"}, {"TargetUrl": None}],
)
def test_incomplete_hook_is_refused(crm, change):
    assert crm.post("/Persons/Hooks", HOOK | change).status_code == 400


def test_delivery_has_the_event_and_the_record_url(sandbox, crm, received):
    id_ = crm.create("/Products", {"ProductId": 0})
    crm.put(f"/Products/{id_}", {"ProductQuantity": 2})
    crm.delete(f"/Products/{id_}")
    crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl"})
    assert [(each.status, each.target.rpartition("/")[2]) for each in sandbox.hook_deliveries] == [
        (202, "Create?key=1"),
        (202, "Update?key=1"),
        (202, "Delete?key=1"),
    ]
    address = f"{sandbox.url}/Products/{id_}"
    assert received == [
        (f"/{event}?key=1", {"EventType": event, "EntityType": "Product", "Id": id_, "Url": address})
        for event in ("Create", "Update", "Delete")
    ]


def test_delivered_url_returns_the_record(sandbox, crm, received):
    crm.create("/Products", {"ProductId": 0, "ProductQuantity": 7.0})
    assert sandbox.hook_deliveries
    url = received[0][1]["Url"]
    assert crm.read(url.removeprefix(sandbox.url))["ProductQuantity"] == 7.0


def test_delivery_needs_the_option_and_an_enabled_hook(sandbox, crm, received):
    sandbox.change_options(deliver_hooks=False)
    crm.create("/Products", {"ProductId": 0})
    sandbox.change_options(deliver_hooks=True)
    for hook in crm.read("/Products/Hooks"):
        crm.put(f"/Products/Hooks/{hook['Id']}", hook | {"IsEnabled": False})
    crm.create("/Products", {"ProductId": 0})
    assert crm.post("/Products", {"ProductId": 5}).status_code == 400
    assert (sandbox.hook_deliveries, received) == ([], [])


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://192.0.2.1/hook", "only to http addresses on this machine"),
        ("http://localhost.example.com/hook", "only to http addresses on this machine"),
        ("http://127.0.0.1@192.0.2.1/", "only to http addresses on this machine"),
        ("https://127.0.0.1/hook", "only to http addresses on this machine"),
        ("file:///etc/hosts", "only to http addresses on this machine"),
        ("nonsense", "only to http addresses on this machine"),
        ("http://[::1", "ValueError"),
        ("http://127.0.0.1:99999/", "ValueError"),
        ("http://127.0.0.1/\r\nHost: x", ""),
        ("http://127.0.0.1:9/hook", "ConnectionRefusedError"),
    ],
)
def test_target_on_another_machine_is_not_called(sandbox, crm, target, reason):
    crm.create("/Products/Hooks", HOOK | {"TargetUrl": target})
    sandbox.change_options(deliver_hooks=True)
    id_ = crm.create("/Products", {"ProductId": 0})
    (delivery,) = sandbox.hook_deliveries
    assert (delivery.target, delivery.status, delivery.payload["Id"]) == (target, 0, id_)
    assert reason in delivery.reason


def test_delivery_records_the_status_of_the_target(sandbox, crm):
    crm.create("/Products/Hooks", HOOK | {"TargetUrl": f"{sandbox.url}/Persons"})
    sandbox.change_options(deliver_hooks=True)
    crm.create("/Products", {"ProductId": 0})
    assert [each.status for each in sandbox.hook_deliveries] == [401]


@pytest.mark.parametrize("asks_over_http", [True, False])
def test_target_can_read_the_record_before_it_responds(sandbox, crm, received, monkeypatch, asks_over_http):
    read: list[dict] = []

    def ask(target: Target) -> None:
        content = target.rfile.read(int(target.headers["Content-Length"]))
        response = requests.get(json.loads(content)["Url"], headers=crm.session.headers, timeout=60)
        read.append(response.json())
        target.send_response(202)
        target.end_headers()

    monkeypatch.setattr(Target, "do_POST", ask)
    ids = [crm.create("/Products", {"ProductId": 0}) for _ in range(3)]
    if asks_over_http:
        statuses = [each["status"] for each in requests.get(f"{sandbox.url}/_sandbox/hooks", timeout=60).json()]
    else:
        statuses = [each.status for each in sandbox.hook_deliveries]
    assert statuses == [202, 202, 202]
    assert [each["ProductId"] for each in read] == ids


def test_stop_does_not_wait_for_silent_targets(sandbox, crm):
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(1) as threads:
        target = f"http://127.0.0.1:{silent.getsockname()[1]}/hook"
        crm.create("/Products/Hooks", HOOK | {"TargetUrl": target})
        sandbox.change_options(deliver_hooks=True)
        for _ in range(4):
            crm.create("/Products", {"ProductId": 0})
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)
            asked = threads.submit(requests.get, f"{sandbox.url}/_sandbox/hooks", timeout=60)
            sandbox.stop()
            with suppress(requests.ConnectionError):  # if it was too late to ask
                asked.result()
    first, *others = sandbox.hook_deliveries
    assert (first.status, first.reason.split(":")[0]) == (0, "RemoteDisconnected")
    assert [each.reason for each in others] == ["ConnectionAbortedError: the sandbox has stopped"] * 3
