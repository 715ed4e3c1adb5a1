"""`export`: whole tables in files, then only what has changed; what was interrupted goes on."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from webcrm_ext import ConfigurationError
from webcrm_ext.errors import PermissionDeniedError, UnexpectedResponseError
from webcrm_ext.exports.tables import descriptions

PERSONS = ["persons"]
DUCKDB = pytest.param("duckdb", marks=pytest.mark.slow)
INTERRUPTED = ["jsonl", *(pytest.param(each, marks=pytest.mark.slow) for each in ("csv", "parquet", "duckdb"))]
FORMATS = ["jsonl", pytest.param("csv", marks=pytest.mark.slow), "parquet", DUCKDB]


def ids_of(path: Path, table: str = "persons", column: str = "PersonId") -> list[int]:
    """Return the ids in an exported file."""
    match path.suffix:
        case ".jsonl":
            return [json.loads(line)[column] for line in path.read_bytes().splitlines()]
        case ".csv":
            return [int(row[column]) for row in csv.DictReader(io.StringIO(path.read_bytes().decode()))]
        case ".parquet":
            return pq.read_table(path).column(column).to_pylist()
    with open_database(path) as connection:
        return [id_ for (id_,) in connection.execute(f'SELECT "{column}" FROM "{table}"').fetchall()]


def open_database(path: Path):
    import duckdb  # noqa: PLC0415 - the environments of other Pythons lack it

    return duckdb.connect(str(path), read_only=True)


def target(folder: Path, format_: str, table: str = "persons") -> Path:
    return folder / ("webcrm.duckdb" if format_ == "duckdb" else f"{table}.{format_}")


def calls(sandbox, since: int = 0) -> list[str]:
    """Return the paths of the requests, without logins."""
    return [each.path for each in sandbox.requests[since:] if "Auth" not in each.path]


def change(sandbox, id_: int, path: str = "Persons", **values) -> None:
    """Edit a record in webCRM."""
    sandbox.put_record(path, id_, {**sandbox.record(path, id_), **values})


class Interrupted(BaseException):
    """Ends an export, as Ctrl-C does."""


def interrupt_after(rows: int):
    def progress(table, done, requests, tables_done, tables):
        if done >= rows:
            raise Interrupted

    return progress


@pytest.fixture
def small_pages(monkeypatch):
    """Read pages of 50, so that tables have several."""
    monkeypatch.setattr("webcrm_ext.exports.pages.SIZE", 50)


@pytest.mark.parametrize("format_", FORMATS)
def test_export_has_all_rows(either, sandbox, small_pages, tmp_path, format_):
    report = either.export(tmp_path / "new", ["Person", "organisations"], format=format_)
    for table, column, path in (
        ("persons", "PersonId", "Persons"),
        ("organisations", "OrganisationId", "Organisations"),
    ):
        ids = ids_of(target(tmp_path / "new", format_, table), table, column)
        assert sorted(ids) == list(range(1, sandbox.count(path) + 1))
        assert report.tables[table].rows == len(ids)
    assert (report.unexpected, report.skipped, report.read_whole) == (0, {}, {})
    assert report.requests == len(calls(sandbox))
    assert "persons" in str(report)
    assert str(report).endswith(f"{report.rows} rows of 2 tables, {report.requests} requests")
    names = {each.name for each in (tmp_path / "new").iterdir()} - {".webcrm-export", ".webcrm-export.json"}
    files = {target(tmp_path, format_, table).name for table in ("persons", "organisations")}
    assert names == files
    kept = {each.name for each in (tmp_path / "new" / ".webcrm-export").iterdir()}
    assert kept == {"lock", f"persons.{format_}.ids", f"organisations.{format_}.ids"}


@pytest.mark.slow
def test_all_formats_have_the_same_values(crm, sandbox, tmp_path):
    change(sandbox, 1, PersonFirstName='=1+"a",\nb', PersonLastName="", PersonComment=None)
    for format_ in ("jsonl", "csv", "parquet", "duckdb"):
        crm.export(tmp_path, PERSONS, format=format_)
    expected = crm.persons.list().to_arrow()
    assert pq.read_table(tmp_path / "persons.parquet").equals(expected)
    with open_database(tmp_path / "webcrm.duckdb") as connection:
        stored = connection.sql('SELECT * FROM persons ORDER BY "PersonId"').to_arrow_table()
    assert stored.cast(expected.schema).equals(expected)
    lines = [json.loads(line) for line in (tmp_path / "persons.jsonl").read_bytes().splitlines()]
    assert lines == crm.request("GET", "/Persons", params={"Page": 1, "Size": 1000})
    import pandas as pd  # noqa: PLC0415 - the environments of other Pythons lack it

    frame = pd.read_csv(tmp_path / "persons.csv", keep_default_na=False)
    assert list(frame["PersonFirstName"]) == expected.column("PersonFirstName").to_pylist()
    moments = [datetime.datetime.fromisoformat(each) if each else None for each in frame["PersonCreatedAt"]]
    assert moments == expected.column("PersonCreatedAt").to_pylist()
    assert len(pd.read_parquet(tmp_path / "persons.parquet")) == expected.num_rows


def test_csv_distinguishes_null_and_is_safe_for_spreadsheets(crm, sandbox, tmp_path):
    change(sandbox, 1, PersonFirstName="=SUM(A1)", PersonLastName="-5", PersonComment="", PersonTitle=None)
    columns = ["PersonFirstName", "PersonLastName", "PersonComment", "person_title"]
    crm.export(tmp_path, PERSONS, format="csv", spreadsheet_safe=True, columns=columns)
    header, first, *_ = (tmp_path / "persons.csv").read_text().splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    assert cells == {
        "PersonId": "1", "PersonFirstName": "'=SUM(A1)", "PersonLastName": "-5", "PersonComment": '""',
        "PersonTitle": "", "_unexpected": "",
    }  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
def test_values_outside_the_definition_end_whole(crm, sandbox, tmp_path, format_):
    change(sandbox, 1, PersonBlockMassEmail="maybe", PersonCreatedAt=5)
    sandbox.set_faults(null_share=0.3, unknown_enums=True, unknown_properties=True)
    report = crm.export(tmp_path, PERSONS, format=format_)
    assert len(ids_of(target(tmp_path, format_))) == sandbox.count("Persons")
    assert report.unexpected == (0 if format_ == "jsonl" else sandbox.count("Persons"))


def test_columns_and_labels(crm, sandbox, tmp_path):
    crm.export(tmp_path, ["persons", "users"], columns={"persons": ["PersonEmail"]}, exclude=["UserEmail", "UserId"])
    assert pq.read_schema(tmp_path / "persons.parquet").names == ["PersonId", "PersonEmail", "_unexpected"]
    users = pq.read_schema(tmp_path / "users.parquet").names
    assert "UserId" in users
    assert "UserEmail" not in users
    crm.export(tmp_path, PERSONS, labels=True, format="jsonl")
    labelled = json.loads((tmp_path / "persons.jsonl").read_bytes().splitlines()[0])
    assert labelled.keys() <= crm.persons.list(limit=1).to_dicts(labels=True)[0].keys()
    assert labelled.keys() - crm.persons.list(limit=1).to_dicts()[0].keys()


def test_pretty_printed_page_becomes_lines(connect, sandbox, tmp_path):
    def spread(response):
        response.read()
        if response.request.url.path == "/Persons":
            response._content = json.dumps(response.json(), indent=2).replace("\n", "\r\n").encode()

    change(sandbox, 1, PersonComment="two\r\nlines")
    connect(sandbox, event_hooks={"response": [spread]}).export(tmp_path, PERSONS, format="jsonl")
    lines = [json.loads(line) for line in (tmp_path / "persons.jsonl").read_bytes().splitlines()]
    assert len(lines) == sandbox.count("Persons")
    assert lines[0]["PersonComment"] == "two\r\nlines"


def test_labels_that_differ_in_case_alone_keep_the_property():
    labels = {"PersonCustom1": "ERP number", "PersonCustom2": "erp Number", "PersonCustom3": "_Unexpected"}
    labels |= {"PersonCustom4": "personemail", "PersonCustom5": "Segment"}
    (persons,) = descriptions(PERSONS)
    names = {each.property: each.name for each in persons.with_labels(labels).columns}
    assert [names[f"PersonCustom{number}"] for number in range(1, 6)] == [*list(labels)[:4], "Segment"]


@pytest.mark.parametrize("format_", INTERRUPTED)
def test_interrupted_export_goes_on_after_the_last_id(either, sandbox, small_pages, tmp_path, format_):
    tables = ["organisations", "persons"]
    with pytest.raises(Interrupted):
        either.export(tmp_path, tables, format=format_, progress=interrupt_after(100), concurrency=1)
    assert not target(tmp_path, format_, "persons").exists() or format_ == "duckdb"
    before = len(sandbox.requests)
    report = either.export(tmp_path, tables, format=format_, concurrency=1)
    assert sorted(ids_of(target(tmp_path, format_))) == list(range(1, sandbox.count("Persons") + 1))
    assert set(calls(sandbox, before)) == {"/Queries"}  # organisations are complete, persons go on
    assert report.tables["persons"].resumed
    assert report.tables["organisations"].rows == sandbox.count("Organisations")
    again = either.export(tmp_path, tables, format=format_)
    assert not again.tables["persons"].resumed


def test_without_resume_an_export_starts_anew(crm, sandbox, small_pages, tmp_path):
    with pytest.raises(Interrupted):
        crm.export(tmp_path, PERSONS, format="jsonl", progress=interrupt_after(50))
    report = crm.export(tmp_path, PERSONS, format="jsonl", resume=False)
    assert "/Queries" not in calls(sandbox)
    assert not report.tables["persons"].resumed


def test_refused_query_resumes_one_page_back(crm, sandbox, small_pages, tmp_path):
    with pytest.raises(Interrupted):
        crm.export(tmp_path, PERSONS, format="jsonl", progress=interrupt_after(100), concurrency=1)
    before = len(sandbox.requests)
    sandbox.fail_next(status=400, operation="queries.list")
    crm.export(tmp_path, PERSONS, format="jsonl", concurrency=1)
    assert sorted(ids_of(tmp_path / "persons.jsonl")) == list(range(1, sandbox.count("Persons") + 1))
    assert calls(sandbox, before) == ["/Queries", "/Persons", "/Persons"]


@pytest.mark.parametrize("format_", ["jsonl", DUCKDB])
def test_next_export_reads_what_has_changed(either, sandbox, small_pages, tmp_path, format_):
    tables = ["persons", "email_supports"]
    either.export(tmp_path, tables, format=format_, since="last")
    for id_ in (3, 70):
        either.persons.update(id_, person_first_name="Changed")
    created = either.persons.create({"PersonFirstName": "New", "PersonLastName": "-", "PersonOrganisationId": 1})
    report = either.export(tmp_path, tables, format=format_, since="last", overlap=0)
    assert (report.tables["persons"].rows, report.tables["persons"].content) == (3, "changes")
    assert report.read_whole == {"email_supports": "no date of change"}
    if format_ == "jsonl":
        assert sorted(ids_of(report.tables["persons"].path)) == [3, 70, created]
        assert report.tables["persons"].path.name.startswith("persons.changes-2")
    else:
        ids = ids_of(tmp_path / "webcrm.duckdb")
        assert sorted(ids) == list(range(1, sandbox.count("Persons") + 1))
        with open_database(tmp_path / "webcrm.duckdb") as connection:
            changed = "SELECT PersonId FROM persons WHERE PersonFirstName = 'Changed' ORDER BY 1"
            assert connection.execute(changed).fetchall() == [(3,), (70,)]


def test_change_during_an_export_is_in_the_next(crm, sandbox, small_pages, tmp_path):
    def edit(table, rows, *_):
        if rows == 100:
            crm.persons.update(1, person_first_name="During")

    crm.export(tmp_path, PERSONS, format="jsonl", progress=edit, concurrency=1)
    report = crm.export(tmp_path, PERSONS, format="jsonl", since="last", overlap=0)
    assert ids_of(report.tables["persons"].path) == [1]


def test_record_that_a_deletion_moves_is_read(either, sandbox, small_pages, tmp_path):
    sandbox.delete_record("Persons", 70)  # within a page

    def delete(table, rows, *_):
        if rows in (50, 100):
            sandbox.delete_record("Persons", rows // 10)

    report = either.export(tmp_path, PERSONS, format="jsonl", progress=delete, concurrency=1)
    expected = sorted({*range(1, sandbox.count("Persons") + 4)} - {70})
    assert sorted(ids_of(tmp_path / "persons.jsonl")) == expected
    assert calls(sandbox).count("/Queries") == 1
    assert report.requests == len(calls(sandbox))


def test_interrupted_end_of_an_export_reports_deleted_records(crm, sandbox, small_pages, tmp_path):
    crm.export(tmp_path, PERSONS, format="jsonl")
    sandbox.delete_record("Persons", 4)
    (tmp_path / "persons.jsonl").unlink()
    (tmp_path / "persons.jsonl").mkdir()  # the file cannot be replaced
    for _ in range(2):
        with pytest.raises(ConfigurationError) as raised:
            crm.export(tmp_path, PERSONS, format="jsonl", ids=True)
        assert str(raised.value).count("What was read is kept") == 1
    (tmp_path / "persons.jsonl").rmdir()
    assert crm.export(tmp_path, PERSONS, format="jsonl", ids=True).tables["persons"].deleted == (4,)
    assert crm.export(tmp_path, PERSONS, format="jsonl", ids=True).tables["persons"].deleted == ()


def test_list_in_another_order_resumes_one_page_back(connect, sandbox, small_pages, tmp_path):
    def reverse(response):
        if response.request.url.path == "/Persons":
            response._content = json.dumps(response.json()[::-1]).encode()

    crm = connect(sandbox, event_hooks={"response": [lambda response: (response.read(), reverse(response))]})
    with pytest.raises(Interrupted):
        crm.export(tmp_path, PERSONS, format="jsonl", progress=interrupt_after(100), concurrency=1)
    before = len(sandbox.requests)
    crm.export(tmp_path, PERSONS, format="jsonl", concurrency=1)
    assert sorted(ids_of(tmp_path / "persons.jsonl")) == list(range(1, sandbox.count("Persons") + 1))
    assert set(calls(sandbox, before)) == {"/Persons"}


@pytest.mark.slow
def test_second_export_into_a_folder_is_refused(crm, connect, sandbox, small_pages, tmp_path):
    errors = []

    def export_again(table, rows, *_):
        if not errors:
            with pytest.raises(ConfigurationError, match="Another export writes into") as raised:
                connect(sandbox).export(tmp_path, PERSONS, format="jsonl")
            errors.append(raised)

    report = crm.export(tmp_path, PERSONS, format="jsonl", progress=export_again)
    assert (len(errors), report.rows) == (1, sandbox.count("Persons"))
    crm.export(tmp_path, PERSONS, format="jsonl")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_exports_amid_changes_miss_nothing(crm, sandbox, small_pages, tmp_path, seed):
    choices = random.Random(seed)
    deleted = set()

    def disturb(*_):
        for _ in range(choices.randrange(2, 6)):
            stored = crm.persons.list(size=1000).to_dicts()
            id_ = choices.choice(stored)["PersonId"]
            match choices.randrange(3):
                case 0:
                    crm.persons.update(id_, person_first_name=f"Changed {choices.random()}")
                case 1:
                    crm.persons.create({"PersonLastName": "New", "PersonOrganisationId": 1})
                case 2:
                    sandbox.delete_record("Persons", id_)

    for progress in (disturb, disturb, disturb, None):
        report = crm.export(
            tmp_path, PERSONS, format="duckdb", since="last", overlap=0, ids=True, progress=progress,
            concurrency=choices.choice((1, 4)),
        )  # fmt: skip
        deleted |= set(report.tables["persons"].deleted)
    with open_database(tmp_path / "webcrm.duckdb") as connection:
        rows = connection.sql("SELECT * FROM persons").to_arrow_table().to_pylist()
    exported = {row["PersonId"]: row for row in rows if row["PersonId"] not in deleted}
    stored = {row["PersonId"]: row for row in crm.persons.list().to_arrow().to_pylist()}
    assert exported == stored
    assert deleted


def test_changes_within_the_overlap_are_read_again(crm, sandbox, tmp_path):
    before = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=150)
    change(sandbox, 5, PersonUpdatedAt=before.isoformat())
    crm.export(tmp_path, PERSONS, format="jsonl")
    assert crm.export(tmp_path, PERSONS, format="jsonl", since="last", overlap=0).rows == 0
    report = crm.export(tmp_path, PERSONS, format="jsonl", since="last")
    assert ids_of(report.tables["persons"].path) == [5]


def test_moment_reads_changes_and_leaves_the_state(crm, tmp_path):
    now = datetime.datetime.now(datetime.UTC)
    report = crm.export(tmp_path, PERSONS, format="jsonl", since=now - datetime.timedelta(days=36500))
    assert report.tables["persons"].content == "changes"
    assert crm.export(tmp_path, PERSONS, format="jsonl", since="last").tables["persons"].content == "all"


@pytest.mark.parametrize("since", [None, "last"])
def test_deleted_records_are_reported_once(either, sandbox, small_pages, tmp_path, since):
    either.export(tmp_path, PERSONS, format="jsonl")
    for id_ in (4, 90):
        sandbox.delete_record("Persons", id_)
    report = either.export(tmp_path, PERSONS, format="jsonl", since=since, ids=True)
    assert report.tables["persons"].deleted == (4, 90)
    assert either.export(tmp_path, PERSONS, format="jsonl", since=since, ids=True).tables["persons"].deleted == ()


def test_refused_table_stops_before_anything_is_written(either, sandbox, tmp_path):
    sandbox.fail_next(status=403, operation="users.list")
    with pytest.raises(PermissionDeniedError, match=r"Nothing was written. Not readable: users"):
        either.export(tmp_path / "new", ["persons", "users"])
    assert not (tmp_path / "new").exists()


def test_refused_table_is_skipped_and_reported(either, sandbox, tmp_path):
    sandbox.fail_next(status=403, operation="users.list")
    report = either.export(tmp_path, ["users", "persons"], on_error="skip", format="jsonl")
    assert "403" in report.skipped["users"]
    assert [each.name for each in tmp_path.glob("*.jsonl")] == ["persons.jsonl"]


def test_list_that_never_ends_is_detected(connect, sandbox, small_pages, tmp_path):
    def first_page(request):
        if request.method == "GET":
            request.url = request.url.copy_set_param("page", 1).copy_set_param("Page", 1)

    crm = connect(sandbox, event_hooks={"request": [first_page]})
    with pytest.raises(UnexpectedResponseError, match="Page 2 of persons has only records of the pages before"):
        crm.export(tmp_path, PERSONS, format="jsonl")
    assert not (tmp_path / "persons.jsonl").exists()


INVALID_OPTIONS: list[tuple[dict[str, object], str]] = [
    ({"format": "xlsx"}, "format must be one of"),
    ({"tables": ["person", "organisatoins"]}, "Did you mean 'organisations'"),
    ({"tables": ["contacts"]}, "Did you mean 'persons'"),
    ({"tables": "persons"}, "Pass a list"),
    ({"tables": []}, "tables is empty"),
    ({"columns": ["PersonEmial"], "tables": PERSONS}, "PersonEmail"),
    ({"columns": ["PersonEmail", "Nothing"], "tables": ["persons", "users"]}, "no exported table has"),
    ({"columns": "PersonEmail"}, "Pass names"),
    ({"since": "yesterday"}, "since must be"),
    ({"concurrency": 0}, "concurrency is 0"),
    ({"overlap": -1}, "overlap must be"),
    ({"spreadsheet_safe": True}, 'Pass format="csv"'),
    ({"on_error": "ignore"}, "on_error must be"),
    ({"to": ""}, "to must be"),
]


def test_invalid_option_is_refused_before_anything_is_sent(crm, sandbox, tmp_path):
    for options, message in INVALID_OPTIONS:
        with pytest.raises(ConfigurationError, match=message):
            crm.export(**{"to": tmp_path / "new", **options})
    assert not sandbox.requests
    assert not (tmp_path / "new").exists()


def test_folder_of_another_service_is_refused(crm, connect, open_sandbox, tmp_path):
    crm.export(tmp_path, PERSONS, format="jsonl")
    with pytest.raises(ConfigurationError, match="Pass another folder"):
        connect(open_sandbox()).export(tmp_path, PERSONS, format="jsonl")


def test_folder_of_another_application_token_is_refused(crm, connect, sandbox, tmp_path):
    crm.export(tmp_path, PERSONS, format="jsonl")
    other = connect(sandbox, application_token="00000000-0000-4000-8000-000000000099")
    with pytest.raises(ConfigurationError, match="another application token"):
        other.export(tmp_path, PERSONS, format="jsonl")
    (tmp_path / ".webcrm-export.json").unlink()
    assert crm.export(tmp_path, PERSONS, format="jsonl", since="last").tables["persons"].content == "all"


@pytest.mark.parametrize(("format_", "module"), [("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_missing_extra_is_named(crm, sandbox, tmp_path, monkeypatch, format_, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigurationError, match=r"webcrm-client\[(arrow|duckdb)\]"):
        crm.export(tmp_path, PERSONS, format=format_)
    assert not sandbox.requests


@pytest.mark.slow
def test_text_formats_load_no_extra(sandbox, tmp_path):
    code = (
        "import sys; from webcrm_ext import WebCRM\n"
        "with WebCRM(sys.argv[1], base_url=sys.argv[2]) as crm:\n"
        "    for format in ('jsonl', 'csv'):\n"
        "        crm.export(sys.argv[3], ['users'], format=format)\n"
        "print([name for name in ('pyarrow', 'duckdb', 'pandas', 'numpy') if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", code, sandbox.application_token, sandbox.url, str(tmp_path)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["jsonl", "parquet", "duckdb"])
def test_killed_export_loses_and_repeats_nothing(crm, sandbox, small_pages, tmp_path, format_):
    code = (
        "import os, signal, sys; from webcrm_ext import WebCRM; from webcrm_ext.exports import pages\n"
        "def kill(table, rows, *_):\n"
        "    if rows >= 100: os.kill(os.getpid(), signal.SIGKILL)\n"
        "pages.SIZE = 50\n"
        "with WebCRM(sys.argv[1], base_url=sys.argv[2]) as crm:\n"
        "    crm.export(sys.argv[3], ['persons'], format=sys.argv[4], progress=kill)\n"
    )
    command = [sys.executable, "-c", code, sandbox.application_token, sandbox.url, str(tmp_path), format_]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert not target(tmp_path, format_).exists()
    report = crm.export(tmp_path, PERSONS, format=format_)
    assert report.tables["persons"].resumed
    assert ids_of(target(tmp_path, format_)) == list(range(1, sandbox.count("Persons") + 1))


def test_file_that_cannot_be_written_keeps_what_was_read(crm, sandbox, tmp_path):
    (tmp_path / "persons.jsonl").mkdir()  # the file cannot be replaced
    with pytest.raises(ConfigurationError, match="What was read is kept"):
        crm.export(tmp_path, PERSONS, format="jsonl")
    (tmp_path / "persons.jsonl").rmdir()
    before = len(sandbox.requests)
    report = crm.export(tmp_path, PERSONS, format="jsonl")
    assert (report.rows, calls(sandbox, before)) == (sandbox.count("Persons"), [])


@pytest.mark.parametrize("format_", ["jsonl", pytest.param("csv", marks=pytest.mark.slow)])
def test_half_a_page_of_a_killed_export_is_left_out(crm, sandbox, small_pages, tmp_path, format_):
    with pytest.raises(Interrupted):
        crm.export(tmp_path, PERSONS, format=format_, progress=interrupt_after(50))
    with next(tmp_path.glob(".webcrm-export/*/lines")).open("ab") as file:
        file.write(b"half a page")
    crm.export(tmp_path, PERSONS, format=format_)
    assert ids_of(target(tmp_path, format_)) == list(range(1, sandbox.count("Persons") + 1))
    assert b"half a page" not in target(tmp_path, format_).read_bytes()


def test_export_killed_after_its_file_is_in_place_is_complete(crm, sandbox, tmp_path):
    (tmp_path / "persons.jsonl").mkdir()  # the file cannot be replaced
    with pytest.raises(ConfigurationError):
        crm.export(tmp_path, PERSONS, format="jsonl")
    (tmp_path / "persons.jsonl").rmdir()
    next(tmp_path.glob(".webcrm-export/*/lines")).rename(tmp_path / "persons.jsonl")
    report = crm.export(tmp_path, PERSONS, format="jsonl")
    assert report.rows == len(ids_of(tmp_path / "persons.jsonl")) == sandbox.count("Persons")


def test_lines_deleted_after_an_interruption_are_named(crm, sandbox, tmp_path):
    (tmp_path / "persons.jsonl").mkdir()  # the file cannot be replaced
    with pytest.raises(ConfigurationError):
        crm.export(tmp_path, PERSONS, format="jsonl")
    (tmp_path / "persons.jsonl").rmdir()
    next(tmp_path.glob(".webcrm-export/*/lines")).unlink()
    with pytest.raises(ConfigurationError, match="resume=False"):
        crm.export(tmp_path, PERSONS, format="jsonl")
    assert crm.export(tmp_path, PERSONS, format="jsonl", resume=False).rows == sandbox.count("Persons")
