"""The result files of `upsert_by` and `upsert_csv`: what they have, and that they can be an input again."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from webcrm_api.models import OrganisationDto
from webcrm_api.tables import ORGANISATIONS

from tests.contract.client.records import KEY, keys_of, organisations
from webcrm_ext import ConfigurationError, RateLimitError

NAME = "OrganisationName"
UPSERT = "organisations.upsert"
ADDED = ["webcrm_outcome", "webcrm_id", "webcrm_code", "webcrm_reason", "webcrm_changes"]


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=10)


def read(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def column(path: Path, name: str = KEY) -> list[str]:
    """Return the cells of a column."""
    header, *rows = read(path)
    return [row[header.index(name)] for row in rows] if rows else []


def test_folder_has_the_results_with_ids_codes_and_changes(sandbox, either, tmp_path):
    either.organisations.upsert_by(KEY, organisations(2))
    records = organisations(5)
    records[1].organisation_name = "changed"
    records[2].organisation_name = "x" * 300
    sandbox.fail_next(1, kind="close-before", operation=UPSERT)
    folder = tmp_path / "new" / "results"
    report = either.organisations.upsert_by(KEY, records, batch=2, confirm_timeout=0, report=str(folder))
    assert [each.outcome for each in report.results] == ["unchanged", "updated", "unknown", "unknown", "created"]
    assert names(folder) == ["failed.csv", "success.csv", "unprocessed.csv"]
    header = [*ADDED, "OrganisationId", KEY, NAME]
    changes = json.dumps({NAME: ["N1", "changed"]})
    ids = [str(each.id) for each in report.results]
    assert read(folder / "success.csv") == [
        header,
        ["unchanged", ids[0], "", "", "", "0", "K'0", "N0"],
        ["updated", ids[1], "", "", changes, "0", "K'1", "changed"],
        ["created", ids[4], "", "", "", "0", "K'4", "N4"],
    ]
    reasons = [str(each.error) for each in report.unknown]
    assert read(folder / "failed.csv") == [
        header,
        ["unknown", "", "outcome_unknown", reasons[0], "", "0", "K'2", "x" * 300],
        ["unknown", "", "outcome_unknown", reasons[1], "", "0", "K'3", "N3"],
    ]
    assert read(folder / "unprocessed.csv") == [ADDED]
    (refused,) = either.organisations.upsert_by(KEY, [records[2]], report=folder).failed
    assert read(folder / "failed.csv")[1][:4] == ["failed", "", "bad_request", str(refused.error)]


def test_path_that_ends_in_csv_is_one_file(crm, tmp_path):
    path = tmp_path / "all.CSV"
    crm.organisations.upsert_by(KEY, organisations(3), report=path)
    assert names(tmp_path) == ["all.CSV"]
    assert [row[0] for row in read(path)] == ["webcrm_outcome", "created", "created", "created"]
    crm.organisations.upsert_by(KEY, organisations(1), report=path)
    assert [row[0] for row in read(path)] == ["webcrm_outcome", "unchanged"]


def test_columns_of_different_records_are_all_in_the_header(crm, tmp_path):
    path = tmp_path / "all.csv"
    comment = 'long; "quoted"\r\nÆøå,' + "x" * 200_000
    records = [
        {KEY: "a", NAME: "A"}, {KEY: "b", NAME: "B", "OrganisationComment": comment},
        OrganisationDto.from_dict({"OrganisationCity": "Odense", KEY: "c"}),
    ]  # fmt: skip
    crm.organisations.upsert_by(KEY, records, report=path, dry_run=True)
    limit = csv.field_size_limit(300_000)
    rows = read(path)
    csv.field_size_limit(limit)
    assert limit == 131_072
    assert [row[5:] for row in rows] == [
        [KEY, NAME, "OrganisationComment", "OrganisationCity"],
        ["a", "A", "", ""], ["b", "B", comment, ""], ["c", "", "", "Odense"],
    ]  # fmt: skip
    assert names(tmp_path) == ["all.csv"]


def test_cells_are_as_the_records_have_them(crm, tmp_path):
    path = tmp_path / "all.csv"
    record = {KEY: "=1+1", NAME: "+45 @x", "OrganisationComment": None, "OrganisationCity": "\ud800"}
    crm.organisations.upsert_by(KEY, [record], report=path, dry_run=True)
    assert read(path)[1][5:] == ["=1+1", "+45 @x", "", "\\ud800"]


VALUES = {
    KEY: "'a, \"b\"", NAME: "Ærø; A/S\nline 2", "OrganisationXInt1": 1234, "OrganisationNoAds": True,
    "OrganisationXDate1": datetime.datetime(2024, 2, 29, 10, 30, tzinfo=datetime.UTC),
    "OrganisationXDate2": datetime.date(2024, 12, 31),
}  # fmt: skip


def test_failed_file_has_the_values_that_were_passed(sandbox, crm, tmp_path):
    record = OrganisationDto.from_dict(VALUES)
    sandbox.fail_next(9, status=400, operation="organisations.create")
    report = crm.organisations.upsert_by(KEY, [record], report=tmp_path)
    assert len(report.failed) == 1
    sandbox.clear_faults()
    failed = tmp_path / "failed.csv"
    again = crm.organisations.upsert_csv(failed, KEY, report=tmp_path)
    assert (again.count("created"), read(failed)) == (1, [ADDED])
    assert crm.organisations.upsert_by(KEY, [record]).count("unchanged") == 1


@pytest.mark.parametrize("price", [1.234, -120.125, 1e-7, 1e21])
def test_number_of_a_failed_file_is_read_as_it_was(sandbox, crm, tmp_path, price):
    record = {"ProductComment": "Lamp", "ProductPrice": price}
    sandbox.fail_next(1, status=403, operation="products.create")
    assert len(crm.products.upsert_by("ProductComment", [record], report=tmp_path).failed) == 1
    (id_,) = crm.products.upsert_csv(tmp_path / "failed.csv", "ProductComment").ids
    assert sandbox.record("Products", id_)["ProductPrice"] == price


def test_corrected_failed_file_is_given_again_until_nothing_is_left(sandbox, crm, tmp_path):
    records = organisations(6)
    for record in records[2:4]:
        record.organisation_name = "x" * 300
    crm.organisations.upsert_by(KEY, records, report=tmp_path)
    failed = tmp_path / "failed.csv"
    assert [row[0] for row in read(failed)[1:]] == ["failed", "failed"]
    failed.write_text(failed.read_text(encoding="utf-8-sig").replace("x" * 300, "right", 1), encoding="utf-8-sig")
    report = crm.organisations.upsert_csv(failed, KEY, report=tmp_path, on_error="skip")
    assert (report.count("created"), report.count("failed")) == (1, 1)
    assert [(column(failed, name)) for name in ("webcrm_code", KEY, NAME)] == [["invalid_rows"], ["K'3"], ["x" * 300]]
    assert column(tmp_path / "success.csv") == ["K'2"]
    failed.write_text(failed.read_text(encoding="utf-8-sig").replace("x" * 300, "right", 1), encoding="utf-8-sig")
    assert crm.organisations.upsert_csv(failed, KEY, report=tmp_path).count("created") == 1
    assert read(failed) == [ADDED]
    assert keys_of(sandbox) == dict.fromkeys((f"K'{number}" for number in range(6)), 1)


def test_files_are_replaced_only_at_the_end(sandbox, connect_either, tmp_path):
    file = tmp_path / "failed.csv"
    file.write_text(f"webcrm_reason;{KEY};{NAME}\nx;K'0;N0\nx;K'1;N1\n")
    before, seen = file.read_bytes(), []

    def look(_: Any) -> None:
        seen.append((file.read_bytes(), (tmp_path / "success.csv").exists()))

    crm = connect_either(sandbox, on_request=look)
    crm.organisations.upsert_csv(file, KEY, report=tmp_path)
    assert set(seen) == {(before, False)}
    assert read(file, ";") == [ADDED]
    assert [row[5:] for row in read(tmp_path / "success.csv", ";")] == [[KEY, NAME], ["K'0", "N0"], ["K'1", "N1"]]


def test_too_many_failures_leave_the_rest_unprocessed(sandbox, crm, tmp_path):
    records = organisations(6)
    records[1].organisation_name = "x" * 300
    report = crm.organisations.upsert_by(KEY, records, batch=1, max_failures=0, report=tmp_path)
    assert report.unprocessed == ["K'2", "K'3", "K'4", "K'5"]
    assert column(tmp_path / "success.csv") == ["K'0"]
    assert column(tmp_path / "failed.csv") == ["K'1"]
    unprocessed = tmp_path / "unprocessed.csv"
    assert read(unprocessed)[1] == ["unprocessed", "", "", "The run ended before it.", "", "0", "K'2", "N2"]
    assert crm.organisations.upsert_csv(unprocessed, KEY).count("created") == 4
    # Of an iterator, also what was not read.
    rest = (each for each in [*records[1:2], *organisations(9)[6:]])
    report = crm.upsert_by(ORGANISATIONS, KEY, rest, chunk=2, max_failures=0, batch=1, report=tmp_path)
    assert report.unprocessed == ["K'6"]
    assert column(unprocessed) == ["K'6", "K'7", "K'8"]


def test_run_that_ends_with_an_error_completes_its_files(sandbox, crm, tmp_path):
    sandbox.fail_next(1, kind="late-commit", delay=3, operation=UPSERT)
    sandbox.fail_next(9, status=429, retry_after=3000, operation=UPSERT)
    with pytest.raises(RateLimitError):
        crm.organisations.upsert_by(KEY, organisations(4), batch=2, report=tmp_path)
    assert column(tmp_path / "failed.csv", "webcrm_outcome") == ["unknown", "unknown"]
    assert column(tmp_path / "unprocessed.csv") == ["K'2", "K'3"]
    assert names(tmp_path) == ["failed.csv", "success.csv", "unprocessed.csv"]


class Killed(BaseException):
    """Ends a program; it is not an error of a call."""


def test_records_in_flight_of_an_interrupted_run_are_unknown(sandbox, connect_either, tmp_path):
    def interrupt(request: Any) -> None:
        if b"K'2" in request.content:
            raise Killed

    crm = connect_either(sandbox, on_request=interrupt)
    crm.organisations.upsert_by(KEY, [], report=tmp_path)
    with pytest.raises(Killed):
        crm.organisations.upsert_by(KEY, organisations(6), batch=2, report=tmp_path)
    assert column(tmp_path / "success.csv") == ["K'0", "K'1"]
    assert column(tmp_path / "failed.csv") == ["K'2", "K'3"]
    assert column(tmp_path / "failed.csv", "webcrm_code") == ["outcome_unknown"] * 2
    assert column(tmp_path / "unprocessed.csv") == ["K'4", "K'5"]


def test_path_that_cannot_be_written_is_refused_before_any_call(sandbox, crm, tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "results" / "failed.csv").mkdir(parents=True)
    for path in (file, file / "below", file / "all.csv", tmp_path / "folder.csv", tmp_path / "results"):
        with pytest.raises(ConfigurationError, match=r"The results cannot be written to .*: \w+"):
            crm.organisations.upsert_by(KEY, organisations(1), report=path)
    assert len(sandbox.requests) == 0
    assert names(tmp_path / "results") == ["failed.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is simulated by /dev/full")
def test_full_disk_ends_the_run_with_a_report(sandbox, crm, tmp_path):
    (tmp_path / "success.csv.part").symlink_to("/dev/full")
    (tmp_path / "failed.csv").write_text("kept")
    records = (each for each in organisations(6, OrganisationComment="x" * 9000))
    with pytest.raises(ConfigurationError, match=r"The results cannot be written to .*No space left") as caught:
        crm.upsert_by(ORGANISATIONS, KEY, records, chunk=3, report=tmp_path)
    assert (caught.value.report.counts, "3 records were processed" in str(caught.value)) == ({"created": 3}, True)
    (tmp_path / "success.csv.part").symlink_to("/dev/full")
    with pytest.raises(ConfigurationError, match="No space left") as caught:
        crm.organisations.upsert_by(KEY, organisations(2), report=tmp_path)
    assert [each.outcome for each in caught.value.report.results] == ["unchanged", "unchanged"]
    assert names(tmp_path) == ["failed.csv"]
    assert (tmp_path / "failed.csv").read_text() == "kept"
