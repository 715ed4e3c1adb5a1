"""The programs in docs/examples run as they are, against a sandbox."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from webcrm_api.tables import TABLES

EXAMPLES = Path(__file__).parents[3] / "docs/examples"

pytestmark = pytest.mark.slow


@pytest.fixture
def run(sandbox, tmp_path):
    """Run a program with arguments in an empty folder, and return it when it has ended."""

    def run(name, *arguments, stdin=""):
        environment = {
            **os.environ,
            "WEBCRM_BASE_URL": sandbox.url,
            "WEBCRM_APPLICATION_TOKEN": sandbox.application_token,
        }
        command = [sys.executable, str(EXAMPLES / f"{name}.py"), *arguments]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
        )

    return run


def write_csv(path, *rows, encoding="utf-8", delimiter=","):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


DANISH_EXCEL: dict[str, Any] = {"encoding": "utf-8-sig", "delimiter": ";"}


def test_erp_sync_writes_customers_once(run, crm, tmp_path):
    write_csv(
        tmp_path / "customers.csv",
        ["ERP number", "OrganisationName", "Customer segment", "Customer since", "Agreed discount", "Interested in"],
        ["E-1", "Nordlys A/S", "A", "31/12/2019", "12,5", "Pendants; Outdoor"],
        ["E-2", "Fjord AB", "B", "2020-02-29", "", ""],
        **DANISH_EXCEL,
    )
    for outcome in ("created", "unchanged"):
        done = run("erp_sync", "customers.csv")
        assert done.returncode == 0, done.stderr
        assert f"2 {outcome}" in done.stdout
        assert "Nordlys A/S E-1" in done.stdout
    found = crm.organisations.find(organisation_custom_2="E-1").one()
    assert crm.custom(found)["Agreed discount"] == 12.5
    assert crm.custom(found)["Interested in"] == ["00: Pendants", "02: Outdoor"]


def test_erp_sync_reports_every_invalid_value_by_line(run, tmp_path, sandbox):
    write_csv(
        tmp_path / "customers.csv",
        ["ERP number", "Customer segment", "Customer since"],
        ["E-1", "Z", "soon"],
        ["E-2", "A", "2020-02-29"],
        ["E-3", "A", "2020-02-29", "surplus"],
        **DANISH_EXCEL,
    )
    done = run("erp_sync", "customers.csv")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.startswith("Line ")] == [
        "Line 2: 2 values cannot be taken. The record is unchanged.",
        "Line 4: One value cannot be taken. The record is unchanged.",
    ]
    assert [line.split(" (")[0] for line in lines if line.startswith("- ")][:2] == [
        "- Customer segment", "- Customer since",
    ]  # fmt: skip
    assert lines[-1].startswith("- The row has more cells than the header has names")
    assert not any(call.method == "POST" and call.path == "/Organisations" for call in sandbox.requests)


def test_invoice_replaces_the_lines_of_a_delivery(run, crm, tmp_path):
    delivery = crm.deliveries.list(limit=1).one()
    write_csv(tmp_path / "lines.csv", ["text", "quantity", "price"], ["Pendant", "2", "10.5"], ["Lamp", "1", "99"])
    done = run("invoices", delivery.delivery_number, "lines.csv")
    assert done.stdout == f"{delivery.delivery_number}: 2 lines\n", done.stderr
    lines = crm.quotation_lines.for_delivery(delivery.delivery_id).to_list()
    assert [line.quotation_line_data_1 for line in lines] == ["Pendant", "Lamp"]
    assert crm.deliveries.get(delivery.delivery_id).delivery_erp_status == "Synchronized"


def test_invoice_of_one_line_takes_a_decimal_comma(run, crm, tmp_path):
    delivery = crm.deliveries.list(limit=1).one()
    write_csv(tmp_path / "lines.csv", ["text", "quantity", "price"], ["Pendant", "2,5", "10.5"])
    done = run("invoices", delivery.delivery_number, "lines.csv")
    assert done.stdout == f"{delivery.delivery_number}: 1 line\n", done.stderr
    assert [line.quotation_line_quantity for line in crm.quotation_lines.for_delivery(delivery.delivery_id)] == [2.5]


@pytest.mark.parametrize("name", ["erp_sync", "invoices"])
def test_help_of_an_example_is_its_usage(run, name):
    done = run(name, "--help")
    assert (done.returncode, done.stdout.startswith(f"usage: {name}.py "), done.stderr) == (0, True, "")


def test_web_form_creates_a_person_and_then_updates_it(run, crm):
    form = {"email": "ada@example.com", "PersonLastName": "Lovelace", "Consent given": "ja"}
    for name in ("Lovelace", "King"):
        done = run("web_form", stdin=json.dumps({**form, "PersonLastName": name}))
        assert done.returncode == 0, done.stderr
        person = crm.persons.find(person_email="ada@example.com").one()
        assert person.person_last_name == name
        assert crm.custom(person)["Consent given"] is True
    done = run("web_form", stdin=json.dumps({**form, "Consent given": "perhaps", "Role": "Boss"}))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2


def test_pipeline_report_sums_by_level_and_source(run, crm):
    done = run("pipeline_report")
    assert done.returncode == 0, done.stderr
    assert "Source" in done.stdout
    latest = max(each.opportunity_updated_at for each in crm.opportunities.list() if each.opportunity_updated_at)
    assert f"Last change: {latest:%Y-%m-%d %H:%M:%S}" in done.stdout


def test_documents_are_uploaded_and_downloaded(run, tmp_path):
    (tmp_path / "offer.pdf").write_bytes(b"%PDF offer")
    done = run("documents", "1", "offer.pdf", "downloads")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "downloads/offer.pdf").read_bytes() == b"%PDF offer"


@pytest.fixture
def receiver(sandbox, tmp_path):
    """Return the program that receives hooks, when its hooks exist, and its URL."""
    sandbox.change_options(deliver_hooks=True)
    with contextlib.closing(sqlite3.connect(tmp_path / "organisations.sqlite")) as copy:
        copy.execute("CREATE TABLE organisations (id INTEGER PRIMARY KEY, name TEXT, city TEXT)")
        copy.execute("INSERT INTO organisations VALUES (1, 'Copied by an earlier run', '')")
        copy.commit()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        environment = {
            **os.environ, "WEBCRM_BASE_URL": sandbox.url, "WEBCRM_APPLICATION_TOKEN": sandbox.application_token,
            "PUBLIC_URL": url, "HOOK_SECRET": "made-up",
        }  # fmt: skip
        command = ["uvicorn", "receive_hooks:app", "--app-dir", str(EXAMPLES), "--fd", str(listener.fileno())]
        with subprocess.Popen(
            [sys.executable, "-m", *command], pass_fds=[listener.fileno()], cwd=tmp_path, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as program:  # fmt: skip
            try:
                httpx.post(f"{url}/webcrm/wrong", timeout=60)  # it is accepted when the hooks exist
                yield program, url
            finally:
                program.kill()


def test_received_hooks_copy_the_organisations_as_they_are_now(receiver, sandbox, crm, tmp_path):
    program, url = receiver
    id_ = crm.organisations.create({"OrganisationName": "Nordlys A/S"})
    crm.organisations.update(id_, organisation_city="Aarhus")
    assert [each.status for each in sandbox.hook_deliveries] == [202, 202]
    sandbox.delete_record("Organisations", 1)
    bodies = {"wrong": b"{}", "made-up": b"{}"}
    assert [httpx.post(f"{url}/webcrm/{path}", content=body).status_code for path, body in bodies.items()] == [404, 400]
    sandbox.fail_next(status=400, path="/Organisations/2")
    sandbox.set_faults(latency=1)  # so that the queue is not empty when the program is stopped
    for payload in ({"EntityType": "Organisation", "Id": 2}, {"Url": f"{sandbox.url}/Organisations/1"}):
        assert httpx.post(f"{url}/webcrm/made-up", json=payload).status_code == 202

    program.send_signal(signal.SIGTERM)
    log, _ = program.communicate(timeout=60)
    assert "Organisation 2 was not copied" in log
    with contextlib.closing(sqlite3.connect(tmp_path / "organisations.sqlite")) as copy:
        rows = copy.execute("SELECT id, name, city FROM organisations").fetchall()
    assert rows == [(id_, "Nordlys A/S", "Aarhus")]
    hooks = [sandbox.record("Organisations/Hooks", number)["EventType"] for number in (1, 2)]
    assert hooks == ["Create", "Update"]


def test_export_writes_every_table(run, crm, tmp_path):
    done = run("export", "folder")
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in (tmp_path / "folder").iterdir()} == {table.resource for table in TABLES}
    with (tmp_path / "folder/organisations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == crm.organisations.list().count()
    assert {"Id", "ERP number", "Customer segment"} <= rows[0].keys()
